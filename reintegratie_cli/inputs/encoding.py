"""How the characters of a file are written. Decided from the bytes, before any parsing; what is no text is refused."""

import codecs
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from typing import BinaryIO

from reintegratie_cli.errors import FileError, ResponsesError, UsageError, did_you_mean, reason, temporary_folder
from reintegratie_cli.inputs.no_text import no_text
from reintegratie_cli.text import Text, visible

CHUNK_BYTES = 8 * 2**20

# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = {
    "utf-8-sig": codecs.BOM_UTF8,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}
# Python calls these encodings, but no file is written in them.
_USUAL = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "latin-1", "iso-8859-15", "mac_roman", "cp850")
_NO_FILE_ENCODINGS = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "mbcs", "oem"}
# Windows-1252 leaves five bytes undefined; as in browsers they are the control characters of those numbers.
_WINDOWS_1252 = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
_HEAD_BYTES = 2**16
# Where Windows-1252 has these signs, old Mac and DOS encodings have é, ë, ü and the like. The ’ of foto’s is no sign.
_DOUBTFUL = re.compile("[a-z](?:[ŽŸ‚„ƒˆ‰\x81\x8d\x8f\x90]|[‘†‡](?=[a-z]))")
_NAME_IT = Text("Noem met --encoding hoe het bestand bewaard is.", "Name how the file was saved with --encoding.")
_OTHERWISE = Text(
    "Laat --encoding weg, of bewaar het bestand opnieuw als CSV UTF-8.",
    "Leave --encoding out, or save the file again as CSV UTF-8.",
)


@dataclass(frozen=True)
class Source:
    """The text of file `name` as valid UTF-8, from offset `begin`; `encoding` is that of the file itself.

    `guessed`: as Windows-1252. `is_doubtful`: that guess puts signs in words that hardly occur there.
    """

    name: str
    file: BinaryIO
    encoding: str
    guessed: bool
    begin: int
    is_doubtful: bool = False

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
    at, why = visible(name, 200), reason(error)
    return FileError(Text(f"{at} kan niet gelezen worden: {why.nl}.", f"{at} cannot be read: {why.en}."))


def refusal(name: str, line: int, nl: str, en: str) -> ResponsesError:
    """What is wrong in file `name`, on `line` (0: in all of it)."""
    at = visible(name, 200)
    in_nl, in_en = (f"{at}, regel {line}", f"{at}, line {line}") if line else (at, at)
    return ResponsesError(Text(f"{in_nl}: {nl}", f"{in_en}: {en}"))


def stored(content: Iterable[bytes], name: str, stack: ExitStack) -> BinaryIO:
    """The content of file `name` in an anonymous file that only this process can read, and that any exit removes.

    FileError where it cannot be read, or where there is no room for it.
    """
    pieces = iter(content)
    try:
        copy = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
        while (piece := _next(pieces, name)) is not None:
            copy.write(piece)
        copy.flush()
    except OSError as error:
        # On a full disk closing fails as well, for it tries to write again.
        with suppress(OSError):
            stack.close()
        raise no_room(name, error) from None
    return copy


def _next(pieces: Iterator[bytes], name: str) -> bytes | None:
    try:
        return next(pieces, None)
    except OSError as error:
        raise unreadable(name, error) from None


def no_room(name: str, error: OSError) -> FileError:
    """What the system said when a private copy of file `name` was made, and what to do about it."""
    at, why, folder = visible(name, 200), reason(error), temporary_folder()
    return FileError(
        Text(
            f"{at} kan niet gelezen worden: in {folder} is geen plaats voor een tijdelijke kopie ({why.nl}). Maak daar"
            " ruimte, of noem met TMPDIR een andere map.",
            f"{at} cannot be read: {folder} has no room for a temporary copy ({why.en}). Make room there, or name"
            " another folder with TMPDIR.",
        ),
    )


def as_utf8(file: BinaryIO, name: str, encoding: str | None, stack: ExitStack) -> Source:
    """The file itself when it is UTF-8, else a private temporary copy that is; `stack` removes the copy."""
    source = Source(name, file, "utf-8" if encoding is None else encoding, guessed=False, begin=0)
    head, is_asked = source.read(0, _HEAD_BYTES), encoding is not None
    if what := no_text(head):
        raise refusal(name, 0, what.nl, what.en)
    mark = next((codec for codec, mark in _MARKS.items() if head.startswith(mark)), None)
    codec = mark if encoding is None else _codec(encoding, mark, head, name)
    if mark:
        source = replace(source, encoding=encoding or mark, begin=len(_MARKS[mark]))
    if codec not in (None, "utf-8", "utf-8-sig"):
        source = replace(
            source, file=stored(_transcoded(source, codec, is_asked=encoding is not None), name, stack), begin=0
        )
    elif line := _first_bad_line(source):
        if codec:
            raise _undecodable(source, line, is_asked=is_asked)
        windows = (codecs.charmap_decode(chunk, "strict", _WINDOWS_1252)[0].encode() for _, chunk, _ in source.chunks())
        source = Source(name, stored(windows, name, stack), "cp1252", guessed=True, begin=0)
        source = replace(source, is_doubtful=_is_doubtful(source))
    head = source.read(source.begin, _HEAD_BYTES)
    # UTF-16 without its mark is valid UTF-8, and would be read as garbage.
    if head.count(0) * 10 > len(head):
        if encoding is not None:
            nl, en = (
                "het bevat zeer veel nul-bytes, en is zo geen tekst",
                "it holds very many zero bytes, so it is no text",
            )
            raise refusal(name, 0, f"{nl}. {_OTHERWISE.nl}", f"{en}. {_OTHERWISE.en}")
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
        near = did_you_mean(encoding, _USUAL)
        nl = f"--encoding {shown}: die codering is niet bekend; gebruikelijk zijn utf-8, cp1252 en utf-16.{near.nl}"
        en = f"--encoding {shown}: that encoding is not known; common ones are utf-8, cp1252 and utf-16.{near.en}"
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


def _is_doubtful(source: Source) -> bool:
    return any(_DOUBTFUL.search(chunk.decode("utf-8", "ignore")) for _, chunk, _ in source.chunks())


def _transcoded(source: Source, codec: str, *, is_asked: bool) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)()
    for offset, chunk, final in source.chunks():
        try:
            yield decoder.decode(chunk, final).encode()
        except UnicodeError as error:
            raise _undecodable(source, _line(source, codec, offset, error), is_asked=is_asked) from None


def _line(source: Source, codec: str, offset: int, error: UnicodeError) -> int:
    """The line on which decoding failed, in the chunk at `offset`."""
    decoder = codecs.getincrementaldecoder(codec)("ignore")
    text = error.object[: error.start].decode(codec, "ignore") if isinstance(error, UnicodeDecodeError) else ""
    feeds, returns = text.count("\n"), text.count("\r")
    for start in range(source.begin, offset, CHUNK_BYTES):
        text = decoder.decode(source.read(start, CHUNK_BYTES))
        feeds, returns = feeds + text.count("\n"), returns + text.count("\r")
    return 1 + (feeds or returns)


def _undecodable(source: Source, line: int, *, is_asked: bool) -> ResponsesError:
    advice = _OTHERWISE if is_asked else _NAME_IT
    nl = f"dit is geen geldige {visible(source.encoding)}. {advice.nl}"
    en = f"this is not valid {visible(source.encoding)}. {advice.en}"
    return refusal(source.name, line, nl, en)
