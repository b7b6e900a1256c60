"""Which model is estimated, with which estimator, and what is done about missing answers; each with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.psychometrics.cfa.specification import FactorModel
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.answer_matrix import AnswerMatrix
from reintegratie_cli.workflows.validate_options import GOES_WITH, Estimator, MissingMethod, ValidateOptions

FEW_CATEGORIES, LIKERT = 4, 5
ENOUGH_FOR_FIVE, ENOUGH_IN_EACH = 300, 5
"""Five ordered answers are taken as such from so many persons on, and so many in each category (design 10)."""


@dataclass(frozen=True)
class Choice:
    """The estimator and the treatment of missing answers, with why.

    `estimator_later`: the one from ENOUGH_FOR_FIVE persons on, if each answer is then chosen often enough.
    """

    estimator: Estimator
    estimator_why: Text
    missing: MissingMethod
    missing_why: Text
    estimator_later: Estimator


@dataclass(frozen=True)
class ModelPlan:
    """The model of the scales that can have one; `left_out`: scale -> why it has none; `remarks`: on an item.

    `factor_of`: scale -> the factor that its score measures.
    """

    model: FactorModel
    reversed_items: frozenset[str]
    factor_of: Mapping[str, str]
    left_out: Mapping[str, Text]
    remarks: Mapping[str, Text]


def plan_model(instrument: Instrument, matrix: AnswerMatrix) -> ModelPlan:
    """One factor for each reflective scale, or the questionnaire's own model, of the items that people differ in."""
    wanted = _wanted_factors(instrument)
    constant = _constant(matrix)
    factors: dict[str, tuple[str, ...]] = {}
    left_out: dict[str, Text] = {}
    for name, items in wanted.items():
        absent = [item for item in items if item in matrix.absent]
        kept = tuple(item for item in items if item not in constant)
        if absent:
            left_out[name] = _absent(absent)
        elif len(kept) <= 1:
            left_out[name] = Text(
                "Een factormodel vraagt ten minste twee items waarop mensen verschillend antwoorden.",
                "A factor model takes at least two items that people answer differently.",
            )
        else:
            factors[name] = kept
    if len(factors) == 1 and all(len(items) == 2 for items in factors.values()):  # noqa: PLR2004 - one correlation
        left_out |= dict.fromkeys(factors, TWO_ITEMS)
        factors = {}
    items = tuple(dict.fromkeys(item for own in factors.values() for item in own))
    pairs = instrument.model.residual_covariances if instrument.model else ()
    model = FactorModel(items, factors, tuple((a, b) for a, b in pairs if a in items and b in items))
    used = [item for own in wanted.values() for item in own if item in constant and item not in matrix.absent]
    keys = {item: item in scale.reversed for scale in reversed(instrument.scales.values()) for item in scale.items}
    return ModelPlan(
        model,
        frozenset(item for item in items if keys.get(item)),
        _factor_of(instrument, model),
        left_out,
        {item: _constant_item(item) for item in used},
    )


TWO_ITEMS = Text(
    "Met twee items waarop mensen verschillend antwoorden is er maar één samenhang: te weinig voor een factormodel.",
    "With two items that people answer differently there is but one correlation: too little for a factor model.",
)


def _wanted_factors(instrument: Instrument) -> dict[str, tuple[str, ...]]:
    if instrument.model is not None:
        return dict(instrument.model.factors)
    reflective = {name: it for name, it in instrument.scales.items() if it.measurement == "reflective"}
    return {name: scale.items for name, scale in reflective.items()}


def _constant(matrix: AnswerMatrix) -> frozenset[str]:
    """The items without two different answers."""
    low = np.nanmin(np.where(np.isnan(matrix.scores), np.inf, matrix.scores), axis=0, initial=np.inf)
    high = np.nanmax(np.where(np.isnan(matrix.scores), -np.inf, matrix.scores), axis=0, initial=-np.inf)
    return frozenset(item for item, varies in zip(matrix.item_names, low < high, strict=True) if not varies)


def _factor_of(instrument: Instrument, model: FactorModel) -> dict[str, str]:
    """The factor with the scale's own name, or else the one with exactly its items."""
    found = {}
    for name, scale in instrument.scales.items():
        same = [factor for factor, items in model.factors.items() if set(items) == set(scale.items)]
        if scale.measurement == "reflective" and (name in model.factors or same):
            found[name] = name if name in model.factors else same[0]
    return found


def _absent(items: Sequence[str]) -> Text:
    names = ", ".join(items)
    return Text(
        f"Er is geen kolom voor {names}, dus deze schaal is niet te beoordelen zoals ze gescoord wordt.",
        f"There is no column for {names}, so this scale cannot be assessed as it is scored.",
    )


