"""What changed between two measurements, for people: how many persons, how much on average, and what that is worth."""

from collections.abc import Iterator, Sequence
from math import isnan
from typing import TextIO

from rich.table import Table

from reintegratie_cli.models.change_result import ChangeResult, Method, ScaleChange, Verdict
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.rules import SolGroup
from reintegratie_cli.outputs import words
from reintegratie_cli.outputs.terminal import console, plain_table
from reintegratie_cli.text import Language, Text

NONE = "–"
FEWEST_FOR_GROUP_FIGURES = 30
"""Persons, below which the reliability of differences within a group is a rough guess."""

PERSONS = (
    Text("Personen", "Persons"),
    Text("beide scores", "both scores"),
    Text("beter", "improved"),
    Text("gelijk", "unchanged"),
    Text("slechter", "worse"),
    Text("kan niet blijken", "cannot be shown"),
)
GROUP = (
    Text("Groep", "Group"),
    Text("gemiddeld verschil", "mean change"),
    Text("95 %", "95 %"),
    Text("effectgrootte", "effect size"),
    Text("verwacht (regressie)", "expected (regression)"),
)
HIGHER, LOWER = Text("hoger", "higher"), Text("lager", "lower")
DAY_TO_DAY = Text(
    "wat bij iemand van dag tot dag wisselt, telt zo als verandering",
    "what differs in a person from day to day counts as change in this way",
)
SOURCE = {
    "omega": Text(f"omega, geen hertest: {DAY_TO_DAY.nl}", f"omega, no retest: {DAY_TO_DAY.en}"),
    "alpha": Text(f"alfa, geen hertest: {DAY_TO_DAY.nl}", f"alpha, no retest: {DAY_TO_DAY.en}"),
    "rater": Text(f"beoordelaars, geen hertest: {DAY_TO_DAY.nl}", f"raters, no retest: {DAY_TO_DAY.en}"),
    "retest": Text("hertest", "retest"),
    "assumed": Text("aangenomen, niet gemeten", "assumed, not measured"),
}
METHOD = {
    "jacobson-truax": Text(
        "Beter of slechter: het verschil is groter dan 1,96 keer zijn standaardfout (Jacobson & Truax, 1991).",
        "Improved or worse: the change is more than 1.96 times its standard error (Jacobson & Truax, 1991).",
    ),
    "hageman-arrindell": Text(
        "Beter of slechter: het geschatte ware verschil is groter dan 1,645 keer zijn standaardfout (Hageman &"
        " Arrindell, 1999). Die schatting leunt op het gemiddelde verschil van deze groep.",
        "Improved or worse: the estimated true change is more than 1.645 times its standard error (Hageman &"
        " Arrindell, 1999). That estimate leans on the mean change of this group.",
    ),
}
EFFECT = Text(
    "Effectgrootte: het gemiddelde verschil in standaarddeviaties van de eerste meting (Becker, 1988). Regressie"
    " naar het gemiddelde: wie op een lage score is gekozen, scoort de volgende keer hoger door meetfout alleen.",
    "Effect size: the mean change in standard deviations of the first measurement (Becker, 1988). Regression to"
    " the mean: who was chosen by a low score, scores higher the next time by error alone.",
)
WITHOUT_GROUP = Text(
    "Alles hier is {}: het zegt wat er veranderde, niet waardoor.",
    "All of this is {}: it says what changed, not why.",
)


