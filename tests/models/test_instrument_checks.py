"""Each mistake in a questionnaire that its shape does not show, and that a right one has none."""

from copy import deepcopy

import pytest

from reintegratie_cli.models.answer_checks import becomes_date, check_answers
from reintegratie_cli.models.instrument import AnswerSet, Instrument
from reintegratie_cli.models.instrument_checks import check_instrument

RIGHT = {
    "instrument": "proef",
    "version": "1.0.0",
    "missing": [99, "weet ik niet"],
    "answers": {
        "zeker": {"type": "ordinal", "values": {1: {"nl": "niet", "also": ["AO01"]}, 2: "wat", 3: "heel"}},
        "janee": {"type": "yes_no"},
        "brieven": {"type": "count", "min": 0, "max": 50},
        "uren": {"type": "number", "missing": []},
        "werk": {"type": "choice", "values": {"zorg": "in de zorg", "bouw": "in de bouw"}, "missing": []},
    },
    "items": {
        "a": {"answers": "zeker"},
        "b": {"answers": "zeker", "only_if": {"item": "a", "is": [2, 3], "else": 1}},
        "c": {"answers": "janee"},
        "d": {"answers": "brieven", "only_if": {"item": "c", "is": [1], "else": 0}},
        "e": {"answers": "uren", "wish": "hours"},
        "f": {"answers": "werk", "wish": "work"},
    },
    "scales": {
        "s": {
            "measurement": "reflective",
            "items": ["a", "b"],
            "reversed": ["b"],
            "score": "mean",
            "anchors": {"low": 1.5, "high": 2.5},
            "error": {"sd": 0.8, "reliability": 0.8, "source": "omega"},
        },
        "t": {"measurement": "single", "items": ["d"], "score": "sum", "twin_of": "elders"},
        "u": {"measurement": "formative", "items": ["a", "c"], "score": {"count_above": 1}},
    },
    "model": {"factors": {"s": ["a", "b"]}, "residual_covariances": [["a", "b"]]},
    "columns": {"a": "Q1", "b": "Q2"},
}
GONE = object()


def problems(*changes, file_id="proef"):
    """Place and English sentence of every problem, after changes (keys from the top, new value)."""
    raw = deepcopy(RIGHT)
    for *keys, last, value in changes:
        place = raw
        for key in keys:
            place = place[key]
        if value is GONE:
            del place[last]
        else:
            place[last] = value
    return [(p.at, p.what.en) for p in check_instrument(Instrument.model_validate(raw), file_id)]


def test_a_right_questionnaire_has_no_problems():
    """Everything that a questionnaire may use, used rightly."""
    assert problems() == []


