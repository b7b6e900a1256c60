"""The answers as one matrix: keyed, as categories, and a second measurement beside the first."""

import numpy as np
import pytest

from reintegratie_cli.workflows.answer_collector import AnswerCollector
from reintegratie_cli.workflows.answer_matrix import NoCategoriesError, matched

NAN = np.nan

TWO_SCALES = {
    "items": {
        "a": {"answers": "vijf"},
        "b": {"answers": "nul"},
        "los": {"answers": "vijf"},
        "c": {"answers": "punten"},
        "d": {"answers": "getal"},
    },
    "scales": {
        "een": {"measurement": "reflective", "items": ["b", "a"], "reversed": ["a"], "score": "mean"},
        "twee": {"measurement": "reflective", "items": ["a", "c", "d"], "reversed": ["b", "c", "d"], "score": "sum"},
    },
}


@pytest.fixture
def instrument(questionnaire):
    """Two scales that share an item, keyed one way in the first and the other way in the second."""
    return questionnaire(**TWO_SCALES)


@pytest.fixture
def matrix(instrument, answered):
    """The matrix of these persons; the key `id` of a person is the id."""

    def make(*persons):
        collector = AnswerCollector(instrument, instrument.items)
        ids = [person.get("id", str(place)) for place, person in enumerate(persons)]
        answers = [{item: code for item, code in person.items() if item != "id"} for person in persons]
        collector.add(answered(instrument, *answers), ids=ids)
        return collector.matrix()

    return make


def test_the_items_are_those_of_the_scales_in_their_order(matrix):
    """Each once; an item that is in no scale is not among them."""
    assert matrix({"a": 1}).item_names == ("b", "a", "c", "d")


def test_scores_are_as_they_were_given(matrix):
    """Not reversed; an answer's score, not its place or its code; nan where there is none."""
    found = matrix({"a": 2, "b": 0, "c": "b", "d": 1.5}, {"b": 4})

    assert found.scores == pytest.approx(np.array([[0, 2, 2.5, 1.5], [4, NAN, NAN, NAN]]), nan_ok=True)


def test_keyed_reverses_what_the_scale_reverses(matrix, instrument):
    """Low + high - score, with the ends of the item's own answers; an item of two scales has the key of each."""
    found = matrix({"a": 2, "b": 1, "c": "b", "d": 1.5}, {"b": 4})
    first, second = (found.keyed(scale) for scale in instrument.scales.values())

    assert first == pytest.approx(np.array([[1, 4], [4, NAN]]), nan_ok=True)
    assert second == pytest.approx(np.array([[2, 7.5, 3.5], [NAN, NAN, NAN]]), nan_ok=True)


def test_keying_leaves_the_matrix_as_it_was(matrix, instrument):
    """What is keyed is a copy."""
    found = matrix({"a": 2, "b": 1})
    before = found.scores.copy()
    found.keyed(instrument.scales["een"])[:] = 99

    assert found.scores == pytest.approx(before, nan_ok=True)


def test_categories_are_the_ranks_of_the_scores_that_are_allowed(matrix):
    """Whether or not somebody has them, and whatever the order of the codes; -1 where there is no answer."""
    values, counts = matrix({"a": 5, "b": 3, "c": "a"}, {"c": "b"}, {"b": 0, "c": "c"}).categories(["a", "b", "c"])

    assert values.tolist() == [[4, 3, 2], [-1, -1, 1], [-1, 0, 0]]
    assert counts.tolist() == [5, 5, 3]


def test_reversed_categories_count_from_the_other_end(matrix):
    """The highest score becomes 0; no answer stays no answer."""
    values, _ = matrix({"a": 5, "c": "a"}, {"a": 2}).categories(["a", "c"], ["a", "c"])

    assert values.tolist() == [[0, 0], [3, -1]]


def test_reversed_categories_are_those_of_the_keyed_scores(matrix, instrument):
    """Both ways of keying put persons in one order."""
    found = matrix(*({"a": code, "c": "abc"[code % 3]} for code in range(1, 6)))
    scale = instrument.scales["twee"].model_copy(update={"items": ("a", "c"), "reversed": ("c",)})
    values, _ = found.categories(scale.items, scale.reversed)
    _, ranks = np.unique(found.keyed(scale)[:, 1], return_inverse=True)

    assert values[:, 1].tolist() == ranks.tolist()


def test_two_answers_with_one_score_are_one_category(questionnaire, answered):
    """Nobody can tell them apart by their score."""
    sets = {"dubbel": {"type": "ordinal", "values": {1: {"score": 1.0}, 2: {"score": 1.0}, 3: {"score": 2.0}}}}
    scales = {"s": {"measurement": "single", "items": ["x"], "score": "mean"}}
    instrument = questionnaire(answers=sets, items={"x": {"answers": "dubbel"}}, scales=scales)
    collector = AnswerCollector(instrument, ["x"])
    collector.add(answered(instrument, {"x": 1}, {"x": 2}, {"x": 3}))
    values, counts = collector.matrix().categories(["x"])

    assert (values[:, 0].tolist(), counts.tolist()) == ([0, 0, 1], [2])


def test_an_item_with_any_number_has_no_categories(matrix):
    """It is refused, never cut up."""
    with pytest.raises(NoCategoriesError):
        matrix({"d": 1.5}).categories(["a", "d"])


def test_a_retest_stands_beside_the_first_measurement(matrix):
    """Matched by id, in the order of the first; nan for whoever is not in the second."""
    first = matrix({"id": "p", "b": 1}, {"id": "q", "b": 2}, {"id": "r", "b": 3})
    second = matrix({"id": "r", "b": 4}, {"id": "x", "b": 0}, {"id": "p", "b": 0})
    retest = matched(first, second)

    assert retest.matrix.scores[:, 0] == pytest.approx([0, NAN, 4], nan_ok=True)
    assert (retest.n_matched, retest.n_repeated, retest.n_new) == (2, 0, 1)


@pytest.mark.parametrize(
    ("first", "second"), [(["p", "p", "q"], ["p", "q"]), (["p", "q"], ["p", "q", "p"])], ids=["first", "second"]
)
def test_an_id_with_several_rows_in_either_has_no_retest(matrix, first, second):
    """Nobody can tell which rows belong together; how many ids is counted."""
    one, other = (matrix(*({"id": person, "b": 1} for person in persons)) for persons in (first, second))
    retest = matched(one, other)
    have = [person for person, row in zip(first, retest.matrix.scores, strict=True) if not np.isnan(row).all()]

    assert have == ["q"]
    assert (retest.n_matched, retest.n_repeated, retest.n_new) == (1, 1, 0)


def test_a_retest_of_nobody_has_no_answers(matrix):
    """Of the size of the first measurement, all nan."""
    first, second = matrix({"id": "p", "b": 1}), matrix({"id": "q", "b": 1})
    retest = matched(first, second)

    assert retest.matrix.scores.shape == first.scores.shape
    assert retest.n_matched == 0
