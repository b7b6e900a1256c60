"""Where the labels in a file say something else than its codes, the labels decide, and it is said."""

import csv
import io
import math
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from reintegratie_cli.errors import ResponsesError
from reintegratie_cli.inputs.formats import open_answers, readstat
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.responses import ResponseFiles
from reintegratie_cli.inputs.value_labels import labels_of
from reintegratie_cli.models.facts import FactList
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.responses import NO_ANSWER

WORDS = ("helemaal oneens", "oneens", "neutraal", "eens", "helemaal eens")
FROM_0 = dict(enumerate(WORDS))
FROM_1 = dict(enumerate(WORDS, start=1))
REVERSED = dict(enumerate(reversed(WORDS), start=1))
INSTRUMENT = Instrument.model_validate(
    {
        "instrument": "proef",
        "version": "1.0.0",
        "answers": {
            "vijf": {"type": "ordinal", "values": FROM_1},
            "brieven": {"type": "count", "min": 0, "max": 200},
            "ja": {"type": "yes_no"},
        },
        "missing": [9, "weet niet"],
        "items": {
            "v1": {"answers": "vijf"},
            "v2": {"answers": "vijf"},
            "n1": {"answers": "brieven"},
            "j1": {"answers": "ja"},
        },
        "scales": {"s": {"items": ["v1", "v2"], "measurement": "reflective", "score": "mean"}},
    }
)
RATING = Instrument.model_validate(
    {
        "instrument": "beoordeling",
        "version": "1.0.0",
        "respondent": "professional",
        "answers": {"vijf": {"type": "ordinal", "values": FROM_1}},
        "items": {"p1": {"answers": "vijf"}},
        "scales": {"p": {"items": ["p1"], "measurement": "single", "score": "mean"}},
    }
)
FACTS = FactList.model_validate(
    {
        "version": "1.0.0",
        "facts": {"register": {"label": "x", "months_valid": 12, "answers": {"type": "yes_no"}}},
    }
)


@pytest.fixture(autouse=True)
def _no_trial(monkeypatch):
    """The files of these tests are whole; a process for each would take most of the time."""
    monkeypatch.setattr(readstat, "crashes", lambda *_: False)


@pytest.fixture
def write(tmp_path):
    """Write a file of SPSS with these columns and labels."""

    def writer(columns, labels, name="in.sav", **how):
        path = tmp_path / name
        pyreadstat.write_sav(pl.DataFrame(columns), path, variable_value_labels=labels, **how)
        return path

    return writer


class Read:
    """The answers to each item, as scores of answers or None; what was said; and the rows as they are written again."""

    def __init__(self, path, instrument=INSTRUMENT, answers=None, **bind):
        options = ReadingOptions(answers=answers or {})
        with ResponseFiles([path], options, list(instrument.items)) as files:
            files.bind(instrument, **bind)
            batches = list(files.batches())
            self.answers = {
                item: [self._score(instrument, item, value) for one in batches for value in one.responses.answers[item]]
                for item in batches[0].responses.answers
                if item in instrument.items
            }
            self.counts, self.unreadable = files.missing_counts, sum(files.problems.counts.values())
            said = [(one.nl.removeprefix(str(path)), one.en.removeprefix(str(path))) for one in files.notes]
            self.batches, self.notes = batches, [pair for pair in said if "label" in pair[0]]
            raws = [one.raw(place) for one in batches for place in range(one.responses.n)]
            self.again = "".join(f"{line}\n" for line in [files.written[0][1].header, *raws])

    @staticmethod
    def _score(instrument, item, value):
        answers = instrument.answer_set(item)
        if math.isnan(value) or value == NO_ANSWER:
            return None
        return float(value) if answers.is_open else answers.scores[int(value)]

    @property
    def said(self):
        """What was said of labels, in Dutch."""
        return [nl.lstrip(",: ") for nl, _ in self.notes]


def test_labels_that_say_what_the_codes_say_change_nothing(write):
    """The codes are read, and nothing needs to be said."""
    read = Read(write({"v1": [1, 5, None]}, {"v1": FROM_1}))

    assert read.answers["v1"] == [1, 5, None]
    assert read.said == []


@pytest.mark.parametrize("labels", [{1: "helemaal oneens", 5: "helemaal eens"}, {3: "Neutraal "}])
def test_labels_of_some_codes_that_agree(write, labels):
    """Only the ends of a scale have labels: the codes are right."""
    read = Read(write({"v1": [1, 2, 5]}, {"v1": labels}))

    assert read.answers["v1"] == [1, 2, 5]
    assert read.said == []


