"""How figures, items and scales are written for people, in their language.

One rule for decimals: two; three for fit measures and p values, whose cut-offs have two; one more where a figure would
else look equal to the cut-off that it is held against.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.outputs.validation.blocks import NONE
from reintegratie_cli.text import Language, Text

LONGEST = 70
"""So much of an item's text is enough to know which one it is."""

DECIMALS, FIT_DECIMALS, MOST_DECIMALS = 2, 3, 6
SMALLEST_P = 0.001
ROUNDS_TO_NOTHING = 0.005
"""A smaller share would be written as 0 %, and so large a one as 100 %."""


@dataclass(frozen=True)
class Voice:
    """Says things in one language, with the words of one questionnaire."""

    language: Language
    instrument: Instrument

    def say(self, text: Text) -> str:
        """A text of ours."""
        return text.to(self.language)

    def number(self, value: float | None, decimals: int = DECIMALS, beside: float | None = None) -> str:
        """A figure, or a dash where there is none; never -0, and never as a cut-off that it only comes near to."""
        if value is None:
            return NONE
        if beside is not None and value != beside:
            while decimals < MOST_DECIMALS and f"{value:.{decimals}f}" == f"{beside:.{decimals}f}":
                decimals += 1
        written = f"{value:.{decimals}f}"
        written = written.lstrip("-") if float(written) == 0 else written
        return self._point(written)

    def fit(self, value: float | None) -> str:
        """A fit measure."""
        return self.number(value, FIT_DECIMALS)

    def interval(self, ci: Sequence[float] | None, decimals: int = DECIMALS, beside: float | None = None) -> str:
        """Two bounds."""
        return NONE if ci is None else " – ".join(self.number(bound, decimals, beside) for bound in ci)

    def with_interval(self, value: float | None, ci: Sequence[float] | None, decimals: int = DECIMALS) -> str:
        """A figure with its bounds behind it."""
        return self.number(value, decimals) + ("" if ci is None else f" ({self.interval(ci, decimals)})")

    def percent(self, share: float | None) -> str:
        """A share of all in whole percents; 0 % is none of them and 100 % is all."""
        if share is None:
            return NONE
        if 0 < share < ROUNDS_TO_NOTHING:
            return "< 1 %"
        if 1 - ROUNDS_TO_NOTHING < share < 1:
            return "> 99 %"
        return f"{100 * share:.0f} %"

    def probability(self, value: float | None) -> str:
        """A p value; very small ones by their bound."""
        if value is not None and value < SMALLEST_P:
            return "< " + self._point(str(SMALLEST_P))
        return self.number(value, FIT_DECIMALS)

    def _point(self, written: str) -> str:
        return written.replace(".", ",") if self.language == "nl" else written

    def item(self, name: str) -> str:
        """An item by its id and the beginning of its text."""
        known = self.instrument.items.get(name)
        if known is None or known.text is None:
            return name
        text = " ".join(known.text.to(self.language).split())
        return f"{name} (“{text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + '…'}”)"

    def scale(self, name: str) -> str:
        """A scale by its title, or its id where it has none."""
        known = self.instrument.scales.get(name)
        return " ".join(known.title.to(self.language).split()) if known and known.title else name

    def names(self, names: Sequence[str]) -> str:
        """A list in a sentence: a, b and c."""
        last = self.say(Text(" en ", " and "))
        return last.join(filter(None, (", ".join(names[:-1]), *names[-1:])))

    def because(self, reasons: Mapping[str, Text]) -> Iterator[str]:
        """A sentence for each reason, with the scales that it is true of."""
        alike: dict[Text, list[str]] = {}
        for scale, why in reasons.items():
            alike.setdefault(why, []).append(self.scale(scale))
        for why, scales in alike.items():
            yield f"{self.names(scales)}: {self.say(why)}"

    def capital(self, text: Text) -> str:
        """A text of ours at the beginning of a sentence."""
        said = self.say(text)
        return said[:1].upper() + said[1:]
