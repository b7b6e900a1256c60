"""The project's defaults from `reintegratie.toml`, as the defaults of the options; what the call says wins."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reintegratie_cli.text import Language

FILE_NAME, NONE = "reintegratie.toml", "none"

_language: list[Language] = []


def set_language(language: Language) -> None:
    """The language of this run, as the configuration says it."""
    _language[:] = [language]


def configured_language() -> Language | None:
    """The language that the configuration said, for a run that failed before its options were read."""
    return _language[0] if _language else None


class Defaults:
    """What a configuration says for every command of the app; nothing where there is none."""

    def __init__(self, config: str | None, commands: Mapping[str, Any]) -> None:
        """`config`: what --config says, else `reintegratie.toml` in this folder counts. `commands`: those of the app.

        Raises FileError for a file that cannot be read, UsageError for what it says.
        """
        _language.clear()
        self._name = config or FILE_NAME
        self._settings: Mapping[str, Mapping[str, Any]] = {}
        if config == NONE or (config is None and not Path(FILE_NAME).is_file()):
            return
        # Only where there is one: --help must start fast.
        from reintegratie_cli.inputs.configuration import read_configuration  # noqa: PLC0415
        from reintegratie_cli.models.configuration import NEVER, Option  # noqa: PLC0415

        read = read_configuration(Path(self._name))
        set_language(read.lang)
        known = {
            command: {
                name: Option(one.name, bool(getattr(one, "is_flag", False)), bool(one.multiple))
                for name, one in options.items()
                if name not in NEVER
            }
            for command, options in _options(commands)
        }
        self._settings = read.settings(known)

    @property
    def as_map(self) -> dict[str, Any]:
        """Parameter -> value for each command, within a dictionary for what it is part of."""
        made: dict[str, Any] = {}
        for command, settings in self._settings.items():
            inner = made
            for word in command.split():
                inner = inner.setdefault(word, {})
            inner |= {parameter: setting.value for parameter, setting in settings.items()}
        return made

    def say(self, command: str, used: list[str], language: Language) -> None:
        """One line on standard error: what the file decided in this run, of the parameters `used`."""
        settings = self._settings.get(command, {})
        said = ", ".join(settings[parameter].shown for parameter in used if parameter in settings)
        if said:
            start = "Instellingen uit" if language == "nl" else "Settings from"
            print(f"{start} {self._name}: {said}", file=sys.stderr)  # noqa: T201 - before anything heavy is loaded


def _options(commands: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every command with its options by their long names."""
    for name, command in commands.items():
        if hasattr(command, "commands"):
            yield from _options(command.commands, f"{path}{name} ")
        else:
            options = [one for one in command.params if one.param_type_name == "option"]
            yield f"{path}{name}", {max(one.opts, key=len).lstrip("-"): one for one in options}
