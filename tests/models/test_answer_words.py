"""The orders of answers that are known: each word has one place in its order, and is no word for no answer."""

import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.answer_checks import becomes_date
from reintegratie_cli.models.answer_words import AnswerWords, Order, check_answer_words
from reintegratie_cli.models.base import fold


@pytest.fixture(scope="module")
def shipped() -> AnswerWords:
    """The file as it is shipped."""
    return catalogue.load_answer_words()


def test_what_is_shipped_is_right(shipped):
    """No word stands at two steps, whatever its case."""
    assert list(check_answer_words(shipped)) == []


def test_a_word_at_two_steps_is_found(shipped):
    """It would have no place."""
    order = Order(name="x", steps=(("nooit",), ("soms",), ("Nooit ", "altijd")))
    found = list(check_answer_words(shipped.model_copy(update={"orders": (order,)})))

    assert [(problem.at, problem.what.en) for problem in found] == [
        (("orders", 0, "steps", 2), '"Nooit" is in another step as well.')
    ]


def test_an_order_knows_the_place_of_each_word():
    """Without case and with single spaces."""
    assert Order(name="x", steps=(("Nooit", "geen  keer"), ("altijd",))).place == {
        "nooit": 0,
        "geen keer": 0,
        "altijd": 1,
    }


def test_no_answer_is_a_date_or_no_answer(shipped):
    """A draft with such a word could not be read in."""
    answers = {fold(word) for order in shipped.orders for step in order.steps for word in step}

    assert [word for word in answers if becomes_date(word)] == []
    assert answers & {fold(word) for word in shipped.missing_words} == set()
