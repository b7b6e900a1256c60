"""A workbook of Excel, old or new, as python-calamine reads it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from reintegratie_cli.errors import ResponsesError, UsageError
from reintegratie_cli.inputs.encoding import unreadable
from reintegratie_cli.inputs.formats.quiet import quiet
from reintegratie_cli.inputs.formats.sheets import Book, Errors
from reintegratie_cli.inputs.formats.xlsx_guard import damaged
from reintegratie_cli.inputs.opened import Opened


def book_of(given: Opened, errors: Callable[[str], Errors]) -> Book:
    """The workbook, whose cells do not tell the errors of formulas. ResponsesError where it is damaged."""
    given.file.seek(0)
    with _library(given.name):
        from python_calamine import (  # noqa: PLC0415 - only where there is a workbook
            CalamineWorkbook,
            SheetTypeEnum,
            SheetVisibleEnum,
        )

        book = CalamineWorkbook.from_filelike(given.file)
        sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    titles = [one.name for one in sheets]
    shown = [one.name for one in sheets if one.visible == SheetVisibleEnum.Visible]
    return Book("Excel", titles, shown, book.get_sheet_by_name, errors, partial(_library, given.name))


@contextmanager
def _library(name: str) -> Iterator[None]:
    """Around each call of the library: what it says of a file can hold what people answered, and is not shown."""
    try:
        with quiet():
            yield
    except (ResponsesError, UsageError, MemoryError):
        raise
    except OSError as error:
        raise unreadable(name, error) from None
    except BaseException as error:
        # A panic of the library is no Exception; an interrupt is none either, and goes on.
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        raise damaged(name) from None
