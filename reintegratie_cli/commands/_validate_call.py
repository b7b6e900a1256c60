"""The options of `validate-instrument` as one object, and what can be refused before a file is opened."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from reintegratie_cli import __version__
from reintegratie_cli.commands._reading_call import SOURCE_FORMATS, TABLE, ReadingCall, check_choice
from reintegratie_cli.errors import UsageError
from reintegratie_cli.models.validation_result import Tool
from reintegratie_cli.models.verdict import CONCLUSIONS, DECISIONS, Conclusion, Decision
from reintegratie_cli.outputs import validation
from reintegratie_cli.outputs.files import same_target
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.validate_options import (
    ESTIMATORS,
    GOES_WITH,
    MISSING_METHODS,
    PARTS,
    Estimator,
    MissingMethod,
    Part,
    ValidateOptions,
)

FOREIGN = (
    *(".csv", ".jsonl", ".ndjson", ".parquet", ".feather", ".tsv", ".xlsx", ".xls", ".ods", ".sav", ".gz", ".zip"),
    *(".html", ".pdf", ".docx", ".odt", ".xml", ".yaml", ".yml"),
)
"""Names that promise a format which is not written."""

BARS: tuple[Conclusion, ...] = CONCLUSIONS[:2]
"""What can be asked of the conclusion at least."""

QUESTIONNAIRE: Part = "questionnaire"
VERDICT: Part = "verdict"


@dataclass(frozen=True)
class ValidateCall(ReadingCall):
    """The options of the command, as they were given."""

    instrument: str
    estimator: str | None
    missing: str | None
    only: list[str]
    decision: str
    criteria: str
    retest: str | None
    criterion: str | None
    dynamic: bool
    polychoric: bool
    seed: int
    fail_below: str | None

    def check(self) -> None:
        """Refuse what no file has to be opened for."""
        check_choice("--from", self.source_format, SOURCE_FORMATS)
        check_choice("-f", self.format, tuple(validation.FORMATS))
        check_choice("--estimator", self.estimator, ESTIMATORS)
        check_choice("--missing", self.missing, MISSING_METHODS)
        check_choice("--decision", self.decision, DECISIONS)
        check_choice("--fail-below", self.fail_below, BARS)
        for part in self.parts:
            check_choice("--only", part, PARTS)
        self.check_output_name(FOREIGN, validation.FORMATS)
        for wrong in (*self._without_answers(), *self._together()):
            raise UsageError(wrong)

    def _without_answers(self) -> Iterator[Text]:
        """What cannot be asked of a questionnaire alone."""
        asked = {
            "--retest": self.retest,
            "--occasion": self.occasion,
            "--criterion": self.criterion,
            "--fail-below": self.fail_below,
            **{f"--only {part}": part for part in self.parts if self.only and part != QUESTIONNAIRE},
        }
        if not self.responses:
            for option in (option for option, value in asked.items() if value is not None):
                yield Text(
                    f"{option} kan niet zonder antwoorden; noem het bestand met antwoorden na de vragenlijst.",
                    f"{option} needs answers; name the file with answers after the questionnaire.",
                )

    def _together(self) -> Iterator[Text]:
        """What does not go together."""
        if self.estimator and self.missing and self.missing not in GOES_WITH[cast("Estimator", self.estimator)]:
            allowed = GOES_WITH[cast("Estimator", self.estimator)]
            yield Text(
                f"--missing {self.missing} kan niet met --estimator {self.estimator}; kies {' of '.join(allowed)}.",
                f"--missing {self.missing} does not go with --estimator {self.estimator};"
                f" choose {' or '.join(allowed)}.",
            )
        if self.retest is not None and self.occasion is not None:
            yield Text(
                "--retest en --occasion gaan niet samen: de hertest staat in een ander bestand, of in hetzelfde.",
                "--retest and --occasion do not go together: the retest is in another file, or in the same.",
            )
        if self.retest is not None and any(same_target(self.retest, one) for one in self.responses):
            yield Text(
                "--retest noemt een bestand dat ook bij de antwoorden staat; de hertest is een ander bestand.",
                "--retest names a file that is among the answers too; the retest is another file.",
            )
        if self.fail_below is not None and VERDICT not in self.parts:
            yield Text(
                "--fail-below vraagt om het oordeel; zet verdict bij --only.",
                "--fail-below asks for the verdict; add verdict to --only.",
            )

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of --only, given with commas or one by one; all when none is named."""
        named = (part.strip() for given in self.only for part in given.split(","))
        return tuple(dict.fromkeys(named)) or PARTS

    @property
    def options(self) -> ValidateOptions:
        """What is asked of the validation, once it has been checked."""
        return ValidateOptions(
            tool=Tool("reintegratie", __version__),
            estimator=cast("Estimator | None", self.estimator),
            missing=cast("MissingMethod | None", self.missing),
            only=cast("tuple[Part, ...]", self.parts),
            decision=cast("Decision", self.decision),
            criterion=self.criterion,
            dynamic=self.dynamic,
            polychoric=self.polychoric,
            seed=self.seed,
        )

    @property
    def format(self) -> str:
        """-f wins, then the suffix of -o, then a table for people and json for a pipe."""
        return self.output_format or self._format_of_name or (TABLE if self.goes_to_people else "json")

    @property
    def _format_of_name(self) -> str | None:
        formats = validation.FORMATS.items()
        return next((name for name, suffixes in formats if self.output.lower().endswith(suffixes)), None)

    @property
    def inputs(self) -> list[str]:
        """Every file that is read, so that none is overwritten."""
        return [
            *self.responses,
            *(name for name in (self.instrument, self.retest, self.mapping, self.pseudonymise) if name),
        ]
