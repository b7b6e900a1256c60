"""Scale scores beside those of psych::scoreItems; `tests/reference/make_scores.R` made the figures."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from reintegratie_cli.psychometrics.scoring import reverse_keyed, scale_mean, scale_sum

FOLDER = Path(__file__).parents[1] / "reference"
REFERENCE = json.loads((FOLDER / "scores.json").read_text(encoding="utf-8"))
with (FOLDER / REFERENCE["data"]).open(encoding="utf-8") as _file:
    ANSWERS = [{item: float(cell or "nan") for item, cell in row.items()} for row in csv.DictReader(_file)]

scales = pytest.mark.parametrize("scale", list(REFERENCE["keys"]))


def keyed(scale):
    """(n_persons, n_items) of a scale, its items with a minus reversed."""
    columns = []
    for key in REFERENCE["keys"][scale]:
        answers = np.array([row[key.removeprefix("-")] for row in ANSWERS])
        columns.append(reverse_keyed(answers, 1, 5) if key.startswith("-") else answers)
    return np.stack(columns, axis=1)


def of_r(kind, scale):
    """What R says of every person, nan where it says nothing."""
    return np.array([np.nan if value is None else value for value in REFERENCE[kind][scale]], dtype=np.float64)


@scales
def test_means_of_what_is_answered_equal_those_of_r(scale):
    """For all 500 persons, whoever answered anything; reversed items and missing answers are there."""
    found = scale_mean(keyed(scale), 0.01)
    np.testing.assert_allclose(found.score, of_r("means", scale), rtol=1e-11)
    np.testing.assert_array_equal(found.answered, of_r("answered", scale))


@scales
def test_with_a_minimum_the_means_that_are_left_equal_those_of_r(scale):
    """Whoever answered less than three quarters has none."""
    answers = keyed(scale)
    enough = of_r("answered", scale) >= 0.75 * answers.shape[1]
    expected = np.where(enough, of_r("means", scale), np.nan)
    np.testing.assert_allclose(scale_mean(answers, 0.75).score, expected, rtol=1e-11)


@scales
def test_sums_of_complete_answers_equal_those_of_r(scale):
    """Of everybody who answered all items."""
    np.testing.assert_allclose(scale_sum(keyed(scale), 1.0).score, of_r("totals", scale), rtol=1e-11)


@scales
def test_the_reference_has_persons_with_and_without_missing_answers(scale):
    """Else the comparison would say nothing."""
    complete = of_r("answered", scale) == len(REFERENCE["keys"][scale])
    assert 100 < complete.sum() < 450
