"""Results made by hand: with everything, with parts that lack, one model per scale, one that cannot be right."""

import dataclasses
import io

import pytest

from reintegratie_cli.models.finding import Finding
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.validation_result import (
    FIT,
    FIXED,
    NOT_ASKED,
    RELIABILITY,
    Bartlett,
    Cfa,
    CfaPerScale,
    CheckedInstrument,
    Coefficient,
    Criterion,
    CriterionScale,
    CutoffLevel,
    Dimensionality,
    DynamicCutoffs,
    DynamicPerScale,
    Efa,
    Factorability,
    Fit,
    ItemResult,
    Missing,
    ModificationIndex,
    Parameter,
    Retest,
    RetestScale,
    ScaleResult,
    Tool,
    ValidationResult,
)
from reintegratie_cli.models.verdict import CriterionGrade, ScaleVerdict, Verdict
from reintegratie_cli.outputs import validation
from reintegratie_cli.text import Text

HOSTILE = "Ik | ken `mensen` *die* _mij_ <b>helpen</b> [klik](http://x) \x1b[31m& # ~~weg~~\nen $nog$ \u202emeer"
TEXTS = {
    "zoek_1": Text("Ik weet waar ik naar werk kan zoeken.", "I know where I can look for work."),
    "zoek_2": Text("Ik kan een brief schrijven en een gesprek voeren.", "I can write a letter and do an interview."),
    "zoek_3": Text("Zoeken naar werk lukt mij niet.", "I do not manage to look for work."),
    "zoek_4": Text("Ik durf een werkgever te bellen.", "I dare to call an employer."),
    "netwerk_1": Text(HOSTILE, HOSTILE),
    "netwerk_2": Text("Ik vraag bekenden naar werk.", "I ask people I know about work."),
    "netwerk_3": Text("Ik ga naar bijeenkomsten.", "I go to meetings."),
}
SCALES = {
    "zoeken": (Text("Vertrouwen in zoeken", "Confidence in searching"), ("zoek_1", "zoek_2", "zoek_3", "zoek_4")),
    "netwerk": (Text("Netwerk", "Network"), ("netwerk_1", "netwerk_2", "netwerk_3")),
}
FORMATIVE = Text(
    "Een formatieve schaal telt verschillende dingen op; die hoeven niet samen te hangen.",
    "A formative scale adds up different things; these need not go together.",
)
WLSMV_ONLY = Text("Dit bestaat alleen voor een lineair model.", "This exists for a linear model only.")
NO_HTMT = Text(
    "De gemiddelde correlatie binnen een schaal is negatief.", "The average correlation in a scale is negative."
)


@pytest.fixture(scope="session")
def instrument():
    """Two reflective scales, of which one item has a hostile text, and a checklist without a title."""
    lists = {name: {"nl": text.nl, "en": text.en} for name, text in TEXTS.items()}
    return Instrument.model_validate(
        {
            "instrument": "zoekvertrouwen",
            "version": "1.2.0",
            "title": {"nl": "Vertrouwen in werk zoeken", "en": "Job-search confidence"},
            "answers": {"eens": {"type": "ordinal", "values": [1, 2, 3, 4, 5]}},
            "items": {
                **{name: {"answers": "eens", "text": text} for name, text in lists.items()},
                "hulp_1": {"answers": "eens"},
            },
            "scales": {
                **{
                    name: {
                        "measurement": "reflective",
                        "items": list(items),
                        "score": "mean",
                        "title": {"nl": title.nl, "en": title.en},
                    }
                    for name, (title, items) in SCALES.items()
                },
                "belemmeringen": {"measurement": "formative", "items": ["hulp_1"], "score": "sum"},
            },
        }
    )


def item(place: int, **other) -> ItemResult:
    """An ordinary item."""
    ordinary = {
        "n": 405,
        "missing": 7,
        "mean": 3.1 + place / 7,
        "sd": 1.02,
        "skew": -0.21,
        "floor": 0.06,
        "ceiling": 0.11,
        "item_rest_r": 0.52,
        "alpha_if_deleted": 0.74,
        "loading": 0.63,
        "categories": {"1": 24, "2": 77, "3": 150, "4": 110, "5": 44},
    }
    return ItemResult(**ordinary | other)


