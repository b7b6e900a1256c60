"""Five-point answers of a known factor model, written once as a file that every program of the benchmark reads."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

SEED = 20260101
THRESHOLDS = np.array([-1.3, -0.5, 0.3, 1.1])
FACTOR_CORRELATION, CROSS_LOADING = 0.3, 0.2


@dataclass(frozen=True)
class Sample:
    """A size: persons, items, factors, the share of answers that is missing, and the estimators that are timed."""

    persons: int
    items: int
    factors: int
    missing: float
    tasks: tuple[str, ...]

    @property
    def label(self) -> str:
        """The size in words."""
        gaps = f", {self.missing:.0%} missing" if self.missing else ""
        return f"{self.persons:,} x {self.items}, {self.factors} factors{gaps}"

    @property
    def names(self) -> tuple[str, ...]:
        """The items, factor after factor."""
        return tuple(f"i{place}" for place in range(1, self.items + 1))

    @property
    def scales(self) -> dict[str, tuple[str, ...]]:
        """Each factor with its items."""
        own = self.items // self.factors
        return {f"f{j + 1}": self.names[j * own : (j + 1) * own] for j in range(self.factors)}


def write(folder: Path, sample: Sample) -> Path:
    """The answers as CSV, an id first, an empty cell where there is none."""
    answers = _answers(np.random.default_rng(SEED), sample)
    path = folder / f"answers-{sample.persons}x{sample.items}.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(",".join(("id", *sample.names)) + "\n")
        for number, row in enumerate(answers):
            out.write(f"P{number:06}," + ",".join("" if cell == 0 else str(cell) for cell in row) + "\n")
    return path


def write_instrument(folder: Path, sample: Sample) -> Path:
    """The questionnaire that these answers are answers to."""
    name = f"simulated-{sample.items}"
    content = {
        "instrument": name,
        "version": "1.0.0",
        "answers": {"five": {"type": "ordinal", "values": [1, 2, 3, 4, 5]}},
        "items": {item: {"answers": "five"} for item in sample.names},
        "scales": {
            scale: {"items": list(own), "measurement": "reflective", "score": "mean"}
            for scale, own in sample.scales.items()
        },
    }
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return path


def _answers(random: np.random.Generator, sample: Sample) -> npt.NDArray[np.int64]:
    """(persons, items), 1 to 5 and 0 for none: loadings .5 to .8, and one small cross-loading that no model knows."""
    correlation = np.full((sample.factors,) * 2, FACTOR_CORRELATION)
    np.fill_diagonal(correlation, 1.0)
    own = sample.items // sample.factors
    loadings = np.zeros((sample.items, sample.factors))
    factor = np.arange(sample.items) // own
    loadings[np.arange(sample.items), factor] = np.linspace(0.5, 0.8, own)[np.arange(sample.items) % own]
    loadings[::own, :] += CROSS_LOADING * np.roll(np.eye(sample.factors), 1, axis=1)
    unique = np.sqrt(1 - (loadings @ correlation * loadings).sum(axis=1))
    common = random.standard_normal((sample.persons, sample.factors)) @ np.linalg.cholesky(correlation).T
    latent = common @ loadings.T + random.standard_normal((sample.persons, sample.items)) * unique
    # Items differ in how easily people agree with them.
    easy = np.linspace(-0.4, 0.4, sample.items)[random.permutation(sample.items)]
    answers: npt.NDArray[np.int64] = 1 + np.searchsorted(THRESHOLDS, latent + easy)
    answers[random.random(answers.shape) < sample.missing] = 0
    return answers
