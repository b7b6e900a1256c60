"""The parts of a document that is a zip, as they really are; what was made to fill the memory is refused."""

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from reintegratie_cli.inputs.opened import MOST_RATIO, UNSUSPECTED_BYTES

MOST_PARTS = 10_000
MOST_BYTES = 4 * 2**30
"""How large all parts of a workbook are together, unpacked; a sheet of a million rows and 60 columns takes 2 GB."""

DAMAGED = (BadZipFile, EOFError, NotImplementedError, OverflowError, ValueError, struct.error, zlib.error)
"""What reading a damaged zip raises."""

_READ, _PIECE = 2**18, 8 * 2**20


class TooLargeError(Exception):
    """Unpacked it is far larger than answers are, or it has too many parts."""


def parts_of(file: BinaryIO) -> list[ZipInfo]:
    """The directory. Raises TooLargeError, or one of DAMAGED; a part that stands there twice is damage."""
    with ZipFile(file) as package:
        entries = package.infolist()
    total, packed = sum(one.file_size for one in entries), sum(one.compress_size for one in entries)
    if len({one.filename.casefold() for one in entries}) < len(entries):
        raise BadZipFile
    if len(entries) > MOST_PARTS or total > max(UNSUSPECTED_BYTES, min(MOST_BYTES, MOST_RATIO * packed)):
        raise TooLargeError
    return entries


def unpacked(file: BinaryIO, entry: ZipInfo) -> Iterator[bytes]:
    """The content of a part, whatever the directory says; TooLargeError where that is more, else one of DAMAGED."""
    file.seek(entry.header_offset)
    head = file.read(30)
    if head[:4] != b"PK\x03\x04" or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile
    file.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
    left, size, check, inflate = entry.compress_size, 0, 0, zlib.decompressobj(-zlib.MAX_WBITS)
    while left and not inflate.eof:
        packed = file.read(min(left, _READ))
        if not packed:
            raise BadZipFile
        left -= len(packed)
        while packed:
            piece = packed if entry.compress_type == ZIP_STORED else inflate.decompress(packed, _PIECE)
            packed = b"" if entry.compress_type == ZIP_STORED else inflate.unconsumed_tail
            size, check = size + len(piece), zlib.crc32(piece, check)
            if size > entry.file_size:
                raise TooLargeError
            yield piece
    # The library does not look at what follows the last tag it needs, and so not at the checksum.
    if size != entry.file_size or check != entry.CRC:
        raise BadZipFile
