"""The writing edge: every module named in FORMATS is one output format."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from reintegratie_cli.models.score_result import OutputColumn

if TYPE_CHECKING:
    import polars as pl

FORMATS = {"csv": (".csv",), "jsonl": (".jsonl", ".ndjson"), "parquet": (".parquet",)}
"""Format -> the file suffixes that ask for it; each is a module of this folder with an `open_writer`."""


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


def open_writer(name: str, stream: BinaryIO, columns: Sequence[OutputColumn], *, raw_text: bool) -> Writer:
    """A writer of the named format; `raw_text` leaves text as it came where the format would guard it."""
    module = import_module(f"reintegratie_cli.outputs.{name}")
    return cast("Callable[..., Writer]", module.open_writer)(stream, columns, raw_text=raw_text)
