"""The grade of the norms: how large the norm group is for the decision, and how old."""

from reintegratie_cli.decisions.verdict.judged import Case, Judged, grade_of, not_assessed
from reintegratie_cli.decisions.verdict.words import cited, fill, joined
from reintegratie_cli.models.criteria import Criterion, Cuts, NormAge
from reintegratie_cli.text import Text


def grade_norms(case: Case, _: Criterion) -> Judged:
    """The smallest norm group beside what the standard asks, where norms are at hand that may be used.

    Norms past the standard's age are insufficient; outdated ones keep their grade, and it is said.
    """
    norms, table = case.evidence.norms, case.criteria.norm_size
    if norms is None:
        return not_assessed(_NO_NORMS, table.source)
    if norms.use == "none":
        return not_assessed(_NORMS_OF_NO_USE, table.source)
    cuts = table.of(case.evidence.decision)
    size = fill(_SIZE, n=str(norms.n), cuts=case.cuts_said(cuts, decimals=0))
    if norms.use == "group" and case.evidence.decision != "group":
        return Judged("insufficient", norms.n, cuts.sufficient, table.source, joined(_FOR_GROUPS, size))
    limits = case.criteria.norm_age
    if limits is not None and norms.age is not None and norms.age > limits.unusable_after:
        said = fill(_PAST_USE, age=str(norms.age), limit=str(limits.unusable_after))
        return Judged("insufficient", norms.age, limits.unusable_after, limits.source, said)
    grade, threshold = grade_of(norms.n, cuts)
    advice = None if grade == "good" else fill(_MORE, n=f"{_next_cut(norms.n, cuts):g}")
    return Judged(grade, norms.n, threshold, table.source, joined(size, _outdated(norms.age, limits), advice))


def _outdated(age: int | None, limits: NormAge | None) -> Text | None:
    if limits is None:
        return None
    if age is None:
        return fill(_AGE_UNKNOWN, limit=str(limits.outdated_after))
    if age <= limits.outdated_after:
        return None
    return fill(_OUTDATED, age=str(age), limit=str(limits.outdated_after), source=cited(limits))


def _next_cut(n: int, cuts: Cuts) -> float:
    return cuts.sufficient if n < cuts.sufficient else cuts.good


_NO_NORMS = Text(
    "Normen worden hier niet beoordeeld. Maak ze uit eigen antwoorden met `reintegratie norms build`, en houd ze zelf "
    "naast wat de standaard vraagt.",
    "Norms are not assessed here. Make them from your own answers with `reintegratie norms build`, and hold them "
    "beside what the standard asks yourself.",
)
_NORMS_OF_NO_USE = Text(
    "De normen mogen nergens voor worden gebruikt (use: none). Verzamel normen bij de eigen doelgroep.",
    "The norms may not be used for anything (use: none). Collect norms among those it is meant for.",
)
_FOR_GROUPS = Text(
    "De normen zijn alleen voor uitspraken over groepen (use: group).",
    "The norms are for statements about groups alone (use: group).",
)
_SIZE = Text("De kleinste normgroep heeft {n} personen. {cuts}", "The smallest norm group has {n} persons. {cuts}")
_MORE = Text("Verzamel normen bij ten minste {n} personen.", "Collect norms among at least {n} persons.")
_PAST_USE = Text(
    "De normen zijn {age} jaar oud; na {limit} jaar zijn zij niet meer bruikbaar. Verzamel nieuwe normen.",
    "The norms are {age} years old; after {limit} years they are no longer usable. Collect new norms.",
)
_OUTDATED = Text(
    "De normen zijn verouderd: {age} jaar oud, meer dan {limit} ({source}). Vernieuw ze.",
    "The norms are outdated: {age} years old, over {limit} ({source}). Renew them.",
)
_AGE_UNKNOWN = Text(
    "Hoe oud de normen zijn, is niet bekend; na {limit} jaar zijn zij verouderd. Zet het jaar in het normbestand.",
    "How old the norms are is not known; after {limit} years they are outdated. Put the year in the norm file.",
)
