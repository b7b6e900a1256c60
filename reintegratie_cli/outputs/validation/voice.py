"""How figures, items and scales are written for people, in their language."""

from collections.abc import Sequence
from dataclasses import dataclass

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.text import Language, Text

NONE = "–"
LONGEST = 70
"""So much of an item's text is enough to know which one it is."""

SMALLEST_P = 0.001


@dataclass(frozen=True)
class Voice:
    """Says things in one language, with the words of one questionnaire."""

    language: Language
    instrument: Instrument

    def say(self, text: Text) -> str:
        """A text of ours."""
        return text.to(self.language)

    def number(self, value: float | None, decimals: int = 3) -> str:
        """A figure, or a dash where there is none; never -0."""
        if value is None:
            return NONE
        written = f"{value:.{decimals}f}"
        written = written.lstrip("-") if float(written) == 0 else written
        return self._point(written)

    def interval(self, ci: Sequence[float] | None) -> str:
        """Two bounds."""
        return NONE if ci is None else f"{self.number(ci[0])} – {self.number(ci[1])}"

    def with_interval(self, value: float | None, ci: Sequence[float] | None) -> str:
        """A figure with its bounds behind it."""
        return self.number(value) + ("" if ci is None else f" ({self.interval(ci)})")

    def percent(self, share: float | None) -> str:
        """A share of all in whole percents."""
        return NONE if share is None else f"{100 * share:.0f} %"

    def probability(self, value: float | None) -> str:
        """A p value; very small ones by their bound."""
        if value is not None and value < SMALLEST_P:
            return "< " + self._point(str(SMALLEST_P))
        return self.number(value)

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
