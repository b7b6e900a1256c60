"""What a cell means: by hand, against a slow reading cell by cell, and whatever the batches."""

import math
from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs import cells
from reintegratie_cli.inputs.cells import NOT_ANSWERED, NOT_SHOWN, AnswerReader
from reintegratie_cli.inputs.decoding import Decoder
from reintegratie_cli.models.base import fold
from reintegratie_cli.models.instrument import NOT_AN_ANSWER, AnswerSet, Instrument
from reintegratie_cli.models.responses import NO_ANSWER

ZEKER = {
    "type": "ordinal",
    "values": {
        1: {"nl": "helemaal niet zeker", "en": "not at all sure", "also": ["AO01", "1 - niet"]},
        2: {"nl": "een beetje", "en": "a bit", "also": ["AO02", 12]},
        3: {"nl": "heel zeker", "en": "very sure", "also": ["AO03"]},
    },
}
INSTRUMENT = Instrument.model_validate(
    {
        "instrument": "proef",
        "version": "1.0.0",
        "answers": {
            "zeker": ZEKER,
            "last": {"type": "ordinal", "values": {0: "geen", 1: "wat", 2: "veel"}, "empty": 0},
            "janee": {"type": "yes_no"},
            "werk": {"type": "choice", "values": {"zorg": "in de zorg", "bouw": "in de bouw"}},
            "brieven": {"type": "count", "min": 0, "max": 200, "missing": [-9]},
            "uren": {"type": "number", "min": 0, "max": 40, "empty": 0},
        },
        "missing": [99, "weet ik niet"],
        "items": {
            "vervolg": {"answers": "zeker", "only_if": {"item": "zoekt", "is": [1], "else": 3}},
            "zoekt": {"answers": "janee"},
            "zeker_1": {"answers": "zeker"},
            "last_1": {"answers": "last"},
            "werk_1": {"answers": "werk"},
            "brieven_1": {"answers": "brieven", "only_if": {"item": "vervolg", "is": [2, 3]}},
            "uren_1": {"answers": "uren"},
        },
        "scales": {"s": {"items": ["zeker_1"], "measurement": "single", "score": "mean"}},
    }
)
MAPPED = {"janee": {"1": 1, "2": 0}, "zeker": {"goed": 3, "?": 99}}


def reader(name, mapped=None):
    """A reader of one of the answer sets above."""
    answers = INSTRUMENT.answers[name]
    return AnswerReader(name, answers, INSTRUMENT.missing if answers.missing is None else answers.missing, mapped)


def column(name, cells, mapped=None, *, tells_not_shown=False):
    """A column of one of the answer sets above, and its reader."""
    it = reader(name, mapped)
    return it.column(pl.Series(cells, dtype=pl.String), tells_not_shown=tells_not_shown), it


@pytest.mark.parametrize(
    "text", ["2", "een beetje", "a bit", "AO02", "12", "EEN  Beetje ", "\xa02\u200b", "2.0", "2,00"]
)
def test_codes_labels_and_also_are_the_same_answer(text):
    """A code, a label in either language and what `also` names give one place, whatever the case and spaces."""
    assert reader("zeker").read(text) == (1.0, None)
    assert column("zeker", [text])[0].values.tolist() == [1]


@pytest.mark.parametrize("text", ["4", "2.5", "2.000", "2,000", "+2", "02", "²", "２", "een", "2;3", "1e0", "=2"])
def test_what_is_not_surely_an_answer_is_marked(text):
    """A text that is none of the answers is unreadable, and gets no place."""
    found, it = column("zeker", [text, "1"])
    assert found.values.tolist() == [NO_ANSWER, 0]
    assert found.unreadable.tolist() == [True, False]
    assert not it.missing.total()


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("7", 7), ("007", 7), ("7.0", 7), ("7,00", 7), ("200", 200), ("-0", 0), ("0.0", 0)],
)
def test_a_count_is_a_whole_number(text, number):
    """A count may be written as a float, as long as it is whole."""
    assert column("brieven", [text])[0].values.tolist() == [number]


@pytest.mark.parametrize("text", ["3,5", "3.5", "-1", "201", "1.234", "1,234", "1e2", "1 0", "1.0.0", "∞", "nan", "-"])
def test_a_count_is_never_guessed(text):
    """Fractions, numbers out of range, thousands separators and scientific notation are unreadable."""
    found, _ = column("brieven", [text])
    assert np.isnan(found.values).all()
    assert found.unreadable.all()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3,5", 3.5),
        ("3.5", 3.5),
        ("3,25", 3.25),
        ("3.1416", 3.1416),
        ("12,3456", 12.3456),
        (".50", 0.5),
        (",5", 0.5),
        ("0.125", 0.125),
    ],
)
def test_decimals_have_a_dot_or_a_comma(text, number):
    """Both signs for decimals are read where they can mean nothing else."""
    assert column("uren", [text])[0].values.tolist() == [number]


