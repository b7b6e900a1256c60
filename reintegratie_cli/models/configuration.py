"""The defaults of a project, as `reintegratie.toml` says them: options by their long names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from reintegratie_cli.errors import UsageError, did_you_mean
from reintegratie_cli.text import Language, Text, visible

FILE_NAME = "reintegratie.toml"

PROJECT = (
    *("instrument", "norm", "id", "occasion", "date", "map", "facts", "offer", "rule"),
    *("instruments", "norms", "encoding", "delimiter", "from", "sheet", "pseudonymise", "interval", "keep"),
    *("excel-nl", "lang"),
)
"""What may stand at the top of the file: it holds for every command that has the option."""

NEVER = ("output", "rejects", "client", "show-values", "raw-text", "help")
"""What the call says itself: where is written, whom it is about, and what protects people."""

PATHS = ("map", "facts", "offer", "rule", "instruments", "norms", "pseudonymise", "retest")
"""Options that name a file or folder: beside the configuration, wherever the call is made."""

IDS_OR_PATHS = ("instrument", "norm")
"""Options that name a file only where the value looks like one."""

WRITES = ("simulate",)
"""Commands whose options say what they write: of what holds for all, these heed the folder and the language alone."""

LANG = "lang"
LANGUAGES: tuple[Language, ...] = get_args(Language)

_TOP = ""


@dataclass(frozen=True)
class Option:
    """An option of a command: the name of its parameter, whether it is a flag, whether it may be repeated."""

    parameter: str
    is_flag: bool
    is_repeated: bool


Options = Mapping[str, Mapping[str, Option]]
"""Command (the words that call it) -> the long name of an option -> the option."""


@dataclass(frozen=True)
class Setting:
    """What the file says of one option of one command."""

    option: str
    value: str | bool | list[str]

    @property
    def shown(self) -> str:
        """For people: `instrument=intake`."""
        values = (
            self.value
            if isinstance(self.value, list)
            else [str(self.value).lower() if self.value is True else self.value]
        )
        return f"{self.option}={','.join(visible(str(value), 80) for value in values)}"


Settings = Mapping[str, Mapping[str, Setting]]
"""Command -> parameter -> what the file says."""


@dataclass(frozen=True)
class Configuration:
    """What one file says; `options` for all commands, `tables` for one each (by the words that call it).

    `lines`: the line on which each key stands, by (table, key); "" is the top of the file.
    """

    name: str
    folder: Path
    options: Mapping[str, object]
    tables: Mapping[str, Mapping[str, object]]
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def lang(self) -> Language:
        """The language that holds for all commands."""
        said = self.options.get(LANG)
        return next((one for one in LANGUAGES if one == said), LANGUAGES[0])

    def settings(self, known: Options) -> Settings:
        """The settings of each command; UsageError for an unknown key, and for a value of another type."""
        there = {option for options in known.values() for option in options}
        project = [option for option in PROJECT if option in there]
        for table in self.tables:
            self._check_key(_TOP, table, [*project, *known] if table in NEVER else [*known, *project], known)
        for key in self.options:
            self._check_key(_TOP, key, project, project)
        for table, options in self.tables.items():
            for key in options:
                self._check_key(table, key, known[table], known[table])
        return {command: dict(self._of(command, options)) for command, options in known.items()}

    def _of(self, command: str, options: Mapping[str, Option]) -> Iterator[tuple[str, Setting]]:
        """What holds for one command: its own table goes before what holds for all."""
        own = self.tables.get(command, {})
        for name, option in options.items():
            heeds = command not in WRITES or name in ("instruments", LANG)
            if name in own:
                yield option.parameter, self._setting(command, name, own[name], option)
            elif name in self.options and heeds:
                yield option.parameter, self._setting(_TOP, name, self.options[name], option)

    def _setting(self, table: str, name: str, raw: object, option: Option) -> Setting:
        if option.is_flag:
            if not isinstance(raw, bool):
                raise self._wrong(table, name, Text("true of false", "true or false"))
            return Setting(name, raw)
        if name == LANG and raw not in LANGUAGES:
            raise self._wrong(table, name, Text('"nl" of "en"', '"nl" or "en"'))
        given = raw if option.is_repeated and isinstance(raw, list) else [raw]
        if any(isinstance(value, bool) or not isinstance(value, str | int | float) for value in given):
            raise self._wrong(table, name, _TEXTS if option.is_repeated else _TEXT)
        values = [self._from_here(name, str(value)) for value in given]
        return Setting(name, values if option.is_repeated else values[0])

    def _from_here(self, name: str, value: str) -> str:
        """A path as it is from where the call is made: in the file it counts from the file."""
        is_path = name in PATHS or (name in IDS_OR_PATHS and ("/" in value or value.endswith(".yaml")))
        return str(self.folder / value) if is_path and self.folder != Path() else value

    def _check_key(self, table: str, key: str, near: Iterable[str], known: Iterable[str]) -> None:
        """UsageError for a key that is none of those that are `known`."""
        if key in known:
            return
        shown, place = visible(key), self._place(table, key)
        if key in NEVER:
            nl, en = f"{shown} hoort in de aanroep", f"{shown} belongs in the call"
            raise UsageError(Text(f"{place.nl}: {nl}, niet hier.", f"{place.en}: {en}, not here."))
        if table == _TOP and (commands := [one for one in known if one.startswith(f"{key} ")]):
            whole = ", ".join(f'["{one}"]' for one in commands)
            nl, en = f"een tabel is van één opdracht: {whole}", f"a table is of one command: {whole}"
            raise UsageError(Text(f"{place.nl}, {shown}: {nl}.", f"{place.en}, {shown}: {en}."))
        hint, names = did_you_mean(key, near), ", ".join(near)
        raise UsageError(
            Text(
                f"{place.nl}: {shown} is geen instelling.{hint.nl} Mogelijk: {names}.",
                f"{place.en}: {shown} is no setting.{hint.en} Possible: {names}.",
            )
        )

    def _wrong(self, table: str, key: str, expected: Text) -> UsageError:
        place = self._place(table, key)
        return UsageError(
            Text(
                f"{place.nl}, {visible(key)}: hier hoort {expected.nl}.",
                f"{place.en}, {visible(key)}: this has to be {expected.en}.",
            )
        )

    def _place(self, table: str, key: str) -> Text:
        """Where a key stands."""
        line = self.lines.get((table, key))
        nl, en = ("", "") if line is None else (f", regel {line}", f", line {line}")
        return Text(self.name + nl, self.name + en)


_TEXT = Text('tekst tussen aanhalingstekens, zoals "x"', 'text between quotes, such as "x"')
_TEXTS = Text(f'{_TEXT.nl}, of een lijst: ["x", "y"]', f'{_TEXT.en}, or a list: ["x", "y"]')
