"""How the verdict writes: sentences with figures in them, in both languages."""

from collections.abc import Sequence

from reintegratie_cli.models.criteria import Sourced
from reintegratie_cli.text import Text, visible

NOTHING = Text("", "")
MOST_DECIMALS = 6
FIT_DECIMALS = 3
"""Of a fit measure: its cut-offs have two."""

_COEFFICIENTS = {
    "omega": Text("omega", "omega"),
    "omega_categorical": Text("omega voor geordende antwoorden", "omega for ordered answers"),
    "alpha": Text("alfa", "alpha"),
    "retest": Text("test-hertestcorrelatie", "test-retest correlation"),
}


def fill(template: Text, **parts: Text | str) -> Text:
    """The template with its {places} filled, each in its own language; a part that says nothing leaves no gap."""
    nl = template.nl.format(**{name: _in(part, "nl") for name, part in parts.items()})
    en = template.en.format(**{name: _in(part, "en") for name, part in parts.items()})
    return Text(nl.strip(), en.strip())


def joined(*sentences: Text | None) -> Text:
    """The sentences after each other, those that say nothing left out."""
    said = [sentence for sentence in sentences if sentence is not None and sentence.nl]
    return Text(" ".join(it.nl for it in said), " ".join(it.en for it in said))


def figure(value: float, *beside: float, decimals: int = 2) -> Text:
    """A figure with so many decimals, and more where rounding would make it equal to one it is held against."""
    others = [cut for cut in beside if cut != value]
    while decimals < MOST_DECIMALS and f"{value:.{decimals}f}" in [f"{cut:.{decimals}f}" for cut in others]:
        decimals += 1
    written = f"{value:.{decimals}f}"
    return Text(written.replace(".", ","), written)


def cited(part: Sourced) -> Text:
    """The source of a figure, and that it is our own choice where it is."""
    if part.checked != "own":
        return Text(part.source, part.source)
    return Text(f"eigen keuze, naar {part.source}", f"our own choice, after {part.source}")


def listed(names: Sequence[Text]) -> Text:
    """Names as one phrase: a, b and c."""
    return Text(_phrase([name.nl for name in names], "en"), _phrase([name.en for name in names], "and"))


def coefficient_words(name: str | None) -> Text:
    """What a coefficient is called."""
    shown = visible(name or "-")
    return _COEFFICIENTS.get(name or "", Text(shown, shown))


def _in(part: Text | str, language: str) -> str:
    if isinstance(part, str):
        return part
    return part.nl if language == "nl" else part.en


def _phrase(names: list[str], last: str) -> str:
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else "".join(names)
