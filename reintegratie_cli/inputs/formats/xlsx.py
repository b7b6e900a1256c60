"""Excel workbooks (.xlsx, .xlsm), after a look at what the file asks of memory."""

import re
import zlib
from collections.abc import Collection
from contextlib import ExitStack
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from reintegratie_cli.inputs.formats.excel_book import book_of
from reintegratie_cli.inputs.formats.sheets import Errors, open_sheet
from reintegratie_cli.inputs.formats.xlsx_guard import damaged, looked_at
from reintegratie_cli.inputs.opened import Opened
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.stored_file import StoredFile

_WORKBOOK = re.compile(r"xl/(workbook[^/]*\.xml)")
_MOST_BYTES = 16 * 2**20
_SHEETS = re.compile(r"\{[^}]*/relationships\}id$")


def recognises(given: Opened) -> bool:
    """Whether it is a zip with the parts of a workbook; no other file is looked at further than its first bytes."""
    if not given.head(4).startswith(b"PK\x03\x04"):
        return False
    try:
        with ZipFile(given.file) as package:
            names = package.namelist()
        return "[Content_Types].xml" in names and any(map(_WORKBOOK.fullmatch, names))
    except Exception:  # noqa: BLE001 - zipfile raises errors of many kinds on a damaged directory
        return False


def open_file(given: Opened, known_names: Collection[str], options: ReadingOptions, stack: ExitStack) -> StoredFile:
    """The sheet that the call names, else the one whose header has most known names, after a look at every row of it.

    Raises:
        ResponsesError: It is damaged or has a password, holds nothing, or several sheets are as good.
        UsageError: It has no sheet of the name that the call gives.
    """
    if not recognises(given):
        raise damaged(given.name)
    parts = looked_at(given.file, given.name)

    def errors(title: str) -> Errors:
        part = parts.get(_part_names(given).get(title, ""))
        if part is None and any(one.errors for one in parts.values()):
            raise damaged(given.name)
        return part.errors if part else {}

    return open_sheet(given, book_of(given, errors), known_names, options, stack)


def _part_names(given: Opened) -> dict[str, str]:
    """The part of each sheet, for what was found there; nothing where the workbook does not say so in the usual way."""
    try:
        with ZipFile(given.file) as package:
            main = next(filter(None, map(_WORKBOOK.fullmatch, package.namelist())))
            texts = [package.open(part).read(_MOST_BYTES) for part in (main[0], f"xl/_rels/{main[1]}.rels")]
        if any(b"<!DOCTYPE" in text for text in texts):
            return {}
        book, relations = (ET.fromstring(text) for text in texts)  # noqa: S314 - it has no entities of its own
    except (OSError, ValueError, LookupError, NotImplementedError, BadZipFile, zlib.error, ET.ParseError):
        return {}
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    found = {}
    for sheet in book.iter():
        place = next((targets.get(value) for key, value in sheet.attrib.items() if _SHEETS.search(key)), None)
        if sheet.tag.endswith("}sheet") and place:
            found[sheet.get("name", "")] = place[1:] if place.startswith("/") else f"xl/{place}"
    return found
