"""`reintegratie simulate`: made-up answers, for trying and for examples."""

from pathlib import Path

import typer

from reintegratie_cli.text import Text

EXAMPLES = """
Examples:

\b
  reintegratie simulate intake -N 500 --seed 1 -o simulated.csv
  reintegratie simulate intake -N 200 --labels --missing 0.03 --bad-rows 5 -o export.csv
"""
ONE_TARGET = Text(
    "--facts en -o noemen hetzelfde bestand; geef elk een eigen bestand.",
    "--facts and -o name the same file; give each a file of its own.",
)


def simulate(
    instrument: str = typer.Argument(..., metavar="INSTRUMENT", help="The questionnaire: an id or a YAML file."),
    persons: int = typer.Option(500, "-N", metavar="NUMBER", min=1, max=10_000_000, help="How many persons."),
    seed: int = typer.Option(1, metavar="NUMBER", min=0, help="The same seed gives the same answers."),
    labels: bool = typer.Option(False, "--labels", help="Write the Dutch labels of answers rather than their codes."),
    missing: float = typer.Option(0.0, metavar="SHARE", min=0.0, max=0.9, help="The share of answers left out."),
    bad_rows: int = typer.Option(
        0, metavar="NUMBER", min=0, help="How many rows are spoiled: unknown answer, too few cells, ..."
    ),
    delimiter: str = typer.Option(";", metavar="CHARACTER", help="What stands between cells."),
    encoding: str = typer.Option("utf-8-sig", metavar="ENCODING", help="The encoding of the file."),
    facts: str | None = typer.Option(None, metavar="FILE", help="Write facts and ratings of some of the persons here."),
    instruments: Path | None = typer.Option(
        None, metavar="FOLDER", help="Folder with questionnaires, looked in first."
    ),
    output: str = typer.Option("-", "-o", "--output", metavar="FILE", help="Where to write; - is standard output."),
) -> None:
    """Draw answers from a factor model with the reliabilities that the scales assume; every row says so."""
    from reintegratie_cli.errors import UsageError  # noqa: PLC0415 - --help must start fast
    from reintegratie_cli.inputs import catalogue  # noqa: PLC0415
    from reintegratie_cli.inputs.delimited.dialect import single_delimiter  # noqa: PLC0415
    from reintegratie_cli.outputs.export import (  # noqa: PLC0415
        ExportStyle,
        export_lines,
        joined,
        simulated_id,
        write_lines,
    )
    from reintegratie_cli.outputs.files import open_outputs, same_target  # noqa: PLC0415
    from reintegratie_cli.workflows.simulate import simulate_answers, written  # noqa: PLC0415
    from reintegratie_cli.workflows.simulate_facts import simulate_facts, twin_items  # noqa: PLC0415

    if facts is not None and same_target(facts, output):
        raise UsageError(ONE_TARGET)
    found = catalogue.find_instrument(instrument, instruments)
    places = simulate_answers(found, persons, seed)
    words = {item: written(found.answer_set(item), labels=labels) for item in places}
    answers = {item: [words[item][place] for place in of_item] for item, of_item in places.items()}
    style = ExportStyle(single_delimiter(delimiter), encoding, missing, bad_rows, seed)
    with open_outputs([output] if facts is None else [output, facts]) as (stream, *others):
        write_lines(stream, export_lines(answers, style), encoding)
        for of_facts in others:
            ids = [simulated_id(person) for person in range(persons)]
            rows = simulate_facts(places, twin_items(found, catalogue.list_instruments(instruments)), ids, seed)
            write_lines(of_facts, [joined(row, style.delimiter) for row in rows], encoding)


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command(epilog=EXAMPLES)(simulate)
