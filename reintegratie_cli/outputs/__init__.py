"""The writing edge: every module named in FORMATS is one output format."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from reintegratie_cli.errors import UsageError
from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.text import Language, Text, visible

if TYPE_CHECKING:
    import polars as pl

FORMATS = {
    "csv": (".csv",),
    "jsonl": (".jsonl", ".ndjson"),
    "parquet": (".parquet",),
    "xlsx": (".xlsx",),
    "sav": (".sav",),
}
"""Format -> the file suffixes that ask for it; each is a module of this folder with an `open_writer`."""

DUTCH_CSV = "dutch_csv"
"""The module of CSV as Excel opens it with Dutch settings: asked for by an option, not by a name."""

EXPLAINED = ("xlsx", "sav")
"""Formats that carry the meaning of the columns, in the language of the run; in the others text may be guarded."""


@dataclass(frozen=True)
class WritingOptions:
    """How a format is written.

    `raw_text` leaves text as it came where the format would guard it; `language` is that of explanations; `excel_nl`
    makes CSV what Excel opens with Dutch settings.
    """

    raw_text: bool
    language: Language
    excel_nl: bool


@dataclass(frozen=True)
class Encoded:
    """The rows of a batch as they are written; `guarded` texts among them were made safe for a spreadsheet."""

    content: bytes
    guarded: int = 0


class Writer(Protocol):
    """What a format does: encode batches, several at a time and in any order; append them in order; finish."""

    def encode(self, frame: "pl.DataFrame", *, first: bool) -> Encoded:
        """The rows of a batch as they are written; `first` for the first batch of the file."""

    def append(self, encoded: Encoded) -> None:
        """Write an encoded batch."""

    def finish(self) -> None:
        """Write what still has to be written."""


def format_of(target: str) -> str | None:
    """The format that the suffix of a file name asks for."""
    return next((name for name, suffixes in FORMATS.items() if target.lower().endswith(suffixes)), None)


def check_format(name: str, *, excel_nl: bool) -> None:
    """UsageError where the format cannot be Dutch, or where its library is not there."""
    if excel_nl and name in FORMATS and name != "csv":
        raise UsageError(
            Text(
                f"--excel-nl is een vorm van csv en gaat niet samen met {name}; kies -f csv of --no-excel-nl.",
                f"--excel-nl is a form of csv and does not go with {name}; choose -f csv or --no-excel-nl.",
            ),
        )
    if name == "sav" and find_spec("pyreadstat") is None:
        raise UsageError(
            Text(
                "SPSS (.sav) wordt geschreven met pyreadstat, en dat is niet geïnstalleerd. Installeer het met:"
                " pip install 'reintegratie[spss]'",
                "SPSS (.sav) is written with pyreadstat, which is not installed. Install it with:"
                " pip install 'reintegratie[spss]'",
            ),
        )


def open_writer(name: str, stream: BinaryIO, columns: Sequence[OutputColumn], options: WritingOptions) -> Writer:
    """A writer of the named format."""
    module = import_module(f"reintegratie_cli.outputs.{DUTCH_CSV if options.excel_nl else name}")
    opened = cast("Callable[..., Writer]", module.open_writer)
    if name in EXPLAINED:
        return opened(stream, columns, language=options.language)
    return opened(stream, columns, raw_text=options.raw_text)


def too_long(column: str, length: int, most: int, name: str) -> UsageError:
    """The sentence for a text that a cell of the format cannot hold."""
    shown = visible(column)
    return UsageError(
        Text(
            f"Kolom {shown} heeft een tekst van {length} tekens en {name} kan er {most} bevatten; er is niets"
            " geschreven. Laat de kolom weg, of kies csv, jsonl of parquet.",
            f"Column {shown} has a text of {length} characters and {name} can hold {most}; nothing was written."
            " Leave the column out, or choose csv, jsonl or parquet.",
        ),
    )
