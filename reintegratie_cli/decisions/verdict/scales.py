"""Our conclusion about one scale: usable, with care, not usable, or none; and the sentences that say why."""

from collections.abc import Mapping
from dataclasses import dataclass

from reintegratie_cli.decisions.verdict.evidence import ScaleEvidence, known
from reintegratie_cli.decisions.verdict.fit import Finding, fit_finding
from reintegratie_cli.decisions.verdict.words import NOTHING, cited, coefficient_words, figure, fill, listed
from reintegratie_cli.models.criteria import ConclusionRule, Criteria
from reintegratie_cli.models.verdict import DECISIONS, Decision, ScaleConclusion, ScaleVerdict
from reintegratie_cli.text import Text


def judge_scale(scale: ScaleEvidence, decision: Decision, criteria: Criteria, rule: ConclusionRule) -> ScaleVerdict:
    """Our conclusion about a scale for this decision, and the decisions for which it would be usable."""
    by_decision = {it: _conclude(_Case(scale, it, criteria, rule)) for it in DECISIONS}
    conclusion, reasons = by_decision[decision]
    conclusions = {it: found for it, (found, _) in by_decision.items()}
    return ScaleVerdict(
        conclusion,
        (*reasons, *_lesser_use(scale, decision, criteria, conclusions)),
        tuple(it for it, found in conclusions.items() if found == "usable"),
    )


def why_nothing(scale: ScaleEvidence, rule: ConclusionRule) -> tuple[Text, ...]:
    """Why nothing can be said of a reflective scale's reliability; empty when something can."""
    said = []
    if scale.admissible is False:
        said.append(fill(_INADMISSIBLE, scale=scale.name, why=scale.model_reason or NOTHING))
    if scale.n is None:
        said.append(fill(_NO_N, scale=scale.name, why=scale.model_reason or NOTHING))
    elif scale.n < rule.persons_at_least.value:
        said.append(
            fill(
                _TOO_FEW,
                scale=scale.name,
                n=str(scale.n),
                least=f"{rule.persons_at_least.value:g}",
                source=cited(rule.persons_at_least),
                enough=f"{rule.enough(scale.estimator).value:g}",
            )
        )
    if known(scale.coefficient) is None and scale.admissible is not False:
        said.append(fill(_NO_COEFFICIENT, scale=scale.name, why=scale.coefficient_reason or NOTHING))
    return tuple(said)


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

    def say(self, template: Text, **parts: Text | str) -> Text:
        """A sentence that begins with the scale."""
        return fill(template, scale=self.scale.name, **parts)

    def say_coefficient(self, template: Text, value: float) -> Text:
        """A sentence about the coefficient and its interval, beside what is sufficient."""
        low, high = known(self.scale.lower), known(self.scale.upper)
        interval = NOTHING
        if low is not None and high is not None:
            parts = {"low": figure(low, self.cut), "high": figure(high, self.cut)}
            interval = fill(_INTERVAL, level=f"{self.rule.confidence.value:.0%}".rstrip("%"), **parts)
        return self.say(
            template,
            coefficient=coefficient_words(self.scale.coefficient_name),
            value=figure(value, self.cut),
            interval=Text(f" {interval.nl}", f" {interval.en}") if interval.nl else NOTHING,
            cut=figure(self.cut),
            decision=self.criteria.decisions[self.decision],
            source=cited(self.criteria.reliability),
        )


def _conclude(case: _Case) -> tuple[ScaleConclusion, tuple[Text, ...]]:
    """The rule: none, then not usable, then with care where a condition fails, else usable."""
    scale = case.scale
    if scale.measurement != "reflective":
        return "not_assessed", (case.say(_NOT_ASSESSED[scale.measurement]),)
    nothing = why_nothing(scale, case.rule)
    value = known(scale.coefficient)
    if nothing or value is None:
        return "none", nothing
    others = [_negative_items(case), fit_finding(scale, case.rule), _persons(case)]
    failed = tuple(it.said for it in others if not it.holds)
    if value < case.cut:
        return "not_usable", (case.say_coefficient(_TOO_LOW, value), *failed)
    bound = _lower_bound(case, value)
    if bound.holds and not failed:
        return "usable", (bound.said, *(it.said for it in others if it.said.nl))
    return "with_care", (bound.said, *failed)


