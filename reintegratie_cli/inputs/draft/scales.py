"""Which items of an export may belong together: by the names of their columns, and by how answers go together."""

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np

from reintegratie_cli.inputs.draft.sets import FEWEST_TO_TELL, free_name
from reintegratie_cli.models.instrument import AnswerSet, Scale
from reintegratie_cli.models.instrument_checks import RESERVED
from reintegratie_cli.models.responses import FloatArray
from reintegratie_cli.text import Text

FEWEST_TOGETHER, LONG_SCALE = 3, 8
WEAKEST, TOGETHER = 0.2, 0.35

_NUMBERED = re.compile(r"(.*?)_*(?:0*[0-9]+|(?<=[0-9])[a-z])_*")


def scales_by_name(items: Mapping[str, AnswerSet]) -> dict[str, Scale]:
    """The items by the beginning of their names, those apart whose answers reach differently.

    jsse_1 and jsse_2 are a scale, and three or more such as debts_now, debts_past, debts_fear. What has no order is
    left out; an item that stands alone is a scale by itself.
    """
    groups: dict[tuple[str, str], list[str]] = {}
    for item, answers in items.items():
        if answers.type != "choice":
            bounds = f"{answers.lowest}..{answers.highest}"
            reach = "count" if answers.type == "count" else "number" if answers.highest == math.inf else bounds
            groups.setdefault((_beginning(item), reach), []).append(item)
    scales: dict[str, Scale] = {}
    for (beginning, _), members in groups.items():
        together = len(members) >= (2 if _NUMBERED.fullmatch(members[0]) else FEWEST_TOGETHER)
        for part in [members] if together else [[item] for item in members]:
            wanted = beginning if len(part) > 1 else part[0]
            name = free_name(f"{wanted}_schaal" if wanted in RESERVED else wanted, scales)
            scales[name] = _scale(part, items[part[0]])
    return scales


def _beginning(item: str) -> str:
    """The name without its number, else without its last part."""
    found = _NUMBERED.fullmatch(item)
    return (found[1] if found else item.rpartition("_")[0] or item) or "schaal"


def _scale(items: Sequence[str], answers: AnswerSet) -> Scale:
    if len(items) == 1:
        return Scale(measurement="single", items=tuple(items), score="mean")
    if answers.type == "ordinal" or (answers.type == "number" and answers.max is not None):
        return Scale(measurement="reflective", items=tuple(items), score="mean")
    return Scale(measurement="formative", items=tuple(items), score="sum")


def maybe_reversed(items: Sequence[str], answers: Mapping[str, FloatArray]) -> tuple[str, ...]:
    """The items of a scale that go against the others, which may be because they are reverse-keyed.

    By the signs of the first principal component of the correlations; few persons or weak relations say nothing.
    """
    if len(items) < FEWEST_TOGETHER:
        return ()
    related = correlations(np.column_stack([answers[item] for item in items]))
    _, vectors = np.linalg.eigh(related)
    signs = np.where(vectors[:, -1] < 0, -1.0, 1.0)
    if signs.sum() < 0 or (signs.sum() == 0 and signs[0] < 0):
        signs = -signs
    along = (related * signs[:, None] * signs).sum(axis=1) - 1
    weak = along / (len(items) - 1) < WEAKEST
    return tuple(item for item, sign, is_weak in zip(items, signs, weak, strict=True) if sign < 0 and not is_weak)


def groups_by_answers(scales: Mapping[str, Scale], answers: Mapping[str, FloatArray]) -> tuple[tuple[str, ...], ...]:
    """Items that go together and are not one scale by their names: of single items, and of long scales.

    Clusters by average linkage of the size of the correlations, as far as that is .35 on average.
    """
    candidates = (scale for scale in scales.values() if not FEWEST_TOGETHER <= len(scale.items) <= LONG_SCALE)
    pool = [item for scale in candidates for item in scale.items if item in answers]
    if len(pool) < FEWEST_TOGETHER:
        return ()
    size = np.abs(correlations(np.column_stack([answers[item] for item in pool])))
    found = ([pool[at] for at in cluster] for cluster in _clusters(size))
    known = {frozenset(scale.items) for scale in scales.values()}
    return tuple(tuple(one) for one in found if len(one) >= FEWEST_TOGETHER and frozenset(one) not in known)


def _clusters(size: FloatArray) -> list[list[int]]:
    """Average linkage: the two groups that are nearest become one, until none are near enough."""
    groups = [[at] for at in range(len(size))]
    total = size.copy()
    while len(groups) > 1:
        n = np.array([len(group) for group in groups])
        mean = total / (n[:, None] * n)
        np.fill_diagonal(mean, -np.inf)
        first, second = sorted(divmod(int(np.argmax(mean)), len(groups)))
        if mean[first, second] < TOGETHER:
            break
        groups[first] = sorted(groups[first] + groups.pop(second))
        total[first] += total[second]
        total[:, first] += total[:, second]
        total = np.delete(np.delete(total, second, axis=0), second, axis=1)
    return sorted(groups)


def correlations(answers: FloatArray) -> FloatArray:
    """The (n_items, n_items) correlations of (n_persons, n_items) answers, nan = none, over whoever answered both.

    0 where fewer than 30 did or an item does not vary among them, for then nothing can be said; 1 on the diagonal.
    """
    given = (~np.isnan(answers)).astype(np.float64)
    filled = np.where(given > 0, answers, 0.0)
    n = given.T @ given
    enough = n >= FEWEST_TO_TELL
    n = np.where(enough, n, 1.0)
    own, squares = filled.T @ given / n, (filled**2).T @ given / n
    variance = np.maximum(squares - own**2, 0.0)
    scale = np.sqrt(variance * variance.T)
    usable = enough & (scale > 1e-12)  # noqa: PLR2004 - what is left of a constant by rounding
    covariance = filled.T @ filled / n - own * own.T
    related = np.where(usable, covariance / np.where(usable, scale, 1.0), 0.0)
    np.fill_diagonal(related, 1.0)
    return related


def said_of_reversed(items: Sequence[str]) -> Text:
    """The remark on items that go against the others of their scale."""
    names = ", ".join(items)
    return Text(
        f"Tegen de andere items in: {names}. Omgekeerd gesteld? Lees de tekst na en zet ze dan bij reversed:.",
        f"Against the other items: {names}. Reverse-keyed? Read the text, and then put them in reversed:.",
    )


def said_of_group(items: Sequence[str]) -> Text:
    """The remark on items that go together."""
    names = ", ".join(items)
    return Text(
        f"De antwoorden op deze items gaan samen op: {names}. Horen zij naar hun inhoud bij één schaal?",
        f"The answers to these items go together: {names}. Does their content make them one scale?",
    )
