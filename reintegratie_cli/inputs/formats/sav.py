"""SPSS: .sav and .zsav."""

from collections.abc import Collection
from contextlib import ExitStack

from reintegratie_cli.inputs.answer_file import AnswerFile
from reintegratie_cli.inputs.formats.readstat import Kind, open_with_readstat
from reintegratie_cli.inputs.formats.spss_forms import seen
from reintegratie_cli.inputs.opened import Opened
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.text import Text

_MAGICS = b"$FL2", b"$FL3"
_ADVICE = Text(
    "Sla het opnieuw op in SPSS, of noem de codepagina met --encoding.",
    "Save it again in SPSS, or name its code page with --encoding.",
)
_KIND = Kind("SPSS", "read_sav", _ADVICE, seen, {"user_missing": True})


def recognises(given: Opened) -> bool:
    """Whether it begins as files of SPSS do."""
    return given.head(4) in _MAGICS


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