@pytest.mark.parametrize(
    ("change", "at", "words"),
    [
        (("instrument", "anders"), ("instrument",), "the id is anders but the file is called proef.yaml"),
        (("items", "a", {"answers": "zekr"}), ("items", "a", "answers"), "zekr does not exist. Did you mean zeker?"),
        (("scales", "s", "items", ["a", "bb"]), ("scales", "s", "items", 1), "the item bb does not exist."),
        (("scales", "s", "items", ["a", "b", "a"]), ("scales", "s", "items", 2), "this item is there twice"),
        (("scales", "s", "reversed", ["c"]), ("scales", "s", "reversed", 0), "in this scale c does not exist"),
        (("scales", "u", "items", ["a", "f"]), ("scales", "u", "items", 1), "f is a choice without order"),
        (("scales", "t", "twin_of", "t"), ("scales", "t", "twin_of"), "not its own twin"),
        (
            ("scales", "t", "items", ["d", "a"]),
            ("scales", "t", "measurement"),
            "single is one question; this scale has 2",
        ),
        (("items", "b", "only_if", "item", "x"), ("items", "b", "only_if", "item"), "the item x does not exist"),
        (("items", "b", "only_if", "item", "e"), ("items", "b", "only_if", "item"), "e asks for a number"),
        (
            ("items", "b", "only_if", "is", [2, 4]),
            ("items", "b", "only_if", "is", 1),
            "4 is not an answer. Allowed: 1|2|3.",
        ),
        (("items", "b", "only_if", "is", ["2"]), ("items", "b", "only_if", "is", 0), "2 is written without quotes"),
        (("items", "b", "only_if", "else", 9), ("items", "b", "only_if", "else"), "9 is not an answer"),
        (
            ("items", "d", "only_if", "else", 51),
            ("items", "d", "only_if", "else"),
            "51 is not an answer. Allowed: 0..50.",
        ),
        (("items", "a", "wish", "work"), ("items", "a", "wish"), "a wish is a choice or a number; zeker is ordinal"),
        (("model", "factors", {"s": ["a", "x"]}), ("model", "factors", "s", 1), "the item x does not exist"),
        (("model", "factors", {"s": ["a", "a"]}), ("model", "factors", "s", 1), "twice"),
        (("model", "factors", {"s": []}), ("model", "factors", "s"), "a factor without items"),
        (("model", "residual_covariances", [["a", "x"]]), ("model", "residual_covariances", 0, 1), "x does not exist"),
        (("model", "residual_covariances", [["a", "a"]]), ("model", "residual_covariances", 0, 1), "twice"),
        (("columns", {"x": "Q1"}), ("columns", "x"), "the item x does not exist"),
        (("columns", {"a": "Q1", "b": "q1 "}), ("columns", "b"), "the column q1 belongs to the item a as well"),
        (
            ("scales", "s", "anchors", {"low": 2, "high": 1.5}),
            ("scales", "s", "anchors"),
            "2, 1.5 is not possible here",
        ),
        (
            ("scales", "s", "anchors", {"low": 0.9, "high": 2}),
            ("scales", "s", "anchors"),
            "Allowed: 1 <= low <= high <= 3",
        ),
        (("scales", "s", "anchors", {"low": 1, "high": 3.1}), ("scales", "s", "anchors"), "is not possible here"),
        (
            ("scales", "s", "error", {"sd": 1.01, "reliability": 0.8, "source": "assumed"}),
            ("scales", "s", "error", "sd"),
            "a score from 1 to 3 never has an sd of 1.01. At most: 1.",
        ),
        (
            ("scales", "s", "measurement", "formative"),
            ("scales", "s", "error", "source"),
            "omega belongs to reflective; this scale is formative",
        ),
        (("scales", "u", "score", {"count_above": 3}), ("scales", "u", "score", "count_above"), "no answer at all"),
        (("scales", "u", "score", {"count_above": -1}), ("scales", "u", "score", "count_above"), "or every answer"),
        (("missing", [99, "2"]), ("answers", "zeker"), '2 means "no answer" (missing) but is an answer as well'),
        (("missing", [99, " HEEL "]), ("answers", "zeker"), "is an answer as well"),
        (("missing", [12]), ("answers", "brieven"), "12 means"),
        (("answers", "zeker", "missing", ["ao01"]), ("answers", "zeker", "missing", 0), "ao01 means"),
    ],
)
def test_a_mistake_is_found_at_its_place(change, at, words):
    """One mistake is told once, where it stands."""
    found = [(place, said) for place, said in problems(change) if place == at]

    assert len(found) == 1
    assert words in found[0][1]


def test_every_item_of_a_circle_is_told():
    """Items that wait for each other would never be asked."""
    found = problems(("items", "a", "only_if", {"item": "b", "is": [1]}))

    assert {at for at, said in found if "Break the circle" in said} == {
        ("items", "a", "only_if", "item"),
        ("items", "b", "only_if", "item"),
    }


def test_an_item_that_waits_for_itself_is_told():
    """The smallest circle."""
    found = problems(("items", "a", "only_if", {"item": "a", "is": [1]}))

    assert [at for at, _ in found] == [("items", "a", "only_if", "item")]


def test_an_item_after_a_circle_is_not_part_of_it():
    """Only the circle itself is told, not what comes after it."""
    found = problems(
        ("items", "a", "only_if", {"item": "b", "is": [1]}),
        ("items", "c", "only_if", {"item": "a", "is": [1]}),
    )

    assert ("items", "c", "only_if", "item") not in {at for at, _ in found}


