"""Rows of a table as the rows of an Excel sheet (ECMA-376, part 1, 18.3.1.73), made by columns and not by cells.

XlsxWriter makes everything else of the file. It writes rows one cell at a time and, at constant memory, to named files
that a killed program would leave behind with answers in them.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]  # has types, but does not say so

from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs import too_long

LONGEST_TEXT = 32_767
"""UTF-16 units that a cell of Excel holds."""

ROW_NUMBER = b"\x01"
"""Stands where the number of the row has to; no text holds it, for control characters are escaped."""

ROWS_AT_ONCE = 2_000
"""A row in XML takes ten times the memory that it has in a table."""

_FIRST_DAY = date(1900, 3, 1)
"""Before this day the numbers of Excel are off by one (1900 was no leap year), and before 1900 there are none."""

_DAY_ZERO = date(1899, 12, 30)
_PLACEHOLDER = ROW_NUMBER.decode()
_ESCAPED = {chr(code): f"_x{code:04X}_" for code in (*range(32), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n"}
_ESCAPED |= {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "&#10;"}
_LOOKS_ESCAPED = "_x[0-9A-Fa-f]{4}_"


def sheet_rows(frame: pl.DataFrame, columns: Sequence[OutputColumn], styles: Mapping[int | str, str]) -> bytes:
    """A line for each row; `styles`: decimals, or "date" -> the attribute that formats such a number.

    UsageError where a text does not fit in a cell.
    """
    _refuse_long_texts(frame)
    cells = [
        _cell(frame[column.name], f'<c r="{xl_col_to_name(place)}{_PLACEHOLDER}"', styles, column.decimals)
        for place, column in enumerate(columns)
    ]
    begin, end = pl.lit(f'<row r="{_PLACEHOLDER}">'), pl.lit("</row>")
    row, lines = pl.concat_str([begin, *cells, end], ignore_nulls=True), io.BytesIO()
    for some in frame.iter_slices(ROWS_AT_ONCE):
        some.select(row).write_csv(lines, include_header=False, quote_style="never")
    return lines.getvalue()


def _cell(column: pl.Series, begin: str, styles: Mapping[int | str, str], decimals: int | None) -> pl.Expr:
    """The cells of a column, null where there is nothing."""
    values, dtype = pl.col(column.name), column.dtype
    if dtype == pl.Boolean:
        return _element(f'{begin} t="b">', values.cast(pl.Int8).cast(pl.String))
    if dtype.is_numeric():
        written = values.cast(pl.String)
        number = _element(f"{begin}{'' if decimals is None else styles[decimals]}>", written)
        infinite = dtype.is_float() and column.is_infinite().any()
        return pl.when(values.is_infinite()).then(_text(begin, written)).otherwise(number) if infinite else number
    if dtype == pl.Date:
        serial = (values - pl.lit(_DAY_ZERO)).dt.total_days().cast(pl.String)
        number, text = _element(f"{begin}{styles['date']}>", serial), _text(begin, values.cast(pl.String))
        return pl.when(values >= _FIRST_DAY).then(number).otherwise(text)
    return _text(begin, _escaped(column))


def _element(begin: str, number: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit(f"{begin}<v>"), number, pl.lit("</v></c>"))


def _text(begin: str, text: pl.Expr) -> pl.Expr:
    opened = pl.lit(f'{begin} t="inlineStr"><is><t xml:space="preserve">')
    return pl.concat_str(opened, text, pl.lit("</t></is></c>"))


def _escaped(texts: pl.Series) -> pl.Expr:
    """The texts without what XML forbids; _x0041_ would be read as A, so that its own _ is escaped."""
    text, column = pl.col(texts.name), texts.str
    if column.contains(_LOOKS_ESCAPED).any():
        text = (
            pl.when(text.str.contains(_LOOKS_ESCAPED))
            .then(text.str.replace_all("_x", "_x005F_x", literal=True))
            .otherwise(text)
        )
    if column.contains_any(list(_ESCAPED)).any():
        text = text.str.replace_many(_ESCAPED)
    return text


def _refuse_long_texts(frame: pl.DataFrame) -> None:
    """A text that is cut off is lost without a word."""
    for column in (column for column in frame.get_columns() if column.dtype == pl.String):
        # An emoji counts twice, so that a text of half the length may be too long.
        for text in column.filter(column.str.len_chars() > LONGEST_TEXT // 2):
            length = len(text.encode("utf-16-le")) // 2
            if length > LONGEST_TEXT:
                raise too_long(column.name, length, LONGEST_TEXT, "xlsx")
