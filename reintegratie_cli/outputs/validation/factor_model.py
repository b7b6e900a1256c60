"""The factor model: how it was estimated, how well it fits, and where it does not."""

from collections.abc import Iterator, Mapping

from reintegratie_cli.models.validation_result import Cfa, CfaPerScale, ValidationResult
from reintegratie_cli.outputs.validation import words
from reintegratie_cli.outputs.validation.blocks import Blocks, Bullets, Heading, Paragraph
from reintegratie_cli.outputs.validation.cutoffs import cutoffs
from reintegratie_cli.outputs.validation.fit_tables import fit_of_one, fits_per_scale, meanings
from reintegratie_cli.outputs.validation.misfit import misfit
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Text

_TITLE = Text("Past het factormodel?", "Does the factor model fit?")
_NO_CONVERGENCE = Text(
    "Het model is niet gevonden: de berekening kwam niet tot een einde. Trek hier geen conclusie uit.",
    "The model was not found: the computation did not come to an end. Conclude nothing from it.",
)
_INADMISSIBLE = Text(
    "De oplossing kan niet kloppen. Trek geen conclusie uit de cijfers van dit model.",
    "The solution cannot be right. Conclude nothing from the figures of this model.",
)


def factor_model(result: ValidationResult, voice: Voice) -> Blocks:
    """The one model, or those of each scale; then the cut-offs that were simulated for it."""
    if isinstance(result.cfa, CfaPerScale):
        yield Heading(voice.say(_TITLE))
        yield from _per_scale(result.cfa, voice)
    elif result.cfa:
        yield Heading(voice.say(_TITLE))
        yield from _one(result.cfa, voice)
    if result.dynamic_cutoffs:
        yield from cutoffs(result.dynamic_cutoffs, voice)


def _one(cfa: Cfa, voice: Voice) -> Blocks:
    size = Text(
        f"{cfa.n} personen, {cfa.n_parameters} geschatte parameters.",
        f"{cfa.n} persons, {cfa.n_parameters} estimated parameters.",
    )
    yield Bullets((*_estimation(cfa, voice), voice.say(size)))
    if _fault(cfa):
        yield Paragraph(voice.say(_fault(cfa) or _INADMISSIBLE), strong=True)
    yield Bullets(tuple(map(voice.say, cfa.problems)))
    if cfa.fit:
        yield fit_of_one(cfa.fit, voice)
        yield Bullets(tuple(meanings((cfa.fit,), voice)))
    yield from misfit((cfa,), voice)


def _per_scale(it: CfaPerScale, voice: Voice) -> Blocks:
    """What is said of several models alike is said once; their figures stand in one table."""
    yield Paragraph(voice.say(it.why))
    yield Bullets((*_alike(it.per_scale, voice), *voice.because(it.not_fitted)))
    for name, cfa in it.per_scale.items():
        fault = _fault(cfa)
        if fault:
            yield Paragraph(f"{voice.scale(name)}: {voice.say(fault)}", strong=True)
    problems = ((name, said) for name, cfa in it.per_scale.items() for said in cfa.problems)
    yield Bullets(tuple(f"{voice.scale(name)}: {voice.say(said)}" for name, said in problems))
    yield from fits_per_scale({name: cfa for name, cfa in it.per_scale.items() if cfa.fit}, voice)
    yield from misfit(tuple(it.per_scale.values()), voice)


def _estimation(cfa: Cfa, voice: Voice) -> Iterator[str]:
    """How it was estimated, and why so."""
    yield f"{voice.say(Text('Schatter', 'Estimator'))}: {cfa.estimator}. {voice.say(cfa.estimator_why)}"
    method = f"{voice.say(Text('Ontbrekende antwoorden', 'Missing answers'))}: {voice.say(words.MISSING[cfa.missing])}"
    yield f"{method}. {voice.say(cfa.missing_why)}"


def _alike(per_scale: Mapping[str, Cfa], voice: Voice) -> Iterator[str]:
    """How they were estimated; with the scales, where that differs between them."""
    said: dict[tuple[str, ...], list[str]] = {}
    for name, cfa in per_scale.items():
        said.setdefault(tuple(_estimation(cfa, voice)), []).append(voice.scale(name))
    for lines, names in said.items():
        yield from lines if len(said) == 1 else (f"{voice.names(names)}: {line}" for line in lines)


def _fault(cfa: Cfa) -> Text | None:
    """Why nothing follows from a model."""
    if cfa.converged and cfa.admissible:
        return None
    return _INADMISSIBLE if cfa.converged else _NO_CONVERGENCE
