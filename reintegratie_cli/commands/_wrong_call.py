"""What is wrong with a call, in both languages: what Typer raises, said as all else is said."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from reintegratie_cli.errors import did_you_mean
from reintegratie_cli.text import Text, visible

_QUOTED = re.compile(r"'([^']*)'")
_CHOICE = re.compile(r"(?:Value error, )?'(.*)' is not one of (.*?)\.?", re.DOTALL)
_EXTRA = re.compile(r" \((.*)\)$", re.DOTALL)
_AT_LEAST = re.compile(r".*greater than or equal to (\S+)")
_AT_MOST = re.compile(r".*less than or equal to (\S+)")


def said_of(error: Any) -> Text | None:  # noqa: ANN401 - Typer's own classes have no public name
    """What is wrong, with where to read more; none for what is no mistake (a bare command asks for its help)."""
    kind, context = type(error).__name__, error.ctx
    if kind == "NoArgsIsHelpError":
        return None
    say = _SAYS.get(kind, _plain)
    said = say(error)
    if context is None:
        return said
    return Text(f"{said.nl} Zie: {context.command_path} --help", f"{said.en} See: {context.command_path} --help")


def _no_option(error: Any) -> Text:  # noqa: ANN401
    near = _near(error.option_name, _option_names(error.ctx))
    shown = visible(error.option_name)
    if shown == "--config":
        return Text(
            "--config staat voor de opdracht: reintegratie --config BESTAND score …",
            "--config stands before the command: reintegratie --config FILE score …",
        )
    return Text(f"Er is geen optie {shown}.{near.nl}", f"There is no option {shown}.{near.en}")


def _option_names(context: Any) -> list[str]:  # noqa: ANN401
    return [] if context is None else [opt for one in context.command.get_params(context) for opt in one.opts]


def _near(found: str, names: Iterable[str]) -> Text:
    """The nearest of the long names; one letter is near to none."""
    return did_you_mean(found, (name for name in names if name.startswith("--")))


def _missing(error: Any) -> Text:  # noqa: ANN401
    parameter = error.param
    name = visible(parameter.metavar or parameter.name.upper())
    if parameter.param_type_name == "option":
        name = max(parameter.opts, key=len)
    return Text(f"{name} ontbreekt.", f"{name} is missing.")


def _option_use(error: Any) -> Text:  # noqa: ANN401
    name = visible(error.option_name)
    if "requires" in error.message:
        return Text(f"Bij {name} hoort een waarde.", f"{name} needs a value.")
    return Text(f"Bij {name} hoort geen waarde.", f"{name} takes no value.")


def _bad_value(error: Any) -> Text:  # noqa: ANN401
    name = max(error.param.opts, key=len) if error.param is not None else ""
    name = (error.param.metavar or name) if error.param is not None and not name.startswith("-") else name
    message = error.message
    if found := _CHOICE.fullmatch(message):
        given, choices = visible(found[1]), found[2]
        near = did_you_mean(found[1], _QUOTED.findall(choices))
        return Text(
            f"{name} {given} bestaat niet; kies {choices}.{near.nl}",
            f"There is no {name} {given}; choose {choices}.{near.en}",
        )
    if found := _AT_LEAST.fullmatch(message):
        return Text(f"{name} moet ten minste {found[1]} zijn.", f"{name} has to be at least {found[1]}.")
    if found := _AT_MOST.fullmatch(message):
        return Text(f"{name} mag hoogstens {found[1]} zijn.", f"{name} may be at most {found[1]}.")
    if "integer" in message:
        return Text(f"Bij {name} hoort een geheel getal.", f"{name} has to be a whole number.")
    if "number" in message:
        return Text(f"Bij {name} hoort een getal, met een punt.", f"{name} has to be a number, with a point.")
    return Text(f"De waarde bij {name} kan niet.", f"The value of {name} cannot be.")


def _plain(error: Any) -> Text:  # noqa: ANN401
    """What Typer has no class of its own for."""
    message = error.message
    if message.startswith("No such command"):
        found = _QUOTED.search(message)
        name = found[1] if found else ""
        names = list(getattr(error.ctx.command, "commands", {}))
        near, known, shown = did_you_mean(name, names), ", ".join(names), visible(name)
        return Text(
            f"Er is geen opdracht {shown}.{near.nl} Er zijn: {known}.",
            f"There is no command {shown}.{near.en} There are: {known}.",
        )
    if message.startswith("Got unexpected"):
        found = _EXTRA.search(message)
        shown = visible(found[1]) if found else ""
        return Text(f"Te veel in de aanroep: {shown}.", f"Too much in the call: {shown}.")
    if message.startswith("Missing command"):
        return Text("Er ontbreekt een opdracht.", "A command is missing.")
    return Text("De aanroep kan zo niet.", "The call cannot be taken.")


_SAYS: dict[str, Callable[[Any], Text]] = {
    "NoSuchOption": _no_option,
    "MissingParameter": _missing,
    "BadOptionUsage": _option_use,
    "BadParameter": _bad_value,
}
