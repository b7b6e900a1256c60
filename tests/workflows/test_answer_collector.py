"""From batches to a matrix: which rows are in it, and how batches make no difference."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.models.responses import nobody
from reintegratie_cli.workflows.answer_collector import UNNAMED, AnswerCollector
from reintegratie_cli.workflows.answer_matrix import RowCounts

NAN = np.nan

SCALE = {
    "items": {"a": {"answers": "vijf"}, "b": {"answers": "vijf"}, "los": {"answers": "vijf"}},
    "scales": {"s": {"measurement": "reflective", "items": ["a", "b"], "score": "mean"}},
}
PERSON = st.fixed_dictionaries({}, optional={item: st.integers(1, 5) for item in ("a", "b", "los")})


@pytest.fixture(scope="module")
def instrument(questionnaire):
    """A scale of two items, and one item beside it."""
    return questionnaire(**SCALE)


@pytest.fixture
def collector(instrument):
    """One that has seen nobody."""
    return AnswerCollector(instrument, instrument.items)


def where(n, *rows):
    """True at these places."""
    return np.isin(np.arange(n), rows)


def test_whoever_answered_no_item_of_a_scale_is_not_in_the_matrix(collector, instrument, answered):
    """An answer to another item does not count; how many are left out does."""
    collector.add(answered(instrument, {"a": 1}, {"los": 3}, {}), ids=["p", "q", "r"])
    found = collector.matrix()

    assert found.ids == ("p",)
    assert found.rows == RowCounts(used=1, partial=0, repeated=0, empty=2, rejected=0)


def test_an_unreadable_cell_is_no_answer_to_that_item(collector, instrument, answered):
    """The other answers of the row count; the cell is counted, and the row as read in part."""
    batch = answered(instrument, {"b": 2}, {"a": 1, "b": 1})
    batch = replace(batch, unreadable={"a": where(2, 0)}, troubled=where(2, 0))
    collector.add(batch)
    found = collector.matrix()

    assert found.scores == pytest.approx(np.array([[NAN, 2], [1, 1]]), nan_ok=True)
    assert (found.unreadable, found.rows.partial) == ({"a": 1}, 1)


def test_a_row_that_cannot_be_read_is_rejected(collector, instrument, answered):
    """Of the wrong width or without an id; and one whose only cells in the scales cannot be read."""
    batch = answered(instrument, {"a": 1}, {"los": 1}, {"a": 3})
    batch = replace(batch, readable=~where(3, 0), unreadable={"b": where(3, 1)}, troubled=where(3, 0, 1))
    collector.add(batch, ids=[None, "q", "r"])
    found = collector.matrix()

    assert found.ids == ("r",)
    assert found.rows == RowCounts(used=1, partial=0, repeated=0, empty=0, rejected=2)


def test_rows_with_a_repeated_id_stay_and_are_counted(collector, instrument, answered):
    """They are flagged, never merged; an empty one is not in the matrix."""
    collector.add(replace(answered(instrument, {"a": 1}, {"a": 2}, {}), duplicate=where(3, 0, 1, 2)))
    found = collector.matrix()

    assert (found.n, found.rows.repeated) == (2, 2)


def test_an_item_without_a_column_is_named_and_has_no_answers(instrument, answered):
    """Its column in the matrix is nan."""
    collector = AnswerCollector(instrument, ["b"])
    collector.add(answered(instrument, {"b": 2}))
    found = collector.matrix()

    assert found.absent == ("a",)
    assert found.scores == pytest.approx(np.array([[NAN, 2]]), nan_ok=True)


def test_the_criterion_goes_with_its_persons(collector, instrument, answered):
    """Those of rows that are left out go as well."""
    collector.add(answered(instrument, {"a": 1}, {}, {"a": 3}), criterion=np.array([0.5, 1.5, NAN]))

    assert collector.matrix().criterion == pytest.approx([0.5, NAN], nan_ok=True)


def test_without_ids_and_criterion_there_are_none(collector, instrument, answered):
    """None, not empty ones."""
    collector.add(answered(instrument, {"a": 1}))
    found = collector.matrix()

    assert (found.ids, found.criterion) == (None, None)


@pytest.mark.parametrize("batches", [0, 1], ids=["no batch", "a batch of nobody"])
def test_nobody_makes_a_matrix_of_no_rows(collector, batches):
    """With its columns."""
    for _ in range(batches):
        collector.add(nobody())

    assert collector.matrix().scores.shape == (0, 2)
    assert collector.counts.read == 0


@given(persons=st.lists(PERSON, max_size=12), size=st.integers(1, 5))
def test_batches_make_no_difference(instrument, answered, persons, size):
    """The same rows, in their order, whatever came together."""
    whole, parts = (AnswerCollector(instrument, instrument.items) for _ in range(2))
    everybody = [{"a": 1}, *persons]
    ids = [str(place) for place in range(len(everybody))]
    whole.add(answered(instrument, *everybody), ids=ids)
    for start in range(0, len(everybody), size):
        parts.add(answered(instrument, *everybody[start : start + size]), ids=ids[start : start + size])
    one, other = whole.matrix(), parts.matrix()

    assert np.array_equal(one.scores, other.scores, equal_nan=True)
    assert (one.ids, one.rows) == (other.ids, other.rows)


def test_one_measurement_is_the_rows_that_name_it(collector, instrument, answered):
    """With their own ids, criterion and counts."""
    batch = replace(answered(instrument, {"a": 1}, {"a": 2}, {}, {"a": 4}), troubled=where(4, 3))
    names = ["T0", " T1 ", "T1", "T1"]
    collector.add(batch, ids=list("pqrs"), occasions=names, criterion=np.array([1.0, 2.0, 3.0, 4.0]))
    found = collector.matrix("T1")

    assert (found.ids, found.scores[:, 0].tolist()) == (("q", "s"), [2, 4])
    assert (found.criterion.tolist(), found.rows.empty, found.rows.partial) == ([2, 4], 1, 1)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"na": "2026-05-01", "voor": "2026-01-01"}, ["voor", "na"]),
        ({"T10": "NaT", "T2": "NaT"}, ["T2", "T10"]),
        ({"T1": "2026-01-01", "T0": "NaT"}, ["T0", "T1"]),
        ({"voor": "NaT", "na": "NaT"}, ["voor", "na"]),
        ({"": "NaT", "T1": "NaT", "T0": "NaT"}, ["T0", "T1", UNNAMED]),
    ],
    ids=["by date", "by number", "not by the dates of some", "as they come", "the unnamed last"],
)
def test_the_first_measurement_comes_first(collector, instrument, answered, rows, expected):
    """By their dates if all have them, else by number, else as they come in the file."""
    persons = [{"a": 1, "measured": day} for day in rows.values()]
    collector.add(answered(instrument, *persons), occasions=list(rows))

    assert list(collector.occasions) == expected


def test_one_wrong_date_does_not_turn_the_measurements_round(collector, instrument, answered):
    """The middle date of each decides."""
    days = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-05-01", "2026-05-02", "2006-05-03"]
    names = ["z", "z", "z", "a", "a", "a"]
    collector.add(answered(instrument, *({"a": 1, "measured": day} for day in days)), occasions=names)

    assert collector.occasions == {"z": 3, "a": 3}


def test_a_measurement_that_nobody_answered_is_none(collector, instrument, answered):
    """Only rows that are used count."""
    collector.add(answered(instrument, {"a": 1}, {}), occasions=["T0", "T1"])

    assert collector.occasions == {"T0": 1}
