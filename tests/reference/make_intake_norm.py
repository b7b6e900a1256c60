"""Make norms/intake.illustratief-2026.yaml: simulated norms, always the same figures.

Nobody was asked anything. The population: 1,200 persons; every scale has a standard normal factor that loads on one
common factor as `SCALES` says, so that two scales correlate by the product of their loadings. Items of a scale are
parallel: they load on its factor so that the scale has the reliability that the questionnaire assumes. A latent answer
is cut into the steps of its answer set, a standard deviation wide, moved by the scale's shift: at a shift of 0 the mean
is the middle of the answers, at 1 it is about one step higher.

The figures are our guesses of what an intake could look like, and are of no population: people say that they want to
work and see its use, are less sure of their search and do less of it, know few people with work, and see many barriers.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reintegratie_cli import __version__
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.norms import Norms
from reintegratie_cli.models.validation_result import Tool
from reintegratie_cli.outputs.norms import as_yaml
from reintegratie_cli.psychometrics.simulate import (
    even_thresholds,
    loading_for_reliability,
    one_common_factor,
    ordered_responses,
    standard_normal,
)
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.answer_matrix import AnswerMatrix, Answers, RowCounts, scale_items
from reintegratie_cli.workflows.norm_build import About, build_norms
from reintegratie_cli.workflows.validate_options import ValidateOptions

TARGET = Path(__file__).parents[2] / "norms" / "intake.illustratief-2026.yaml"
SEED, PERSONS = 2026, 1200
INDEX_RELIABILITY = 0.60
"""An index has no reliability; its items go together as those of a short scale of this one."""


@dataclass(frozen=True)
class Assumed:
    """Of one scale: its loading on what all scales share, and how far its mean is moved."""

    loading: float
    shift: float


SCALES = {
    "werknemersvaardigheden": Assumed(0.40, 0.9),
    "attitude_instrumenteel": Assumed(0.50, 0.8),
    "attitude_affectief": Assumed(0.55, 0.4),
    "intentie": Assumed(0.65, 0.6),
    "zelfvertrouwen_zoekgedrag": Assumed(0.65, 0.1),
    "zoekintensiteit_voorbereidend": Assumed(0.50, -0.5),
    "zoekintensiteit_actief": Assumed(0.50, -0.9),
    "zoekkwaliteit": Assumed(0.50, 0.0),
    "helderheid": Assumed(0.50, 0.2),
    "werkvermogen": Assumed(0.45, -0.2),
    "human_capital": Assumed(0.40, 0.1),
    "netwerk": Assumed(0.35, -0.4),
    "vraag": Assumed(0.25, -0.3),
    "economische_prikkels": Assumed(0.20, 0.3),
    "belemmeringen": Assumed(-0.35, -0.6),
    "discriminatie": Assumed(-0.25, -0.6),
}

ABOUT = About(
    norms="intake.illustratief-2026",
    population=Text(
        "Niemand: 1.200 gesimuleerde personen, om te laten zien hoe normen werken",
        "Nobody: 1,200 simulated persons, to show how norms work",
    ),
    status="illustrative",
    stakes="anonymous",
    collected="2026",
    source="Simulatie: tests/reference/make_intake_norm.py, waarin staat wat is aangenomen",
    frame="niemand",
    invited=PERSONS,
    responded=PERSONS,
    mode="gesimuleerd",
    share_assisted=0.0,
)


def answers(instrument: Instrument) -> AnswerMatrix:
    """The answers of everybody to every item of a scale."""
    random = np.random.Generator(np.random.PCG64(SEED))
    factors = one_common_factor(random, PERSONS, [SCALES[name].loading for name in instrument.scales])
    items = scale_items(instrument)
    scores = np.full((PERSONS, len(items)), np.nan, order="F")
    for place, (name, scale) in enumerate(instrument.scales.items()):
        assumed = SCALES[name]
        steps = [np.unique(instrument.answer_set(item).scores) for item in scale.items]
        thresholds = [even_thresholds(len(own), assumed.shift) for own in steps]
        stated = scale.error.reliability if scale.error and scale.measurement == "reflective" else INDEX_RELIABILITY
        loading = loading_for_reliability(stated, thresholds)
        for item, own, cuts in zip(scale.items, steps, thresholds, strict=True):
            latent = loading * factors[:, place] + np.sqrt(1 - loading**2) * standard_normal(random, PERSONS)
            answer = ordered_responses(latent, cuts.tolist())
            scores[:, items.index(item)] = own[len(cuts) - answer if item in scale.reversed else answer]
    rows = RowCounts(used=PERSONS, partial=0, repeated=0, empty=0, rejected=0)
    return AnswerMatrix(instrument, scores, None, None, (), {}, rows)


def made() -> Norms:
    """The norms of these answers."""
    matrix = answers(catalogue.find_instrument("intake"))
    options = ValidateOptions(Tool("reintegratie", __version__))
    built = build_norms(Answers(matrix), ABOUT, options, catalogue.load_conclusion())
    if built.norms is None:
        raise SystemExit("\n".join(text.en for text in built.said))
    return built.norms


if __name__ == "__main__":
    TARGET.write_bytes(as_yaml(made()).encode())
