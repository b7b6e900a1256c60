"""From answers to scale scores."""

import numpy as np

from reintegratie_cli.decisions.scored import Scored, ScoredScale
from reintegratie_cli.models.instrument import Instrument, Scale
from reintegratie_cli.models.responses import FloatArray, IntArray, Responses
from reintegratie_cli.psychometrics import scoring
from reintegratie_cli.psychometrics.classification import TrueScore


def item_scores(instrument: Instrument, item: str, answers: IntArray | FloatArray) -> FloatArray:
    """The score of each answer to an item, before reversal: (n_persons,), nan = no answer."""
    answer_set = instrument.answer_set(item)
    if answer_set.is_open:
        return np.asarray(answers, dtype=np.float64)
    # The last place of the table is that of NO_ANSWER, -1.
    table = np.array([*answer_set.scores, np.nan])
    return np.asarray(table[answers])


def score_scales(instrument: Instrument, responses: Responses) -> Scored:
    """Score every scale of the instrument; an unreadable cell leaves its scales without a score.

    The items are as they were answered, those that a checklist reverses as they count in it.
    """
    items = {
        item: item_scores(instrument, item, answers)
        for item, answers in responses.answers.items()
        if item in instrument.items and instrument.answer_set(item).type != "choice"
    }
    scales = {name: _score(instrument, name, items, responses) for name in instrument.scales}
    checklists = [scale for scale in instrument.scales.values() if scale.measurement == "formative"]
    keyed = {
        item: _reversed(instrument, item, items[item])
        for scale in checklists
        for item in scale.reversed
        if item in items
    }
    return Scored(responses.n, scales, items | keyed)


def _reversed(instrument: Instrument, item: str, scores: FloatArray) -> FloatArray:
    bounds = instrument.answer_set(item)
    return scoring.reverse_keyed(scores, bounds.lowest, bounds.highest)


def _score(instrument: Instrument, name: str, items: dict[str, FloatArray], responses: Responses) -> ScoredScale:
    scale = instrument.scales[name]
    table = np.full((len(scale.items), responses.n), np.nan)
    for row, item in enumerate(scale.items):
        if item in items:
            table[row] = _reversed(instrument, item, items[item]) if item in scale.reversed else items[item]
    scored = score_by_method(scale, table.T)
    score = scored.score.copy()
    for item in scale.items:
        if item in responses.unreadable:
            score[responses.unreadable[item]] = np.nan
    low, high = instrument.scale_range(name)
    return ScoredScale(scale, scored.answered, TrueScore(score, _error(scale, score, scored.answered), low, high))


def score_by_method(scale: Scale, table: FloatArray) -> scoring.ScaleScores:
    """The scale's score from its reverse-keyed items (n_persons, n_items), nan = no answer."""
    if scale.count_above is not None:
        return scoring.count_above(table, scale.count_above, scale.min_answered)
    method = scoring.scale_sum if scale.score == "sum" else scoring.scale_mean
    return method(table, scale.min_answered)


def _error(scale: Scale, score: FloatArray, answered: IntArray) -> FloatArray:
    """The standard error of each score: nan without a score, or where the scale says nothing of its error."""
    if scale.error is None:
        return np.full(len(score), np.nan)
    full = scoring.standard_error_of_measurement(scale.error.sd, scale.error.reliability)
    error = scoring.standard_error_when_answered(full, len(scale.items), answered)
    return np.where(np.isnan(score), np.nan, error)
