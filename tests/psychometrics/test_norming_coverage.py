"""How often the intervals of a T score hold the true score, by decile of the true score."""

import sys

import numpy as np
import pytest
from scipy.special import ndtr

from reintegratie_cli.psychometrics.norming import kelley_interval, observed_interval, t_score
from reintegratie_cli.psychometrics.simulate import even_thresholds, loading_for_reliability, ordered_responses

MEAN, SD, RELIABILITY = 3.4, 0.8, 0.8


def by_decile(true, low, high):
    """The share of intervals that hold the true score, in each tenth of the persons by true score, lowest first."""
    tenth = np.argsort(np.argsort(true)) * 10 // len(true)
    held = (low <= true) & (true <= high)
    return np.array([held[tenth == one].mean() for one in range(10)])


def normal(random, n):
    """True scores and observed ones with normal errors, of a scale with these figures."""
    true = MEAN + SD * np.sqrt(RELIABILITY) * random.normal(size=n)
    return true, true + SD * np.sqrt(1 - RELIABILITY) * random.normal(size=n)


def coverage(interval, true, observed, *reliability):
    """The coverage by decile where the norm is that of these persons."""
    mean, sd = observed.mean(), observed.std()
    error = np.full(len(true), sd * np.sqrt(1 - true.var() / sd**2))
    found = interval(t_score(observed, mean, sd), error, sd, *reliability)
    return by_decile(t_score(true, mean, sd), found.low, found.high)


def ordinal(random, n, items, shift):
    """Means of items with five answers, and the mean that is expected of each person."""
    cuts = even_thresholds(5, shift, 0.9)
    loading = loading_for_reliability(RELIABILITY, [cuts] * items)
    expected, own = loading * random.normal(size=n), np.sqrt(1 - loading**2)
    answers = expected + own * random.normal(size=(items, n))
    true = 1 + sum(ndtr((expected - cut) / own) for cut in cuts)
    return true, 1 + ordered_responses(answers, cuts.tolist()).mean(axis=0)


def test_the_default_interval_holds_nine_in_ten_at_every_true_score():
    """100,000 persons: between 88 and 92 % in every decile of the true score, as the error does not depend on it."""
    found = coverage(observed_interval, *normal(np.random.default_rng(20261122), 100_000))

    assert ((found > 0.88) & (found < 0.92)).all()


def test_kelleys_interval_holds_nine_in_ten_on_average_and_fewer_at_the_ends():
    """It is drawn to the mean of the norm: right over all persons, too narrow for the lowest and the highest tenth."""
    true, observed = normal(np.random.default_rng(20261122), 100_000)
    found = coverage(kelley_interval, true, observed, RELIABILITY)

    assert found.mean() == pytest.approx(0.90, abs=0.005)
    assert max(found[0], found[-1]) < 0.85


@pytest.mark.simulation
def test_the_coverage_by_decile_in_a_million_persons():
    """The figures are printed; in ordered answers the error is smaller near the ends, and the interval wider than due.

    Between 88 and 92 % in each decile where errors are normal; 90 % on average, give or take 3, where they are not.
    """
    random, n = np.random.default_rng(1), 1_000_000
    persons = {
        "normal": normal(random, n),
        "six items with five answers, in the middle": ordinal(random, n, 6, 0.0),
        "six items, most answers favourable": ordinal(random, n, 6, 0.4),
        "six items, answers at one end": ordinal(random, n, 6, 1.2),
    }
    found = {name: coverage(observed_interval, *of) for name, of in persons.items()}
    kelley = coverage(kelley_interval, *persons["normal"], RELIABILITY)
    for name, deciles in (*found.items(), ("normal, Kelley", kelley)):
        sys.stdout.write(f"\n{name:<44} " + " ".join(f"{share:.3f}" for share in deciles))
    sys.stdout.write("\n")

    assert ((found["normal"] > 0.88) & (found["normal"] < 0.92)).all()
    assert all(abs(deciles.mean() - 0.90) < 0.03 for deciles in found.values())
