"""The commands as the command line takes them: refusals in the run's language, and the project's defaults."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from reintegratie_cli.commands._settings import Defaults
from reintegratie_cli.commands._wrong_call import said_of
from reintegratie_cli.errors import UsageError

HELP = ("-h", "--help")
DEFAULTS = "reintegratie.defaults"

_WrongCall: Any = typer.BadParameter.__base__
"""What Typer raises for every call that it cannot take."""


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Say what is wrong with a call as everything else is said."""
    try:
        yield
    except _WrongCall as error:
        said = said_of(error)
        if said is None:
            raise
        raise UsageError(said) from None


class Root(TyperGroup):
    """The app itself."""

    _asks_help = False

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:  # noqa: ANN401 - as Typer has it
        """The options before the command."""
        self._asks_help = any(argument in HELP for argument in args)
        with _in_our_words():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as above
        """The command, with the project's defaults; help needs none."""
        if not self._asks_help:
            defaults = Defaults(ctx.params.get("config"), self.commands)
            ctx.meta[DEFAULTS], ctx.default_map = defaults, defaults.as_map
        with _in_our_words():
            return super().invoke(ctx)


class Command(TyperCommand):
    """One command, which says what the project's defaults decided for it."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as Typer has it
        """Run it."""
        defaults = ctx.meta.get(DEFAULTS)
        used = [name for name in ctx.params if _from_file(ctx.get_parameter_source(name))]
        if defaults is not None and used:
            defaults.say(" ".join(ctx.command_path.split()[1:]), used, ctx.params.get("lang", "nl"))
        return super().invoke(ctx)


def _from_file(source: Any) -> bool:  # noqa: ANN401 - Typer's
    return source is not None and source.name == "DEFAULT_MAP"


def for_all(app: typer.Typer) -> None:
    """Let every command of the app, and of what is in it, be one of ours."""
    for command in app.registered_commands:
        command.cls = Command
    for group in app.registered_groups:
        if group.typer_instance is not None:
            for_all(group.typer_instance)