def test_three_decimals_are_read_where_thousands_cannot_be_meant():
    """3.375 on a scale that ends at 4 is no 3375: answers filled in with a person's mean look so."""
    narrow = AnswerReader("x", AnswerSet(type="number", min=1, max=4))
    assert [narrow.read(text).value for text in ("3.375", "3,375")] == [3.375, 3.375]


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.345", "1.234,5", "1'234", "1_000", "12.", "9" * 400])
def test_a_number_that_could_be_thousands_is_unreadable(text):
    """Three digits after a sign can be thousands: that is not for us to say."""
    wide = AnswerReader("x", AnswerSet(type="number"))
    assert not wide.read(text).is_readable


@pytest.mark.parametrize("answers", [AnswerSet(type="count"), AnswerSet(type="ordinal", values={1: {}, 2: {}})])
def test_castor_writes_why_there_is_no_answer(answers):
    """Whatever the reason, it is none; counted as what SPSS calls missing."""
    it = AnswerReader("x", answers)
    assert it.read("##USER_MISSING_95##").missing == "user_missing"
    assert not it.read("##USER_MISSING##").is_readable


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1", "2", "4"], (4, 0)),
        (["1", "4.0", None], (4, 0)),
        (["-1", "0", "2"], (-1, 3)),
        (["0", "4"], None),
        (["nooit", "4"], None),
        (["0,0", "4"], None),
        (["1", "2", "3"], None),
        (["5"], None),
    ],
)
def test_a_file_that_numbers_from_another_start(texts, expected):
    """One beyond the last answer, and the first never: then what could be read may mean something else."""
    it = AnswerReader("x", AnswerSet(type="ordinal", values={0: {"nl": "nooit"}, 1: {}, 2: {}, 3: {}}))
    for text in texts:
        it.column(pl.Series([text], dtype=pl.String), tells_not_shown=False)
    assert it.shifted == expected
    it.clear()
    assert it.shifted is None


def test_what_is_no_answer_is_no_other_start():
    """Nor are codes that --map explains."""
    ordinal = AnswerSet(type="ordinal", values={0: {}, 1: {}})
    for missing, mapped in (([2], {}), ([], {"2": 0}), ([], {"2": "NA"}), ([], {"2": 1, "1": 0})):
        it = AnswerReader("x", ordinal, missing, mapped)
        it.column(pl.Series(["2"]), tells_not_shown=False)
        assert it.shifted is None


def test_to_explain_the_last_code_alone_is_not_enough():
    """Where 4 is made 3 and 3 stays 3, two answers have become one."""
    it = AnswerReader("x", AnswerSet(type="ordinal", values={0: {}, 1: {}, 2: {}, 3: {}}), mapped={"4": 3})
    it.column(pl.Series(["4", "1"]), tells_not_shown=False)
    assert it.shifted == (4, 0)


def test_another_start_is_said():
    """In a sentence that names both codes."""
    decoder = Decoder(INSTRUMENT, ["zoekt"])
    decoder.decode({"zoekt": pl.Series(["1", "2"])}, np.ones(2, np.bool_), tells_not_shown=False)
    assert next(note.en for note in decoder.notes).startswith("Answer set janee: 2 occurs and 0 does not.")


def test_a_count_can_have_words_for_some_numbers():
    """A label of an open answer set stands for its code."""
    it = AnswerReader(
        "x", AnswerSet(type="count", max=20, values={0: "geen", 20: {"nl": "twintig of meer", "also": ["20+"]}})
    )
    assert [it.read(text).value for text in ("Geen", "20+", "twintig of meer", "7")] == [0, 20, 20, 7]
    assert not it.read("21").is_readable


def test_without_a_range_every_plain_number_is_an_answer():
    """A number without bounds may be negative; a count may not."""
    assert AnswerReader("x", AnswerSet(type="number")).read("-12345.678").value == -12345.678
    assert not AnswerReader("x", AnswerSet(type="count")).read("-1").is_readable


def test_missing_codes_are_no_answer_and_counted_each():
    """Every text for "no answer" is counted under its own name, codes written as floats too."""
    found, it = column("zeker", ["99", "99.0", "WEET  ik niet", "NA", "n/a", "", " ", None, "3"], tells_not_shown=True)
    assert found.values.tolist() == [NO_ANSWER] * 8 + [2]
    assert found.unreadable is None
    assert +it.missing == {"99": 2, "weet ik niet": 1, "NA": 1, "N/A": 1, NOT_ANSWERED: 2, NOT_SHOWN: 1}


