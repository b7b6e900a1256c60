"""Samples from known populations, and what the verdict on them is.

Answers are drawn from a known population and go through `validate` as a file's would, for less important decisions
about persons (cut-off .70). Responses behind the answers are normal; a scale is six items with five ordered answers
each; loadings differ in the ratio of `RATIOS`, and people answer on the favourable side of the middle by `SHIFTS`.
True omega is that of the population's sum score (Green & Yang, 2009), by the same definition as the verdict's: the
share of the score's variance that its own factor explains, nothing that only some items share.
"""

from dataclasses import dataclass

import numpy as np
import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.validation_result import CfaPerScale, Tool
from reintegratie_cli.psychometrics.green_yang import categorical_omega
from reintegratie_cli.psychometrics.simulate import even_thresholds, standard_normal
from reintegratie_cli.workflows.answer_matrix import AnswerMatrix, Answers, RowCounts
from reintegratie_cli.workflows.validate import validate
from reintegratie_cli.workflows.validate_options import Knowledge, ValidateOptions

CUT, RESIDUAL, SRMR = 0.70, 0.10, 0.08
RATIOS = np.array([1.15, 1.10, 1.00, 1.00, 0.90, 0.85])
SHIFTS = (0.0, 0.15, 0.30, 0.30, 0.45, 0.60)
FACTORS_CORRELATE, SHARED = 0.4, 0.3
SAMPLES = {1: 400, 3: 200}
"""Scales in the questionnaire -> samples of each cell."""
SAMPLES_DYNAMIC = 40
DEFECTS = {"foreign": 0.0, "unreversed": -1.0, "double": 0.5}
"""What is wrong with the last item of the first scale -> its loading as a share of what it would be."""


@dataclass(frozen=True)
class Population:
    """Responses of one or three scales; `misfit` is in the first scale alone. The loadings are `RATIOS` times `c`."""

    n_scales: int
    c: float
    misfit: str | None = None

    @property
    def loadings(self):
        """(items, factors)."""
        found = np.kron(np.eye(self.n_scales), self.c * RATIOS[:, None])
        found[5, 0] *= DEFECTS.get(self.misfit, 1.0)
        if self.misfit == "double":
            found[5, 1] = found[5, 0]
        return found

    @property
    def correlation(self):
        """(items, items) of the responses."""
        between = np.full((self.n_scales, self.n_scales), FACTORS_CORRELATE)
        np.fill_diagonal(between, 1.0)
        explained = self.loadings @ between @ self.loadings.T
        unique = np.sqrt(1 - np.diag(explained))
        own = np.eye(len(explained))
        if self.misfit == "pair":
            own[0, 1] = own[1, 0] = SHARED
        found = explained + own * np.outer(unique, unique)
        np.fill_diagonal(found, 1.0)
        return found

    @property
    def cuts(self):
        """(items, 4) between the answers."""
        return np.array([even_thresholds(5, shift) for shift in SHIFTS * self.n_scales])

    @property
    def omega(self):
        """True omega of the first scale's score."""
        own = self.loadings[:6, 0]
        cuts = tuple(self.cuts[:6])
        steps = tuple(np.ones(4) for _ in cuts)
        return categorical_omega(np.outer(own, own), cuts, self.correlation[:6, :6], steps)

    def draw(self, random, n, missing):
        """(n, items) answers from 1 to 5, a share of them left out at random."""
        responses = standard_normal(random, n, len(self.cuts)) @ np.linalg.cholesky(self.correlation).T
        answers = 1.0 + (responses[:, :, None] > self.cuts).sum(axis=2)
        answers[random.random(answers.shape) < missing] = np.nan
        return np.asfortranarray(answers[~np.isnan(answers).all(axis=1)])


@dataclass(frozen=True)
class Cell:
    """What became of the samples of one cell: a line each for every scale that counts, and the conclusions of all."""

    scales: list
    questionnaires: list

    def share(self, name):
        """The share of scales with this conclusion, or for which this holds."""
        return float(np.mean([name == it["conclusion"] or bool(it.get(name)) for it in self.scales]))

    @property
    def usable_questionnaires(self):
        """The share of questionnaires all of whose scales are usable."""
        return self.questionnaires.count("usable") / len(self.questionnaires)


