"""Reads `reintegratie.toml`: plain values, never anything that runs."""

import re
import tomllib
from pathlib import Path
from typing import Any

from reintegratie_cli.errors import FileError
from reintegratie_cli.models.configuration import Configuration
from reintegratie_cli.text import Text, visible

MOST_BYTES = 100_000

_TABLE = re.compile(r"""\s*\[\s*["']?([^"'\]]+?)["']?\s*\]""")
_KEY = re.compile(r"""\s*["']?([A-Za-z0-9_-]+)["']?\s*=""")
_AT_LINE = re.compile(r"\(at line ([0-9]+), column [0-9]+\)")


def read_configuration(path: Path) -> Configuration:
    """What the file says, not yet checked.

    Raises:
        FileError: it cannot be read, or is no TOML.
    """
    shown = visible(str(path), 200)
    text = _text(path, shown)
    try:
        content: dict[str, Any] = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FileError(_not_toml(shown, text, error)) from None
    tables = {name: value for name, value in content.items() if isinstance(value, dict)}
    options = {name: value for name, value in content.items() if name not in tables}
    return Configuration(shown, path.parent, options, tables, _lines(text))


def _text(path: Path, shown: str) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise FileError(Text(f"{shown} bestaat niet.", f"{shown} does not exist.")) from None
    except OSError:
        raise FileError(Text(f"{shown} kan niet worden gelezen.", f"{shown} cannot be read.")) from None
    if len(content) > MOST_BYTES:
        raise FileError(
            Text(f"{shown} is groter dan 100 kB; het hoort een paar regels te zijn.", f"{shown} is over 100 kB.")
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        nl, en = "dit is geen UTF-8. Bewaar het bestand als UTF-8.", "this is not UTF-8. Save the file as UTF-8."
        raise FileError(Text(f"{shown}, regel {line}: {nl}", f"{shown}, line {line}: {en}")) from None


def _not_toml(shown: str, text: str, error: Exception) -> Text:
    """Where it stops being TOML; the reader's own words are not ours."""
    found = _AT_LINE.search(str(error))
    line = int(found[1]) if found else text.count("\n") + 1
    nl, en = "dit is geen geldige TOML", "this is no valid TOML"
    example = 'instrument = "intake"'
    return Text(
        f"{shown}, regel {line}: {nl}. Schrijf elke instelling als: {example}",
        f"{shown}, line {line}: {en}. Write each setting as: {example}",
    )


def _lines(text: str) -> dict[tuple[str, str], int]:
    """The line of each key, as far as it can be seen without the reader's help."""
    lines: dict[tuple[str, str], int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if begins := _TABLE.match(line):
            table = begins[1]
            lines.setdefault(("", table), number)
        elif key := _KEY.match(line):
            lines.setdefault((table, key[1]), number)
    return lines
