"""Norm columns of a batch, and what an admitted norm measures."""

import numpy as np
import pytest

from reintegratie_cli.models.fingerprint import fingerprint
from reintegratie_cli.models.norm_book import NormBook
from reintegratie_cli.models.norms import Norms
from reintegratie_cli.workflows.norm_scores import NORM_COLUMNS, normed_scales, with_norm_errors
from reintegratie_cli.workflows.scales import score_scales

ITEMS = ["a", "b", "c", "d"]
CELLS = [{"from": 1.0, "to": 2.0, "n": 100}, {"from": 2.25, "to": 3.5, "n": 200}, {"from": 3.75, "to": 5.0, "n": 100}]


def scale(**more):
    """A scale of the four items."""
    return {"measurement": "reflective", "items": ITEMS, "score": "mean", **more}


@pytest.fixture
def instrument(questionnaire):
    """Make a questionnaire with one scale."""

    def make(**more):
        items = {item: {"answers": "vijf"} for item in ITEMS}
        return questionnaire(items=items, scales={"s": scale(**more)})

    return make


def norms_of(instrument, *, status="local", use="individual", **more):
    """A norm of 400 persons with mean 3 and standard deviation 1."""
    own = {"fingerprint": fingerprint(instrument, "s"), "n": 400, "mean": 3.0, "sd": 1.0, "frequencies": CELLS}
    reliable = {"reliability": 0.84, "coefficient": "omega"}
    about = {
        "population": "proef",
        "stakes": "intake",
        "collected": "2026",
        "source": "proef",
        "frame": "iedereen",
        "invited": 500,
        "responded": 400,
        "mode": "papier",
        "share_assisted": 0.0,
    }
    scales = {"s": {**own, **reliable, **more}}
    content = {"norms": "proef.groep", "status": status, "use": use, "scales": scales, **about}
    return NormBook((Norms.model_validate(content),))


@pytest.fixture
def columns(answered):
    """The norm columns of persons, each with the answers to a, b, c and d; 0 = no answer."""

    def computed(instrument, book, *persons, kind="observed"):
        people = [{item: code for item, code in zip(ITEMS, person, strict=True) if code} for person in persons]
        scored = score_scales(instrument, answered(instrument, *people))
        found = normed_scales(instrument, book, kind)["s"].columns("s", scored.scales["s"])
        return {name.removeprefix("s."): column for name, column in found.items()}

    return computed


def test_t_is_linear(instrument, columns):
    """50 + 10 (x - 3) / 1: a mean of 4 is 60."""
    it = instrument()
    found = columns(it, norms_of(it), (4, 4, 4, 4), (3, 3, 3, 3))

    assert found["t"] == pytest.approx([60.0, 50.0])


def test_the_interval_of_t_has_the_norms_error_where_the_questionnaire_states_none(instrument, columns):
    """Sd sqrt(1 - .84) = .4 point is 4 T, times 1.645."""
    it = instrument()
    found = columns(it, norms_of(it), (3, 3, 3, 3))

    assert (found["t_low"][0], found["t_high"][0]) == pytest.approx((50 - 1.644854 * 4, 50 + 1.644854 * 4), abs=1e-5)


def test_kelleys_interval_is_around_the_regressed_score(instrument, columns):
    """50 + .84 (60 - 50) = 58.4, with 10 sqrt(.84 * .16) = 3.666 on both sides, times 1.645."""
    it = instrument()
    found = columns(it, norms_of(it), (4, 4, 4, 4), kind="kelley")

    assert (found["t_low"][0] + found["t_high"][0]) / 2 == pytest.approx(58.4)
    assert (found["t_high"][0] - found["t_low"][0]) / 2 == pytest.approx(1.644854 * 3.666061, abs=1e-4)


def test_fewer_answers_widen_the_interval(instrument, columns):
    """Three of four items: the error is sqrt(4 / 3) times as large."""
    it = instrument()
    found = columns(it, norms_of(it), (3, 3, 3, 3), (3, 3, 3, 0))
    width = found["t_high"] - found["t_low"]

    assert width[1] / width[0] == pytest.approx(np.sqrt(4 / 3))


def test_the_percentile_is_that_of_the_frequencies(instrument, columns):
    """Half of the middle cell's people are below its middle, where 100 of the 400 are below the cell."""
    it = instrument()
    found = columns(it, norms_of(it), (3, 3, 3, 2))

    # The cell of 200 runs from 2.125 to 3.625; 2.75 lies .625 / 1.5 of the way.
    assert found["percentile"] == pytest.approx([100 * (100 + 200 * 0.625 / 1.5) / 400])


def test_the_stanine_follows_the_percentile(instrument, columns):
    """The 46th percentile lies in the middle stanine."""
    it = instrument()

    assert columns(it, norms_of(it), (3, 3, 3, 2))["stanine"].tolist() == [5]


@pytest.mark.parametrize("content", [{"measurement": "formative"}, {"score": {"count_above": 3.0}}])
def test_what_has_no_linear_scale_gets_a_percentile_only(instrument, columns, content):
    """A checklist and a count have no T, no interval and no stanine."""
    it = instrument(**content)
    found = columns(it, norms_of(it), (3, 3, 3, 3))
    empty = {name for name, column in found.items() if not getattr(column, "labels", True)}

    assert set(found) - empty == {"percentile", "percentile_low", "percentile_high"}


def test_all_columns_are_there(instrument, columns):
    """Every norm column of the output, also without frequencies."""
    it = instrument()

    assert set(columns(it, norms_of(it, frequencies=[]), (3, 3, 3, 3))) == set(NORM_COLUMNS)


def test_no_score_has_no_norm_scores(instrument, columns):
    """Nobody answered enough."""
    it = instrument()
    found = columns(it, norms_of(it), (3, 0, 0, 0))

    assert (np.isnan(found["t"][0]), np.isnan(found["percentile"][0]), found["stanine"][0]) == (True, True, -1)


def test_an_admitted_norm_measures_the_error(instrument):
    """In the place of what the questionnaire assumes."""
    it = instrument(error={"sd": 0.8, "reliability": 0.8, "source": "assumed"})
    error = with_norm_errors(it, norms_of(it)).scales["s"].error

    assert (error.sd, error.reliability, error.source) == (1.0, 0.84, "omega")


def test_a_retest_goes_before_omega(instrument):
    """What a score does over time says more of its error than how items hang together."""
    it = instrument()
    error = with_norm_errors(it, norms_of(it, retest_reliability=0.75, retest_n=80)).scales["s"].error

    assert (error.reliability, error.source) == (0.75, "retest")


@pytest.mark.parametrize(("status", "use"), [("illustrative", "none"), ("reference", "group"), ("local", "group")])
def test_a_norm_that_is_not_admitted_changes_nothing(instrument, status, use):
    """Made-up people, other people and too few people decide nothing."""
    it = instrument(error={"sd": 0.8, "reliability": 0.8, "source": "assumed"})

    assert with_norm_errors(it, norms_of(it, status=status, use=use)) == it


def test_an_example_that_is_named_first_does_not_hide_an_admitted_norm(instrument):
    """The error comes from the first norm that may decide, as the prior does."""
    it = instrument(error={"sd": 0.8, "reliability": 0.8, "source": "assumed"})
    example, own = norms_of(it, status="illustrative", use="none"), norms_of(it)

    assert with_norm_errors(it, NormBook((*example.norms, *own.norms))).scales["s"].error.source == "omega"
