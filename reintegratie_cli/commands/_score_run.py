"""One run of `score`: owns the loop in which inputs yield batches and outputs append them."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from reintegratie_cli import __version__, outputs
from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.inputs.binding import ReadingOptions, detect_instrument
from reintegratie_cli.inputs.privacy import read_key
from reintegratie_cli.inputs.responses import Batch, ResponseFiles, open_responses
from reintegratie_cli.models.battery import combine
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.score_result import OutputColumn, output_columns
from reintegratie_cli.outputs.files import STANDARD, open_output
from reintegratie_cli.outputs.frame import result_frame
from reintegratie_cli.outputs.profile import Profile
from reintegratie_cli.outputs.rejects import RejectsFile
from reintegratie_cli.outputs.summary import Summary
from reintegratie_cli.outputs.terminal import progress, say
from reintegratie_cli.text import Language, Text, visible
from reintegratie_cli.workflows.case_system import for_case_system
from reintegratie_cli.workflows.score import RuleBook, ScoreWorkflow

DONE, WITH_TROUBLE = 0, 3
CASE_SYSTEM = "case-system"


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
        if self.source_format not in (None, "csv"):
            shown = visible(str(self.source_format))
            raise UsageError(
                Text(f"--from {shown} bestaat niet; kies csv.", f"There is no --from {shown}; choose csv."),
            )
        if self.purpose not in (None, CASE_SYSTEM):
            shown = visible(str(self.purpose))
            raise UsageError(
                Text(f"--for {shown} bestaat niet; kies {CASE_SYSTEM}.", f"There is no --for {shown}; choose {CASE_SYSTEM}."),
            )
        outputs.check_format(self.format)

    @property
    def format(self) -> str:
        """-f wins, then the suffix of -o, then a table for people and csv for a pipe."""
        to_people = self.output == STANDARD and sys.stdout.isatty()
        return self.output_format or outputs.format_of(self.output) or ("table" if to_people else "csv")

    @property
    def inputs(self) -> list[str]:
        """Every file that is read, so that none is overwritten."""
        named = (self.facts, self.offer, self.rule, self.mapping, self.pseudonymise)
        return [*self.responses, *(name for name in named if name)]


class ScoreRun:
    """Reads, scores, writes; `run` gives the exit code."""

    def __init__(self, call: ScoreCall) -> None:
        """Check the call before anything is opened."""
        call.check()
        self.call = call

    def run(self) -> int:
        """Score all files; nothing is written unless everything could be."""
        call = self.call
        with open_responses(call.responses, self._reading) as files:
            instrument = self._instrument(files)
            columns = self._columns(instrument)
            files.bind(
                instrument,
                professional=catalogue.professional_instruments(call.instruments),
                facts=self._rules.facts,
                facts_file=call.facts,
                reserved=[column.name for column in columns],
            )
            workflow = ScoreWorkflow(instrument, self._rules, self._provenance(instrument))
            self._say_before(files, instrument)
            summary = self._loop(files, workflow, columns)
        return WITH_TROUBLE if summary.troubled else DONE
