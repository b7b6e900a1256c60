"""`reintegratie norms`: which norms there are, what is in them, and making them from answers."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import typer

from reintegratie_cli.commands import _reading_options as reading
from reintegratie_cli.commands._norms_accuracy import register as register_accuracy
from reintegratie_cli.commands._standard_output import show, write
from reintegratie_cli.inputs import completion as complete
from reintegratie_cli.text import Language

HELP_NAMES = {"help_option_names": ["-h", "--help"]}
FOLDER = typer.Option(None, "--norms", metavar="FOLDER", help="Folder with norms, looked in first.")
LANG = typer.Option("nl", help="Language of what people read.")

EXAMPLES = {
    "list": """
Examples:

\b
  reintegratie norms list
  reintegratie norms list --norms own-norms -f json
""",
    "show": """
Examples:

\b
  reintegratie norms show gse.nederland-schwarzer
  reintegratie norms show norms/intake.stad-2026.yaml -f yaml
""",
    "build": """
Examples:

\b
  reintegratie norms build intake export.csv --population "Bijstand in Stad" --status local --stakes intake \\
    --collected 2026 --source "Gemeente Stad" --frame "iedereen met bijstand" --invited 900 --responded 640 \\
    --mode "online, thuis" --share-assisted 0.12 -o norms/intake.stad-2026.yaml

Exit codes: 0 done; 2 the call or a file is wrong, or nothing has 100 persons; 3 done, with rows that were read in part
or not at all.
""",
}


def list_norms(
    output_format: Literal["table", "json"] = typer.Option("table", "-f", "--format", help="table or json."),
    norms: Path | None = FOLDER,
    lang: Language = LANG,
) -> None:
    """List the norms: id, of whom, what they may be used for, year and number of persons."""
    from reintegratie_cli.inputs import catalogue  # noqa: PLC0415 - --help must start fast
    from reintegratie_cli.outputs import document  # noqa: PLC0415
    from reintegratie_cli.outputs import norms as pages  # noqa: PLC0415

    found = catalogue.list_norms(norms)
    if output_format == "json":
        write(document.as_json(pages.norms_as_data(found)))
    else:
        show(lambda page: pages.list_norms(page, found, lang))


def show_norms(
    norm: str = typer.Argument(
        ..., metavar="ID", help="The norms: an id or a YAML file.", autocompletion=complete.norms
    ),
    output_format: Literal["table", "json", "yaml"] = typer.Option(
        "table", "-f", "--format", help="table, json (everything) or yaml (a file that can be read in again)."
    ),
    norms: Path | None = FOLDER,
    lang: Language = LANG,
) -> None:
    """Show one norm: of whom it is, how it came about, the figures of each scale, and how long it lasts."""
    from reintegratie_cli.inputs import catalogue  # noqa: PLC0415 - --help must start fast
    from reintegratie_cli.outputs import document  # noqa: PLC0415
    from reintegratie_cli.outputs import norms as pages  # noqa: PLC0415

    found = catalogue.find_norms(norm, norms)
    if output_format == "table":
        limits = catalogue.load_norm_age()
        show(lambda page: pages.show_norms(page, found, limits, lang))
    else:
        write(document.file_as_json(found) if output_format == "json" else pages.as_yaml(found))


def build(
    instrument: str = reading.QUESTIONNAIRE,
    responses: list[str] = typer.Argument(
        ..., metavar="RESPONSES", help="Files with answers, in any format, not scores; - is standard input."
    ),
    group: str | None = typer.Option(
        None, metavar="COLUMN", help="One norm for each value of this column that at least 100 persons have."
    ),
    population: str | None = typer.Option(None, metavar="TEXT", help="Of whom the norms are. Required."),
    population_en: str | None = typer.Option(None, metavar="TEXT", help="The same in English."),
    status: str | None = typer.Option(
        None, metavar="STATUS", help="local, national, reference (another population) or illustrative. Required."
    ),
    stakes: str | None = typer.Option(
        None, metavar="STAKES", help="intake (answers given under a duty) or anonymous. Required."
    ),
    collected: str | None = typer.Option(None, metavar="YEAR", help="The year, or 2024-2026. Required."),
    source: str | None = typer.Option(None, metavar="TEXT", help="Where the answers come from. Required."),
    frame: str | None = typer.Option(None, metavar="TEXT", help="Out of whom people were invited. Required."),
    invited: str | None = typer.Option(None, metavar="N", help="How many were invited, or unknown. Required."),
    responded: str | None = typer.Option(None, metavar="N", help="How many answered, or unknown. Required."),
    mode: str | None = typer.Option(None, metavar="TEXT", help="How: online, on paper, in conversation. Required."),
    share_assisted: str | None = typer.Option(
        None, metavar="SHARE", help="The share that had help with it, 0 to 1, or unknown. Required."
    ),
    retest: str | None = typer.Option(
        None, metavar="FILE", help="The same persons a second time, by id; --occasion tells it within one file."
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
    output: str = typer.Option(
        "-",
        "-o",
        "--output",
        metavar="FILE",
        help="INSTRUMENT.GROUP.yaml, whose name is the id of the norms; with --group a folder; - is standard output.",
    ),
    lang: Language = reading.LANG,
) -> None:
    """Make norms from answers: mean, spread, reliability, distribution and correlations of the scales, no rows."""
    given = locals()
    from reintegratie_cli.commands._norms_build import NormsBuild, NormsCall  # noqa: PLC0415 - --help must start fast

    raise typer.Exit(NormsBuild(NormsCall.of(given)).run())


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    ours = typer.Typer(rich_markup_mode=None, no_args_is_help=True, context_settings=HELP_NAMES)
    commands: dict[str, Callable[..., None]] = {"list": list_norms, "show": show_norms, "build": build}
    for name, command in commands.items():
        ours.command(name, epilog=EXAMPLES[name])(command)
    register_accuracy(ours)
    app.add_typer(
        ours, name="norms", help="Norms: list, show, make them from answers, say how sure groups are with them."
    )
