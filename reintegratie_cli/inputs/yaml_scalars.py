"""What one unquoted word of YAML stands for, where every reader agrees; anything else must be put in quotes.

YAML 1.1 (PyYAML) and YAML 1.2 read `no`, `011`, `12:30` and `1e3` differently: an answer code or a label would change
without a word. Such a word is refused; dates stay text.
"""

import math
import re

from reintegratie_cli.text import Text, visible

Scalar = str | int | float | bool | None

MOST_DIGITS = 15
"""Longer whole numbers are no answer codes, and a spreadsheet would round them."""

HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Characters that control a terminal, turn the direction of text, or cannot be written down."""

_NOTHING = ("", "~", "null", "Null", "NULL")
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_SEEMS_BOOLEAN = ("yes", "no", "on", "off", "y", "n")
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?((0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_READ_DIFFERENTLY = re.compile(
    r"""[-+]?(
        0[0-9_]+(\.[0-9_]*)?                        # a leading zero: octal in YAML 1.1
      | 0[xob][0-9a-fA-F_]+                         # hexadecimal, octal, binary
      | [0-9]+(_[0-9]*)+(\.[0-9_]*)?                # underscores between digits
      | [0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?     # 12:30 is 750 in YAML 1.1
      | [0-9]+[eE][-+]?[0-9]+                       # text in YAML 1.1, a number in YAML 1.2
      | \.(inf|Inf|INF)
    )|\.(nan|NaN|NAN)""",
    re.VERBOSE,
)


class UnclearError(ValueError):
    """One word that not every reader of YAML understands in the same way."""

    def __init__(self, what: Text) -> None:
        super().__init__(what.en)
        self.what = what


def hidden_in(text: str) -> Text | None:
    """Say which character in `text` nobody would see, if there is one."""
    found = HIDDEN.search(text)
    if found is None:
        return None
    if found[0] == "\t":
        return Text("een tab staat er in plaats van spaties. Gebruik spaties.", "there is a tab. Use spaces.")
    which = found[0].encode("unicode_escape").decode("ascii")
    return Text(
        f"het onzichtbare teken {which} staat in de tekst. Haal het weg.",
        f"the invisible character {which} is in the text. Take it out.",
    )


def plain_value(word: str) -> Scalar:
    """The value of an unquoted word: nothing, true or false, a whole number, a decimal number, else text.

    Raises:
        UnclearError: not every reader of YAML takes the word for the same value.
    """
    if word in _NOTHING:
        return None
    if word in _BOOLEANS:
        return _BOOLEANS[word]
    if word.casefold() in _SEEMS_BOOLEAN:
        raise UnclearError(
            Text(
                f'{word} zonder aanhalingstekens wordt ja of nee (een boolean). Schrijf "{word}"; '
                "alleen true en false zijn booleans.",
                f'{word} without quotes becomes a boolean. Write "{word}"; only true and false are booleans.',
            )
        )
    if _WHOLE.fullmatch(word):
        return _whole(word)
    if _DECIMAL.fullmatch(word) and math.isfinite(float(word)):
        return float(word)
    if _DECIMAL.fullmatch(word) or _READ_DIFFERENTLY.fullmatch(word):
        raise _differently(word)
    return word


def _whole(word: str) -> int:
    if len(word) <= MOST_DIGITS:
        return int(word)
    raise UnclearError(
        Text(
            f"het getal {visible(word)} heeft meer dan {MOST_DIGITS} cijfers. Zet het tussen aanhalingstekens.",
            f"the number {visible(word)} has more than {MOST_DIGITS} digits. Put it in quotes.",
        )
    )


def _differently(word: str) -> UnclearError:
    shown = visible(word)
    return UnclearError(
        Text(
            f'{shown} wordt niet overal als hetzelfde getal gelezen. Schrijf "{shown}" tussen aanhalingstekens, '
            "of een gewoon getal zoals 11 of 2.5.",
            f'{shown} is not read as the same number everywhere. Write "{shown}" in quotes, '
            "or an ordinary number such as 11 or 2.5.",
        )
    )