def _constant_item(item: str) -> Text:
    return Text(
        f"Op {item} gaf iedereen hetzelfde antwoord, of niemand een antwoord; het doet niet mee in het model.",
        f"Everybody gave the same answer to {item}, or nobody answered it; it is not in the model.",
    )


def choose(instrument: Instrument, matrix: AnswerMatrix, plan: ModelPlan, options: ValidateOptions) -> Choice:
    """The estimator by the answer sets, never by looking at the shape of the data; then the missing answers."""
    estimator, why = _estimator(instrument, matrix, plan, options)
    scores = matrix.keyed_items(plan.model.items)
    gaps = bool(np.isnan(scores[~np.isnan(scores).all(axis=1)]).any())
    missing, missing_why = _missing(estimator, options.missing, gaps=gaps)
    becomes_ordered = estimator != "WLSMV" and options.estimator is None and options.missing in (None, "listwise")
    later = "WLSMV" if becomes_ordered and _most_answers(instrument, plan) <= LIKERT else estimator
    return Choice(estimator, why, missing, missing_why, later)


def _most_answers(instrument: Instrument, plan: ModelPlan) -> float:
    """How many ordered answers the item with most of them has; infinite for a number."""
    sets = [instrument.answer_set(item) for item in plan.model.items]
    return max((np.inf if it.is_open else len(set(it.scores)) for it in sets), default=0)


def _estimator(
    instrument: Instrument, matrix: AnswerMatrix, plan: ModelPlan, options: ValidateOptions
) -> tuple[Estimator, Text]:
    if options.estimator is not None:
        return options.estimator, Text("Gekozen met --estimator.", "Chosen with --estimator.")
    if options.missing is not None and options.missing != "listwise":
        asked: Estimator = "WLSMV" if options.missing in GOES_WITH["WLSMV"] else "MLR"
        name = f"--missing {options.missing}"
        return asked, Text(f"{name} hoort bij {asked}.", f"{name} goes with {asked}.")
    most = _most_answers(instrument, plan)
    if most <= FEW_CATEGORIES:
        return "WLSMV", Text(
            "De items hebben ten hoogste vier geordende antwoorden.", "The items have at most four ordered answers."
        )
    if most > LIKERT:
        return "MLR", Text(
            "Items met meer dan vijf antwoorden, of met een getal als antwoord, tellen als getallen.",
            "Items with more than five answers, or with a number as answer, count as numbers.",
        )
    thin = _too_thin(matrix, plan)
    if thin is not None:
        return "MLR", thin
    return "WLSMV", Text(
        "De items hebben vijf geordende antwoorden en elk antwoord is vaak genoeg gekozen.",
        "The items have five ordered answers and each answer was chosen often enough.",
    )


def _too_thin(matrix: AnswerMatrix, plan: ModelPlan) -> Text | None:
    """Why five ordered answers are taken as numbers; none when they need not be."""
    if matrix.n < ENOUGH_FOR_FIVE:
        return Text(
            f"Vijf antwoorden en minder dan {ENOUGH_FOR_FIVE} personen: de antwoorden tellen als getallen.",
            f"Five answers and fewer than {ENOUGH_FOR_FIVE} persons: the answers count as numbers.",
        )
    categories, counts = matrix.categories(plan.model.items)
    for place, item in enumerate(plan.model.items):
        chosen = np.bincount(categories[categories[:, place] >= 0, place], minlength=counts[place])
        if chosen.min() < ENOUGH_IN_EACH:
            return Text(
                f"Vijf antwoorden, waarvan een op {item} door minder dan {ENOUGH_IN_EACH} mensen gekozen is: de "
                "antwoorden tellen als getallen.",
                f"Five answers, one of which to {item} was chosen by fewer than {ENOUGH_IN_EACH} people: the answers "
                "count as numbers.",
            )
    return None


def _missing(estimator: Estimator, asked: MissingMethod | None, *, gaps: bool) -> tuple[MissingMethod, Text]:
    if not gaps:
        return "listwise", Text("Er ontbreken geen antwoorden.", "No answers are missing.")
    if asked is not None:
        return asked, Text("Gekozen met --missing.", "Chosen with --missing.")
    if estimator == "WLSMV":
        return "pairwise", Text(
            "Elke samenhang rust op wie beide items beantwoordde. Dat neemt aan dat antwoorden willekeurig ontbreken "
            "(MCAR).",
            "Each correlation rests on who answered both items. That assumes that answers are missing completely at "
            "random (MCAR).",
        )
    return "fiml", Text(
        "Elk gegeven antwoord telt mee (FIML). Dat neemt aan dat ontbreken samenhangt met wat wel is gegeven (MAR).",
        "Every answer that was given counts (FIML). That assumes that missing depends on what was given (MAR).",
    )