@pytest.mark.parametrize(
    ("labels", "cells", "expected"),
    [
        (FROM_0, [0, 1, 4], [1, 2, 5]),
        (REVERSED, [1, 2, 5], [5, 4, 1]),
        ({**FROM_0, 9: "weet niet"}, [0, 9, 4], [1, None, 5]),
    ],
)
def test_labels_that_contradict_the_codes_decide(write, labels, cells, expected):
    """A file that counts from 0, or from positive to negative, is read by its words."""
    read = Read(write({"v1": cells}, {"v1": labels}))

    assert read.answers["v1"] == expected
    assert read.unreadable == 0
    assert len(read.said) == 1
    assert read.said[0].startswith("kolom v1: de labels in het bestand gaan voor de codes (")


def test_what_decides_is_said_once_for_columns_alike(write):
    """With the codes and their labels, which are nobody's answers."""
    read = Read(write({"v1": [0, 4], "v2": [4, 0]}, {"v1": FROM_0, "v2": FROM_0}))
    pairs = ", ".join(f"{code} = {word}" for code, word in FROM_0.items())

    assert read.said == [f"kolommen v1, v2: de labels in het bestand gaan voor de codes ({pairs})."]
    assert read.notes[0][1].endswith(f"columns v1, v2: the labels in the file go before the codes ({pairs}).")


def test_yes_and_no_as_one_and_two(write):
    """The commonest of all: 2 = no."""
    assert Read(write({"j1": [1, 2, 2]}, {"j1": {1: "Ja", 2: "Nee"}})).answers["j1"] == [1, 0, 0]


def test_an_unlabelled_code_under_labels_that_contradict_is_refused(write):
    """Nobody can tell what it means: by the labels another answer than by the code."""
    labels = {0: "helemaal oneens", 1: "oneens", 2: "neutraal"}
    with pytest.raises(
        ResponsesError, match=r"column v1: the labels .* something else than the codes .*--map"
    ) as caught:
        Read(write({"v1": [0, 1, 3]}, {"v1": labels}))

    assert "\n" not in str(caught.value)


def test_an_unlabelled_code_that_nobody_chose_does_no_harm(write):
    """What counts is what occurs, missing codes apart."""
    labels = {0: "helemaal oneens", 1: "oneens", 2: "neutraal"}

    assert Read(write({"v1": [0, 1, 9, None]}, {"v1": labels})).answers["v1"] == [1, 2, None, None]


def test_labels_that_are_no_words_of_the_questionnaire(write):
    """The codes count, and it is said which labels were not recognised."""
    read = Read(write({"v1": [1, 2], "v2": [2, 3]}, {"v1": {1: "nooit", 2: "soms"}, "v2": {3: "vaak"}}))

    assert (read.answers["v1"], read.answers["v2"]) == ([1, 2], [2, 3])
    assert len(read.said) == 1
    assert read.said[0].endswith("de codes tellen: kolom v1 (1 = nooit, 2 = soms); kolom v2 (3 = vaak).")


def test_a_label_without_a_word_of_the_questionnaire_among_labels_that_decide(write):
    """Its cells are no answer that can be read; they are not guessed from the code."""
    read = Read(write({"v1": [0, 4]}, {"v1": {**FROM_0, 4: "zeer mee eens"}}))

    assert read.answers["v1"] == [1, None]
    assert read.unreadable == 1


def test_a_label_that_means_missing(write):
    """Also where the code is an answer of the item: 99 letters, and "don't know"."""
    read = Read(write({"n1": [99, 12], "v1": [8, 5]}, {"n1": {99: "Weet niet"}, "v1": {8: "weet niet"}}))

    assert (read.answers["n1"], read.answers["v1"]) == ([None, 12], [None, 5])
    assert read.counts == {"weet niet": 2}
    assert read.said == [
        "kolom n1: volgens het label geen antwoord (99 = Weet niet).",
        "kolom v1: volgens het label geen antwoord (8 = weet niet).",
    ]


def test_an_empty_label_says_nothing(write):
    """Some programs write one for every code."""
    assert Read(write({"v1": [1, 2]}, {"v1": {1: " ", 2: "oneens"}})).answers["v1"] == [1, 2]


def test_labels_on_user_missing_codes_alone_are_not_looked_at(write):
    """They are no answers, whatever their labels are called."""
    path = write({"v1": [1, 5, 8]}, {"v1": {8: "helemaal eens"}}, missing_ranges={"v1": [8]})
    read = Read(path)

    assert read.answers["v1"] == [1, 5, None]
    assert read.counts == {"user_missing": 1}
    assert read.said == []


def test_user_missing_among_labels_that_decide(write):
    """The labels decide of the answers; what SPSS calls missing stays missing."""
    path = write({"v1": [0, 4, 8]}, {"v1": {**FROM_0, 8: "eens"}}, missing_ranges={"v1": [8]})
    read = Read(path)

    assert read.answers["v1"] == [1, 5, None]
    assert read.counts == {"user_missing": 1}


