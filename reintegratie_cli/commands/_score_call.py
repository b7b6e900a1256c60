"""The options of `score` as one object, and what can be refused before a file is opened."""

import sys
from dataclasses import dataclass
from pathlib import Path

from reintegratie_cli import outputs
from reintegratie_cli.errors import UsageError
from reintegratie_cli.outputs.files import STANDARD, same_target
from reintegratie_cli.text import Language, Text, visible

CASE_SYSTEM = "case-system"
SOURCE_FORMATS = ("csv",)
FOREIGN = (".xlsx", ".xls", ".ods", ".sav", ".json", ".gz", ".zip", ".html", ".pdf", ".xml", ".tsv", ".feather")
"""Names that promise a format which is not written: CSV under such a name would mislead whoever opens it."""

TABLE = "table"


@dataclass(frozen=True)
class ScoreCall:
    """The options of the command, as they were given."""

    responses: list[str]
    instrument: list[str]
    facts: str | None
    offer: str | None
    rule: str | None
    id_column: str | None
    occasion: str | None
    date: str | None
    keep: list[str]
    mapping: str | None
    encoding: str | None
    delimiter: str | None
    source_format: str | None
    rejects: str | None
    pseudonymise: str | None
    raw_text: bool
    show_values: bool
    purpose: str | None
    client: str | None
    instruments: Path | None
    output: str
    output_format: str | None
    lang: Language

    def check(self) -> None:
        """Refuse what no file has to be opened for."""
        _check_choice("--from", self.source_format, SOURCE_FORMATS)
        _check_choice("--for", self.purpose, (CASE_SYSTEM,))
        _check_choice("-f", self.format, (TABLE, *outputs.FORMATS))
        if self.output_format is None and self.output.lower().endswith(FOREIGN):
            shown, formats = visible(self.output, 200), ", ".join(outputs.FORMATS)
            raise UsageError(
                Text(
                    f"{shown}: dit formaat wordt niet geschreven. Kies een andere naam, of -f {formats}.",
                    f"{shown}: this format is not written. Choose another name, or -f {formats}.",
                ),
            )
        if self.rejects is not None and same_target(self.rejects, self.output):
            raise UsageError(
                Text(
                    "--rejects en -o noemen hetzelfde bestand; geef elk een eigen bestand.",
                    "--rejects and -o name the same file; give each a file of its own.",
                ),
            )

    @property
    def format(self) -> str:
        """-f wins, then the suffix of -o, then a table for people and csv for a pipe."""
        to_people = self.output == STANDARD and sys.stdout is not None and sys.stdout.isatty()
        return self.output_format or outputs.format_of(self.output) or (TABLE if to_people else "csv")

    @property
    def for_case_system(self) -> bool:
        """Whether the output follows a person into a case system."""
        return self.purpose == CASE_SYSTEM

    @property
    def inputs(self) -> list[str]:
        """Every file that is read, so that none is overwritten."""
        named = (self.facts, self.offer, self.rule, self.mapping, self.pseudonymise, *self.instrument)
        return [*self.responses, *(name for name in named if name)]


def _check_choice(option: str, given: str | None, allowed: tuple[str, ...]) -> None:
    if given is not None and given not in allowed:
        shown, choices = visible(given), ", ".join(allowed)
        raise UsageError(
            Text(f"{option} {shown} bestaat niet; kies {choices}.", f"There is no {option} {shown}; choose {choices}."),
        )
