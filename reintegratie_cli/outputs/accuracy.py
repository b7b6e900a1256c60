"""How far a rule's groups can be trusted in the population of a norm: as a page, and for other programs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from typing import TextIO

from reintegratie_cli.models.accuracy import Accuracy, Classification
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.norms import Norms
from reintegratie_cli.models.rules import SolRule
from reintegratie_cli.outputs.norms import STATUS
from reintegratie_cli.outputs.terminal import console, plain_table
from reintegratie_cli.text import Language, Text

DECIMALS = 3


@dataclass(frozen=True)
class AccuracyReport:
    """The figures, and what they are of."""

    figures: Accuracy
    instrument: Instrument
    rule: SolRule
    norms: Sequence[Norms]


def show_accuracy(stream: TextIO, report: AccuracyReport, language: Language) -> None:
    """A page with the figures overall, per group, and how to read them."""
    out, figures = console(stream), report.figures
    title = Text("Hoe ver zijn de groepen te vertrouwen?", "How far can the groups be trusted?")
    out.print(title.to(language), style="bold")
    it, rule = report.instrument, report.rule
    out.print(f"{it.instrument} {it.version} · {rule.rule} {rule.version}")
    for norms in report.norms:
        out.print(f"{norms.norms} {norms.version}: {STATUS[norms.status].to(language)}")
    out.print()
    overall = plain_table(
        "",
        Text("meest waarschijnlijk", "most probable").to(language),
        Text("regel op de scores", "rule on the scores").to(language),
        right=(1, 2),
    )
    for label, first, second in _overall(figures, language):
        overall.add_row(label, first, second)
    out.print(overall)
    out.print()
    out.print(_groups(report, language))
    for text in _notes(report):
        out.print()
        out.print(text.to(language))


def accuracy_as_data(report: AccuracyReport) -> dict[str, object]:
    """The same as data; a figure that nobody can have is null."""
    figures = report.figures
    return {
        "format": 1,
        "instrument": {"id": report.instrument.instrument, "version": report.instrument.version},
        "rule": {"id": report.rule.rule, "version": report.rule.version},
        "norms": [{"id": it.norms, "version": it.version, "status": it.status, "use": it.use} for it in report.norms],
        "n": figures.n,
        "seed": figures.seed,
        "standard_error": _number(figures.standard_error, 5),
        "n_factors": figures.n_factors,
        "largest_residual_correlation": _number(figures.largest_residual),
        "clear": {"share": _number(figures.clear), "accuracy": _number(figures.clear_accuracy)},
        "suggested": _figures(figures.suggested),
        "rule_group": _figures(figures.by_rule),
        "groups": {
            group: {
                "true_share": _number(float(figures.true_shares[place])),
                "suggested": _of_group(figures.suggested, place),
                "rule_group": _of_group(figures.by_rule, place),
            }
            for place, group in enumerate(figures.groups)
        },
    }


def _figures(way: Classification) -> dict[str, object]:
    return {
        "accuracy": _number(way.accuracy.share),
        "accuracy_kappa": _number(way.accuracy.kappa),
        "consistency": _number(way.consistency.share),
        "consistency_kappa": _number(way.consistency.kappa),
    }


def _of_group(way: Classification, place: int) -> dict[str, object]:
    return {
        "share": _number(float(way.accuracy.table.sum(axis=0)[place])),
        "found": _number(float(way.accuracy.of_rows[place])),
        "right": _number(float(way.accuracy.of_columns[place])),
        "repeated": _number(float(way.consistency.of_rows[place])),
    }


def _number(value: float, decimals: int = DECIMALS) -> float | None:
    return None if isnan(value) else round(value, decimals)


def _overall(figures: Accuracy, language: Language) -> Iterator[tuple[str, str, str]]:
    labels = (
        Text("goed ingedeeld", "rightly classified"),
        Text("kappa daarvan", "its kappa"),
        Text("bij herhaling gelijk", "the same when repeated"),
        Text("kappa daarvan", "its kappa"),
    )
    ways = [
        (_percent(w.accuracy.share), _two(w.accuracy.kappa), _percent(w.consistency.share), _two(w.consistency.kappa))
        for w in (figures.suggested, figures.by_rule)
    ]
    for label, first, second in zip(labels, *ways, strict=True):
        yield label.to(language), first, second
    clear = Text("eenduidig, en dan goed", "clear-cut, and then right").to(language)
    yield clear, f"{_percent(figures.clear)}, {_percent(figures.clear_accuracy)}", ""


def _groups(report: AccuracyReport, language: Language) -> object:
    headings = (
        *(Text("groep", "group"), Text("hoort er", "belongs")),
        *(Text("krijgt het", "gets it"), Text("gevonden", "found")),
        *(Text("terecht", "right"), Text("opnieuw zo", "again")),
    )
    table = plain_table(*(heading.to(language) for heading in headings), right=(1, 2, 3, 4, 5))
    figures, labels = report.figures, {group.group: group.label for group in report.rule.groups}
    way = figures.suggested
    for place, group in enumerate(figures.groups):
        if figures.true_shares[place] > 0:
            of_group = (
                *(figures.true_shares[place], way.accuracy.table.sum(axis=0)[place]),
                *(way.accuracy.of_rows[place], way.accuracy.of_columns[place], way.consistency.of_rows[place]),
            )
            table.add_row(labels[group].to(language), *(_percent(float(share)) for share in of_group))
    return table


def _notes(report: AccuracyReport) -> Iterator[Text]:
    figures = report.figures
    yield Text(
        "Gevonden: van wie er hoort, het deel dat de groep ook krijgt. Terecht: van wie de groep krijgt, het deel dat "
        "er hoort. Opnieuw zo: van wie de groep krijgt, het deel dat haar bij een tweede meting weer krijgt.",
        "Found: of those who belong, the share that gets the group. Right: of those who get the group, the share that "
        "belongs. Again: of those who get the group, the share that gets it from a second measurement too.",
    )
    yield Text(
        "Goed betekent: dezelfde groep als de regel zonder meetfout zou geven. Of de regel goed is, zegt dit niet. "
        "Zonder feiten, met alle vragen beantwoord, en zonder fouten die schalen van een keer invullen delen.",
        "Right means: the group that the same rule would give without measurement error. Whether the rule is right it "
        "does not tell. Without facts, every question answered, and without errors that scales of one sitting share.",
    )
    yield Text(
        f"Berekend op {figures.n} gesimuleerde personen (seed {figures.seed}); standaardfout van het eerste percentage:"
        f" {100 * figures.standard_error:.2f}.",
        f"From {figures.n} simulated persons (seed {figures.seed}); standard error of the first percentage: "
        f"{100 * figures.standard_error:.2f}.",
    )


def _percent(share: float) -> str:
    return "-" if isnan(share) else f"{100 * share:.0f} %"


def _two(value: float) -> str:
    return "-" if isnan(value) else f"{value:.2f}"
