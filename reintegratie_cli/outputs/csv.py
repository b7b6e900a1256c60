"""Comma-separated output: UTF-8, point decimals, one header line; safe to open in a spreadsheet."""

import io
import re
from collections.abc import Sequence
from typing import BinaryIO

import polars as pl

from reintegratie_cli.models.score_result import OutputColumn

FORMULA = r"^'*[=+\-@\t\r]"
"""Text that a spreadsheet would run; our own readers take the one apostrophe that goes before it off again."""


class CsvWriter:
    """Appends batches; the header stands above the first one."""

    def __init__(self, stream: BinaryIO, columns: Sequence[OutputColumn], *, raw_text: bool) -> None:
        """Write to `stream`; text that is not ours is guarded unless `raw_text`."""
        self._stream, self._header, self.guarded = stream, True, 0
        self._foreign = [] if raw_text else [column.name for column in columns if column.origin != "computed"]
        self._names = {name: f"'{name}" for name in self._foreign if re.match(FORMULA, name)}

    def write(self, frame: pl.DataFrame) -> None:
        """Append the rows of one batch."""
        text = io.BytesIO()
        self._guard(frame).rename(self._names).write_csv(text, include_header=self._header)
        self._stream.write(text.getbuffer())
        self._header = False

    def finish(self) -> None:
        """Nothing is left to write."""

    def _guard(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Put an apostrophe before foreign text that begins like a formula; computed numbers stay bare."""
        texts = [name for name in self._foreign if frame.schema[name] == pl.String]
        risky = frame.select(pl.col(name).str.contains(FORMULA).fill_null(value=False) for name in texts)
        at_risk = [name for name in texts if risky[name].any()]
        self.guarded += sum(int(risky[name].sum()) for name in at_risk)
        return frame.with_columns(
            pl.when(risky[name]).then(pl.concat_str(pl.lit("'"), pl.col(name))).otherwise(pl.col(name)).alias(name)
            for name in at_risk
        )


def open_writer(stream: BinaryIO, columns: Sequence[OutputColumn], *, raw_text: bool) -> CsvWriter:
    """A writer of comma-separated values."""
    return CsvWriter(stream, columns, raw_text=raw_text)
