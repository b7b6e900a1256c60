"""The reading edge: every module named in FORMATS is one file format; what none of them recognises is delimited text.

A module has `recognises(opened)`, which looks at the first bytes, and
`open_file(opened, known_names, options, stack)`, which gives the file after a look at every row of it.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from reintegratie_cli.inputs import wrapped
from reintegratie_cli.inputs.answer_file import AnswerFile
from reintegratie_cli.inputs.delimited.file import open_delimited
from reintegratie_cli.inputs.encoding import refusal
from reintegratie_cli.inputs.opened import Opened, opened
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.text import Text, visible

DELIMITED = "csv"
FORMATS: tuple[str, ...] = ("xlsx", "ods", "xls", "sav", "por", "dta", "parquet", "jsonl")
_ZIPS = "xlsx", "ods"
"""The formats that are a zip themselves, and are not opened as one."""

HEEDED = {
    "--encoding": (DELIMITED, "sav", "dta"),
    "--delimiter": (DELIMITED,),
    "--sheet": ("xlsx", "ods", "xls"),
}
"""Option -> the formats that it says something of."""


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


def not_heeded(files: Sequence[AnswerFile], options: ReadingOptions) -> Iterator[Text]:
    """Say which options of the call say nothing of a file, for whoever gave them thinks they do."""
    given = {"--encoding": options.encoding, "--delimiter": options.delimiter, "--sheet": options.sheet}
    for file in files:
        for option, formats in HEEDED.items():
            if given[option] is not None and file.format not in formats:
                at = visible(file.name, 200)
                nl = f"{at}: {option} geldt niet voor dit bestand ({file.format}), en doet hier niets."
                yield Text(nl, f"{at}: {option} is not about this file ({file.format}), and does nothing here.")


def _open(given: Opened, known_names: Collection[str], options: ReadingOptions, stack: ExitStack) -> AnswerFile:
    """A file, or the one within it where it is packed; that one is opened as it stands."""

    def open_one(one: Opened, own: ExitStack) -> AnswerFile:
        return _open_plain(one, known_names, options, own)

    if wrapped.is_gzip(given):
        return wrapped.open_gzip(given, stack, open_one)
    if wrapped.is_zip(given) and not any(_module(name).recognises(given) for name in _ZIPS):
        return wrapped.open_zip(given, known_names, stack, open_one)
    return open_one(given, stack)


def _open_plain(given: Opened, known_names: Collection[str], options: ReadingOptions, stack: ExitStack) -> AnswerFile:
    is_told = options.source in {DELIMITED, *FORMATS}
    for name in FORMATS:
        module = _module(name)
        recognised = module.recognises(given) if options.source == name or not is_told else False
        if options.source == name and not recognised:
            raise refusal(
                given.name, 0, f"dit is geen {name}; laat --from weg.", f"this is no {name}; leave --from out."
            )
        if recognised:
            file = module.open_file(given, known_names, options, stack)
            file.format = name
            return file
    return open_delimited(given, known_names, options, stack)


def _module(name: str) -> Format:
    return cast("Format", import_module(f"{__name__}.{name}"))
