"""What the answers show without a model: whether they go together, in how many dimensions, which items together."""

from collections.abc import Iterator

from reintegratie_cli.models.validation_result import Dimensionality, Efa, Factorability, ValidationResult
from reintegratie_cli.outputs.validation import words
from reintegratie_cli.outputs.validation.blocks import Blocks, Bullets, Grid, Heading, Paragraph
from reintegratie_cli.outputs.validation.meanings import STRUCTURE
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Text

MOST_EIGENVALUES, MOST_ITEMS = 8, 5
SMALL_LOADING = 0.30
"""Smaller ones are left blank, so that the pattern can be seen."""


def dimensions(result: ValidationResult, voice: Voice) -> Blocks:
    """Factorability, the number of dimensions, and exploratory factors."""
    if result.factorability or result.dimensionality:
        yield Heading(voice.say(Text("Hoeveel dimensies laten de antwoorden zien?", "How many dimensions are there?")))
        lines: list[str] = []
        if result.factorability:
            lines += _factorability(result.factorability, voice)
        if result.dimensionality:
            lines += _counts(result.dimensionality, _n_scales(result), voice)
        yield Bullets(tuple(lines))
    if result.dimensionality and result.dimensionality.eigenvalues:
        yield _eigenvalues(result.dimensionality, voice)
    if result.efa:
        yield from _efa(result.efa, voice)


def _n_scales(result: ValidationResult) -> int:
    return sum(scale.measurement == "reflective" for scale in (result.scales or {}).values())


def _factorability(it: Factorability, voice: Voice) -> Iterator[str]:
    yield f"KMO = {voice.number(it.kmo)}: {voice.say(STRUCTURE['kmo'])}."
    known = {item: kmo for item, kmo in (it.kmo_items or {}).items() if kmo is not None}
    if known:
        lowest = sorted(known, key=lambda item: known[item])[:MOST_ITEMS]
        shown = ", ".join(f"{item} {voice.number(known[item])}" for item in lowest)
        yield f"{voice.say(Text('KMO per item, de laagste', 'KMO per item, the lowest'))}: {shown}."
    if it.bartlett:
        test = f"{voice.say(words.FIGURE['chisq'])} {voice.number(it.bartlett.chisq, 1)}"
        test += f", df {voice.number(it.bartlett.df, 0)}, p {voice.probability(it.bartlett.pvalue)}"
        yield f"{voice.say(words.FIGURE['bartlett'])}: {test}; {voice.say(STRUCTURE['bartlett'])}."


def _counts(it: Dimensionality, n_scales: int, voice: Voice) -> Iterator[str]:
    for name in ("parallel_analysis", "map"):
        found = voice.number(getattr(it, name), 0)
        yield f"{voice.say(words.figure_name(name))}: {found}; {voice.say(STRUCTURE[name])}."
    reflective = Text(
        f"De vragenlijst heeft {n_scales} reflectieve schalen.", f"The questionnaire has {n_scales} reflective scales."
    )
    if n_scales == 1:
        reflective = Text("De vragenlijst heeft één reflectieve schaal.", "The questionnaire has one reflective scale.")
    yield voice.say(reflective)
    based = voice.say(words.CORRELATIONS[it.correlations])
    draws = Text(
        f"Op {based}; parallelanalyse met {it.draws} trekkingen, seed {it.seed}.",
        f"On {based}; parallel analysis with {it.draws} draws, seed {it.seed}.",
    )
    yield voice.say(draws)


def _eigenvalues(it: Dimensionality, voice: Voice) -> Grid:
    own, chance = (it.eigenvalues or ())[:MOST_EIGENVALUES], (it.reference_eigenvalues or ())[:MOST_EIGENVALUES]
    rows = [(voice.say(Text("van de antwoorden", "of the answers")), *(voice.number(value) for value in own))]
    if chance:
        rows.append((voice.say(Text("van toeval", "of chance")), *(voice.number(value) for value in chance)))
    headings = (voice.say(Text("grootste eigenwaarden", "largest eigenvalues")), *map(str, range(1, len(own) + 1)))
    return Grid(headings, tuple(rows), right=tuple(range(1, len(headings))))


def _efa(it: Efa, voice: Voice) -> Blocks:
    yield Heading(voice.say(words.FIGURE["efa"]).capitalize())
    rotation = voice.say(words.ROTATION[it.rotation]) if it.rotation in words.ROTATION else it.rotation
    about = Text(f"{it.n_factors} factoren", f"{it.n_factors} factors")
    if it.n_factors == 1:
        about = Text("1 factor", "1 factor")
    blank = Text(
        "Zo vormen de items groepen als niemand zegt welk item bij welke schaal hoort; ladingen onder"
        f" {voice.number(SMALL_LOADING)} zijn leeg gelaten.",
        "How the items group when nobody says which item belongs to which scale; loadings below"
        f" {voice.number(SMALL_LOADING)} are left blank.",
    )
    yield Paragraph(f"{voice.say(about)}, {rotation}, {voice.say(words.CORRELATIONS[it.correlations])}.")
    yield Paragraph(voice.say(blank))
    yield Bullets(tuple(map(voice.say, it.problems)))
    headings = tuple(f"F{place + 1}" for place in range(it.n_factors))
    right = tuple(range(1, it.n_factors + 1))
    if it.loadings:
        rows = tuple((item, *(_loading(value, voice) for value in row)) for item, row in it.loadings.items())
        yield Grid((voice.say(Text("item", "item")), *headings), rows, right)
    if it.factor_correlations and it.n_factors > 1:
        lower = tuple(
            (headings[row], *(voice.number(value) if column <= row else "" for column, value in enumerate(values)))
            for row, values in enumerate(it.factor_correlations)
        )
        yield Grid((voice.say(words.FIGURE["factor_correlations"]), *headings), lower, right)


def _loading(value: float, voice: Voice) -> str:
    return voice.number(value) if abs(value) >= SMALL_LOADING else ""
