"""Estimating the planned model, or one for each scale where persons are too few for one of all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

import numpy as np

from reintegratie_cli.models.instrument import Instrument, Scale
from reintegratie_cli.models.responses import NO_ANSWER, FloatArray
from reintegratie_cli.psychometrics.cfa.composites import Composite
from reintegratie_cli.psychometrics.cfa.estimate_complete import estimate_complete
from reintegratie_cli.psychometrics.cfa.estimate_incomplete import estimate_incomplete
from reintegratie_cli.psychometrics.cfa.estimate_ordinal import estimate_ordinal
from reintegratie_cli.psychometrics.cfa.identification import Improper, improper
from reintegratie_cli.psychometrics.cfa.solution import CfaError, Solution
from reintegratie_cli.psychometrics.cfa.specification import FactorModel, specify
from reintegratie_cli.psychometrics.polychoric import PolychoricError, polychoric_moments_of
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.answer_matrix import AnswerMatrix, CategoryArray
from reintegratie_cli.workflows.validate_options import Estimator
from reintegratie_cli.workflows.validation.plan import ENOUGH_FOR_FIVE, TWO_ITEMS, Choice, ModelPlan
from reintegratie_cli.workflows.validation.reasons import NO_ANSWERS, NO_STEPS, cfa_failure, impropriety


@dataclass(frozen=True)
class Fitted:
    """A model that was estimated: `faults` make it inadmissible, `remarks` do not."""

    solution: Solution
    choice: Choice
    faults: tuple[Text, ...]
    remarks: tuple[Text, ...]
    improper: tuple[Improper, ...]

    @property
    def admissible(self) -> bool:
        """Whether the solution is a proper one."""
        return not self.improper


@dataclass(frozen=True)
class Models:
    """Every model that was estimated, by scale; scales of one model share it. `failed`: scale -> why there is none.

    `why_apart`: why each scale has a model of its own, where that is so, and `n_for_one` persons one of them all would
    take. `failure`: why there is no model at all. `estimator`: that of all of them, also of those that failed.
    """

    of_scale: Mapping[str, Fitted] = field(default_factory=dict)
    failed: Mapping[str, Text] = field(default_factory=dict)
    why_apart: Text | None = None
    n_for_one: int | None = None
    failure: Text | None = None
    estimator: Estimator | None = None

    @property
    def distinct(self) -> tuple[Fitted, ...]:
        """Each model once."""
        return tuple({id(fitted): fitted for fitted in self.of_scale.values()}.values())


@dataclass(frozen=True)
class UsedCategories:
    """The answers to items that somebody chose, numbered anew; `points`: per item the score of each."""

    categories: CategoryArray
    counts: CategoryArray
    points: tuple[FloatArray, ...]
    remarks: tuple[Text, ...]


def fit_models(matrix: AnswerMatrix, plan: ModelPlan, choice: Choice, persons_per_parameter: float) -> Models:
    """One model of all scales, or one for each scale with fewer persons per parameter than asked."""
    failed = dict(plan.left_out)
    if not plan.model.items:
        why = next(iter(plan.left_out.values()), None) or Text(
            "Er is geen reflectieve schaal om een factormodel van te maken.",
            "There is no reflective scale to make a factor model of.",
        )
        return Models(failed=failed, failure=why, estimator=choice.estimator)
    n_parameters = _count_parameters(matrix, plan, choice, choice.estimator)
    n_for_one = ceil(persons_per_parameter * n_parameters)
    if len(plan.model.factors) <= 1 or matrix.n >= n_for_one:
        fitted = _fit(matrix, plan, choice)
        if isinstance(fitted, Text):
            failed |= dict.fromkeys(plan.factor_of, fitted)
            return Models(failed=failed, failure=fitted, estimator=choice.estimator)
        return Models(dict.fromkeys(plan.factor_of, fitted), failed, estimator=choice.estimator)
    of_scale = {}
    for scale, factor in plan.factor_of.items():
        found = _fit(matrix, _only(plan, scale, factor, matrix.instrument.scales[scale].items), choice)
        if isinstance(found, Text):
            failed[scale] = found
        else:
            of_scale[scale] = found
    then = Text("", "")
    if n_for_one >= ENOUGH_FOR_FIVE and choice.estimator_later != choice.estimator:
        later = _count_parameters(matrix, plan, choice, choice.estimator_later)
        n_for_one = ceil(persons_per_parameter * later)
        then = _then(choice.estimator_later, later)
    why = Text(
        f"Er zijn {matrix.n} personen voor {n_parameters} parameters, minder dan {persons_per_parameter:g} per "
        f"parameter: elke schaal heeft een eigen model. Voor één model van alle schalen zijn er {n_for_one} "
        f"nodig{then.nl}.",
        f"There are {matrix.n} persons for {n_parameters} parameters, fewer than {persons_per_parameter:g} for each: "
        f"every scale has a model of its own. One model of all scales takes {n_for_one} persons{then.en}.",
    )
    return Models(of_scale, failed, why, n_for_one, None if of_scale else why, choice.estimator)


def _then(estimator: Estimator, n_parameters: int) -> Text:
    """That the model of more persons is another one."""
    return Text(
        f", want vanaf {ENOUGH_FOR_FIVE} personen is de schatter {estimator}, met {n_parameters} parameters",
        f", since from {ENOUGH_FOR_FIVE} persons on the estimator is {estimator}, with {n_parameters} parameters",
    )


def _only(plan: ModelPlan, scale: str, factor: str, wanted: Sequence[str]) -> ModelPlan:
    """The model of one scale, of which `wanted` items that nobody differs in are left out and said."""
    items = plan.model.factors[factor]
    pairs = tuple((a, b) for a, b in plan.model.residual_covariances if a in items and b in items)
    model = FactorModel(items, {factor: items}, pairs)
    remarks = {item: said for item, said in plan.remarks.items() if item in wanted}
    return ModelPlan(model, plan.reversed_items & set(items), {scale: factor}, {}, remarks)


def _count_parameters(matrix: AnswerMatrix, plan: ModelPlan, choice: Choice, estimator: Estimator) -> int:
    means = choice.missing == "fiml"
    if estimator != "WLSMV":
        return specify(plan.model, has_means=means).n_free
    free = specify(plan.model, residuals_free=False).n_free
    answers = (matrix.instrument.answer_set(item) for item in plan.model.items)
    return free + sum(len(set(it.scores)) - 1 for it in answers if not it.is_open)


def _fit(matrix: AnswerMatrix, plan: ModelPlan, choice: Choice) -> Fitted | Text:
    """The estimated model, or why there is none."""
    names = plan.model.items
    if len(plan.model.factors) == 1 and len(names) == 2:  # noqa: PLR2004 - one correlation, two loadings
        return TWO_ITEMS
    if matrix.n == 0:
        return NO_ANSWERS
    try:
        solution, remarks = _estimated(matrix, plan, choice)
    except (CfaError, PolychoricError) as error:
        return cfa_failure(error, names)
    if isinstance(solution, Text):
        return solution
    found = improper(solution)
    faults = tuple(impropriety(it, names, tuple(plan.model.factors)) for it in found)
    return Fitted(solution, choice, faults, (*plan.remarks.values(), *remarks), found)


def _estimated(matrix: AnswerMatrix, plan: ModelPlan, choice: Choice) -> tuple[Solution | Text, tuple[Text, ...]]:
    instrument = matrix.instrument
    items = matrix.keyed_items(plan.model.items, plan.reversed_items)
    if choice.estimator == "WLSMV":
        if any(instrument.answer_set(item).is_open for item in plan.model.items):
            return NO_STEPS, ()
        used = used_categories(matrix, plan.model.items, plan.reversed_items)
        categories = used.categories
        if choice.missing == "listwise":
            categories = categories[(categories >= 0).all(axis=1)]
        else:
            categories = categories[(categories >= 0).any(axis=1)]
        polychoric = polychoric_moments_of(categories, used.counts, pairwise=True)
        composites = _composites(instrument, plan, used.points)
        return estimate_ordinal(categories, polychoric, plan.model, composites), used.remarks
    robust, composites = choice.estimator == "MLR", _composites(instrument, plan, None)
    if choice.missing == "fiml":
        return estimate_incomplete(items, plan.model, composites, robust=robust), ()
    complete = items[~np.isnan(items).any(axis=1)]
    return estimate_complete(complete, plan.model, composites, robust=robust), ()


def used_categories(matrix: AnswerMatrix, items: Sequence[str], reversed_items: Collection[str]) -> UsedCategories:
    """The ordered answers to `items`, without those that nobody chose; what is left out is said."""
    raw, counts = matrix.categories(items, reversed_items)
    categories, kept = np.full_like(raw, NO_ANSWER), np.zeros_like(counts)
    points, remarks = [], []
    for place, item in enumerate(items):
        scores = np.unique(matrix.instrument.answer_set(item).scores)
        own = np.sort(scores.min() + scores.max() - scores) if item in reversed_items else scores
        chosen = np.unique(raw[raw[:, place] >= 0, place])
        renumbered = np.append(np.searchsorted(chosen, np.arange(counts[place])), NO_ANSWER)
        categories[:, place] = renumbered[raw[:, place]]
        kept[place] = len(chosen)
        points.append(own[chosen])
        if len(chosen) < counts[place]:
            remarks.append(_unchosen(item, int(counts[place] - len(chosen))))
    return UsedCategories(categories, kept, tuple(points), tuple(remarks))


def _unchosen(item: str, n: int) -> Text:
    nl, en = ("een antwoord", "one answer") if n == 1 else (f"{n} antwoorden", f"{n} answers")
    return Text(
        f"{nl.capitalize()} op {item}: door niemand gekozen; het model rekent met de andere.",
        f"{en.capitalize()} to {item}: chosen by nobody; the model uses the others.",
    )


def _composites(
    instrument: Instrument, plan: ModelPlan, points: tuple[FloatArray, ...] | None
) -> tuple[Composite, ...]:
    """The score of every scale, of which omega is the reliability; `points` of the answers where they are ordered.

    A count of answers above a bound is no sum of the items themselves, and has an omega from ordered answers alone. An
    item that two scales key differently is in the model with one key, so that the other scale gets no omega.
    """
    place, factors = {item: at for at, item in enumerate(plan.model.items)}, tuple(plan.model.factors)
    found = []
    for name, factor in plan.factor_of.items():
        scale = instrument.scales[name]
        items = [item for item in scale.items if item in place]
        keyed_alike = all((item in scale.reversed) == (item in plan.reversed_items) for item in items)
        if not keyed_alike or (points is None and scale.count_above is not None):
            continue
        steps = None if points is None else tuple(np.diff(_scored(scale, points[place[item]])) for item in items)
        found.append(Composite(name, np.array([place[item] for item in items]), factors.index(factor), steps))
    return tuple(found)


def _scored(scale: Scale, points: FloatArray) -> FloatArray:
    """What each answer adds to the score."""
    return points if scale.count_above is None else (points > scale.count_above).astype(np.float64)
