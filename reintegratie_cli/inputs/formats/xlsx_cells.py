"""What stands in the cells of a sheet, as the text that a person sees there."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl

Value = float | str | bool | time | date | timedelta
"""What the library makes of a cell; "" of an empty one."""

_EXACT = 10**15
_SMALL = 1e-4


def texts_of(cells: Sequence[Value]) -> pl.Series:
    """Cells as text; each different number or text is written once."""
    if set(map(type, cells)) <= {float, str}:
        written = {cell: text_of(cell) for cell in set(cells)}
        return pl.Series([written[cell] for cell in cells], dtype=pl.String)
    return pl.Series(map(text_of, cells), dtype=pl.String)


def text_of(cell: Value) -> str | None:
    """A cell as text, as people see it; None for an empty one."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("seconds")
    return _hours(cell) if isinstance(cell, timedelta) else _number(float(cell))


def _hours(cell: timedelta) -> str:
    minutes, seconds = divmod(round(cell.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _number(number: float) -> str:
    """With the fifteen digits that Excel has of a number; one that has more is cut off, and written as 1.2E+17."""
    if abs(number) >= _EXACT:
        return f"{number:.14E}"
    if 0 < abs(number) < _SMALL:
        return np.format_float_positional(number, trim="-")
    return f"{number + 0.0:.15g}"
