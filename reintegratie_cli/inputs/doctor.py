"""What a look through files with answers tells before they are scored: what their columns are, what does not match."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import polars as pl

from reintegratie_cli.errors import ReintegratieError, nearest
from reintegratie_cli.inputs.answer_file import AnswerFile
from reintegratie_cli.inputs.binding import Binding
from reintegratie_cli.inputs.delimited.file import DelimitedFile
from reintegratie_cli.inputs.duplicates import BATCH_ROWS
from reintegratie_cli.inputs.header import Header, is_name
from reintegratie_cli.inputs.item_columns import bind_items
from reintegratie_cli.inputs.privacy import BsnWatch
from reintegratie_cli.inputs.responses import Batch, ResponseFiles
from reintegratie_cli.inputs.unmatched import Givers, UnmatchedTexts
from reintegratie_cli.models.answer_words import AnswerWords
from reintegratie_cli.models.base import fold
from reintegratie_cli.models.doctor import (
    Candidate,
    Concern,
    FoundBy,
    Lacking,
    NoAnswer,
    Role,
    SeenColumn,
    SeenFile,
    SeenItem,
    SeenSet,
)
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.responses import NO_ANSWER, BoolArray, FloatArray, IntArray

_PARTS = re.compile(r"[\s_.:\-\[\]()]+")
_MOST_PARTS = 4
_FEWEST_SUSPECTED, _APART = 3, 2
"""A number is suspected from so many times on, where it is more than so many times all other answers."""


def seen_files(files: ResponseFiles, bound: Sequence[Binding], words: AnswerWords) -> tuple[SeenFile, ...]:
    """What each file is, and what its columns are once they are `bound` to a questionnaire."""
    roles = [_roles(one, files.options.columns) for one in bound] or [{} for _ in files.files]
    return tuple(
        _seen_file(file, header, of_column, words)
        for file, header, of_column in zip(files.files, files.headers, roles, strict=True)
    )


def _roles(columns: Binding, mapped: Mapping[str, str]) -> dict[int, SeenColumn]:
    """The columns that have a part to play."""
    names = columns.header.names
    roles = {
        place: SeenColumn(names[place], "item", item, _found_by(item, columns, mapped))
        for item, place in columns.items.items()
    }
    others: tuple[tuple[Role, Sequence[int | None]], ...] = (
        ("id", (columns.id,)),
        ("date", (columns.date,)),
        ("occasion", columns.occasion or ()),
    )
    for role, places in others:
        roles |= {place: SeenColumn(names[place], role) for place in places if place is not None}
    return roles


def _found_by(item: str, columns: Binding, mapped: Mapping[str, str]) -> FoundBy:
    """By what the column of an item was found."""
    if item in mapped:
        return "map"
    if item in columns.recognised:
        return "text"
    return "name" if fold(columns.header.names[columns.items[item]]) == fold(item) else "alias"


def _seen_file(file: AnswerFile, header: Header, roles: Mapping[int, SeenColumn], words: AnswerWords) -> SeenFile:
    others = [place for place in range(len(header.names)) if place not in roles]
    bsn = _with_bsn(file, header, others)
    columns = tuple(
        roles.get(place)
        or SeenColumn(_named(name, place), "other", concern="bsn" if place in bsn else _concern(name, words))
        for place, name in enumerate(header.names)
    )
    text = file.dialect if isinstance(file, DelimitedFile) else None
    return SeenFile(
        name=file.name,
        format=file.format,
        layout=file.heading.layout,
        header_rows=file.heading.rows,
        n_rows=file.n_rows,
        encoding=text.encoding if text else None,
        delimiter=text.delimiter if text else None,
        columns=columns,
        notes=tuple(file.notes),
    )


def _named(name: str, place: int) -> str:
    """The name of a column, where it is surely no answer of somebody in a file without a header."""
    return name if is_name(name) else f"#{place + 1}"


def _with_bsn(file: AnswerFile, header: Header, places: Sequence[int]) -> set[int]:
    """The columns that seem to hold BSNs, by their names or the first rows."""
    watches = {place: BsnWatch(header.names[place]) for place in places}
    for text in islice(file.batches(places, BATCH_ROWS), 1 if watches else 0):
        for place, watch in watches.items():
            watch.see(text.frame[str(place)])
    return {place for place, watch in watches.items() if watch.is_suspected}


def _concern(name: str, words: AnswerWords) -> Concern:
    """Whether a column says by its name that it tells who somebody is."""
    parts = [part for part in _PARTS.split(fold(name)) if part]
    is_personal = len(parts) <= _MOST_PARTS and {" ".join(parts), *parts} & set(map(fold, words.personal))
    return "personal" if is_personal else ""


def candidates(header: Header, instruments: Iterable[Instrument]) -> tuple[Candidate, ...]:
    """How many items of each questionnaire have a column, the best first; those without any are left out."""
    found = (Candidate(one.instrument, n_items(header, one), len(one.items)) for one in instruments)
    there = [one for one in found if one.found]
    return tuple(sorted(there, key=lambda one: (-one.found / one.items, -one.found, one.instrument)))


def n_items(header: Header, instrument: Instrument) -> int:
    """How many items have a column."""
    try:
        return len(bind_items(header, instrument, {}))
    except ReintegratieError:
        # Two items that point to one column: the questionnaire does not fit as it is.
        return 0


def lacking(header: Header, items: Mapping[str, int], instrument: Instrument) -> Iterator[Lacking]:
    """The items without a column; `items`: those that have one, and where it stands."""
    of_item = {item: name for name, scale in instrument.scales.items() for item in scale.items}
    taken = {header.shown(place) for place in items.values()}
    free = [name for name in header.nameable if name not in taken]
    for item in instrument.items:
        if item not in items:
            scale = of_item.get(item, "")
            members = instrument.scales[scale].items if scale else ()
            near = nearest(item, free)
            whole = bool(items and members) and not any(member in items for member in members)
            yield Lacking(item, scale, near, whole and near is None)


@dataclass
class _Answers:
    """What was seen of one item."""

    n: int = 0
    missing: int = 0
    unreadable: int = 0


@dataclass
class _Numbers:
    """What was seen of an open answer set: how often each suspected code, and the highest other number."""

    codes: dict[float, int] = field(default_factory=dict)
    highest: float = 0.0

    def see(self, values: FloatArray, suspected: FloatArray) -> None:
        """Take in the answers of one batch."""
        known = values[~np.isnan(values)]
        is_code = np.isin(known, suspected)
        for value, count in zip(*np.unique(known[is_code], return_counts=True), strict=True):
            self.codes[float(value)] = self.codes.get(float(value), 0) + int(count)
        self.highest = max(self.highest, float(known[~is_code].max(initial=0.0)))

    @property
    def found(self) -> tuple[NoAnswer, ...]:
        """The codes that lie apart from all other answers."""
        return tuple(
            NoAnswer(f"{code:g}", "missing_code", n)
            for code, n in sorted(self.codes.items())
            if n >= _FEWEST_SUSPECTED and code > _APART * self.highest
        )


class Examination:
    """Takes in every batch, as `score` reads it, and says what it saw of the answers."""

    def __init__(self, instrument: Instrument, files: ResponseFiles, words: AnswerWords) -> None:
        """`files`: bound to the questionnaire."""
        self._instrument, self._columns = instrument, files.columns[0]
        self._of_file = dict(zip((file.name for file in files.files), files.columns, strict=True))
        self._items = {item: _Answers() for item in self._columns.items}
        sets = dict.fromkeys(instrument.items[item].answers for item in self._items)
        givers = Givers(show_all=files.options.show_values)
        self._texts = {name: UnmatchedTexts(instrument.answers[name], words, givers) for name in sets}
        self._numbers = {name: _Numbers() for name in sets if instrument.answers[name].is_open}
        self._codes = np.array([code for code in words.missing_codes if code > 9], dtype=np.float64)  # noqa: PLR2004
        self.repeated = 0

    def see(self, batch: Batch) -> None:
        """Take in one batch."""
        responses, columns = batch.responses, self._of_file[batch.source.name]
        self.repeated += int(np.count_nonzero(responses.duplicate))
        persons = batch.rows.select(
            pl.col("id").fill_null(pl.format("#{}", pl.col("row.number"))).alias("person")
        ).to_series()
        for item, values in responses.answers.items():
            name = self._instrument.items[item].answers
            bad = responses.unreadable.get(item)
            self._count(item, values, bad, responses.readable)
            if bad is not None:
                self._texts[name].see(batch.text.frame[str(columns.items[item])].filter(bad), persons.filter(bad))
            if name in self._numbers:
                self._numbers[name].see(np.asarray(values, dtype=np.float64), self._codes)

    def _count(self, item: str, values: IntArray | FloatArray, bad: BoolArray | None, readable: BoolArray) -> None:
        none = np.isnan(values) if values.dtype.kind == "f" else values == NO_ANSWER
        unreadable = np.zeros(len(none), np.bool_) if bad is None else bad
        seen = self._items[item]
        seen.n += int(np.count_nonzero(readable))
        seen.missing += int(np.count_nonzero(none & ~unreadable & readable))
        seen.unreadable += int(np.count_nonzero(unreadable & readable))

    @property
    def items(self) -> tuple[SeenItem, ...]:
        """Every item that has a column."""
        places, name = self._columns.items, self._columns.header.shown
        return tuple(
            SeenItem(item, name(places[item]), seen.n, seen.missing, seen.unreadable)
            for item, seen in self._items.items()
        )

    @property
    def sets(self) -> tuple[SeenSet, ...]:
        """Every answer set in use."""
        return tuple(self._set(name, texts) for name, texts in self._texts.items())

    def _set(self, name: str, texts: UnmatchedTexts) -> SeenSet:
        shown = texts.shown
        return SeenSet(
            name=name,
            allowed=self._instrument.answers[name].allowed,
            items=tuple(item for item in self._items if self._instrument.items[item].answers == name),
            unmatched=shown,
            hidden_texts=texts.n_texts - len(shown),
            hidden_cells=texts.n_cells - sum(one.cells for one in shown),
            is_free_text=texts.is_free_text,
            suspected=self._numbers[name].found if name in self._numbers else (),
        )
