"""What is wrong with a norm file that its shape does not show."""

import re
from itertools import pairwise

import numpy as np

from reintegratie_cli.models.base import Problem, Problems, under, unknown
from reintegratie_cli.models.instrument_checks import check_file_id
from reintegratie_cli.models.norms import FEWEST, FEWEST_FOR_PERSONS, Norms, ScaleNorm, Status, Use
from reintegratie_cli.models.responses import FloatArray
from reintegratie_cli.models.rule_checks import tells_who_somebody_is
from reintegratie_cli.text import Text, visible

NORMS_ID = re.compile(r"[a-z0-9-]+\.[a-z0-9-]+")
LONGEST_ID = 160
YEARS = re.compile(r"[12][0-9]{3}(-[12][0-9]{3})?")
SAME_SCORE = 1e-6

USES: dict[Status, tuple[Use, ...]] = {
    "illustrative": ("none",),
    "reference": ("group", "none"),
    "local": ("individual", "group", "none"),
    "national": ("individual", "group", "none"),
}
"""What a norm of each status can be used for."""
NEEDED: dict[Use, int] = {"individual": FEWEST_FOR_PERSONS, "group": FEWEST, "none": 1}
"""The persons with a score that each use asks."""

_SCALE = Text("de schaal", "the scale")


def is_for_fairness_only(column: str) -> bool:
    """Whether a column tells sex, age or origin: by these norms differ only to test a questionnaire's fairness."""
    return tells_who_somebody_is(column)


def check_norms(norms: Norms, file_id: str | None = None) -> Problems:
    """Every problem of a norm file; `file_id` is the name of its file without `.yaml`."""
    yield from _check_names(norms)
    if file_id is not None:
        yield from check_file_id("norms", norms.norms, file_id)
    yield from _check_use(norms)
    yield from _check_counts(norms)
    for name, scale in norms.scales.items():
        yield from under(("scales", name), _check_scale(scale))
    yield from under(("correlations",), _check_correlations(norms))


def _check_names(norms: Norms) -> Problems:
    """The id is one of ours, so nothing that could walk through folders, and the years are years."""
    if not NORMS_ID.fullmatch(norms.norms) or len(norms.norms) > LONGEST_ID:
        shown = visible(norms.norms)
        yield Problem(
            ("norms",),
            Text(
                f"{shown} is geen id van een norm: <vragenlijst>.<groep>, met kleine letters, cijfers en streepjes.",
                f"{shown} is no id of a norm: <questionnaire>.<group>, in lower-case letters, digits and hyphens.",
            ),
        )
    if not YEARS.fullmatch(norms.collected) or norms.collected[:4] > norms.collected[-4:]:
        shown = visible(norms.collected)
        yield Problem(
            ("collected",),
            Text(
                f'{shown} kan hier niet. Toegestaan: een jaar of van jaar tot jaar, zoals "2026" of "2024-2026".',
                f'{shown} is not possible here. Allowed: a year or years, such as "2026" or "2024-2026".',
            ),
        )


def _check_use(norms: Norms) -> Problems:
    allowed = USES[norms.status]
    if norms.use not in allowed:
        choices = ", ".join(allowed)
        yield Problem(
            ("use",),
            Text(
                f"{norms.use} kan niet bij status {norms.status}. Toegestaan: {choices}.",
                f"{norms.use} does not go with status {norms.status}. Allowed: {choices}.",
            ),
        )
    needed = NEEDED[norms.use]
    for name, scale in norms.scales.items():
        if scale.n < needed:
            yield Problem(
                ("scales", name, "n"),
                Text(
                    f"{norms.use} vraagt ten minste {needed} personen in elke schaal; hier zijn er {scale.n}.",
                    f"{norms.use} takes at least {needed} persons in each scale; here there are {scale.n}.",
                ),
            )
    if norms.use == "individual" and norms.unknowns:
        which = ", ".join(norms.unknowns)
        yield Problem(
            ("use",),
            Text(
                f"individual kan niet zolang dit unknown is: {which}.",
                f"individual is not possible while this is unknown: {which}.",
            ),
        )
    if norms.group is not None and norms.use != "none" and is_for_fairness_only(norms.group.column):
        yield Problem(("use",), FAIRNESS_ONLY)


FAIRNESS_ONLY = Text(
    "een norm naar geslacht, leeftijd of herkomst is alleen om te toetsen of een vragenlijst eerlijk is: use is none.",
    "a norm by sex, age or origin serves only to test a questionnaire for fairness: use is none.",
)


