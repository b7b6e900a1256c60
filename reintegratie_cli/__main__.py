"""The console script: runs the app, and turns every expected failure into one line and an exit code."""

import io
import os
import signal
import sys
import traceback
from collections.abc import Iterable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from types import FrameType, ModuleType
from typing import NoReturn, TextIO

from reintegratie_cli.errors import ReintegratieError
from reintegratie_cli.text import Language, Text

DONE, WRONG, INTERRUPTED, ENDED = 0, 2, 130, 143
DEBUG = "--debug"


def main() -> NoReturn:
    """Run the command line; exit codes as `docs/exit-codes.md` lists them, a traceback only with --debug."""
    arguments = [argument for argument in sys.argv[1:] if argument != DEBUG]
    try:
        _run(arguments)
    except KeyboardInterrupt:
        # Outside the app, which turns it into an exit code.
        _say([_interrupted()], arguments)
        sys.exit(INTERRUPTED)
    finally:
        # All that was asked for is done; Python would show an interruption while it clears away.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run(arguments: list[str]) -> NoReturn:
    try:
        _prepare()
        # Loading it takes a while, in which an interruption shall be as orderly as afterwards.
        from reintegratie_cli.commands import make_app  # noqa: PLC0415

        make_app()(arguments, prog_name="reintegratie")
    except ReintegratieError as error:
        _stop(error.sentences, arguments)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):
            # The reader has seen enough; without this Python would complain when it flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            sys.exit(DONE)
        if end.code in (INTERRUPTED, ENDED):
            _say([_interrupted()], arguments)
        raise
    except Exception as error:  # noqa: BLE001 - the last resort: a traceback can hold what people answered
        if _ended:
            # Some libraries turn the end that was asked for into an error of their own.
            sys.exit(INTERRUPTED if _ended[-1] == signal.SIGINT else ENDED)
        _stop([_broken(error)], arguments)
    sys.exit(DONE)


def _prepare() -> None:
    """Leave in order when asked to; have streams to write to, whatever they can show; compute the same everywhere."""
    # Sums over several threads depend on how many there are, and on a busy machine such threads wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name, handler in (("SIGTERM", _end), ("SIGHUP", _end), ("SIGINT", _interrupt)):
        # What runs with nohup goes on.
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) != signal.SIG_IGN:
            signal.signal(getattr(signal, name), handler)
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks a character shows another one; that is no reason to stop.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


_ended: list[int] = []
"""The signal that asked for the end, once there is one."""


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    """Leave in an orderly way, so that nothing half written stays behind."""
    _note(number)
    sys.exit(ENDED)


def _interrupt(number: int, _frame: FrameType | None) -> NoReturn:
    """As Python itself does it, and noted."""
    _note(number)
    raise KeyboardInterrupt


def _note(number: int) -> None:
    """Remember that the end was asked for, also where a library loses the exception."""
    _ended.append(number)
    if files := _loaded("outputs.files"):
        files.asked_to_end.append(number)


def _stop(sentences: Iterable[Text], arguments: list[str]) -> NoReturn:
    """Say what is wrong and leave; where it happened only with --debug."""
    if DEBUG in sys.argv[1:]:
        traceback.print_exc()
    _say(sentences, arguments)
    if isinstance(sys.exc_info()[1], OSError):
        # What cannot be written now cannot be flushed at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(WRONG)


def _say(sentences: Iterable[Text], arguments: list[str]) -> None:
    with suppress(OSError):
        if commands := _loaded("commands"):
            commands.clear_progress()
        for sentence in sentences:
            print(sentence.to(_language(arguments)), file=sys.stderr)  # noqa: T201 - the last word of a failed run


def _loaded(name: str) -> ModuleType | None:
    """A module of ours, where the run came as far as loading it."""
    module = sys.modules.get(f"reintegratie_cli.{name}")
    # One that was interrupted while it was loaded does not have all of it.
    return module if module is not None and hasattr(module, "__all__") else None


def _replaced() -> str:
    """The outputs that are in their places already."""
    files = _loaded("outputs.files")
    return ", ".join(files.replaced) if files else ""


def _interrupted() -> Text:
    """What an end halfway leaves: nothing, or outputs that were complete already."""
    if done := _replaced():
        return Text(f"Onderbroken; {done} was al klaar.", f"Interrupted; {done} was done already.")
    return Text("Onderbroken; er is niets veranderd.", "Interrupted; nothing was changed.")


def _broken(error: Exception) -> Text:
    """The sentence for what nobody expected, without the error's own words, which can be anybody's answers."""
    kind, done = type(error).__name__, _replaced()
    nl, en = (
        (f"{done} was al klaar", f"{done} was done already")
        if done
        else ("er is niets veranderd", "nothing was changed")
    )
    return Text(
        f"Er ging iets mis in het programma zelf ({kind}); {nl}. --debug laat zien waar.",
        f"Something went wrong in the program itself ({kind}); {en}. --debug shows where.",
    )


def _nowhere() -> TextIO:
    """A stream for a run that was started without one: printing to none would end up among the data."""
    return Path(os.devnull).open("w", encoding="utf-8")


def _language(arguments: list[str]) -> Language:
    """The language asked for, also when the call failed before it was read; else that of the project's defaults."""
    pairs = [*pairwise(arguments), *(one.partition("=")[::2] for one in arguments if "=" in one)]
    named = [value for option, value in pairs if option == "--lang"]
    if named:
        return "en" if named[-1] == "en" else "nl"
    commands = _loaded("commands")
    return "en" if commands and commands.configured_language() == "en" else "nl"


if __name__ == "__main__":
    main()
