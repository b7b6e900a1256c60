"""What the rows above the answers say, by the survey program that wrote them.

Every module named in LAYOUTS is one program. It has a TITLE; `recognises(rows)`, which looks at the header and what
stands under it; `heading(rows)`, which reads it; and NEEDED, what has to be there, None where any header will do.
"""

from collections.abc import Collection, Sequence
from importlib import import_module
from typing import Protocol, cast

from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs.item_texts import codes, plain, wordings
from reintegratie_cli.inputs.layouts.heading import Heading, Mark, Rows
from reintegratie_cli.text import Text

LAYOUTS: tuple[str, ...] = (
    *("limesurvey-vv", "limesurvey", "qualtrics", "microsoft-forms", "google-forms", "surveymonkey", "redcap"),
    "castor",
)
"""The survey programs, each a module of this folder, in the order in which they are looked for."""

PLAIN = "csv"
"""The value of --from that means one row of names, whatever program it seems to be of."""

LOOKED_AT = 30
"""How many rows of a sheet are looked at for a header."""

MOST_ROWS = 3
"""How many rows a header takes at most."""

_COUNTED = {2: Text(" (twee kopregels)", " (two header rows)"), 3: Text(" (drie kopregels)", " (three header rows)")}


class Layout(Protocol):
    """What a module of this folder has."""

    TITLE: str
    NEEDED: Text | None

    def recognises(self, rows: Rows) -> bool:
        """Whether these are the first rows of an export of this program."""

    def heading(self, rows: Rows) -> Heading:
        """What they say; of rows that are recognised, or of any where nothing is needed."""


def find_heading(
    rows: Sequence[Sequence[str]], known_names: Collection[str], wanted: str | None
) -> tuple[int, Heading]:
    """The header among the first rows of a sheet, which can have titles above it: the place of its first row, and it.

    `known_names`: names that columns may have. `wanted`: the survey program that the call names. The header is that of
    a survey program; where none is recognised, the row with most known names; where none has one, the first that is at
    least half as filled as any. Raises UsageError as `heading_of`.
    """
    for at in range(len(rows[:LOOKED_AT])):
        if layout := _recognised(rows[at:], wanted):
            return at, _read(layout, rows[at:])
    known, looked_at = frozenset(map(plain, known_names)) - {""}, rows[:LOOKED_AT]
    fits = [sum(any(name in known for name in (*codes(cell), *wordings(cell))) for cell in row) for row in looked_at]
    filled = [sum(map(bool, row)) for row in looked_at]
    # A header with a gap is less filled than the answers of a person under it.
    at = next(place for place, n in enumerate(filled) if 2 * n >= max(filled))
    at = fits.index(max(fits)) if max(fits) else at
    return at, heading_of(rows[at:], wanted)


def heading_of(rows: Sequence[Sequence[str]], wanted: str | None) -> Heading:
    """What the rows from the header on say the columns are. UsageError where they are not those of `wanted`."""
    layout = _recognised(rows, wanted)
    if layout is None and wanted in LAYOUTS:
        needed = _module(wanted).NEEDED
        if needed is not None:
            raise UsageError(_refused(wanted, needed))
        layout = wanted
    return Heading(tuple(rows[0])) if layout is None else _read(layout, rows)


def recognised_as(heading: Heading) -> Text:
    """The program that wrote the file, for the end of the sentence on how it was read; nothing where none is known."""
    if not heading.layout:
        return Text("", "")
    title, rows = _module(heading.layout).TITLE, _COUNTED.get(heading.rows, Text("", ""))
    return Text(f", herkend als export van {title}{rows.nl}", f", recognised as an export of {title}{rows.en}")


def _recognised(rows: Rows, wanted: str | None) -> str | None:
    """The survey program of these rows, of those that the call leaves."""
    names = () if wanted == PLAIN else (wanted,) if wanted in LAYOUTS else LAYOUTS
    return next((name for name in names if _module(name).recognises(rows)), None)


def _read(layout: str, rows: Rows) -> Heading:
    return _module(layout).heading(rows)


def _module(layout: str) -> Layout:
    return cast("Layout", import_module(f"{__name__}.{layout.replace('-', '_')}"))


def _refused(wanted: str, needed: Text) -> Text:
    return Text(
        f"--from {wanted}: de eerste rijen zijn niet van zo'n export; nodig is {needed.nl}. "
        "Laat --from weg, of exporteer opnieuw.",
        f"--from {wanted}: the first rows are not of such an export; needed is {needed.en}. "
        "Leave --from out, or export again.",
    )


__all__ = [
    "LAYOUTS",
    "LOOKED_AT",
    "MOST_ROWS",
    "PLAIN",
    "Heading",
    "Layout",
    "Mark",
    "Rows",
    "find_heading",
    "heading_of",
    "recognised_as",
]
