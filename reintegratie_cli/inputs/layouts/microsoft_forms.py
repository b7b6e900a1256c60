"""Microsoft Forms: one row with the texts of the questions, after five or six columns of its own."""

from reintegratie_cli.inputs.layouts.heading import Heading, Rows, first_named, row_of

TITLE = "Microsoft Forms"
NEEDED = None

_STARTED, _DONE = ("begintijd", "start time"), ("tijd van voltooien", "completion time")


def recognises(rows: Rows) -> bool:
    """Whether the first columns are its own, in Dutch or in English."""
    match row_of(rows, 0):
        case ["id", started, done, *_]:
            return started in _STARTED and done in _DONE
    return False


def heading(rows: Rows) -> Heading:
    """One row of texts."""
    return Heading(tuple(rows[0]), layout="microsoft-forms", date=first_named(rows[0], _DONE))
