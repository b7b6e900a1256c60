"""Why a figure is not there: one sentence for each cause, by the code that the core gives."""

from collections.abc import Sequence

from reintegratie_cli.psychometrics.cfa.identification import Improper
from reintegratie_cli.psychometrics.cfa.solution import CfaError
from reintegratie_cli.psychometrics.efa import EfaError
from reintegratie_cli.psychometrics.polychoric import PolychoricError
from reintegratie_cli.text import Text

NO_ANSWERS = Text("Er zijn geen antwoorden gegeven om op te rekenen.", "No answers were given to compute with.")
NO_VARIANCE = Text(
    "De antwoorden verschillen niet genoeg om dit te berekenen.", "The answers do not differ enough to compute this."
)
ONE_ITEM = Text("Van één item is dit er niet.", "One item has none.")
FORMATIVE = Text(
    "De items van een formatieve schaal hoeven niet samen te hangen; samenhang zegt niets over hun betrouwbaarheid.",
    "The items of a formative scale need not hang together; consistency says nothing about their reliability.",
)
SINGLE = Text(
    "Eén item heeft geen interne betrouwbaarheid; een hertest (--retest) laat die zien.",
    "One item has no internal consistency; a retest (--retest) shows its reliability.",
)
TOO_FEW_ITEMS = Text("Zonder dit item blijft er één item over.", "Without this item one item is left.")
NOT_REFLECTIVE = Text(
    "Alleen bij een reflectieve schaal moet een item met de rest samenhangen.",
    "Only in a reflective scale must an item go with the rest.",
)
NOT_IN_MODEL = Text("Dit zit niet in het factormodel.", "This is not in the factor model.")
OTHER_KEYS = Text(
    "Een item van deze schaal telt in een andere schaal omgekeerd mee; het model kent één richting.",
    "An item of this scale is keyed the other way in another scale; the model has one direction.",
)
NO_STEPS = Text(
    "Deze items worden met een getal beantwoord en niet met geordende antwoorden.",
    "These items are answered with a number and not with ordered answers.",
)
NO_DF = Text(
    "Dit model past altijd, want het heeft geen vrijheidsgraden: passing is niet te toetsen.",
    "This model always fits, since it has no degrees of freedom: fit cannot be tested.",
)
NO_SCALING = Text(
    "Bij ML worden geen geschaalde en robuuste maten berekend; kies MLR.",
    "ML has no scaled and robust measures; choose MLR.",
)
NO_LIKELIHOOD = Text(
    "WLSMV heeft geen likelihood, en dus geen AIC en BIC.", "WLSMV has no likelihood, and so no AIC and BIC."
)
NOT_A_CORRELATION_MATRIX = Text(
    "De polychorische correlaties vormen samen geen echte correlatiematrix; verzamel meer antwoorden.",
    "The polychoric correlations together are no proper correlation matrix; collect more answers.",
)
OTHER_OMEGA = {
    "WLSMV": Text(
        "Het model is dat van geordende antwoorden; zie de omega voor geordende antwoorden.",
        "The model is one of ordered answers; see omega for ordered answers.",
    ),
    "ML": Text(
        "De antwoorden tellen in het model als getallen; zie de gewone omega.",
        "The answers count as numbers in the model; see ordinary omega.",
    ),
}
COUNTS = Text(
    "De score telt antwoorden boven een grens; omega van een lineair model is daarvan niet de betrouwbaarheid.",
    "The score counts answers above a bound; omega of a linear model is not the reliability of that.",
)

