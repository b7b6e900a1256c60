"""CSV as Excel opens it with Dutch settings: semicolons, decimal commas, a byte order mark, Windows line ends."""

from collections.abc import Sequence
from typing import BinaryIO

from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs.csv import CsvStyle, CsvWriter

STYLE = CsvStyle(separator=";", decimal_comma=True, line_terminator="\r\n", include_bom=True)


def open_writer(stream: BinaryIO, columns: Sequence[OutputColumn], *, raw_text: bool) -> CsvWriter:
    """A writer of such values."""
    return CsvWriter(stream, columns, STYLE, raw_text=raw_text)
