"""A look at a workbook before the library reads it, which reserves whatever room the file says that it needs.

One cell in the last corner of a sheet, a text that a million cells share, or a count of texts that is not true: each
ends the whole process, without an error that can be caught. So the file is unpacked once, at constant memory, and is
refused where what it holds, or says to hold, is more than anybody's answers.
"""

import errno
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np

from reintegratie_cli.errors import ResponsesError
from reintegratie_cli.inputs.encoding import refusal, unreadable
from reintegratie_cli.models.responses import IntArray

MOST_PARTS = 10_000
MOST_BYTES = 4 * 2**30
"""How large all parts of a workbook are together, unpacked; a sheet of a million rows and 60 columns takes 2 GB."""
MOST_RATIO, UNSUSPECTED_BYTES = 200, 100 * 2**20
"""How many times smaller a file can be packed; below UNSUSPECTED_BYTES it does not matter."""
MOST_CELLS = 80_000_000
"""Cells of a sheet, empty ones too, for each takes some 70 bytes of memory; a full sheet can have 76 columns."""
MOST_TEXT = 2**30
"""How large all texts of a sheet are together; a text that cells share is copied for each of them."""
LAST_ROW, LAST_COLUMN = 2**20, 2**14

_READ, _CHUNK, _BEYOND = 2**18, 8 * 2**20, 2**40
_LEAST_CELL = 20
"""Bytes of a cell with a shared text, at least: <c t="s"><v>0</v></c>."""
_LOOSE = re.compile(rb"(\sr)(?:\s+=\s*|=\s+)")
_TAG = re.compile(rb"<(?:[\w.-]+:)?(?:c|row)\s[^<>]*>")
_CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
_BLANK = (
    re.compile(rb"<(?:[\w.-]+:)?c\s[^<>]*/>|<(?:[\w.-]+:)?c\s[^<>]*></(?:[\w.-]+:)?c>"),
    re.compile(rb"<(?:[\w.-]+:)?row\s[^<>]*/>|<(?:[\w.-]+:)?row\s[^<>]*>\s*</(?:[\w.-]+:)?row>"),
)
_ERROR = re.compile(
    rb"""<(?:[\w.-]+:)?c\s([^<>]*\bt\s*=\s*["']e["'][^<>]*)>(?:<(?!/?(?:[\w.-]+:)?[vc]\b)[^<>]*>[^<]*)*"""
)
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v>\s*(#[A-Za-z0-9/!?_]{1,20})")
_COUNT = re.compile(rb"""uniqueCount\s*=\s*["']\s*([0-9]+)""")
_SHARED = (
    re.compile(rb'"s"[^<>]*>\s*<(?:[\w.-]+:)?v>\s*([0-9]+)'),
    re.compile(rb"'s'[^<>]*>\s*<(?:[\w.-]+:)?v>\s*([0-9]+)"),
)
_TEXT_END = re.compile(rb"</(?:[\w.-]+:)?si\s*>|<(?:[\w.-]+:)?si\s*/>")


@dataclass
class Part:
    """How far the cells of one part of a workbook reach, and which hold an error: row -> column and error, from 1.

    `unplaced`: how many rows, and cells in a row, do not say where they are. `in_last_row`: cells in the last row.
    """

    rows: int = 0
    columns: int = 0
    unplaced: tuple[int, int] = (0, 0)
    in_last_row: int = 0
    errors: dict[int, list[tuple[int, str]]] = field(default_factory=dict)


def looked_at(file: BinaryIO, name: str) -> dict[str, Part]:
    """The parts of workbook `name`, each unpacked once.

    Raises ResponsesError where one is damaged or hidden, or where reading them would take more room than there is.
    """
    try:
        with ZipFile(file) as package:
            entries = package.infolist()
        _check_directory(entries, name)
        found = [lengths for lengths in (_text_lengths(file, one, name) for one in entries) if len(lengths)]
        if len(found) > 1:
            raise damaged(name)
        texts = found[0] if found else np.empty(0, np.int64)
        return {one.filename: _look(file, one, name, texts) for one in entries}
    except OSError as error:
        # The file itself asks for a place before its begin.
        raise damaged(name) if error.errno == errno.EINVAL else unreadable(name, error) from None
    except (BadZipFile, EOFError, NotImplementedError, OverflowError, ValueError, struct.error, zlib.error):
        raise damaged(name) from None


def damaged(name: str) -> ResponsesError:
    """File `name` is a workbook that cannot be read. The library's own words are not shown."""
    nl = "dit Excel-bestand is beschadigd of niet volledig. Bewaar het in Excel opnieuw als .xlsx, of als CSV UTF-8."
    en = "this Excel file is damaged or incomplete. Save it in Excel again as .xlsx, or as CSV UTF-8."
    return refusal(name, 0, nl, en)


def _check_directory(entries: list[ZipInfo], name: str) -> None:
    total, packed = sum(one.file_size for one in entries), sum(one.compress_size for one in entries)
    if len({one.filename.casefold() for one in entries}) < len(entries):
        raise damaged(name)
    if len(entries) > MOST_PARTS or total > max(UNSUSPECTED_BYTES, min(MOST_BYTES, MOST_RATIO * packed)):
        _refuse_size(name)


def _refuse_size(name: str) -> NoReturn:
    nl = "uitgepakt is dit Excel-bestand veel groter dan antwoorden zijn; bewaar alleen het blad met de antwoorden."
    en = "unpacked, this Excel file is far larger than answers are; save only the sheet with the answers."
    raise refusal(name, 0, nl, en)


def _unpacked(file: BinaryIO, entry: ZipInfo, name: str) -> Iterator[bytes]:
    """The content of a part as it really is, whatever the directory says; refused where that is more."""
    file.seek(entry.header_offset)
    head = file.read(30)
    if head[:4] != b"PK\x03\x04" or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise damaged(name)
    file.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
    left, size, check, inflate = entry.compress_size, 0, 0, zlib.decompressobj(-zlib.MAX_WBITS)
    while left and not inflate.eof:
        packed = file.read(min(left, _READ))
        if not packed:
            raise damaged(name)
        left -= len(packed)
        while packed:
            piece = packed if entry.compress_type == ZIP_STORED else inflate.decompress(packed, _CHUNK)
            packed = b"" if entry.compress_type == ZIP_STORED else inflate.unconsumed_tail
            size, check = size + len(piece), zlib.crc32(piece, check)
            if size > entry.file_size:
                _refuse_size(name)
            yield piece
    # The library does not look at what follows the last tag it needs, and so not at the checksum.
    if size != entry.file_size or check != entry.CRC:
        raise damaged(name)


def _chunks(file: BinaryIO, entry: ZipInfo, name: str) -> Iterator[bytes]:
    """The content in pieces of about _CHUNK that end where a row begins, or else where a tag does."""
    held: list[bytes] = []
    for piece in _unpacked(file, entry, name):
        held.append(piece)
        if sum(map(len, held)) >= _CHUNK:
            text = b"".join(held)
            end = max(text.rfind(b"<row"), 0) or max(text.rfind(b"<"), 0) or len(text)
            held = [text[end:]]
            yield text[:end]
    yield b"".join(held)


def _is_sheet(entry: ZipInfo) -> bool:
    """By its name, so that most of a workbook is unpacked once; `_look` refuses a sheet that holds shared texts."""
    return entry.filename.startswith("xl/worksheets/")


def _text_lengths(file: BinaryIO, entry: ZipInfo, name: str) -> IntArray:
    """The length of each shared text of a part; nothing for a part that holds none."""
    lengths, before = [np.empty(0, np.int64)], 0
    if _is_sheet(entry):
        return lengths[0]
    for text in _chunks(file, entry, name):
        if any(int(count) > entry.file_size for count in _COUNT.findall(text)):
            raise damaged(name)
        ends = [found.end() for found in _TEXT_END.finditer(text)]
        if ends:
            lengths.append(np.diff([-before, *ends]))
        before = len(text) - ends[-1] if ends else before + len(text)
    return np.concatenate(lengths)


def _look(file: BinaryIO, entry: ZipInfo, name: str, texts: IntArray) -> Part:
    """How far the cells of a part reach, and its errors; refused where that is more than anybody's answers."""
    part, copied = Part(), 0
    may_be_much = entry.file_size // _LEAST_CELL * int(texts.max(initial=0)) > MOST_TEXT
    for text in _chunks(file, entry, name):
        if _is_sheet(entry) and ((b"si" in text and _TEXT_END.search(text)) or b"uniqueCount" in text):
            raise damaged(name)
        _measure(text, part)
        if may_be_much:
            copied += _copied(text, texts)
        if copied > MOST_TEXT:
            _refuse_size(name)
        if b'"e"' in text or b"'e'" in text:
            _note_errors(text, part)
        _check_reach(part, name)
    return part


def _copied(text: bytes, texts: IntArray) -> int:
    """How large the shared texts are that these cells hold."""
    places = np.fromiter((int(place) for pattern in _SHARED for place in pattern.findall(text)), np.int64)
    return int(texts[places[places < len(texts)]].sum())


def _measure(text: bytes, part: Part) -> None:
    """Take in how far the cells reach; those that do not say where they are come after the others."""
    rows, columns, placed = _reach(text)
    if rows > LAST_ROW or columns > LAST_COLUMN or rows * columns > MOST_CELLS:
        # The library leaves cells out that are only coloured, which people do to the last row.
        for blank in _BLANK:
            text = blank.sub(b"", text)
        rows, columns, placed = _reach(b"".join(_TAG.findall(text)))
    part.rows, part.columns = max(part.rows, rows), max(part.columns, columns)
    if text.count(b"<c") + text.count(b":c") > placed:
        cells = [len(_CELL.findall(row)) for row in _ROW.split(text)]
        cells[0] += part.in_last_row
        part.in_last_row = cells[-1]
        if sum(cells) > placed:
            part.unplaced = part.unplaced[0] + len(cells), max(part.unplaced[1], *cells)


def _check_reach(part: Part, name: str) -> None:
    rows, columns = part.rows + part.unplaced[0], part.columns + part.unplaced[1]
    if part.rows > LAST_ROW or part.columns > LAST_COLUMN:
        raise damaged(name)
    if rows * columns > MOST_CELLS:
        nl = f"een blad loopt tot rij {rows} en kolom {columns}, en dat zijn te veel cellen. "
        en = f"a sheet reaches to row {rows} and column {columns}, which are too many cells. "
        nl += "Kopieer alleen de antwoorden naar een nieuwe werkmap."
        raise refusal(name, 0, nl, en + "Copy only the answers to a new workbook.")


def _reach(text: bytes) -> tuple[int, int, int]:
    """The last row and column that the attributes r= name, far beyond a sheet where there is none, and their number."""
    signs = np.frombuffer(b"  " + text + b" " * 16, np.uint8)
    at = np.flatnonzero(signs == ord("="))
    if (np.minimum(signs[at - 1], signs[at + 1]) <= ord(" ")).any() and _LOOSE.search(text):
        return _reach(_LOOSE.sub(rb"\1=", text))
    at = at[(signs[at - 1] == ord("r")) & (signs[at - 2] <= ord(" "))]
    if not len(at):
        return 0, 0, 0
    column, row = np.zeros(len(at), np.int64), np.zeros(len(at), np.int64)
    in_letters, in_digits = np.ones(len(at), np.bool_), np.ones(len(at), np.bool_)
    for place in range(2, 14):
        sign = signs[at + place]
        letter, digit = sign & 0xDF, sign - np.uint8(ord("0"))
        in_letters &= (letter >= ord("A")) & (letter <= ord("Z"))
        in_digits &= in_letters | (digit <= 9)  # noqa: PLR2004 - the last digit
        column = np.where(in_letters, column * 26 + letter - 64, column)
        row = np.where(in_digits & ~in_letters, row * 10 + digit, row)
        if not in_digits.any():
            break
    row[in_digits] = _BEYOND
    return int(row.max()), int(column.max()), int((column > 0).sum())


def _note_errors(text: bytes, part: Part) -> None:
    """The library hands an error over as an empty cell, which would be no answer where there is none to be had."""
    for found in _ERROR.finditer(text):
        place, said = _PLACE.search(found[1]), _VALUE.match(text, found.end())
        if place and said:
            column = 0
            for letter in place[1].upper():
                column = column * 26 + letter - 64
            part.errors.setdefault(int(place[2]), []).append((column, said[1].decode()))
