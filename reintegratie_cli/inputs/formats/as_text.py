"""Typed columns as the text that a person who made the export sees, so that one reader decides what a cell means."""

import polars as pl


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Every column as String, under its own name: (n_rows, n_columns), null where there is no value.

    Whole numbers have no point, other numbers a point and no zeros at the end; NaN is no value. Dates are yyyy-mm-dd,
    with a time yyyy-mm-dd hh:mm:ss in the time zone of the column. Booleans are true and false, categories their
    labels, bytes their text as UTF-8. Lists and structs, which are no answer to anything, become JSON.
    """
    return frame.select(_text(frame[name]) for name in frame.columns)


def _text(column: pl.Series) -> pl.Expr | pl.Series:
    cells, dtype = pl.col(column.name), column.dtype
    if dtype.is_float():
        return _number(cells)
    if dtype.is_decimal():
        text = cells.cast(pl.String)
        return pl.when(text.str.contains(".", literal=True)).then(text.str.replace(r"\.?0+$", "")).otherwise(text)
    if isinstance(dtype, pl.Datetime | pl.Time | pl.Duration):
        return cells.dt.to_string(_WRITTEN[type(dtype)])
    if isinstance(dtype, pl.Binary):
        texts = [None if cell is None else cell.decode(errors="replace") for cell in column]
        return pl.Series(column.name, texts, dtype=pl.String)
    if dtype.is_nested():
        # Only a struct can be encoded: the cell stands in one, under a name that is cut off again.
        encoded = pl.struct(cells.alias("_")).struct.json_encode().str.slice(len('{"_":')).str.head(-1)
        return pl.when(cells.is_not_null()).then(encoded).alias(column.name)
    return cells.cast(pl.String)


_WRITTEN = {pl.Datetime: "%Y-%m-%d %H:%M:%S", pl.Time: "%H:%M:%S", pl.Duration: "iso"}
_EXACT = 2.0**53
"""Up to here every whole number is a float of its own."""


def _number(cells: pl.Expr) -> pl.Expr:
    number = cells.fill_nan(None)
    whole = (number == number.round()) & (number.abs() < _EXACT)
    digits = pl.when(whole).then(number).cast(pl.Int64).cast(pl.String)
    return pl.when(whole).then(digits).otherwise(number.cast(pl.String))
