"""The grade of criterion validity: how scores go together with something outside the questionnaire."""

from reintegratie_cli.decisions.verdict.evidence import known
from reintegratie_cli.decisions.verdict.judged import Case, Judged, grade_of, not_assessed
from reintegratie_cli.decisions.verdict.words import NOTHING, figure, fill, joined
from reintegratie_cli.models.criteria import Criterion
from reintegratie_cli.text import Text, visible


def grade_criterion(case: Case, criterion: Criterion) -> Judged:
    """The correlation with the criterion that is smallest in size, of the scales that the decision uses.

    Formative and single scales count too: an outside criterion is what they can be held against. Where the standard
    gives no number the grade is sufficient when the interval leaves zero out, else insufficient, and never better.
    """
    table = case.criteria.criterion_validity
    source = table.source if table else case.general_source
    figures = [(value, it) for it in case.used if (value := known(it.criterion_r)) is not None]
    if not figures:
        return not_assessed(_NO_CRITERION, source)
    value, scale = min(figures, key=lambda pair: abs(pair[0]))
    low, high, n = known(scale.criterion_lower), known(scale.criterion_upper), scale.n_criterion or 0
    interval = fill(_INTERVAL, low=figure(low), high=figure(high)) if low is not None and high is not None else NOTHING
    column = visible(case.evidence.criterion or "-")
    said = fill(_SMALLEST, scale=scale.name, column=column, r=figure(value), interval=interval, n=str(n))
    too_few = case.too_few(n)
    if too_few:
        return not_assessed(joined(said, too_few), source)
    if table is not None:
        cuts = table.of(case.evidence.decision)
        grade, threshold = grade_of(abs(value), cuts)
        return Judged(grade, value, threshold, source, joined(said, case.cuts_said(cuts), _DIRECTION))
    differs = low is not None and high is not None and (low > 0 or high < 0)
    why = joined(criterion.why, _AT_MOST_SUFFICIENT if differs else _NOT_SHOWN, _DIRECTION)
    return Judged("sufficient" if differs else "insufficient", value, None, source, joined(said, why))


_NO_CRITERION = Text(
    "Er is geen criterium gegeven. Geef met --criterion een kolom met iets dat de scores moeten voorspellen, "
    "bijvoorbeeld werk na een half jaar.",
    "No criterion was given. Give with --criterion a column of something that the scores must predict, such as work "
    "after half a year.",
)
_INTERVAL = Text(", interval {low} tot {high}", ", interval {low} to {high}")
_SMALLEST = Text(
    "De kleinste samenhang van een gebruikte schaal met {column}: {scale}, r {r}{interval}, n {n}.",
    "The smallest correlation of a scale that is used with {column}: {scale}, r {r}{interval}, n {n}.",
)
_AT_MOST_SUFFICIENT = Text(
    "Er is samenhang, want het interval bevat de nul niet; meer dan voldoende kan daaruit niet blijken.",
    "There is a correlation, since the interval leaves zero out; more than sufficient cannot follow from that.",
)
_NOT_SHOWN = Text(
    "Samenhang is niet aangetoond, want er is geen interval dat de nul buitensluit. Verzamel meer antwoorden of kies "
    "een criterium dat beter past.",
    "A correlation was not shown, since there is no interval that leaves zero out. Collect more answers or choose a "
    "criterion that suits better.",
)
_DIRECTION = Text(
    "Kijk zelf of de richting en de sterkte zijn wat u verwachtte.",
    "See for yourself whether direction and strength are what you expected.",
)
