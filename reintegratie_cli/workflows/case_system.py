"""What may follow a person in a case system: what leads to help, and no more."""

from reintegratie_cli.models.instrument import Instrument

PRIVATE_COMPONENT = "zoekgedrag"
"""Intention, attitude and search inform this component: their scores stay out."""

ANSWERS = ("row.problems", "sol.reason", "wishes", "intervention_reasons", f"wanberg.{PRIVATE_COMPONENT}")
"""Columns that repeat answers or those scores in other words."""


class CaseSystem:
    """Which scales and columns stay out of a file for a case system.

    Answers to items, and the scores on intention, attitude and search. A heavy barrier is the answer to one item.
    """

    def __init__(self, instrument: Instrument) -> None:
        """Find the scales that inform the private component."""
        private = (name for name, scale in instrument.scales.items() if scale.component == PRIVATE_COMPONENT)
        self.private_scales = frozenset(private)

    def leaves_out(self, column: str) -> bool:
        """Whether a column stays out."""
        scale, _, _ = column.rpartition(".")
        return column in ANSWERS or scale in self.private_scales
