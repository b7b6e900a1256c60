"""Which keys occur more than once in files of any length, at constant memory.

Keys are kept as 64-bit hashes: two different ones of a million persons collide once in 37 million runs.
"""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
import polars as pl

from reintegratie_cli.errors import FileError
from reintegratie_cli.models.responses import BoolArray
from reintegratie_cli.text import Text

HashArray = npt.NDArray[np.uint64]

_PARTS_BITS = 6
_IN_MEMORY = 1 << 24
_BYTES = np.dtype(np.uint64).itemsize


def _hashes(ids: pl.Series, occasions: pl.Series | None) -> HashArray:
    """One number per (id, occasion); rows without an id should be left out by whoever calls."""
    keys = pl.DataFrame({"id": ids.fill_null("")})
    if occasions is not None:
        keys = keys.with_columns(occasion=occasions.fill_null(""))
    hashes: HashArray = keys.select(pl.concat_str(pl.all(), separator="\x1f").hash(0)).to_series().to_numpy()
    return hashes


class Duplicates:
    """Collects the keys of all rows in a first pass, and knows in a second which of them came more than once.

    The hashes of each batch are written sorted to a temporary file without a name. So the numbers in one range lie
    together in every batch, and one range at a time is enough to find those that occur twice.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - __exit__ closes it
        self._bounds: list[npt.NDArray[np.int64]] = []
        self._written = 0
        self._twice: HashArray = np.empty(0, dtype=np.uint64)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, ids: pl.Series, occasions: pl.Series | None = None) -> None:
        """Take in the keys of one batch; a row without an id has no key."""
        hashes = np.sort(_hashes(ids, occasions)[ids.is_not_null().to_numpy()])
        first = np.arange(1 << _PARTS_BITS, dtype=np.uint64) << np.uint64(64 - _PARTS_BITS)
        self._bounds.append(self._written + np.append(np.searchsorted(hashes, first), len(hashes)))
        self._written += len(hashes)
        try:
            self._file.write(hashes.tobytes())
        except OSError as error:
            raise FileError(_no_room(error)) from None

    def find(self) -> int:
        """Look which keys came more than once, when all are in; returns how many do."""
        self._twice = np.concatenate([np.empty(0, dtype=np.uint64), *self._found()])
        return len(self._twice)

    def _found(self) -> Iterator[HashArray]:
        for part in range(1 << _PARTS_BITS):
            pieces = [self._read(int(bounds[part]), int(bounds[part + 1])) for bounds in self._bounds]
            hashes = np.sort(np.concatenate([np.empty(0, dtype=np.uint64), *pieces]))
            yield np.unique(hashes[1:][hashes[1:] == hashes[:-1]])

    def _read(self, start: int, end: int) -> HashArray:
        self._file.seek(start * _BYTES)
        return np.frombuffer(self._file.read((end - start) * _BYTES), dtype=np.uint64)

    def is_duplicate(self, ids: pl.Series, occasions: pl.Series | None = None) -> BoolArray:
        """Per row of a batch, whether its key came more than once in all files."""
        hashes = _hashes(ids, occasions)
        places = np.searchsorted(self._twice, hashes)
        found = np.append(self._twice, np.uint64(0))[places] == hashes
        return np.asarray(found & (places < len(self._twice)) & ids.is_not_null().to_numpy(), dtype=np.bool_)


def _no_room(error: OSError) -> Text:
    return Text(
        f"De map voor tijdelijke bestanden kan niet worden beschreven ({error.strerror}). "
        "Maak daar ruimte, of noem met TMPDIR een andere map.",
        f"The folder for temporary files cannot be written to ({error.strerror}). "
        "Make room there, or name another folder with TMPDIR.",
    )
