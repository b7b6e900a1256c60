"""Google Forms: one row with the texts of the questions (`Question [row]` in a grid) after the time stamp."""

from reintegratie_cli.inputs.layouts.heading import Heading, Rows, first_named, row_of

TITLE = "Google Forms"
NEEDED = None

_STAMPS = ("tijdstempel", "timestamp")


def recognises(rows: Rows) -> bool:
    """Whether the time stamp is first, and questions follow it: a file of something else has names there."""
    names = row_of(rows, 0)
    return bool(names) and names[0] in _STAMPS and any(" " in name for name in names[1:])


def heading(rows: Rows) -> Heading:
    """One row of texts."""
    return Heading(tuple(rows[0]), layout="google-forms", date=first_named(rows[0], _STAMPS))