def _check_counts(norms: Norms) -> Problems:
    """Nobody answered who was not invited, and nobody has a score who did not answer."""
    invited, responded = norms.invited, norms.responded
    if isinstance(responded, int):
        if isinstance(invited, int) and responded > invited:
            yield Problem(
                ("responded",),
                Text(
                    f"er kunnen er geen {responded} hebben geantwoord als er {invited} zijn gevraagd.",
                    f"{responded} cannot have answered when {invited} were asked.",
                ),
            )
        for name, scale in norms.scales.items():
            if scale.n > responded:
                yield Problem(
                    ("scales", name, "n"),
                    Text(
                        f"er kunnen er geen {scale.n} een score hebben als er {responded} hebben geantwoord.",
                        f"{scale.n} cannot have a score when {responded} answered.",
                    ),
                )


def _check_scale(scale: ScaleNorm) -> Problems:
    for one, other in (("reliability", "coefficient"), ("coefficient", "reliability")):
        if getattr(scale, one) is None and getattr(scale, other) is not None:
            yield Problem(
                (),
                Text(
                    f"{other} staat er zonder {one}; geef beide of geen van beide.",
                    f"{other} stands there without {one}; give both or neither.",
                ),
            )
    held = sum(cell.n for cell in scale.frequencies)
    if held > scale.n:
        yield Problem(
            ("frequencies",),
            Text(
                f"de frequenties tellen {held} personen, meer dan de {scale.n} met een score.",
                f"the frequencies count {held} persons, more than the {scale.n} with a score.",
            ),
        )
    yield from check_cells(scale, None)
    if scale.smoothed is not None:
        for place, (point, following) in enumerate(pairwise(scale.smoothed.percentiles), 1):
            if not (point.score < following.score and point.percentile <= following.percentile):
                yield Problem(
                    ("smoothed", "percentiles", place),
                    Text("scores en percentielen moeten oplopen.", "scores and percentiles must rise."),
                )


def check_cells(scale: ScaleNorm, possible: FloatArray | None) -> Problems:
    """The cells rise without overlap; with the `possible` scores of the scale known, they hold each of these once."""
    cells = scale.frequencies
    for place, cell in enumerate(cells):
        before = cells[place - 1] if place else None
        if cell.to < cell.from_:
            yield Problem(
                ("frequencies", place),
                Text("to: ligt lager dan from:.", "to: is lower than from:."),
            )
        if before is not None and cell.from_ <= before.to:
            yield Problem(
                ("frequencies", place, "from"),
                Text(
                    f"de cellen moeten oplopen: dit moet hoger zijn dan {before.to:g}, waar de vorige eindigt.",
                    f"the cells must rise: this must be higher than {before.to:g}, where the one before ends.",
                ),
            )
    if possible is not None and cells:
        yield from _check_contiguous(scale, possible)


def _check_contiguous(scale: ScaleNorm, possible: FloatArray) -> Problems:
    """Every possible score is in exactly one cell, and the cells begin and end at possible scores."""
    low, high = (np.array([getattr(cell, end) for cell in scale.frequencies]) for end in ("from_", "to"))
    begins = np.searchsorted(possible, low - SAME_SCORE)
    ends = np.searchsorted(possible, high + SAME_SCORE) - 1
    at_scores = (begins < len(possible)) & (ends >= 0)
    if at_scores.all():
        at_scores = (np.abs(possible[begins] - low) < SAME_SCORE) & (np.abs(possible[ends] - high) < SAME_SCORE)
    whole = at_scores.all() and begins[0] == 0 and ends[-1] == len(possible) - 1
    if not (whole and np.array_equal(begins[1:], ends[:-1] + 1)):
        yield Problem(
            ("frequencies",),
            Text(
                f"de cellen moeten samen precies alle mogelijke scores hebben: {possible[0]:g} tot {possible[-1]:g}.",
                f"the cells together must have exactly all possible scores: {possible[0]:g} to {possible[-1]:g}.",
            ),
        )


def _check_correlations(norms: Norms) -> Problems:
    seen: set[frozenset[str]] = set()
    for name, of in norms.correlations.items():
        if name not in norms.scales:
            yield Problem((name,), unknown(_SCALE, name, norms.scales))
        for other in of:
            pair = frozenset((name, other))
            if other not in norms.scales:
                yield Problem((name, other), unknown(_SCALE, other, norms.scales))
            elif other == name:
                yield Problem(
                    (name, other),
                    Text("een schaal met zichzelf hoort hier niet.", "a scale with itself does not belong here."),
                )
            elif pair in seen:
                yield Problem(
                    (name, other),
                    Text("deze twee schalen staan er al.", "these two scales are there already."),
                )
            seen.add(pair)
