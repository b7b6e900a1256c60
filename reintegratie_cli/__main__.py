"""The console script: runs the app, and turns every expected failure into one line and an exit code."""

import io
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

from reintegratie_cli.commands import make_app
from reintegratie_cli.errors import ReintegratieError
from reintegratie_cli.text import Language

DONE, WRONG, ENDED = 0, 2, 143
DEBUG = "--debug"


def main() -> NoReturn:
    """Run the command line; exit codes as `docs/exit-codes.md` lists them, a traceback only with --debug."""
    arguments = [argument for argument in sys.argv[1:] if argument != DEBUG]
    signal.signal(signal.SIGTERM, _end)
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks a character shows another one; that is no reason to stop.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        make_app()(arguments, prog_name="reintegratie")
    except ReintegratieError as error:
        if DEBUG in sys.argv[1:]:
            raise
        for sentence in error.sentences:
            print(sentence.to(_language(arguments)), file=sys.stderr)  # noqa: T201 - the last word of a failed run
        sys.exit(WRONG)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):
            # The reader has seen enough; without this Python would complain when it flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            sys.exit(DONE)
        raise
    sys.exit(DONE)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Leave in an orderly way, so that nothing half written stays behind."""
    sys.exit(ENDED)


def _language(arguments: list[str]) -> Language:
    """The language asked for, also when the call failed before it was read."""
    pairs = zip(arguments, [*arguments[1:], ""], strict=True)
    return "en" if "--lang=en" in arguments or ("--lang", "en") in pairs else "nl"


if __name__ == "__main__":
    main()