def _lower_bound(case: _Case, value: float) -> Finding:
    low = known(case.scale.lower)
    if low is None:
        return Finding(holds=False, said=case.say_coefficient(_NO_BOUND, value))
    holds = low >= case.cut
    return Finding(holds=holds, said=case.say_coefficient(_REACHED if holds else _BOUND_TOO_LOW, value))


def _negative_items(case: _Case) -> Finding:
    items = case.scale.negative_items
    if not items:
        return Finding(holds=True, said=NOTHING)
    template = _NEGATIVE_ITEM if len(items) == 1 else _NEGATIVE_ITEMS
    return Finding(holds=False, said=case.say(template, items=listed([Text(item, item) for item in items])))


def _persons(case: _Case) -> Finding:
    n, cut = case.scale.n or 0, case.rule.enough(case.scale.estimator)
    holds = n >= cut.value
    said = case.say(
        _ENOUGH if holds else _NOT_ENOUGH,
        n=str(n),
        enough=f"{cut.value:g}",
        source=cited(cut),
        estimator=case.scale.estimator or _THIS_MODEL,
    )
    return Finding(holds=holds, said=said)


def _lesser_use(
    scale: ScaleEvidence, decision: Decision, criteria: Criteria, conclusions: Mapping[Decision, ScaleConclusion]
) -> tuple[Text, ...]:
    """For which decision that asks less a scale is better than for this one; and that it does not count, if so."""
    unused = () if scale.used else (fill(_UNUSED, scale=scale.name),)
    lesser = DECISIONS[DECISIONS.index(decision) + 1 :]
    for better in _BETTER.get(conclusions[decision], ()):
        for it in lesser:
            if conclusions[it] == better:
                return (fill(_LESSER[better], scale=scale.name, decision=criteria.decisions[it]), *unused)
    return unused


