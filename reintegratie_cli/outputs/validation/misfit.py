"""Where a factor model is wrong, and what would mend it; of several models what is largest over all."""

from collections.abc import Iterable, Iterator, Sequence

from reintegratie_cli.models.validation_result import Cfa, ModificationIndex
from reintegratie_cli.outputs.validation.blocks import Blocks, Bullets, Paragraph
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Text

MOST = 5
CHANCE, SIGNIFICANT = 0.05, 3.841
"""One gain in twenty is chance from the .95 quantile of chi-square with one degree of freedom on."""

_LARGEST = Text(
    "De grootste verschillen tussen gemeten en verwachte samenhang",
    "The largest differences between measured and expected correlations",
)
_MEND = Text(
    "Wat het model het meest zou verbeteren, van de {n} parameters die erbij kunnen; ongeveer {chance} daarvan laten"
    " chi-kwadraat door toeval {fall} of meer dalen, dus verander het model alleen als u begrijpt waarom",
    "What would improve the model most, of the {n} parameters that can be added; by chance about {chance} of these let"
    " chi-square fall by {fall} or more, so change the model only if you understand why",
)
_NO_MEND = Text(
    "Geen enkele parameter erbij verbetert het model meer dan toeval kan (chi-kwadraat daalt nergens {fall} of meer).",
    "No parameter more would improve the model beyond chance (chi-square nowhere falls by {fall} or more).",
)


def misfit(models: Sequence[Cfa], voice: Voice) -> Blocks:
    """The largest residual correlations and modification indices of all models that can be wrong at all."""
    testable = [cfa for cfa in models if cfa.fit and cfa.fit.measures["df"]]
    residuals = list(_residuals(testable, voice))
    if residuals:
        yield Paragraph(f"{voice.say(_LARGEST)}:")
        yield Bullets(tuple(residuals))
    indices = [it for cfa in testable for it in cfa.modification_indices or () if it.mi is not None]
    gains = [_gain(it, voice) for it in _largest(indices)]
    if gains:
        chance = max(1, round(len(indices) * CHANCE))
        said = voice.say(_MEND).format(n=len(indices), chance=chance, fall=voice.number(SIGNIFICANT))
        yield Paragraph(f"{said}:")
        yield Bullets(tuple(gains))
    elif indices:
        yield Paragraph(voice.say(_NO_MEND).format(fall=voice.number(SIGNIFICANT)))


def _residuals(models: Iterable[Cfa], voice: Voice) -> Iterator[str]:
    pairs = (
        (one, other, r)
        for cfa in models
        for one, row in (cfa.residual_correlations or {}).items()
        for other, r in row.items()
        if r is not None and one != other
    )
    for one, other, r in sorted(pairs, key=lambda pair: -abs(pair[2]))[:MOST]:
        more = Text("meer", "more") if r > 0 else Text("minder", "less")
        size = voice.number(abs(r))
        said = Text(
            f"{voice.item(other)} en {voice.item(one)}: correlatie {size} {more.nl} dan verwacht.",
            f"{voice.item(other)} and {voice.item(one)}: correlation {size} {more.en} than expected.",
        )
        yield voice.say(said)


def _largest(indices: Iterable[ModificationIndex]) -> list[ModificationIndex]:
    known = [(it.mi, it) for it in indices if it.mi is not None]
    return [it for mi, it in sorted(known, key=lambda pair: -pair[0])[:MOST] if mi >= SIGNIFICANT]


def _gain(index: ModificationIndex, voice: Voice) -> str:
    """One parameter more in words."""
    size = index.standardized_epc if index.standardized_epc is not None else index.epc
    fall = voice.number(index.mi, 1)
    gain = Text(f"chi-kwadraat daalt ongeveer {fall}", f"chi-square falls by about {fall}")
    if index.op == "=~":
        item, scale = voice.item(index.rhs), voice.scale(index.lhs)
        said = Text(
            f"{item} hoort misschien ook bij {scale} (lading {voice.number(size)})",
            f"{item} may belong to {scale} too (loading {voice.number(size)})",
        )
    elif index.op == "~~":
        more = Text("meer", "more") if (size or 0.0) > 0 else Text("minder", "less")
        said = Text(
            f"{voice.item(index.lhs)} en {voice.item(index.rhs)} hebben {more.nl} gemeen dan hun schaal verklaart",
            f"{voice.item(index.lhs)} and {voice.item(index.rhs)} share {more.en} than their scale explains",
        )
    else:
        said = Text(f"{index.lhs} {index.op} {index.rhs}", f"{index.lhs} {index.op} {index.rhs}")
    return f"{voice.say(said)}; {voice.say(gain)}."
