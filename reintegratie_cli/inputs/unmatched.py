"""Texts in the cells of one answer set that are none of its answers: how often, by how many, what they could mean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from reintegratie_cli.inputs.cells import LONGEST_TEXT, stripped
from reintegratie_cli.inputs.privacy import shown
from reintegratie_cli.models.answer_words import AnswerWords
from reintegratie_cli.models.base import fold
from reintegratie_cli.models.doctor import FEWEST_PERSONS, Kind, NoAnswer
from reintegratie_cli.models.instrument import AnswerSet, Code

MOST_TEXTS = 2000
MOST_SHOWN = 25
LONGEST_SHOWN = 100
_FREE_TEXTS, _FREE_SHARE = 40, 0.3
"""So many different texts, and of so many cells one that is new: nobody chose these from a list."""

NO_ANSWER = "NA"
"""What `--map` calls no answer."""

_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_NUMBERED = re.compile(r"\(?(-?[0-9]{1,2})\)?(?:\s*[-–=.:)]\s*|\s+)\D.*", re.DOTALL)
_CODED = re.compile(r"[A-Za-z]{1,2}0*([0-9]{1,2})")


@dataclass
class _Seen:
    written: str
    cells: int = 0


class Givers:
    """Who gave which text, in any answer set: no more persons of each than it takes to show it."""

    def __init__(self, *, show_all: bool) -> None:
        """`show_all`: also show what fewer than FEWEST_PERSONS gave."""
        self._show_all = show_all
        self._of_text: dict[str, set[str]] = {}

    def add(self, word: str, persons: Iterable[str]) -> None:
        """These persons gave this text."""
        known = self._of_text.setdefault(word, set())
        if len(known) < FEWEST_PERSONS:
            known.update(persons)

    def may_show(self, word: str, written: str) -> bool:
        """Whether the text tells nothing of anybody; so long a text is no answer from a list."""
        few = len(self._of_text[word]) < FEWEST_PERSONS or len(written) > LONGEST_SHOWN
        return self._show_all or not few


class UnmatchedTexts:
    """Counts the texts of one answer set that are no answer; at constant memory, whatever a file holds."""

    def __init__(self, answers: AnswerSet, words: AnswerWords, givers: Givers) -> None:
        """`givers` says what may be shown; free text never is."""
        self._answers, self._words, self._givers = answers, words, givers
        self._seen: dict[str, _Seen] = {}
        self._further = 0

    def see(self, cells: pl.Series, persons: pl.Series) -> None:
        """Take in (n,) texts that are no answer, and whose each is."""
        counted = (
            pl.DataFrame({"text": stripped(cells), "person": persons})
            .group_by("text", maintain_order=True)
            .agg(pl.len().alias("cells"), pl.col("person").unique(maintain_order=True).head(FEWEST_PERSONS))
        )
        for text, n, who in counted.iter_rows():
            word = fold(text[:LONGEST_TEXT])
            if word not in self._seen and len(self._seen) >= MOST_TEXTS:
                self._further += n
                continue
            seen = self._seen.setdefault(word, _Seen(text[:LONGEST_TEXT]))
            seen.cells += n
            self._givers.add(word, who)

    @property
    def n_texts(self) -> int:
        """How many different texts were met, of those that are remembered."""
        return len(self._seen)

    @property
    def n_cells(self) -> int:
        """How many cells."""
        return self._further + sum(seen.cells for seen in self._seen.values())

    @property
    def is_free_text(self) -> bool:
        """Whether people seem to have written what they liked."""
        return self.n_texts >= _FREE_TEXTS and self.n_texts > _FREE_SHARE * self.n_cells

    @property
    def shown(self) -> tuple[NoAnswer, ...]:
        """What may be shown, most cells first."""
        if self.is_free_text:
            return ()
        found = [
            NoAnswer(shown(seen.written[:LONGEST_SHOWN]), self._kind(word), seen.cells, self._proposed(word))
            for word, seen in self._seen.items()
            if self._givers.may_show(word, seen.written)
        ]
        return tuple(sorted(found, key=lambda one: (-one.cells, one.text))[:MOST_SHOWN])

    def _kind(self, word: str) -> Kind:
        number = _number(word)
        if word in map(fold, self._words.missing_words) or number in self._words.missing_codes:
            return "missing_code"
        return "text" if number is None else "out_of_range"

    def _proposed(self, word: str) -> Code | None:
        """What the text could stand for: no answer, or the answer that means the same or has the same place."""
        if self._kind(word) == "missing_code":
            return NO_ANSWER
        if self._answers.is_open or _number(word) is not None:
            return None
        alike = self._of_like_words(word)
        return self._of_its_number(word) if alike is None else alike

    def _of_like_words(self, word: str) -> Code | None:
        """The one answer whose words mean the same, in an order of answers that has both."""
        codes = {
            code
            for order in self._words.orders
            if word in order.place
            for code, answer in self._answers.values.items()
            if any(order.place.get(fold(own)) == order.place[word] for own in answer.words)
        }
        return codes.pop() if len(codes) == 1 else None

    def _of_its_number(self, word: str) -> Code | None:
        """The code that the text begins with ("1 - nooit"), or the answer with the place that it names ("AO01")."""
        codes = self._answers.codes
        if numbered := _NUMBERED.fullmatch(word):
            return next((code for code in codes if str(code) == numbered[1]), None)
        if coded := _CODED.fullmatch(word):
            place = int(coded[1]) - 1
            return codes[place] if 0 <= place < len(codes) else None
        return None


def _number(word: str) -> float | None:
    return float(word.replace(",", ".")) if _NUMBER.fullmatch(word) else None
