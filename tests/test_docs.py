"""docs/cli.md and docs/output.md are made from the program itself, here; `pytest --accept` writes them again."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from reintegratie_cli.commands import make_app
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.instrument import Component
from reintegratie_cli.models.score_result import OutputColumn, output_columns
from reintegratie_cli.outputs import words
from reintegratie_cli.text import Text

DOCS = Path(__file__).parents[1] / "docs"
SCALE, KEPT = "<scale>", "<kept column>"

CLI = """# The command line

Made from `--help` by `tests/test_docs.py`; `pytest --accept` renews it. `--help` is in English; what the
program says at run time is Dutch, or English with `--lang en`. Exit codes: [exit-codes.md](exit-codes.md).
Columns of the output: [output.md](output.md). Defaults of a project: [configuration.md](configuration.md).

**Look first**: `reintegratie doctor export.csv` says what a file is, which columns hold which items and what does not
match, proposes a `--map`, and gives the call of `score` that comes next.

**Completion** of commands, options, ids and formats with the Tab key: `reintegratie --install-completion` in bash, zsh,
fish or PowerShell, then open a new terminal. `--show-completion` prints the script instead.

**Terminals**: styles only on a terminal, never with `NO_COLOR` or `TERM=dumb`; in a pipe nothing but text. Progress is
shown on a terminal alone.
"""

OUTPUT = """# The output of `score`

Made from the program by `tests/test_docs.py`; `pytest --accept` renews it. What the numbers mean:
[method.md](method.md).

One row per row of the input, in its order. Names and values are ids and never follow `--lang`. A list has `;`
between its values, and is an array in JSON Lines. Numbers have a decimal point; yes or no is `true` or
`false`; nothing is an empty cell (`null` in JSON Lines). In JSON Lines a point in a name is a step into an
object (`sol.p.banen` is `sol`, `p`, `banen`), and kept columns stand under `keep`. Lists of interventions run
side by side: the second of `intervention_grades` is that of the second of `interventions`.

In CSV, text from the input that begins with `=`, `+`, `-`, `@`, a tab or a carriage return has an apostrophe
in front, and how many is said; `--raw-text` leaves that out, and our own reader takes it off again. New
columns are added at the end of their block only.

| format | numbers, days, yes or no | text |
| --- | --- | --- |
| `csv` | point, ISO, `true` | UTF-8, guarded |
| `csv` with `--excel-nl` | comma, ISO, `true`; `;` between cells | UTF-8 with a byte order mark, guarded |
| `jsonl` | JSON, ISO, `true` | as it came |
| `parquet` | typed | as it came |
| `xlsx` | typed, shown with their decimals | always text, never a formula; up to 32,767 characters |
| `sav` | numbers, `SDATE10`, 1 or 0 | up to 32,767 bytes, without spaces at the end |

A sheet of Excel holds 1,048,575 persons; others stand on a sheet `scores 2`, and the explanation says so. More
than 16,384 columns are refused.
A text that is too long for a cell of Excel or SPSS is refused and never cut. Excel gets a second sheet,
`uitleg` or `explanation`, with the meaning of every column and value in the language of `--lang`; SPSS gets
the same as variable labels and value labels. SPSS takes fewer names: another character becomes `_`, a name
that begins otherwise than with a letter gets `v_` in front, one that occurs twice without its capitals gets
`_2` behind, and the label holds the name of the column. A NUL in a text is `�` in SPSS. In `--excel-nl` an id
such as `0042` is written in full, but Excel itself shows it as 42: take `xlsx` for such ids. SPSS asks for
`pip install 'reintegratie[spss]'`.

`--for case-system` leaves out what repeats answers and the scores on intention, attitude and search.

## Columns

"""

VALUES = """## Values

`sol.signals` also holds `ook_<group>` where the gate of a later group holds as well, and
`zelf_en_professional_verschillen:<scale>` where the own answers and the professional's differ by more than
measurement error. `sol.reason` holds conditions (`netwerk<2.5`), `missing:<scale>` where a score is lacking,
or `otherwise` where no gate holds. `sol.missing` holds scales and facts that are unknown, and
`<fact>:outdated`. `intervention_reasons` holds the scale or item that asks for it, or `fact`; `+wish` where
it is an own wish. `error_source` is `omega`, `retest`, `rater` or `assumed`.