def test_the_call_goes_before_the_labels(write):
    """--map answers names codes: these are read as it says."""
    mapped = {"vijf": {str(code): code + 1 for code in range(5)}}
    read = Read(write({"v1": [0, 1, 4]}, {"v1": dict(enumerate(reversed(WORDS)))}), answers=mapped)

    assert read.answers["v1"] == [1, 2, 5]
    assert read.said == []


def test_the_call_names_one_code(write):
    """Of the others the labels decide as ever: one line for a missing code does not turn a scale around."""
    labels = {**REVERSED, 99: "geen opgave"}
    read = Read(write({"v1": [1, 2, 99]}, {"v1": labels}), answers={"vijf": {"99": "NA"}})

    assert read.answers["v1"] == [5, 4, None]
    assert "de labels in het bestand gaan voor de codes" in read.said[0]


@pytest.mark.parametrize("form", ["{label}.", "{code}. {label}", "{code} = {label}", "{label} ({code})", "“{label}”!"])
def test_what_stands_beside_a_label_is_not_of_it(write, form):
    """Labels with their own code or a sign beside them are the words that they are."""
    labels = {code: form.format(code=code, label=label) for code, label in REVERSED.items()}

    assert Read(write({"v1": [1, 2]}, {"v1": labels})).answers["v1"] == [5, 4]


def test_the_call_can_name_labels(write):
    """--map answers names words of the file: these are read as it says."""
    mapped = {"vijf": {"nooit": 1, "vaak": 5}}

    assert Read(write({"v1": [7, 8]}, {"v1": {7: "nooit", 8: "vaak"}}), answers=mapped).answers["v1"] == [1, 5]


def test_labels_of_texts(write):
    """A column of texts can have labels as well."""
    path = write({"v1": ["a", "b"]}, {"v1": {"a": "oneens", "b": "eens"}})

    assert Read(path).answers["v1"] == [2, 4]


def test_labels_of_the_file_with_facts(write):
    """Facts and ratings of professionals are read by the same rule."""
    path = write({"id": [1, 2], "v1": [1, 2]}, {})
    facts = write(
        {"id": [1, 2], "register": [1, 2], "p1": [0, 4]}, {"register": {1: "ja", 2: "nee"}, "p1": FROM_0}, "f.sav"
    )
    read = Read(path, professional=[RATING], fact_list=FACTS, facts=facts)
    (batch,) = read.batches

    assert batch.responses.facts.values["register"].tolist() == [1, 0]
    assert batch.responses.answers["p1"].tolist() == [0, 4]


def test_bound_again_it_is_decided_again(write):
    """What one questionnaire makes of the labels is forgotten for the next."""
    path = write({"v1": [0, 4]}, {"v1": FROM_0})
    with ResponseFiles([path], ReadingOptions(), ["v1"]) as files:
        found = []
        for _ in range(2):
            files.bind(INSTRUMENT)
            found.append([value for one in files.batches() for value in one.responses.answers["v1"].tolist()])

    assert found == [[0, 4], [0, 4]]


@pytest.mark.parametrize(
    ("labels", "cells"),
    [(FROM_0, [0, 1, 4]), (REVERSED, [1, 5]), ({1: "nooit"}, [1, 2, 6]), ({8: "weet niet"}, [8, 1]), ({}, [0, 5, 9])],
)
def test_rows_that_are_written_again_give_the_same_answers(write, tmp_path, labels, cells):
    """What could not be read is mended in a copy: that copy means what the file means."""
    path = write({"id": range(len(cells) + 1), "v1": [*cells, 77]}, {"v1": labels}, missing_ranges={"v1": [77]})
    first = Read(path)
    copy = tmp_path / "mended.csv"
    copy.write_text(first.again, encoding="utf-8-sig")
    again = Read(copy)

    assert next(csv.reader(io.StringIO(first.again), delimiter=";")) == ["id", "v1"]
    assert again.answers == first.answers
    assert (again.counts, again.unreadable) == (first.counts, first.unreadable)


def test_what_a_file_says(write, tmp_path):
    """Its labels by place; a format without labels has none."""
    text = tmp_path / "in.csv"
    text.write_text("v1;v2\n1;2\n", encoding="utf-8")
    found = []
    for path in (write({"v2": [1.0], "v1": [1.0]}, {"v1": {1: "een", 2.5: "meer"}}), text):
        with open_answers(Path(path), (), ReadingOptions()) as file:
            found.append(labels_of(file))

    assert found == [{1: {"1": "een", "2.5": "meer"}}, {}]