def reflective(items: dict[str, ItemResult]) -> ScaleResult:
    """A scale with a factor model of ordered answers."""
    return ScaleResult(
        measurement="reflective",
        n_items=len(items),
        n=409,
        mean=3.4,
        sd=0.8,
        alpha=0.7613,
        alpha_ci=(0.7201, 0.7988),
        alpha_standardized=0.7655,
        alpha_ordinal=0.8012,
        omega_categorical=0.7796,
        lambda2=0.7702,
        lambda6=0.7305,
        average_r=0.4491,
        split_half=0.7811,
        sem=0.3755,
        ave=0.4688,
        composite_reliability=0.8104,
        coefficient=Coefficient(name="omega_categorical", value=0.7796, ci=(0.6912, 0.8247)),
        items=items,
        reasons={"omega": WLSMV_ONLY, "omega_ci": WLSMV_ONLY},
    )


def formative() -> ScaleResult:
    """A checklist has no reliability, and says why."""
    no_code = Text("Niet in de gegevens.", "Not in the data.")
    only = dict.fromkeys(("item_rest_r", "alpha_if_deleted", "loading"))
    items = {
        "hulp_1": item(1, **only, categories=None, reasons={**dict.fromkeys(only, FORMATIVE), "categories": no_code})
    }
    reasons = dict.fromkeys(RELIABILITY, FORMATIVE)
    return ScaleResult(measurement="formative", n_items=1, n=405, mean=3.2, sd=1.1, items=items, reasons=reasons)


def scales() -> dict[str, ScaleResult]:
    """A negative, a weak, a skewed item among ordinary ones."""
    bad = item(2, item_rest_r=-0.1249, alpha_if_deleted=0.861, loading=-0.14, flags=("raises_alpha", "negative"))
    unused = {"1": 0, "2": 20, "3": 90, "4": 155, "5": 140}
    weak = item(3, item_rest_r=0.19, ceiling=0.345679, categories=unused, flags=("ceiling", "weak", "unused_category"))
    return {
        "zoeken": reflective({"zoek_1": item(0), "zoek_2": weak, "zoek_3": bad, "zoek_4": item(4)}),
        "netwerk": reflective({name: item(place) for place, name in enumerate(SCALES["netwerk"][1])}),
        "belemmeringen": formative(),
    }


def fit() -> Fit:
    """Every measure that WLSMV has."""
    values = [87.22, 13, 4e-12, 0.981, 0.969, 0.089, 0.072, 0.107, 0.0001, 0.061, None, None, 101.3, 0.86, 1e-15]
    values += [0.968, 0.948, 0.104, 0.086, 0.123, 2e-7, 0.941, 0.905, 0.098, 0.079, 0.119, 3e-5]
    return Fit(
        measures=dict(zip(FIT, values, strict=True)) | {"npar": 38},
        reasons={"aic": WLSMV_ONLY, "bic": WLSMV_ONLY},
    )


def parameters() -> tuple[Parameter, ...]:
    """A loading, a fixed variance, a correlation of factors."""
    fixed = dict.fromkeys(("se", "z", "pvalue"), FIXED)
    return (
        Parameter(lhs="zoeken", op="=~", rhs="zoek_1", estimate=0.7, se=0.03, z=23.3, pvalue=0.0, standardized=0.7),
        Parameter(lhs="zoeken", op="~~", rhs="zoeken", estimate=1.0, standardized=1.0, reasons=fixed),
        Parameter(lhs="zoeken", op="~~", rhs="netwerk", estimate=0.4, se=0.1, z=4.0, pvalue=6e-5, standardized=0.4),
    )


def model(**other) -> Cfa:
    """A factor model of both scales."""
    items = [name for _, names in SCALES.values() for name in names]
    residuals = {a: {b: 0.01 * (i - j) for j, b in enumerate(items[:i])} for i, a in enumerate(items)}
    residuals["zoek_4"]["zoek_1"] = -0.187
    ordinary = {
        "estimator": "WLSMV",
        "estimator_why": Text("De antwoorden hebben vijf categorieën.", "The answers have five categories."),
        "missing": "pairwise",
        "missing_why": Text("Dit neemt aan dat antwoorden toevallig ontbreken.", "This assumes MCAR."),
        "converged": True,
        "admissible": True,
        "n": 405,
        "n_parameters": 38,
        "fit": fit(),
        "parameters": parameters(),
        "modification_indices": (
            ModificationIndex(lhs="zoek_1", op="~~", rhs="zoek_4", mi=24.14, epc=-0.2, standardized_epc=-0.31),
            ModificationIndex(lhs="netwerk", op="=~", rhs="zoek_3", mi=41.9, epc=0.4, standardized_epc=0.38),
            ModificationIndex(lhs="zoek_1", op="|", rhs="t1", mi=0.1, epc=0.01, standardized_epc=0.01),
        ),
        "residual_correlations": residuals,
        "htmt": {"zoeken": {}, "netwerk": {"zoeken": 0.4411}},
    }
    return Cfa(**ordinary | other)


