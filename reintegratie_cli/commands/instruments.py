"""`reintegratie instruments`: which questionnaires there are, what is in them, and forms to fill in."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import typer

from reintegratie_cli.commands import _reading_options as reading
from reintegratie_cli.commands._standard_output import show, write
from reintegratie_cli.inputs import completion as complete
from reintegratie_cli.text import Language

HELP_NAMES = {"help_option_names": ["-h", "--help"]}
FOLDER = typer.Option(None, "--instruments", metavar="FOLDER", help="Folder with questionnaires, looked in first.")
LANG = typer.Option("nl", help="Language of what people read.")
OUTPUT = typer.Option("-", "-o", "--output", metavar="FILE", help="Where to write; - is standard output.")
ID = typer.Argument(
    ..., metavar="ID", help="The questionnaire: an id or a YAML file.", autocompletion=complete.instruments
)

EXAMPLES = {
    "list": """
Examples:

\b
  reintegratie instruments list
  reintegratie instruments list -f json
""",
    "show": """
Examples:

\b
  reintegratie instruments show intake
  reintegratie instruments show werkvermogen -f yaml
""",
    "schema": """
Example:

\b
  reintegratie instruments schema -o instrument.schema.json
""",
    "new": """
Examples:

\b
  reintegratie instruments new answers.csv -o mine.yaml
  reintegratie instruments new answers.csv --id nr --delimiter tab
""",
    "form": """
Examples:

\b
  reintegratie instruments form intake -o intake.md
  reintegratie instruments form intake -o antwoorden.csv
""",
}

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def list_instruments(
    output_format: Literal["table", "json"] = typer.Option("table", "-f", "--format", help="table or json."),
    instruments: Path | None = FOLDER,
    lang: Language = LANG,
) -> None:
    """List the questionnaires: id, title, who fills it in, how many items and scales."""
    from reintegratie_cli.inputs import catalogue  # noqa: PLC0415
    from reintegratie_cli.outputs import document, listing  # noqa: PLC0415

    found = catalogue.list_instruments(instruments)
    if output_format == "json":
        write(document.as_json(listing.instruments_as_data(found)))
    else:
        show(lambda page: listing.list_instruments(page, found, lang))


def show_instrument(
    instrument: str = ID,
    output_format: Literal["table", "json", "yaml"] = typer.Option(
        "table", "-f", "--format", help="table, json (everything) or yaml (a file that can be read in again)."
    ),
    instruments: Path | None = FOLDER,
    lang: Language = LANG,
) -> None:
    """Show one questionnaire: its scales, items, answers and sources, with all that it includes."""
    from reintegratie_cli.inputs import catalogue  # noqa: PLC0415
    from reintegratie_cli.outputs import document, listing  # noqa: PLC0415

    found = catalogue.find_instrument(instrument, instruments)
    if output_format == "table":
        components = {str(name): it.label for name, it in catalogue.load_wanberg().components.items()}
        show(lambda page: listing.show_instrument(page, found, components, lang))
    else:
        write(document.file_as_json(found) if output_format == "json" else document.file_as_yaml(found))


def schema(output: str = OUTPUT) -> None:
    """Print the JSON Schema of a questionnaire file, for editors that check while you type."""
    from reintegratie_cli.models.instrument import Instrument  # noqa: PLC0415 - --help must start fast
    from reintegratie_cli.outputs import document  # noqa: PLC0415

    described = Instrument.model_json_schema()
    write(document.as_json({"$schema": SCHEMA_DIALECT, **described}), output)


def form(
    instrument: str = ID,
    output_format: Literal["markdown", "csv"] | None = typer.Option(
        None, "-f", "--format", help="markdown (to print) or csv (the columns to type answers under)."
    ),
    output: str = OUTPUT,
    instruments: Path | None = FOLDER,
    lang: Language = LANG,
) -> None:
    """Make a form to print, or an empty file to type answers in."""
    from reintegratie_cli.inputs import catalogue  # noqa: PLC0415 - --help must start fast
    from reintegratie_cli.outputs import form as forms  # noqa: PLC0415

    whole = catalogue.find_instrument(instrument, instruments)
    if (output_format or ("csv" if output.lower().endswith(".csv") else "markdown")) == "csv":
        write(forms.csv_header(whole), output)
        return
    _, parts = catalogue.instrument_parts(instrument, instruments)
    write(forms.markdown(whole, parts, lang), output)


def new(
    responses: str = typer.Argument(..., metavar="RESPONSES", help="An export with answers; - is standard input."),
    output: str = typer.Option(
        "-", "-o", "--output", metavar="FILE", help="Where to write, a file that ends in .yaml; - is standard output."
    ),
    id_column: str | None = typer.Option(None, "--id", metavar="COLUMN", help="The column with the id of a person."),
    encoding: str | None = typer.Option(None, metavar="ENCODING", help="The encoding of the file."),
    delimiter: str | None = typer.Option(None, metavar="CHARACTER", help="What stands between cells."),
    source_format: str | None = reading.SOURCE_FORMAT,
    sheet: str | None = reading.SHEET,
    lang: Language = LANG,
) -> None:
    """Make a first version of a questionnaire from an export, for a person to finish.

    It guesses which columns are items, what their answers are and which belong to one scale, and says in comments
    what to check and fill in. Nothing that a single person wrote comes into it.
    """
    from reintegratie_cli.commands._reading_call import SOURCE_FORMATS, check_choice  # noqa: PLC0415
    from reintegratie_cli.inputs import catalogue  # noqa: PLC0415 - --help must start fast
    from reintegratie_cli.inputs.draft.drafting import draft_instrument, draft_name  # noqa: PLC0415
    from reintegratie_cli.inputs.reading_options import ReadingOptions  # noqa: PLC0415
    from reintegratie_cli.outputs.draft import draft_as_yaml, said_of_draft  # noqa: PLC0415
    from reintegratie_cli.outputs.files import open_output  # noqa: PLC0415
    from reintegratie_cli.outputs.terminal import say  # noqa: PLC0415

    check_choice("--from", source_format, SOURCE_FORMATS)
    name = draft_name(responses, output)
    options = ReadingOptions(id=id_column, encoding=encoding, delimiter=delimiter, source=source_format, sheet=sheet)
    path = None if responses == "-" else Path(responses)
    draft, notes = draft_instrument(path, name, catalogue.load_answer_words(), options)
    with open_output(output, [responses]) as stream:
        stream.write(draft_as_yaml(draft, lang).encode())
    for note in (*notes, *said_of_draft(draft)):
        say(note.to(lang))


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    ours = typer.Typer(rich_markup_mode=None, no_args_is_help=True, context_settings=HELP_NAMES)
    commands: dict[str, Callable[..., None]] = {
        "list": list_instruments,
        "show": show_instrument,
        "new": new,
        "schema": schema,
        "form": form,
    }
    for name, command in commands.items():
        ours.command(name, epilog=EXAMPLES[name])(command)
    app.add_typer(ours, name="instruments", help="Questionnaires: list, show, make one or a form, print the schema.")