def test_a_missing_code_is_no_number():
    """The missing code of a count is no answer although it is a number, and out of range besides."""
    found, it = column("brieven", ["-9", "-9,0", "99"])
    np.testing.assert_array_equal(found.values, [math.nan, math.nan, 99])
    assert +it.missing == {"-9": 2}


def test_a_map_goes_before_the_codes():
    """Where an export writes 1 for yes and 2 for no, --map says so, also for 2.0."""
    found, _ = column("janee", ["1", "2", "2.0", "ja", "0"], {"1": 1, "2": 0})
    ja, nee = (INSTRUMENT.answers["janee"].codes.index(code) for code in (1, 0))
    assert found.values.tolist() == [ja, nee, nee, ja, nee]


def test_a_map_can_turn_codes_round():
    """A map is about what the file holds; our own codes keep their meaning in the questionnaire."""
    decoder = Decoder(INSTRUMENT, ["zoekt", "vervolg"], {"janee": {"1": 0, "0": 1}})
    cells = {"zoekt": pl.Series(["1", "0"]), "vervolg": pl.Series(["1", "1"])}
    decoded = decoder.decode(cells, np.ones(2, np.bool_), tells_not_shown=False)
    # "1" means no here: the follow-up was not asked and takes code 3.
    assert decoded.answers["vervolg"].tolist() == [2, 0]


@pytest.mark.parametrize("mapped", [{"x": 7}, {"": 1}, {" ": 1}, {"x": 1, "X ": 2}, {"x": ""}])
def test_a_map_that_means_nothing_is_refused(mapped):
    """A code that does not exist, an empty cell, or two meanings of one value: exit code 2."""
    with pytest.raises(UsageError) as caught:
        reader("zeker", mapped)
    assert all("zeker" in sentence.nl and "--map" in sentence.en for sentence in caught.value.sentences)


def test_an_empty_cell_is_an_answer_of_whoever_answered_something():
    """`empty` fills empty cells, but not those of a row without any answer, and not those that were not shown."""
    decoder = Decoder(INSTRUMENT, ["zeker_1", "last_1", "uren_1"])
    cells = {
        "zeker_1": pl.Series(["1", "99", "1", "?", "1"]),
        "last_1": pl.Series(["", "", None, "", "NA"]),
        "uren_1": pl.Series(["", "", None, "", ""]),
    }
    decoded = decoder.decode(cells, np.ones(5, np.bool_), tells_not_shown=True)
    assert decoded.answers["last_1"].tolist() == [0, NO_ANSWER, NO_ANSWER, NO_ANSWER, NO_ANSWER]
    np.testing.assert_array_equal(decoded.answers["uren_1"], [0, math.nan, math.nan, math.nan, 0])
    assert decoded.answered.tolist() == [True, False, True, False, True]
    assert decoder.missing_counts == {"99": 1, "NA": 1, NOT_ANSWERED: 4, NOT_SHOWN: 2}


def test_without_not_shown_every_empty_cell_is_empty():
    """Where a file does not tell, an unquoted empty cell is as empty as a quoted one."""
    decoder = Decoder(INSTRUMENT, ["zeker_1", "last_1"])
    cells = {"zeker_1": pl.Series(["1", None]), "last_1": pl.Series([None, ""])}
    decoded = decoder.decode(cells, np.ones(2, np.bool_), tells_not_shown=False)
    assert decoded.answers["last_1"].tolist() == [0, NO_ANSWER]
    assert decoder.missing_counts == {NOT_ANSWERED: 2}


def test_whoever_was_not_asked_has_what_the_routing_says():
    """A follow-up item takes `else` where the earlier answer rules it out, even over what could not be read."""
    decoder = Decoder(INSTRUMENT, ["brieven_1", "vervolg", "zoekt"])
    cells = {
        "zoekt": pl.Series(["nee", "nee", "ja", "", "nee"]),
        "vervolg": pl.Series(["1", "xx", "1", "1", "3"]),
        "brieven_1": pl.Series(["4", "4", "4", "??", "4"]),
    }
    decoded = decoder.decode(cells, np.ones(5, np.bool_), tells_not_shown=False)
    assert decoded.answers["vervolg"].tolist() == [2, 2, 0, 0, 2]
    np.testing.assert_array_equal(decoded.answers["brieven_1"], [4, 4, math.nan, math.nan, 4])
    assert decoded.unreadable == {}
    assert decoder.ruled_out == {"vervolg": 1, "brieven_1": 1}


