"""How a text file is written: its encoding, its delimiter, its header. Decided from the bytes, before any parsing."""

import codecs
import re
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from reintegratie_cli.errors import FileError, ResponsesError, UsageError
from reintegratie_cli.inputs.quoting import Grammar, UnclearRowError, unguarded
from reintegratie_cli.models.base import fold
from reintegratie_cli.text import Text, visible

MAX_COLUMNS = 20_000
MAX_ROW_BYTES = 16 * 2**20
CHUNK_BYTES = 8 * 2**20

_DELIMITERS = {
    ",": Text("komma", "comma"),
    ";": Text("puntkomma", "semicolon"),
    "\t": Text("tab", "tab"),
    "|": Text("verticale streep", "vertical bar"),
}
# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = {
    "utf-8-sig": codecs.BOM_UTF8,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}
# Python calls these encodings, but no file is written in them.
_NO_FILE_ENCODINGS = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "mbcs", "oem"}
# Windows-1252 leaves five bytes undefined; as in browsers they are the control characters of those numbers.
_WINDOWS_1252 = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(256))
_HEAD_BYTES = 2**16
_SAMPLE_BYTES = 2**20
_SEPARATOR_LINE = re.compile(rb'"?sep=([^"\r\n\0\x80-\xff])"?[ \t]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_BLANK_LINE = re.compile(rb"[ \t]*(?:\r\n|\r|\n)")
_INVISIBLE = "\u200b\u2060\ufeff"


@dataclass(frozen=True)
class Dialect:
    r"""How a file was read.

    `guessed`: Windows-1252 because it is no valid UTF-8. `header` is cleaned, `raw_header` as it stands in the file,
    on `header_line`. `line_end`: "\n", "\r\n" or "\r". `tells_not_shown`: it writes "" for "not answered" and nothing
    for "not shown", for both occur. `begin`, `begin_line`: where the rows begin, as an offset in the text as UTF-8.
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

    @property
    def grammar(self) -> Grammar:
        """How the rows are written."""
        return Grammar(self.delimiter.encode(), self.line_end[-1:].encode(), len(self.header))

    def said(self, name: str) -> Text:
        """One line on how file `name` was read."""
        delimiter, shown = delimiter_name(self.delimiter), f"{visible(name)}: {visible(self.encoding)}"
        guess = Text(" (aangenomen, want geen geldige UTF-8)", " (assumed, for it is not valid UTF-8)")
        columns, rows = len(self.header), self.n_rows
        nl = f"{columns} {'kolom' if columns == 1 else 'kolommen'}, {rows} {'rij' if rows == 1 else 'rijen'}"
        en = f"{columns} {'column' if columns == 1 else 'columns'}, {rows} {'row' if rows == 1 else 'rows'}"
        return Text(
            f"{shown}{guess.nl if self.guessed else ''}, scheidingsteken {delimiter.nl}, {nl}.",
            f"{shown}{guess.en if self.guessed else ''}, delimiter {delimiter.en}, {en}.",
        )


@dataclass(frozen=True)
class Source:
    """The text of file `name` as valid UTF-8, from offset `begin`; `encoding` is that of the file itself."""

    name: str
    file: BinaryIO
    encoding: str
    guessed: bool
    begin: int

    def read(self, offset: int, size: int = CHUNK_BYTES) -> bytes:
        """The bytes from an offset; fewer than `size` only at the end."""
        return read(self.file, self.name, offset, size)


def read(file: BinaryIO, name: str, offset: int, size: int) -> bytes:
    """The bytes from an offset of file `name`; fewer than `size` only at its end."""
    try:
        file.seek(offset)
        return file.read(size)
    except OSError as error:
        raise unreadable(name, error) from None


def unreadable(name: str, error: OSError) -> FileError:
    """What the system said when file `name` was opened or read."""
    shown, reason = visible(name, 200), error.strerror or type(error).__name__
    return FileError(Text(f"{shown} kan niet gelezen worden: {reason}.", f"{shown} cannot be read: {reason}."))


def delimiter_name(delimiter: str) -> Text:
    """A delimiter in words."""
    return _DELIMITERS.get(delimiter, Text(f"“{visible(delimiter)}”", f"“{visible(delimiter)}”"))


def as_utf8(file: BinaryIO, name: str, encoding: str | None, stack: ExitStack) -> Source:
    """The file itself when it is UTF-8, else a private temporary copy that is; `stack` removes the copy."""
    head = read(file, name, 0, _HEAD_BYTES)
    mark = next((codec for codec, mark in _MARKS.items() if head.startswith(mark)), None)
    begin = len(_MARKS[mark]) if mark else 0
    codec = _codec(encoding, mark, head, name) if encoding else mark
    source = Source(name, file, encoding or codec or "utf-8", guessed=False, begin=begin)
    if codec in (None, "utf-8", "utf-8-sig"):
        line = _first_bad_line(source)
        if line and codec:
            raise _undecodable(source, line)
        if line:
            windows = _copied(source, lambda chunk, _: codecs.charmap_decode(chunk, "strict", _WINDOWS_1252)[0], stack)
            source = Source(name, windows, "cp1252", guessed=True, begin=0)
    elif codec:
        decoder = codecs.getincrementaldecoder(codec)()
        source = Source(name, _copied(source, decoder.decode, stack, codec), source.encoding, guessed=False, begin=0)
    _is_text(source)
    return source


def _codec(encoding: str, mark: str | None, head: bytes, name: str) -> str:
    """Python's name of the encoding that was asked for."""
    try:
        codec = codecs.lookup(encoding).name
        b"\0\0\0\0".decode(codec)
    except (LookupError, ValueError):
        codec = ""
    if not codec or codec.replace("_", "-") in _NO_FILE_ENCODINGS:
        nl = f"--encoding {visible(encoding)}: die codering is niet bekend; gebruikelijk zijn utf-8, cp1252 en utf-16."
        en = f"--encoding {visible(encoding)}: that encoding is not known; common ones are utf-8, cp1252 and utf-16."
        raise UsageError(Text(nl, en))
    if mark and codec not in (mark, mark[:6].rstrip("-")):
        nl = f"{visible(name)} begint met het merkteken van {mark}, en is dus geen {visible(encoding)}: laat --encoding weg."
        en = f"{visible(name)} begins with the mark of {mark}, so it is not {visible(encoding)}: leave --encoding out."
        raise ResponsesError(Text(nl, en))
    if codec == "utf-16" and not mark:
        # Without a mark the zero bytes tell: the high bytes of Latin letters.
        return "utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"
    return mark or codec


def _chunks(source: Source) -> Iterator[tuple[int, bytes, bool]]:
    """Offset and bytes of each chunk, and whether it is the last one."""
    offset, final = source.begin, False
    while not final:
        chunk = source.read(offset)
        final = len(chunk) < CHUNK_BYTES
        yield offset, chunk, final
        offset += len(chunk)


def _first_bad_line(source: Source) -> int | None:
    """The line of the first bytes that are not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for offset, chunk, final in _chunks(source):
        if chunk.isascii() and not decoder.getstate()[0]:
            continue
        try:
            decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            return _line(source, "utf-8", offset, error)
    return None


def _line(source: Source, codec: str, offset: int, error: UnicodeError) -> int:
    """The line on which decoding failed, in the chunk at `offset`."""
    decoder = codecs.getincrementaldecoder(codec)("ignore")
    earlier = (decoder.decode(source.read(start)) for start in range(source.begin, offset, CHUNK_BYTES))
    counts = [(text.count("\n"), text.count("\r")) for text in earlier]
    if isinstance(error, UnicodeDecodeError):
        text = error.object[: error.start].decode(codec, "ignore")
        counts.append((text.count("\n"), text.count("\r")))
    return 1 + (sum(feeds for feeds, _ in counts) or sum(returns for _, returns in counts))


def _copied(source: Source, decode: Callable[[bytes, bool], str], stack: ExitStack, codec: str = "") -> BinaryIO:
    """The text as UTF-8 in an anonymous file that only this process can read."""
    copy = stack.enter_context(tempfile.TemporaryFile())
    for offset, chunk, final in _chunks(source):
        try:
            text = decode(chunk, final).encode()
        except UnicodeError as error:
            raise _undecodable(source, _line(source, codec, offset, error)) from None
        store(copy, text, source.name)
    return copy


def store(copy: BinaryIO, content: bytes, name: str) -> None:
    """Append to the temporary copy of file `name`."""
    try:
        copy.write(content)
        copy.flush()
    except OSError as error:
        raise unreadable(name, error) from None


def _undecodable(source: Source, line: int) -> ResponsesError:
    at, encoding = f"{visible(source.name, 200)}", visible(source.encoding)
    return ResponsesError(
        Text(
            f"{at}, regel {line}: dit is geen geldige {encoding}. Noem met --encoding de codering waarin het bewaard is.",
            f"{at}, line {line}: this is not valid {encoding}. Name the encoding it was saved in with --encoding.",
        )
    )


def _is_text(source: Source) -> None:
    """Refuse what has many zero bytes: UTF-16 without a mark is valid UTF-8, and would be read as garbage."""
    head = source.read(source.begin, _HEAD_BYTES)
    if head.count(0) * 10 > len(head):
        at = visible(source.name, 200)
        nl = f"{at} bevat zeer veel nul-bytes, zoals UTF-16 zonder merkteken: probeer --encoding utf-16."
        en = f"{at} holds very many zero bytes, as UTF-16 without its mark does: try --encoding utf-16."
        raise ResponsesError(Text(nl, en))


@dataclass(frozen=True)
class _Reading:
    """The header under one delimiter; `end` is where it ends, before its line end."""

    delimiter: str
    raw: bytes
    cells: tuple[str, ...]
    known: int
    end: int


def recognised(source: Source, known_names: Collection[str], wanted: str | None) -> Dialect:
    """The dialect of a text: by its header, by `wanted` (--delimiter), or by the line sep= that Excel writes."""
    text = source.read(source.begin, MAX_ROW_BYTES + 1)
    start, line, candidates = 0, 1, tuple(_DELIMITERS)
    if separator := _SEPARATOR_LINE.match(text):
        start, line, candidates = separator.end(), 2, (separator[1].decode(),)
    while blank := _BLANK_LINE.match(text, start):
        start, line = blank.end(), line + 1
    if not text[start:].strip():
        at = visible(source.name, 200)
        nl = f"{at} is leeg: er is geen kopregel met de namen van de kolommen."
        en = f"{at} is empty: there is no header line with the names of the columns."
        raise ResponsesError(Text(nl, en))
    if wanted is not None:
        candidates = (single_delimiter(wanted),)
    known = frozenset(map(fold, known_names))
    readings = [found for one in candidates if (found := _header(text, start, one, known))]
    if not readings:
        raise _unreadable_header(source.name, line)
    best = max(readings, key=lambda one: (one.known, len(one.cells) > 1, _share(text, one), len(one.cells)))
    if len(best.cells) > MAX_COLUMNS:
        raise _too_many_columns(source.name, best.delimiter)
    line_end = _line_end(text, best.end).decode()
    return Dialect(
        encoding=source.encoding,
        guessed=source.guessed,
        delimiter=best.delimiter,
        header=best.cells,
        raw_header=best.raw.decode(),
        header_line=line,
        line_end=line_end or "\n",
        begin=source.begin + best.end + len(line_end),
        begin_line=line + 1 + best.raw.count(line_end[-1:].encode() or b"\n"),
    )


def single_delimiter(wanted: str) -> str:
    r"""The character that --delimiter names; "tab" and "\t" are the tab."""
    delimiter = "\t" if wanted in ("tab", r"\t") else wanted
    if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n\0':
        shown = visible(wanted)
        nl = f"--delimiter {shown}: een scheidingsteken is één ASCII-teken, geen aanhalingsteken; schrijf tab voor een tab."
        en = f"--delimiter {shown}: a delimiter is one ASCII character, not a quote; write tab for a tab."
        raise UsageError(Text(nl, en))
    return delimiter


def _line_end(text: bytes, end: int) -> bytes:
    return b"\r\n" if text[end : end + 2] == b"\r\n" else text[end : end + 1]


def _header(text: bytes, start: int, delimiter: str, known: frozenset[str]) -> _Reading | None:
    """The header under a delimiter, or None when its quotes make no sense then."""
    grammar = Grammar(delimiter.encode(), b"\r\n", 0)
    end = grammar.reach(text, start)
    raw = text[start:end]
    if _line_end(text, end) not in (b"\n", b"\r\n", b"\r", b"") or len(raw) > MAX_ROW_BYTES or not grammar.is_valid(raw):
        return None
    cells = tuple(_name(cell.decode()) for cell in islice(grammar.cells(raw), MAX_COLUMNS + 1))
    return _Reading(delimiter, raw, cells, len(known.intersection(map(fold, cells))), end)


def _name(cell: str) -> str:
    """A header cell as a name."""
    content = cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
    return unguarded(content).strip().strip(_INVISIBLE).strip()


def _share(text: bytes, reading: _Reading) -> float:
    """The share of the first rows that are as wide as the header."""
    line_end = _line_end(text, reading.end)
    sample = text[reading.end + len(line_end) :][:_SAMPLE_BYTES]
    grammar = Grammar(reading.delimiter.encode(), line_end[-1:] or b"\n", len(reading.cells))
    try:
        widths = grammar.rows(sample + grammar.line_end * (len(sample) < _SAMPLE_BYTES)).widths
    except UnclearRowError:
        return 0.0
    return float((widths == grammar.columns).mean()) if len(widths) else 1.0


def _unreadable_header(name: str, line: int) -> ResponsesError:
    at = visible(name, 200)
    nl = f"{at}, regel {line}: de aanhalingstekens van de kopregel kloppen niet, of hij is langer dan 16 MB. Bewaar het bestand opnieuw als CSV."
    en = f"{at}, line {line}: the quotes of the header line are wrong, or it is longer than 16 MB. Save the file as CSV again."
    return ResponsesError(Text(nl, en))
