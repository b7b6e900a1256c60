"""Norms as people read them: what there is, what each is of, and what it may be used for."""

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.console import Group
from rich.padding import Padding

from reintegratie_cli.models.criteria import NormAge
from reintegratie_cli.models.norm_age import RENEW_AFTER
from reintegratie_cli.models.norms import FEWEST_FOR_IMPORTANT, FEWEST_FOR_PERSONS, Norms, ScaleNorm
from reintegratie_cli.outputs.document import file_as_yaml
from reintegratie_cli.outputs.terminal import console, plain_table
from reintegratie_cli.text import Language, Text

STATUS = {
    "illustrative": Text("gesimuleerd, om te laten zien hoe het werkt", "simulated, to show how things work"),
    "reference": Text("van een andere groep mensen", "of another population"),
    "local": Text("van de eigen gemeente", "of one's own municipality"),
    "national": Text("landelijk", "national"),
}
USE = {
    "individual": Text("voor personen", "for persons"),
    "group": Text("alleen voor groepen", "for groups only"),
    "none": Text("nergens voor", "for nothing"),
}
STAKES = {"anonymous": Text("anoniem", "anonymous"), "intake": Text("bij een intake", "at an intake")}
COEFFICIENT = {
    "omega": Text("omega", "omega"),
    "alpha": Text("alfa", "alpha"),
    "retest": Text("hertest", "retest"),
    "rater": Text("beoordelaars", "raters"),
}
UNKNOWN = Text("onbekend", "unknown")


def list_norms(stream: TextIO, norms: Sequence[Norms], language: Language) -> None:
    """A table of all norms."""
    headings = (Text("norm", "norm"), Text("gebruik", "use"), Text("jaar", "year"), Text("n", "n"))
    table = plain_table(*(heading.to(language) for heading in headings), right=(3,))
    for it in norms:
        under = (it.population.to(language), STATUS[it.status].to(language))
        name = Group(it.norms, *(Padding(line, (0, 0, 0, 2), expand=False) for line in under))
        table.add_row(name, USE[it.use].to(language), it.collected, _persons(it))
    console(stream).print(table)


def norms_as_data(norms: Sequence[Norms]) -> list[dict[str, object]]:
    """What `list_norms` shows, with the names of the scales, for other programs."""
    return [
        {
            "id": it.norms,
            "version": it.version,
            "population": {"nl": it.population.nl, "en": it.population.en},
            "status": it.status,
            "use": it.use,
            "collected": it.collected,
            "n": it.smallest,
            "scales": list(it.scales),
        }
        for it in norms
    ]


def show_norms(stream: TextIO, norms: Norms, limits: NormAge, language: Language) -> None:
    """Everything about one norm."""
    out = console(stream)
    out.print(norms.population.to(language), style="bold")
    out.print(f"{norms.norms} · {norms.version}")
    about = plain_table("", "")
    for label, said in _about(norms, language):
        about.add_row(label.to(language), said)
    out.print()
    out.print(about)
    out.print()
    out.print(_scales(norms, language))
    for text in _cautions(norms, limits):
        out.print()
        out.print(text.to(language))


def as_yaml(norms: Norms) -> str:
    """The norm as its file."""
    return file_as_yaml(norms)


def _about(norms: Norms, language: Language) -> Iterator[tuple[Text, str]]:
    yield Text("Status", "Status"), STATUS[norms.status].to(language)
    yield Text("Gebruik", "Use"), USE[norms.use].to(language)
    yield Text("Verzameld", "Collected"), f"{norms.collected}, {STAKES[norms.stakes].to(language)}, {norms.mode}"
    yield Text("Wie werd gevraagd", "Who was asked"), norms.frame
    asked, answered = (_or_unknown(number, language) for number in (norms.invited, norms.responded))
    yield Text("Gevraagd en geantwoord", "Asked and answered"), f"{asked} / {answered}"
    helped = norms.share_assisted
    yield Text("Kreeg hulp", "Had help"), UNKNOWN.to(language) if helped == "unknown" else f"{100 * helped:g} %"
    if norms.group is not None:
        yield Text("Groep", "Group"), f"{norms.group.column}: {norms.group.value}"
    yield Text("Bron", "Source"), norms.source


def _scales(norms: Norms, language: Language) -> object:
    headings = (
        *(Text("schaal", "scale"), Text("n", "n"), Text("gemiddelde", "mean"), Text("sd", "sd")),
        *(Text("betrouwbaarheid", "reliability"), Text("hertest", "retest"), Text("cellen", "cells")),
    )
    table = plain_table(*(heading.to(language) for heading in headings), right=(1, 2, 3, 6))
    for name, it in norms.scales.items():
        retest = "-" if it.retest_reliability is None else f"{it.retest_reliability:.2f}"
        figures = (str(it.n), f"{it.mean:.2f}", f"{it.sd:.2f}", _reliability(it, language), retest)
        table.add_row(name, *figures, str(len(it.frequencies) or "-"))
    return table


def _reliability(scale: ScaleNorm, language: Language) -> str:
    if scale.reliability is None or scale.coefficient is None:
        return "-"
    return f"{scale.reliability:.2f} ({COEFFICIENT[scale.coefficient].to(language)})"


def _cautions(norms: Norms, limits: NormAge) -> Iterator[Text]:
    """What this norm is not for, and from which year on it is old; the year it is now is not looked at."""
    if norms.status == "illustrative":
        yield Text(
            "Deze cijfers zijn gesimuleerd. Ze vullen kolommen en bepalen niets over een mens.",
            "These figures are simulated. They fill columns and decide nothing about a person.",
        )
    elif norms.use != "individual":
        yield Text(
            "Deze norm bepaalt niets over een mens: geen groep, geen advies en niet of een score veranderd is.",
            "This norm decides nothing about a person: no group, no advice, and not whether a score changed.",
        )
    elif FEWEST_FOR_PERSONS <= norms.smallest < FEWEST_FOR_IMPORTANT:
        yield Text(
            "Alleen voor minder belangrijke beslissingen over personen.",
            "For less important decisions about persons only.",
        )
    year = norms.last_year
    renew, old, unusable = (year + after + 1 for after in (RENEW_AFTER, limits.outdated_after, limits.unusable_after))
    yield Text(
        f"Bij metingen vanaf {renew} is vernieuwen verstandig; vanaf {old} is de norm verouderd en vanaf {unusable} "
        "niet meer te gebruiken voor personen.",
        f"For measurements from {renew} on renewal is wise; from {old} on the norm is outdated and from {unusable} on "
        "of no more use for persons.",
    )


def _persons(norms: Norms) -> str:
    """The persons in the smallest and the largest scale."""
    most = max(it.n for it in norms.scales.values())
    return str(most) if most == norms.smallest else f"{norms.smallest}-{most}"


def _or_unknown(number: int | str, language: Language) -> str:
    return UNKNOWN.to(language) if isinstance(number, str) else str(number)
