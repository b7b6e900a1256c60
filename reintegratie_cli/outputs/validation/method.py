"""How the figures were computed, for who wants to check them: conventions, variants and their sources."""

from collections.abc import Iterable, Iterator

from reintegratie_cli.models.validation_result import Cfa, CfaPerScale, ScaleResult, ValidationResult
from reintegratie_cli.outputs.validation.blocks import Blocks, Bullets, Heading
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Text

_TITLE = Text("Hoe er gerekend is", "How it was computed")
_MEASUREMENT = Text(
    "Soort meting, zoals de vragenlijst die zelf noemt en niet afgeleid uit de antwoorden: {kinds}.",
    "Kind of measurement, as the questionnaire itself has it and not inferred from the answers: {kinds}.",
)
_KINDS = {
    "reflective": Text("reflectief {n}", "reflective {n}"),
    "formative": Text("formatief {n}", "formative {n}"),
    "single": Text("één item {n}", "single item {n}"),
}
_REVERSED = Text(
    "Omgekeerd gescoord, zoals de vragenlijst het zegt: {items}.",
    "Reverse-keyed, as the questionnaire says: {items}.",
)
_NOTHING_REVERSED = Text("Geen item is omgekeerd gescoord.", "No item is reverse-keyed.")
_CLASSICAL = Text(
    "Items, alfa, lambda en split-half: covarianties met deler N - 1 over wie beide items beantwoordde (paarsgewijs),"
    " zoals psych in R; interval van alfa volgens Feldt (1965). Schaalscores zoals `score` ze geeft.",
    "Items, alpha, lambda and split-half: covariances with divisor N - 1 over who answered both items (pairwise), as"
    " psych in R; interval of alpha by Feldt (1965). Scale scores as `score` gives them.",
)
_OMEGA = {
    "omega": Text(
        "Omega: omega totaal van de factor van de schaal, (som van de ladingen)² gedeeld door de waargenomen variantie"
        " van de som (McDonald 1999), zoals semTools. Restcovarianties tellen niet als ware variantie.",
        "Omega: omega total of the scale's factor, (sum of loadings)² over the observed variance of the sum (McDonald"
        " 1999), as semTools. Residual covariances do not count as true variance.",
    ),
    "omega_categorical": Text(
        "Omega voor geordende antwoorden: die van de score zelf volgens Green & Yang (2009), gedeeld door de variantie"
        " uit de waargenomen polychorische correlaties, zoals semTools. Restcovarianties tellen niet als ware"
        " variantie.",
        "Omega for ordered answers: that of the score itself by Green & Yang (2009), over the variance from the"
        " observed polychoric correlations, as semTools. Residual covariances do not count as true variance.",
    ),
    "alpha": Text("Alfa is hier de maat waarop geoordeeld wordt.", "Alpha is the measure that is judged here."),
}
_OMEGA_INTERVAL = Text(
    "Interval van omega: delta-methode op de schaal van ln(1 - omega) (Bonett 2002); standaardmeetfout: sd maal de"
    " wortel van 1 - omega.",
    "Interval of omega: delta method on the scale of ln(1 - omega) (Bonett 2002); standard error of measurement: sd"
    " times the root of 1 - omega.",
)
_ESTIMATOR = {
    "ML": Text(
        "ML: covarianties met deler N, chi-kwadraat met factor N, zoals lavaan.",
        "ML: covariances with divisor N, chi-square with factor N, as lavaan.",
    ),
    "MLR": Text(
        "MLR: ML met covarianties met deler N en chi-kwadraat met factor N; standaardfouten en geschaalde toets volgens"
        " Yuan & Bentler (2000), robuuste maten volgens Brosseau-Liard & Savalei (2014), bij FIML Zhang & Savalei"
        " (2023), zoals lavaan.",
        "MLR: ML with divisor N in covariances and factor N in chi-square; standard errors and scaled test by Yuan &"
        " Bentler (2000), robust measures by Brosseau-Liard & Savalei (2014), with FIML Zhang & Savalei (2023), as"
        " lavaan.",
    ),
    "WLSMV": Text(
        "WLSMV: polychorische correlaties, diagonaal gewogen kleinste kwadraten, toets geschaald en verschoven"
        " (Asparouhov & Muthén 2010), chi-kwadraat met factor N - 1, robuuste maten volgens Savalei (2021), zoals"
        " lavaan.",
        "WLSMV: polychoric correlations, diagonally weighted least squares, scaled and shifted test (Asparouhov &"
        " Muthén 2010), chi-square with factor N - 1, robust measures by Savalei (2021), as lavaan.",
    ),
}
_IDENTIFIED = Text(
    "Factormodel: variantie van elke factor 1; ladingen gestandaardiseerd; restcorrelatie is de gemeten min de"
    " verwachte correlatie; HTMT met meetkundige gemiddelden (HTMT2; Roemer, Schuberth & Henseler 2021).",
    "Factor model: variance of each factor 1; loadings standardised; a residual correlation is the measured less the"
    " expected correlation; HTMT with geometric means (HTMT2; Roemer, Schuberth & Henseler 2021).",
)
_RETEST = Text(
    "Hertest: interval van r volgens Fisher (1921), ICC en interval volgens McGraw & Wong (1996).",
    "Retest: interval of r by Fisher (1921), ICC and interval by McGraw & Wong (1996).",
)


def method(result: ValidationResult, voice: Voice) -> Blocks:
    """Only of the parts that are there."""
    lines = tuple(_lines(result, voice))
    if lines:
        yield Heading(voice.say(_TITLE))
        yield Bullets(lines)


def _lines(result: ValidationResult, voice: Voice) -> Iterator[str]:
    if result.scales:
        yield from _keying(result.scales.values(), voice)
        yield voice.say(_CLASSICAL)
        used = dict.fromkeys(it.coefficient.name for it in result.scales.values() if it.coefficient)
        yield from (voice.say(_OMEGA[name]) for name in used)
        if {"omega", "omega_categorical"} & set(used):
            yield voice.say(_OMEGA_INTERVAL)
    if result.cfa:
        yield from (voice.say(_ESTIMATOR[name]) for name in dict.fromkeys(it.estimator for it in _models(result.cfa)))
        yield voice.say(_IDENTIFIED)
    if result.retest:
        yield voice.say(_RETEST)


def _keying(scales: Iterable[ScaleResult], voice: Voice) -> Iterator[str]:
    """What the questionnaire itself fixes."""
    kinds = [it.measurement for it in scales]
    counts = [voice.say(said).format(n=kinds.count(kind)) for kind, said in _KINDS.items() if kind in kinds]
    yield voice.say(_MEASUREMENT).format(kinds=", ".join(counts))
    reversed_items = dict.fromkeys(item for scale in voice.instrument.scales.values() for item in scale.reversed)
    items = voice.names(tuple(reversed_items))
    yield voice.say(_REVERSED).format(items=items) if reversed_items else voice.say(_NOTHING_REVERSED)


def _models(cfa: Cfa | CfaPerScale) -> tuple[Cfa, ...]:
    return tuple(cfa.per_scale.values()) if isinstance(cfa, CfaPerScale) else (cfa,)
