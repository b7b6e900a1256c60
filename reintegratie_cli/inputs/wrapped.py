"""Files within a file: gzip, and the zip that many survey programs give. What is in it is never a path on this disk."""

import errno
import gzip
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from reintegratie_cli.errors import ResponsesError
from reintegratie_cli.inputs.answer_file import AnswerFile
from reintegratie_cli.inputs.encoding import CHUNK_BYTES, refusal, stored, unreadable
from reintegratie_cli.inputs.opened import MOST_RATIO, UNSUSPECTED_BYTES, Opened, within
from reintegratie_cli.models.base import fold
from reintegratie_cli.text import Text, visible

if TYPE_CHECKING:
    from reintegratie_cli.inputs.delimited.file import DelimitedFile
    from reintegratie_cli.inputs.stored_file import StoredFile

Open = Callable[[Opened, ExitStack], AnswerFile]
"""Opens a file that is in no other file."""

MOST_BYTES = 16 * 2**30
"""How large a file is at most, unpacked."""
MOST_MEMBERS = 10_000

_DATA = {".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".jsonl", ".ndjson", ".parquet", ".sav", ".zsav"} | {
    *(".ods", ".xls", ".por", ".dta"),
}
_FEW, _ENCRYPTED = 8, 1
_DAMAGED = (BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)
_AGAIN = Text("Haal het opnieuw op, of pak het zelf uit.", "Fetch it again, or unpack it yourself.")


def is_gzip(given: Opened) -> bool:
    """Whether its first bytes are those of gzip."""
    return given.head(3) == b"\x1f\x8b\x08"


def is_zip(given: Opened) -> bool:
    """Whether its first bytes are those of a zip, possibly an empty one."""
    return given.head(4) in (b"PK\x03\x04", b"PK\x05\x06")


def open_gzip(given: Opened, stack: ExitStack, open_one: Open) -> AnswerFile:
    """What a gzip file holds. ResponsesError where it is damaged, or unpacks to more than anybody's answers."""
    given.head(0)
    with gzip.GzipFile(fileobj=given.file) as packed:
        content = _stored(cast("BinaryIO", packed), given, stack, given.file.tell)
    return _told(open_one(within(given, content), stack), Text("uitgepakt (gzip)", "unpacked (gzip)"))


def open_zip(given: Opened, known_names: Collection[str], stack: ExitStack, open_one: Open) -> AnswerFile:
    """The one file with data in a zip, else the one of these whose header has most known names.

    Raises ResponsesError where there is none or several are as good, where one is encrypted or damaged, or unpacks to
    more than anybody's answers.
    """
    at = given.name
    with _package(given) as package:
        if {"[Content_Types].xml", "mimetype"} & set(package.namelist()):
            nl = "dit is een ander Office-bestand dan .xlsx; bewaar de antwoorden als .xlsx of als CSV UTF-8."
            en = "this is another Office file than .xlsx; save the answers as .xlsx or as CSV UTF-8."
            raise refusal(at, 0, nl, en)
        members = [one for one in package.infolist()[: MOST_MEMBERS + 1] if _is_data(one)]
        if not members or len(members) > MOST_MEMBERS:
            nl, en = "in dit zip-bestand staat geen bestand met gegevens", "this zip holds no file with data"
            raise refusal(at, 0, f"{nl}, zoals een CSV of .xlsx.", f"{en}, such as a CSV or .xlsx.")
        if any(one.flag_bits & _ENCRYPTED for one in members):
            nl = "dit zip-bestand heeft een wachtwoord; pak het zelf uit en geef het bestand dat erin staat."
            raise refusal(at, 0, nl, "this zip has a password; unpack it yourself and give the file in it.")
        one = members[0] if len(members) == 1 else _best(given, package, members, (known_names, open_one))
        shown, file = visible(one.filename, 80), open_one(_member(given, package, one, stack), stack)
        return _told(file, Text(f"{shown} uit de zip is gelezen", f"{shown} was read from the zip"))


