"""What the text in a cell means: whatever is not surely an answer is marked, never guessed."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from reintegratie_cli.errors import UsageError, did_you_mean
from reintegratie_cli.models.base import fold
from reintegratie_cli.models.instrument import NOT_AN_ANSWER, AnswerSet, Code
from reintegratie_cli.models.responses import NO_ANSWER, BoolArray, FloatArray, IntArray
from reintegratie_cli.text import Text, visible

SPACES = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\u200b\u2060\ufeff"
"""What `fold` takes for white space, for the engine to strip."""

NOT_SHOWN, NOT_ANSWERED = "not_shown", "not_answered"
"""How an unquoted empty cell, where the export means it, and an empty cell are counted."""

MOST_TEXTS, LONGEST_TEXT = 4096, 200
"""How many texts are remembered per answer set, and how long: memory stays bounded whatever a file holds."""

# A code that passed through a column of floats. Exactly three decimals could be thousands: "3.000".
_WHOLE = re.compile(r"(-?[0-9]+)[.,](?:0{1,2}|0{4,20})")
_NUMBER = re.compile(r"-?(?:[0-9]{1,15}|[0-9]{0,15}[.,][0-9]{1,20})")
# As Castor writes that somebody noted why there is no answer.
_CASTOR_MISSING = re.compile(r"##user_missing_-?[0-9]{1,4}##")
# 1.234 is a bit over one here and above a thousand there: read only where one of the two can be an answer.
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")


class Cell(NamedTuple):
    """What one text means: an answer (its place, or the number), no answer (the code that says so), or neither."""

    value: float = math.nan
    missing: str | None = None

    @property
    def is_readable(self) -> bool:
        """Whether the text means something."""
        return self.missing is not None or not math.isnan(self.value)


class Column(NamedTuple):
    """A column of cells as answers: which could not be read, and which were empty (where that can be an answer)."""

    values: IntArray | FloatArray
    unreadable: BoolArray | None
    empty: BoolArray | None


@dataclass(frozen=True)
class _Texts:
    """Texts whose meaning is known, as look-up tables over their number; the last row stands for no cell at all."""

    cells: Mapping[str, Cell]
    dtype: np.dtype[Any]

    @cached_property
    def kind(self) -> pl.Enum:
        return pl.Enum(list(self.cells))

    @cached_property
    def values(self) -> IntArray | FloatArray:
        none = math.nan if self.dtype == np.float64 else NO_ANSWER
        values = np.array([cell.value for cell in self.cells.values()] + [math.nan])
        return np.where(np.isnan(values), none, values).astype(self.dtype)

    @cached_property
    def unreadable(self) -> BoolArray:
        return np.array([not cell.is_readable for cell in self.cells.values()] + [False])

    @cached_property
    def empty(self) -> BoolArray:
        return np.array([cell.missing == NOT_ANSWERED for cell in self.cells.values()] + [False])

    @cached_property
    def missing(self) -> tuple[tuple[int, str], ...]:
        said = enumerate(cell.missing for cell in self.cells.values())
        return tuple((number, code) for number, code in said if code is not None)

    @cached_property
    def places(self) -> Mapping[str, int]:
        return {text: place for place, text in enumerate(self.cells)}

    def numbers(self, cells: pl.Series) -> pl.Series:
        """The number of each cell's text; null where it is not among these texts."""
        return cells.cast(self.kind, strict=False).to_physical()


