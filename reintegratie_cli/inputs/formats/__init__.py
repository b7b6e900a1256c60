"""The reading edge: every module named in FORMATS is one file format; what none of them recognises is delimited text.

A module has `recognises(opened)`, which looks at the first bytes, and
`open_file(opened, known_names, options, stack)`, which gives the file after a look at every row of it.
"""

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from reintegratie_cli.inputs.answer_file import AnswerFile
from reintegratie_cli.inputs.delimited import open_delimited
from reintegratie_cli.inputs.opened import Opened, opened
from reintegratie_cli.inputs.reading_options import ReadingOptions

DELIMITED = "csv"
FORMATS: tuple[str, ...] = ()


class Format(Protocol):
    """What a module of this folder does."""

    def recognises(self, given: Opened) -> bool:
        """Whether the first bytes are those of this format."""

    def open_file(
        self, given: Opened, known_names: Collection[str], options: ReadingOptions, stack: ExitStack
    ) -> AnswerFile:
        """The file, after a look at every row of it; `stack` closes it."""


@contextmanager
def open_answers(path: Path | None, known_names: Collection[str], options: ReadingOptions) -> Iterator[AnswerFile]:
    """A file with answers, or standard input (None), in any format, after a look at every row of it.

    `known_names`: names that columns may have, by which a header is told from other rows.

    Raises:
        ResponsesError: It cannot be read without guessing what was meant.
        FileError: It cannot be opened or read.
        UsageError: What the call says of it cannot be.
    """
    with ExitStack() as stack:
        given = opened(path, stack)
        yield _open(given, known_names, options, stack)


def _open(given: Opened, known_names: Collection[str], options: ReadingOptions, stack: ExitStack) -> AnswerFile:
    for name in FORMATS:
        module = cast("Format", import_module(f"{__name__}.{name}"))
        if options.source == name or (options.source is None and module.recognises(given)):
            return module.open_file(given, known_names, options, stack)
    return open_delimited(given, known_names, options, stack)
