"""What each figure means, in one sentence, for people who know no psychometrics."""

from reintegratie_cli.text import Text

Meanings = dict[str, Text]

RELIABILITY: Meanings = {
    "coefficient": Text(
        "hoeveel van de verschillen tussen scores echt is en geen toeval; 1 is volmaakt. Hierop rust de conclusie",
        "how much of the differences between scores is real and not chance; 1 is perfect. The conclusion rests on it",
    ),
    "interval": Text(
        "waar de ware waarde waarschijnlijk ligt (95 %); meer personen maken het smaller",
        "where the true value probably lies (95 %); more persons make it narrower",
    ),
}
OTHER_RELIABILITY: Meanings = {
    "alpha": Text(
        "de bekendste maat (Cronbach), met haar interval; staat erbij omdat men haar kent",
        "the best-known measure (Cronbach), with its interval; given because people know it",
    ),
    "alpha_standardized": Text("alfa als alle items evenveel spreiding hadden", "alpha if all items had equal spread"),
    "alpha_ordinal": Text(
        "alfa van de gedachte waarden achter de antwoorden; niet de betrouwbaarheid van de score",
        "alpha of the values thought to lie behind the answers; not the reliability of the score",
    ),
    "omega": Text(
        "betrouwbaarheid van de score volgens het factormodel", "reliability of the score by the factor model"
    ),
    "omega_categorical": Text(
        "betrouwbaarheid van de score volgens het factormodel van geordende antwoorden",
        "reliability of the score by the factor model of ordered answers",
    ),
    "lambda2": Text("een andere ondergrens (Guttman); lambda 6 ook", "another lower bound (Guttman); lambda 6 too"),
    "split_half": Text("de ene helft van de items naast de andere", "one half of the items beside the other"),
    "composite_reliability": Text(
        "betrouwbaarheid als het factormodel precies zou kloppen",
        "reliability if the factor model were exactly true",
    ),
    "average_r": Text("hoe sterk twee items gemiddeld samenhangen", "how strongly two items correlate on average"),
    "ave": Text(
        "welk deel van de verschillen in de antwoorden de schaal gemiddeld verklaart",
        "which share of the differences in answers the scale explains on average",
    ),
}
SCORES: Meanings = {
    "sem": Text(
        "zo ver ligt een score meestal van de ware score, in punten van de schaal",
        "how far a score usually lies from the true score, in points of the scale",
    ),
}
ITEMS: Meanings = {
    "missing": Text("wie het item niet beantwoordde", "who did not answer the item"),
    "floor": Text(
        "wie de laagste en de hoogste score kreeg; bij veel van één meet het item daar niets meer",
        "who got the lowest and the highest score; with many of one the item measures nothing there",
    ),
    "item_rest_r": Text(
        "item-restcorrelatie: hangt het item samen met de rest van de schaal? Onder nul loopt het ertegen in",
        "item-rest correlation: does the item go with the rest of the scale? Below zero it runs against it",
    ),
    "alpha_if_deleted": Text("alfa als het item wegviel", "alpha if the item were left out"),
    "loading": Text(
        "hoe sterk het item aan zijn factor vastzit in het factormodel (-1 tot 1)",
        "how strongly the item is tied to its factor in the factor model (-1 to 1)",
    ),
}
FIT: Meanings = {
    "chisq": Text(
        "toetst of het model precies klopt; bij veel personen zegt de toets bijna altijd nee",
        "tests whether the model is exactly right; with many persons the test nearly always says no",
    ),
    "cfi": Text(
        "hoeveel beter het model past dan een model zonder samenhang; dicht bij 1 is goed (TLI ook)",
        "how much better the model fits than one without any relations; near 1 is good (TLI too)",
    ),
    "rmsea": Text(
        "afwijking per vrijheidsgraad, met 90 %-interval; dicht bij 0 is goed",
        "misfit per degree of freedom, with its 90 % interval; near 0 is good",
    ),
    "rmsea_pvalue": Text(
        "hoe waarschijnlijk zulke gegevens zijn als de ware RMSEA hoogstens 0,05 is",
        "how probable such data are if the true RMSEA is at most .05",
    ),
    "srmr": Text(
        "gemiddeld verschil tussen gemeten en verwachte correlaties; dicht bij 0 is goed",
        "average difference between measured and expected correlations; near 0 is good",
    ),
    "robust": Text(
        "gecorrigeerd voor scheve of geordende antwoorden; hierop wordt geoordeeld",
        "corrected for skewed or ordered answers; these are judged",
    ),
    "scaled": Text(
        "alleen de toets gecorrigeerd; geen schatting van de passing zelf",
        "only the test corrected; no estimate of the fit itself",
    ),
    "naive": Text("zonder correctie; vaak te gunstig", "without correction; often too favourable"),
}
STRUCTURE: Meanings = {
    "kmo": Text(
        "hebben de items genoeg gemeen voor factoranalyse? Dicht bij 1 is goed",
        "do the items have enough in common for factor analysis? Near 1 is good",
    ),
    "bartlett": Text("toetst of er enige samenhang is", "tests whether there are any relations at all"),
    "parallel_analysis": Text(
        "telt de dimensies die sterker zijn dan toeval", "counts the dimensions that are stronger than chance"
    ),
    "map": Text(
        "telt tot waar dimensies gezamenlijke verschillen verklaren (Velicer)",
        "counts up to where dimensions explain what items share (Velicer)",
    ),
}
RELATIONS: Meanings = {
    "r": Text("correlatie tussen de twee scores", "correlation between the two scores"),
    "icc": Text(
        "overeenstemming tussen twee metingen van dezelfde persoon; 1 is volmaakt",
        "agreement between two measurements of the same person; 1 is perfect",
    ),
    "htmt": Text(
        "hangen twee schalen zo sterk samen dat ze hetzelfde meten? Dicht bij 1 lijkt het erop",
        "do two scales go together so strongly that they measure the same? Near 1 they seem to",
    ),
}
