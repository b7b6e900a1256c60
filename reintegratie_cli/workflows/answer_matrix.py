"""The answers to the items of a questionnaire's scales as one matrix, and a second measurement beside the first."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reintegratie_cli.models.instrument import Instrument, Scale
from reintegratie_cli.models.responses import NO_ANSWER, FloatArray
from reintegratie_cli.psychometrics.scoring import reverse_keyed

CategoryArray = npt.NDArray[np.int64]


class NoCategoriesError(Exception):
    """Categories were asked of an item that is answered with any number: a mistake of ours."""


@dataclass(frozen=True)
class RowCounts:
    """How many rows a matrix was made from.

    `used`: in the matrix, of which `partial` with something that could not be read, and `repeated` with an id that has
    several rows. Not in it: `empty`, without an answer to any item of a scale, and `rejected`, not to be read.
    """

    used: int
    partial: int
    repeated: int
    empty: int
    rejected: int

    @property
    def read(self) -> int:
        """All rows."""
        return self.used + self.empty + self.rejected


@dataclass(frozen=True)
class AnswerMatrix:
    """The answers of n persons to the p items of the instrument's scales.

    `scores`: (n, p) item scores as they were given, not reversed; nan = no answer. `ids`: (n,), none where no column
    holds one. `criterion`: (n,) numbers, nan = none; none where no column was named. `absent`: the items without a
    column, so without an answer. `unreadable`: item -> cells that could not be read, which count as no answer.
    """

    instrument: Instrument
    scores: FloatArray
    ids: tuple[str, ...] | None
    criterion: FloatArray | None
    absent: tuple[str, ...]
    unreadable: Mapping[str, int]
    rows: RowCounts

    @cached_property
    def item_names(self) -> tuple[str, ...]:
        """The p items: those of the first scale, then those that the next one adds."""
        return scale_items(self.instrument)

    @property
    def n(self) -> int:
        """How many persons."""
        return len(self.scores)

    def keyed(self, scale: Scale) -> FloatArray:
        """The (n, k) scores of the items of a scale, reversed where the scale says so; nan = no answer."""
        return self.keyed_items(scale.items, scale.reversed)

    def keyed_items(self, items: Sequence[str], reversed_items: Collection[str] = ()) -> FloatArray:
        """The (n, k) scores of these items, with low + high - score for the reversed ones; nan = no answer."""
        keyed = self.scores[:, self._places(items)]
        for column, item in enumerate(items):
            if item in reversed_items:
                bounds = self.instrument.answer_set(item)
                keyed[:, column] = reverse_keyed(keyed[:, column], bounds.lowest, bounds.highest)
        return keyed

    def categories(
        self, items: Sequence[str], reversed_items: Collection[str] = ()
    ) -> tuple[CategoryArray, CategoryArray]:
        """The answers to these items as ordered categories: (n, k) from 0 up, -1 = no answer; (k,) how many there are.

        Every score that the answer set allows is a category, whether or not anybody has it. The lowest score is 0, and
        the highest one of a reversed item.

        Raises:
            NoCategoriesError: an item is answered with any number.
        """
        values = np.full((self.n, len(items)), NO_ANSWER, dtype=np.int64)
        counts = np.zeros(len(items), dtype=np.int64)
        for column, (item, place) in enumerate(zip(items, self._places(items), strict=True)):
            answer_set, scores = self.instrument.answer_set(item), self.scores[:, place]
            if answer_set.is_open:
                raise NoCategoriesError(item)
            allowed = np.unique(answer_set.scores)
            ranks = np.searchsorted(allowed, scores)
            ranks = len(allowed) - 1 - ranks if item in reversed_items else ranks
            values[:, column] = np.where(np.isnan(scores), NO_ANSWER, ranks)
            counts[column] = len(allowed)
        return values, counts

    def _places(self, items: Iterable[str]) -> list[int]:
        places = {item: place for place, item in enumerate(self.item_names)}
        return [places[item] for item in items]


@dataclass(frozen=True)
class Answers:
    """The answers to a questionnaire, and those that the same persons, in the same rows, gave a second time."""

    matrix: AnswerMatrix
    retest: AnswerMatrix | None = None


def scale_items(instrument: Instrument) -> tuple[str, ...]:
    """The items that count in a scale, each once, in the order of the scales."""
    return tuple(dict.fromkeys(item for scale in instrument.scales.values() for item in scale.items))


@dataclass(frozen=True)
class Retest:
    """A second measurement of the same persons.

    `matrix`: row i holds the second answers of the person in row i of the first, nan where there are none.
    `n_matched`: the persons who have both. `n_repeated`: the ids that have several rows in either, so that nobody can
    tell which belong together. `n_new`: the other ids that are in the second only.
    """

    matrix: AnswerMatrix
    n_matched: int
    n_repeated: int
    n_new: int


def matched(first: AnswerMatrix, second: AnswerMatrix) -> Retest:
    """The second measurement beside the first, by id; ids that have several rows in either are left out."""
    here, there = (Counter(matrix.ids or ()) for matrix in (first, second))
    repeated = {one for counter in (here, there) for one, n in counter.items() if n > 1}
    of_second = {one: row for row, one in enumerate(second.ids or ()) if one not in repeated}
    rows = np.array([of_second.get(one, NO_ANSWER) for one in first.ids or ()], dtype=np.int64)
    both = rows != NO_ANSWER
    scores = np.full((first.n, second.scores.shape[1]), np.nan, order="F")
    scores[np.flatnonzero(both)] = second.scores[rows[both]]
    return Retest(
        matrix=replace(second, scores=scores, ids=first.ids, criterion=None),
        n_matched=int(np.count_nonzero(both)),
        n_repeated=len(repeated),
        n_new=len(of_second.keys() - here.keys()),
    )
