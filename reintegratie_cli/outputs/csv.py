"""Comma-separated output: UTF-8, point decimals, one header line; safe to open in a spreadsheet."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

import polars as pl

from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs import Encoded
from reintegratie_cli.text import FORMULA_SIGNS

FORMULA = rf"(?s)^(?:'+[-{FORMULA_SIGNS}]|[{FORMULA_SIGNS}]|-.)"
"""Text that a spreadsheet would run; our own readers take the one apostrophe that goes before it off again.

A single - is none: it is how standard input is called.
"""


@dataclass(frozen=True)
class CsvStyle:
    """How the file looks; `include_bom`: it begins with the mark by which Excel knows UTF-8."""

    separator: str = ","
    decimal_comma: bool = False
    line_terminator: str = "\n"
    include_bom: bool = False


class CsvWriter:
    """Appends batches; the header stands above the first one."""

    def __init__(self, stream: BinaryIO, columns: Sequence[OutputColumn], style: CsvStyle, *, raw_text: bool) -> None:
        """Write to `stream`; text that is not ours is guarded unless `raw_text`."""
        self._stream, self._style = stream, style
        self._foreign = [] if raw_text else [column.name for column in columns if column.origin != "computed"]
        self._names = {name: f"'{name}" for name in self._foreign if re.match(FORMULA, name)}

    def encode(self, frame: pl.DataFrame, *, first: bool) -> Encoded:
        """The rows as lines, under the header when they are the first."""
        safe, guarded = self._guard(frame)
        text = io.BytesIO()
        style = self._style
        safe.rename(self._names).write_csv(
            text,
            include_header=first,
            include_bom=first and style.include_bom,
            separator=style.separator,
            decimal_comma=style.decimal_comma,
            line_terminator=style.line_terminator,
        )
        return Encoded(text.getvalue(), guarded)

    def append(self, encoded: Encoded) -> None:
        """Write the lines."""
        self._stream.write(encoded.content)

    def finish(self) -> None:
        """Nothing is left to write."""

    def _guard(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
        """An apostrophe before foreign text that begins like a formula, and before how many; numbers stay bare."""
        texts = [name for name in self._foreign if frame.schema[name] == pl.String]
        risky = frame.select(pl.col(name).str.contains(FORMULA).fill_null(value=False) for name in texts)
        at_risk = [name for name in texts if risky[name].any()]
        guarded = frame.with_columns(
            pl.when(risky[name]).then(pl.concat_str(pl.lit("'"), pl.col(name))).otherwise(pl.col(name)).alias(name)
            for name in at_risk
        )
        return guarded, sum(int(risky[name].sum()) for name in at_risk)


def open_writer(stream: BinaryIO, columns: Sequence[OutputColumn], *, raw_text: bool) -> CsvWriter:
    """A writer of comma-separated values."""
    return CsvWriter(stream, columns, CsvStyle(), raw_text=raw_text)