def test_rows_of_wrong_width_are_not_counted_as_missing():
    """A row that could not be split into cells did not leave its answers open."""
    decoder = Decoder(INSTRUMENT, ["zeker_1", "last_1"])
    cells = {"zeker_1": pl.Series(["1", None], dtype=pl.String), "last_1": pl.Series([None, None], dtype=pl.String)}
    decoded = decoder.decode(cells, np.array([True, False]), tells_not_shown=True)
    assert decoder.missing_counts == {NOT_SHOWN: 1}
    assert decoded.answered.tolist() == [True, False]


def test_many_codes_have_many_places():
    """A choice of two hundred codes keeps each of them apart."""
    answers = AnswerSet(type="choice", values=[f"beroep {n}" for n in range(200)])
    found = AnswerReader("x", answers).column(pl.Series([f"Beroep {n}" for n in range(200)]), tells_not_shown=False)
    assert found.values.tolist() == list(range(200))


@pytest.mark.parametrize("n", [252, 253, 254, 255, 256, 65534, 65535, 65536])
def test_the_number_of_texts_never_changes_what_they_mean(n):
    """At the limits of the engine's small integers the look-up still fits the texts."""
    answers = AnswerSet(type="choice", values=[f"c{place}" for place in range(n)])
    found = AnswerReader("x", answers).column(pl.Series([f"c{n - 1}", None, "c0", "??"]), tells_not_shown=False)
    assert found.values.tolist() == [n - 1, NO_ANSWER, 0, NO_ANSWER]


def test_memory_stays_bounded(monkeypatch):
    """Beyond so many different texts, and for long ones, nothing is remembered, and nothing changes."""
    monkeypatch.setattr(cells, "MOST_TEXTS", 40)
    it = reader("brieven")
    for start in range(0, 200, 20):
        found = it.column(pl.Series([str(n) for n in range(start, start + 20)] + ["x" * 300]), tells_not_shown=False)
        assert found.values.tolist()[:-1] == list(range(start, start + 20))
        assert found.unreadable.tolist() == [False] * 20 + [True]
    assert len(it._texts.cells) <= 40
    assert max(map(len, it._texts.cells)) <= cells.LONGEST_TEXT


# The slow reading: one cell after the other, as the documentation says it.


def slow_number(answers, text):
    """A number, or none when it is not one or could be two."""
    sign, body = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, mark, rest = body.partition("." if "." in body else ",")
    if not whole + rest or set(whole + rest) - set("0123456789") or (mark and not rest):
        return None
    if len(whole) > 15 or len(rest) > 20:
        return None
    number = sign * float(f"{whole or '0'}.{rest or '0'}")
    low = answers.min if answers.min is not None else (0 if answers.type == "count" else -math.inf)
    high = math.inf if answers.max is None else answers.max

    def fits(one):
        return low <= one <= high and (answers.type == "number" or one == int(one))

    ambiguous = mark and len(rest) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"
    if ambiguous and fits(number * 1000):
        return None
    return number if fits(number) else None


def slow_cell(answers, missing, mapped, text):
    """("answer", value), ("missing", code) or ("unreadable", None)."""
    word = fold(text)
    whole, mark, rest = word.partition("." if "." in word else ",")
    as_float = mark and rest and not rest.strip("0") and len(rest) != 3 and whole.removeprefix("-").isdecimal()
    for candidate in [word, *([whole] if as_float else [])]:
        for theirs, code in (mapped or {}).items():
            if candidate == fold(theirs):
                return slow_cell(answers, missing, None, str(code))
        for place, (code, answer) in enumerate(answers.values.items()):
            if candidate in [
                fold(str(known)) for known in (code, answer.nl, answer.en, *answer.also) if known is not None
            ]:
                return "answer", place
        for code in (*missing, *NOT_AN_ANSWER):
            if candidate == fold(str(code)):
                return "missing", str(code) or NOT_ANSWERED
    number = slow_number(answers, word) if answers.type in ("count", "number") else None
    return ("unreadable", None) if number is None else ("answer", number)


