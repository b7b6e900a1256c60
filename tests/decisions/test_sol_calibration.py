"""The stated probabilities beside the true shares, in persons simulated from the measurement model itself.

True indicator scores are drawn uniformly over the range (the flat prior), observed scores are true scores plus normal
error. Observed scores beyond the ends of a scale occur here, as they cannot in a questionnaire. They are left as they
are: given x = t + e with e normal and t uniform between the ends, the true score is normal around x and cut off at the
ends for every x, inside the range or not. Cutting x off as well would throw away that such a true score lies near the
end, and the statement would no longer be exact (it would change little, for no cut lies near an end). In a
questionnaire error is smaller and skewed near the ends; there the model is an approximation.

What is proven is the arithmetic, given the flat prior. How well the flat prior fits a real population is another
matter: the last test shows what it costs where most people are well above the cuts.
"""

import sys
from dataclasses import dataclass

import numpy as np
import pytest
from scipy.special import ndtr

from reintegratie_cli.decisions.entered import entered_facts
from reintegratie_cli.decisions.scored import Scored, ScoredScale
from reintegratie_cli.decisions.suggestion import SolSuggestion
from reintegratie_cli.models.responses import Facts
from reintegratie_cli.psychometrics.classification import TrueScore
from reintegratie_cli.psychometrics.simulate import (
    even_thresholds,
    loading_for_reliability,
    one_common_factor,
    ordered_responses,
    standard_normal,
)
from reintegratie_cli.workflows.simulate import COMMON, FAVOURABLE_SHIFT

RATING, SKILLS = "werknemersvaardigheden_professional", "werknemersvaardigheden"
ATTITUDES = ("attitude_instrumenteel", "attitude_affectief")
BINS = np.linspace(0, 1, 11)


@dataclass(frozen=True)
class Bin:
    """Persons whose stated probability of one group lies in one tenth: how many, the mean stated, the true share."""

    group: str
    low: float
    n: int
    stated: float
    true: float
    error: float


class Simulation:
    """Persons whose true scores are known.

    A third has a professional's rating, and fourteen in a hundred did not answer the questions on their network. Some
    have facts: those that place them, or six months of search without an interview. Persons are scored from what can
    be observed; their true group is the rule's group on the true scores, without error.
    """

    def __init__(self, shipped, n, seed):
        self.shipped, self.n = shipped, n
        self.random = np.random.default_rng(seed)
        true = {name: self.random.uniform(1, 5, n) for name in (SKILLS, "intentie", "netwerk", "discriminatie")}
        true |= dict.fromkeys(ATTITUDES, self.random.uniform(1, 5, n)) | {RATING: true[SKILLS]}
        facts = self._facts()
        self.stated = self._suggestion(self._observed(true), facts, certain=False)
        self.true_place = self._suggestion(true, facts, certain=True).rule_place
        self.groups = [group.group for group in shipped.compiled.groups]

    def _facts(self):
        draw = self.random.random
        return {
            "geen_arbeidsvermogen": np.where(draw(self.n) < 0.02, 1.0, np.nan),
            "loonwaarde": np.where(draw(self.n) < 0.2, 100 * draw(self.n), np.nan),
            "loonwaarde_blijvend": (draw(self.n) < 0.2).astype(float),
            "maanden_actief_zoeken": np.floor(draw(self.n) * 12),
            "sollicitatiegesprekken": np.floor(draw(self.n) * 4),
        }

    def _observed(self, true):
        error = {name: self.shipped.error(name) for name in true}
        observed = {name: score + error[name] * self.random.normal(size=self.n) for name, score in true.items()}
        observed[RATING][self.random.random(self.n) < 2 / 3] = np.nan
        observed["netwerk"][self.random.random(self.n) < 0.14] = np.nan
        return observed

    def _suggestion(self, scores, facts, *, certain):
        scales = {}
        for name, score in scores.items():
            known = np.where(np.isnan(score), np.nan, 0.0 if certain else self.shipped.error(name))
            scale = self.shipped.instrument.scales[name]
            scales[name] = ScoredScale(scale, np.zeros(self.n, dtype=np.int64), TrueScore(score, known, 1.0, 5.0))
        persons = [{}] * self.n
        responses = self.shipped.responses(*persons)
        entered = entered_facts(self.shipped.facts, Facts(facts), responses.measured)
        return SolSuggestion(self.shipped.compiled, Scored(self.n, scales, {}), entered, responses, applies=True)

    def bins(self, at_least):
        """The tenths of the stated probability of each group, where there are enough persons in one."""
        found = []
        for place, group in enumerate(self.groups):
            stated, true = self.stated.probabilities[:, place], self.true_place == place
            tenth = np.clip(np.digitize(stated, BINS) - 1, 0, 9)
            for one in range(10):
                here = tenth == one
                if here.sum() >= at_least:
                    p = stated[here]
                    # What is counted is a sum of yes-or-noes with these probabilities.
                    error = np.sqrt((p * (1 - p)).sum()) / len(p)
                    found.append(Bin(group, BINS[one], len(p), p.mean(), true[here].mean(), error))
        return found


def test_the_stated_probability_is_the_share_of_persons_who_belong_there(shipped):
    """20,000 persons: in every tenth with at least 200 of them, to within 4.5 standard errors of a share."""
    bins = Simulation(shipped, 20_000, seed=20261122).bins(at_least=200)
    assert len(bins) >= 25
    off = [one for one in bins if abs(one.stated - one.true) > 4.5 * one.error + 1e-12]
    assert off == []


