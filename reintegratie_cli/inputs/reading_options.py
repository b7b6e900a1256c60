"""What a call says of how its files are to be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reintegratie_cli.models.instrument import Code


@dataclass(frozen=True)
class ReadingOptions:
    """What the call says of the files: column names as written there, and how the files are to be read.

    `columns` (item -> column) and `answers` (answer set -> their value -> our code) come from `--map`. `key` is that
    of `--pseudonymise`. `show_values` lets cells appear in what is said on stderr. `source`: the file format or the
    survey program of `--from`; none is found out. `sheet`: the sheet of a workbook.
    """

    id: str | None = None
    occasion: str | None = None
    date: str | None = None
    keep: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Code]] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    source: str | None = None
    sheet: str | None = None
    key: bytes | None = None
    show_values: bool = False
