"""Text columns for many persons: few different texts, written once, and per person the place of the text."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np

from reintegratie_cli.models.responses import NO_ANSWER, BoolArray, Coded, FloatArray, IntArray

BETWEEN = ";"
"""What stands between the values of a list in one cell."""
MOST_BITS = 62
"""How many yes-or-noes a whole number of 64 bits holds, with room for its sign."""


def nothing(n: int) -> Coded:
    """An empty column for n persons."""
    return Coded(np.full(n, NO_ANSWER, dtype=np.int64), ())


def coded(keys: IntArray, text: Callable[[int], str]) -> Coded:
    """`text(key)` for each person's key, (n_persons,); made once per different key, an empty text is empty."""
    found, places = np.unique(keys, return_inverse=True)
    return _labelled(places, tuple(map(text, found.tolist())))


def _labelled(places: IntArray, labels: tuple[str, ...]) -> Coded:
    """`labels[place]` for each person; an empty label is empty."""
    empty = np.array([not label for label in labels], dtype=bool)
    return Coded(np.where(empty[places], NO_ANSWER, places).astype(np.int64), labels)


def listed(holds: Mapping[str, BoolArray], n: int) -> Coded:
    """The names whose array is true for a person, in the order of the mapping."""
    names = tuple(holds)
    if len(names) > MOST_BITS:
        parts = (names[:MOST_BITS], names[MOST_BITS:])
        return _one_after_the_other(*(listed({name: holds[name] for name in part}, n) for part in parts))
    keys = np.zeros(n, dtype=np.int64)
    for bit, where in enumerate(holds.values()):
        keys |= where.astype(np.int64) << bit
    return coded(keys, lambda key: BETWEEN.join(name for bit, name in enumerate(names) if key >> bit & 1))


def _one_after_the_other(first: Coded, rest: Coded) -> Coded:
    # With an empty text at the end, NO_ANSWER is the place of nothing.
    of_first, of_rest = (*first.labels, ""), (*rest.labels, "")

    def text(key: int) -> str:
        place, other = divmod(key, len(of_rest))
        return BETWEEN.join(part for part in (of_first[place - 1], of_rest[other - 1]) if part)

    return coded((first.places + 1) * len(of_rest) + rest.places + 1, text)


def chosen(places: IntArray, names: Sequence[str]) -> Coded:
    """`names[place]` for each person, (n_persons,); NO_ANSWER is empty."""
    return Coded(places, tuple(names))


def largest(values: FloatArray, most: int) -> IntArray:
    """The places of the `most` largest positive values of each row, largest first, of equals the first: (n, most).

    NO_ANSWER where fewer are positive. `values` is (n, m); nothing is sorted, for only a few are wanted.
    """
    left = values.copy()
    everyone = np.arange(len(values))
    places = np.full((len(values), most), NO_ANSWER, dtype=np.int64)
    for rank in range(min(most, values.shape[1])):
        place = left.argmax(axis=1)
        places[:, rank] = np.where(left[everyone, place] > 0, place, NO_ANSWER)
        left[everyone, place] = 0.0
    return places


def ranked(places: IntArray, text: Callable[[int, int], str]) -> Coded:
    """A short list for each person: `places` is (n_persons, k), NO_ANSWER for none; `text(place, rank)` one entry."""
    base = int(places.max(initial=0)) + 2
    keys = np.zeros(len(places), dtype=np.int64)
    for rank in range(places.shape[1]):
        keys = keys * base + places[:, rank] + 1
    _, first, of_person = np.unique(keys, return_index=True, return_inverse=True)
    # There are far more different lists than different entries.
    entry = cache(text)
    lists = (
        [entry(place, rank) for rank, place in enumerate(row) if place != NO_ANSWER] for row in places[first].tolist()
    )
    return _labelled(of_person, tuple(map(BETWEEN.join, lists)))
