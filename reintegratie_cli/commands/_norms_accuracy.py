"""`reintegratie norms accuracy`: in advance, how far a rule's groups can be trusted among the people of a norm."""

from pathlib import Path
from typing import Literal

import typer

from reintegratie_cli.commands import _reading_options as reading
from reintegratie_cli.commands._standard_output import show, write
from reintegratie_cli.text import Language, Text

EXAMPLES = """
Examples:

\b
  reintegratie norms accuracy intake -n intake.illustratief-2026
  reintegratie norms accuracy intake -n norms/intake.stad-2026.yaml --rule own-rule.yaml -f json
"""
FEWEST = 1_000


def accuracy(
    instrument: str = reading.QUESTIONNAIRE,
    norm: list[str] = reading.NORMS,
    rule: str | None = typer.Option(None, "--rule", metavar="FILE", help="An own rule for Sol's groups."),
    persons: int = typer.Option(200_000, "-N", "--persons", metavar="N", min=FEWEST, help="How many to simulate."),
    seed: int = typer.Option(1, metavar="N", min=0, help="The same seed gives the same figures."),
    output_format: Literal["table", "json"] = typer.Option("table", "-f", "--format", help="table or json."),
    instruments: Path | None = reading.INSTRUMENTS,
    norms: Path | None = reading.NORMS_FOLDER,
    lang: Language = reading.LANG,
) -> None:
    """Say how often a rule's groups are right, and the same twice, among the people of a norm."""
    from reintegratie_cli.errors import UsageError  # noqa: PLC0415 - --help must start fast
    from reintegratie_cli.inputs import catalogue  # noqa: PLC0415 - as above
    from reintegratie_cli.models.norm_book import NormBook  # noqa: PLC0415 - as above
    from reintegratie_cli.outputs import accuracy as pages  # noqa: PLC0415 - as above
    from reintegratie_cli.outputs.document import as_json  # noqa: PLC0415 - as above
    from reintegratie_cli.outputs.terminal import say  # noqa: PLC0415 - as above
    from reintegratie_cli.workflows.norm_accuracy import norm_accuracy  # noqa: PLC0415 - as above
    from reintegratie_cli.workflows.score import check_rule_fits  # noqa: PLC0415 - as above

    if not norm:
        raise UsageError(Text("Noem een norm met -n.", "Name a norm with -n."))
    questionnaire = catalogue.find_instrument(instrument, instruments)
    by = catalogue.load_rule(Path(rule) if rule else None)
    check_rule_fits(by, questionnaire)
    book, said = NormBook(tuple(catalogue.find_norms(name, norms) for name in norm)).check(questionnaire)
    for text in said:
        say(text.to(lang))
    facts = catalogue.load_facts().facts
    figures = norm_accuracy(questionnaire, by, book.norms, facts, n=persons, seed=seed)
    report = pages.AccuracyReport(figures, questionnaire, by, book.norms)
    if output_format == "json":
        write(as_json(pages.accuracy_as_data(report)))
    else:
        show(lambda page: pages.show_accuracy(page, report, lang))


def register(norms: typer.Typer) -> None:
    """Add the command to `reintegratie norms`."""
    norms.command("accuracy", epilog=EXAMPLES)(accuracy)
