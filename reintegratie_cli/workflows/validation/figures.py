"""Figures on their way to a section of the result: each is there, or has its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from reintegratie_cli.models.validation_result import Interval, figure
from reintegratie_cli.text import Text


@dataclass(frozen=True)
class Figures:
    """Fields of a section by name, with why those that are None are so."""

    values: Mapping[str, Any] = field(default_factory=dict)
    reasons: Mapping[str, Text] = field(default_factory=dict)

    def __or__(self, other: "Figures") -> "Figures":
        """Both; where they share a name the second counts."""
        return Figures({**self.values, **other.values}, {**self.reasons, **other.reasons})


def numbers(values: Mapping[str, float], why: Text) -> Figures:
    """Numbers, of which those that are not finite have this one reason."""
    return Figures({name: figure(value) for name, value in values.items()}, dict.fromkeys(values, why))


def interval(low: float, high: float) -> Interval | None:
    """An interval, or none where an end is missing."""
    return (float(low), float(high)) if isfinite(low) and isfinite(high) else None
