"""Gathers the answers of batches, as small as they came, until all are there and make a matrix."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.responses import BoolArray, DateArray, FloatArray, IntArray, Responses
from reintegratie_cli.workflows.answer_matrix import AnswerMatrix, RowCounts, scale_items
from reintegratie_cli.workflows.scales import item_scores

USED, PARTIAL, EMPTY, REJECTED = range(4)
"""What becomes of a row: in the matrix; in it, with something unreadable; without an answer; not to be read."""

UNNAMED = ""
"""The measurement of the rows whose cell for it is empty."""

_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class _Rows:
    """The rows of one batch: `answers`, `ids` and `criterion` of those that are used, the other arrays of all."""

    status: IntArray
    repeated: BoolArray
    occasion: IntArray
    measured: DateArray
    answers: Mapping[str, IntArray | FloatArray]
    unreadable: Mapping[str, BoolArray]
    ids: tuple[str, ...] | None
    criterion: FloatArray | None

    @property
    def used(self) -> BoolArray:
        """The rows that are in the matrix."""
        return np.asarray(self.status <= PARTIAL)


class AnswerCollector:
    """Takes in batches, then gives the matrix of all rows or of those of one measurement."""

    def __init__(self, instrument: Instrument, columns: Collection[str]) -> None:
        """`columns`: the items that have a column."""
        self.instrument = instrument
        self.items = scale_items(instrument)
        self.absent = tuple(item for item in self.items if item not in columns)
        self._batches: list[_Rows] = []
        self._occasions: dict[str, int] = {}

    def add(
        self,
        responses: Responses,
        ids: Sequence[str | None] | None = None,
        occasions: Sequence[str | None] | None = None,
        criterion: FloatArray | None = None,
    ) -> None:
        """Take in one batch. The others are (n,), or none where no column holds them."""
        status = self._status(responses)
        used = status <= PARTIAL
        texts = [(text or UNNAMED).strip() for text in occasions or ()]
        codes = [self._occasions.setdefault(text, len(self._occasions)) for text in texts]
        self._batches.append(
            _Rows(
                status=status,
                repeated=responses.duplicate & used,
                occasion=np.array(codes or [0] * responses.n, dtype=np.int32),
                measured=responses.measured,
                answers={item: responses.answers[item][used] for item in self.items if item in responses.answers},
                unreadable={item: bad[used] for item, bad in responses.unreadable.items() if item in self.items},
                ids=None if ids is None else tuple(ids[row] or "" for row in np.flatnonzero(used).tolist()),
                criterion=None if criterion is None else criterion[used],
            )
        )

    def _status(self, responses: Responses) -> IntArray:
        """As the rows of `score`, but for the items that count in a scale."""
        nobody = np.zeros(responses.n, dtype=np.bool_)
        answers = {item: responses.answers[item] for item in self.items if item in responses.answers}
        scores = (item_scores(self.instrument, item, of_item) for item, of_item in answers.items())
        answered = reduce(or_, (~np.isnan(of_item) for of_item in scores), nobody)
        spoiled = reduce(
            or_, (responses.unreadable[item] for item in self.items if item in responses.unreadable), nobody
        )
        status = np.where(responses.troubled, PARTIAL, USED).astype(np.int8)
        status[~answered] = EMPTY
        status[~responses.readable | (spoiled & ~answered)] = REJECTED
        return status

    @property
    def counts(self) -> RowCounts:
        """What became of all rows, of whatever measurement."""
        return self._counts([self._of(None, batch) for batch in self._batches])

    def _of(self, occasion: str | None, batch: _Rows) -> BoolArray:
        """Which rows of a batch are of one measurement; none named means all."""
        if occasion is None:
            return np.ones(len(batch.status), dtype=np.bool_)
        return np.asarray(batch.occasion == self._occasions[occasion])

    def _counts(self, taken: Sequence[BoolArray]) -> RowCounts:
        """What became of these rows of each batch."""
        of: Counter[int] = Counter()
        repeated = 0
        for batch, here in zip(self._batches, taken, strict=True):
            of.update(dict(enumerate(np.bincount(batch.status[here]).tolist())))
            repeated += int(np.count_nonzero(batch.repeated & here))
        return RowCounts(of[USED] + of[PARTIAL], of[PARTIAL], repeated, of[EMPTY], of[REJECTED])

    @property
    def occasions(self) -> dict[str, int]:
        """The measurements with the number of their used rows, first to last, `UNNAMED` at the end.

        First to last by the middle date of their rows, where all have dates; else by the numbers in their names, where
        these differ in nothing else (T0, T1); else as they come in the files.
        """
        used = Counter(code for batch in self._batches for code in batch.occasion[batch.used].tolist())
        counts = {name: used[code] for name, code in self._occasions.items() if used[code]}
        names = [name for name in counts if name != UNNAMED]
        dates = {name: self._middle_date(self._occasions[name]) for name in names}
        if not any(np.isnan(date) for date in dates.values()):
            names.sort(key=lambda name: dates[name])
        elif len({_DIGITS.sub("0", name) for name in names}) == 1:
            names.sort(key=lambda name: [int(digits) for digits in _DIGITS.findall(name)])
        return {name: counts[name] for name in (*names, UNNAMED) if name in counts}

    def _middle_date(self, code: int) -> float:
        """The median day of a measurement, nan where no row has a date."""
        dates = np.concatenate([batch.measured[batch.occasion == code] for batch in self._batches])
        days = dates[~np.isnat(dates)].astype(np.int64)
        return float(np.median(days)) if len(days) else np.nan

    def matrix(self, occasion: str | None = None) -> AnswerMatrix:
        """All rows, or those of one measurement, as a matrix."""
        taken = [self._of(occasion, batch) for batch in self._batches]
        rows = self._counts(taken)
        scores = np.full((rows.used, len(self.items)), np.nan, order="F")
        unreadable: Counter[str] = Counter()
        for batch, here, place in self._placed(taken):
            for column, item in enumerate(self.items):
                if item in batch.answers:
                    scores[place, column] = item_scores(self.instrument, item, batch.answers[item][here])
            unreadable.update({item: int(np.count_nonzero(bad[here])) for item, bad in batch.unreadable.items()})
        return AnswerMatrix(
            instrument=self.instrument,
            scores=scores,
            ids=self._ids(taken),
            criterion=self._criterion(taken),
            absent=self.absent,
            unreadable={item: unreadable[item] for item in self.items if unreadable[item]},
            rows=rows,
        )

    def _placed(self, taken: Sequence[BoolArray]) -> Iterator[tuple[_Rows, BoolArray, slice]]:
        """Each batch, which of its used rows are taken, and where these stand in the matrix."""
        start = 0
        for batch, rows in zip(self._batches, taken, strict=True):
            here = rows[batch.used]
            end = start + int(np.count_nonzero(here))
            yield batch, here, slice(start, end)
            start = end

    def _ids(self, taken: Sequence[BoolArray]) -> tuple[str, ...] | None:
        placed = [(batch.ids, here) for batch, here, _ in self._placed(taken)]
        if any(ids is None for ids, _ in placed):
            return None
        return tuple(ids[row] for ids, here in placed if ids is not None for row in np.flatnonzero(here).tolist())

    def _criterion(self, taken: Sequence[BoolArray]) -> FloatArray | None:
        parts = [None if batch.criterion is None else batch.criterion[here] for batch, here, _ in self._placed(taken)]
        numbers = [part for part in parts if part is not None]
        return np.concatenate(numbers) if numbers else None