def verdict(conclusion: str = "not_usable") -> Verdict:
    """One scale fails."""
    low = Text(
        "Omega is 0,780 met ondergrens 0,691; nodig is 0,700. Herzie zoek_3 en meet opnieuw.",
        "Omega is .780 with lower bound .691; .700 is needed. Revise zoek_3 and measure again.",
    )
    empty = Text("Dit laten antwoorden niet zien.", "Answers do not show this.")
    return Verdict(
        decision="individual",
        criteria_version="cotan-2010 1.0.0",
        conclusion=conclusion,
        reasons=(
            Text("Niet bruikbaar (Vertrouwen in zoeken).", "Not usable (Confidence in searching)."),
            Text(f"Vertrouwen in zoeken: {low.nl}", f"Confidence in searching: {low.en}"),
        ),
        advice=tuple(Text(f"Doe {n}.", f"Do {n}.") for n in range(7)),
        caveats=(Text("Geen beoordeling.", "Not a review."), Text("Niet nagekeken.", "Not checked.")),
        sufficient=0.7,
        rule=(Text("Bruikbaar: vanaf 0,70.", "Usable: from 0.70 on."),),
        scales={
            "zoeken": ScaleVerdict("with_care", (low,), ("group",), (Text("Wel voor groepen.", "For groups it is."),)),
            "netwerk": ScaleVerdict("usable", (), ("individual", "group")),
            "belemmeringen": ScaleVerdict("not_assessed", (FORMATIVE,), ()),
        },
        criteria=(
            CriterionGrade(
                "testmateriaal", Text("Testmateriaal", "Test material"), "not_assessed", None, None, "", empty
            ),
            CriterionGrade("normen", Text("Normen", "Norms"), "good", 412.0, 300.0, "COTAN 2010, 4", low),
            CriterionGrade(
                "betrouwbaarheid", Text("Betrouwbaarheid", "Reliability"), "sufficient", 0.7796, 0.7, "COTAN 5.2", low
            ),
        ),
    )


def findings() -> tuple[Finding, ...]:
    """What is wrong with the questionnaire itself."""
    both = Text("Twee vragen in één: splits haar bij 'en'.", "Two questions in one: split it at 'and'.")
    few = Text("Drie vragen zijn weinig voor een schaal.", "Three items are few for a scale.")
    return (
        Finding("double_barrelled", "warning", "zoek_2", None, both),
        Finding("few_items", "warning", None, "netwerk", few),
    )


def complete() -> ValidationResult:
    """A result with every part."""
    return ValidationResult(
        tool=Tool("reintegratie", "0.3.0"),
        instrument=CheckedInstrument(id="zoekvertrouwen", version="1.2.0", findings=findings()),
        n=412,
        n_used=409,
        missing=Missing(method="pairwise", n_complete=380, share_complete=380 / 412, share_missing=0.017),
        scales=scales(),
        factorability=Factorability(
            kmo=0.812,
            kmo_items={name: 0.8 + place / 100 for place, name in enumerate(TEXTS)},
            bartlett=Bartlett(chisq=904.09, df=21.0, pvalue=1.9e-166),
        ),
        dimensionality=Dimensionality(
            parallel_analysis=3,
            map=2,
            eigenvalues=(2.9, 1.4, 1.1, 0.6, 0.5, 0.3, 0.2),
            reference_eigenvalues=(1.2, 1.1, 1.05, 1.0, 0.95, 0.9, 0.8),
            correlations="polychoric",
            draws=100,
            seed=1,
        ),
        efa=Efa(
            n_factors=2,
            rotation="oblimin",
            correlations="polychoric",
            loadings={name: (0.1 * place, 0.7 - 0.1 * place) for place, name in enumerate(TEXTS)},
            factor_correlations=((1.0, 0.31), (0.31, 1.0)),
        ),
        cfa=model(),
        dynamic_cutoffs=DynamicCutoffs(
            levels=(
                CutoffLevel(level=1, srmr=0.041, rmsea=0.052, cfi=0.971),
                CutoffLevel(level=2, srmr=0.061, rmsea=0.082, cfi=0.941),
            ),
            met=False,
            replications=500,
            seed=1,
        ),
        retest=Retest(
            n=88,
            icc_type="ICC(A,1)",
            scales={"zoeken": RetestScale(n=86, r=0.71, r_ci=(0.59, 0.8), icc=0.7, icc_ci=(0.57, 0.79))},
        ),
        criterion=Criterion(
            column="werk_na_6_mnd", scales={"zoeken": CriterionScale(n=300, r=0.22, r_ci=(0.11, 0.33))}
        ),
        verdict=verdict(),
    )