class ChangeSummary:
    """The tables and sentences about one comparison; knows nobody."""

    def __init__(
        self, result: ChangeResult, instrument: Instrument, groups: Sequence[SolGroup], method: Method
    ) -> None:
        """`groups`: Sol's, for their labels."""
        self.result, self.instrument, self.method = result, instrument, method
        self._groups = {group.group: group.label for group in groups}

    def show(self, stream: TextIO, language: Language) -> None:
        """Write it out."""
        out = console(stream)
        out.print(self._matched().to(language))
        out.print()
        out.print(self._persons(language))
        out.print()
        out.print(self._means(language))
        out.print()
        for note in self._notes():
            out.print(note.to(language))
        out.print()
        comparison = words.NO_COMPARISON.to(language)
        out.print(WITHOUT_GROUP.to(language).format(comparison))
        out.print(words.NEVER.to(language), style="italic")

    def _matched(self) -> Text:
        it = self.result.matching
        return Text(
            f"Personen op beide metingen: {it.both}. Alleen op de eerste: {it.first_only}; alleen op de tweede:"
            f" {it.second_only}; id's met meer rijen, die niet meedoen: {it.repeated}.",
            f"Persons at both measurements: {it.both}. At the first only: {it.first_only}; at the second only:"
            f" {it.second_only}; ids with several rows, which are left out: {it.repeated}.",
        )

    def _persons(self, language: Language) -> Table:
        table = plain_table(*(heading.to(language) for heading in PERSONS), right=(1, 2, 3, 4, 5))
        for it in self.result.scales:
            told = [NONE] * 4
            if "verdicts" not in it.reasons:
                told = list(self._counts(it, language))
            table.add_row(self._title(it, language), str(it.n), *told)
        return table

    def _counts(self, it: ScaleChange, language: Language) -> Iterator[str]:
        """How many are what; where no side is the favourable one, higher stands under improved by its own name."""
        neither = self.instrument.scales[it.scale].high == "neither"
        better: tuple[Verdict, Verdict] = ("higher", "lower") if neither else ("improved", "worse")
        up, down = (str(it.verdicts[verdict]) for verdict in better)
        if neither:
            up, down = f"{up} {HIGHER.to(language)}", f"{down} {LOWER.to(language)}"
        yield from (up, str(it.verdicts["unchanged"]), down, str(it.verdicts["cannot_be_shown"]))

    def _means(self, language: Language) -> Table:
        table = plain_table(*(heading.to(language) for heading in GROUP), right=(1, 2, 3, 4))
        for it in self.result.scales:
            interval = NONE if isnan(it.low) else f"{it.low:+.2f} … {it.high:+.2f}"
            figures = [NONE if isnan(value) else f"{value:+.2f}" for value in (it.mean, it.effect_size, it.expected)]
            table.add_row(self._title(it, language), figures[0], interval, *figures[1:])
        return table

    def _title(self, it: ScaleChange, language: Language) -> str:
        title = self.instrument.scales[it.scale].title
        shown = title.to(language) if title is not None else it.scale
        return f"{shown} *" if it.target else shown

    def _notes(self) -> Iterator[Text]:
        """What the figures rest on, what is missing and why."""
        yield METHOD[self.method]
        if self.method == "hageman-arrindell" and self.result.matching.both < FEWEST_FOR_GROUP_FIGURES:
            yield Text(
                "Voor minder dan 30 personen is die methode onzeker; kies jacobson-truax.",
                "For fewer than 30 persons that method is uncertain; choose jacobson-truax.",
            )
        yield self._targets()
        yield EFFECT
        yield from self._told(
            Text("Meetfout", "Error"), [(it, SOURCE[it.error_source]) for it in self.result.scales if it.error_source]
        )
        yield from self._sol()
        for name, heading in _MISSING.items():
            # Where nobody has both scores it is said once.
            lacking = [it for it in self.result.scales if name in it.reasons and (it.n or name == "mean")]
            found = [(it, it.reasons[name]) for it in lacking]
            yield from self._told(heading, found)

    def _targets(self) -> Text:
        if not any(it.target for it in self.result.scales):
            return Text(
                "Er is vooraf geen doelschaal genoemd (--target): alle schalen zijn per persoon gecorrigeerd voor"
                " toeval (Holm, 1979).",
                "No target scale was named beforehand (--target): all scales are corrected for chance, for each"
                " person (Holm, 1979).",
            )
        return Text(
            "* vooraf genoemd als doel; de andere schalen zijn per persoon gecorrigeerd voor toeval (Holm, 1979).",
            "* named beforehand as a target; the other scales are corrected for chance, for each person (Holm, 1979).",
        )

    def _told(self, heading: Text, found: Sequence[tuple[ScaleChange, Text]]) -> Iterator[Text]:
        """Each sentence once, with the scales that it is about; without these where it is about all."""
        for sentence in dict.fromkeys(text for _, text in found):
            of = [it.scale for it, text in found if text == sentence]
            which = "" if len(of) == len(self.result.scales) else f" ({', '.join(of)})"
            yield Text(f"{heading.nl}: {sentence.nl}{which}.", f"{heading.en}: {sentence.en}{which}.")

    def _sol(self) -> Iterator[Text]:
        """How many persons changed groups, and from which to which."""
        sol = self.result.sol
        if not sol.both:
            return
        n = sum(sol.changed.values())
        moves = [(self._label(first), self._label(second), count) for (first, second), count in sol.changed.items()]
        nl = "".join(f"; {first.nl} → {second.nl} {count}" for first, second, count in moves)
        en = "".join(f"; {first.en} → {second.en} {count}" for first, second, count in moves)
        yield Text(
            f"Groepen: van {sol.both} personen krijgen {sol.moved} een andere suggestie, en"
            f" voor {n} is dat meer dan meetfout{nl}.",
            f"Groups: of {sol.both} persons {sol.moved} get another suggestion, and for {n}"
            f" that is more than error{en}.",
        )

    def _label(self, group: str) -> Text:
        return self._groups[group]


_MISSING = {
    "verdicts": Text("Geen oordeel per persoon", "No verdict on persons"),
    "mean": Text("Geen gemiddeld verschil", "No mean change"),
    "low": Text("Geen interval", "No interval"),
    "effect_size": Text("Geen effectgrootte", "No effect size"),
    "expected": Text("Geen verwachte regressie", "No expected regression"),
}
