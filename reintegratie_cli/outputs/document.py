"""A whole file of ours as JSON or as YAML: for other programs, and to be read in again."""

import json
import re
from collections.abc import Iterator

from reintegratie_cli.models.base import Model

INDENT = "  "
WIDEST = 100

# What YAML reads as text without quotes, whatever its version.
_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NEVER_BARE = ("yes", "no", "on", "off", "y", "n", "true", "false", "null")


def as_json(data: object) -> str:
    """JSON with an end of line, in which every invisible character is escaped: safe on a terminal."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text) + "\n"


def file_as_json(model: Model) -> str:
    """The content of a file with every default written out."""
    return as_json(model.model_dump(by_alias=True, exclude_none=True))


def file_as_yaml(model: Model) -> str:
    """The content of a file as it would be written: what has its default is left out."""
    content = model.model_dump(by_alias=True, exclude_defaults=True)
    return "".join(f"{line}\n" for line in _lines(content))


def _lines(value: object) -> Iterator[str]:
    """A value in the block style; what fits on a line stays on one."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _entry(f"{_flow(key)}:", inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _entry("-", inner)
    else:
        yield _flow(value)


def _entry(head: str, value: object) -> Iterator[str]:
    line = f"{head} {_flow(value)}"
    if len(line) <= WIDEST or not isinstance(value, dict | list | tuple):
        yield line
    else:
        yield head
        yield from (INDENT + line for line in _lines(value))


def _flow(value: object) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, float):
        # Not every reader of YAML takes 1e-07 for a number.
        return f"{value:.12f}".rstrip("0") if "e" in repr(value) else repr(value)
    if not isinstance(value, str):
        return json.dumps(value)
    return value if _BARE.fullmatch(value) and value.casefold() not in _NEVER_BARE else _quoted(value)


def _quoted(text: str) -> str:
    """Text between double quotes, invisible characters as YAML escapes them."""
    escaped = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped)
