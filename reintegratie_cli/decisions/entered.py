"""Facts that a professional entered: which are known, which are outdated, which conditions they meet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from reintegratie_cli.models.facts import FactDefinition
from reintegratie_cli.models.responses import BoolArray, DateArray, Facts, FloatArray
from reintegratie_cli.models.rules import AllOf, AnyOf, AtLeast, FactCondition, Gate, IndicatorCondition

NO_DATE = np.datetime64("NaT", "D")


def add_months(dates: DateArray, months: int) -> DateArray:
    """The same day so many months later, or the last day of that month; NaT stays NaT. (n_persons,) in and out."""
    month = dates.astype("datetime64[M]")
    first = month + np.timedelta64(months, "M")
    later = first.astype("datetime64[D]")
    last = (first + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.asarray(np.minimum(later + (dates - month.astype("datetime64[D]")), last))


@dataclass(frozen=True)
class Entered:
    """The facts of n persons as they count on the day of measurement.

    `values`: every defined fact, nan where unknown or outdated. `outdated`: the facts that were entered too long ago.
    `until`: the day on which a known fact stops to count, NaT when it has no date.
    """

    n: int
    definitions: Mapping[str, FactDefinition]
    values: Mapping[str, FloatArray]
    outdated: Mapping[str, BoolArray]
    until: Mapping[str, DateArray]

    def known(self, fact: str) -> BoolArray:
        """Where the fact is known and not outdated."""
        return ~np.isnan(self.values[fact])

    def meets(self, condition: FactCondition) -> BoolArray:
        """Where the condition holds; a fact that is not known meets none but `known: false`."""
        value = self.values[condition.fact]
        holds = np.full(self.n, fill_value=True)
        if condition.known is not None:
            return self.known(condition.fact) if condition.known else ~self.known(condition.fact)
        if condition.is_ is not None:
            holds &= value == self._as_number(condition.fact, condition.is_)
        for bound, compare in (
            (condition.below, np.less),
            (condition.above, np.greater),
            (condition.at_least, np.greater_equal),
            (condition.at_most, np.less_equal),
        ):
            if bound is not None:
                holds &= compare(value, bound)
        return holds

    def _as_number(self, fact: str, value: bool | str) -> float:  # noqa: FBT001 - a fact's value may be true or false
        if isinstance(value, bool):
            return float(value)
        return float(self.definitions[fact].answers.codes.index(value))


def entered_facts(definitions: Mapping[str, FactDefinition], facts: Facts, measured: DateArray) -> Entered:
    """The facts as they count on the day of measurement; without that day, or a date of the fact, none is outdated."""
    n = len(measured)
    values, outdated, until = {}, {}, {}
    for fact, definition in definitions.items():
        value = facts.values.get(fact, np.full(n, np.nan))
        dates = facts.dates.get(fact, np.full(n, NO_DATE))
        until[fact] = add_months(dates, definition.months_valid)
        # A comparison with NaT is false, as it should be here.
        outdated[fact] = ~np.isnan(value) & (until[fact] < measured)
        values[fact] = np.where(outdated[fact], np.nan, value)
    return Entered(n, definitions, values, outdated, until)


def describe(condition: FactCondition | IndicatorCondition) -> str:
    """A condition as it stands in output: `loonwaarde<100`, `netwerk<2.5`, `loonwaarde_blijvend=true`."""
    if isinstance(condition, IndicatorCondition):
        return f"{condition.indicator}{'<' if condition.below is not None else '>'}{_cut(condition):g}"
    if condition.known is not None:
        return f"{condition.fact}={'known' if condition.known else 'unknown'}"
    if condition.is_ is not None:
        return f"{condition.fact}={str(condition.is_).lower()}"
    signs = {"<": condition.below, ">": condition.above, ">=": condition.at_least, "<=": condition.at_most}
    return condition.fact + "".join(f"{sign}{bound:g}" for sign, bound in signs.items() if bound is not None)


def _cut(condition: IndicatorCondition) -> float:
    cut = condition.below if condition.below is not None else condition.above
    return float("nan") if cut is None else cut


def conditions_in(gates: Iterable[Gate | None]) -> list[FactCondition | IndicatorCondition]:
    """Every condition of the gates, in the order in which they are written, each once."""
    found: dict[FactCondition | IndicatorCondition, None] = {}
    for gate in gates:
        match gate:
            case None:
                pass
            case AllOf(all=parts) | AnyOf(any=parts) | AtLeast(of=parts):
                found |= dict.fromkeys(conditions_in(parts))
            case FactCondition() | IndicatorCondition():
                found[gate] = None
    return list(found)
