"""One batch of persons as arrays: what was answered, what a professional entered, when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.integer[Any]]
DateArray = npt.NDArray[np.datetime64]

NO_ANSWER = -1
"""The place of "no answer" in an array of places; also the last row of a look-up table."""


@dataclass(frozen=True)
class Facts:
    """What a professional entered, per fact of `rules/facts.yaml`; every array is (n_persons,).

    `values`: yes/no as 1 and 0, a number as itself, a choice as its place in the list; nan = unknown.
    `dates`: when it was established; NaT = not said. Facts that nobody in the batch has are absent.
    """

    values: Mapping[str, FloatArray] = field(default_factory=dict)
    dates: Mapping[str, DateArray] = field(default_factory=dict)
    twice: BoolArray | None = None
    """Where the person stands in the file with facts more than once, so that none of it was used."""


@dataclass(frozen=True)
class Responses:
    """The answers of n persons; every array is (n_persons,), items that were not in the file are absent.

    `answers`: for a closed answer set the place in `AnswerSet.codes` (int, NO_ANSWER where none), for an open one the
    number itself (float, nan where none).
    `unreadable`: per item with such cells, where a cell could not be read.
    `readable`: the row has the right width and an id. `troubled`: something in the row could not be read.
    `answered`: the row has at least one answer. `measured`: the date, NaT when not said.
    """

    n: int
    answers: Mapping[str, IntArray | FloatArray]
    unreadable: Mapping[str, BoolArray]
    readable: BoolArray
    troubled: BoolArray
    answered: BoolArray
    measured: DateArray
    duplicate: BoolArray
    facts: Facts


def nobody() -> Responses:
    """The answers of no persons: what a file without rows holds."""
    none = np.zeros(0, dtype=np.bool_)
    dates = np.zeros(0, dtype="datetime64[D]")
    return Responses(0, {}, {}, none, none, none, dates, none, Facts())


@dataclass(frozen=True)
class Coded:
    """A column of few different texts: (n_persons,) places in `labels`, NO_ANSWER = empty."""

    places: IntArray
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Joined:
    """A column whose cells are the lists of several columns one after the other."""

    parts: tuple[Coded, ...]


Column = FloatArray | IntArray | BoolArray | DateArray | Coded | Joined
Table = dict[str, Column]
"""The result of a batch: column name -> column, in the order in which they are written."""
