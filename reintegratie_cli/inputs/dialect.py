"""How a text file is written: its delimiter and its header. Decided from the bytes, before any parsing."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs.encoding import Source, refusal
from reintegratie_cli.inputs.layouts import Heading
from reintegratie_cli.inputs.quoting import Grammar, UnclearRowError, content
from reintegratie_cli.models.base import fold
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

    `guessed`: Windows-1252 because it is no valid UTF-8; `is_doubtful`: as `Source` says. `header` is cleaned,
    `raw_header` as it stands in the file, on `header_line`. `line_end`: "\n", "\r\n" or "\r". `tells_not_shown`: it
    writes "" for "not answered" and nothing for "not shown", for both occur. `begin`, `begin_line`: where the rows
    begin, as an offset in the text as UTF-8.
    """

    encoding: str
    guessed: bool
    delimiter: str
    header: tuple[str, ...]
    raw_header: str
    header_line: int
    line_end: str
    begin: int
    begin_line: int
    n_rows: int = 0
    tells_not_shown: bool = False
    is_doubtful: bool = False

    @property
    def heading(self) -> Heading:
        """What its columns are called."""
        return Heading(self.header)

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
        at = f"{visible(name, 200)}: {visible(self.encoding)}"
        return Text(
            f"{at}{guess.nl}, scheidingsteken {delimiter.nl}, {nl}.", f"{at}{guess.en}, delimiter {delimiter.en}, {en}."
        )


def delimiter_name(delimiter: str) -> Text:
    """A delimiter in words."""
    return _DELIMITERS.get(delimiter, Text(f"“{visible(delimiter)}”", f"“{visible(delimiter)}”"))


def recognised(source: Source, known_names: Collection[str], wanted: str | None) -> Dialect:
    """The dialect of a text: by its header, by `wanted` (--delimiter), or by the line sep= that Excel writes."""
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
    readings = [found for one in candidates if (found := _read_with(one, source, text, start, line))]
    known, rows = frozenset(map(fold, known_names)), memoryview(text)

    def fit(one: Dialect) -> tuple[int, bool, float, int]:
        n_known, columns = len(known.intersection(map(fold, one.header))), len(one.header)
        return n_known, columns > 1, _share(one.grammar, rows[one.begin - source.begin :]), columns

    best = max(readings, key=fit, default=None)
    # One column of an unknown name is no reading when another delimiter only fails on a quote.
    if not best or (len(readings) < len(candidates) and fit(best)[:2] == (0, False)):
        nl = "de kopregel heeft verkeerde aanhalingstekens of is langer dan 16 MB. Bewaar het bestand opnieuw als CSV."
        en = "the header line has wrong quotes or is longer than 16 MB. Save the file as CSV again."
        raise refusal(source.name, line, nl, en)
    if len(best.header) > MAX_COLUMNS:
        name = delimiter_name(best.delimiter)
        nl = f"meer dan {MAX_COLUMNS} kolommen, met {name.nl} als scheidingsteken; noem het juiste met --delimiter."
        en = f"more than {MAX_COLUMNS} columns, with {name.en} as delimiter; name the right one with --delimiter."
        raise refusal(source.name, line, nl, en)
    return best


def single_delimiter(wanted: str) -> str:
    r"""The character that --delimiter names; "tab" and "\t" are the tab."""
    delimiter = "\t" if wanted in ("tab", r"\t") else wanted
    if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n\0':
        nl = "een scheidingsteken is één ASCII-teken, geen aanhalingsteken; schrijf tab voor een tab."
        en = "a delimiter is one ASCII character, not a quote; write tab for a tab."
        raise UsageError(Text(f"--delimiter {visible(wanted)}: {nl}", f"--delimiter {visible(wanted)}: {en}"))
    return delimiter


def _read_with(delimiter: str, source: Source, text: bytes, start: int, line: int) -> Dialect | None:
    """The dialect with this delimiter; None when the quotes of the header make no sense then, or it does not end."""
    grammar = Grammar(delimiter.encode(), b"\r\n", 0)
    end = grammar.reach(text, start)
    raw, line_end = text[start:end], _LINE_END.match(text, end)
    if line_end is None or end == len(text) > MAX_ROW_BYTES or not grammar.is_valid(raw):
        return None
    header = tuple(content(cell.decode()).strip(_SPACE) for cell in islice(grammar.cells(raw), MAX_COLUMNS + 1))
    how, written = (source.encoding, source.guessed, delimiter, header, raw.decode(), line), line_end[0] or b"\n"
    begin, begin_line = source.begin + line_end.end(), line + 1 + raw.count(written[-1:])
    return Dialect(*how, written.decode(), begin, begin_line, is_doubtful=source.is_doubtful)


def _share(grammar: Grammar, text: memoryview) -> float:
    """The share of the first rows that are as wide as the header."""
    sample = bytes(text[:_SAMPLE_BYTES])
    try:
        widths = grammar.scan(sample + grammar.line_end * (len(sample) < _SAMPLE_BYTES), 1).widths
    except UnclearRowError:
        return 0.0
    return float((widths == grammar.columns).mean()) if len(widths) else 1.0
