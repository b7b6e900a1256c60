"""The part of a profile that says where scores stand in a norm group."""

from collections.abc import Callable, Mapping
from typing import Any

from rich.table import Table

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.outputs.terminal import plain_table
from reintegratie_cli.text import Language, Text

TITLE = Text("Vergeleken met de normgroep", "Compared with the norm group")

_STATUS = {
    "illustrative": Text("een verzonnen voorbeeld, zonder betekenis", "a made-up example, without meaning"),
    "reference": Text("een andere groep mensen", "another group of people"),
    "local": Text("mensen van deze gemeente", "people of this municipality"),
    "national": Text("mensen uit het hele land", "people of the whole country"),
}
_RELATIVE = Text(
    "Een T-score zegt hoe iemand zich verhoudt tot de normgroep, niet of er iets aan de hand is. Gemiddeld is 50.",
    "A T score says how a person compares with the norm group, not whether anything is the matter. Average is 50.",
)


def norm_lines(
    row: Mapping[str, Any], instrument: Instrument, name_of: Callable[[str], str], language: Language
) -> list[str | Table]:
    """T with its 90 % interval and percentile with the norm's own uncertainty, of the scales that have them."""
    heads = (
        Text("", ""),
        Text("T", "T"),
        Text("90 %-interval", "90 % interval"),
        Text("percentiel", "percentile"),
        Text("marge van de norm", "margin of the norm"),
    )
    table = plain_table(*(head.to(language) for head in heads), right=(1, 2, 3, 4))
    for scale in instrument.scales:
        t, rank = row.get(f"{scale}.t"), row.get(f"{scale}.percentile")
        if t is not None or rank is not None:
            ends = (_between(row, f"{scale}.t"), _between(row, f"{scale}.percentile"))
            table.add_row(name_of(scale), _whole(t), ends[0], _whole(rank), ends[1])
    if not table.row_count:
        return []
    statuses = (row.get("norm_status") or "").split(";")
    said = [
        f"{norm}: {_STATUS[status].to(language)}."
        for norm, status in zip((row.get("norms") or "").split(";"), statuses, strict=True)
        if norm
    ]
    return [*said, _RELATIVE.to(language), table]


def _whole(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"


def _between(row: Mapping[str, Any], name: str) -> str:
    low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
    return "" if low is None or high is None else f"{low:.0f} – {high:.0f}"
