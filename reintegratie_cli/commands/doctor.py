"""`reintegratie doctor`: what a file is and what in it does not match, before anything is scored."""

from pathlib import Path
from typing import Literal

import typer

from reintegratie_cli.commands import _reading_options as reading
from reintegratie_cli.text import Language

EXAMPLES = """
Examples:

\b
  reintegratie doctor export.csv
  reintegratie doctor export.xlsx -i intake --map map.yaml
  reintegratie doctor export.csv -f json

Exit codes: 0 score would read everything; 2 the call is wrong or the file cannot be read; 3 something does not match.
"""


def doctor(
    responses: list[str] = typer.Argument(
        ..., metavar="RESPONSES", help="Files with answers, in any format; - is standard input."
    ),
    instrument: list[str] = reading.INSTRUMENT,
    id_column: str | None = reading.ID_COLUMN,
    occasion: str | None = reading.OCCASION,
    date: str | None = reading.DATE,
    mapping: str | None = reading.MAPPING,
    encoding: str | None = reading.ENCODING,
    delimiter: str | None = reading.DELIMITER,
    source_format: str | None = reading.SOURCE_FORMAT,
    sheet: str | None = reading.SHEET,
    pseudonymise: str | None = reading.PSEUDONYMISE,
    show_values: bool = reading.SHOW_VALUES,
    instruments: Path | None = reading.INSTRUMENTS,
    output_format: Literal["table", "json"] = typer.Option("table", "-f", "--format", help="table or json."),
    lang: Language = reading.LANG,
) -> None:
    """Say what files with answers are, which columns hold which items, and what does not match. Scores nothing."""
    given = locals()
    from reintegratie_cli.commands._doctor_run import DoctorCall, DoctorRun  # noqa: PLC0415 - --help must start fast

    raise typer.Exit(DoctorRun(DoctorCall(**given, output="-")).run())


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(epilog=EXAMPLES)(doctor)
