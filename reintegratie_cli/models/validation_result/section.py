"""What all parts of a validation share: a figure that is not there says why."""

import dataclasses
import math
from collections.abc import Iterator, Mapping

from reintegratie_cli.text import Text

NOT_ASKED = Text("Hier is niet om gevraagd.", "This was not asked for.")
FIXED = Text("Dit ligt vast in het model.", "The model fixes this.")


def figure(value: float | None) -> float | None:
    """A number as it may stand in a result: none for nan and infinity, which then need a reason."""
    return float(value) if value is not None and math.isfinite(value) else None


def holes(value: object) -> bool:
    """Whether a figure is lacking: the value itself, or one within its lists and mappings."""
    if isinstance(value, Mapping):
        return any(map(holes, value.values()))
    if isinstance(value, tuple | list):
        return any(map(holes, value))
    return value is None


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, tuple | list):
        for inner in value:
            yield from _numbers(inner)
    elif isinstance(value, float):
        yield value


@dataclasses.dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the result; its fields, in their order, are the names in the JSON.

    `reasons`: field -> why it is None, or why something within its list or mapping is None. A None without a reason, a
    reason for a field that does not exist, nan and infinity are mistakes of the caller: ValueError. A reason for a
    field that is there is not used.
    """

    reasons: Mapping[str, Text] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what would be a silent gap."""
        figures = self.figures()
        for name in self.reasons:
            if name not in figures:
                raise ValueError(f"{type(self).__name__} has no {name} to give a reason for")
        for name, value in figures.items():
            if holes(value) and name not in self.reasons:
                raise ValueError(f"{type(self).__name__}.{name} is None without a reason")
            if not all(map(math.isfinite, _numbers(value))):
                raise ValueError(f"{type(self).__name__}.{name} is not finite: give None and a reason")

    def figures(self) -> Mapping[str, object]:
        """Name -> value, in the order of the JSON."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self) if field.name != "reasons"}
