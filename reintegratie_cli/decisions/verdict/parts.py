"""Whether a scale falls apart: which of its items go together, and what to do about it."""

from collections.abc import Sequence

from reintegratie_cli.decisions.verdict.advice import Advice, Finding
from reintegratie_cli.decisions.verdict.evidence import ScaleEvidence
from reintegratie_cli.decisions.verdict.words import NOTHING, fill, listed
from reintegratie_cli.text import Text


def parts_finding(scale: ScaleEvidence) -> Finding:
    """That parallel analysis finds more than one dimension in the items of one scale.

    It is no condition of the rule, which asks this of SRMR and residual correlations: it is said, and asks for work.
    """
    if not scale.parts:
        return Finding(holds=True, said=NOTHING)
    parts = parts_said(scale.parts)
    advice = Advice("parts", _ADVICE, fill(_OF_SCALE, scale=scale.name, parts=parts))
    return Finding(holds=True, said=NOTHING, note=fill(_FALLS_APART, parts=parts), advice=(advice,))


def parts_said(parts: Sequence[Sequence[str]]) -> Text:
    """The groups of items against each other."""
    groups = [listed([Text(item, item) for item in part]) for part in parts]
    return Text(" tegenover ".join(it.nl for it in groups), " against ".join(it.en for it in groups))


_FALLS_APART = Text(
    "De schaal valt uiteen: parallelanalyse van haar items vindt meer dan één dimensie ({parts}). Maak er schalen van "
    "die elk één ding meten, of herschrijf items die naar twee dingen tegelijk vragen.",
    "The scale falls apart: parallel analysis of its items finds more than one dimension ({parts}). Make scales of it "
    "that each measure one thing, or rewrite items that ask two things at once.",
)
_OF_SCALE = Text("{scale} ({parts})", "{scale} ({parts})")
_ADVICE = Text(
    "Splits de schaal of herschrijf items die naar twee dingen tegelijk vragen, want zij meet meer dan één ding: "
    "{about}.",
    "Split the scale, or rewrite items that ask two things at once, since it measures more than one thing: {about}.",
)
