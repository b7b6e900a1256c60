"""`reintegratie score`: a file with answers in, a row per person out."""

from pathlib import Path

import typer

from reintegratie_cli.commands import _reading_options as reading
from reintegratie_cli.text import Language

EXAMPLES = """
Examples:

\b
  reintegratie score export.csv -o scores.csv
  reintegratie score export.xlsx -o scores.xlsx
  reintegratie score export.csv --excel-nl -o scores.csv
  reintegratie score export.csv --facts facts.csv --offer offer.yaml
  reintegratie score export.csv --client 0042
  reintegratie score export.csv -n intake.gemeente-2027 --interval kelley
  cat export.csv | reintegratie score - -i intake -f jsonl | head

Exit codes: 0 done; 2 the call or a file is wrong; 3 done, with rows that were read in part or not at all.
"""


def score(
    responses: list[str] = typer.Argument(
        ..., metavar="RESPONSES", help="Files with answers, in any format; - is standard input."
    ),
    instrument: list[str] = reading.INSTRUMENT,
    facts: str | None = typer.Option(None, metavar="FILE", help="File with what professionals entered, a row per id."),
    offer: str | None = typer.Option(None, metavar="FILE", help="YAML with the help that the municipality has."),
    rule: str | None = typer.Option(None, metavar="FILE", help="YAML with another rule for Sol's groups."),
    norms: list[str] = reading.NORMS,
    interval: str = typer.Option(
        "observed", metavar="KIND", help="Interval of T: observed (score and its error) or kelley (regressed score)."
    ),
    id_column: str | None = reading.ID_COLUMN,
    occasion: str | None = reading.OCCASION,
    date: str | None = reading.DATE,
    keep: list[str] = typer.Option([], metavar="COLUMN", help="A column to pass on; may be repeated."),
    mapping: str | None = reading.MAPPING,
    encoding: str | None = reading.ENCODING,
    delimiter: str | None = reading.DELIMITER,
    source_format: str | None = reading.SOURCE_FORMAT,
    sheet: str | None = reading.SHEET,
    rejects: str | None = typer.Option(
        None, metavar="FILE", help="Write rows that were not read in full here, to be mended."
    ),
    pseudonymise: str | None = reading.PSEUDONYMISE,
    raw_text: bool = typer.Option(
        False, "--raw-text", help="Do not guard text against spreadsheets that run formulas."
    ),
    excel_nl: bool = typer.Option(
        False, "--excel-nl/--no-excel-nl", help="CSV that Excel opens with Dutch settings: semicolons, decimal commas."
    ),
    show_values: bool = reading.SHOW_VALUES,
    purpose: str | None = typer.Option(
        None, "--for", metavar="PURPOSE", help="case-system: leave out answers, intention, attitude, search."
    ),
    client: str | None = typer.Option(None, metavar="ID", help="Only this person: the profile for a conversation."),
    instruments: Path | None = reading.INSTRUMENTS,
    norms_folder: Path | None = reading.NORMS_FOLDER,
    output: str = reading.OUTPUT,
    output_format: str | None = reading.FORMAT,
    lang: Language = reading.LANG,
) -> None:
    """Score answers: scale scores, Wanberg profile, Sol group with probabilities, interventions."""
    given = locals()
    from reintegratie_cli.commands._score_call import ScoreCall  # noqa: PLC0415 - --help must start fast
    from reintegratie_cli.commands._score_run import ScoreRun  # noqa: PLC0415

    raise typer.Exit(ScoreRun(ScoreCall(**given)).run())


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(epilog=EXAMPLES)(score)
