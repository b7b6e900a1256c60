"""Make examples/eigen-antwoorden.csv: simulated answers to examples/eigen-vragenlijst.yaml, always the same bytes.

The population: five traits, standard normal, correlated 0.30: confidence in searching, grip on the day, energy, drive
and support. A latent response is `loading * trait + sqrt(1 - loading^2) * error`, cut into five ordered answers.

- Good items load 0.75 to 0.84 on the trait of their scale.
- `dag_4` asks how often something does *not* work out, and the questionnaire forgets that this is reverse-keyed: it
  loads -0.70. One in three persons reads over the "niet" and answers the opposite.
- The six items of `energie` each ask two things, energy and drive. A person answers one of the two: energy with
  probability 0.9 in the first three items, which are about being fit, and 0.1 in the last three.

Of all answers 3 % are missing: a third of these as "weet ik niet", the others as an empty cell. Five rows are spoiled.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from reintegratie_cli.psychometrics.simulate import (
    even_thresholds,
    one_common_factor,
    ordered_responses,
    standard_normal,
)

TARGET = Path(__file__).parents[2] / "examples" / "eigen-antwoorden.csv"
SEED, PERSONS, CORRELATION, MISSING = 11, 600, 0.30, 0.03
ZOEKEN, DAG, ENERGIE, ZIN, STEUN = range(5)
OVERLOOKED, FIRST_HALF = 1 / 3, 0.9

LOADINGS: dict[str, tuple[int, float]] = {
    **{f"zoek_{item}": (ZOEKEN, loading) for item, loading in enumerate((0.80, 0.76, 0.78, 0.84, 0.75), 1)},
    **{f"dag_{item}": (DAG, loading) for item, loading in enumerate((0.75, 0.80, 0.76, -0.70, 0.79), 1)},
    **{f"energie_{item}": (ENERGIE, loading) for item, loading in enumerate((0.84, 0.82, 0.80, 0.83, 0.80, 0.82), 1)},
    **{f"steun_{item}": (STEUN, loading) for item, loading in enumerate((0.80, 0.77, 0.82, 0.78), 1)},
}
"""Item -> its trait and its loading on it, in the order of the columns."""

SPOILED: dict[int, dict[str, str]] = {
    41: {"zoek_3": "8"},
    120: dict.fromkeys(LOADINGS, ""),
    233: {"clientnummer": ""},
    377: {"clientnummer": "GEM-0007"},
    512: {"dag_2": "?"},
}
"""Line of the file -> cells that are not as they should be."""


def latent_responses(random: np.random.Generator) -> npt.NDArray[np.float64]:
    """(persons, items): what each person would answer if answers had no steps."""
    traits = one_common_factor(random, PERSONS, [np.sqrt(CORRELATION)] * (STEUN + 1))
    columns = []
    for item, (trait, loading) in LOADINGS.items():
        meant = np.full(PERSONS, trait)
        keyed = np.full(PERSONS, loading)
        if item == "dag_4":
            keyed[random.random(PERSONS) < OVERLOOKED] *= -1
        if trait == ENERGIE:
            about_energy = FIRST_HALF if item in {"energie_1", "energie_2", "energie_3"} else 1 - FIRST_HALF
            meant[random.random(PERSONS) >= about_energy] = ZIN
        error = standard_normal(random, PERSONS)
        columns.append(keyed * traits[np.arange(PERSONS), meant] + np.sqrt(1 - keyed**2) * error)
    return np.column_stack(columns)


def rows() -> list[dict[str, str]]:
    """Column -> cell, for each person."""
    random = np.random.Generator(np.random.PCG64(SEED))
    latent = latent_responses(random)
    # Not every question is answered alike: some are easier to agree with.
    shifts = random.random(len(LOADINGS)) - 0.5
    answers = np.column_stack(
        [ordered_responses(latent[:, j], even_thresholds(5, shift)) + 1 for j, shift in enumerate(shifts)]
    )
    gone = random.random(answers.shape)
    made = []
    for person, (given, missing) in enumerate(zip(answers, gone, strict=True), 1):
        cells = [
            str(answer) if chance >= MISSING else "weet ik niet" if chance < MISSING / 3 else ""
            for answer, chance in zip(given, missing, strict=True)
        ]
        made.append({"clientnummer": f"GEM-{person:04}", **dict(zip(LOADINGS, cells, strict=True))})
    return made


def content() -> str:
    """The file, with its spoiled rows; the header is line 1."""
    made = rows()
    for line, cells in SPOILED.items():
        made[line - 2] |= cells
    header = ";".join([*made[0], "herkomst"])
    lines = [";".join([*row.values(), "gesimuleerd"]) for row in made]
    return "".join(f"{line}\n" for line in [header, *lines])


if __name__ == "__main__":
    TARGET.write_bytes(content().encode())
