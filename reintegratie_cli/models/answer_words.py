"""How answers and columns of exports are recognised, as `rules/answer_words.yaml` says it."""

from functools import cached_property

from pydantic import Field

from reintegratie_cli.models.base import Model, Name, Problem, Problems, Version, Whole, fold
from reintegratie_cli.text import Text, visible


class Order(Model):
    """Answers from low to high; the words of one step mean the same."""

    name: Name
    steps: tuple[tuple[str, ...], ...] = Field(min_length=2)

    @cached_property
    def place(self) -> dict[str, int]:
        """Each folded answer -> its step, from 0."""
        return {fold(word): place for place, step in enumerate(self.steps) for word in step}


class AnswerWords(Model):
    """The whole file."""

    version: Version
    missing_words: tuple[str, ...]
    missing_codes: tuple[Whole, ...]
    yes_words: tuple[str, ...]
    no_words: tuple[str, ...]
    orders: tuple[Order, ...]
    personal: tuple[str, ...]
    technical: tuple[str, ...]


def check_answer_words(words: AnswerWords) -> Problems:
    """An answer cannot be two steps of one order."""
    for at, order in enumerate(words.orders):
        taken: dict[str, int] = {}
        for place, step in enumerate(order.steps):
            for word in step:
                if taken.setdefault(fold(word), place) != place:
                    shown = visible(word)
                    yield Problem(
                        ("orders", at, "steps", place),
                        Text(f'"{shown}" staat ook bij een andere stap.', f'"{shown}" is in another step as well.'),
                    )
