"""What a look through all rows tells before the first is read: which keys come twice, which columns hold BSNs."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
import polars as pl

from reintegratie_cli.errors import UsageError, no_room
from reintegratie_cli.inputs.answer_file import AnswerFile, TextBatch
from reintegratie_cli.inputs.binding import Binding
from reintegratie_cli.inputs.cells import stripped
from reintegratie_cli.inputs.dates import has_day_first
from reintegratie_cli.inputs.privacy import BsnWatch, bsn_as_id, person_ids
from reintegratie_cli.models.base import fold
from reintegratie_cli.models.responses import BoolArray
from reintegratie_cli.text import Text

HashArray = npt.NDArray[np.uint64]

BATCH_ROWS = 30_000

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

    Keys are kept as 64-bit hashes: two different ones of a million persons collide once in 37 million runs. Those of
    each batch are written sorted to a temporary file without a name. So the numbers in one range lie together in every
    batch, and one range at a time, at constant memory, is enough to find those that occur twice.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - __exit__ closes it
        self._twice: HashArray = np.empty(0, dtype=np.uint64)
        self.clear()

    def clear(self) -> None:
        """Start again without any key."""
        self._file.seek(0)
        self._bounds: list[npt.NDArray[np.int64]] = []
        self._written = 0

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
            raise no_room(error) from None

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


class FirstPass:
    """A look through the columns that are no answers, before any answer is read; `notes` is what is to be said."""

    def __init__(self, files: Sequence[AnswerFile], duplicates: Duplicates, *, pseudonymised: bool) -> None:
        """`duplicates` learns the keys of all rows; ids that become pseudonyms may be BSNs."""
        self._files, self._duplicates, self._pseudonymised = files, duplicates, pseudonymised
        self.notes: list[Text] = []
        self._day_first: set[int] = set()

    def run(self, bound: Sequence[Binding]) -> list[Binding]:
        """The columns of each file without those that seem to hold BSNs. UsageError when the id does."""
        self._duplicates.clear()
        self._day_first.clear()
        suspected = self._suspected(bound)
        clean = [self._without(columns, suspected) for columns in bound]
        clean = [self._of_one_order(columns, place) for place, columns in enumerate(clean)]
        if [columns.occasion for columns in clean] != [columns.occasion for columns in bound]:
            self._duplicates.clear()
            for _, columns, text in self._batches(clean):
                self._add_keys(columns, text)
        self._duplicates.find()
        return clean

    def _batches(self, bound: Sequence[Binding]) -> Iterator[tuple[int, Binding, TextBatch]]:
        for number, (file, columns) in enumerate(zip(self._files, bound, strict=True)):
            wanted = sorted({*columns.known, *(place for place, _ in columns.marks)})
            for text in file.batches(wanted, BATCH_ROWS) if wanted else ():
                yield number, columns, text

    def _suspected(self, bound: Sequence[Binding]) -> set[str]:
        """The folded names of the columns to be read that seem to hold BSNs, in any file; collects the keys too."""
        names = {columns.header.names[place] for columns in bound for place in columns.known}
        watches = {fold(name): BsnWatch(name) for name in names}
        marked = Counter[tuple[str, Text]]()
        for number, columns, text in self._batches(bound):
            for place in columns.known:
                watches[fold(columns.header.names[place])].see(text.frame[str(place)])
            if columns.month_first and columns.date is not None and has_day_first(text.frame[str(columns.date)]):
                self._day_first.add(number)
            self._add_keys(columns, text)
            marked += _marked(columns, text)
        self.notes += (_told(file, what, n) for (file, what), n in marked.items())
        return {name for name, watch in watches.items() if watch.is_suspected}

    def _add_keys(self, columns: Binding, text: TextBatch) -> None:
        if columns.id is not None:
            ids = row_ids(columns, text, pseudonymised=self._pseudonymised)
            self._duplicates.add(ids, occasions(columns, text))

    def _without(self, columns: Binding, suspected: Collection[str]) -> Binding:
        header = columns.header
        places = {place for place in columns.known if fold(header.names[place]) in suspected}
        if columns.id in places and not self._pseudonymised:
            raise UsageError(bsn_as_id(header.file, header.names[columns.id]))
        dropped = places - {columns.id}
        self.notes += (_left_out(header.file, header.shown(place)) for place in sorted(dropped))
        return columns.without(dropped)

    def _of_one_order(self, columns: Binding, number: int) -> Binding:
        """A file of a program that writes the month first, unless one of its dates can only be otherwise."""
        if number not in self._day_first or columns.date is None:
            return columns
        file, name = columns.header.file, columns.header.shown(columns.date)
        nl = f"{file}: in kolom {name} staat de dag soms voorop; data als 3/4/2026 worden daar niet gelezen."
        en = f"{file}: column {name} has the day first at times; dates such as 3/4/2026 are not read there."
        self.notes.append(Text(nl, en))
        return replace(columns, month_first=False)

    def say_others(self, bound: Sequence[Binding]) -> None:
        """Name the columns that nobody asked for and that seem to hold BSNs, by their names or the first rows."""
        for file, columns in zip(self._files, bound, strict=True):
            header = columns.header
            watches = {place: BsnWatch(header.names[place]) for place in columns.others}
            for text in islice(file.batches(columns.others, BATCH_ROWS), 1 if watches else 0):
                for place, watch in watches.items():
                    watch.see(text.frame[str(place)])
            suspected = [place for place, watch in watches.items() if watch.is_suspected]
            self.notes += (_left_out(header.file, header.shown(place)) for place in suspected)


def _marked(columns: Binding, text: TextBatch) -> Counter[tuple[str, Text]]:
    """How many rows of a batch are what their survey program says of them."""
    whole = pl.Series(text.width == len(columns.header.names))
    found = Counter[tuple[str, Text]]()
    for place, mark in columns.marks:
        cells = stripped(text.frame[str(place)].filter(whole).fill_null("")).str.to_lowercase()
        found[columns.header.file, mark.what] += int(cells.is_in(list(mark.cells)).sum())
    return +found


def _told(file: str, what: Text, n: int) -> Text:
    nl, en = ("rij is", "row is") if n == 1 else ("rijen zijn", "rows are")
    return Text(
        f"{file}: {n} {nl} {what.nl}; zulke rijen tellen mee.", f"{file}: {n} {en} {what.en}; such rows count as well."
    )


def row_ids(columns: Binding, text: TextBatch, *, pseudonymised: bool) -> pl.Series:
    """The (n,) ids of a batch as they are compared, not yet pseudonyms; without a column, the line of each row."""
    if columns.id is None:
        return pl.Series(text.line).cast(pl.String)
    return person_ids(text.frame[str(columns.id)], pseudonymised=pseudonymised)


def occasions(columns: Binding, text: TextBatch) -> pl.Series | None:
    """The (n,) texts that tell measurements apart, where columns do; those of several with a colon between them."""
    if columns.occasion is None:
        return None
    parts = [text.frame[str(place)] for place in columns.occasion]
    if len(parts) == 1:
        return parts[0]
    filled = text.frame.select(
        pl.concat_str(
            [pl.col(str(place)).str.strip_chars().replace("", None) for place in columns.occasion],
            separator=":",
            ignore_nulls=True,
        ).replace("", None)
    )
    return filled.to_series()


def _left_out(file: str, column: str) -> Text:
    return Text(
        f"{file}: kolom {column} lijkt BSN's te bevatten en wordt niet gelezen. Laat haar uit de export.",
        f"{file}: column {column} seems to hold BSNs and is not read. Leave it out of the export.",
    )
