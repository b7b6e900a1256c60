"""From norms to one prior: which norms count, and what they say."""

import numpy as np
import pytest

from reintegratie_cli.decisions.norm_prior import admitted_prior, prior_of
from reintegratie_cli.models.norm_book import NormBook
from reintegratie_cli.models.norms import Norms

SCALES = ("intentie", "netwerk", "werkvermogen")


def norms(name, status="local", use="individual", scales=None, correlations=None):
    """Norms with a mean, an sd and an omega per scale; other figures of a scale where they are given."""
    figures = {"intentie": {}, "netwerk": {}} if scales is None else scales
    scale = {"fingerprint": "x", "n": 400, "mean": 3.4, "sd": 0.8, "reliability": 0.8, "coefficient": "omega"}
    return Norms.model_validate(
        {
            "norms": name,
            "population": "x",
            "status": status,
            "use": use,
            "stakes": "intake",
            "collected": "2026",
            "source": "x",
            "frame": "x",
            "invited": 900,
            "responded": 400,
            "mode": "x",
            "share_assisted": 0.1,
            "scales": {name: scale | more for name, more in figures.items()},
            "correlations": {"netwerk": {"intentie": 0.4}} if correlations is None else correlations,
        }
    )


def test_an_admitted_norm_gives_the_prior():
    """Mean, sd, reliability and observed correlations, in the order of the scales that were asked for."""
    found = admitted_prior(NormBook((norms("intake.stad"),)), SCALES)

    assert found.names == ("intentie", "netwerk")
    assert (found.mean.tolist(), found.sd.tolist(), found.reliability.tolist()) == ([3.4] * 2, [0.8] * 2, [0.8] * 2)
    assert found.correlations.tolist() == [[1.0, 0.4], [0.4, 1.0]]


@pytest.mark.parametrize(
    ("status", "use"),
    [("illustrative", "none"), ("illustrative", "individual"), ("reference", "individual"), ("local", "group")],
)
def test_a_norm_that_may_not_decide_gives_none(status, use):
    """Whatever it says of its use, of another population or of nobody."""
    assert admitted_prior(NormBook((norms("intake.elders", status, use),)), SCALES) is None


def test_a_norm_that_may_not_decide_is_passed_over():
    """Also where it was named first."""
    book = NormBook(
        (norms("intake.voorbeeld", "illustrative", scales={"intentie": {"mean": 1.0}}), norms("intake.stad"))
    )

    assert admitted_prior(book, SCALES).mean.tolist() == [3.4, 3.4]


def test_without_norms_there_is_no_prior():
    """As when none is named."""
    assert admitted_prior(NormBook(), SCALES) is None


def test_of_two_norms_the_first_that_has_the_scale_counts():
    """Between their scales no correlation is known."""
    first = norms("intake.stad", scales={"intentie": {"mean": 3.0}}, correlations={})
    found = prior_of([first, norms("intake.land")], SCALES)

    assert found.mean.tolist() == [3.0, 3.4]
    np.testing.assert_array_equal(found.correlations, [[1.0, np.nan], [np.nan, 1.0]])


def test_a_retest_goes_before_internal_consistency():
    """As for the standard error, so that both say the same of a score."""
    retested = {"intentie": {"retest_reliability": 0.7, "retest_n": 120}}

    assert prior_of([norms("intake.stad", scales=retested)], SCALES).reliability.tolist() == [0.7]


@pytest.mark.parametrize("figures", [{"reliability": None, "coefficient": None}, {"reliability": 0.0}])
def test_a_scale_without_reliability_is_left_out(figures):
    """Nothing is known of its true scores."""
    found = prior_of([norms("intake.stad", scales={"intentie": {}, "netwerk": figures})], SCALES)

    assert found.names == ("intentie",)