class AnswerReader:
    """Reads cells of one answer set, and counts what stood for "no answer".

    `read` defines what a text means. `column` does the same for a whole column: it looks up the number of each text
    among those met before, and calls `read` for the other distinct texts alone.
    """

    def __init__(
        self, name: str, answers: AnswerSet, missing: Iterable[Code] = (), mapped: Mapping[str, Code] | None = None
    ) -> None:
        """`mapped` (their value -> our code) goes before everything else. Raises UsageError for what it cannot mean."""
        self.answers = answers
        self.missing: Counter[str] = Counter()
        self._bounds = (
            -math.inf if answers.min is None and answers.type != "count" else answers.lowest,
            answers.highest if answers.is_open else math.inf,
        )
        self._known = {fold(str(code)): Cell(missing=str(code)) for code in (*NOT_AN_ANSWER, *missing)}
        self._known[""] = Cell(missing=NOT_ANSWERED)
        self._known |= {word: self._answer(place) for word, place in answers.tokens.items()}
        self._own = dict(self._known)
        self._known |= dict(self._meanings(name, mapped or {}))
        self._texts = _Texts({text: self.read(text) for text in self._likely(mapped or {})}, _dtype(answers))
        ends = (end for end in _ends(answers) if not self._is_explained(end, {fold(text) for text in mapped or ()}))
        self._ends = [(beyond, far) for beyond, _, far in ends]
        self._met: set[int] = set()

    def value(self, code: Code) -> float:
        """The value of one of our own codes, whatever `--map` makes of that text in a cell."""
        known = self._own.get(fold(str(code)))
        return self._number(fold(str(code))).value if known is None else known.value

    @property
    def shifted(self) -> tuple[int, int] | None:
        """The codes that were met and never met, where a file seems to number the answers from another start."""
        return next((ends for ends in self._ends if ends[0] in self._met and ends[1] not in self._met), None)

    def clear(self) -> None:
        """Count from nothing again."""
        self.missing.clear()
        self._met.clear()

    def _is_explained(self, end: tuple[int, int, int], mapped: Collection[str]) -> bool:
        """Whether a number beyond the answers means something, and not merely what the answer beside it does."""
        beyond, near, _ = end
        cell = self.read(str(beyond))
        as_near = cell.value == self.answers.codes.index(near) and str(near) not in mapped
        return cell.is_readable and not as_near

    def _answer(self, place: int) -> Cell:
        if not self.answers.is_open:
            return Cell(float(place))
        code = self.answers.codes[place]
        return Cell(float(code)) if isinstance(code, int) else Cell()

    def _likely(self, mapped: Mapping[str, Code]) -> Iterator[str]:
        """The texts that most cells hold, as files write them; `_Texts` keeps each once."""
        yield from self._known
        yield from map(str, (*self.answers.codes, *NOT_AN_ANSWER, *mapped))
        for answer in self.answers.values.values():
            yield from answer.words

    def _meanings(self, name: str, mapped: Mapping[str, Code]) -> Iterator[tuple[str, Cell]]:
        seen: dict[str, Code] = {}
        for theirs, code in mapped.items():
            word, cell = fold(str(theirs)), self.read(str(code))
            if not word or not cell.is_readable or cell.missing == NOT_ANSWERED or seen.setdefault(word, code) != code:
                raise UsageError(_bad_map(name, self.answers, str(theirs), (code, seen.get(word, code))))
            yield word, cell

    def read(self, text: str) -> Cell:
        """What `text` means as an answer; an unreadable `Cell` when that is not sure."""
        word = fold(text)
        known = self._known.get(word)
        if known is None and (whole := _WHOLE.fullmatch(word)):
            known = self._known.get(whole[1])
        if known is not None:
            return known
        if word.startswith("##") and _CASTOR_MISSING.fullmatch(word):
            return Cell(missing="user_missing")
        return self._number(word) if self.answers.is_open else Cell()

    def _number(self, word: str) -> Cell:
        if not _NUMBER.fullmatch(word):
            return Cell()
        readings = [float(word.replace(",", ".")) + 0.0]  # never a minus zero
        if _THOUSANDS.fullmatch(word):
            readings.append(readings[0] * 1000)
        allowed = [number for number in readings if self._allows(number)]
        return Cell(allowed[0]) if allowed == readings[:1] else Cell()

    def _allows(self, number: float) -> bool:
        low, high = self._bounds
        return low <= number <= high and (self.answers.type != "count" or number.is_integer())

    def column(self, cells: pl.Series, *, tells_not_shown: bool, broken: int = 0) -> Column:
        """The answers in a column of (n,) texts; `broken` of its nulls are rows that could not be split into cells."""
        texts, numbers = self._numbered(cells)
        nothing = len(texts.cells)
        tokens = numbers.cast(pl.UInt32).fill_null(nothing).to_numpy()
        counts = np.bincount(tokens, minlength=nothing + 1)
        for number, code in texts.missing:
            self.missing[code] += int(counts[number])
        self._meet(texts, counts)
        self.missing[NOT_SHOWN if tells_not_shown else NOT_ANSWERED] += int(counts[nothing]) - broken
        unreadable = texts.unreadable[tokens] if counts[texts.unreadable].any() else None
        empty = None if self.answers.empty is None else texts.empty[tokens]
        if empty is not None and not tells_not_shown:
            empty |= tokens == nothing
        return Column(texts.values[tokens], unreadable, empty)

    def _meet(self, texts: _Texts, counts: npt.NDArray[np.int64]) -> None:
        """Note which codes at the ends of the answer set, and beyond them, are among the counted texts."""
        for beyond, far in self._ends:
            written = (texts.places.get(f"{beyond}{end}") for end in ("", ".0", ",0"))
            if any(place is not None and counts[place] for place in written):
                self._met.add(beyond)
            if counts[texts.values == self.answers.codes.index(far)].any():
                self._met.add(far)

    def _numbered(self, cells: pl.Series) -> tuple[_Texts, pl.Series]:
        """A table of texts that knows every cell, and each cell's number in it."""
        numbers = self._texts.numbers(cells)
        if numbers.null_count() == cells.null_count():
            return self._texts, numbers
        new = cells.filter(numbers.is_null() & cells.is_not_null()).unique().to_list()
        learnt = {text: self.read(text) for text in new}
        table = _Texts({**self._texts.cells, **learnt}, self._texts.dtype)
        kept = [text for text in new if len(text) <= LONGEST_TEXT][: MOST_TEXTS - len(self._texts.cells)]
        if len(kept) == len(new):
            self._texts = table
        elif kept:
            self._texts = _Texts({**self._texts.cells, **{text: learnt[text] for text in kept}}, table.dtype)
        return table, table.numbers(cells)