def gapped() -> ValidationResult:
    """Parts that were not asked for, and figures that could not be computed."""
    parts = ("efa", "dynamic_cutoffs", "retest", "criterion")
    why = Text("De correlatiematrix is singulier.", "The correlation matrix is singular.")
    it = complete()
    return dataclasses.replace(
        it,
        **dict.fromkeys(parts),
        reasons=dict.fromkeys(parts, NOT_ASKED),
        factorability=Factorability(reasons=dict.fromkeys(("kmo", "kmo_items", "bartlett"), why)),
        cfa=model(htmt={"zoeken": {}, "netwerk": {"zoeken": None}}, reasons={"htmt": NO_HTMT}),
    )


def per_scale() -> ValidationResult:
    """Too few persons for one model of all."""
    why = Text("Er zijn minder dan 5 personen per parameter.", "There are fewer than 5 persons per parameter.")
    few = Text("Met minder dan drie vragen is er geen model.", "With fewer than three items there is no model.")
    no_df = Text("Dit model past altijd.", "This model always fits.")
    saturated = dict.fromkeys(FIT) | {"chisq": 0.0, "df": 0.0, "srmr": 0.0}
    always = Fit(measures=saturated, reasons={name: no_df for name, value in saturated.items() if value is None})
    names = ("mi", "epc", "standardized_epc")
    three = model(
        htmt={},
        fit=always,
        residual_correlations={"netwerk_2": {"netwerk_1": 0.777}},
        modification_indices=(
            ModificationIndex(lhs="netwerk_1", op="~~", rhs="netwerk_2", reasons=dict.fromkeys(names, no_df)),
            ModificationIndex(lhs="netwerk_1", op="~~", rhs="netwerk_3", reasons=dict.fromkeys(names, no_df)),
        ),
    )
    cfa = CfaPerScale(
        per_scale={"zoeken": model(htmt={}), "netwerk": three}, why=why, not_fitted={"belemmeringen": few}
    )
    level = CutoffLevel(level=1, srmr=0.041, rmsea=0.052, reasons={"cfi": no_df})
    found = DynamicCutoffs(levels=(level,), met=False, replications=200, seed=1)
    dynamic = DynamicPerScale(per_scale={"zoeken": found}, not_simulated={"netwerk": no_df})
    return dataclasses.replace(complete(), cfa=cfa, dynamic_cutoffs=dynamic)


def inadmissible() -> ValidationResult:
    """A model of which no figure can be trusted, and one that was not even found."""
    why = Text("Het model is niet gevonden.", "The model was not found.")
    names = ("fit", "parameters", "modification_indices", "residual_correlations", "htmt")
    heywood = Text("zoek_3 heeft een negatieve restvariantie.", "zoek_3 has a negative residual variance.")
    cfa = model(
        converged=False,
        admissible=False,
        problems=(heywood,),
        **dict.fromkeys(names),
        reasons=dict.fromkeys(names, why),
    )
    return dataclasses.replace(complete(), cfa=cfa, verdict=verdict("none"))


def nobody() -> ValidationResult:
    """The questionnaire alone, before any data."""
    why = Text("Er zijn geen antwoorden gegeven.", "No answers were given.")
    names = ("n", "n_used", "missing", "scales", "factorability", "dimensionality", "efa", "cfa", "dynamic_cutoffs")
    reasons = dict.fromkeys((*names, "retest", "criterion", "verdict"), why)
    instrument = CheckedInstrument(id="zoekvertrouwen", version="1.2.0", findings=findings())
    return ValidationResult(tool=Tool("reintegratie", "0.3.0"), instrument=instrument, reasons=reasons)


RESULTS = {
    "complete": complete,
    "gapped": gapped,
    "per_scale": per_scale,
    "inadmissible": inadmissible,
    "nobody": nobody,
}


@pytest.fixture(params=RESULTS)
def result(request):
    """Each of the results in turn."""
    return RESULTS[request.param]()


@pytest.fixture
def made():
    """A result by its name."""
    return lambda name: RESULTS[name]()


@pytest.fixture(params=["nl", "en"])
def language(request):
    """Both languages in turn."""
    return request.param


@pytest.fixture
def written(instrument):
    """Writes a result in a format; gives the text."""

    def write(name, result, language="nl") -> str:
        stream = io.BytesIO()
        validation.write(name, stream, result, instrument, language)
        return stream.getvalue().decode()

    return write
