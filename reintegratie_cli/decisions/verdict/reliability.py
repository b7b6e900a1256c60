"""The grades of reliability: of internal consistency, and of two measurements where the standard has a row for it."""

from collections.abc import Sequence

from reintegratie_cli.decisions.verdict.evidence import ScaleEvidence, known
from reintegratie_cli.decisions.verdict.judged import Case, Judged, grade_of, not_assessed
from reintegratie_cli.decisions.verdict.nothing import why_nothing
from reintegratie_cli.decisions.verdict.words import NOTHING, coefficient_words, figure, fill, joined, listed
from reintegratie_cli.models.criteria import Criterion
from reintegratie_cli.text import Text


def grade_reliability(case: Case, _: Criterion) -> Judged:
    """The point estimate of the least reliable reflective scale that the decision uses.

    Without a figure for one of these scales the grade can only be insufficient, or is not given. Where the standard
    has no criterion for test-retest, what was found of it is said here.
    """
    table, used = case.criteria.reliability, [it for it in case.used if it.measurement == "reflective"]
    retest = None if case.criteria.retest else _retests(case.used)
    if not used:
        return not_assessed(joined(_NO_SCALES, retest), table.source)
    unknown = [it.name for it in used if why_nothing(it, case.rule)]
    judgeable = [it for it in used if not why_nothing(it, case.rule)]
    figures = [(value, it) for it in judgeable if (value := known(it.coefficient)) is not None]
    lacking = fill(_UNKNOWN_SCALES, scales=listed(unknown)) if unknown else None
    if not figures:
        return not_assessed(joined(lacking, retest), table.source)
    cuts = table.of(case.evidence.decision)
    value, scale = min(figures, key=lambda pair: pair[0])
    grade, threshold = grade_of(value, cuts)
    said = fill(
        _LOWEST,
        coefficient=coefficient_words(scale.coefficient_name),
        scale=scale.name,
        value=figure(value, cuts.sufficient, cuts.good),
        cuts=case.cuts_said(cuts),
    )
    if unknown and grade != "insufficient":
        return not_assessed(joined(said, lacking, retest), table.source)
    return Judged(grade, value, threshold, table.source, joined(said, _ADVICE.get(grade), lacking, retest))


def grade_retest(case: Case, _: Criterion) -> Judged:
    """The lowest correlation between two measurements, of the scales that the decision uses and that have one."""
    table = case.criteria.retest
    source = table.source if table else case.general_source
    figures = [(value, it) for it in case.used if (value := known(it.retest)) is not None]
    if table is None or not figures:
        return not_assessed(_NO_RETEST, source)
    value, scale = min(figures, key=lambda pair: pair[0])
    too_few = case.too_few(min(it.n_retest or 0 for _, it in figures))
    if too_few:
        return not_assessed(joined(_retests(case.used), too_few), source)
    cuts = table.of(case.evidence.decision)
    grade, threshold = grade_of(value, cuts)
    said = fill(
        _LOWEST_RETEST, scale=scale.name, value=figure(value, cuts.sufficient, cuts.good), cuts=case.cuts_said(cuts)
    )
    return Judged(grade, value, threshold, source, joined(said, _RETEST_ADVICE.get(grade), _retests(case.used)))


def _retests(scales: Sequence[ScaleEvidence]) -> Text | None:
    """The test-retest figures of the scales that have them."""
    said = []
    for scale in scales:
        r, icc = known(scale.retest), known(scale.retest_icc)
        if r is not None:
            shown = fill(_ICC, icc=figure(icc)) if icc is not None else NOTHING
            said.append(fill(_ONE_RETEST, scale=scale.name, r=figure(r), icc=shown, n=str(scale.n_retest or "?")))
    return fill(_RETESTS, all=listed(said)) if said else None


_NO_SCALES = Text(
    "De beslissing gebruikt geen schaal waarvan de items één ding meten; interne betrouwbaarheid is er dan niet. Een "
    "hertest laat zien hoe betrouwbaar de scores zijn.",
    "The decision uses no scale whose items measure one thing; there is no internal consistency then. A retest shows "
    "how reliable the scores are.",
)
_UNKNOWN_SCALES = Text(
    "Geen betrouwbaarheid om te beoordelen: {scales}.", "No reliability that can be graded: {scales}."
)
_LOWEST = Text(
    "De laagste betrouwbaarheid van de gebruikte schalen: {scale}, {coefficient} {value}. {cuts}",
    "The lowest reliability of the scales that are used: {scale}, {coefficient} {value}. {cuts}",
)
_ADVICE = {
    "insufficient": Text(
        "Verbeter die schaal, of gebruik haar alleen voor beslissingen waar minder van afhangt.",
        "Improve that scale, or use it for decisions alone on which less depends.",
    ),
    "sufficient": Text(
        "Met meer items die hetzelfde meten wordt de schaal betrouwbaarder.",
        "With more items that measure the same the scale becomes more reliable.",
    ),
}
_NO_RETEST = Text(
    "Er is geen tweede meting gegeven. Geef die met --retest.",
    "No second measurement was given. Give it with --retest.",
)
_LOWEST_RETEST = Text(
    "De laagste test-hertestcorrelatie van de gebruikte schalen: {scale}, {value}. {cuts}",
    "The lowest test-retest correlation of the scales that are used: {scale}, {value}. {cuts}",
)
_RETEST_ADVICE = {
    "insufficient": Text(
        "Kijk of er tussen de metingen iets veranderd kan zijn; zo niet, verbeter de schaal.",
        "See whether something can have changed between the measurements; if not, improve the scale.",
    ),
}
_ICC = Text(", ICC {icc}", ", ICC {icc}")
_ONE_RETEST = Text("{scale} r {r}{icc}, n {n}", "{scale} r {r}{icc}, n {n}")
_RETESTS = Text("Test-hertest: {all}.", "Test-retest: {all}.")
