"""What `change` says of persons and of the group: every output column, and what the table for people holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from reintegratie_cli.models.responses import Table
from reintegratie_cli.models.score_result import (
    PROBABILITY_DECIMALS,
    ROW,
    SCORE_DECIMALS,
    OutputColumn,
)
from reintegratie_cli.text import Text

Method = Literal["jacobson-truax", "hageman-arrindell"]
METHODS: tuple[Method, ...] = ("jacobson-truax", "hageman-arrindell")

Verdict = Literal["improved", "unchanged", "worse", "higher", "lower", "cannot_be_shown"]
VERDICTS: tuple[Verdict, ...] = ("improved", "unchanged", "worse", "higher", "lower", "cannot_be_shown")
"""What can be said of one score of one person; higher and lower where neither is the favourable side."""

SCALE = (
    OutputColumn("first", Text("de score op de eerste meting", "the score at the first measurement"), SCORE_DECIMALS),
    OutputColumn("second", Text("de score op de tweede meting", "the score at the second measurement"), SCORE_DECIMALS),
    OutputColumn("change", Text("tweede min eerste", "second minus first"), SCORE_DECIMALS),
    OutputColumn(
        "rci",
        Text("de verandering gedeeld door haar standaardfout", "the change over its standard error"),
        PROBABILITY_DECIMALS,
    ),
    OutputColumn(
        "change_low",
        Text("ondergrens van de verandering", "lower end of the change"),
        SCORE_DECIMALS,
    ),
    OutputColumn(
        "change_high",
        Text("bovengrens van de verandering", "upper end of the change"),
        SCORE_DECIMALS,
    ),
    OutputColumn(
        "p",
        Text(
            "kans op zo'n index bij meetfout alleen, met correctie van Holm als de schaal geen doel is",
            "chance of such an index by error alone, after Holm where the scale is no target",
        ),
        SCORE_DECIMALS,
    ),
    OutputColumn(
        "verdict",
        Text(
            "improved, unchanged, worse, cannot_be_shown; higher of lower waar geen kant gunstig is",
            "improved, unchanged, worse, cannot_be_shown; higher or lower where no side is favourable",
        ),
    ),
    OutputColumn("error_source", Text("waar de meetfout vandaan komt", "where the standard error comes from")),
)

SOL = (
    OutputColumn("sol.first", Text("de groep op de eerste meting", "the group at the first measurement")),
    OutputColumn(
        "sol.first_probability", Text("de kans op die groep", "the probability of that group"), PROBABILITY_DECIMALS
    ),
    OutputColumn("sol.second", Text("de groep op de tweede meting", "the group at the second measurement")),
    OutputColumn(
        "sol.second_probability", Text("de kans op die groep", "the probability of that group"), PROBABILITY_DECIMALS
    ),
    OutputColumn("sol.changed", Text("of de groep is veranderd", "whether the group has changed")),
    OutputColumn(
        "sol.condition",
        Text("de voorwaarden die aantoonbaar veranderden", "the conditions that changed reliably"),
        listed=True,
    ),
)

REST = (
    OutputColumn("measured.first", Text("de datum van de eerste meting", "the date of the first measurement")),
    OutputColumn("measured.second", Text("de datum van de tweede meting", "the date of the second measurement")),
    OutputColumn("method", Text("hoe verandering is vastgesteld", "how change was established")),
    OutputColumn("targets", Text("de vooraf genoemde schalen", "the scales named beforehand"), listed=True),
    OutputColumn("norms", Text("de gebruikte normen", "the norms used"), listed=True),
    OutputColumn("norm_status", Text("wat die normen waard zijn", "what these norms are worth"), listed=True),
    OutputColumn("provenance", Text("versies en kenmerk van de regel", "versions and the rule's digest"), listed=True),
)


def change_columns(scales: Sequence[str]) -> Iterator[OutputColumn]:
    """All columns of the output in their order; a row per person with both measurements."""
    yield ROW[0]
    for scale in scales:
        for column in SCALE:
            yield OutputColumn(f"{scale}.{column.name}", column.meaning, column.decimals)
    yield from SOL
    yield from REST


@dataclass(frozen=True)
class Matching:
    """Which persons can be compared: `both` measurements, one of them, or an id that has several rows in either."""

    both: int
    first_only: int
    second_only: int
    repeated: int


@dataclass(frozen=True)
class ScaleChange:
    """One scale of the group; figures that cannot be computed are nan, with why in `reasons` by their names.

    `n`: persons with both scores. `verdicts`: how many of them are what. `mean` and its 95 % interval, in raw points.
    `effect_size`: in standard deviations of the first measurement. `expected`: the mean change that regression to the
    mean alone would give. `target`: named beforehand. `error_source`: empty where no error is known.
    """

    scale: str
    target: bool
    n: int
    verdicts: Mapping[Verdict, int]
    mean: float
    low: float
    high: float
    effect_size: float
    expected: float
    error_source: str
    reasons: Mapping[str, Text]


@dataclass(frozen=True)
class GroupChange:
    """Of the persons who have a Sol group both times: how many changed, by (first, second), and how many did not."""

    both: int
    moved: int
    changed: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class ChangeResult:
    """`ids` and `table` have a row for each person with both measurements, in the order of the first."""

    matching: Matching
    ids: tuple[str, ...]
    table: Table
    scales: tuple[ScaleChange, ...]
    sol: GroupChange
