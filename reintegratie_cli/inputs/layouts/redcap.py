"""REDCap: one row of names, or of labels; a person can have a row per event, and per instance of an instrument."""

from reintegratie_cli.inputs.layouts.heading import Heading, Rows, row_of

TITLE = "REDCap"
NEEDED = None

_TOLD_APART = (
    ("redcap_event_name", "event name"),
    ("redcap_repeat_instrument", "repeat instrument"),
    ("redcap_repeat_instance", "repeat instance"),
)
_RECORD = ("record_id", "record id")


def recognises(rows: Rows) -> bool:
    """Whether it has columns that only this program makes."""
    names = row_of(rows, 0)
    if any(name in names for name, _ in _TOLD_APART):
        return True
    own = names[:1] and names[0] in _RECORD
    return bool(own) and any(_is_made(name) for name in names)


def heading(rows: Rows) -> Heading:
    """One row of names; the event, the repeated instrument and its instance tell rows of one person apart."""
    names = row_of(rows, 0)
    found = (next((it for it in either if it in names), None) for either in _TOLD_APART)
    return Heading(tuple(rows[0]), layout="redcap", occasion=tuple(name for name in found if name is not None))


def _is_made(name: str) -> bool:
    return name.endswith(("_complete", "complete?")) or "___" in name or name == _TOLD_APART[0][1]
