"""Our conclusion about one scale: usable, with care, not usable, or none; the sentences that say why, and advice."""

from collections.abc import Mapping
from dataclasses import dataclass

from reintegratie_cli.decisions.verdict.advice import Advice, Finding
from reintegratie_cli.decisions.verdict.enough import items_needed, persons_needed
from reintegratie_cli.decisions.verdict.evidence import ScaleEvidence, known
from reintegratie_cli.decisions.verdict.fit import fit_finding
from reintegratie_cli.decisions.verdict.nothing import why_nothing
from reintegratie_cli.decisions.verdict.parts import parts_finding
from reintegratie_cli.decisions.verdict.words import NOTHING, cited, coefficient_words, figure, fill, listed
from reintegratie_cli.models.criteria import ConclusionRule, Criteria
from reintegratie_cli.models.verdict import DECISIONS, Decision, ScaleConclusion, ScaleVerdict
from reintegratie_cli.text import Text


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a scale, and what to do about it."""

    verdict: ScaleVerdict
    advice: tuple[Advice, ...]


def judge_scale(scale: ScaleEvidence, decision: Decision, criteria: Criteria, rule: ConclusionRule) -> Judgement:
    """Our conclusion about a scale for this decision, and the decisions for which it would be usable."""
    by_decision = {it: _conclude(_Case(scale, it, criteria, rule)) for it in DECISIONS}
    conclusion, findings = by_decision[decision]
    conclusions = {it: found for it, (found, _) in by_decision.items()}
    falls_short = not all(it.holds for it in findings)
    verdict = ScaleVerdict(
        conclusion,
        reasons=tuple(it.said for it in findings if it.said.nl and not (it.holds and falls_short)),
        suitable_for=tuple(it for it, found in conclusions.items() if found == "usable"),
        notes=(
            *(it.note for it in findings if it.note is not None),
            *_lesser_use(scale, decision, criteria, conclusions),
        ),
    )
    return Judgement(verdict, tuple(advice for it in findings for advice in it.advice))


@dataclass(frozen=True, slots=True)
class _Case:
    """A scale, and what it is held against."""

    scale: ScaleEvidence
    decision: Decision
    criteria: Criteria
    rule: ConclusionRule

    @property
    def cut(self) -> float:
        """The reliability that is sufficient for the decision."""
        return self.criteria.reliability.of(self.decision).sufficient

    def say_coefficient(self, template: Text, value: float) -> Text:
        """A sentence about the coefficient and its interval, beside what is sufficient."""
        low, high = known(self.scale.lower), known(self.scale.upper)
        interval = NOTHING
        if low is not None and high is not None:
            level = f"{self.rule.confidence.value:.0%}".rstrip("%")
            interval = fill(_INTERVAL, level=level, low=figure(low, self.cut), high=figure(high, self.cut))
        return fill(
            template,
            coefficient=coefficient_words(self.scale.coefficient_name),
            value=figure(value, self.cut),
            interval=interval,
            cut=figure(self.cut),
            decision=self.criteria.decisions[self.decision],
            source=cited(self.criteria.reliability),
        )


def _conclude(case: _Case) -> tuple[ScaleConclusion, tuple[Finding, ...]]:
    """The rule: none, then not usable, then with care where a condition fails, else usable; with each condition."""
    scale = case.scale
    if scale.measurement != "reflective":
        return "not_assessed", (Finding(holds=True, said=_NOT_ASSESSED[scale.measurement]),)
    nothing = why_nothing(scale, case.rule)
    value = known(scale.coefficient)
    if nothing or value is None:
        return "none", nothing
    reliability = _too_low(case, value) if value < case.cut else _lower_bound(case, value)
    fit = fit_finding(scale, case.rule)
    findings = (reliability, _negative_items(case), fit, parts_finding(scale), _persons(case))
    if all(it.holds for it in findings):
        return "usable", findings
    return "not_usable" if value < case.cut else "with_care", findings


def _too_low(case: _Case, value: float) -> Finding:
    about = fill(_ABOUT_LOW, scale=case.scale.name, value=figure(value, case.cut), plan=_plan(case, value))
    said = case.say_coefficient(_TOO_LOW, value)
    return Finding(holds=False, said=said, advice=(Advice("unreliable", _TOO_LOW_ADVICE, about),))


def _plan(case: _Case, value: float) -> Text:
    """What to begin with: items that do not fit, or else how many more it takes."""
    if case.scale.negative_items:
        return NOTHING
    if case.scale.weak_items:
        return fill(_WEAK, items=listed([Text(item, item) for item in case.scale.weak_items]))
    more = items_needed(value, case.cut, case.scale.n_items)
    if more is None:
        return NOTHING
    return fill(_ONE_MORE_ITEM if more == 1 else _MORE_ITEMS, n=str(more), cut=figure(case.cut))


def _lower_bound(case: _Case, value: float) -> Finding:
    low, name = known(case.scale.lower), case.scale.name
    if low is None:
        said = case.say_coefficient(_NO_BOUND, value)
        return Finding(holds=False, said=said, advice=(Advice("uncertain", _BOUND_ADVICE, name),))
    if low >= case.cut:
        return Finding(holds=True, said=case.say_coefficient(_REACHED, value))
    enough = persons_needed(value, low, case.cut, case.scale.n)
    about = fill(_ABOUT_BOUND if enough else _ABOUT_ITEMS, scale=name, n=str(enough))
    said = case.say_coefficient(_BOUND_TOO_LOW, value)
    return Finding(holds=False, said=said, advice=(Advice("uncertain", _BOUND_ADVICE, about),))


def _negative_items(case: _Case) -> Finding:
    items = [Text(item, item) for item in case.scale.negative_items]
    if not items:
        return Finding(holds=True, said=NOTHING)
    said = fill(_NEGATIVE_ITEM if len(items) == 1 else _NEGATIVE_ITEMS, items=listed(items))
    about = [fill(_OF_SCALE, item=item, scale=case.scale.name) for item in items]
    return Finding(holds=False, said=said, advice=tuple(Advice("wrong_way", _NEGATIVE_ADVICE, it) for it in about))


def _persons(case: _Case) -> Finding:
    n, cut = case.scale.n or 0, case.rule.enough(case.scale.estimator)
    parts: dict[str, Text | str] = {
        "n": str(n),
        "enough": f"{cut.value:g}",
        "source": cited(cut),
        "estimator": case.scale.estimator or _THIS_MODEL,
    }
    if n >= cut.value:
        return Finding(holds=True, said=fill(_ENOUGH, **parts))
    advice = Advice("uncertain", fill(_NOT_ENOUGH_ADVICE, about="{about}", **parts), case.scale.name)
    return Finding(holds=False, said=fill(_NOT_ENOUGH, **parts), advice=(advice,))


def _lesser_use(
    scale: ScaleEvidence, decision: Decision, criteria: Criteria, conclusions: Mapping[Decision, ScaleConclusion]
) -> tuple[Text, ...]:
    """For which decision that asks less a scale is better than for this one; and that it does not count, if so."""
    unused = () if scale.used else (_UNUSED,)
    lesser = DECISIONS[DECISIONS.index(decision) + 1 :]
    for better in _BETTER.get(conclusions[decision], ()):
        for it in lesser:
            if conclusions[it] == better:
                return (fill(_LESSER[better], decision=criteria.decisions[it]), *unused)
    return unused


_BETTER: dict[ScaleConclusion, tuple[ScaleConclusion, ...]] = {
    "with_care": ("usable",),
    "not_usable": ("usable", "with_care"),
}
_NOT_ASSESSED = {
    "formative": Text(
        "De items vormen de schaal samen en hoeven niet samen te hangen, dus interne betrouwbaarheid en een "
        "factormodel zeggen hier niets. Een hertest of een extern criterium wel.",
        "The items make up the scale together and need not correlate, so internal consistency and a factor model say "
        "nothing here. A retest or an external criterion does.",
    ),
    "single": Text(
        "Van één item is er geen interne betrouwbaarheid. Een hertest laat zien hoe betrouwbaar het is.",
        "One item has no internal consistency. A retest shows how reliable it is.",
    ),
}
_INTERVAL = Text(", {level} %-interval {low} tot {high}", ", {level} % interval {low} to {high}")
_TOO_LOW = Text(
    "De betrouwbaarheid is {value} ({coefficient}{interval}), onder {cut}, wat voldoende is voor {decision} "
    "({source}). Voeg items toe die hetzelfde meten, en herschrijf items die weinig met de rest samenhangen of laat ze "
    "weg.",
    "The reliability is {value} ({coefficient}{interval}), below {cut}, which is sufficient for {decision} ({source}). "
    "Add items that measure the same, and rewrite or leave out items that hang together little with the rest.",
)
_TOO_LOW_ADVICE = Text(
    "Voeg items toe die hetzelfde meten of herschrijf de zwakste, want de score is te onbetrouwbaar: {about}.",
    "Add items that measure the same or rewrite the weakest, since the score is too unreliable: {about}.",
)
_ABOUT_LOW = Text("{scale} ({value}{plan})", "{scale} ({value}{plan})")
_WEAK = Text("; {items} past zwak bij de schaal", "; {items} fits the scale weakly")
_MORE_ITEMS = Text("; {n} even goede items erbij halen {cut}", "; {n} more items as good reach {cut}")
_ONE_MORE_ITEM = Text("; één even goed item erbij haalt {cut}", "; one more item as good reaches {cut}")
_BOUND_TOO_LOW = Text(
    "De betrouwbaarheid is {value} ({coefficient}{interval}). Dat haalt {cut}, wat voldoende is ({source}), maar de "
    "ondergrens van het interval niet. Verzamel meer antwoorden, of voeg items toe die hetzelfde meten.",
    "The reliability is {value} ({coefficient}{interval}). That reaches {cut}, which is sufficient ({source}), but the "
    "lower end of the interval does not. Collect more answers, or add items that measure the same.",
)
_BOUND_ADVICE = Text(
    "Verzamel meer antwoorden of voeg items toe, want de betrouwbaarheid is niet zeker genoeg: {about}.",
    "Collect more answers or add items, since the reliability is not certain enough: {about}.",
)
_ABOUT_BOUND = Text("{scale} (ongeveer {n} antwoorden)", "{scale} (about {n} answers)")
_ABOUT_ITEMS = Text("{scale} (vooral items)", "{scale} (items above all)")
_NO_BOUND = Text(
    "De betrouwbaarheid is {value} ({coefficient}). Dat haalt {cut}, wat voldoende is voor {decision} ({source}), maar "
    "er is geen interval dat laat zien hoe zeker dat is. Verzamel meer antwoorden.",
    "The reliability is {value} ({coefficient}). That reaches {cut}, which is sufficient for {decision} ({source}), "
    "but there is no interval to show how certain that is. Collect more answers.",
)
_REACHED = Text(
    "De betrouwbaarheid is {value} ({coefficient}{interval}). Ook de ondergrens haalt {cut}, wat voldoende is "
    "({source}).",
    "The reliability is {value} ({coefficient}{interval}). The lower end too reaches {cut}, which is sufficient "
    "({source}).",
)
_NEGATIVE_ITEM = Text(
    "Item {items} hangt negatief samen met de rest van de schaal (onder 0). Kijk of het omgekeerd gescoord moet "
    "worden; zo niet, laat het weg of herschrijf het.",
    "Item {items} correlates negatively with the rest of the scale (below 0). See whether it must be scored in "
    "reverse; if not, leave it out or rewrite it.",
)
_NEGATIVE_ITEMS = Text(
    "De items {items} hangen negatief samen met de rest van de schaal (onder 0). Kijk of ze omgekeerd gescoord moeten "
    "worden; zo niet, laat ze weg of herschrijf ze.",
    "The items {items} correlate negatively with the rest of the scale (below 0). See whether they must be scored in "
    "reverse; if not, leave them out or rewrite them.",
)
_NEGATIVE_ADVICE = Text(
    "Kijk of dit omgekeerd gescoord moet worden; zo niet, herschrijf het of laat het weg, want het loopt tegen de "
    "schaal in: {about}.",
    "See whether this must be scored in reverse; if not, rewrite it or leave it out, since it runs against its scale: "
    "{about}.",
)
_OF_SCALE = Text("{item} ({scale})", "{item} ({scale})")
_THIS_MODEL = Text("dit model", "this model")
_ENOUGH = Text(
    "{n} personen is genoeg voor {estimator} (ten minste {enough}; {source}).",
    "{n} persons are enough for {estimator} (at least {enough}; {source}).",
)
_NOT_ENOUGH = Text(
    "{n} personen is weinig voor {estimator}; ten minste {enough} is nodig ({source}). Verzamel ten minste {enough} "
    "antwoorden.",
    "{n} persons are few for {estimator}; at least {enough} are needed ({source}). Collect at least {enough} answers.",
)
_NOT_ENOUGH_ADVICE = Text(
    "Verzamel ten minste {enough} antwoorden, want {n} is weinig voor {estimator}: {about}.",
    "Collect at least {enough} answers, since {n} are few for {estimator}: {about}.",
)
_LESSER: dict[ScaleConclusion, Text] = {
    "usable": Text(
        "Wel bruikbaar voor {decision}. Gebruik de schaal zolang alleen daarvoor.",
        "Usable for {decision}. Use the scale for that alone until then.",
    ),
    "with_care": Text(
        "Met voorbehoud bruikbaar voor {decision}. Gebruik de schaal zolang alleen daarvoor.",
        "Usable with care for {decision}. Use the scale for that alone until then.",
    ),
}
_UNUSED = Text(
    "De beslissing gebruikt deze schaal niet, dus zij telt niet mee.",
    "The decision does not use this scale, so it does not count.",
)
