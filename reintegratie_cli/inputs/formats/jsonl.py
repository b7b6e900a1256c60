"""JSON Lines: an object on each line, whose keys are the columns. A line that is no such object is still a row."""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from typing import Any, BinaryIO

import polars as pl

from reintegratie_cli.errors import ResponsesError
from reintegratie_cli.inputs.answer_file import AnswerFile
from reintegratie_cli.inputs.delimited.dialect import MAX_ROW_BYTES
from reintegratie_cli.inputs.delimited.quoting import MALFORMED
from reintegratie_cli.inputs.encoding import refusal, unreadable
from reintegratie_cli.inputs.formats.typed_table import check_columns, columns_said, heading_of_names, shape_said
from reintegratie_cli.inputs.layouts import Heading
from reintegratie_cli.inputs.opened import Opened
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.stored_file import LINE, RAW, WIDTH, StoredFile
from reintegratie_cli.text import Text

_HEAD_BYTES = 2**16
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*[\[{])")
_ARRAY = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[")
_MARK = b"\xef\xbb\xbf"

_PART_CELLS, _PART_BYTES = 1_000_000, 16 * 2**20
_DEEPEST = 20
_BAD_SHARE, _BAD_ROWS = 0.05, 3

Row = dict[str, str | None]


class _NoRowError(ValueError):
    """The line is no object whose keys can be columns."""


def recognises(given: Opened) -> bool:
    """Whether it begins with an object, or with a list of them."""
    return _BEGINS.match(given.head(_HEAD_BYTES)) is not None


def open_file(
    given: Opened,
    known_names: Collection[str],  # noqa: ARG001 - its cells have names
    options: ReadingOptions,
    stack: ExitStack,
) -> AnswerFile:
    """The file, after a look at every line of it.

    Raises ResponsesError where it is one list of objects, where it is not UTF-8, and where too many lines are none.
    """
    if _ARRAY.match(given.head(_HEAD_BYTES)):
        nl = "dit is een JSON-lijst. Bewaar het als JSON Lines: op elke regel één object {...}."
        en = "this is a JSON list. Save it as JSON Lines: one object {...} on each line."
        raise refusal(given.name, 0, nl, en)
    lines = _Lines(given)
    stored = StoredFile(given.name, Heading(()), lines.parts(), (), stack)
    given.check_unchanged()
    names = tuple(lines.names)
    if not names:
        nl, en = "er is geen object met namen van kolommen.", "there is no object with names of columns."
        raise refusal(given.name, 0, nl, en)
    if len(lines.bad) >= _BAD_ROWS and lines.n_bad > _BAD_SHARE * stored.n_rows:
        raise _no_json_lines(given.name, lines, stored.n_rows)
    stored.heading = heading_of_names(names, wanted=options.source)
    stored.notes = (shape_said(given.name, "JSON Lines", columns_said(len(names)), len(names), stored.n_rows),)
    return stored


class _Lines:
    """The lines of a file as rows; `names` are the columns met so far, `bad` the first lines that are no row."""

    def __init__(self, given: Opened) -> None:
        self.names: dict[str, int] = {}
        self.bad: list[int] = []
        self.n_bad = 0
        self._given = given

    def parts(self) -> Iterator[pl.DataFrame]:
        """All rows, as `StoredFile` keeps them, with the columns met so far."""
        rows: list[Row] = []
        lines: list[int] = []
        raws: list[str | None] = []
        size = 0
        for line, text in self._texts():
            row, raw = self._row(line, text)
            rows.append(row)
            lines.append(line)
            raws.append(raw)
            size += len(text)
            if size > _PART_BYTES or len(rows) * (len(self.names) + 1) > _PART_CELLS:
                yield self._part(rows, lines, raws)
                rows, lines, raws, size = [], [], [], 0
        yield self._part(rows, lines, raws)

    def _texts(self) -> Iterator[tuple[int, str]]:
        """The lines that are not blank, each with its number from 1."""
        self._given.head(0)
        for number, content in enumerate(_limited(self._given.file, self._given.name), start=1):
            try:
                text = content.removeprefix(_MARK if number == 1 else b"").decode()
            except UnicodeDecodeError:
                nl = "dit is geen geldige UTF-8, zoals JSON Lines hoort te zijn. Bewaar het opnieuw als UTF-8."
                en = "this is not valid UTF-8, as JSON Lines has to be. Save it again as UTF-8."
                raise refusal(self._given.name, number, nl, en) from None
            if text := text.strip(" \t\r\n"):
                yield number, text

    def _row(self, line: int, text: str) -> tuple[Row, str | None]:
        """The cells of a line, or its text where it is no row."""
        try:
            row = flat(text)
        except (_NoRowError, ValueError, RecursionError):
            self.n_bad += 1
            self.bad += [line] if len(self.bad) < _BAD_ROWS else []
            return {}, text
        if row.keys() - self.names.keys():
            for name in row:
                self.names.setdefault(name, len(self.names))
        check_columns(self._given.name, len(self.names))
        return row, None

    def _part(self, rows: Sequence[Row], lines: Sequence[int], raws: Sequence[str | None]) -> pl.DataFrame:
        raw = pl.Series(RAW, raws, pl.String)
        width = pl.Series(WIDTH, [MALFORMED], pl.Int32).new_from_index(0, len(raw)).set(raw.is_null(), None)
        frame = pl.DataFrame([pl.Series(LINE, lines, pl.Int64), width, raw])
        if not self.names:
            return frame
        cells = pl.from_dicts(rows, schema=dict.fromkeys(self.names, pl.String))
        cells.columns = list(map(str, self.names.values()))
        return frame.hstack(cells)


def flat(text: str) -> Row:
    """The cells of one object: key -> text, numbers as they are written; null and an empty list are no cell.

    A key within an object within an object has both names, with a point between them. Raises ValueError where the
    text is no such object or a name comes twice, RecursionError where it is nested too deeply to be read.
    """
    parsed = _DECODER.decode(text)
    if not isinstance(parsed, dict):
        raise _NoRowError
    row: Row = parsed
    if not _PLAIN.issuperset(map(type, parsed.values())):
        row = {}
        _add(row, "", parsed, _DEEPEST)
    if "\\u" in text:
        # Half of a pair is no character, and no text that can be written.
        "".join(f"{name}{cell}" for name, cell in row.items()).encode()
    return row


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _NoRowError
    return found


def _constant(name: str) -> str | None:
    return None if name == "NaN" else name


_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_constant, object_pairs_hook=_object)
_PLAIN = {str, type(None)}


def _add(row: Row, prefix: str, found: dict[str, Any], depth: int) -> None:
    """Put the values of an object in the row."""
    if not depth:
        raise _NoRowError
    for key, value in found.items():
        name = prefix + key
        if isinstance(value, dict):
            _add(row, f"{name}.", value, depth - 1)
        elif name in row:
            raise _NoRowError
        else:
            row[name] = _cell(value)


def _cell(value: Any) -> str | None:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        if any(isinstance(one, list | dict) for one in value):
            # No answer to anything, and not nothing either.
            return json.dumps(value, ensure_ascii=False)
        return ";".join(_cell(one) or "" for one in value) or None
    return value if isinstance(value, str) else None


def _limited(file: BinaryIO, name: str) -> Iterator[bytes]:
    """The lines of a file, none of which can fill the memory."""
    number = 1
    try:
        while line := file.readline(MAX_ROW_BYTES + 1):
            if len(line) > MAX_ROW_BYTES:
                raise refusal(name, number, "deze regel is langer dan 16 MB.", "this line is longer than 16 MB.")
            yield line
            number += 1
    except OSError as error:
        raise unreadable(name, error) from None


def _no_json_lines(name: str, lines: _Lines, n_rows: int) -> ResponsesError:
    first = ", ".join(map(str, lines.bad))
    nl = f"{lines.n_bad} van de {n_rows} regels zijn geen JSON-object (zoals de regels {first})."
    en = f"{lines.n_bad} of the {n_rows} lines are no JSON object (such as lines {first})."
    advice = Text(
        "Bewaar het als JSON Lines: op elke regel één object {...}.", "Save it as JSON Lines: one object {...} on each."
    )
    return refusal(name, 0, f"{nl} {advice.nl}", f"{en} {advice.en}")
