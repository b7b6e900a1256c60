"""Everything that a user can do something about; a mistake of our own is left to crash.

Each error is one sentence per line: what is wrong, where, what was found, what is allowed, what to do.
"""

import errno
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Self

from reintegratie_cli.text import Text, visible

_WHY = {
    errno.ENOENT: Text("het bestaat niet", "it does not exist"),
    errno.EACCES: Text("u hebt er geen rechten voor", "you have no permission"),
    errno.EPERM: Text("u hebt er geen rechten voor", "you have no permission"),
    errno.EISDIR: Text("het is een map", "it is a folder"),
    errno.ENOTDIR: Text("een deel van het pad is geen map", "a part of the path is not a folder"),
    errno.EROFS: Text("er kan niet geschreven worden", "nothing can be written there"),
    errno.EFBIG: Text("een bestand mag er niet zo groot worden", "no file may become that large there"),
    errno.EDQUOT: Text("uw ruimte op de schijf is op", "your share of the disk is full"),
    errno.ENOSPC: Text("de schijf is vol", "the disk is full"),
    errno.EIO: Text("de schijf geeft een fout", "the disk reports an error"),
    errno.EMFILE: Text("er staan te veel bestanden tegelijk open", "too many files are open at once"),
    errno.EBADF: Text("het is gesloten", "it is closed"),
    errno.ENAMETOOLONG: Text("de naam is te lang", "the name is too long"),
}
"""What the system says, in words that help; what is not here is named by its number in Dutch."""


class ReintegratieError(Exception):
    """The base of all errors that the command line shows without a traceback, with exit code 2."""

    def __init__(self, *sentences: Text) -> None:
        super().__init__("\n".join(sentence.en for sentence in sentences))
        self.sentences = sentences

    def __reduce__(self) -> tuple[type[Self], tuple[Text, ...]]:
        """How it passes from one process to another, as those of a pool do."""
        return type(self), self.sentences


class UsageError(ReintegratieError):
    """The call itself is wrong: options that do not go together, or that name something unknown."""


class FileError(ReintegratieError):
    """A file cannot be read, or cannot be written."""


class InstrumentError(ReintegratieError):
    """A questionnaire file breaks the format."""


class RuleError(ReintegratieError):
    """A rule, fact list, intervention or offer file breaks the format."""


class ResponsesError(ReintegratieError):
    """A file with answers or facts cannot be read as one."""


def nearest(found: str, allowed: Iterable[str]) -> str | None:
    """The known name that is most like the one that was found, where one is near."""
    names = {name.casefold(): name for name in allowed}
    near = get_close_matches(found.casefold(), names, n=1, cutoff=0.6)
    return names[near[0]] if near else None


def did_you_mean(found: str, allowed: Iterable[str]) -> Text:
    """The nearest known name as a closing sentence, or nothing when none is near."""
    near = nearest(found, allowed)
    return Text("", "") if near is None else Text(f" Bedoelde u {near}?", f" Did you mean {near}?")


def reason(error: OSError) -> Text:
    """What the system said, in both languages."""
    said = error.strerror or type(error).__name__
    return _WHY.get(error.errno or 0, Text(f"het systeem meldt fout {error.errno or said}", said))


def temporary_folder() -> str:
    """Where temporary files go, as messages call it."""
    import tempfile  # noqa: PLC0415 - --help must start fast

    try:
        return visible(tempfile.gettempdir(), 200)
    except OSError:
        # No folder will do.
        return "TMPDIR"


def no_room(error: OSError) -> FileError:
    """The sentence for temporary files that the system refuses, with its own reason and the way out."""
    folder, why = temporary_folder(), reason(error)
    return FileError(
        Text(
            f"In de map voor tijdelijke bestanden, {folder}, kan niet worden geschreven ({why.nl}); er is niets"
            " veranderd. Maak daar ruimte, of noem een andere map in TMPDIR.",
            f"The folder for temporary files, {folder}, cannot be written to ({why.en}); nothing was changed."
            " Make room there, or name another folder in TMPDIR.",
        ),
    )