_CFA = {
    "too_few_persons": Text(
        "Er zijn niet meer personen dan items; verzamel meer antwoorden.",
        "There are no more persons than items; collect more answers.",
    ),
    "constant_item": Text("Iedereen gaf hetzelfde antwoord op {items}.", "Everybody gave the same answer to {items}."),
    "not_positive_definite": Text(
        "De samenhangen tussen de items vormen samen geen echte correlatiematrix: items herhalen elkaar, of er zijn te "
        "weinig antwoorden.{about}",
        "The correlations between the items together are no proper correlation matrix: items repeat each other, or "
        "there are too few answers.{about}",
    ),
    "not_identified": Text(
        "Het model is niet te schatten: het vraagt meer dan deze antwoorden kunnen zeggen. Een factor heeft ten minste "
        "drie items nodig, of twee en een andere factor om mee samen te hangen; en items die duidelijk samenhangen: "
        "ligt hun samenhang dicht bij nul, dan lukt het met meer items ook niet.",
        "The model cannot be estimated: it asks more than these answers can tell. A factor needs at least three items, "
        "or two and another factor to correlate with; and items that clearly go together: where their correlations are "
        "near zero, more items do not help.",
    ),
    "never_together": Text(
        "Niemand beantwoordde {items} allebei, dus hun samenhang is onbekend.",
        "Nobody answered both {items}, so how they go together is unknown.",
    ),
    "saturated_not_converged": Text(
        "Er ontbreken zoveel antwoorden dat gemiddelden en samenhangen niet te schatten zijn.",
        "So many answers are missing that means and covariances cannot be estimated.",
    ),
    "too_many_patterns": Text(
        "De antwoorden ontbreken op te veel verschillende manieren voor FIML; kies --missing listwise.",
        "Answers are missing in too many different ways for FIML; choose --missing listwise.",
    ),
}
_POLYCHORIC = {
    "one_category": _CFA["constant_item"],
    "empty_category": Text(
        "Een antwoord op {items} is door niemand gekozen.", "Nobody chose one of the answers to {items}."
    ),
    "no_common_answers": _CFA["never_together"],
    "missing_answers": Text("Er ontbreken antwoorden op {items}.", "Answers to {items} are missing."),
}
_EFA = {
    "not_installed": Text(
        "Het pakket factor_analyzer ontbreekt; het is er niet voor deze versie van Python.",
        "The package factor_analyzer is missing; there is none for this version of Python.",
    ),
    "too_few_factors": Text(
        "De parallelle analyse vindt geen enkele dimensie.", "Parallel analysis finds no dimension at all."
    ),
    "too_few_items": Text(
        "Er zijn te weinig items voor zoveel factoren.", "There are too few items for so many factors."
    ),
    "undefined_correlation": Text(
        "Van sommige items is geen samenhang te berekenen.", "Some items have no correlation that can be computed."
    ),
    "not_positive_definite": Text(
        "De samenhangen vormen samen geen echte correlatiematrix.",
        "The correlations are no proper correlation matrix.",
    ),
    "not_converged": Text("De oplossing kwam niet tot stand.", "The extraction did not converge."),
    "rotation_not_converged": Text("De rotatie kwam niet tot stand.", "The rotation did not converge."),
    "heywood": Text(
        "De factoren verklaren alles van {items} (een Heywood-geval); kies minder factoren of meer antwoorden.",
        "The factors explain all of {items} (a Heywood case); use fewer factors or more answers.",
    ),
}
_IMPROPER = {
    "not_converged": Text(
        "De schatting kwam niet tot een eind (niet geconvergeerd).", "The estimation did not converge."
    ),
    "negative_residual": Text(
        "De factoren verklaren meer dan alles van {items} (negatieve restvariantie, een Heywood-geval).",
        "The factors explain more than all of {items} (a negative residual variance, a Heywood case).",
    ),
    "factor_correlation": Text(
        "De factoren {items} hangen sterker samen dan kan (boven 1): ze zijn niet te onderscheiden.",
        "The factors {items} correlate more than is possible (above 1): they cannot be told apart.",
    ),
    "factors_not_positive_definite": Text(
        "De samenhangen tussen de factoren kunnen niet samen bestaan: factoren zijn niet te onderscheiden.",
        "The correlations between the factors cannot exist together: factors cannot be told apart.",
    ),
    "implied_not_definite": Text(
        "De covarianties die uit het model volgen, kunnen niet bestaan.",
        "The covariances that the model implies cannot exist.",
    ),
}


def cfa_failure(error: CfaError | PolychoricError, names: Sequence[str]) -> Text:
    """Why no model could be estimated; `names` are those of the model's items."""
    text = (_CFA if isinstance(error, CfaError) else _POLYCHORIC)[error.code]
    return _about(text, [names[place] for place in error.items])


def efa_failure(error: EfaError, names: Sequence[str]) -> Text:
    """Why there is no exploratory solution."""
    return _about(_EFA[error.code], [names[place] for place in error.items])


def impropriety(found: Improper, items: Sequence[str], factors: Sequence[str]) -> Text:
    """What is improper in a solution."""
    names = factors if found.problem == "factor_correlation" else items
    return _about(_IMPROPER[found.problem], [names[place] for place in found.places])


def _about(text: Text, names: Sequence[str]) -> Text:
    listed = (", ".join([", ".join(names[:-1]), ""])[:-2] if names[:-1] else "", names[-1] if names else "")
    nl, en = (f"{listed[0]} {joint} {listed[1]}" if listed[0] else listed[1] for joint in ("en", "and"))
    about = Text(f" Het gaat om {nl}.", f" It is about {en}.") if names else Text("", "")
    return Text(text.nl.format(items=nl, about=about.nl), text.en.format(items=en, about=about.en))
