"""The section on simulated cut-offs for fit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reintegratie_cli.models.validation_result import CutoffLevel, DynamicCutoffs, DynamicPerScale, figure
from reintegratie_cli.psychometrics.dynamic.cutoffs import DynamicCutoffs as Simulated
from reintegratie_cli.psychometrics.dynamic.cutoffs import dynamic_cutoffs
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.validation.factor_model import INADMISSIBLE
from reintegratie_cli.workflows.validation.fitted import Fitted, Models
from reintegratie_cli.workflows.validation.reasons import NO_ANSWERS, NO_DF

REPLICATIONS = 200
NO_CUTOFF = Text(
    "Geen waarde onderscheidt het model van een model met deze fout.",
    "No value tells this model from one with this misspecification.",
)

Show = Callable[[int, int], None]


@dataclass(frozen=True)
class Dynamic:
    """The section, or why there is none, and whether the model of each scale meets its cut-offs."""

    section: DynamicCutoffs | DynamicPerScale | Text
    met: Mapping[str, bool | None]


def simulate_cutoffs(models: Models, seed: int, show: Show) -> Dynamic:
    """Cut-offs for every model that was estimated; `show` is told how many simulations of all are done."""
    if not models.distinct:
        return Dynamic(models.failure or NO_ANSWERS, {})
    found: dict[int, DynamicCutoffs | Text] = {}
    for place, fitted in enumerate(models.distinct):
        found[id(fitted)] = _simulated(fitted, seed, _part(show, place, len(models.distinct)))
    met = {scale: _met(found[id(fitted)]) for scale, fitted in models.of_scale.items()}
    if models.why_apart is None:
        return Dynamic(found[id(models.distinct[0])], met)
    per_scale = {scale: found[id(fitted)] for scale, fitted in models.of_scale.items()}
    section = DynamicPerScale(
        per_scale={name: it for name, it in per_scale.items() if isinstance(it, DynamicCutoffs)},
        not_simulated={name: it for name, it in per_scale.items() if isinstance(it, Text)},
    )
    return Dynamic(section, met)


def _met(found: DynamicCutoffs | Text) -> bool | None:
    return None if isinstance(found, Text) else found.met


def _part(show: Show, place: int, parts: int) -> Show:
    """Progress over all models: this one is the `place`th."""
    return lambda done, total: show(place * total + done, parts * total)


def _simulated(fitted: Fitted, seed: int, show: Show) -> DynamicCutoffs | Text:
    if not fitted.admissible:
        return INADMISSIBLE
    if fitted.solution.fit["df"] <= 0:
        return NO_DF
    return _section(dynamic_cutoffs(fitted.solution, replications=REPLICATIONS, seed=seed, progress=show), seed)


def _section(found: Simulated, seed: int) -> DynamicCutoffs:
    levels = tuple(
        CutoffLevel(
            level=it.level,
            srmr=figure(it.srmr),
            rmsea=figure(it.rmsea),
            cfi=figure(it.cfi),
            reasons=dict.fromkeys(("srmr", "rmsea", "cfi"), NO_CUTOFF),
        )
        for it in found.levels
    )
    return DynamicCutoffs(
        levels=levels, met=found.met, replications=found.replications, seed=seed, reasons={"met": NO_CUTOFF}
    )
