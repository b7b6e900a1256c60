"""Castor EDC: one row of names, after the participant, the status and the site."""

from reintegratie_cli.inputs.layouts.heading import Heading, Rows, row_of

TITLE = "Castor"
NEEDED = None

_OWN = ["participant id", "participant status", "site abbreviation"]


def recognises(rows: Rows) -> bool:
    """Whether the first columns are its own."""
    return row_of(rows, 0)[:3] == _OWN


def heading(rows: Rows) -> Heading:
    """One row of names."""
    return Heading(tuple(rows[0]), layout="castor")