_BETTER: dict[ScaleConclusion, tuple[ScaleConclusion, ...]] = {
    "with_care": ("usable",),
    "not_usable": ("usable", "with_care"),
}
_NOT_ASSESSED = {
    "formative": Text(
        "Schaal {scale}: niet beoordeeld. De items vormen de schaal samen en hoeven niet samen te hangen, dus interne "
        "betrouwbaarheid en een factormodel zeggen hier niets. Een hertest of een extern criterium wel.",
        "Scale {scale}: not assessed. The items make up the scale together and need not correlate, so internal "
        "consistency and a factor model say nothing here. A retest or an external criterion does.",
    ),
    "single": Text(
        "Schaal {scale}: niet beoordeeld. Van één item is er geen interne betrouwbaarheid. Een hertest laat zien hoe "
        "betrouwbaar het is.",
        "Scale {scale}: not assessed. One item has no internal consistency. A retest shows how reliable it is.",
    ),
}
_INADMISSIBLE = Text(
    "Schaal {scale}: het model heeft geen toelaatbare oplossing, dus er is geen conclusie. Kijk of de items bij elkaar "
    "horen en of er genoeg antwoorden zijn. {why}",
    "Scale {scale}: the model has no admissible solution, so there is no conclusion. See whether the items belong "
    "together and whether there are enough answers. {why}",
)
_NO_N = Text(
    "Schaal {scale}: niet bekend is op hoeveel personen de cijfers rusten, dus er is geen conclusie. {why}",
    "Scale {scale}: it is not known on how many persons the figures rest, so there is no conclusion. {why}",
)
_TOO_FEW = Text(
    "Schaal {scale}: {n} personen is te weinig voor een conclusie; ten minste {least} is nodig ({source}). "
    "Verzamel ten minste {enough} antwoorden.",
    "Scale {scale}: {n} persons are too few for a conclusion; at least {least} are needed ({source}). "
    "Collect at least {enough} answers.",
)
_NO_COEFFICIENT = Text(
    "Schaal {scale}: de betrouwbaarheid is niet te berekenen, dus er is geen conclusie. {why}",
    "Scale {scale}: the reliability cannot be computed, so there is no conclusion. {why}",
)
_INTERVAL = Text("({level} %-interval {low} tot {high})", "({level} % interval {low} to {high})")
_TOO_LOW = Text(
    "Schaal {scale}: de {coefficient} is {value}{interval}, onder {cut}, wat voldoende is voor {decision} ({source}). "
    "Voeg items toe die hetzelfde meten, en herschrijf items die weinig met de rest samenhangen of laat ze weg.",
    "Scale {scale}: {coefficient} is {value}{interval}, below {cut}, which is sufficient for {decision} ({source}). "
    "Add items that measure the same, and rewrite or leave out items that hang together little with the rest.",
)
_BOUND_TOO_LOW = Text(
    "Schaal {scale}: de {coefficient} is {value}{interval}. Dat haalt {cut}, wat voldoende is voor {decision} "
    "({source}), maar de ondergrens van het interval niet. Verzamel meer antwoorden, of voeg items toe die hetzelfde "
    "meten.",
    "Scale {scale}: {coefficient} is {value}{interval}. That reaches {cut}, which is sufficient for {decision} "
    "({source}), but the lower end of the interval does not. Collect more answers, or add items that measure the same.",
)
_NO_BOUND = Text(
    "Schaal {scale}: de {coefficient} is {value}. Dat haalt {cut}, wat voldoende is voor {decision} ({source}), maar "
    "er is geen interval dat laat zien hoe zeker dat is. Verzamel meer antwoorden.",
    "Scale {scale}: {coefficient} is {value}. That reaches {cut}, which is sufficient for {decision} ({source}), but "
    "there is no interval to show how certain that is. Collect more answers.",
)
_REACHED = Text(
    "Schaal {scale}: de {coefficient} is {value}{interval}. Ook de ondergrens haalt {cut}, wat voldoende is voor "
    "{decision} ({source}).",
    "Scale {scale}: {coefficient} is {value}{interval}. The lower end too reaches {cut}, which is sufficient for "
    "{decision} ({source}).",
)
_NEGATIVE_ITEM = Text(
    "Schaal {scale}: item {items} hangt negatief samen met de rest van de schaal (onder 0). Kijk of het omgekeerd "
    "gescoord moet worden; zo niet, laat het weg of herschrijf het.",
    "Scale {scale}: item {items} correlates negatively with the rest of the scale (below 0). See whether it must be "
    "scored in reverse; if not, leave it out or rewrite it.",
)
_NEGATIVE_ITEMS = Text(
    "Schaal {scale}: de items {items} hangen negatief samen met de rest van de schaal (onder 0). Kijk of ze omgekeerd "
    "gescoord moeten worden; zo niet, laat ze weg of herschrijf ze.",
    "Scale {scale}: the items {items} correlate negatively with the rest of the scale (below 0). See whether they must "
    "be scored in reverse; if not, leave them out or rewrite them.",
)
_THIS_MODEL = Text("dit model", "this model")
_ENOUGH = Text(
    "Schaal {scale}: {n} personen is genoeg voor {estimator} (ten minste {enough}; {source}).",
    "Scale {scale}: {n} persons are enough for {estimator} (at least {enough}; {source}).",
)
_NOT_ENOUGH = Text(
    "Schaal {scale}: {n} personen is weinig voor {estimator}; ten minste {enough} is nodig ({source}). Verzamel ten "
    "minste {enough} antwoorden.",
    "Scale {scale}: {n} persons are few for {estimator}; at least {enough} are needed ({source}). Collect at least "
    "{enough} answers.",
)
_LESSER: dict[ScaleConclusion, Text] = {
    "usable": Text(
        "Schaal {scale}: wel bruikbaar voor {decision}. Gebruik de schaal zolang alleen daarvoor.",
        "Scale {scale}: usable for {decision}. Use the scale for that alone until then.",
    ),
    "with_care": Text(
        "Schaal {scale}: met voorbehoud bruikbaar voor {decision}. Gebruik de schaal zolang alleen daarvoor.",
        "Scale {scale}: usable with care for {decision}. Use the scale for that alone until then.",
    ),
}
_UNUSED = Text(
    "Schaal {scale}: de beslissing gebruikt deze schaal niet, dus zij telt niet mee.",
    "Scale {scale}: the decision does not use this scale, so it does not count.",
)
