"""What a run came to, for people: how many persons, which groups and how surely, what could not be read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TextIO

import polars as pl
from rich.table import Table

from reintegratie_cli.models.rules import SolGroup
from reintegratie_cli.outputs import words
from reintegratie_cli.outputs.terminal import console, plain_table
from reintegratie_cli.text import Language, Text

SHORTEST, LONGEST, BESIDE = 8, 32, 68
"""How long the bars are: what is left of the page when the words beside them have their place."""

SURE, UNSURE = "█", "░"
LEGEND = Text(
    f"{SURE} eenduidig   {UNSURE} niet eenduidig: praat erover, meet opnieuw",
    f"{SURE} clear-cut   {UNSURE} not clear-cut: talk about it, measure again",
)


class Summary:
    """Counts what passes; knows nobody."""

    def __init__(self, groups: Sequence[SolGroup], interventions: Mapping[str, Text]) -> None:
        """Start at nobody; `groups` in the order in which they are shown, `interventions` are the names of these."""
        self.groups, self.names = groups, interventions
        self.statuses: Counter[str] = Counter()
        self.sure: Counter[str] = Counter()
        self.unsure: Counter[str] = Counter()
        self.flags: Counter[str] = Counter()

    @property
    def n(self) -> int:
        """How many rows."""
        return self.statuses.total()

    @property
    def troubled(self) -> int:
        """How many rows were read in part or not at all."""
        return self.statuses["partial"] + self.statuses["rejected"]

    def add(self, frame: pl.DataFrame) -> None:
        """Count a batch."""
        self.statuses.update(_counts(frame["row.status"]))
        groups = frame.select("sol.group", "sol.ambiguous").drop_nulls()
        for ambiguous, counter in ((False, self.sure), (True, self.unsure)):
            counter.update(_counts(groups.filter(pl.col("sol.ambiguous") == ambiguous)["sol.group"]))
        for flags, count in _counts(frame["flags"]).items():
            self.flags.update(dict.fromkeys(flags.split(";"), count))

    def show(self, stream: TextIO, language: Language, notes: Sequence[Text], end: Text) -> None:
        """Write it out: `notes` are what the reader has to say, `end` where the result is."""
        out = console(stream)
        persons = Text("personen", "persons") if self.n != 1 else Text("persoon", "person")
        parts = [f"{self.statuses[s]} {word.to(language)}" for s, word in words.STATUS.items() if self.statuses[s]]
        out.print(f"{self.n} {persons.to(language)}" + (f": {', '.join(parts)}" if parts else ""))
        if (self.sure or self.unsure) and self.n > 1:
            out.print()
            out.print(self._bars(language, min(max(out.width - BESIDE, SHORTEST), LONGEST)))
            out.print(LEGEND.to(language))
        for flag, count in sorted(self.flags.items()):
            kind, _, what = flag.partition(":")
            said = words.FLAG[kind].to(language) + (f": {self.names[what].to(language)}" if what else "")
            out.print(f"  {count} × {said}")
        for note in notes:
            out.print(note.to(language))
        out.print()
        out.print(end.to(language))
        out.print(words.NEVER.to(language), style="italic")

    def _bars(self, language: Language, bar: int) -> Table:
        table = plain_table(Text("Suggestie", "Suggestion").to(language), "", "", "", right=(2,))
        most = max((self.sure + self.unsure).values(), default=1)
        total = (self.sure + self.unsure).total()
        for group in self.groups:
            sure, unsure = self.sure[group.group], self.unsure[group.group]
            full, half = round(bar * sure / most), round(bar * unsure / most)
            both = sure + unsure
            doubt = Text(f"waarvan {unsure} niet eenduidig", f"of which {unsure} not clear-cut").to(language)
            table.add_row(
                group.label.to(language),
                SURE * full + UNSURE * half,
                str(both),
                f"{100 * both / total:.0f} %" + (f", {doubt}" if unsure else ""),
            )
        return table


def _counts(values: pl.Series) -> dict[str, int]:
    counted = values.drop_nulls().value_counts(name="count")
    return dict(zip(counted[:, 0].to_list(), counted["count"].to_list(), strict=True))
