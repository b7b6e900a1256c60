"""How a text file is written: its encoding, its delimiter, its header. Decided from the bytes, before any parsing."""

import codecs
import re
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO

from reintegratie_cli.errors import FileError, ResponsesError, UsageError
from reintegratie_cli.inputs.quoting import Grammar, UnclearRowError, content
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
_WINDOWS_1252 = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
_WHY: dict[type[OSError], Text] = {
    FileNotFoundError: Text("het bestaat niet", "it does not exist"),
    PermissionError: Text("u hebt er geen rechten voor", "you have no permission"),
    IsADirectoryError: Text("het is een map", "it is a folder"),
}
_HEAD_BYTES, _SAMPLE_BYTES = 2**16, 2**20
_SEPARATOR_LINE = re.compile(rb'"?sep=([^"\r\n\0\x80-\xff])"?[ \t]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_BLANK_LINE = re.compile(rb"[ \t]*(?:\r\n|\r|\n)")
_LINE_END = re.compile(rb"\r\n|\r|\n|\Z")
# White space, and what cannot be seen either.
_SPACE = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u2060\ufeff"


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
        delimiter, columns, rows = delimiter_name(self.delimiter), len(self.header), self.n_rows
        guess = (
            Text(" (aangenomen: geen geldige UTF-8)", " (assumed: not valid UTF-8)") if self.guessed else Text("", "")
        )
        nl = f"{columns} {'kolom' if columns == 1 else 'kolommen'}, {rows} {'rij' if rows == 1 else 'rijen'}"
        en = f"{columns} {'column' if columns == 1 else 'columns'}, {rows} {'row' if rows == 1 else 'rows'}"
        at = f"{visible(name, 200)}: {visible(self.encoding)}"
        return Text(
            f"{at}{guess.nl}, scheidingsteken {delimiter.nl}, {nl}.", f"{at}{guess.en}, delimiter {delimiter.en}, {en}."
        )


@dataclass(frozen=True)
class Source:
    """The text of file `name` as valid UTF-8, from offset `begin`; `encoding` is that of the file itself."""

    name: str
    file: BinaryIO
    encoding: str
    guessed: bool
    begin: int

    def read(self, offset: int, size: int) -> bytes:
        """The bytes from an offset; fewer than `size` only at the end."""
        try:
            self.file.seek(offset)
            return self.file.read(size)
        except OSError as error:
            raise unreadable(self.name, error) from None

    def chunks(self) -> Iterator[tuple[int, bytes, bool]]:
        """Offset and bytes of each chunk, and whether it is the last one."""
        offset, final = self.begin, False
        while not final:
            chunk = self.read(offset, CHUNK_BYTES)
            final = len(chunk) < CHUNK_BYTES
            yield offset, chunk, final
            offset += len(chunk)


def unreadable(name: str, error: OSError) -> FileError:
    """What the system said when file `name` was opened or read."""
    said = error.strerror or type(error).__name__
    at, why = visible(name, 200), _WHY.get(type(error), Text(said, said))
    return FileError(Text(f"{at} kan niet gelezen worden: {why.nl}.", f"{at} cannot be read: {why.en}."))


def refusal(name: str, line: int, nl: str, en: str) -> ResponsesError:
    """What is wrong in file `name`, on `line` (0: in all of it)."""
    at = visible(name, 200)
    in_nl, in_en = (f"{at}, regel {line}", f"{at}, line {line}") if line else (at, at)
    return ResponsesError(Text(f"{in_nl}: {nl}", f"{in_en}: {en}"))


def delimiter_name(delimiter: str) -> Text:
    """A delimiter in words."""
    return _DELIMITERS.get(delimiter, Text(f"“{visible(delimiter)}”", f"“{visible(delimiter)}”"))


def stored(content: Iterable[bytes], name: str, stack: ExitStack) -> BinaryIO:
    """The content of file `name` in an anonymous file that only this process can read, and that any exit removes."""
    try:
        copy = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
        copy.writelines(content)
        copy.flush()
    except OSError as error:
        # On a full disk closing fails as well, for it tries to write again.
        with suppress(OSError):
            stack.close()
        raise unreadable(name, error) from None
    return copy


def as_utf8(file: BinaryIO, name: str, encoding: str | None, stack: ExitStack) -> Source:
    """The file itself when it is UTF-8, else a private temporary copy that is; `stack` removes the copy."""
    source = Source(name, file, "utf-8" if encoding is None else encoding, guessed=False, begin=0)
    head = source.read(0, _HEAD_BYTES)
    mark = next((codec for codec, mark in _MARKS.items() if head.startswith(mark)), None)
    codec = mark if encoding is None else _codec(encoding, mark, head, name)
    if mark:
        source = replace(source, encoding=encoding or mark, begin=len(_MARKS[mark]))
    if codec not in (None, "utf-8", "utf-8-sig"):
        source = replace(source, file=stored(_transcoded(source, codec), name, stack), begin=0)
    elif line := _first_bad_line(source):
        if codec:
            raise _undecodable(source, line)
        windows = (codecs.charmap_decode(chunk, "strict", _WINDOWS_1252)[0].encode() for _, chunk, _ in source.chunks())
        source = Source(name, stored(windows, name, stack), "cp1252", guessed=True, begin=0)
    head = source.read(source.begin, _HEAD_BYTES)
    # UTF-16 without its mark is valid UTF-8, and would be read as garbage.
    if head.count(0) * 10 > len(head):
        nl = "het bevat zeer veel nul-bytes, zoals UTF-16 zonder merkteken; probeer --encoding utf-16."
        en = "it holds very many zero bytes, as UTF-16 without its mark does; try --encoding utf-16."
        raise refusal(name, 0, nl, en)
    return source


def _codec(encoding: str, mark: str | None, head: bytes, name: str) -> str:
    """Python's name of the encoding that was asked for."""
    try:
        codec = codecs.lookup(encoding).name
        b"\0\0\0\0".decode(codec)
    except (LookupError, ValueError):
        codec = ""
    shown = visible(encoding)
    if not codec or codec.replace("_", "-") in _NO_FILE_ENCODINGS:
        nl = f"--encoding {shown}: die codering is niet bekend; gebruikelijk zijn utf-8, cp1252 en utf-16."
        en = f"--encoding {shown}: that encoding is not known; common ones are utf-8, cp1252 and utf-16."
        raise UsageError(Text(nl, en))
    if mark and codec not in (mark, mark[:6].rstrip("-")):
        nl = f"het begint met het merkteken van {mark}, en is dus geen {shown}; laat --encoding weg."
        en = f"it begins with the mark of {mark}, so it is not {shown}; leave --encoding out."
        raise refusal(name, 0, nl, en)
    if codec == "utf-16" and not mark:
        # The zero bytes tell: they are the high bytes of Latin letters.
        return "utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"
    return mark or codec


def _first_bad_line(source: Source) -> int | None:
    """The line of the first bytes that are not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for offset, chunk, final in source.chunks():
        try:
            if decoder.getstate()[0] or not chunk.isascii():
                decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            return _line(source, "utf-8", offset, error)
    return None


def _transcoded(source: Source, codec: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)()
    for offset, chunk, final in source.chunks():
        try:
            yield decoder.decode(chunk, final).encode()
        except UnicodeError as error:
            raise _undecodable(source, _line(source, codec, offset, error)) from None


def _line(source: Source, codec: str, offset: int, error: UnicodeError) -> int:
    """The line on which decoding failed, in the chunk at `offset`."""
    decoder = codecs.getincrementaldecoder(codec)("ignore")
    text = error.object[: error.start].decode(codec, "ignore") if isinstance(error, UnicodeDecodeError) else ""
    feeds, returns = text.count("\n"), text.count("\r")
    for start in range(source.begin, offset, CHUNK_BYTES):
        text = decoder.decode(source.read(start, CHUNK_BYTES))
        feeds, returns = feeds + text.count("\n"), returns + text.count("\r")
    return 1 + (feeds or returns)


def _undecodable(source: Source, line: int) -> ResponsesError:
    nl = f"dit is geen geldige {visible(source.encoding)}. Noem met --encoding hoe het bestand bewaard is."
    en = f"this is not valid {visible(source.encoding)}. Name how the file was saved with --encoding."
    return refusal(source.name, line, nl, en)


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
    return Dialect(*how, written.decode(), source.begin + line_end.end(), line + 1 + raw.count(written[-1:]))


def _share(grammar: Grammar, text: memoryview) -> float:
    """The share of the first rows that are as wide as the header."""
    sample = bytes(text[:_SAMPLE_BYTES])
    try:
        widths = grammar.scan(sample + grammar.line_end * (len(sample) < _SAMPLE_BYTES), 1).widths
    except UnclearRowError:
        return 0.0
    return float((widths == grammar.columns).mean()) if len(widths) else 1.0
