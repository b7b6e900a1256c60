"""The command line: every module of this folder adds a command; they read, run a workflow, write."""

import sys
from importlib import import_module
from pathlib import Path

import typer

from reintegratie_cli import __version__
from reintegratie_cli.commands._root import Root, for_all
from reintegratie_cli.commands._settings import configured_language

ORDER = ("doctor", "score", "change", "validate_instrument", "instruments", "norms", "interventions", "simulate")
"""How the help lists them; a command that is not named here comes after these."""


def _version(asked: bool) -> None:
    if asked:
        print(f"reintegratie {__version__}")  # noqa: T201 - what was asked for
        raise typer.Exit


def _start(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
    config: str | None = typer.Option(
        None,
        "--config",
        metavar="FILE",
        help="A file with the project's defaults for options, or none; else reintegratie.toml in this folder counts.",
        show_default=False,
    ),
) -> None:
    """Honest measurement of what stands between people and work, and help that is proven.

    Scores questionnaires with their uncertainty, suggests which of Sol's six groups fits and which help
    is proven for it. A suggestion for a conversation; a person decides. Never for benefit decisions,
    sanctions, fraud or ranking.

    Add --debug to any command to see where an error comes from.
    """


def make_app() -> typer.Typer:
    """The whole app; plain help, because loading Rich takes longer than all else that help does."""
    app = typer.Typer(
        cls=Root,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_start)
    names = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
    for name in sorted(names, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER)):
        import_module(f"reintegratie_cli.commands.{name}").register(app)
    for_all(app)
    return app


def clear_progress() -> None:
    """Leave no half line on a terminal before the last word of a run; where nothing was shown, nothing is loaded."""
    shown = sys.modules.get("reintegratie_cli.outputs.terminal")
    if shown is not None:
        shown.clear_progress()


__all__ = ["clear_progress", "configured_language", "make_app"]
