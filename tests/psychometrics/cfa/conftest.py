"""Data and models of the reference figures, and their solutions, each of which is found once."""

import csv
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from reintegratie_cli.psychometrics.cfa.composites import Composite
from reintegratie_cli.psychometrics.cfa.estimate_complete import estimate_complete
from reintegratie_cli.psychometrics.cfa.estimate_incomplete import estimate_incomplete
from reintegratie_cli.psychometrics.cfa.estimate_ordinal import estimate_ordinal
from reintegratie_cli.psychometrics.cfa.specification import FactorModel
from reintegratie_cli.psychometrics.polychoric import polychoric_moments_of

FOLDER = Path(__file__).parents[2] / "reference"
FILES = {
    "hs": "hs1939.csv",
    "hs_missing": "hs1939_missing.csv",
    "hs_ordinal": "hs1939_ordinal.csv",
    "likert": "likert16.csv",
    "gaps": "likert16_missing.csv",
    "mixed": "likert16.csv",
    "mixed_gaps": "likert16_missing.csv",
    "binary": "likert16.csv",
    "binary_gaps": "likert16_missing.csv",
}


@cache
def read_figures(name):
    """R's figures by the name of their file."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@cache
def read_model(name):
    """A model of `make_cfa.R`, from the text that lavaan was given."""
    factors, residuals = {}, []
    for line in read_figures("cfa")["models"][name].splitlines():
        if "=~" in line:
            factor, items = line.split(" =~ ")
            factors[factor] = tuple(items.split(" + "))
        else:
            residuals.append(tuple(line.split(" ~~ ")))
    items = tuple(dict.fromkeys(item for own in factors.values() for item in own))
    return FactorModel(items, factors, tuple(residuals))


def read_answers(data, items):
    """(n_persons, n_items), nan = no answer, recoded as `make_cfa.R` did."""
    with (FOLDER / FILES[data]).open(encoding="utf-8") as file:
        rows = [[float(row[item] or "nan") for item in items] for row in csv.DictReader(file)]
    answers, told = np.array(rows), read_figures("cfa")
    if data.startswith("mixed"):
        answers = np.minimum(answers, np.resize(told["highest"], answers.shape[1]))
    if data.startswith("binary"):
        answers = np.where(np.isnan(answers), np.nan, answers >= told["at_least"])
    return answers


def to_categories(answers):
    """Categories 0, 1, ... of the answers that are given, -1 for none, and how many each item has."""
    found = np.full(answers.shape, -1)
    for place, item in enumerate(answers.T):
        given = ~np.isnan(item)
        found[given, place] = np.unique(item[given], return_inverse=True)[1]
    return found, found.max(axis=0) + 1


def composites_of(model, n_categories=None):
    """A scale of the items of each factor."""
    found = []
    for place, (factor, items) in enumerate(model.factors.items()):
        places = np.array([model.items.index(item) for item in items])
        steps = None if n_categories is None else tuple(np.ones(n_categories[item] - 1) for item in places)
        found.append(Composite(factor, places, place, steps))
    return found


def estimated(answers, model, estimator, missing="listwise"):
    """A solution by lavaan's names of estimators and of what is done with missing answers."""
    if estimator == "WLSMV":
        categories, n_categories = to_categories(answers)
        moments = polychoric_moments_of(categories, n_categories, pairwise=missing == "pairwise")
        return estimate_ordinal(categories, moments, model, composites_of(model, n_categories))
    estimate = estimate_incomplete if missing == "fiml" else estimate_complete
    return estimate(answers, model, composites_of(model), robust=estimator == "MLR")


@cache
def solved(data, model, estimator, missing):
    """The solution of data and model by their names."""
    told = read_model(model)
    return estimated(read_answers(data, told.items), told, estimator, missing)


@pytest.fixture(scope="session")
def gold():
    """What lavaan and semTools say, of `make_gold.R`."""
    return read_figures("gold")


@pytest.fixture(scope="session")
def reference():
    """What lavaan and semTools say, of `make_cfa.R`."""
    return read_figures("cfa")


@pytest.fixture(scope="session")
def solution():
    """Data, model, estimator and treatment of missing answers to a solution."""
    return solved


@pytest.fixture(scope="session")
def estimate():
    """Answers, model, estimator and treatment of missing answers to a solution."""
    return estimated


@pytest.fixture(scope="session")
def model():
    """The model of a name."""
    return read_model


@pytest.fixture(scope="session")
def answers():
    """The answers of a data set to some items."""
    return read_answers


@pytest.fixture(scope="session")
def categories():
    """Answers to categories and how many each item has."""
    return to_categories


@pytest.fixture(scope="session")
def composites():
    """A scale for each factor of a model."""
    return composites_of
