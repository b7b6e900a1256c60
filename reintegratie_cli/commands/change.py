"""`reintegratie change`: two measurements of the same persons in, what changed beyond measurement error out."""

from pathlib import Path

import typer

from reintegratie_cli.commands import _reading_options as reading
from reintegratie_cli.text import Language

EXAMPLES = """
Examples:

\b
  reintegratie change intake.csv after-six-months.csv --target netwerk -o change.csv
  reintegratie change both.csv --occasion measurement -i intake
  reintegratie change before.csv after.csv -n intake.own-2026 --method hageman-arrindell

Exit codes: 0 done; 2 the call or a file is wrong; 3 done, with rows that were read in part or not at all.
"""


def change(
    first: str = typer.Argument(..., metavar="FIRST", help="The file with the first measurement; - is standard input."),
    second: str | None = typer.Argument(
        None,
        metavar="SECOND",
        help="The file with the second; without, --occasion tells them apart in the first.",
        show_default=False,
    ),
    instrument: list[str] = reading.INSTRUMENT,
    norms: list[str] = reading.NORMS,
    target: list[str] = typer.Option(
        [],
        metavar="SCALE",
        help="A scale that help was aimed at, named beforehand; may be repeated. Holm corrects all others.",
    ),
    method: str = typer.Option(
        "jacobson-truax", metavar="METHOD", help="jacobson-truax, or hageman-arrindell for groups of 30 or more."
    ),
    facts: list[str] = typer.Option(
        [],
        metavar="FILE",
        help="File with what professionals entered, a row per id; a second one is of the second measurement.",
    ),
    rule: str | None = typer.Option(None, metavar="FILE", help="YAML with another rule for Sol's groups."),
    id_column: str | None = reading.ID_COLUMN,
    occasion: str | None = reading.OCCASION,
    date: str | None = reading.DATE,
    mapping: str | None = reading.MAPPING,
    encoding: str | None = reading.ENCODING,
    delimiter: str | None = reading.DELIMITER,
    source_format: str | None = reading.SOURCE_FORMAT,
    sheet: str | None = reading.SHEET,
    pseudonymise: str | None = reading.PSEUDONYMISE,
    raw_text: bool = typer.Option(
        False, "--raw-text", help="Do not guard text against spreadsheets that run formulas."
    ),
    excel_nl: bool = typer.Option(
        False, "--excel-nl/--no-excel-nl", help="CSV that Excel opens with Dutch settings: semicolons, decimal commas."
    ),
    show_values: bool = reading.SHOW_VALUES,
    instruments: Path | None = reading.INSTRUMENTS,
    norms_folder: Path | None = reading.NORMS_FOLDER,
    output: str = reading.OUTPUT,
    output_format: str | None = reading.FORMAT,
    lang: Language = reading.LANG,
) -> None:
    """Say whether scores and groups changed by more than measurement error, between two measurements."""
    given = locals()
    from reintegratie_cli.commands._change_call import ChangeCall  # noqa: PLC0415 - --help must start fast
    from reintegratie_cli.commands._change_run import ChangeRun  # noqa: PLC0415

    files = [one for one in (given.pop("first"), given.pop("second")) if one is not None]
    raise typer.Exit(ChangeRun(ChangeCall(responses=files, **given)).run())


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(epilog=EXAMPLES)(change)