def test_only_the_codes_of_a_list_are_answers():
    """A code between two others is none, and a code that is text may be named."""
    gap = ("answers", "zeker", {"type": "ordinal", "values": [1, 2, 4]})
    after_work = ("items", "a", "only_if", {"item": "f", "is": ["zorg"]})

    assert ("items", "b", "only_if", "is", 1) in {at for at, _ in problems(gap)}
    assert problems(after_work) == []


def test_a_code_is_written_as_in_the_answers():
    """Quotes make another code."""
    found = problems(("answers", "zeker", {"type": "ordinal", "values": ["1", "2", "3"]}))

    assert (("items", "b", "only_if", "else"), True) in {(at, "1 is written with quotes" in said) for at, said in found}


def test_an_empty_answer_set_is_told_once():
    """What cannot be checked further is left alone."""
    found = problems(("answers", "zeker", {"type": "ordinal"}), ("items", "b", {"answers": "zeker"}))

    assert [at for at, _ in found] == [("answers", "zeker", "values")]


@pytest.mark.parametrize("answers", [{"type": "number", "max": 40}, {"type": "number", "min": 0}, {"type": "count"}])
def test_reversing_needs_both_ends(answers):
    """An answer without a highest or lowest value has no mirror image."""
    found = problems(("answers", "uren", answers), ("scales", "t", "items", ["e"]), ("scales", "t", "reversed", ["e"]))

    assert ("scales", "t", "reversed", 0) in {at for at, _ in found}


def test_a_count_can_be_reversed_from_zero():
    """A count begins at 0 without being told."""
    assert problems(("answers", "brieven", {"type": "count", "max": 5}), ("scales", "t", "reversed", ["d"])) == []


def test_scales_may_be_left_out_only_for_wishes():
    """Items that are no wish and in no scale would be asked for nothing."""
    assert (("scales",), "there are no scales. That is possible only if every item is a wish (wish:).") in problems(
        ("scales", {})
    )
    only_wishes = (("items", {"f": RIGHT["items"]["f"]}), ("scales", {}), ("columns", {}), ("model", GONE))
    assert problems(*only_wishes) == []


def test_a_questionnaire_has_questions():
    """A file without items and without includes is no questionnaire."""
    found = problems(("items", {}), ("scales", {}), ("model", GONE), ("columns", {}))

    assert [at for at, _ in found] == [()]


@pytest.mark.parametrize("key", ["answers", "missing", "items", "scales", "model"])
def test_a_battery_has_nothing_of_its_own(key):
    """What stands beside includes: would be read by nobody."""
    others = [(name, GONE) for name in ("answers", "missing", "items", "scales", "model", "columns") if name != key]
    found = problems(*others, ("includes", [{"id": "x", "version": "1.0.0"}]))

    assert [at for at, _ in found] == [(key,)]


def test_a_file_id_is_compared_only_when_there_is_a_file():
    """A questionnaire that was made in Python has no file."""
    assert problems(("instrument", "anders"), file_id=None) == []


def answer_problems(**answers):
    """Place and English sentence of every problem of a set of answers."""
    return [(p.at, p.what.en) for p in check_answers(AnswerSet.model_validate(answers))]


