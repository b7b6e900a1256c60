"""What ids and figures of a validation are called, and what they mean, for people who know no psychometrics."""

from collections.abc import Mapping

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.text import Text

CONCLUSION = {
    "usable": Text("bruikbaar", "usable"),
    "with_care": Text("met voorbehoud", "with care"),
    "not_usable": Text("niet bruikbaar", "not usable"),
    "none": Text("geen conclusie", "no conclusion"),
    "not_assessed": Text("niet beoordeeld", "not assessed"),
}
DECISION = {
    "individual-important": Text("belangrijke beslissingen over personen", "important decisions about persons"),
    "individual": Text("minder belangrijke beslissingen over personen", "less important decisions about persons"),
    "group": Text("uitspraken over groepen", "statements about groups"),
}
GRADE = {
    "insufficient": Text("onvoldoende", "insufficient"),
    "sufficient": Text("voldoende", "sufficient"),
    "good": Text("goed", "good"),
    "not_assessed": Text("niet beoordeeld", "not assessed"),
}
MISSING = {
    "listwise": Text("alleen wie alles invulde", "only who answered everything"),
    "fiml": Text("alle gegeven antwoorden tellen mee (FIML)", "all answers given count (FIML)"),
    "pairwise": Text("per paar items wie beide invulde", "for each pair of items who answered both"),
}
ROTATION = {
    "oblimin": Text("scheve rotatie (oblimin)", "oblique rotation (oblimin)"),
    "none": Text("niet geroteerd", "not rotated"),
}
CORRELATIONS = {
    "pearson": Text("gewone correlaties (Pearson)", "ordinary correlations (Pearson)"),
    "polychoric": Text("correlaties voor geordende antwoorden (polychorisch)", "polychoric correlations"),
}
FLAG = {
    "constant": Text("iedereen antwoordde hetzelfde", "everybody answered the same"),
    "negative": Text("loopt tegen de schaal in", "runs against the scale"),
    "weak": Text("past zwak bij de schaal", "fits the scale weakly"),
    "raises_alpha": Text("zonder dit item is alfa hoger", "alpha is higher without it"),
    "floor": Text("veel laagste scores", "many lowest scores"),
    "ceiling": Text("veel hoogste scores", "many highest scores"),
    "skewed": Text("scheef verdeeld", "skewed"),
    "unused_category": Text("ongebruikt antwoord", "unused answer"),
}
"""In the order of their weight."""

ADVICE = {
    "negative": Text(
        "Kijk of het item omgekeerd gescoord moet worden; dat gebeurt nooit vanzelf.",
        "See whether it ought to be reverse-keyed; that is never done by itself.",
    ),
    "weak": Text(
        "Meet het item iets anders, of is het onduidelijk?", "Does it measure something else, or is it unclear?"
    ),
    "constant": Text("Het item onderscheidt niemand.", "It tells nobody apart."),
}

COEFFICIENT = {
    "omega": Text("omega", "omega"),
    "omega_categorical": Text("omega voor geordende antwoorden", "omega for ordered answers"),
    "alpha": Text("alfa", "alpha"),
}
_SAME = ("n", "r", "icc", "omega", "KMO", "MAP", "CFI", "TLI", "RMSEA", "SRMR", "AIC", "BIC", "HTMT", "AVE")