def _package(given: Opened) -> ZipFile:
    with _unpacking(given.name):
        return ZipFile(given.file)


@contextmanager
def _unpacking(name: str) -> Iterator[None]:
    """Around what goes by the word of a packed file; one that is damaged can ask for a place before its begin."""
    try:
        yield
    except _DAMAGED:
        raise _damaged(name) from None
    except OSError as error:
        raise _damaged(name) if error.errno == errno.EINVAL else unreadable(name, error) from None


def _is_data(member: ZipInfo) -> bool:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in path.parts)
    return not member.is_dir() and not hidden and path.suffix.casefold() in _DATA


def _best(given: Opened, package: ZipFile, members: Sequence[ZipInfo], how: tuple[Collection[str], Open]) -> ZipInfo:
    """The member whose header has most known names; refused where none has, or several as many."""
    known_names, open_one = how
    known, fits = set(map(fold, known_names)) - {""}, []
    for member in members:
        with ExitStack() as own:
            try:
                names = open_one(_member(given, package, member, own), own).heading.names
            except ResponsesError as error:
                if isinstance(error, _BombError):
                    raise
                names = ()
        fits.append(len(known.intersection(map(fold, names))))
    best = [member for member, n in zip(members, fits, strict=True) if n == max(fits) and n]
    if len(best) == 1:
        return best[0]
    shown = [visible(one.filename, 80) for one in best or members]
    listed = ", ".join(shown[:_FEW]) + (f", … (+{len(shown) - _FEW})" if len(shown) > _FEW else "")
    if best:
        nl, en = (
            f"de bestanden {listed} in deze zip passen even goed",
            f"the files {listed} in this zip fit equally well",
        )
    else:
        nl, en = f"geen bestand in deze zip heeft bekende kolommen ({listed})", "no file in this zip has known columns"
        en = f"{en} ({listed})"
    nl += "; pak het uit en noem het bestand met de antwoorden."
    raise refusal(given.name, 0, nl, f"{en}; unpack it and name the file with the answers.")


def _member(given: Opened, package: ZipFile, member: ZipInfo, stack: ExitStack) -> Opened:
    """A member as a private file."""
    with _unpacking(given.name):
        packed = package.open(member)
    with packed:
        return within(given, _stored(cast("BinaryIO", packed), given, stack, lambda: member.compress_size))


class _BombError(ResponsesError):
    """It unpacks to more than anybody's answers."""


def _stored(packed: BinaryIO, given: Opened, stack: ExitStack, used: Callable[[], int]) -> BinaryIO:
    """What is packed, in a private file; `used`: how many packed bytes that took so far."""

    def content() -> Iterator[bytes]:
        size = 0
        while piece := _read(packed, given.name):
            size += len(piece)
            if size > max(UNSUSPECTED_BYTES, min(MOST_BYTES, MOST_RATIO * used())):
                nl = "uitgepakt is het veel groter dan antwoorden zijn; pak het zelf uit als dat klopt."
                en = "unpacked it is far larger than answers are; unpack it yourself if that is right."
                raise _BombError(*refusal(given.name, 0, nl, en).sentences)
            yield piece

    return stored(content(), given.name, stack)


def _read(packed: BinaryIO, name: str) -> bytes:
    with _unpacking(name):
        return packed.read(CHUNK_BYTES)


def _damaged(name: str) -> ResponsesError:
    nl = f"dit gepakte bestand is beschadigd of niet volledig. {_AGAIN.nl}"
    return refusal(name, 0, nl, f"this packed file is damaged or incomplete. {_AGAIN.en}")


def _told(file: AnswerFile, what: Text) -> AnswerFile:
    """The file, which says where it came from before it says how it was read."""
    name, written = visible(file.name, 200), cast("DelimitedFile | StoredFile", file)
    written.notes = (Text(f"{name}: {what.nl}.", f"{name}: {what.en}."), *file.notes)
    return file
