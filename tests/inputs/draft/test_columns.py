"""What one column seems to hold: answers, numbers, codes for no answer, or no item at all."""

import polars as pl
import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.inputs.draft.columns import look
from reintegratie_cli.inputs.draft.guess import (
    AS_DATES,
    NOTHING,
    NUMBERING,
    ONE_VALUE,
    OPEN_TEXT,
    YEARS,
    Guess,
)

AGREE = ["helemaal mee oneens", "mee oneens", "neutraal", "mee eens", "helemaal mee eens"]
ORDERED = [
    AGREE,
    ["oneens", "niet eens, niet oneens", "eens"],
    ["nooit", "soms", "vaak", "altijd"],
    ["Nooit", "Zelden", "Regelmatig", "Heel vaak"],
    ["helemaal niet zeker", "een beetje zeker", "redelijk zeker", "erg zeker", "heel erg zeker"],
    ["geen zorgen", "weinig zorgen", "redelijk wat zorgen", "veel zorgen", "heel veel zorgen"],
    ["niet lastig, of geldt niet voor mij", "een beetje lastig", "erg lastig"],
    ["helemaal niet van toepassing", "een beetje van toepassing", "helemaal van toepassing"],
    ["zeer ontevreden", "ontevreden", "neutraal", "tevreden", "zeer tevreden"],
    ["niemand", "1 of 2 mensen", "3 tot 5 mensen", "10 of meer mensen"],
    ["minder dan 8 uur", "8 tot en met 15 uur", "16 uur of meer"],
    ["strongly disagree", "disagree", "agree", "strongly agree"],
    ["never", "sometimes", "very often"],
]


@pytest.fixture(scope="module")
def words():
    """The answer words that are shipped."""
    return catalogue.load_answer_words()


@pytest.mark.parametrize(("stray", "missing"), [("8", ()), ("9", (9,)), ("99", (99,)), ("-9", (-9,)), ("-8", (-8,))])
def test_a_value_given_once_is_a_code_for_no_answer_only_where_that_is_usual(words, stray, missing):
    """An 8 beside answers from 1 to 5 may be a slip: it is asked about, and is no answer either."""
    cells = pl.Series("0", [*("1", "2", "3", "4", "5") * 10, stray], dtype=pl.String)
    found = look(cells, words)

    assert found.missing == missing
    assert [option.rank for option in found.options] == [1, 2, 3, 4, 5]
    assert any("8 once, far from the other answers" in said.en for said in found.remarks) == (stray == "8")


def test_what_more_people_gave_is_no_slip(words):
    """Two of them typed the same 8."""
    cells = pl.Series("0", [*("1", "2", "3", "4", "5") * 10, "8", "8"], dtype=pl.String)

    assert look(cells, words).missing == (8,)


def column(*texts, times=5):
    """A column in which each of these texts stands so many times."""
    return pl.Series("0", list(texts) * times, dtype=pl.String)


@pytest.mark.parametrize("labels", ORDERED)
def test_known_words_are_put_in_order(labels, words):
    """Whatever order they stand in the file; the labels as they are written there."""
    guess = look(column(*sorted(labels, key=lambda label: label[::-1])), words)

    assert guess.type == "ordinal"
    assert [option.label for option in guess.options] == labels


@pytest.mark.parametrize(
    ("texts", "ranks", "missing"),
    [
        (["1", "2", "3", "4", "5"], [1, 2, 3, 4, 5], ()),
        (["1", "2", "4", "5"], [1, 2, 3, 4, 5], ()),
        (["0", "1", "2", "3", "4"], [0, 1, 2, 3, 4], ()),
        ([str(n) for n in range(11)], list(range(11)), ()),
        (["1,0", "2,0", "3,0"], [1, 2, 3], ()),
        (["1", "2", "3", "99"], [1, 2, 3], (99,)),
        (["1", "2", "3", "9"], [1, 2, 3], (9,)),
        (["1", "2", "3", "8", "9"], [1, 2, 3], (8, 9)),
        (["1", "2", "3", "-9", "-1"], [1, 2, 3], (-9, -1)),
        (["1", "2", "3", "weet niet"], [1, 2, 3], ("weet niet",)),
        (["1", "2", "3", "NA", ".", "n.v.t."], [1, 2, 3], ("n.v.t.",)),
        ([str(n) for n in range(1, 10)], list(range(1, 10)), ()),
        (["-2", "-1", "0", "1", "2"], [-2, -1, 0, 1, 2], ()),
    ],
)
def test_codes_that_follow_each_other_are_answers(texts, ranks, missing, words):
    """Gaps are filled, and what lies apart or says so is no answer."""
    guess = look(column(*texts), words)

    assert guess.type == "ordinal"
    assert [option.rank for option in guess.options] == ranks
    assert guess.missing == missing


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["ja", "nee"], "yes_no"),
        (["J", "N"], "yes_no"),
        (["0", "1"], "yes_no"),
        (["Ja"], "yes_no"),
        ([str(n) for n in range(0, 60, 3)], "count"),
        (["0", "1", "2", "3", "7", "12"], "count"),
        (["0", "2", "15", "30", "99"], "count"),
        (["1.5", "2", "3.25"], "number"),
        (["100,5", "2", "-3,25"], "number"),
        (["-20", "0", "15"], "number"),
        (["zorg", "bouw", "groen"], "choice"),
    ],
)
def test_other_answers(texts, kind, words):
    """The type is what it seems to be."""
    assert look(column(*texts), words).type == kind