class Simulation:
    """Draws samples and has them validated."""

    def __init__(self):
        self.knowledge = Knowledge(
            catalogue.load_wording(), catalogue.load_criteria("cotan-2010"), catalogue.load_conclusion()
        )
        self.questionnaires = {n: _questionnaire(n) for n in SAMPLES}
        self.cells = {}

    def cell(self, population, n, missing=0.0):
        """All samples of one population and size; the first scale counts where it has a misfit, else every scale."""
        key = population, n, missing
        if key not in self.cells:
            random = np.random.default_rng([2026, n, round(1e6 * population.c), len(population.misfit or "")])
            counting = 1 if population.misfit else population.n_scales
            results = [
                self.outcome(population, population.draw(random, n, missing))
                for _ in range(SAMPLES[population.n_scales])
            ]
            scales = [_facts(it, name) for it in results for name in list(it.scales)[:counting]]
            self.cells[key] = Cell(scales, [it.verdict.conclusion for it in results])
        return self.cells[key]

    def dynamic(self, population, n):
        """The first scale: the shares usable by the fixed cut-offs, and by these or the simulated ones.

        Meeting either is enough, so that cut-offs are simulated only where the fixed ones are not met.
        """
        random, fixed, either = np.random.default_rng([2027, n, round(1e6 * population.c)]), 0, 0
        for _ in range(SAMPLES_DYNAMIC):
            answers = population.draw(random, n, 0.0)
            found = _facts(self.outcome(population, answers), "schaal0")["conclusion"]
            fixed += found == "usable"
            if found == "with_care":
                found = _facts(self.outcome(population, answers, dynamic=True), "schaal0")["conclusion"]
            either += found == "usable"
        return fixed / SAMPLES_DYNAMIC, either / SAMPLES_DYNAMIC

    def outcome(self, population, answers, *, dynamic=False):
        """What `validate` says of answers to the questionnaire of this population."""
        instrument = self.questionnaires[population.n_scales]
        rows = RowCounts(len(answers), 0, 0, 0, 0)
        matrix = AnswerMatrix(instrument, answers, None, None, (), {}, rows)
        options = ValidateOptions(
            Tool(name="reintegratie", version="0"), only=("verdict", "reliability", "cfa"), dynamic=dynamic
        )
        return validate(instrument, Answers(matrix), options, self.knowledge, lambda *_: None)


def _questionnaire(n_scales):
    """Scales of six items with five ordered answers."""
    scales = {
        f"schaal{scale}": {
            "measurement": "reflective",
            "score": "mean",
            "items": [f"vraag{scale}_{item}" for item in range(6)],
        }
        for scale in range(n_scales)
    }
    items = {item: {"answers": "vijf"} for scale in scales.values() for item in scale["items"]}
    answers = {"vijf": {"type": "ordinal", "values": [1, 2, 3, 4, 5]}}
    content = {"instrument": "proef", "version": "1.0.0", "answers": answers, "items": items, "scales": scales}
    return Instrument.model_validate(content)


def _facts(result, name):
    """A scale's conclusion, and which of the conditions it fails."""
    scale, cfa = result.scales[name], result.cfa
    negative = any("negative" in it.flags for it in scale.items.values())
    found = {"conclusion": result.verdict.scales[name].conclusion, "negative": negative}
    found["apart"] = isinstance(cfa, CfaPerScale)
    cfa = cfa.per_scale.get(name) if isinstance(cfa, CfaPerScale) else cfa
    if cfa is None or not cfa.admissible:
        return found
    pairs = {
        (one, other): abs(value) > RESIDUAL
        for one, row in cfa.residual_correlations.items()
        for other, value in row.items()
        if one in scale.items or other in scale.items
    }
    return found | {
        "wlsmv": cfa.estimator == "WLSMV",
        "bound": scale.coefficient.ci is None or scale.coefficient.ci[0] < CUT,
        "residual": any(pairs.values()),
        "srmr": cfa.fit.measures["srmr"] > SRMR,
        "within": any(large for pair, large in pairs.items() if set(pair) <= set(scale.items)),
    }


@pytest.fixture(scope="session")
def simulation():
    """What was simulated once serves several tests."""
    return Simulation()


@pytest.fixture(scope="session")
def of_omega():
    """The population in which the score of the first scale has this omega."""

    def population(n_scales, omega, misfit=None):
        low, high = 0.1, 0.86
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if Population(n_scales, middle, misfit).omega < omega else (low, middle)
        return Population(n_scales, low, misfit)

    return population