FIGURE: Mapping[str, Text] = {
    **{name.lower(): Text(name, name) for name in _SAME},
    "icc": Text("ICC", "ICC"),
    "icc_ci": Text("interval van de ICC", "interval of the ICC"),
    "r_ci": Text("interval van r", "interval of r"),
    "findings": Text("bevindingen over de vragenlijst zelf", "findings about the questionnaire itself"),
    "n_used": Text("aantal gebruikte personen", "number of persons used"),
    "missing": Text("ontbrekende antwoorden", "missing answers"),
    "method": Text("omgang met ontbrekende antwoorden", "how missing answers are handled"),
    "share_complete": Text("aandeel dat alles invulde", "share who answered everything"),
    "share_missing": Text("aandeel ontbrekende antwoorden", "share of missing answers"),
    "scales": Text("cijfers per schaal", "figures for each scale"),
    "mean": Text("gemiddelde", "mean"),
    "sd": Text("standaardafwijking", "standard deviation"),
    "skew": Text("scheefheid", "skew"),
    "floor": Text("aandeel laagste score", "share of lowest score"),
    "ceiling": Text("aandeel hoogste score", "share of highest score"),
    "item_rest_r": Text("r met de rest", "r with the rest"),
    "alpha_if_deleted": Text("alfa zonder het item", "alpha without the item"),
    "loading": Text("lading", "loading"),
    "loadings": Text("ladingen", "loadings"),
    "categories": Text("gebruik van de antwoorden", "use of the answers"),
    "alpha": Text("alfa", "alpha"),
    "alpha_ci": Text("interval van alfa", "interval of alpha"),
    "alpha_standardized": Text("gestandaardiseerde alfa", "standardised alpha"),
    "alpha_ordinal": Text("ordinale alfa", "ordinal alpha"),
    "omega_ci": Text("interval van omega", "interval of omega"),
    "omega_categorical": Text("omega voor geordende antwoorden", "omega for ordered answers"),
    "lambda2": Text("lambda 2", "lambda 2"),
    "lambda6": Text("lambda 6", "lambda 6"),
    "average_r": Text("gemiddelde r", "average r"),
    "split_half": Text("split-half", "split-half"),
    "sem": Text("standaardmeetfout", "standard error of measurement"),
    "composite_reliability": Text("samengestelde betrouwbaarheid", "composite reliability"),
    "coefficient": Text("betrouwbaarheid waarop geoordeeld wordt", "reliability that is judged"),
    "value": Text("betrouwbaarheid waarop geoordeeld wordt", "reliability that is judged"),
    "ci": Text("het interval daarvan", "its interval"),
    "factorability": Text("geschiktheid voor factoranalyse", "factorability"),
    "kmo_items": Text("KMO per item", "KMO per item"),
    "bartlett": Text("toets van Bartlett", "Bartlett's test"),
    "dimensionality": Text("aantal dimensies", "number of dimensions"),
    "parallel_analysis": Text("parallelanalyse", "parallel analysis"),
    "eigenvalues": Text("eigenwaarden", "eigenvalues"),
    "reference_eigenvalues": Text("eigenwaarden van toeval", "eigenvalues of chance"),
    "efa": Text("exploratieve factoranalyse", "exploratory factor analysis"),
    "factor_correlations": Text("correlaties tussen factoren", "factor correlations"),
    "cfa": Text("factormodel (CFA)", "factor model (CFA)"),
    "fit": Text("passing van het model", "fit of the model"),
    "chisq": Text("chi-kwadraat", "chi-square"),
    "df": Text("vrijheidsgraden", "degrees of freedom"),
    "pvalue": Text("p-waarde", "p value"),
    "rmsea_ci_lower": Text("ondergrens van RMSEA", "lower bound of RMSEA"),
    "rmsea_ci_upper": Text("bovengrens van RMSEA", "upper bound of RMSEA"),
    "rmsea_pvalue": Text("p van nauwe passing", "p of close fit"),
    "chisq_scaling_factor": Text("schaalfactor van chi-kwadraat", "scaling factor of chi-square"),
    "parameters": Text("parameters", "parameters"),
    "estimate": Text("schatting", "estimate"),
    "se": Text("standaardfout", "standard error"),
    "z": Text("z-waarde", "z value"),
    "standardized": Text("gestandaardiseerde waarde", "standardised value"),
    "mi": Text("modificatie-index", "modification index"),
    "epc": Text("verwachte waarde", "expected value"),
    "standardized_epc": Text("verwachte gestandaardiseerde waarde", "expected standardised value"),
    "modification_indices": Text("modificatie-indices", "modification indices"),
    "residual_correlations": Text("restcorrelaties", "residual correlations"),
    "dynamic_cutoffs": Text("gesimuleerde grenzen (--dynamic)", "simulated cut-offs (--dynamic)"),
    "met": Text("vergelijking met de gesimuleerde grenzen", "comparison with the simulated cut-offs"),
    "retest": Text("hertest (--retest)", "retest (--retest)"),
    "criterion": Text("samenhang met een criterium (--criterion)", "relation to a criterion (--criterion)"),
    "verdict": Text("oordeel", "verdict"),
}
_FLAVOUR = {"_scaled": Text("geschaald", "scaled"), "_robust": Text("robuust", "robust")}


def figure_name(name: str) -> Text:
    """What a figure is called; of a scaled or robust one also which."""
    for suffix, flavour in _FLAVOUR.items():
        if name.endswith(suffix):
            base = figure_name(name.removesuffix(suffix))
            return Text(f"{base.nl} ({flavour.nl})", f"{base.en} ({flavour.en})")
    return FIGURE.get(name, Text(name, name))


def title(instrument: Instrument) -> Text:
    """What the questionnaire is called."""
    return instrument.title or Text(instrument.instrument, instrument.instrument)
