"""The words for the ids in the output, for people."""

from reintegratie_cli.text import Text

STATUS = {
    "ok": Text("volledig gelezen", "read in full"),
    "partial": Text("deels gelezen", "read in part"),
    "rejected": Text("niet te lezen", "not readable"),
    "empty": Text("niets ingevuld", "nothing filled in"),
}
BAND = {"low": Text("laag", "low"), "mid": Text("midden", "middle"), "high": Text("hoog", "high")}
LEVEL = {
    "need": Text("vraagt aandacht", "needs attention"),
    "middle": Text("midden", "middle"),
    "strength": Text("gunstig", "favourable"),
    **BAND,
}
GRADE = {
    "strong": Text("sterk bewijs", "strong evidence"),
    "promising": Text("veelbelovend", "promising"),
    "mixed": Text("wisselend bewijs", "mixed evidence"),
    "none_found": Text("geen bewijs gevonden", "no evidence found"),
    "harmful": Text("schadelijk", "harmful"),
}
FLAG = {
    "duplicate_id": Text("dezelfde id komt vaker voor", "the same id occurs more than once"),
    "facts_twice": Text(
        "staat meer dan eens bij de feiten, die daarom niet tellen",
        "stands among the facts twice, so they do not count",
    ),
    "self_report_only": Text("werknemersvaardigheden alleen naar eigen zeggen", "employee skills by self-report only"),
    "assisted": Text("kreeg hulp bij het invullen", "had help with filling in"),
    "best_none_found": Text(
        "voor wat het best past is geen bewijs gevonden", "no evidence was found for what fits best"
    ),
    "harmful": Text("zou passen maar is schadelijk, dus niet doen", "would fit but does harm, so do not"),
}
DESIGN = {
    "meta": Text("meta-analyse", "meta-analysis"),
    "rct": Text("geloot onderzoek", "randomised trial"),
    "quasi": Text("vergelijkend onderzoek", "controlled study"),
    "uncontrolled": Text("onderzoek zonder vergelijkingsgroep", "study without a comparison group"),
    "qualitative": Text("kwalitatief onderzoek", "qualitative study"),
    "expert": Text("oordeel van deskundigen", "expert judgement"),
}
WISH = {
    "work": Text("werk", "work"),
    "hours": Text("uren", "hours"),
    "help_wanted": Text("wil graag", "would like"),
    "help_refused": Text("wil liever niet", "does not want"),
}
SIGN = {
    "<": Text("lager dan", "below"),
    ">": Text("hoger dan", "above"),
    ">=": Text("minstens", "at least"),
    "<=": Text("hoogstens", "at most"),
}
VALUE = {
    "true": Text("ja", "yes"),
    "false": Text("nee", "no"),
    "known": Text("bekend", "known"),
    "unknown": Text("onbekend", "unknown"),
}
ERROR_SOURCE = {
    "omega": Text("omega, in één meting", "omega, within one measurement"),
    "alpha": Text("alfa, in één meting", "alpha, within one measurement"),
    "rater": Text("verschil tussen beoordelaars", "differences between raters"),
    "retest": Text("hertest", "retest"),
    "assumed": Text("aangenomen, niet gemeten", "assumed, not measured"),
}
PRIOR = {
    "flat": Text("elke ware score is even waarschijnlijk", "every true score is as probable"),
    "norm": Text("de scores van de normgroep", "the scores of the norm group"),
    "mixed": Text("voor een deel van de schalen de normgroep", "the norm group for some of the scales"),
}
SUGGESTION = {"suggestion": Text("een suggestie, geen besluit", "a suggestion, no decision")}
VERDICT = {
    "improved": Text("aantoonbaar beter", "reliably better"),
    "unchanged": Text("geen aantoonbaar verschil", "no reliable change"),
    "worse": Text("aantoonbaar slechter", "reliably worse"),
    "higher": Text("aantoonbaar hoger", "reliably higher"),
    "lower": Text("aantoonbaar lager", "reliably lower"),
    "cannot_be_shown": Text("kan met deze schaal niet blijken", "cannot be shown with this scale"),
}
NO_COMPARISON = Text("zonder vergelijkingsgroep", "without a comparison group")
NEVER = Text(
    "Een suggestie voor een gesprek; een mens beslist. Nooit voor recht op uitkering, sancties, fraude of rangorde.",
    "A suggestion for a conversation; a person decides. Never for benefit decisions, sanctions, fraud or ranking.",
)