"""


def commands(group=None, path=("reintegratie",)) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every command with the words that call it, groups before what is in them."""
    here = get_command(make_app()) if group is None else group
    yield path, here
    for name, command in getattr(here, "commands", {}).items():
        yield from commands(command, (*path, name))


COMMANDS = dict(commands())
LEAVES = {path: command for path, command in COMMANDS.items() if not hasattr(command, "commands")}


def help_of(path: tuple[str, ...]) -> str:
    """What `--help` prints on a page of 80 columns."""
    runner = CliRunner(env={"COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1"})
    return runner.invoke(make_app(), [*path[1:], "--help"], prog_name="reintegratie").stdout


def cli_page() -> str:
    """The whole of docs/cli.md."""
    return CLI + "".join(f"\n## {' '.join(path)}\n\n```\n{help_of(path).rstrip()}\n```\n" for path in COMMANDS)


def table(*rows: tuple[str, ...]) -> str:
    """A table in Markdown; the first row is its heading."""
    lines = [f"| {' | '.join(row)} |\n" for row in rows]
    return lines[0] + f"|{' --- |' * len(rows[0])}\n" + "".join(lines[1:]) + "\n"


def kind_of(column: OutputColumn) -> str:
    """What stands in a cell."""
    if column.decimals is not None:
        return f"number, {column.decimals} decimal{'s' * (column.decimals > 1)}"
    return "list" if column.listed else ""


def columns_table(groups: list[str]) -> str:
    """Every column of the output with its meaning."""
    columns = output_columns((KEPT,), (SCALE,), groups, list(get_args(Component)))
    rows = ((f"`{column.name}`", column.meaning.en, column.meaning.nl, kind_of(column)) for column in columns)
    return table(("column", "meaning", "betekenis", "cells"), *rows)


def values_table(column: str, meanings: Mapping[str, Text]) -> str:
    """The values of a column with their meaning."""
    rows = ((f"`{value}`", meaning.en, meaning.nl) for value, meaning in meanings.items())
    return f"### `{column}`\n\n" + table(("value", "meaning", "betekenis"), *rows)


def output_page() -> str:
    """The whole of docs/output.md."""
    rule = catalogue.load_rule()
    flags = {f"{flag}:<intervention>" if flag == "harmful" else flag: said for flag, said in words.FLAG.items()}
    groups = {
        group.group: Text(f"{group.label.nl}: {group.meaning.nl}", f"{group.label.en}: {group.meaning.en}")
        for group in rule.groups
    }
    wishes = {f"{wish}:<answer>": said for wish, said in words.WISH.items()}
    tables = (
        values_table("row.status", words.STATUS),
        values_table("<scale>.band", words.BAND),
        values_table("sol.group", groups),
        values_table("sol.signals", {signal.signal: signal.label for signal in rule.signals}),
        values_table("wanberg.<component>", words.LEVEL),
        values_table("intervention_grades", words.GRADE),
        values_table("flags", flags),
        values_table("wishes", wishes),
    )
    shown = columns_table([group.group for group in rule.groups if not group.requires])
    return (OUTPUT + shown + VALUES + "".join(tables)).rstrip() + "\n"


def test_the_page_of_commands_is_that_of_the_program(expected):
    """Whoever changes an option changes the page."""
    assert expected(DOCS / "cli.md", cli_page()) == cli_page()


def test_the_page_of_columns_is_that_of_the_program(expected):
    """Whoever adds a column or a value adds its meaning."""
    assert expected(DOCS / "output.md", output_page()) == output_page()


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_says_what_it_does(path):
    """In a sentence that begins with a capital and ends with a full stop."""
    said = " ".join(COMMANDS[path].help.split())

    assert re.fullmatch(r"[A-Z].*[.]", said)


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_command_has_an_example_of_itself(path):
    """To copy, in its help."""
    assert f"  {' '.join(path)} " in help_of(path) or f"  {' '.join(path)}\n" in help_of(path)


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_option_is_explained(path):
    """No option without a sentence that ends with a full stop."""
    unexplained = [option.name for option in COMMANDS[path].params if not (option.help or "").endswith(".")]

    assert unexplained == []


def test_every_column_has_a_meaning_in_both_languages():
    """Neither is forgotten, and neither is a copy of the other."""
    columns = list(output_columns((KEPT,), (SCALE,), ["banen"], list(get_args(Component))))

    assert [column.name for column in columns if not column.meaning.nl or column.meaning.nl == column.meaning.en] == []
