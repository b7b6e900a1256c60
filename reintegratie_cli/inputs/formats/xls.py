"""Old Excel workbooks (.xls). An error of a formula is an empty cell here, for the library does not tell it."""

import re
from collections.abc import Collection
from contextlib import ExitStack

from reintegratie_cli.inputs.encoding import refusal
from reintegratie_cli.inputs.formats.excel_book import book_of
from reintegratie_cli.inputs.formats.sheets import open_sheet
from reintegratie_cli.inputs.formats.trial import crashes
from reintegratie_cli.inputs.opened import Opened
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.stored_file import StoredFile
from reintegratie_cli.text import Text, visible

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = "Workbook\0".encode("utf-16-le"), "Book\0".encode("utf-16-le")
_ERROR = re.compile(rb"\x06\x00.{8}\x02\x00[\x00\x07\x0f\x17\x1d\x24]\x00{3}\xff\xff", re.DOTALL)
"""A formula whose result is an error other than #N/A, which stands for no answer in any file."""

_MOST_BYTES = 2**29
"""A full sheet of this format, 65,536 rows of 256 cells, takes 300 MB."""

_MOST_MEMORY, _TRIAL_SECONDS = 4 * 2**30, 120
_TRIAL = f"""
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({_MOST_MEMORY}, {_MOST_MEMORY}))
except Exception:
    pass
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_filelike(sys.stdin.buffer)
for name in book.sheet_names:
    book.get_sheet_by_name(name)
"""
"""Of 9,000 damaged files seven made the library ask for so much memory that it ended the process, as it opened them."""


def recognises(given: Opened) -> bool:
    """Whether it is a compound file with a workbook in it; one with a password has only its encrypted content."""
    content = given.head(_MOST_BYTES) if given.head(len(_MAGIC)) == _MAGIC else b""
    return any(name in content for name in _STREAMS)


def open_file(given: Opened, known_names: Collection[str], options: ReadingOptions, stack: ExitStack) -> StoredFile:
    """The sheet that the call names, else the one whose header has most known names, after a look at every row of it.

    Raises:
        ResponsesError: It is damaged or has a password, holds nothing, or several sheets are as good.
        UsageError: It has no sheet of the name that the call gives.
    """
    if crashes(given, _TRIAL, _TRIAL_SECONDS):
        nl = "dit oude Excel-bestand (.xls) is beschadigd of heeft een wachtwoord."
        en = "this old Excel file (.xls) is damaged or has a password."
        nl = f"{nl} Bewaar het in Excel zonder wachtwoord als .xlsx, of als CSV UTF-8."
        raise refusal(given.name, 0, nl, f"{en} Save it in Excel without a password as .xlsx, or as CSV UTF-8.")
    file = open_sheet(given, book_of(given, lambda _: {}), known_names, options, stack)
    if _ERROR.search(given.head(_MOST_BYTES)):
        at = visible(given.name, 200)
        nl = f"{at}: formules in dit bestand geven een fout; die cellen zijn als leeg gelezen."
        file.notes = (
            *file.notes,
            Text(nl, f"{at}: formulas in this file give an error; these cells were read as empty."),
        )
    return file