def _dtype(answers: AnswerSet) -> np.dtype[Any]:
    return np.dtype(np.float64) if answers.is_open else np.min_scalar_type(-len(answers.codes) - 1)


def _ends(answers: AnswerSet) -> list[tuple[int, int, int]]:
    """Of answers numbered one after the other: the number beyond each end, that end, and the other end."""
    codes = sorted(code for code in answers.codes if isinstance(code, int))
    if answers.is_open or not codes or len(codes) < len(answers.codes) or codes[-1] - codes[0] >= len(codes):
        return []
    return [(codes[-1] + 1, codes[-1], codes[0]), (codes[0] - 1, codes[0], codes[-1])]


def stripped(cells: pl.Series) -> pl.Series:
    """Texts without white space around them, no-break and zero-width spaces too."""
    return cells.str.strip_chars(SPACES)


def _bad_map(name: str, answers: AnswerSet, theirs: str, codes: tuple[Code, Code]) -> Text:
    """What is wrong with one line of `--map answers`: nothing to translate, two translations, or no such code."""
    found, first, second = (visible(text) for text in (theirs, *map(str, codes)))
    if not fold(theirs):
        nl, en = "een lege cel krijgt geen vertaling; gebruik empty: in", "an empty cell is not mapped; use empty: in"
        nl, en = f"{nl} de antwoordset.", f"{en} the answer set."
    elif first != second:
        nl = f"{found} heeft twee vertalingen, {first} en {second}. Houd er een over."
        en = f"{found} has two meanings, {first} and {second}. Keep one of them."
    else:
        near = did_you_mean(first, map(str, answers.codes))
        nl = f"{first} is geen code van deze antwoordset; toegestaan is {answers.allowed}.{near.nl}"
        en = f"{first} is not a code of this answer set; allowed is {answers.allowed}.{near.en}"
    return Text(f"--map, antwoorden van {name}: {nl}", f"--map, answers of {name}: {en}")
