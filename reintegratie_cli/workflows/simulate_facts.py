"""Simulated facts and ratings for a part of the persons, to go with simulated answers."""

from collections.abc import Mapping, Sequence

import numpy as np

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.workflows.simulate import Places, written

WITH_FACTS, RATED = 0.4, 0.5
"""The share of persons of whom a professional entered something, and of these the share that was rated."""
MEASURED_WAGE, LASTING, REGISTERED, SHELTERED, JOINT_PLAN, YOUNG = 0.12, 0.7, 0.05, 0.04, 0.1, 0.2
"""The shares with each fact."""

FACTS = (
    *("maanden_zonder_werk", "maanden_actief_zoeken", "maanden_actief_zoeken.datum", "sollicitatiegesprekken"),
    *("loonwaarde", "loonwaarde.datum", "loonwaarde_blijvend", "doelgroepregister"),
    *("advies_beschut_werk", "zorg_en_werk_samen", "onder_27"),
)


def twin_items(instrument: Instrument, others: Sequence[Instrument]) -> dict[str, tuple[str, Instrument]]:
    """Item of a professional -> the client's item that it mirrors, and the questionnaire that it is in."""
    found: dict[str, tuple[str, Instrument]] = {}
    for other in others:
        for scale in other.scales.values():
            if scale.twin_of in instrument.scales:
                mirrored = instrument.scales[scale.twin_of].items
                found |= {item: (own, other) for item, own in zip(scale.items, mirrored, strict=False)}
    return found


def simulate_facts(
    answers: Mapping[str, Places], twins: Mapping[str, tuple[str, Instrument]], ids: Sequence[str], seed: int
) -> list[list[str]]:
    """A header and a row for some of the persons; a rating is the client's answer, or one point beside it."""
    random = np.random.default_rng([seed, 2])
    words = {item: written(of.answer_set(item), labels=True) for item, (_, of) in twins.items()}
    rows = [["clientnummer", *FACTS, *twins]]
    for person, name in enumerate(ids):
        if random.random() >= WITH_FACTS:
            continue
        facts, rated = _facts(random), random.random() < RATED
        steps = (random.random(len(twins)) * 3).astype(np.int64) - 1
        rated_at = [answers[own][person] + step for (own, _), step in zip(twins.values(), steps, strict=True)]
        ratings = [said[int(np.clip(at, 0, len(said) - 1))] for at, said in zip(rated_at, words.values(), strict=True)]
        rows.append([name, *facts, *(ratings if rated else [""] * len(twins))])
    return rows


def _facts(random: np.random.Generator) -> list[str]:
    """Plausible values in the order of FACTS; much is unknown to the professional too."""

    def whether(share: float) -> bool:
        return bool(random.random() < share)

    def said(holds: bool) -> str:  # noqa: FBT001 - it says yes or no
        return "ja" if holds else "nee"

    out_of_work, searching = int(random.random() * 60), int(random.random() * 18)
    measured = whether(MEASURED_WAGE)
    wage = [str(40 + 5 * int(random.random() * 12)), "15-03-2025", said(whether(LASTING))] if measured else [""] * 3
    return [
        *(str(out_of_work), str(min(searching, out_of_work)), "01-10-2026", str(int(random.random() * 5))),
        *wage,
        said(measured or whether(REGISTERED)),
        said(whether(SHELTERED)),
        "ja" if whether(JOINT_PLAN) else "",
        said(whether(YOUNG)),
    ]
