"""What may follow a person in a case system: what leads to help, and no more."""

from collections.abc import Callable

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.responses import Joined, Table

PRIVATE_COMPONENT = "zoekgedrag"
"""Intention, attitude and search inform this component: their scores stay out."""

ANSWERS = ("row.problems", "sol.reason", "wishes", "intervention_reasons", f"wanberg.{PRIVATE_COMPONENT}")
"""Columns that repeat answers or those scores in other words."""


def leaves_out(instrument: Instrument) -> Callable[[str], bool]:
    """Whether a column stays out of a file for a case system."""
    private = [f"{name}." for name, scale in instrument.scales.items() if scale.component == PRIVATE_COMPONENT]
    return lambda column: column in ANSWERS or column.startswith(tuple(private))


def for_case_system(table: Table, instrument: Instrument) -> Table:
    """The result without answers to items and without the scores on intention, attitude and search.

    Heavy barriers are answers to single items, so of the working points only the scales remain.
    """
    left_out = leaves_out(instrument)
    kept = {name: column for name, column in table.items() if not left_out(name)}
    points = kept["working_points"]
    if isinstance(points, Joined):
        private = {name for name, scale in instrument.scales.items() if scale.component == PRIVATE_COMPONENT}
        kept["working_points"] = _without(points.parts[0], private)
    return kept
