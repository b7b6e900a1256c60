"""The section on items: what each does in its scale."""

from collections.abc import Mapping

import numpy as np

from reintegratie_cli.models.criteria import ConclusionRule
from reintegratie_cli.models.instrument import Scale
from reintegratie_cli.models.responses import FloatArray
from reintegratie_cli.models.validation_result import ItemFlag, ItemResult, figure
from reintegratie_cli.psychometrics import item_statistics, reliability
from reintegratie_cli.psychometrics.correlation import PairwiseMoments
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.answer_matrix import AnswerMatrix
from reintegratie_cli.workflows.validation.figures import Figures
from reintegratie_cli.workflows.validation.reasons import (
    NO_ANSWERS,
    NO_STEPS,
    NO_VARIANCE,
    NOT_REFLECTIVE,
    ONE_ITEM,
    TOO_FEW_ITEMS,
)

Table = dict[str, FloatArray]


def item_results(matrix: AnswerMatrix, scale: Scale, moments: PairwiseMoments, rule: ConclusionRule) -> Figures:
    """Every item of a scale but for its loading: item -> its figures, with the reasons for what is not there.

    `moments` are of the reverse-keyed items.
    """
    table = _statistics(matrix, scale) | _relations(scale, moments)
    alpha = reliability.alpha(moments.covariance) if scale.measurement == "reflective" else np.nan
    found = {}
    for place, item in enumerate(scale.items):
        own = {name: figure(float(column[place])) for name, column in table.items()}
        counts = _categories(matrix, item)
        values = {**own, "n": int(table["n"][place]), "missing": int(table["missing"][place]), "categories": counts}
        found[item] = Figures({**values, "flags": _flags(values, alpha, rule)}, _reasons(scale, values))
    return Figures(found)


def with_loading(item: Figures, loading: float | None, why: Text) -> ItemResult:
    """The item with its standardised loading, or why it has none."""
    return ItemResult(**item.values, loading=loading, reasons={**item.reasons, "loading": why})


def _statistics(matrix: AnswerMatrix, scale: Scale) -> Table:
    sets = [matrix.instrument.answer_set(item) for item in scale.items]
    lowest, highest = (np.array(bounds) for bounds in ([it.lowest for it in sets], [it.highest for it in sets]))
    found = item_statistics.item_statistics(matrix.keyed(scale), lowest, highest)
    names = ("n", "missing", "mean", "sd", "skew", "floor", "ceiling")
    return {name: np.asarray(getattr(found, name), dtype=np.float64) for name in names}


def _relations(scale: Scale, moments: PairwiseMoments) -> Table:
    """How each item goes with the rest; a formative scale does not ask for that."""
    if scale.measurement != "reflective":
        nothing = np.full(len(scale.items), np.nan)
        return {"item_rest_r": nothing, "alpha_if_deleted": nothing}
    return {
        "item_rest_r": item_statistics.item_rest_correlations(moments.covariance),
        "alpha_if_deleted": item_statistics.alpha_if_deleted(moments.covariance),
    }


def _categories(matrix: AnswerMatrix, item: str) -> dict[str, int] | None:
    """Answer code -> how often it was given, codes of one score together; none for an open answer."""
    answers = matrix.instrument.answer_set(item)
    if answers.is_open:
        return None
    scores = matrix.keyed_items([item])[:, 0]
    codes: dict[float, list[str]] = {}
    for code, score in zip(answers.codes, answers.scores, strict=True):
        codes.setdefault(score, []).append(str(code))
    return {"/".join(names): int((scores == score).sum()) for score, names in codes.items()}


def _reasons(scale: Scale, values: Mapping[str, object]) -> dict[str, Text]:
    why = NO_VARIANCE if values["n"] else NO_ANSWERS
    found = dict.fromkeys(("mean", "sd", "skew", "floor", "ceiling"), why) | {"categories": NO_STEPS}
    if scale.measurement != "reflective":
        return found | dict.fromkeys(("item_rest_r", "alpha_if_deleted"), NOT_REFLECTIVE)
    few = len(scale.items)
    return found | {
        "item_rest_r": ONE_ITEM if few == 1 else why,
        "alpha_if_deleted": TOO_FEW_ITEMS if few <= 2 else why,  # noqa: PLR2004 - of two items one is left
    }


def _flags(values: Mapping[str, object], alpha: float, rule: ConclusionRule) -> tuple[ItemFlag, ...]:
    """What stands out; the cut-offs are those of our own rule."""

    def beyond(name: str, cut: float) -> bool:
        value = values[name]
        return isinstance(value, float) and abs(value) > cut

    rest, deleted, counts = values["item_rest_r"], values["alpha_if_deleted"], values["categories"]
    negative = isinstance(rest, float) and rest < 0
    found: dict[ItemFlag, bool] = {
        "constant": values["sd"] == 0,
        "negative": negative,
        "weak": isinstance(rest, float) and not negative and rest < rule.item_rest_at_least.value,
        "floor": beyond("floor", rule.floor_at_most.value),
        "ceiling": beyond("ceiling", rule.floor_at_most.value),
        "unused_category": isinstance(counts, dict) and bool(values["n"]) and min(counts.values()) == 0,
        "skewed": beyond("skew", rule.skew_at_most.value),
        "raises_alpha": isinstance(deleted, float) and deleted > alpha + rule.alpha_gain_at_most.value,
    }
    return tuple(flag for flag, there in found.items() if there)
