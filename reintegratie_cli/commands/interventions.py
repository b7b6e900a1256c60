"""`reintegratie interventions`: what help there is, and how well it is proven."""

from typing import Literal

import typer

from reintegratie_cli.commands._standard_output import show, write
from reintegratie_cli.inputs import completion as complete
from reintegratie_cli.text import Language, Text

HELP_NAMES = {"help_option_names": ["-h", "--help"]}
LANG = typer.Option("nl", help="Language of what people read.")
LIST_EXAMPLES = """
Examples:

\b
  reintegratie interventions list
  reintegratie interventions list --group matchen
  reintegratie interventions list --component discriminatie -f json
"""
SHOW_EXAMPLES = """
Examples:

\b
  reintegratie interventions show jobs
  reintegratie interventions show schuldhulp --lang en
"""
FORMAT = typer.Option("table", "-f", "--format", help="table or json.")


def list_interventions(
    group: str | None = typer.Option(None, metavar="GROUP", help="Only what has a grade for this group of Sol."),
    component: str | None = typer.Option(
        None, metavar="COMPONENT", help="Only what acts on this component of Wanberg."
    ),
    output_format: Literal["table", "json"] = FORMAT,
    lang: Language = LANG,
) -> None:
    """List the interventions, with the evidence for each group."""
    from reintegratie_cli.inputs import catalogue  # noqa: PLC0415
    from reintegratie_cli.outputs import document, listing  # noqa: PLC0415

    if group is not None:
        groups = [it.group for it in catalogue.load_rule().groups if not it.requires]
        _check(Text("De groep", "The group"), group, groups)
    if component is not None:
        _check(Text("Het onderdeel", "The component"), component, list(catalogue.load_wanberg().components))
    found = [
        it
        for it in catalogue.load_interventions()
        if (group is None or group in it.grade) and (component is None or component in it.acts_on.components)
    ]
    if output_format == "json":
        write(document.as_json([it.model_dump(by_alias=True) for it in found]))
    else:
        show(lambda page: listing.list_interventions(page, found, lang))


def show_intervention(
    intervention: str = typer.Argument(
        ..., metavar="ID", help="The id of the intervention.", autocompletion=complete.interventions
    ),
    output_format: Literal["table", "json"] = FORMAT,
    lang: Language = LANG,
) -> None:
    """Show one intervention: for whom, what it acts on, every study, cautions, what is not known."""
    from reintegratie_cli.inputs import catalogue  # noqa: PLC0415
    from reintegratie_cli.outputs import document, listing  # noqa: PLC0415

    known = {it.intervention: it for it in catalogue.load_interventions()}
    _check(Text("De interventie", "The intervention"), intervention, list(known))
    if output_format == "json":
        write(document.file_as_json(known[intervention]))
        return
    measured: dict[str, Text] = {}
    for instrument in catalogue.list_instruments():
        measured |= {name: scale.title or Text(name, name) for name, scale in instrument.scales.items()}
        measured |= {name: item.text or Text(name, name) for name, item in instrument.items.items()}
    vocabulary = listing.Vocabulary(
        groups={it.group: it.label for it in catalogue.load_rule().groups},
        components={str(name): it.label for name, it in catalogue.load_wanberg().components.items()},
        measured=measured,
        facts={name: it.label for name, it in catalogue.load_facts().facts.items()},
    )
    show(lambda page: listing.show_intervention(page, known[intervention], vocabulary, lang))


def _check(what: Text, name: str, known: list[str]) -> None:
    from reintegratie_cli.errors import UsageError  # noqa: PLC0415
    from reintegratie_cli.models.base import unknown  # noqa: PLC0415

    if name not in known:
        raise UsageError(unknown(what, name, known, most=len(known)))


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    ours = typer.Typer(rich_markup_mode=None, no_args_is_help=True, context_settings=HELP_NAMES)
    ours.command("list", epilog=LIST_EXAMPLES)(list_interventions)
    ours.command("show", epilog=SHOW_EXAMPLES)(show_intervention)
    app.add_typer(ours, name="interventions", help="Help that can be offered, and how well it is proven.")
