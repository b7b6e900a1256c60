"""The options of `change` as one object, and what can be refused before a file is opened."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from reintegratie_cli import outputs
from reintegratie_cli.commands._reading_call import SOURCE_FORMATS, TABLE, ReadingCall, check_choice
from reintegratie_cli.commands._score_call import FOREIGN
from reintegratie_cli.errors import UsageError
from reintegratie_cli.models.change_result import METHODS, Method
from reintegratie_cli.outputs.files import same_target
from reintegratie_cli.text import Text


@dataclass(frozen=True)
class ChangeCall(ReadingCall):
    """The options of the command, as they were given; `responses` holds one file or two."""

    instrument: list[str]
    norms: list[str]
    target: list[str]
    method: str
    facts: list[str]
    rule: str | None
    raw_text: bool
    excel_nl: bool
    norms_folder: Path | None

    def check(self) -> None:
        """Refuse what no file has to be opened for."""
        check_choice("--from", self.source_format, SOURCE_FORMATS)
        check_choice("--method", self.method, METHODS)
        check_choice("-f", self.format, (TABLE, *outputs.FORMATS))
        self.check_output_name(FOREIGN, outputs.FORMATS)
        outputs.check_format(self.format, excel_nl=self.excel_nl)
        if (self.second is None) == (self.occasion is None):
            raise UsageError(
                Text(
                    "Noem twee bestanden, of een bestand met --occasion en de kolom die de metingen onderscheidt.",
                    "Name two files, or one with --occasion and the column that tells the measurements apart.",
                ),
            )
        if self.second is not None and same_target(self.second, self.responses[0]):
            raise UsageError(
                Text(
                    "De eerste en de tweede meting staan in hetzelfde bestand; noem het een keer, met --occasion.",
                    "The first and the second measurement are the same file; name it once, with --occasion.",
                ),
            )

        if len(self.facts) > len(self.responses):
            raise UsageError(
                Text(
                    "Er zijn meer bestanden met feiten dan met antwoorden; noem er hoogstens een per bestand.",
                    "There are more files with facts than with answers; name at most one for each.",
                ),
            )

    @property
    def second(self) -> str | None:
        """The file with the second measurement, where it has one of its own."""
        return self.responses[1] if len(self.responses) > 1 else None

    @property
    def chosen_method(self) -> Method:
        """How change is established, once it has been checked."""
        return cast("Method", self.method)

    @property
    def format(self) -> str:
        """-f wins, then the suffix of -o, then a table for people and csv for a pipe."""
        return self.output_format or outputs.format_of(self.output) or (TABLE if self.goes_to_people else "csv")

    @property
    def inputs(self) -> list[str]:
        """Every file that is read, so that none is overwritten."""
        named = (self.rule, self.mapping, self.pseudonymise, *self.instrument, *self.norms)
        return [*self.responses, *self.facts, *(name for name in named if name)]
