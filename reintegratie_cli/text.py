"""What is said to people, in Dutch and English side by side, so that neither is forgotten."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["nl", "en"]

FORMULA_SIGNS = r"=+@\t\r\n\x00"
"""What text begins with that a spreadsheet would run, besides a -, for a pattern: reading and writing have to agree."""


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or name in both languages of the tool."""

    nl: str
    en: str

    def to(self, language: Language) -> str:
        """The words in `language`."""
        return self.nl if language == "nl" else self.en


def visible(foreign: str, most: int = 40) -> str:
    r"""Text from a file, safe to show: control and direction characters as \x1b, at most `most` characters."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in foreign[: most + 1])
    return shown if len(shown) <= most else shown[: most - 1] + "…"
