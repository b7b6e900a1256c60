"""A look at a workbook before the library reads it, which reserves whatever room the file says that it needs.

One cell in the last corner of a sheet, a text that a million cells share, or a count of texts that is not true: each
ends the whole process, without an error that can be caught. So the file is unpacked once, at constant memory, and is
refused where what it holds, or says to hold, is more than anybody's answers.
"""

import errno
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NoReturn
from zipfile import ZipInfo

import numpy as np

from reintegratie_cli.errors import ResponsesError
from reintegratie_cli.inputs.encoding import refusal, unreadable
from reintegratie_cli.inputs.formats.zip_parts import DAMAGED, TooLargeError, parts_of, unpacked
from reintegratie_cli.models.responses import IntArray

MOST_CELLS = 80_000_000
"""Cells of a sheet, empty ones too, for each takes some 70 bytes of memory; a full sheet can have 76 columns."""
MOST_TEXT = 2**30
"""How large all texts of a sheet are together; a text that cells share is copied for each of them."""
LAST_ROW, LAST_COLUMN = 2**20, 2**14

_CHUNK, _BEYOND = 8 * 2**20, 2**40
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
        entries = parts_of(file)
        found = [lengths for lengths in (_text_lengths(file, one, name) for one in entries) if len(lengths)]
        if len(found) > 1:
            raise damaged(name)
        texts = found[0] if found else np.empty(0, np.int64)
        return {one.filename: _look(file, one, name, texts) for one in entries}
    except OSError as error:
        # The file itself asks for a place before its begin.
        raise damaged(name) if error.errno == errno.EINVAL else unreadable(name, error) from None
    except TooLargeError:
        _refuse_size(name)
    except DAMAGED:
        raise damaged(name) from None


def damaged(name: str) -> ResponsesError:
    """File `name` is a workbook that cannot be read. The library's own words are not shown."""
    nl = "dit Excel-bestand is beschadigd of niet volledig. Bewaar het in Excel opnieuw als .xlsx, of als CSV UTF-8."
    en = "this Excel file is damaged or incomplete. Save it in Excel again as .xlsx, or as CSV UTF-8."
    return refusal(name, 0, nl, en)


def _refuse_size(name: str) -> NoReturn:
    nl = "uitgepakt is dit Excel-bestand veel groter dan antwoorden zijn; bewaar alleen het blad met de antwoorden."
    en = "unpacked, this Excel file is far larger than answers are; save only the sheet with the answers."
    raise refusal(name, 0, nl, en)


def _chunks(file: BinaryIO, entry: ZipInfo) -> Iterator[bytes]:
    """The content in pieces of about _CHUNK that end where a row begins, or else where a tag does."""
    held: list[bytes] = []
    for piece in unpacked(file, entry):
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
    for text in _chunks(file, entry):
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
    for text in _chunks(file, entry):
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
