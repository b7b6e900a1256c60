"""Text as words, and the phrases of a word list in it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reintegratie_cli.models.base import fold
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.text import Language, Text

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_ANY, _NUMBER = "*", "#"


class Word(NamedTuple):
    """A word as it stands there, and as it is compared: without case, accents and hyphens."""

    shown: str
    key: str


class Hit(NamedTuple):
    """Where a phrase stands: the words from `start` up to `end`."""

    start: int
    end: int

    def lies_in(self, other: "Hit") -> bool:
        """Whether the other covers all of this one."""
        return other.start <= self.start and self.end <= other.end


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text, in their order; signs between them are left out."""
    return tuple(Word(word, _key(word)) for word in _WORD.findall(text))


def _key(word: str) -> str:
    plain = unicodedata.normalize("NFKD", fold(word)).replace("’", "'").replace("-", "")
    return "".join(c for c in plain if not unicodedata.combining(c))


def hits(words: Sequence[Word], phrases: Iterable[str], exceptions: Iterable[str] = ()) -> tuple[Hit, ...]:
    """Where the phrases stand that lie in no exception; of two that overlap, the one that covers the other.

    In a phrase `*` is any word, `#` any number, `word*` any word that begins so.
    """
    fine = [hit for phrase in exceptions for hit in _found(words, phrase)]
    found = {hit for phrase in phrases for hit in _found(words, phrase)}
    kept = (hit for hit in found if not any(hit.lies_in(other) for other in fine))
    return tuple(sorted(hit for hit in kept if not any(hit != other and hit.lies_in(other) for other in found)))


def _found(words: Sequence[Word], phrase: str) -> Iterator[Hit]:
    patterns = phrase.split()
    keys = [pattern if pattern == _ANY else _pattern(pattern) for pattern in patterns]
    for start in range(len(words) - len(keys) + 1):
        if all(_fits(word.key, key) for word, key in zip(words[start:], keys, strict=False)):
            yield Hit(start, start + len(keys))


def _pattern(pattern: str) -> str:
    return _key(pattern.removesuffix(_ANY)) + _ANY * pattern.endswith(_ANY)


def _fits(key: str, pattern: str) -> bool:
    if pattern == _NUMBER:
        return key.isdigit()
    return key.startswith(pattern[:-1]) if pattern.endswith(_ANY) else key == pattern


def shown(words: Sequence[Word], hit: Hit) -> str:
    """The words of a hit as they stand in the text."""
    return " ".join(word.shown for word in words[hit.start : hit.end])


def versions(instrument: Instrument, text: Text) -> tuple[tuple[Language, str], ...]:
    """A text in each language it has; one that is the same in both is in the language of the questionnaire."""
    if text.nl == text.en:
        return ((instrument.language, text.nl),)
    return (("nl", text.nl), ("en", text.en))
