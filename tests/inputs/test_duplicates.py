"""Keys that come more than once are found, all of them and no others."""

from collections import Counter

import polars as pl
import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from reintegratie_cli.errors import FileError
from reintegratie_cli.inputs import duplicates as module
from reintegratie_cli.inputs.duplicates import Duplicates

KEYS = st.tuples(st.sampled_from(["1", "01", "1 ", "a", "A", "é", None]), st.sampled_from(["", "1", "2", None]))


def columns(keys):
    """Ids and occasions as columns."""
    return pl.Series([one for one, _ in keys], dtype=pl.String), pl.Series([two for _, two in keys], dtype=pl.String)


@settings(deadline=None)
@forall(keys=st.lists(KEYS, max_size=30), size=st.integers(1, 31), on_disk=st.booleans())
def test_keys_that_come_twice_are_found(keys, size, on_disk):
    """As counting them one by one, in batches of any size; a row without an id has no key."""
    counts = Counter((one, two or "") for one, two in keys)
    expected = [one is not None and counts[one, two or ""] > 1 for one, two in keys]
    with pytest.MonkeyPatch.context() as patch, Duplicates() as duplicates:
        patch.setattr(module, "_IN_MEMORY", 1 if on_disk else 1 << 24)
        for start in range(0, len(keys), size):
            duplicates.add(*columns(keys[start : start + size]))
        assert duplicates.find() == sum(one is not None and n > 1 for (one, _), n in counts.items())
        assert duplicates.is_duplicate(*columns(keys)).tolist() == expected


def test_without_occasions_the_id_is_the_key():
    """The same id twice is a duplicate, wherever the two rows stand."""
    with Duplicates() as duplicates:
        duplicates.add(pl.Series(["1", "2", None]))
        duplicates.add(pl.Series(["2", None, "3"]))
        assert duplicates.find() == 1
        assert duplicates.is_duplicate(pl.Series(["1", "2", None, "3", "4"])).tolist() == [
            False,
            True,
            False,
            False,
            False,
        ]


def test_many_keys():
    """Of two hundred thousand keys exactly the planted ones are found."""
    with Duplicates() as duplicates:
        for start in range(0, 200_000, 50_000):
            duplicates.add(pl.Series(range(start, start + 50_000)).cast(pl.String))
        duplicates.add(pl.Series(["7", "199999", "nieuw"]))
        assert duplicates.find() == 2
        assert duplicates.is_duplicate(pl.Series(["7", "8", "199999", "nieuw"])).tolist() == [True, False, True, False]


def test_cleared_it_knows_nothing():
    """After `clear` the earlier keys do not count."""
    with Duplicates() as duplicates:
        duplicates.add(pl.Series(["1", "1"]))
        duplicates.clear()
        duplicates.add(pl.Series(["1", "2", "2"]))
        assert duplicates.find() == 1
        assert duplicates.is_duplicate(pl.Series(["1", "2"])).tolist() == [False, True]


def test_a_full_disk_is_said():
    """When the temporary folder is full, exit code 2 says where to make room."""

    class Full:
        def write(self, _):
            raise OSError(28, "No space left on device")

        def close(self):
            pass

    with Duplicates() as duplicates:
        duplicates._file.close()
        duplicates._file = Full()
        with pytest.raises(FileError, match="TMPDIR"):
            duplicates.add(pl.Series(["1"]))
