"""OpenDocument spreadsheets (.ods) of LibreOffice and others, read as a stream that can fill no memory."""

import errno
from collections.abc import Collection
from contextlib import ExitStack, nullcontext
from zipfile import ZipFile

from reintegratie_cli.errors import ResponsesError
from reintegratie_cli.inputs.encoding import refusal, unreadable
from reintegratie_cli.inputs.formats.ods_cells import Reader, Table
from reintegratie_cli.inputs.formats.sheets import Book, open_sheet
from reintegratie_cli.inputs.formats.zip_parts import DAMAGED, TooLargeError, parts_of, unpacked
from reintegratie_cli.inputs.opened import Opened
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.stored_file import StoredFile

_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_CONTENT, _MANIFEST, _WHOLE = "content.xml", "META-INF/manifest.xml", "encrypted-package"
_MOST_MANIFEST = 2**20


def recognises(given: Opened) -> bool:
    """Whether it is a zip that says to be a spreadsheet of OpenDocument."""
    if not given.head(4).startswith(b"PK\x03\x04"):
        return False
    try:
        with ZipFile(given.file) as package, package.open("mimetype") as said:
            has_content = not {_CONTENT, _WHOLE}.isdisjoint(package.namelist())
            return has_content and said.read(len(_TYPE)) == _TYPE
    except Exception:  # noqa: BLE001 - zipfile raises errors of many kinds on a damaged directory
        return False


def open_file(given: Opened, known_names: Collection[str], options: ReadingOptions, stack: ExitStack) -> StoredFile:
    """The sheet that the call names, else the one whose header has most known names, after a look at every row of it.

    Raises:
        ResponsesError: It is damaged or has a password, holds nothing, or several sheets are as good.
        UsageError: It has no sheet of the name that the call gives.
    """
    try:
        reader = _read(given)
    except OSError as error:
        # The file itself asks for a place before its begin.
        raise _damaged(given.name) if error.errno == errno.EINVAL else unreadable(given.name, error) from None
    except TooLargeError:
        nl = "dit OpenDocument-bestand is veel groter dan antwoorden zijn; bewaar alleen het blad met de antwoorden."
        en = "this OpenDocument file is far larger than answers are; save only the sheet with the answers."
        raise refusal(given.name, 0, nl, en) from None
    except (LookupError, *DAMAGED):
        given.check_unchanged()
        raise _damaged(given.name) from None
    tables: dict[str, Table] = {}
    for table in reader.tables:
        tables.setdefault(table.name, table)
    if len(tables) < len(reader.tables):
        raise _damaged(given.name)
    shown = [name for name, table in tables.items() if table.style not in reader.hidden]
    book = Book("OpenDocument", list(tables), shown, tables.__getitem__, lambda _: {}, nullcontext)
    return open_sheet(given, book, known_names, options, stack)


def _read(given: Opened) -> Reader:
    parts = {one.filename: one for one in parts_of(given.file)}
    manifest = parts.get(_MANIFEST)
    if manifest and manifest.file_size <= _MOST_MANIFEST:
        is_encrypted = b"encryption-data" in b"".join(unpacked(given.file, manifest))
        if is_encrypted or _WHOLE in parts:
            nl = "dit OpenDocument-bestand heeft een wachtwoord; bewaar het zonder wachtwoord."
            raise refusal(given.name, 0, nl, "this OpenDocument file has a password; save it without a password.")
    reader = Reader()
    for piece in unpacked(given.file, parts[_CONTENT]):
        reader.feed(piece)
    reader.feed(b"", is_last=True)
    return reader


def _damaged(name: str) -> ResponsesError:
    nl = "dit OpenDocument-bestand is beschadigd of niet volledig. Bewaar het opnieuw als .ods, of als CSV UTF-8."
    en = "this OpenDocument file is damaged or incomplete. Save it again as .ods, or as CSV UTF-8."
    return refusal(name, 0, nl, en)
