"""What a column of numbers seems to hold: codes of answers, counts, other numbers; and codes for no answer."""

import math
from collections import Counter
from collections.abc import Mapping

from reintegratie_cli.inputs.draft.guess import FEWEST_OF_A_RUN, NUMBERING, WHOLE, YEARS, Guess, Option
from reintegratie_cli.models.answer_words import AnswerWords
from reintegratie_cli.models.instrument import Code
from reintegratie_cli.text import Text

WIDEST_RANGE = 10
"""From 0 to 10 can be chosen from; what reaches farther is counted or measured."""

_FIGURES, _FEW_ROWS = 10, 30
_NUMBERING_FROM, _YEARS = 20, range(1900, 2101)


def guess_numbers(counts: Mapping[str, int], missing: tuple[Code, ...], words: AnswerWords) -> Guess | Text:
    """`counts`: each number as text, and how often it occurs."""
    n_of: Counter[int] = Counter()
    for text, count in counts.items():
        whole = WHOLE.fullmatch(text)
        if whole is None:
            return _decimal([float(number.replace(",", ".")) for number in counts], missing)
        n_of[int(whole[1])] += count
    if (len(n_of) == n_of.total() >= _NUMBERING_FROM) or all(value in _YEARS for value in n_of):
        return YEARS if all(value in _YEARS for value in n_of) else NUMBERING
    apart = _missing_codes(n_of, words)
    slips = tuple(value for value in apart if n_of[value] == 1 and 0 < value < _FIGURES - 1)
    codes = tuple(value for value in apart if value not in slips)
    values, missing = sorted(n_of.keys() - set(apart)), (*missing, *codes)
    remarks = ((_MISSING_CODES,) if codes else ()) + tuple(map(_slip, slips))
    usual = _usual(n_of, values)
    if usual == [0, 1]:
        return Guess("yes_no", "ja_nee", missing=missing, remarks=(*remarks, _ZERO_ONE))
    if usual[-1] - usual[0] <= WIDEST_RANGE and not _seems_count(usual):
        options = tuple(Option(value) for value in range(usual[0], usual[-1] + 1))
        remarks = (*remarks, _ONE_TWO) if usual == [1, 2] else remarks
        return Guess("ordinal", "punten", options, missing, remarks=remarks)
    if values[0] < 0:
        return Guess("number", "getal", missing=missing, remarks=remarks)
    above = [code for code in codes if code > 0]
    most = min(above) - 1 if above else None
    return Guess("count", "aantal", missing=missing, least=0, most=most, remarks=remarks)


def _decimal(numbers: list[float], missing: tuple[Code, ...]) -> Guess:
    """Numbers with decimals; bounded where they seem a rating, which also tells 3.125 from 3125."""
    least, most = math.floor(min(numbers)), math.ceil(max(numbers))
    if most - least > WIDEST_RANGE:
        return Guess("number", "getal", missing=missing)
    return Guess("number", "cijfer", missing=missing, least=least, most=max(most, least + 1), remarks=(_BOUNDS,))


def _usual(n_of: Counter[int], values: list[int]) -> list[int]:
    """The values, without a few cells far from answers that follow each other: slips of the keyboard."""
    few = max(n_of.total() / 200, 1) if n_of.total() >= _FEW_ROWS else 0
    common = [value for value in values if n_of[value] > few]
    if len(common) < FEWEST_OF_A_RUN or common[-1] - common[0] + 1 != len(common):
        return values
    low, high = common[0], common[-1]
    while low - 1 in n_of and low - 1 in values:
        low -= 1
    while high + 1 in n_of and high + 1 in values:
        high += 1
    return list(range(low, high + 1))


def _seems_count(values: list[int]) -> bool:
    """Whether numbers from 0 on leave gaps as counts do, and codes do not."""
    return values[0] == 0 and len(values) >= FEWEST_OF_A_RUN and values[-1] > len(values)


def _missing_codes(n_of: Mapping[int, int], words: AnswerWords) -> tuple[int, ...]:
    """The codes for no answer among the values: those that lie apart from the rest."""
    known = {value for value in n_of if value in words.missing_codes}
    rest = sorted(n_of.keys() - known) or sorted(value for value in known if 0 <= value < _FIGURES)
    found: list[int] = []
    for value in sorted(known.difference(rest) if rest else (), key=abs):
        gapless = rest[-1] - rest[0] + 1 == len(rest)
        beyond = value > rest[-1] + 1 and (gapless if value < _FIGURES else value > rest[-1] + _FIGURES)
        if beyond or value < 0 <= rest[0]:
            found.append(value)
        else:
            rest = sorted([*rest, value])
    return tuple(sorted(found))


def _slip(value: int) -> Text:
    """On a value that one person gave once: of the codes of one figure 9 alone is so usual that once is enough."""
    return Text(
        f"Eén keer {value}, ver van de andere antwoorden: een tikfout, of een code voor geen antwoord? Zet die dan bij "
        "missing:.",
        f"{value} once, far from the other answers: a slip, or a code for no answer? Put it in missing: then.",
    )


_MISSING_CODES = Text(
    "Codes die ver van de andere liggen, staan bij missing: (geen antwoord). Klopt dat?",
    "Codes far from the others stand in missing: (no answer). Is that right?",
)
_ZERO_ONE = Text("Alleen 0 en 1: gelezen als nee en ja. Klopt dat?", "Only 0 and 1: read as no and yes. Is that right?")
_BOUNDS = Text(
    "Getallen met decimalen. De laagste en hoogste (min:, max:) komen uit dit bestand. Kijk die na.",
    "Numbers with decimals. The lowest and highest (min:, max:) come from this file. Check these.",
)
_ONE_TWO = Text(
    "Alleen 1 en 2. Is dat ja en nee, schrijf dan type: yes_no en values: {1: ja, 0: {nl: nee, also: [2]}}.",
    "Only 1 and 2. If these are yes and no, write type: yes_no and values: {1: 'yes', 0: {en: 'no', also: [2]}}.",
)
