"""Persons made by hand, with the scales, facts and rules that are shipped."""

from datetime import date

import numpy as np
import pytest
from hypothesis import settings

from reintegratie_cli.decisions.entered import entered_facts
from reintegratie_cli.decisions.scored import Scored, ScoredScale
from reintegratie_cli.decisions.sol import compile_rule
from reintegratie_cli.decisions.suggestion import SolSuggestion
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.battery import combine
from reintegratie_cli.models.responses import NO_ANSWER, Coded, Facts, Joined, Responses
from reintegratie_cli.psychometrics.classification import TrueScore
from reintegratie_cli.psychometrics.scoring import standard_error_of_measurement

# A busy machine is no failure.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

MEASURED = "2026-11-22"
WELL = {
    "werknemersvaardigheden": 4.5,
    "intentie": 4.5,
    "attitude_instrumenteel": 4.5,
    "attitude_affectief": 4.5,
    "netwerk": 4.5,
    "discriminatie": 1.5,
    "werkvermogen": 4.5,
}
"""Somebody whose scores are far from every cut, on the favourable side."""


def cell(column, row):
    """One value of a column as Python has it: nothing is None, a joined column one text."""
    if isinstance(column, Joined):
        return ";".join(text for text in (cell(part, row) for part in column.parts) if text) or None
    if isinstance(column, Coded):
        place = int(column.places[row])
        return None if place == NO_ANSWER else column.labels[place]
    value = column[row].item() if hasattr(column[row], "item") else column[row]
    return None if value != value else value  # noqa: PLR0124 - nan alone differs from itself


class Shipped:
    """The scales, facts and rules that are shipped, and persons with scores and facts of one's choice.

    A person is a mapping: a scale's id -> its score, a checklist item's id -> its score, a fact -> its value,
    `<fact>.datum` -> when it was established, `measured` -> the date of measurement.
    """

    def __init__(self):
        self.instrument = combine(
            [catalogue.find_instrument(name) for name in ("intake", "werknemersvaardigheden-professional")]
        )
        self.rule = catalogue.load_rule()
        self.compiled = compile_rule(self.rule)
        self.wanberg = catalogue.load_wanberg()
        self.recommend = catalogue.load_recommend()
        self.facts = catalogue.load_facts().facts
        self.interventions = catalogue.load_interventions()

    def error(self, scale):
        """The standard error of a scale of which all items were answered."""
        error = self.instrument.scales[scale].error
        return standard_error_of_measurement(error.sd, error.reliability)

    def scored(self, *persons, error=None, instrument=None):
        """The scales and items of these persons; `error` takes the place of every scale's own."""
        of, n = instrument or self.instrument, len(persons)
        scales = {}
        for name, scale in of.scales.items():
            score = np.array([person.get(name, np.nan) for person in persons], dtype=float)
            se = np.where(np.isnan(score), np.nan, self.error(name) if error is None else error)
            answered = np.where(np.isnan(score), 0, len(scale.items))
            scales[name] = ScoredScale(scale, answered, TrueScore(score, se, *of.scale_range(name)))
        items = {item: np.array([person.get(item, np.nan) for person in persons], dtype=float) for item in of.items}
        return Scored(n, scales, items)

    def entered(self, *persons):
        """The facts of these persons as they count on the day of measurement."""
        values, dates = {}, {}
        for name, fact in self.facts.items():
            values[name] = np.array([self._number(fact, person.get(name)) for person in persons])
            dates[name] = np.array([person.get(f"{name}.datum", "NaT") for person in persons], dtype="datetime64[D]")
        return entered_facts(self.facts, Facts(values, dates), self._measured(persons))

    def responses(self, *persons, readable=True):
        """What else is known of the rows of these persons."""
        everybody = np.full(len(persons), fill_value=True)
        return Responses(
            n=len(persons),
            answers={},
            unreadable={},
            readable=everybody & readable,
            troubled=~everybody,
            answered=everybody,
            measured=self._measured(persons),
            duplicate=~everybody,
            facts=Facts(),
        )

    def suggestion(self, *persons, error=None, rule=None, readable=True, instrument=None, **options):
        """What is said of these persons' groups; `options` as `SolSuggestion` takes them."""
        compiled = self.compiled if rule is None else compile_rule(rule)
        scored = self.scored(*persons, error=error, instrument=instrument)
        responses = self.responses(*persons, readable=readable)
        return SolSuggestion(compiled, scored, self.entered(*persons), responses, **{"applies": True} | options)

    def sol(self, *persons, **options):
        """The columns `sol.*` of these persons, a dictionary each, without the prefix."""
        columns = self.suggestion(*persons, **options).columns()
        rows = [
            {name.removeprefix("sol."): cell(column, row) for name, column in columns.items()}
            for row in range(len(persons))
        ]
        for row in rows:
            for name in ("reason", "missing", "signals"):
                row[name] = (row[name] or "").split(";") if row[name] else []
        return rows

    @staticmethod
    def _measured(persons):
        return np.array([person.get("measured", MEASURED) for person in persons], dtype="datetime64[D]")

    @staticmethod
    def _number(fact, value):
        if value is None:
            return np.nan
        return float(fact.answers.codes.index(value)) if isinstance(value, str) else float(value)


@pytest.fixture(scope="session")
def shipped():
    """The scales, facts and rules that are shipped."""
    return Shipped()


@pytest.fixture(scope="session")
def well():
    """Scores far from every cut, on the favourable side."""
    return dict(WELL)


@pytest.fixture(scope="session")
def show():
    """One value of a column as Python has it."""
    return cell


@pytest.fixture
def day():
    """A date from its text."""
    return date.fromisoformat
