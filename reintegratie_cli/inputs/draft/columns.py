"""What one column of an export seems to hold: answers from a list, a number, or nothing that is an item."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

import polars as pl

from reintegratie_cli.inputs.cells import stripped
from reintegratie_cli.inputs.draft.guess import AS_DATES, DECIMAL, NOTHING, OPEN_TEXT, WHOLE, Guess
from reintegratie_cli.inputs.draft.numbers import guess_numbers
from reintegratie_cli.inputs.draft.words import ordered, unordered
from reintegratie_cli.inputs.yaml_scalars import HIDDEN
from reintegratie_cli.models.answer_checks import becomes_date
from reintegratie_cli.models.answer_words import AnswerWords
from reintegratie_cli.models.base import fold
from reintegratie_cli.models.instrument import NOT_AN_ANSWER
from reintegratie_cli.text import Text

MOST_ANSWERS, LONGEST_LABEL = 12, 60
FEWEST_OF_A_LABEL = 2
"""A text that one person wrote may be about that person, so it is never taken for an answer."""


def look(cells: pl.Series, words: AnswerWords, common: Collection[str] = ()) -> Guess | Text:
    """What the texts of a column seem to be, or why they are no item. `common`: texts of more persons elsewhere."""
    never = {fold(word) for word in NOT_AN_ANSWER}
    spellings: dict[str, Counter[str]] = {}
    for text, count in stripped(cells).drop_nulls().value_counts().sort(cells.name).iter_rows():
        if fold(text) not in never:
            spellings.setdefault(fold(text), Counter())[text] += count
    counts = {text: of.total() for text, of in spellings.items()}
    missing_words = set(map(fold, words.missing_words))
    answers = [text for text in counts if text not in missing_words]
    if not answers:
        return NOTHING
    as_written = {text: of.most_common(1)[0][0] for text, of in spellings.items()}
    missing = tuple(as_written[text] for text in counts if text in missing_words)
    if all(WHOLE.fullmatch(text) or DECIMAL.fullmatch(text) for text in answers):
        return guess_numbers({text: counts[text] for text in answers}, missing, words)
    if len(answers) > MOST_ANSWERS or any(len(it) > LONGEST_LABEL or HIDDEN.search(it) for it in as_written.values()):
        return OPEN_TEXT
    shared = [text for text in answers if counts[text] >= FEWEST_OF_A_LABEL or text in common]
    found = ordered(answers, list(counts), shared, as_written, words) or unordered(answers, shared, as_written)
    if not isinstance(found, Guess):
        return found
    taken = {fold(str(word)) for option in found.options for word in (option.label, *option.also)}
    if any(becomes_date(word) for word in taken):
        return AS_DATES
    return replace(found, missing=tuple(word for word in missing if fold(word) not in taken))


def shared_texts(cells: pl.Series) -> set[str]:
    """The folded texts of a column that more than one person wrote."""
    counts: Counter[str] = Counter()
    for text, count in stripped(cells).drop_nulls().value_counts().iter_rows():
        counts[fold(text) if len(text) <= LONGEST_LABEL else ""] += count
    return {text for text, count in counts.items() if text and count >= FEWEST_OF_A_LABEL}
