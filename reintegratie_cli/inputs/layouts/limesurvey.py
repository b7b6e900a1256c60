"""LimeSurvey's CSV: one row with codes (`WZ[SQ001]`, `WZ_SQ001`), texts (`Question [part]`), or both in one cell."""

from reintegratie_cli.inputs.layouts.heading import Heading, Mark, Rows, first_named, row_of
from reintegratie_cli.models.base import fold
from reintegratie_cli.text import Text

TITLE = "LimeSurvey"
NEEDED = None

IDS = ("id", "response id")
DATES = ("submitdate", "date submitted")
_OTHERS = ("lastpage", "startlanguage", "seed", "last page", "start language")
_NOT_FINISHED = Text("niet afgemaakt (zonder datum van verzending)", "not finished (without a date of submission)")


def recognises(rows: Rows) -> bool:
    """Whether the columns are there that every export of responses has."""
    names = [_code(name) for name in row_of(rows, 0)]
    has_id = first_named(names[:1], IDS) is not None
    return has_id and first_named(names, DATES) is not None and first_named(names, _OTHERS) is not None


def heading(rows: Rows) -> Heading:
    """One row of names."""
    return heading_of_responses(tuple(rows[0]), layout="limesurvey")


def heading_of_responses(names: tuple[str, ...], texts: tuple[str, ...] = (), rows: int = 1, *, layout: str) -> Heading:
    """The heading of any export of responses; who did not finish has no date of submission."""
    called = {fold(_code(name)): name for name in reversed(names)}
    own, date = (called.get(first_named(list(called), wanted) or "") for wanted in (IDS, DATES))
    marks = () if date is None else (Mark(date, frozenset({""}), _NOT_FINISHED),)
    return Heading(names, texts, rows, layout, date, marks=marks, id=own)


def _code(name: str) -> str:
    """The code of a column where its text stands after it: `id. Response ID`."""
    return name.partition(". ")[0]
