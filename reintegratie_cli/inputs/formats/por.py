"""SPSS: .por, the portable form of before; its library hands what SPSS calls missing over as an empty cell."""

from collections.abc import Collection
from contextlib import ExitStack

from reintegratie_cli.inputs.answer_file import AnswerFile
from reintegratie_cli.inputs.formats.readstat import Kind, open_with_readstat
from reintegratie_cli.inputs.formats.spss_forms import seen
from reintegratie_cli.inputs.opened import Opened
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.text import Text

_TITLES, _TABLE, _MAGIC, _LINE = 200, 256, b"SPSSPORT", 80
"""Five titles of 40 signs, a table of the signs that the file has, and what it is, in lines of 80."""

_ADVICE = Text("Sla het in SPSS op als .sav.", "Save it in SPSS as .sav.")
_KIND = Kind("SPSS", "read_por", _ADVICE, seen, has_code_page=False)


def recognises(given: Opened) -> bool:
    """Whether its name stands where portable files of SPSS have it."""
    head = given.head(2 * (_TITLES + _TABLE))
    signs = b"".join(line.rstrip(b"\r").ljust(_LINE) for line in head.split(b"\n"))
    return signs[_TITLES + _TABLE :].startswith(_MAGIC)


def open_file(
    given: Opened,
    known_names: Collection[str],  # noqa: ARG001 - its columns have names
    options: ReadingOptions,
    stack: ExitStack,
) -> AnswerFile:
    """The file, after a look at every row of it.

    Raises:
        ResponsesError: It is damaged.
        UsageError: pyreadstat is not installed.
    """
    return open_with_readstat(given, _KIND, options, stack)
