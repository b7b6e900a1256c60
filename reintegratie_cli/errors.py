"""Everything that a user can do something about; a mistake of our own is left to crash.

Each error is one sentence per line: what is wrong, where, what was found, what is allowed, what to do.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Self

from reintegratie_cli.text import Text


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