def slow_row(row, *, tells_not_shown, counts):
    """The answers of one person and the items that could not be read; counts what was missing."""
    answers, unreadable, empty = {}, set(), set()
    for item, cell in row.items():
        of = INSTRUMENT.answer_set(item)
        if cell is None:
            kind, value = "missing", NOT_SHOWN if tells_not_shown else NOT_ANSWERED
        else:
            kind, value = slow_cell(
                of, INSTRUMENT.missing_codes(item), MAPPED.get(INSTRUMENT.items[item].answers), cell
            )
        answers[item] = value if kind == "answer" else None
        if kind == "unreadable":
            unreadable.add(item)
        if value == NOT_ANSWERED and of.empty is not None:
            empty.add(item)
        elif kind == "missing":
            counts[value] += 1
    answered = any(value is not None for value in answers.values())
    for item in empty:
        answers[item] = 0 if answered else None
        counts[NOT_ANSWERED] += not answered
    if answers["zoekt"] == INSTRUMENT.answers["janee"].codes.index(0):
        answers["vervolg"] = 2
        unreadable.discard("vervolg")
    if answers["vervolg"] == 0:
        answers["brieven_1"] = None
        unreadable.discard("brieven_1")
    return answers, unreadable, answered


KNOWN_TEXTS = [
    *("1", "2", "3", "0", "AO01", "12", "een beetje", "VERY  sure", "geen", "wat", "veel", "ja", "Nee", "j", "waar"),
    *("zorg", "in de bouw", "3,5", "3.5", "40", "40.01", "1.234", "1,234", "2.0", "3,00", "1.000", "-9", "-9.0", "200"),
    *("99", "99,0", "weet ik niet", "NA", "#N/B", ".", "", " ", "\xa0", "{question_not_shown}", "goed", "?", "0.125"),
    *("-0", "1e3", "1.5.2", "-", ",5", ".", "x", "ZZKANARIEZZ", "\x1b[31m", "=1+1", "199.0", "1.0000"),
]
CELLS = st.one_of(
    st.none(),
    st.sampled_from(KNOWN_TEXTS),
    st.sampled_from(KNOWN_TEXTS).map(lambda text: f" {text.upper()}\u200b"),
    st.text(max_size=6),
    st.text("0123456789.,- ", max_size=8),
)
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(INSTRUMENT.items, CELLS)), max_size=12)


def decode(rows, size, *, tells_not_shown):
    """All rows in batches of `size`, as lists."""
    decoder = Decoder(INSTRUMENT, list(INSTRUMENT.items), MAPPED)
    answers = {item: [] for item in INSTRUMENT.items}
    unreadable, answered = [], []
    for start in range(0, len(rows), size):
        some = rows[start : start + size]
        cells = {item: pl.Series([row[item] for row in some], dtype=pl.String) for item in INSTRUMENT.items}
        decoded = decoder.decode(cells, np.ones(len(some), np.bool_), tells_not_shown=tells_not_shown)
        for item, values in decoded.answers.items():
            none = np.isnan(values) if values.dtype == np.float64 else values == NO_ANSWER
            answers[item] += [None if gone else float(value) for gone, value in zip(none, values, strict=True)]
        unreadable += [{item for item, bad in decoded.unreadable.items() if bad[at]} for at in range(len(some))]
        answered += decoded.answered.tolist()
    return answers, unreadable, answered, decoder.missing_counts


@settings(deadline=None, max_examples=300)
@forall(rows=ROWS, size=st.integers(1, 13), tells_not_shown=st.booleans())
def test_the_fast_reading_equals_the_slow_one(rows, size, tells_not_shown):
    """Whole columns through look-up tables give what reading cell by cell gives, in batches of any size."""
    counts = Counter()
    slow = [slow_row(row, tells_not_shown=tells_not_shown, counts=counts) for row in rows]
    expected = (
        {item: [answers[item] for answers, _, _ in slow] for item in INSTRUMENT.items},
        [unreadable for _, unreadable, _ in slow],
        [answered for _, _, answered in slow],
        dict(+counts),
    )
    assert expected == decode(rows, size, tells_not_shown=tells_not_shown)


@settings(deadline=None, max_examples=60)
@forall(places=st.lists(st.integers(0, 2), min_size=1), choose=st.randoms(use_true_random=False))
def test_codes_labels_and_also_mix_freely(places, choose):
    """A column that mixes codes, labels of both languages and `also` gives the answers of the column of codes."""
    values = list(INSTRUMENT.answers["zeker"].values.items())
    words = [[str(code), *answer.words] for code, answer in values]
    mixed = column("zeker", [choose.choice(words[place]) for place in places])[0].values
    assert mixed.tolist() == places
    assert column("zeker", [words[place][0] for place in places])[0].values.tolist() == places


def test_a_column_without_rows():
    """No rows give no answers, and no error."""
    found, it = column("uren", [])
    assert found.values.tolist() == []
    assert not it.missing.total()
