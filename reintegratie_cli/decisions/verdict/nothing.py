"""Why nothing can be concluded about a scale: no proper model, too few persons, or no figure."""

from collections.abc import Sequence

from reintegratie_cli.decisions.verdict.advice import Advice, Finding
from reintegratie_cli.decisions.verdict.evidence import ScaleEvidence, known
from reintegratie_cli.decisions.verdict.words import NOTHING, cited, fill, listed
from reintegratie_cli.models.criteria import ConclusionRule
from reintegratie_cli.text import Text


def why_nothing(scale: ScaleEvidence, rule: ConclusionRule) -> tuple[Finding, ...]:
    """Why nothing can be said of a reflective scale's reliability; empty when something can."""
    found = []
    why = scale.model_reason or NOTHING
    if scale.admissible is False:
        advice = Advice("inadmissible", fill(_INADMISSIBLE_ADVICE, about="{about}", why=why), scale.name)
        found.append(Finding(holds=False, said=fill(_INADMISSIBLE, why=why), advice=(advice,)))
    if scale.n is None:
        advice = Advice("no_figure", _NO_FIGURE_ADVICE, scale.name)
        found.append(Finding(holds=False, said=fill(_NO_N, why=why), advice=(advice,)))
    elif scale.n < rule.persons_at_least.value:
        found.append(_too_few(scale, scale.n, rule))
    if known(scale.coefficient) is None and scale.admissible is not False:
        said = fill(_NO_COEFFICIENT, why=scale.coefficient_reason or NOTHING)
        advice = Advice("no_figure", _NO_FIGURE_ADVICE, scale.name)
        found.append(Finding(holds=False, said=said, advice=(advice,)))
    return tuple(found)


def why_none(scales: Sequence[ScaleEvidence], rule: ConclusionRule) -> Text:
    """Why nothing can be said of these scales in a few words; each cause once."""
    causes = [
        (_FEW, any(it.n is not None and it.n < rule.persons_at_least.value for it in scales)),
        (_IMPROPER, any(it.admissible is False for it in scales)),
        (_NO_FIGURE, any(it.admissible is not False and known(it.coefficient) is None for it in scales)),
    ]
    return listed([cause for cause, there in causes if there])


def _too_few(scale: ScaleEvidence, n: int, rule: ConclusionRule) -> Finding:
    least = rule.persons_at_least
    parts: dict[str, Text | str] = {
        "n": str(n),
        "least": f"{least.value:g}",
        "source": cited(least),
        "enough": f"{rule.enough(scale.estimator).value:g}",
    }
    advice = Advice("too_few", fill(_TOO_FEW_ADVICE, about="{about}", **parts), scale.name)
    return Finding(holds=False, said=fill(_TOO_FEW, **parts), advice=(advice,))


_FEW = Text("er zijn te weinig antwoorden", "there are too few answers")
_IMPROPER = Text("het factormodel heeft geen toelaatbare oplossing", "the factor model has no admissible solution")
_NO_FIGURE = Text("de betrouwbaarheid is niet te berekenen", "the reliability cannot be computed")
_INADMISSIBLE = Text(
    "Het model heeft geen toelaatbare oplossing, dus er is geen conclusie. Kijk of de items bij elkaar horen en of er "
    "genoeg antwoorden zijn. {why}",
    "The model has no admissible solution, so there is no conclusion. See whether the items belong together and "
    "whether there are enough answers. {why}",
)
_INADMISSIBLE_ADVICE = Text(
    "Kijk of de items bij elkaar horen en verzamel meer antwoorden: het model heeft geen toelaatbare oplossing "
    "({about}). {why}",
    "See whether the items belong together and collect more answers: the model has no admissible solution ({about}). "
    "{why}",
)
_NO_N = Text(
    "Niet bekend is op hoeveel personen de cijfers rusten, dus er is geen conclusie. {why}",
    "It is not known on how many persons the figures rest, so there is no conclusion. {why}",
)
_TOO_FEW = Text(
    "{n} personen is te weinig voor een conclusie; ten minste {least} is nodig ({source}). Verzamel ten minste "
    "{enough} antwoorden.",
    "{n} persons are too few for a conclusion; at least {least} are needed ({source}). Collect at least {enough} "
    "answers.",
)
_TOO_FEW_ADVICE = Text(
    "Verzamel ten minste {enough} antwoorden. {n} is te weinig voor een conclusie; die begint bij {least} ({about}).",
    "Collect at least {enough} answers. {n} are too few for a conclusion, which takes {least} or more ({about}).",
)
_NO_COEFFICIENT = Text(
    "De betrouwbaarheid is niet te berekenen, dus er is geen conclusie. {why}",
    "The reliability cannot be computed, so there is no conclusion. {why}",
)
_NO_FIGURE_ADVICE = Text(
    "Zonder betrouwbaarheid is er geen conclusie; wat er ontbreekt, staat bij de schaal: {about}.",
    "Without reliability there is no conclusion; the scale says what is lacking: {about}.",
)
