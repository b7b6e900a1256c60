"""Texts that are no answer: counted by text, shown only where many gave them, at constant memory."""

import polars as pl
import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.inputs.unmatched import LONGEST_SHOWN, MOST_TEXTS, Givers, UnmatchedTexts
from reintegratie_cli.models.instrument import AnswerSet

FIVE = AnswerSet(type="ordinal", values=[1, 2, 3, 4, 5])


@pytest.fixture(scope="module")
def words():
    """How answers of exports are recognised."""
    return catalogue.load_answer_words()


@pytest.fixture
def seen(words):
    """What was seen of these (text, person) pairs, batch after batch."""

    def see(*batches, show_all=False):
        texts = UnmatchedTexts(FIVE, words, Givers(show_all=show_all))
        for batch in batches:
            cells, persons = zip(*batch, strict=True)
            texts.see(pl.Series(cells, dtype=pl.String), pl.Series(persons, dtype=pl.String))
        return texts

    return see


def of_persons(text, n):
    """This text, of so many persons."""
    return [(text, f"p{person}") for person in range(n)]


@pytest.mark.parametrize(("n", "shown"), [(9, []), (10, ["prima"])])
def test_ten_persons_make_a_text_nobodys(seen, n, shown):
    """One fewer could tell who."""
    assert [one.text for one in seen(of_persons("prima", n)).shown] == shown


def test_batches_add_up(seen):
    """Wherever they end, and the same person twice is one."""
    texts = seen(of_persons("prima", 6), of_persons("prima", 6), [("prima", f"q{person}") for person in range(3)])

    assert (texts.n_cells, texts.shown) == (15, ())


def test_case_and_spaces_make_no_other_text(seen):
    """As an answer would be read."""
    texts = seen([(text, f"p{n}") for n, text in enumerate(["Prima", " prima", "PRIMA\u00a0"] * 4)])

    assert [(one.text, one.cells) for one in texts.shown] == [("Prima", 12)]


def test_a_long_text_is_no_answer_from_a_list(seen):
    """Even when many sent the same."""
    assert seen(of_persons("x" * (LONGEST_SHOWN + 1), 30)).shown == ()


def test_memory_is_bounded(seen):
    """Cells are counted all the same, and so many texts are nobody's list."""
    texts = seen([(f"tekst {number}", "p") for number in range(MOST_TEXTS + 500)], show_all=True)

    assert (texts.n_texts, texts.n_cells, texts.is_free_text, texts.shown) == (MOST_TEXTS, MOST_TEXTS + 500, True, ())


def test_what_controls_a_terminal_is_shown_not_done(seen):
    """As everything foreign."""
    assert seen(of_persons("a\x1b[31mb", 10)).shown[0].text == r"a\x1b[31mb"


@pytest.mark.parametrize(
    ("text", "code"), [("1 - nooit", 1), ("(2) soms", 2), ("AO05", 5), ("A0", None), ("12x", None)]
)
def test_a_text_can_say_its_own_code(seen, text, code):
    """For a person to check."""
    assert seen(of_persons(text, 10)).shown[0].proposed == code
