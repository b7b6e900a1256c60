"""Batches of answers for the questionnaires and rules that are shipped."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import settings

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.battery import combine
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.responses import NO_ANSWER, Coded, Facts, Joined, Responses
from reintegratie_cli.workflows.score import RuleBook, ScoreWorkflow

# A busy machine is no failure.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

MEASURED = "2026-11-22"


def make(**content):
    """A small questionnaire; answers from 1 to 5 and from 0 to 4, a number and a count are there to be used."""
    answers = {
        "vijf": {"type": "ordinal", "values": [1, 2, 3, 4, 5]},
        "nul": {"type": "ordinal", "values": [0, 1, 2, 3, 4]},
        "omgekeerd": {"type": "ordinal", "values": [5, 4, 3, 2, 1]},
        "punten": {"type": "ordinal", "values": {"a": {"score": 10.0}, "b": {"score": 2.5}, "c": {"score": 0.0}}},
        "ja": {"type": "yes_no"},
        "getal": {"type": "number", "min": 1, "max": 4},
        "aantal": {"type": "count", "min": 0},
        "keus": {"type": "choice", "values": ["x", "y"]},
    }
    return Instrument.model_validate({"instrument": "proef", "version": "1.0.0", "answers": answers, **content})


def batch(instrument, *persons, facts=None, dates=None):
    """These persons' answers: item -> code, or number where the answers are open; `measured` is a date."""
    n = len(persons)
    answers = {}
    for item in instrument.items:
        if not any(item in person for person in persons):
            continue
        answer_set = instrument.answer_set(item)
        if answer_set.is_open:
            answers[item] = np.array([person.get(item, np.nan) for person in persons], dtype=float)
        else:
            places = [answer_set.codes.index(person[item]) if item in person else NO_ANSWER for person in persons]
            answers[item] = np.array(places, dtype=np.int8)
    everybody = np.full(n, fill_value=True)
    return Responses(
        n=n,
        answers=answers,
        unreadable={},
        readable=everybody,
        troubled=~everybody,
        answered=np.array([bool(set(person) & set(instrument.items)) for person in persons], dtype=bool),
        measured=np.array([person.get("measured", MEASURED) for person in persons], dtype="datetime64[D]"),
        duplicate=~everybody,
        facts=Facts(
            {name: np.array(values, dtype=float) for name, values in (facts or {}).items()},
            {name: np.array(values, dtype="datetime64[D]") for name, values in (dates or {}).items()},
        ),
    )


def part(responses, rows):
    """Some persons of a batch, in this order."""
    taken = np.asarray(rows)
    facts = responses.facts
    return replace(
        responses,
        n=len(taken),
        answers={item: answers[taken] for item, answers in responses.answers.items()},
        unreadable={item: where[taken] for item, where in responses.unreadable.items()},
        readable=responses.readable[taken],
        troubled=responses.troubled[taken],
        answered=responses.answered[taken],
        measured=responses.measured[taken],
        duplicate=responses.duplicate[taken],
        facts=Facts(
            {name: values[taken] for name, values in facts.values.items()},
            {name: dates[taken] for name, dates in facts.dates.items()},
        ),
    )


def cell(column, row):
    """One value of a column as Python has it: nothing is None, a joined column one text."""
    if isinstance(column, Joined):
        return ";".join(text for text in (cell(part_, row) for part_ in column.parts) if text) or None
    if isinstance(column, Coded):
        place = int(column.places[row])
        return None if place == NO_ANSWER else column.labels[place]
    value = column[row].item()
    return None if value != value else value  # noqa: PLR0124 - nan alone differs from itself


def rows_of(table, n):
    """The persons of a result, a dictionary each."""
    return [{name: cell(column, row) for name, column in table.items()} for row in range(n)]


class Book:
    """The shipped rules, and workflows made with them."""

    def __init__(self):
        self.rules = RuleBook(
            sol=catalogue.load_rule(),
            wanberg=catalogue.load_wanberg(),
            recommend=catalogue.load_recommend(),
            facts=catalogue.load_facts(),
            interventions=catalogue.load_interventions(),
        )
        self.intake = catalogue.find_instrument("intake")
        self.rated = combine([self.intake, catalogue.find_instrument("werknemersvaardigheden-professional")])

    def workflow(self, instrument=None, case_system=None, **rules):
        """A workflow for the intake unless said otherwise; with `rules` changed."""
        changed = replace(self.rules, **rules)
        return ScoreWorkflow(instrument or self.intake, changed, "reintegratie 0;intake 1.0.0", case_system)

    def score(self, responses, instrument=None, case_system=None, **rules):
        """The result of a batch, a dictionary per person."""
        return rows_of(self.workflow(instrument, case_system, **rules).score(responses), responses.n)


@pytest.fixture(scope="session")
def book():
    """The shipped rules and the intake."""
    return Book()


@pytest.fixture(scope="session")
def questionnaire():
    """Make a small questionnaire."""
    return make


@pytest.fixture(scope="session")
def answered():
    """Make a batch of answers."""
    return batch


@pytest.fixture(scope="session")
def taken():
    """Take some persons of a batch."""
    return part


@pytest.fixture(scope="session")
def well(book):
    """Somebody who gives the most favourable answer to every question of a scale."""
    answers = {}
    for scale in book.rated.scales.values():
        for item in scale.items:
            codes = book.rated.answer_set(item).codes
            best = codes[0] if (scale.high == "unfavourable") != (item in scale.reversed) else codes[-1]
            answers.setdefault(item, best)
    return answers
