"""The report for a terminal: plain, without colours that mean anything, at most as wide as a page."""

from typing import BinaryIO

from rich.console import Console
from rich.table import Table

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.validation_result import ValidationResult
from reintegratie_cli.outputs.terminal import as_text, console, plain_table
from reintegratie_cli.outputs.validation.blocks import Block, Bullets, Grid, Heading, Paragraph
from reintegratie_cli.outputs.validation.report import report
from reintegratie_cli.text import Language

TITLE, RULE = 1, "─"


def write(stream: BinaryIO, result: ValidationResult, instrument: Instrument, language: Language) -> None:
    """The report, with a blank line between its blocks; none after a heading, nor between a list and what opens it."""
    with as_text(stream) as page:
        out = console(page)
        before: Block = Heading("")
        for block in report(result, instrument, language):
            if not isinstance(before, Heading) and not (isinstance(before, Paragraph) and isinstance(block, Bullets)):
                out.print()
            _show(out, block)
            before = block


def _show(out: Console, block: Block) -> None:
    if isinstance(block, Heading):
        _heading(out, block)
    elif isinstance(block, Paragraph):
        out.print(block.text, style="bold" if block.strong else None)
    elif isinstance(block, Bullets):
        out.print(_bullets(block))
    else:
        out.print(_table(block))


def _heading(out: Console, heading: Heading) -> None:
    """Underlined where a part begins, so that it is seen without bold too."""
    out.print(heading.text, style="bold")
    if heading.level <= TITLE + 1:
        out.print(RULE * min(len(heading.text), out.width))


def _bullets(bullets: Bullets) -> Table:
    table = plain_table("", "")
    table.padding = (0, 1, 0, 0)
    for line in bullets.lines:
        table.add_row("•", line)
    return table


def _table(grid: Grid) -> Table:
    table = plain_table(*grid.headings, right=grid.right)
    for row in grid.rows:
        table.add_row(*row)
    return table
