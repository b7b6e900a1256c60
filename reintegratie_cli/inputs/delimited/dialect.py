"""How a text file is written: its delimiter and its header. Decided from the bytes, before any parsing."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs.delimited.quoting import Grammar, UnclearRowError, content
from reintegratie_cli.inputs.encoding import Source, refusal
from reintegratie_cli.inputs.item_texts import plain
from reintegratie_cli.inputs.layouts import MOST_ROWS, Heading, heading_of, recognised_as
from reintegratie_cli.text import Text, visible

MAX_COLUMNS = 20_000
MAX_ROW_BYTES = 16 * 2**20

_DELIMITERS = {
    ",": Text("komma", "comma"),
    ";": Text("puntkomma", "semicolon"),
    "\t": Text("tab", "tab"),
    "|": Text("verticale streep", "vertical bar"),
}
_DOUBT = Text(
    " (aangenomen: geen geldige UTF-8; met vreemde tekens in woorden, wellicht een oude Mac- of DOS-codering: probeer "
    "--encoding mac_roman of cp850)",
    " (assumed: not valid UTF-8; with strange signs within words, perhaps an old Mac or DOS encoding: try "
    "--encoding mac_roman or cp850)",
)
ONE_COLUMN = Text(
    " De kopregel is één kolom: noem het scheidingsteken met --delimiter, of haal een titel boven de kopregel of "
    "aanhalingstekens om hele regels weg.",
    " The header is one column: name the delimiter with --delimiter, or remove a title above the header or quotes "
    "around whole lines.",
)
"""What to do about a header that is one column, which few files have."""

_SAMPLE_BYTES = 2**20
_SEPARATOR_LINE = re.compile(rb'"?sep=([^"\r\n\0\x80-\xff])"?[ \t]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_BLANK_LINE = re.compile(rb"[ \t]*(?:\r\n|\r|\n)")
_LINE_END = re.compile(rb"\r\n|\r|\n|\Z")
# White space, and what cannot be seen either.
_SPACE = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u2060\ufeff"


@dataclass(frozen=True)
class Dialect:
    r"""How a file was read.

    `guessed`: Windows-1252 because it is no valid UTF-8; `is_doubtful`: as `Source` says. `heading`: what its header
    says; `raw_header`: its rows as they stand in the file, from `header_line` on. `line_end`: "\n", "\r\n" or "\r".
    `tells_not_shown`: it writes "" for "not answered" and nothing for "not shown", for both occur. `begin`,
    `begin_line`: where the rows begin, as an offset in the text as UTF-8.
    """

    encoding: str
    guessed: bool
    delimiter: str
    heading: Heading
    raw_header: str
    header_line: int
    line_end: str
    begin: int
    begin_line: int
    n_rows: int = 0
    tells_not_shown: bool = False
    is_doubtful: bool = False

    @property
    def header(self) -> tuple[str, ...]:
        """What its columns are called."""
        return self.heading.names

    @property
    def grammar(self) -> Grammar:
        """How the rows are written."""
        return Grammar(self.delimiter.encode(), self.line_end[-1:].encode(), len(self.header))

    def said(self, name: str) -> Text:
        """One line on how file `name` was read."""
        delimiter, columns, rows = delimiter_name(self.delimiter), len(self.header), self.n_rows
        guess = (
            Text(" (aangenomen: geen geldige UTF-8)", " (assumed: not valid UTF-8)") if self.guessed else Text("", "")
        )
        nl = f"{columns} {'kolom' if columns == 1 else 'kolommen'}, {rows} {'rij' if rows == 1 else 'rijen'}"
        en = f"{columns} {'column' if columns == 1 else 'columns'}, {rows} {'row' if rows == 1 else 'rows'}"
        if self.is_doubtful:
            guess = _DOUBT
        at, by = f"{visible(name, 200)}: {visible(self.encoding)}", recognised_as(self.heading)
        return Text(
            f"{at}{guess.nl}, scheidingsteken {delimiter.nl}, {nl}{by.nl}.",
            f"{at}{guess.en}, delimiter {delimiter.en}, {en}{by.en}.",
        )


def delimiter_name(delimiter: str) -> Text:
    """A delimiter in words."""
    return _DELIMITERS.get(delimiter, Text(f"“{visible(delimiter)}”", f"“{visible(delimiter)}”"))


def recognised(source: Source, known_names: Collection[str], wanted: str | None, layout: str | None = None) -> Dialect:
    """The dialect of a text: by its header, by `wanted` (--delimiter), or by the line sep= that Excel writes.

    `layout`: the survey program that the call names. UsageError where the header is not of that program.
    """
    text, start, line = source.read(source.begin, MAX_ROW_BYTES + 1), 0, 1
    separator = _SEPARATOR_LINE.match(text)
    if separator:
        start, line = separator.end(), 2
    while blank := _BLANK_LINE.match(text, start):
        start, line = blank.end(), line + 1
    if not text[start:].strip():
        nl, en = "er is geen regel met de namen van de kolommen.", "there is no line with the names of the columns."
        raise refusal(source.name, 0, nl, en)
    candidates = single_delimiter(wanted) if wanted is not None else separator[1].decode() if separator else _DELIMITERS
    readings = [found for one in candidates if (found := _Header.read(one, text, start))]
    known, rows = frozenset(map(plain, known_names)) - {""}, memoryview(text)

    def fit(one: _Header) -> tuple[int, bool, float, int]:
        cells, columns = {plain(cell) for row in one.rows for cell in row}, len(one.rows[0])
        return len(known & cells), columns > 1, _share(one.grammar, rows[one.ends[0] :]), columns

    best = max(readings, key=fit, default=None)
    # One column of an unknown name is no reading when another delimiter only fails on a quote.
    if not best or (len(readings) < len(candidates) and fit(best)[:2] == (0, False)):
        nl = "de kopregel heeft verkeerde aanhalingstekens of is langer dan 16 MB. Bewaar het bestand opnieuw als CSV."
        en = "the header line has wrong quotes or is longer than 16 MB. Save the file as CSV again."
        raise refusal(source.name, line, nl, en)
    if len(best.rows[0]) > MAX_COLUMNS:
        name = delimiter_name(best.delimiter)
        nl = f"meer dan {MAX_COLUMNS} kolommen, met {name.nl} als scheidingsteken; noem het juiste met --delimiter."
        en = f"more than {MAX_COLUMNS} columns, with {name.en} as delimiter; name the right one with --delimiter."
        raise refusal(source.name, line, nl, en)
    return best.dialect(source, line, layout)


def single_delimiter(wanted: str) -> str:
    r"""The character that --delimiter names; "tab" and "\t" are the tab."""
    delimiter = "\t" if wanted in ("tab", r"\t") else wanted
    if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n\0':
        nl = "een scheidingsteken is één ASCII-teken, geen aanhalingsteken; schrijf tab voor een tab."
        en = "a delimiter is one ASCII character, not a quote; write tab for a tab."
        raise UsageError(Text(f"--delimiter {visible(wanted)}: {nl}", f"--delimiter {visible(wanted)}: {en}"))
    return delimiter


@dataclass(frozen=True)
class _Header:
    """The first rows as a delimiter makes them; of each where it begins, and where the next does."""

    delimiter: str
    line_end: bytes
    rows: tuple[tuple[str, ...], ...]
    raw: tuple[bytes, ...]
    ends: tuple[int, ...]

    @property
    def grammar(self) -> Grammar:
        """How the rows are written."""
        return Grammar(self.delimiter.encode(), self.line_end[-1:], len(self.rows[0]))

    @classmethod
    def read(cls, delimiter: str, text: bytes, start: int) -> "_Header | None":
        """None when the quotes of the first row make no sense with this delimiter, or it does not end."""
        grammar, line_end = Grammar(delimiter.encode(), b"\r\n", 0), b""
        raw: list[bytes] = []
        ends: list[int] = []
        while len(raw) < MOST_ROWS and (not raw or start < len(text)):
            end = grammar.reach(text, start)
            row, found = text[start:end], _LINE_END.match(text, end)
            if found is None or end == len(text) > MAX_ROW_BYTES or not grammar.is_valid(row):
                break
            start, line_end = found.end(), line_end or found[0] or b"\n"
            raw.append(row)
            ends.append(start)
        rows = tuple(tuple(_cells(grammar, row)) for row in raw)
        return cls(delimiter, line_end, rows, tuple(raw), tuple(ends)) if raw else None

    def dialect(self, source: Source, line: int, layout: str | None) -> Dialect:
        """As the header of a file that begins on `line`."""
        heading = heading_of(self.rows, layout)
        raw, end = self.raw[: heading.rows], self.ends[heading.rows - 1]
        lines = len(raw) + sum(row.count(self.line_end[-1:]) for row in raw)
        return Dialect(
            source.encoding,
            source.guessed,
            self.delimiter,
            heading,
            b"\r\n".join(raw).decode(),
            line,
            self.line_end.decode(),
            source.begin + end,
            line + lines,
            is_doubtful=source.is_doubtful,
        )


def _cells(grammar: Grammar, row: bytes) -> Iterator[str]:
    for cell in islice(grammar.cells(row), MAX_COLUMNS + 1):
        yield content(cell.decode()).strip(_SPACE)


def _share(grammar: Grammar, text: memoryview) -> float:
    """The share of the first rows that are as wide as the header."""
    sample = bytes(text[:_SAMPLE_BYTES])
    try:
        widths = grammar.scan(sample + grammar.line_end * (len(sample) < _SAMPLE_BYTES), 1).widths
    except UnclearRowError:
        return 0.0
    return float((widths == grammar.columns).mean()) if len(widths) else 1.0
