"""Norms from answers: what the people of one group scored, how reliably, and what that may be used for."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import isfinite
from typing import Any

import numpy as np

from reintegratie_cli.models.criteria import ConclusionRule
from reintegratie_cli.models.fingerprint import fingerprint
from reintegratie_cli.models.instrument import Scale
from reintegratie_cli.models.norm_checks import USES, is_for_fairness_only
from reintegratie_cli.models.norms import (
    FEWEST,
    FEWEST_FOR_IMPORTANT,
    FEWEST_FOR_PERSONS,
    FEWEST_IN_CELL,
    CoefficientKind,
    NormCell,
    NormGroup,
    Norms,
    ScaleNorm,
    SmoothedPercentile,
    Smoothing,
    Stakes,
    Status,
    Unknown,
    Use,
)
from reintegratie_cli.models.possible_scores import possible_scores
from reintegratie_cli.models.responses import FloatArray
from reintegratie_cli.models.validation_result import ScaleResult
from reintegratie_cli.psychometrics.agreement import retest
from reintegratie_cli.psychometrics.correlation import pairwise_moments
from reintegratie_cli.psychometrics.log_linear import smooth
from reintegratie_cli.psychometrics.norm_cells import counts_of, merged
from reintegratie_cli.text import Text
from reintegratie_cli.workflows import norm_words
from reintegratie_cli.workflows.answer_matrix import AnswerMatrix, Answers
from reintegratie_cli.workflows.validate_options import ValidateOptions
from reintegratie_cli.workflows.validation.fitted import fit_models
from reintegratie_cli.workflows.validation.plan import choose, plan_model
from reintegratie_cli.workflows.validation.scale_sections import scale_score, scale_sections

FEWEST_FOR_RETEST = 50
"""Persons measured twice, below which a correlation says too little: COSMIN's "adequate" (Mokkink et al. 2018)."""
DECIMALS = 6

Said = tuple[Text, ...]


@dataclass(frozen=True)
class About:
    """What a norm says of how its answers came about, and no computation can tell; names as in `Norms`."""

    norms: str
    population: Text
    status: Status
    stakes: Stakes
    collected: str
    source: str
    frame: str
    invited: int | Unknown
    responded: int | Unknown
    mode: str
    share_assisted: float | Unknown
    group: NormGroup | None = None

    @property
    def unknowns(self) -> bool:
        """Whether something of this is not known."""
        return "unknown" in (self.invited, self.responded, self.share_assisted)


@dataclass(frozen=True)
class Built:
    """The norms, none where no scale has enough persons; and what is to be said of them."""

    norms: Norms | None
    said: Said


def build_norms(answers: Answers, about: About, options: ValidateOptions, rule: ConclusionRule) -> Built:
    """The norms of everybody in `answers`; a retest beside them gives each scale its correlation over time."""
    matrix, instrument = answers.matrix, answers.matrix.instrument
    scores = {name: scale_score(matrix, scale) for name, scale in instrument.scales.items()}
    n = {name: int(np.count_nonzero(~np.isnan(score))) for name, score in scores.items()}
    constant = {name: _constant(scores[name]) for name in scores}
    kept = [name for name in scores if n[name] >= FEWEST and not constant[name]]
    said = [norm_words.left_out(name, n[name]) for name in scores if name not in kept]
    if not kept:
        return Built(None, tuple(said))
    results = _results(matrix, options, rule)
    scales: dict[str, ScaleNorm] = {}
    for name in kept:
        scales[name], more = _scale(answers, name, scores[name], results[name])
        said += more
    use, why = use_of(about, {name: n[name] for name in kept})
    norms = Norms(
        **{name: getattr(about, name) for name in About.__dataclass_fields__},
        use=use,
        instrument_version=instrument.version,
        scales=scales,
        correlations=_correlations({name: scores[name] for name in kept}),
    )
    return Built(norms, (*said, *why))


def use_of(about: About, n: Mapping[str, int]) -> tuple[Use, Said]:
    """What norms with `n` persons in each scale may be used for, and why not for more.

    For persons from 300 on, for less important decisions about them from 200 on, for groups from 100 on, by the
    smallest scale; never for more than their status allows.
    """
    smallest = min(n, key=lambda name: n[name])
    allowed, fewest = USES[about.status], n[smallest]
    if about.group is not None and is_for_fairness_only(about.group.column):
        return "none", (norm_words.ONLY_FAIRNESS,)
    if "individual" in allowed and about.unknowns:
        return "group", (norm_words.UNKNOWN_IS_FOR_GROUPS,)
    if "individual" in allowed and fewest >= FEWEST_FOR_PERSONS:
        return "individual", () if fewest >= FEWEST_FOR_IMPORTANT else (norm_words.less_important(smallest, fewest),)
    if "group" in allowed:
        return "group", (norm_words.for_groups(smallest, fewest),) if "individual" in allowed else (
            norm_words.of_others(about.status),
        )
    return "none", (norm_words.ILLUSTRATIVE,)


def _results(matrix: AnswerMatrix, options: ValidateOptions, rule: ConclusionRule) -> Mapping[str, ScaleResult]:
    """Every scale as `validate-instrument` finds it."""
    plan = plan_model(matrix.instrument, matrix)
    choice = choose(matrix.instrument, matrix, plan, options)
    models = fit_models(matrix, plan, choice, rule.persons_per_parameter.value)
    return scale_sections(matrix, plan, models, rule)


