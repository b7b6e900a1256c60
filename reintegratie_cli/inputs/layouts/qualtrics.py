"""Qualtrics: names, texts, and a row of `{"ImportId":...}`; the format before 2017 has names and texts only."""

import re

from reintegratie_cli.inputs.layouts.heading import Heading, Mark, Rows, first_named, row_of
from reintegratie_cli.text import Text

TITLE = "Qualtrics"
NEEDED = Text(
    'een rij met namen, een met vragen en een met {"ImportId": ...}',
    'a row with names, one with questions and one with {"ImportId": ...}',
)

_IMPORT_ID = re.compile(r'\s*\{"ImportId"')
_NUMBERED = re.compile(r"v[0-9]+")
# The response was filled in last on EndDate; who did not finish is recorded days or weeks later.
_DATES = ("EndDate", "RecordedDate")
_MARKS = (
    Mark("Status", frozenset({"1", "survey preview"}), Text("een proefinvulling (Status)", "a preview (Status)")),
    Mark("Finished", frozenset({"0", "false", "onwaar"}), Text("niet afgemaakt (Finished)", "not finished (Finished)")),
)


def recognises(rows: Rows) -> bool:
    """Whether the row with the ids of Qualtrics is under the names, or those of the old format are."""
    return _of_ids(rows) is not None or _is_legacy(rows)


def heading(rows: Rows) -> Heading:
    """The first row has the names; in the old format those of the first columns stand in the second."""
    names, width = tuple(rows[0]), len(rows[0])
    ids = _of_ids(rows)
    texts = (*rows[1], *[""] * width)[:width] if ids != 1 else ()
    if ids is None:
        own = zip(names, texts, strict=True)
        names = tuple(text if _NUMBERED.fullmatch(name.casefold()) else name for name, text in own)
    marks = tuple(mark for mark in _MARKS if first_named(names, [mark.column]))
    return Heading(names, texts, 2 if ids is None else ids + 1, "qualtrics", first_named(names, _DATES), marks=marks)


def _of_ids(rows: Rows) -> int | None:
    """The place of the row in which every cell begins with `{"ImportId"`."""
    filled = {place: [cell for cell in rows[place] if cell] for place in range(1, min(3, len(rows)))}
    return next((at for at, cells in filled.items() if cells and all(map(_IMPORT_ID.match, cells))), None)


def _is_legacy(rows: Rows) -> bool:
    names, texts = row_of(rows, 0), row_of(rows, 1)
    return names[:2] == ["v1", "v2"] and texts[:2] == ["responseid", "responseset"]