@pytest.mark.parametrize(
    ("answers", "at", "words"),
    [
        ({"type": "ordinal"}, ("values",), "needs at least two answers; there are 0"),
        ({"type": "choice", "values": {1: "a"}}, ("values",), "needs at least two answers; there are 1"),
        ({"type": "ordinal", "values": [1, 2], "min": 1}, ("min",), "min belongs to count and number"),
        ({"type": "ordinal", "values": [1, 2], "max": 2}, ("max",), "max belongs to count and number"),
        ({"type": "ordinal", "values": [1, 2], "empty": 3}, ("empty",), "3 is not an answer. Allowed: 1|2."),
        ({"type": "ordinal", "values": {1: "Goed", 2: " goed  "}}, ("values", 2), "belongs to the answer 1 as well"),
        ({"type": "ordinal", "values": {1: "2", 2: "b"}}, ("values", 2), "belongs to the answer 1 as well"),
        ({"type": "ordinal", "values": {1: {"nl": "a", "en": "b"}, 2: {"nl": "b"}}}, ("values", 2), '"b" belongs'),
        ({"type": "ordinal", "values": {1: {"also": ["x"]}, 2: {"also": ["X"]}}}, ("values", 2), '"X" belongs'),
        ({"type": "ordinal", "values": [1, "1"]}, ("values", "1"), '"1" belongs to the answer 1'),
        ({"type": "ordinal", "values": {1: "n/a", 2: "b"}}, ("values", 1), 'means "no answer" in every file'),
        ({"type": "ordinal", "values": {1: "", 2: "b"}}, ("values", 1), 'means "no answer" in every file'),
        ({"type": "ordinal", "values": {1: "1-2 ", 2: "3-5"}}, ("values", 2), 'turns "3-5" into a date'),
        ({"type": "ordinal", "values": ["3/5", "b"]}, ("values", "3/5"), "into a date"),
        ({"type": "ordinal", "values": {1: {"also": ["3 mei"]}, 2: "b"}}, ("values", 1), "into a date"),
        (
            {"type": "ordinal", "values": {1: {"score": float("inf")}, 2: "b"}},
            ("values", 1, "score"),
            "ordinary number",
        ),
        ({"type": "count", "values": [1, 2]}, ("values",), "count has no list of answers"),
        ({"type": "count", "min": -1}, ("min",), "-1 is no count"),
        ({"type": "count", "max": 2.5}, ("max",), "2.5 is no count"),
        ({"type": "number", "min": 3, "max": 2}, ("max",), "from 3 to 2 is no choice"),
        ({"type": "number", "max": 0}, ("max",), "from 0 to 0 is no choice"),
        ({"type": "number", "min": float("nan")}, ("min",), "ordinary number"),
        ({"type": "number", "min": 0, "max": 9, "empty": 10}, ("empty",), "10 is not an answer. Allowed: 0..9."),
        ({"type": "number", "min": 0, "max": 9, "missing": ["9,0"]}, ("missing", 0), "9,0 means"),
        ({"type": "number", "missing": [-9]}, ("missing", 0), "-9 means"),
    ],
)
def test_a_mistake_in_answers_is_found(answers, at, words):
    """One mistake in a set of answers is told where it stands."""
    found = [said for place, said in answer_problems(**answers) if place == at]

    assert any(words in said for said in found), answer_problems(**answers)


@pytest.mark.parametrize(
    "answers",
    [
        {"type": "yes_no"},
        {"type": "yes_no", "empty": 0},
        {"type": "count", "min": 0, "max": 200, "missing": [-9, "weet niet", "inf"]},
        {"type": "number", "min": -5, "max": 5, "empty": -5},
        {"type": "number", "min": 5, "max": 9, "missing": [3, -9]},
        {"type": "count", "max": 5, "missing": [-3]},
        {"type": "ordinal", "values": {1: {"nl": "goed", "en": "good", "also": ["Goed "]}, 2: "slecht"}},
    ],
)
def test_right_answers_have_no_problems(answers):
    """What is allowed is not told."""
    assert answer_problems(**answers) == []


@pytest.mark.parametrize(
    "label",
    [
        *("3-5", "3/5", "3 - 5", "1-2-3", "01/02/2026", "2026-11-03", "12-40", "1-1990", "3 mei", "mrt-5", "10 jan"),
        *("10 JAN.", "5 december 2026", "okt 26", "1mei", "Mei/5", "0-5"),
    ],
)
def test_labels_that_a_spreadsheet_turns_into_a_date_are_seen(label):
    """Excel makes a date of these when it opens a file, and the answer is lost."""
    assert becomes_date(label)


@pytest.mark.parametrize(
    "label",
    [
        "3 tot 5",
        "3–5",
        "1-2 keer",
        "mei",
        "20-30",
        "13-40-50",
        "3 maal",
        "12 uur",
        "1 - niet",
        "5 decennia",
        "AO-1",
        "10",
    ],
)
def test_labels_that_stay_text_are_not(label):
    """What a spreadsheet leaves alone is allowed."""
    assert not becomes_date(label)