def _scale(answers: Answers, name: str, score: FloatArray, result: ScaleResult) -> tuple[ScaleNorm, list[Text]]:
    instrument = answers.matrix.instrument
    known = score[~np.isnan(score)]
    figures, said = _reliability(name, instrument.scales[name], result)
    over_time, of_retest = _retest(answers, name, score)
    if figures["reliability"] is None and over_time["retest_reliability"] is not None:
        figures |= {"reliability": over_time["retest_reliability"], "coefficient": "retest"}
    frequencies, of_frequencies = _frequencies(answers.matrix, name, score)
    norm = ScaleNorm(
        fingerprint=fingerprint(instrument, name),
        n=len(known),
        mean=_rounded(known.mean()),
        sd=_rounded(known.std(ddof=1)),
        **figures,
        **over_time,
        **frequencies,
    )
    return norm, [*said, *of_retest, *of_frequencies]


def _has_reliability(scale: Scale) -> bool:
    """Whether its items measure one thing and so tell how reliable their score is; those of a count do not."""
    return scale.measurement == "reflective" and scale.count_above is None


def _reliability(name: str, scale: Scale, result: ScaleResult) -> tuple[dict[str, Any], list[Text]]:
    """Omega of the score; alpha only where there is none; neither where items do not measure one thing."""
    none: dict[str, Any] = {"reliability": None, "coefficient": None, "alpha": None}
    if not _has_reliability(scale):
        return none, []
    alpha = None if result.alpha is None or result.alpha >= 1 else _rounded(result.alpha)
    omega = result.coefficient
    if omega is not None and omega.value is not None and 0 <= omega.value < 1:
        kind: CoefficientKind = "omega"
        return {"reliability": _rounded(omega.value), "coefficient": kind, "alpha": alpha}, []
    why = result.reasons.get("coefficient", norm_words.IMPROPER)
    if alpha is None or alpha < 0:
        return none | {"alpha": alpha}, [norm_words.no_reliability(name, why)]
    return {"reliability": alpha, "coefficient": "alpha", "alpha": alpha}, [norm_words.alpha_instead(name, why)]


def _retest(answers: Answers, name: str, score: FloatArray) -> tuple[dict[str, Any], list[Text]]:
    """Pearson's correlation with the second measurement of the same persons."""
    none: dict[str, Any] = {"retest_reliability": None, "retest_n": None}
    if answers.retest is None:
        return none, []
    found = retest(score, scale_score(answers.retest, answers.matrix.instrument.scales[name]))
    value = found.correlation.value
    if found.n < FEWEST_FOR_RETEST or not (isfinite(value) and 0 <= value < 1):
        return none, [norm_words.no_retest(name, found.n)]
    return {"retest_reliability": _rounded(value), "retest_n": found.n}, []


def _frequencies(matrix: AnswerMatrix, name: str, score: FloatArray) -> tuple[dict[str, Any], list[Text]]:
    """The cells of who answered every item; for fewer than 300 of them smoothed percentiles as well."""
    possible = possible_scores(matrix.instrument, name)
    complete = score[~np.isnan(matrix.keyed(matrix.instrument.scales[name])).any(axis=1)]
    if possible is None or len(complete) < FEWEST:
        return {}, [norm_words.no_frequencies(name, None if possible is None else len(complete))]
    counts = counts_of(complete, possible)
    cells = merged(possible, counts, FEWEST_IN_CELL)
    found: dict[str, Any] = {
        "frequencies": tuple(
            NormCell.model_validate({"from": low, "to": high, "n": n})
            for low, high, n in zip(cells.low.tolist(), cells.high.tolist(), cells.n.tolist(), strict=True)
        )
    }
    smoothed = smooth(possible, counts) if len(complete) < FEWEST_FOR_IMPORTANT else None
    if smoothed is not None:
        points = zip(possible.tolist(), np.round(smoothed.percentiles, DECIMALS).tolist(), strict=True)
        inside = [SmoothedPercentile(score=at, percentile=rank) for at, rank in points if 0 < rank < 100]  # noqa: PLR2004
        found["smoothed"] = Smoothing(method="log_linear", moments=smoothed.moments, percentiles=tuple(inside))
    return found, []


def _correlations(scores: Mapping[str, FloatArray]) -> dict[str, dict[str, float]]:
    """Pearson's correlations of the scores, each pair over the persons who have both and at least 100 of them."""
    if len(scores) == 1:
        return {}
    names = list(scores)
    moments = pairwise_moments(np.column_stack([scores[name] for name in names]))
    found: dict[str, dict[str, float]] = {}
    for (i, first), (j, second) in combinations(enumerate(names), 2):
        r = float(moments.correlation[i, j])
        if moments.n_pairs[i, j] >= FEWEST and isfinite(r):
            found.setdefault(second, {})[first] = _rounded(min(max(r, -1.0), 1.0))
    return {name: found[name] for name in names if name in found}


def _constant(score: FloatArray) -> bool:
    known = score[~np.isnan(score)]
    return len(known) == 0 or bool((known == known[0]).all())


def _rounded(value: float) -> float:
    return round(float(value), DECIMALS)
