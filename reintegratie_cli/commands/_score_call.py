"""The options of `score` as one object, and what can be refused before a file is opened."""

from dataclasses import dataclass
from pathlib import Path

from reintegratie_cli import outputs
from reintegratie_cli.commands._reading_call import SOURCE_FORMATS, TABLE, ReadingCall, check_choice
from reintegratie_cli.errors import UsageError
from reintegratie_cli.outputs.files import check_targets, same_target
from reintegratie_cli.text import Text, visible

REJECTED = "csv"
"""What rows to be mended are written as, whatever they were read from."""

CASE_SYSTEM = "case-system"
INTERVALS = ("observed", "kelley")
FOREIGN = (
    *(".xls", ".xlsm", ".xlsb", ".ods", ".zsav", ".por", ".dta", ".json", ".gz", ".zip", ".html", ".pdf", ".xml"),
    *(".tsv", ".feather"),
)
"""Names that promise a format which is not written: CSV under such a name would mislead whoever opens it."""
FOREIGN_TO_REJECTED = tuple(suffix for suffix in FOREIGN if suffix != ".tsv")
"""The same of rows to be mended, between which there may be tabs."""


@dataclass(frozen=True)
class ScoreCall(ReadingCall):
    """The options of the command, as they were given."""

    instrument: list[str]
    facts: str | None
    offer: str | None
    rule: str | None
    keep: list[str]
    rejects: str | None
    raw_text: bool
    excel_nl: bool
    purpose: str | None
    client: str | None
    norms: list[str]
    interval: str
    norms_folder: Path | None

    def check(self) -> None:
        """Refuse what no file has to be opened for."""
        check_choice("--from", self.source_format, SOURCE_FORMATS)
        check_choice("--for", self.purpose, (CASE_SYSTEM,))
        check_choice("--interval", self.interval, INTERVALS)
        check_choice("-f", self.format, (TABLE, *outputs.FORMATS))
        self.check_output_name(FOREIGN, outputs.FORMATS)
        outputs.check_format(self.format, excel_nl=self.excel_nl)
        if self.rejects is not None:
            self._check_rejects(self.rejects)
        check_targets([self.output, *([self.rejects] if self.rejects else [])], self.inputs)

    def _check_rejects(self, name: str) -> None:
        if same_target(name, self.output):
            raise UsageError(
                Text(
                    "--rejects en -o noemen hetzelfde bestand; geef elk een eigen bestand.",
                    "--rejects and -o name the same file; give each a file of its own.",
                ),
            )
        if outputs.format_of(name) not in {None, REJECTED} or name.lower().endswith(FOREIGN_TO_REJECTED):
            shown = visible(name, 200)
            raise UsageError(
                Text(
                    f"--rejects {shown}: deze rijen worden als CSV geschreven; geef een naam op .csv.",
                    f"--rejects {shown}: these rows are written as CSV; give a name that ends in .csv.",
                ),
            )

    @property
    def format(self) -> str:
        """-f wins, then the suffix of -o, then a table for people and csv for a pipe."""
        return self.output_format or outputs.format_of(self.output) or (TABLE if self.goes_to_people else "csv")

    @property
    def for_case_system(self) -> bool:
        """Whether the output follows a person into a case system."""
        return self.purpose == CASE_SYSTEM

    @property
    def inputs(self) -> list[str]:
        """Every file that is read, so that none is overwritten."""
        named = (self.facts, self.offer, self.rule, self.mapping, self.pseudonymise, *self.instrument, *self.norms)
        return [*self.responses, *(name for name in named if name)]
