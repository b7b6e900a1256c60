"""`reintegratie validate-instrument`: a questionnaire and its answers in, whether it is good enough out."""

from pathlib import Path

import typer

from reintegratie_cli.commands import _reading_options as reading
from reintegratie_cli.text import Language

EXAMPLES = """
Examples:

\b
  reintegratie validate-instrument own.yaml
  reintegratie validate-instrument own.yaml answers.csv
  reintegratie validate-instrument own.yaml answers.csv --decision group -o report.md
  reintegratie validate-instrument own.yaml first.csv --retest second.csv --id client
  reintegratie validate-instrument own.yaml answers.csv --only cfa,verdict -f json --fail-below with_care

Exit codes: 0 done; 1 done, and the conclusion is worse than --fail-below; 2 the call or a file is wrong; 3 done, with
rows that were read in part or not at all. 2 goes before 1, 1 before 3.
"""


def validate_instrument(
    instrument: str = reading.QUESTIONNAIRE,
    responses: list[str] = typer.Argument(
        [],
        metavar="RESPONSES",
        help="Files with answers, in any format; - is standard input. Without: the questionnaire alone is checked.",
    ),
    estimator: str | None = typer.Option(
        None, metavar="ML|MLR|WLSMV", help="Of the factor model; by default chosen by the answers, and said."
    ),
    missing: str | None = typer.Option(
        None,
        metavar="listwise|fiml|pairwise",
        help="Missing answers in the factor model; by default fiml, with WLSMV pairwise.",
    ),
    only: list[str] = typer.Option(
        [],
        metavar="PARTS",
        help="questionnaire, items, reliability, dimensionality, efa, cfa, verdict: with commas, or repeated.",
    ),
    decision: str = typer.Option(
        "individual",
        metavar="DECISION",
        help="What the scores are for: individual-important, individual or group.",
    ),
    criteria: str = typer.Option(
        "cotan-2010", metavar="STANDARD", help="The standard that it is held to: cotan-2010 or efpa-2013."
    ),
    retest: str | None = typer.Option(
        None, metavar="FILE", help="The same persons a second time, by id; --occasion tells it within one file."
    ),
    criterion: str | None = typer.Option(
        None, metavar="COLUMN", help="A column with numbers that the scores ought to go with."
    ),
    dynamic: bool = typer.Option(
        False, "--dynamic", help="Simulate the cut-offs for fit of this model and sample, beside the fixed ones."
    ),
    polychoric: bool = typer.Option(
        False, "--polychoric", help="Number of dimensions from polychoric correlations instead of Pearson's."
    ),
    seed: int = typer.Option(1, metavar="NUMBER", min=0, help="The same seed gives the same simulations."),
    fail_below: str | None = typer.Option(
        None, metavar="usable|with_care", help="Exit code 1 when the conclusion is worse than this."
    ),
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
    output: str = reading.OUTPUT,
    output_format: str | None = typer.Option(
        None,
        "-f",
        "--format",
        metavar="FORMAT",
        help="table, json or markdown; else the suffix of -o says it; else a table for people, json for a pipe.",
    ),
    lang: Language = reading.LANG,
) -> None:
    """Say whether a questionnaire is good enough, for which decision, and what is wrong with which item."""
    given = locals()
    from reintegratie_cli.commands._validate_call import ValidateCall  # noqa: PLC0415 - --help must start fast
    from reintegratie_cli.commands._validate_run import ValidateRun  # noqa: PLC0415

    raise typer.Exit(ValidateRun(ValidateCall(**given)).run())


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(epilog=EXAMPLES)(validate_instrument)