def test_a_code_for_no_answer_bounds_a_count(words):
    """Or it would be read as so many."""
    guess = look(column("0", "2", "15", "30", "99"), words)

    assert (guess.missing, guess.most) == ((99,), 98)


def test_answers_that_say_their_place(words):
    """A number in front is the code; the whole text stands for it as well."""
    guess = look(column("1 - nooit", "2", "3", "4 = altijd"), words)

    assert [(option.rank, option.label, option.also) for option in guess.options] == [
        (1, "nooit", ("1 - nooit",)),
        (2, None, ()),
        (3, None, ()),
        (4, "altijd", ("4 = altijd",)),
    ]


def test_codes_of_a_survey_program(words):
    """AO01 is the first."""
    guess = look(column("AO02", "AO01", "AO03"), words)

    assert [(option.rank, option.also) for option in guess.options] == [(1, ("AO01",)), (2, ("AO02",)), (3, ("AO03",))]


def test_codes_with_a_zero_in_front(words):
    """01 is the first; the text as it is stands for it as well."""
    guess = look(column("01", "02", "03"), words)

    assert [(option.rank, option.also) for option in guess.options] == [(1, ("01",)), (2, ("02",)), (3, ("03",))]


def test_a_slip_of_the_keyboard_is_no_answer(words):
    """One 55 among many answers from 1 to 5."""
    guess = look(pl.Series("0", ["1", "2", "3", "4", "5"] * 40 + ["55"]), words)

    assert [option.rank for option in guess.options] == [1, 2, 3, 4, 5]


def test_what_one_person_wrote_is_no_answer(words):
    """A label that occurs once may be about that person, also among answers that are known."""
    guess = look(pl.Series("0", ["nooit", "soms", "vaak"] * 5 + ["Jan de Vries"]), words)

    assert [option.label for option in guess.options] == ["nooit", "soms", "vaak"]


def test_what_one_person_wrote_behind_a_number_is_no_answer(words):
    """Also where the number fits."""
    guess = look(pl.Series("0", ["1", "2", "3", "4"] * 5 + ["5 Jan de Vries"]), words)

    assert [(option.rank, option.label) for option in guess.options] == [(rank, None) for rank in (1, 2, 3, 4)]


def test_what_more_persons_wrote_elsewhere_is_an_answer(words):
    """Another column with the same answers shows that they are answers."""
    cells = pl.Series("0", ["niemand", "1 of 2 mensen", "3 tot 5 mensen"] * 5 + ["6 mensen of meer"])

    assert len(look(cells, words).options) == 3
    assert len(look(cells, words, {"6 mensen of meer"}).options) == 4


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ([""], NOTHING),
        (["NA", "weet niet"], NOTHING),
        (["in de zorg"], ONE_VALUE),
        (["3-5", "6-10", "11 of meer mensen"], AS_DATES),
        ([f"tekst {place} x" for place in range(20)], OPEN_TEXT),
        (["kort", "x" * 61], OPEN_TEXT),
        (["1", "2", "iets anders"], OPEN_TEXT),
        (["1987", "1990", "2001"], YEARS),
    ],
)
def test_what_is_no_item(texts, why, words):
    """And why."""
    assert look(column(*texts), words) is why


def test_a_number_for_each_row_is_a_numbering(words):
    """Twenty or more, each once."""
    assert look(pl.Series("0", [str(n) for n in range(5000, 5030)]), words) is NUMBERING


def test_a_few_open_texts_are_no_answers(words):
    """Each of them once."""
    assert look(column("Jan", "Piet", "Klaas", times=1), words) is OPEN_TEXT


@pytest.mark.parametrize("labels", ORDERED)
def test_the_order_of_rows_makes_no_difference(labels, words):
    """The same guess from the same cells."""
    cells = column(*labels, "weet niet")
    guess = look(cells, words)

    assert isinstance(guess, Guess)
    assert guess == look(cells.reverse(), words)
