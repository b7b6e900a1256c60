"""What a column of words seems to hold: answers whose order is known, or answers of which nobody knows it."""

import re
from collections.abc import Mapping, Sequence

from reintegratie_cli.inputs.draft.guess import FEWEST_OF_A_RUN, ONE_VALUE, OPEN_TEXT, WHOLE, Guess, Option
from reintegratie_cli.models.answer_words import AnswerWords, Order
from reintegratie_cli.models.base import fold
from reintegratie_cli.text import Text

_NUMBERED = re.compile(r"\(?([0-9]{1,2})\)?(?:\s*[-–=.:)]\s*|\s+)([^\W\d_].*)", re.DOTALL)
_CODED = re.compile(r"([A-Za-z]{1,3})([0-9]{1,2})")
_PADDED = re.compile(r"0[0-9]", re.ASCII)
_PLAIN = re.compile(r"[a-z]+")
_ANY_NUMBER, _LETTER = re.compile(r"[0-9]{1,9}"), re.compile(r"[^\W\d_]")
_NOTHING_OF_IT = ("geen", "niemand", "nooit", "niets", "none", "nobody", "never")
_LESS = ("minder dan", "less than", "under", "onder")


def ordered(
    answers: Sequence[str],
    every: Sequence[str],
    shared: Sequence[str],
    as_written: Mapping[str, str],
    words: AnswerWords,
) -> Guess | None:
    """Answers whose order is known.

    `answers`: all of them; `every`: with the words for no answer, for "niet van toepassing" can be an answer; `shared`:
    those that more than one person gave. Words that are not known beforehand come from these alone.
    """
    for texts in (every, answers, shared):
        found = _yes_no(texts, words) or _ordered(texts, as_written, words)
        if found is not None:
            return found
    own_words = [text for text in answers if text in shared or not _NUMBERED.fullmatch(text)]
    return _with_numbers(own_words, as_written) or _with_numbers(shared, as_written) or _amounts(shared, as_written)


def _yes_no(texts: Sequence[str], words: AnswerWords) -> Guess | None:
    yes, no = set(map(fold, words.yes_words)), set(map(fold, words.no_words))
    if not texts or not set(texts) <= yes | no:
        return None
    remarks = () if set(texts) & no else (_ONLY_YES,)
    return Guess("yes_no", "ja_nee", remarks=remarks)


def _ordered(texts: Sequence[str], as_written: Mapping[str, str], words: AnswerWords) -> Guess | None:
    """Answers whose order is known: of the orders that have them all, the shortest."""
    for short in (texts, [_start(text) for text in texts]):
        bare, end = _without_shared_end(short)
        for those, about in ((short, ""), (bare, end)):
            for order in sorted(words.orders, key=lambda order: len(order.steps)):
                places = _places(those, order)
                if places is not None:
                    options = sorted(zip(places, texts, strict=True))
                    basis = about if _PLAIN.fullmatch(about) else order.name
                    return Guess("ordinal", basis, tuple(Option(at, as_written[text]) for at, text in options))
    return None


def _places(texts: Sequence[str], order: Order) -> list[int] | None:
    places = [order.place.get(text) for text in texts]
    known = [place for place in places if place is not None]
    return known if len(set(known)) == len(texts) > 1 else None


def _start(text: str) -> str:
    return re.split(r"[,(]", text)[0].strip()


def _without_shared_end(texts: Sequence[str]) -> tuple[list[str], str]:
    """The texts without the words that all of them end with, and these words."""
    split = [text.split() for text in texts]
    n = 0
    while all(len(parts) > n + 1 for parts in split) and len({parts[-1 - n] for parts in split}) == 1:
        n += 1
    return [" ".join(parts[: len(parts) - n]) for parts in split], " ".join(split[0][len(split[0]) - n :] if n else [])


def _with_numbers(texts: Sequence[str], as_written: Mapping[str, str]) -> Guess | None:
    """Answers that say their own place: "1 - nooit", "AO01", or figures of which some have words."""
    options = [option for text in texts if (option := _own_place(text, as_written[text]))]
    ranks = sorted(option.rank for option in options)
    labels = [fold(option.label) for option in options if option.label is not None]
    prefixes = {found[1] for text in texts if (found := _CODED.fullmatch(text))}
    follow = len(ranks) == len(texts) > 1 and ranks == list(range(ranks[0], ranks[0] + len(ranks)))
    if follow and len(prefixes) <= 1 and len(set(labels)) == len(labels):
        return Guess("ordinal", "punten", tuple(sorted(options, key=lambda option: option.rank)))
    return None


def _own_place(text: str, written: str) -> Option | None:
    if whole := WHOLE.fullmatch(text):
        return Option(int(whole[1]))
    if _PADDED.fullmatch(text):
        return Option(int(text), None, (written,))
    if numbered := _NUMBERED.fullmatch(written):
        return Option(int(numbered[1]), numbered[2].strip(), (written,))
    if coded := _CODED.fullmatch(text):
        return Option(int(coded[2]), None, (written,))
    return None


def _amounts(texts: Sequence[str], as_written: Mapping[str, str]) -> Guess | None:
    """Amounts in words: "niemand", "1 of 2 mensen", "10 of meer mensen"."""
    amounts = []
    for text in texts:
        found = _ANY_NUMBER.search(text) if _LETTER.search(text) else None
        if found is None and not text.startswith(_NOTHING_OF_IT):
            return None
        amounts.append(-1.0 if found is None else int(found[0]) - 0.5 * text.startswith(_LESS))
    if len(set(amounts)) < len(texts) or len(texts) < FEWEST_OF_A_RUN:
        return None
    ordered = sorted((int(2 * amount), text) for amount, text in zip(amounts, texts, strict=True))
    options = tuple(Option(rank, as_written[text]) for rank, text in ordered)
    return Guess("ordinal", "hoeveelheid", options, remarks=(_CHECK_ORDER,))


def unordered(texts: Sequence[str], shared: Sequence[str], as_written: Mapping[str, str]) -> Guess | Text:
    """Answers whose order nobody knows."""
    if list(texts) != list(shared) or any(WHOLE.fullmatch(text) for text in texts):
        return OPEN_TEXT
    if len(texts) == 1:
        return ONE_VALUE
    options = tuple(Option(rank, as_written[text]) for rank, text in enumerate(sorted(texts)))
    return Guess("choice", "keuze", options, remarks=(_NO_ORDER,))


_ONLY_YES = Text(
    "Alleen ja. Betekent leeg hier nee? Schrijf dan empty: 0.",
    "Only yes. Does empty mean no here? Write empty: 0.",
)
_CHECK_ORDER = Text(
    "De volgorde komt uit de getallen in de antwoorden. Kijk die na.",
    "The order comes from the numbers in the answers. Check it.",
)
_NO_ORDER = Text(
    "De volgorde van deze antwoorden is niet bekend; zo telt het item in geen schaal mee. Zet ze van laag naar hoog, "
    "geef ze de codes 1, 2, 3 en schrijf type: ordinal als ze een volgorde hebben.",
    "The order of these answers is not known; as it is the item counts in no scale. Put them from low to high, give "
    "them the codes 1, 2, 3 and write type: ordinal if they have an order.",
)