def test_facts_place_exactly_those_whom_they_place(shipped):
    """Where a fact decides, the stated probability is 1 and so is the true share."""
    simulation = Simulation(shipped, 20_000, seed=3)
    for group in ("participatie", "compenseren"):
        place = simulation.groups.index(group)
        stated = simulation.stated.probabilities[:, place]
        assert (stated == 1.0).sum() >= 300
        np.testing.assert_array_equal(stated, simulation.true_place == place)


@pytest.mark.simulation
def test_five_million_persons(shipped):
    """Stated and true differ by at most .01 in every tenth with at least 2,000 persons; the figures are printed.

    Five times a million: in a tenth of 14,000 persons a share alone has a standard error of .004, so that one million
    would miss .01 by chance now and then.
    """
    bins, lines = [], []
    for seed in range(5):
        simulation = Simulation(shipped, 1_000_000, seed)
        bins += simulation.bins(at_least=1)
        lines = lines or [f"{line} (the first million)" for line in _in_short(simulation)]
    pooled = [one for one in _pooled(bins) if one.n >= 2_000]
    sys.stdout.write("\n".join(["", *_table(pooled), *lines, ""]))
    assert len(pooled) >= 40
    assert max(abs(one.stated - one.true) for one in pooled) <= 0.01


class MostPeopleDoWell(Simulation):
    """Persons as `simulate` draws them: answers from 1 to 5, most of them favourable, scales that hang together.

    The reliabilities are those that the questionnaires assume; a true score is the mean that is expected of a person.
    """

    def __init__(self, shipped, n, seed):
        self.shipped, self.n, self.random = shipped, n, np.random.default_rng(seed)
        scales = {
            name: shipped.instrument.scales[name]
            for name in (SKILLS, "intentie", *ATTITUDES, "netwerk", "discriminatie")
        }
        signs = [-1 if scale.high == "unfavourable" else 1 for scale in scales.values()]
        factors = one_common_factor(self.random, n, [COMMON * sign for sign in signs])
        true, observed = {}, {}
        for place, (name, scale) in enumerate(scales.items()):
            cuts = even_thresholds(5, FAVOURABLE_SHIFT * signs[place])
            loading = loading_for_reliability(scale.error.reliability, [cuts] * len(scale.items))
            expected, own = loading * factors[:, place], np.sqrt(1 - loading**2)
            true[name] = 1 + sum(ndtr((expected - cut) / own) for cut in cuts)
            answers = [expected + own * standard_normal(self.random, n) for _ in scale.items]
            observed[name] = 1 + np.mean([ordered_responses(answer, cuts.tolist()) for answer in answers], axis=0)
        self.stated = self._suggestion(observed, {}, certain=False)
        self.true_place = self._suggestion(true, {}, certain=True).rule_place
        self.groups = [group.group for group in shipped.compiled.groups]


@pytest.mark.simulation
def test_where_most_people_do_well_the_flat_prior_overstates_what_is_in_the_way(shipped):
    """Without a norm nothing is known of how common low scores are: `banen` is understated, the other groups over."""
    simulation = MostPeopleDoWell(shipped, 500_000, seed=1)
    bins = simulation.bins(at_least=2_000)
    sys.stdout.write("\n".join(["", *_table(bins), *_in_short(simulation), ""]))
    between = [one for one in bins if 0.1 <= one.stated <= 0.9]
    assert all(one.stated < one.true for one in between if one.group == "banen")
    assert all(one.stated > one.true for one in between if one.group != "banen")


def _pooled(bins):
    """The same tenths of several simulations as one."""
    for group, low in dict.fromkeys((one.group, one.low) for one in bins):
        same = [one for one in bins if (one.group, one.low) == (group, low)]
        n = sum(one.n for one in same)
        stated, true = sum(one.n * one.stated for one in same) / n, sum(one.n * one.true for one in same) / n
        yield Bin(group, low, n, stated, true, np.sqrt(sum((one.n * one.error) ** 2 for one in same)) / n)


def _table(bins):
    """The figures of every tenth, a line each."""
    yield "group                    stated between       persons  stated  true    difference (standard error)"
    for one in bins:
        between, difference = f"{one.low:.1f} - {one.low + 0.1:.1f}", one.stated - one.true
        shares = f"{one.stated:.4f}  {one.true:.4f}  {difference:+.4f} ({one.error:.4f})"
        yield f"{one.group:<24} {between:<16} {one.n:>11,}  {shares}"


def _in_short(simulation):
    """What a counsellor may expect where no fact decides: how often the first group is right, and the first two."""
    p, true = simulation.stated.probabilities, simulation.true_place
    by_scale = true > 1
    first = p.argmax(axis=1)
    two = np.argsort(p, axis=1)[:, -2:]
    best = p.max(axis=1)
    yield f"first group right: {(first == true)[by_scale].mean():.3f} (stated {best[by_scale].mean():.3f})"
    yield f"true group among the first two: {(two == true[:, None]).any(axis=1)[by_scale].mean():.3f}"
    yield f"rule on observed scores right: {(simulation.stated.rule_place == true)[by_scale].mean():.3f}"
    for limit in (0.6, 0.7, 0.8, 0.9):
        there = by_scale & (best >= limit)
        right = (first == true)[there].mean()
        yield f"stated at least {limit}: {there.sum() / by_scale.sum():.3f} of the persons, right {right:.3f}"
    unclear = by_scale & (best < 0.6)
    yield f"stated below 0.6: right {(first == true)[unclear].mean():.3f}"
