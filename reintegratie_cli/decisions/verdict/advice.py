"""What to do about a scale that falls short, put together over the scales that ask for the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from reintegratie_cli.decisions.verdict.words import fill, listed
from reintegratie_cli.text import Text

Weight = Literal[
    "wrong_way",
    "too_few",
    "inadmissible",
    "no_figure",
    "unreliable",
    "parts",
    "misfit",
    "shared",
    "untestable",
    "uncertain",
]
"""What is wrong, the most serious first."""

_WEIGHTS: tuple[Weight, ...] = get_args(Weight)
MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, with a place {about} for the scales or items that it is about; this one is about `about`."""

    weight: Weight
    template: Text
    about: Text


@dataclass(frozen=True, slots=True)
class Finding:
    """A condition of the rule, whether it holds, what there is to say of it, and what to do where it does not hold.

    `note`: what is to be minded even where it holds.
    """

    holds: bool
    said: Text
    advice: tuple[Advice, ...] = ()
    note: Text | None = None


def put_together(advice: Iterable[Advice]) -> tuple[Text, ...]:
    """One sentence for each thing to do, the most serious first; within that, what most scales ask for."""
    alike: dict[tuple[Weight, Text], list[Text]] = {}
    for it in advice:
        alike.setdefault((it.weight, it.template), []).append(it.about)
    order = sorted(alike, key=lambda it: (_WEIGHTS.index(it[0]), -len(alike[it])))
    return tuple(
        fill(template, about=some(tuple(dict.fromkeys(alike[weight, template])))) for weight, template in order
    )


def some(names: Sequence[Text]) -> Text:
    """Names as one phrase; of many the first, and how many more there are."""
    if len(names) <= MOST_NAMES:
        return listed(names)
    more = len(names) - MOST_NAMES + 1
    return listed([*names[: MOST_NAMES - 1], Text(f"nog {more}", f"{more} more")])
