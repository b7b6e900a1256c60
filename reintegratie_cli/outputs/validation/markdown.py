"""The report as GitHub Markdown, to put in a memo; nothing in a questionnaire's own words is markup."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.validation_result import ValidationResult
from reintegratie_cli.outputs.terminal import as_text, harmless
from reintegratie_cli.outputs.validation.blocks import Block, Bullets, Grid, Heading, Paragraph
from reintegratie_cli.outputs.validation.report import report
from reintegratie_cli.text import Language

_MARKUP = re.compile(r"([\\`*_\[\]<>|~&$#]|:(?=//))")
_MARKER = re.compile(r"^(?:(\d+)(?=[.)](?:\s|$))|(?=[-+=](?:[-=\s]|$)))")
"""Where a backslash keeps the beginning of a line from being a list or a rule: after `3` of `3. `, before `- `."""


def write(stream: BinaryIO, result: ValidationResult, instrument: Instrument, language: Language) -> None:
    """The report, a blank line between its blocks."""
    with as_text(stream) as page:
        page.write("\n".join(f"{line}\n" for line in map(_set, report(result, instrument, language))))


def _set(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_escaped(block.text)}"
    if isinstance(block, Paragraph):
        return f"**{_escaped(block.text)}**" if block.strong else _escaped(block.text)
    if isinstance(block, Bullets):
        return "\n".join(f"- {_escaped(line)}" for line in block.lines)
    return "\n".join(_table(block))


def _table(grid: Grid) -> Iterator[str]:
    yield _row(grid.headings)
    yield _row(["---:" if place in grid.right else "---" for place in range(len(grid.headings))], escape=False)
    yield from (_row(row) for row in grid.rows)


def _row(cells: tuple[str, ...] | list[str], *, escape: bool = True) -> str:
    return f"| {' | '.join(map(_escaped, cells) if escape else cells)} |"


def _escaped(text: str) -> str:
    """Text on one line in which no sign is markup and no character is invisible."""
    return _MARKER.sub(r"\1\\", _MARKUP.sub(r"\\\1", harmless(" ".join(text.split()))))
