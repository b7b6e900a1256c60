"""The answer sets of a first version: items that seem to allow the same answers share one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reintegratie_cli.inputs.draft.guess import Guess, Option
from reintegratie_cli.models.base import fold
from reintegratie_cli.models.instrument import Answer, AnswerSet, Code

FEWEST_TO_TELL = 30
"""With fewer answers, one that nobody chose says nothing about what could be chosen."""


@dataclass(frozen=True)
class Seen:
    """One item: what its column seems to hold, and how many answers there were."""

    item: str
    guess: Guess
    n: int


def shared_sets(seen: Iterable[Seen]) -> tuple[dict[str, Guess], dict[str, str]]:
    """The sets by name, and the set of each item; an item with one single answer gets that of others or none."""
    found: list[tuple[Guess, list[str]]] = []
    for one in sorted(seen, key=lambda one: -len(one.guess.options)):
        for at, (guess, items) in enumerate(found):
            joined = _joined(guess, one)
            if joined is not None:
                found[at] = (joined, [*items, one.item])
                break
        else:
            if one.guess.type != "ordinal" or len(one.guess.options) > 1:
                found.append((one.guess, [one.item]))
    sets: dict[str, Guess] = {}
    of_item: dict[str, str] = {}
    for guess, items in found:
        name = free_name(_name(guess), sets)
        sets[name] = guess
        of_item |= dict.fromkeys(items, name)
    return sets, of_item


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """The name, or with the first number behind it that makes it new; case makes no difference."""
    names = {fold(name) for name in taken}
    numbered = (f"{wanted}_{number}" for number in range(2, len(names) + 3))
    return wanted if fold(wanted) not in names else next(name for name in numbered if fold(name) not in names)


def _name(guess: Guess) -> str:
    if guess.basis != "punten":
        return f"{guess.basis}{len(guess.options) or ''}"
    low, high = guess.options[0].rank, guess.options[-1].rank
    return f"punten_{low}_{high}".replace("-", "min")


def _joined(host: Guess, one: Seen) -> Guess | None:
    """The set with what the item adds, when the item can have the same answers."""
    guess = one.guess
    if (host.type, host.basis, _form(host)) != (guess.type, guess.basis, _form(guess)):
        return None
    missing = tuple(dict.fromkeys((*host.missing, *guess.missing)))
    if guess.type in ("count", "number"):
        return _joined_open(host, guess) if set(missing) == set(host.missing) else None
    options = _joined_options(host.options, guess.options)
    if options is None or len(options) > len(host.options) or not _covers(host, one):
        return None
    if any(isinstance(code, int) and code in {option.rank for option in options} for code in missing):
        return None
    return replace(host, options=options, missing=missing, remarks=tuple(dict.fromkeys(host.remarks + guess.remarks)))


def _form(guess: Guess) -> tuple[bool, bool]:
    """Whether there are words, and whether there are other texts: answers of another form are another set."""
    return any(option.label is not None for option in guess.options), any(option.also for option in guess.options)


def _joined_open(host: Guess, guess: Guess) -> Guess | None:
    """The wider bounds, or none where a code for no answer set them."""
    if guess.type == "count" or host.least is None or guess.least is None or host.most is None or guess.most is None:
        return host if (host.least, host.most) == (guess.least, guess.most) else None
    return replace(host, least=min(host.least, guess.least), most=max(host.most, guess.most))


def _covers(host: Guess, one: Seen) -> bool:
    """Whether the item lacks so few of the answers that nobody may have chosen them."""
    here = [option.rank for option in one.guess.options]
    there = [option.rank for option in host.options]
    if not here:
        return True
    if host.type == "choice":
        return len(here) == len(there)
    lacking = sum(rank < here[0] for rank in there), sum(rank > here[-1] for rank in there)
    return one.n < FEWEST_TO_TELL or max(lacking) <= 1


def _joined_options(host: tuple[Option, ...], more: tuple[Option, ...]) -> tuple[Option, ...] | None:
    """The answers of both; none where they call the same place differently."""
    by_rank = {option.rank: option for option in host}
    for option in more:
        known = by_rank.setdefault(option.rank, option)
        if known.label is not None and option.label is not None and fold(known.label) != fold(option.label):
            return None
        also = tuple(dict.fromkeys((*known.also, *option.also)))
        by_rank[option.rank] = Option(option.rank, known.label or option.label, also)
    return tuple(option for _, option in sorted(by_rank.items()))


def answer_set(guess: Guess) -> AnswerSet:
    """The set as a questionnaire has it: points by their own number, words by their place from 1."""
    missing = guess.missing or None
    if guess.type == "yes_no":
        return AnswerSet(type="yes_no", missing=missing)
    if not guess.options:
        return AnswerSet(type=guess.type, min=guess.least, max=guess.most, missing=missing)
    first = guess.options[0].rank if guess.basis == "punten" else 1
    values: Mapping[Code, Answer] = {
        code: Answer(nl=option.label, also=option.also) for code, option in enumerate(guess.options, first)
    }
    return AnswerSet(type=guess.type, values=dict(values), missing=missing)
