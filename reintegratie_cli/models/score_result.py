"""What `score` says of a person: every output column, its place, its decimals and its meaning."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from reintegratie_cli.text import Text

SCORE_DECIMALS, T_DECIMALS, PROBABILITY_DECIMALS = 4, 1, 3


@dataclass(frozen=True)
class OutputColumn:
    """One column: `listed` ones hold several values with ; between, `decimals` is none where it holds no fractions.

    `origin`: text from the input is not ours, and a format guards it; a kept column may have any name. `values`: what
    is meant by each value of a column that holds a few known ones.
    """

    name: str
    meaning: Text
    decimals: int | None = None
    listed: bool = False
    origin: Literal["computed", "input", "kept"] = "computed"
    values: Mapping[str, Text] = field(default_factory=dict, compare=False)


ROW = (
    OutputColumn(
        "id",
        Text("de id uit het bestand, of de sleutel daarvan", "the id of the file, or its pseudonym"),
        origin="input",
    ),
    OutputColumn("row.file", Text("het invoerbestand", "the input file"), origin="input"),
    OutputColumn("row.number", Text("de regel waarop de rij begint", "the line on which the row begins")),
    OutputColumn("row.status", Text("ok, partial, rejected of empty", "ok, partial, rejected or empty")),
    OutputColumn(
        "row.problems",
        Text("kolom, wat er stond, wat mag", "column, what was found, what is allowed"),
        listed=True,
        origin="input",
    ),
    OutputColumn("measured", Text("de datum van de meting", "the date of the measurement")),
    OutputColumn("occasion", Text("de hoeveelste meting", "which measurement it is"), origin="input"),
)

SCALE = (
    OutputColumn("score", Text("de ruwe score", "the raw score"), SCORE_DECIMALS),
    OutputColumn("answered", Text("beantwoorde vragen", "items answered")),
    OutputColumn("se", Text("de standaardmeetfout", "the standard error of measurement"), SCORE_DECIMALS),
    OutputColumn("t", Text("T-score in de normgroep", "T score in the norm group"), T_DECIMALS),
    OutputColumn("t_normalised", Text("genormaliseerde T-score", "normalised T score"), T_DECIMALS),
    OutputColumn("t_low", Text("ondergrens van het interval", "lower end of the interval"), T_DECIMALS),
    OutputColumn("t_high", Text("bovengrens van het interval", "upper end of the interval"), T_DECIMALS),
    OutputColumn("percentile", Text("percentiel in de normgroep", "percentile in the norm group"), T_DECIMALS),
    OutputColumn("percentile_low", Text("ondergrens van het percentiel", "lower end of the percentile"), T_DECIMALS),
    OutputColumn("percentile_high", Text("bovengrens van het percentiel", "upper end of the percentile"), T_DECIMALS),
    OutputColumn("stanine", Text("stanine in de normgroep", "stanine in the norm group")),
    OutputColumn("band", Text("low, mid of high op de ruwe schaal", "low, mid or high on the raw scale")),
    OutputColumn("error_source", Text("waar de meetfout vandaan komt", "where the standard error comes from")),
)

SOL = (
    OutputColumn(
        "sol.group", Text("de waarschijnlijkste groep, een suggestie", "the most probable group, a suggestion")
    ),
    OutputColumn(
        "sol.probability", Text("de kans op die groep", "the probability of that group"), PROBABILITY_DECIMALS
    ),
    OutputColumn("sol.second", Text("de op een na waarschijnlijkste groep", "the second most probable group")),
    OutputColumn("sol.second_probability", Text("de kans daarop", "its probability"), PROBABILITY_DECIMALS),
    OutputColumn("sol.ambiguous", Text("niet eenduidig", "not clear-cut")),
    OutputColumn("sol.rule_group", Text("de regel op de ruwe scores", "the rule on the observed scores")),
    OutputColumn("sol.reason", Text("waarom de regel dat zegt", "why the rule says so"), listed=True),
    OutputColumn("sol.missing", Text("wat niet bekend of verouderd is", "what is unknown or outdated"), listed=True),
    OutputColumn("sol.signals", Text("waar het gesprek over kan gaan", "what to talk about"), listed=True),
    OutputColumn(
        "sol.prior",
        Text(
            "de aanname over de ware score: flat, norm of mixed",
            "what is assumed of the true score: flat, norm or mixed",
        ),
    ),
    OutputColumn("sol.expires", Text("tot wanneer de suggestie geldt", "until when the suggestion holds")),
    OutputColumn("sol.status", Text("altijd: een suggestie", "always: a suggestion")),
    OutputColumn(
        "sol.stability",
        Text("het deel van verschoven grenzen dat de groep behoudt", "the share of moved cuts that keep the group"),
        PROBABILITY_DECIMALS,
    ),
    OutputColumn("sol.ask_next", Text("wat nog vragen het meest zou zeggen", "what to ask next would tell most")),
    OutputColumn(
        "sol.ask_gain",
        Text("hoeveel dat naar verwachting zegt, in bits", "how much that is expected to tell, in bits"),
        PROBABILITY_DECIMALS,
    ),
)

REST = (
    OutputColumn(
        "working_points",
        Text("hoogstens drie werkpunten, dan zware belemmeringen", "at most three working points, then heavy barriers"),
        listed=True,
    ),
    OutputColumn("interventions", Text("hoogstens drie vormen van hulp", "at most three interventions"), listed=True),
    OutputColumn("not_offered", Text("past wel, maar is er niet", "would fit, but is not on offer"), listed=True),
    OutputColumn("flags", Text("waar op te letten is", "what to mind"), listed=True),
    OutputColumn("norms", Text("de gebruikte normen", "the norms used"), listed=True),
    OutputColumn("norm_status", Text("wat die normen waard zijn", "what these norms are worth"), listed=True),
    OutputColumn("provenance", Text("versies en kenmerk van de regel", "versions and the rule's digest"), listed=True),
    OutputColumn("wishes", Text("wat de persoon zelf wil", "what the person wants"), listed=True),
    OutputColumn("intervention_grades", Text("hoe goed elk bewezen is", "how well each is proven"), listed=True),
    OutputColumn("intervention_reasons", Text("waarom elk past", "why each fits"), listed=True),
    OutputColumn("intervention_sources", Text("de eerste bron van elk", "the first source of each"), listed=True),
)


def output_columns(
    kept: Sequence[str], scales: Sequence[str], groups: Sequence[str], components: Sequence[str]
) -> Iterator[OutputColumn]:
    """All columns of the output in their order, given what the file and the rules name."""
    yield from ROW
    for name in kept:
        yield OutputColumn(name, Text("overgenomen uit het bestand", "kept from the file"), origin="kept")
    for scale in scales:
        for column in SCALE:
            yield OutputColumn(f"{scale}.{column.name}", column.meaning, column.decimals)
    yield from SOL
    for group in (*groups, "distance"):
        yield OutputColumn(
            f"sol.p.{group}", Text("de kans op de groep", "the group's probability"), PROBABILITY_DECIMALS
        )
    for component in components:
        yield OutputColumn(f"wanberg.{component}", Text("need, middle of strength", "need, middle or strength"))
    yield OutputColumn(
        "wanberg.missing", Text("wat aan een component ontbreekt", "what a component lacks"), listed=True
    )
    yield from REST
