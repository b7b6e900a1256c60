"""Which columns belong to which items by other names: codes as survey programs write them, and texts of questions.

Nothing is guessed: what fits two items, or two columns, belongs to none of them.
"""

import html
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reintegratie_cli.models.base import fold
from reintegratie_cli.models.instrument import Instrument

LONGEST = 2000
"""How long a question can be."""
MOST_PARTS = 4
"""How many last parts of a text are compared, where dashes are between them."""

_TAG = re.compile(r"<[^<>]{0,500}>")
_UNSEEN = str.maketrans("", "", "\"'“”„‟«»‘’‚‛`´\u00ad")
_ENDS = " .,:;?!…*"
# The bracketed part of an array of LimeSurvey.
_PART = re.compile(r"(\w+)\[(\w+)\]")
# The same as LimeSurvey writes it without brackets.
_SUBQUESTION = re.compile(r"(\w+)_(sq[0-9]+)")
_NUMBER = re.compile(r"(?:sq|[ayr])?0*([0-9]+)")
# An option that could be ticked: ___ is how REDCap writes it, # how Castor does.
_OPTION = re.compile(r"(\w+?)(?:___|#)(.+)", re.DOTALL)
# A word alone is no code: "Werk: hoe vaak ..." is not the item `werk`.
_CODE_AND_TEXT = re.compile(r"(?=\w*[0-9_\[])(\w+(?:\[\w+\])?)(?:[.:)|]|\s+[-–—|])\s+(\S.*)", re.DOTALL)
_BRACKETED = re.compile(r"[^\[\]]*\[([^\[\]]+)\]", re.DOTALL)
# An option that could be ticked, by its label.
_CHOICE = re.compile(r".*\(choice=(.+)\)", re.DOTALL | re.IGNORECASE)
_DASH = re.compile(r"\s[-–—]\s")
# What Microsoft Forms puts beside each question of a quiz.
_OF_QUIZ = re.compile(r"(?:punten|points|feedback)\s[-–—]\s(.+)", re.DOTALL | re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


def plain(text: str) -> str:
    """A text as it is compared: folded, without tags, quotes and the signs with which sentences and names end.

    Nothing of a text that is too long for a question, which would take time and be none.
    """
    if len(text) > LONGEST:
        return ""
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
    return fold(text.translate(_UNSEEN)).strip(_ENDS)


def codes(name: str) -> set[str]:
    """The folded ids that an item can have whose column a survey program calls `name`."""
    whole = fold(name[: LONGEST + 1])
    if len(whole) > LONGEST:
        return set()
    if with_text := _CODE_AND_TEXT.fullmatch(whole):
        whole = with_text[1]
    found = {whole} if with_text else set()
    if part := _PART.fullmatch(whole) or _SUBQUESTION.fullmatch(whole):
        stem, code = part.groups()
        found |= {f"{stem}_{code}", code}
        if number := _NUMBER.fullmatch(code):
            found.add(f"{stem}_{number[1]}")
    elif option := _OPTION.fullmatch(whole):
        found.add(f"{option[1]}_" + re.sub(r"\W+", "_", option[2]).rstrip("_"))
    return {code for code in found if _LETTER.search(code)}


def wordings(name: str) -> set[str]:
    """The plain texts that an item can have whose column is called `name`: all of it, or the last part."""
    if len(name) > LONGEST:
        return set()
    parts = [name]
    if bracketed := _BRACKETED.fullmatch(name.strip()):
        parts.append(bracketed[1])
    if with_text := _CODE_AND_TEXT.fullmatch(name.strip()):
        parts.append(with_text[2])
    if choice := _CHOICE.fullmatch(name.strip()):
        parts.append(choice[1])
    if "#" in name:
        parts.append(name.partition("#")[2].replace("_", " "))
    ends = [dash.end() for dash in _DASH.finditer(name)]
    parts += (name[end:] for end in ends[-MOST_PARTS:])
    return {text for text in map(plain, parts) if text}


@dataclass(frozen=True)
class Doubt:
    """Items and columns that belong together, but nobody can tell which to which."""

    items: tuple[str, ...]
    places: tuple[int, ...]


@dataclass(frozen=True)
class Matches:
    """The column of each item that was recognised, and what was not sure."""

    items: Mapping[str, int]
    doubts: Sequence[Doubt]


class ColumnTexts:
    """What the columns of one file could be called in a questionnaire."""

    def __init__(self, names: Sequence[str], texts: Sequence[str]) -> None:
        """`texts`: what else each column is called; none at all, or one for each, "" where nothing."""
        self._names, self._texts = names, texts or [""] * len(names)

    @cached_property
    def _by_code(self) -> Mapping[str, set[int]]:
        found = defaultdict[str, set[int]](set)
        for place, name in enumerate(self._names):
            for code in codes(name):
                found[code].add(place)
        return found

    @cached_property
    def _by_text(self) -> Mapping[str, set[int]]:
        found = defaultdict[str, set[int]](set)
        there = {plain(name) for name in self._names}
        for place, (name, text) in enumerate(zip(self._names, self._texts, strict=True)):
            if (beside := _OF_QUIZ.fullmatch(name[:LONGEST])) and plain(beside[1]) in there:
                continue
            # Of two questions with one text Microsoft Forms calls the second "text2".
            first = plain(plain(name).rstrip("0123456789"))
            again = {first} if first and first in there else set()
            for wording in wordings(name) | (wordings(text) if text else set()) | again:
                found[wording].add(place)
        return found

    def matches(self, instrument: Instrument, items: Collection[str], taken: Collection[int]) -> Matches:
        """The columns of those `items` of a questionnaire that have none yet; those `taken` have an item.

        By their codes first, then by their texts in either language; a column whose code says one item and whose text
        says another belongs to neither. A ticked option is an answer to a yes/no item alone.
        """
        by_code = {item: self._fitting(instrument, item, self._by_code.get(fold(item), set())) for item in items}
        by_text = {item: self._fitting(instrument, item, self._told(instrument, item)) for item in items}
        told = self.told(instrument)
        at_odds = {at for item, places in by_code.items() for at in places if told.get(at) and item not in told[at]}
        doubts = {
            item: tuple(sorted(unsure))
            for item in items
            if (unsure := (by_code[item] | by_text[item]) & (at_odds - set(taken)))
        }
        found: dict[str, int] = {}
        taken = {*taken, *at_odds}
        for claims in (by_code, by_text):
            free = {item: at.difference(taken, found.values()) for item, at in claims.items() if item not in found}
            claimed = Counter(place for places in free.values() for place in places)
            for item, places in free.items():
                if len(places) == 1 and claimed[min(places)] == 1:
                    found[item] = min(places)
                elif places:
                    doubts[item] = tuple(sorted(places))
        return Matches(found, list(_grouped({item: at for item, at in doubts.items() if item not in found})))

    def told(self, instrument: Instrument) -> Mapping[int, set[str]]:
        """The items whose text each column has, by its place; without the columns that have none."""
        found = defaultdict[int, set[str]](set)
        for item in instrument.items:
            for place in self._told(instrument, item):
                found[place].add(item)
        return found

    def _told(self, instrument: Instrument, item: str) -> set[int]:
        """Where columns stand with the text of an item."""
        return set[int]().union(*(self._by_text.get(text, set()) for text in _called(instrument, item)))

    def _fitting(self, instrument: Instrument, item: str, places: set[int]) -> set[int]:
        """These places, without options that could be ticked where the item has other answers than yes and no."""
        answers = instrument.answer_set(item)
        if answers.type == "yes_no" or (not answers.is_open and set(answers.codes) <= {0, 1}):
            return places
        return {place for place in places if not _is_option(self._names[place])}


def _is_option(name: str) -> bool:
    """Whether a column holds what was ticked or not: `help___2`, `help#job coach`, `Which help? (choice=job coach)`."""
    return any(pattern.fullmatch(name[:LONGEST].strip()) for pattern in (_OPTION, _CHOICE))


def texts_of(instrument: Instrument, item: str) -> set[str]:
    """The plain texts of an item, in both languages."""
    text = instrument.items[item].text
    return set() if text is None else {plain(text.nl), plain(text.en)} - {""}


def _called(instrument: Instrument, item: str) -> set[str]:
    """The plain texts that are surely about an item: its own, and these after its id: `zoekt. Zoekt u werk?`."""
    texts = texts_of(instrument, item)
    return texts | {plain(f"{item}. {text}") for text in texts}


def _grouped(doubts: Mapping[str, tuple[int, ...]]) -> Iterator[Doubt]:
    """Items with the same columns together."""
    together = defaultdict[tuple[int, ...], list[str]](list)
    for item, places in doubts.items():
        together[places].append(item)
    for places, items in together.items():
        yield Doubt(tuple(items), places)
