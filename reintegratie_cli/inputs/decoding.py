"""The answers to a questionnaire, from the columns of a file, batch after batch."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from reintegratie_cli.inputs.cells import NOT_ANSWERED, AnswerReader, Column
from reintegratie_cli.inputs.header import listed
from reintegratie_cli.models.instrument import Code, Instrument, Routing
from reintegratie_cli.models.responses import NO_ANSWER, BoolArray, FloatArray, IntArray
from reintegratie_cli.text import Text


@dataclass(frozen=True)
class Decoded:
    """The answers of one batch, as `models.responses.Responses` has them; `answered`: rows with at least one."""

    answers: Mapping[str, IntArray | FloatArray]
    unreadable: Mapping[str, BoolArray]
    answered: BoolArray


class Decoder:
    """Reads the item columns of one instrument, batch after batch."""

    def __init__(
        self, instrument: Instrument, items: Collection[str], mapped: Mapping[str, Mapping[str, Code]] | None = None
    ) -> None:
        """`items`: those that have a column. `mapped`: answer set -> their value -> our code; see `set_names`."""
        sets = {item: instrument.items[item].answers for item in items}
        codes = {name: (mapped or {}).get(name, (mapped or {}).get(_short(name))) for name in sets.values()}
        missing = {name: instrument.missing_codes(item) for item, name in sets.items()}
        self.readers = {
            name: AnswerReader(name, instrument.answers[name], missing[name], codes[name]) for name in sets.values()
        }
        self.ruled_out: Counter[str] = Counter()
        self._of_item = {item: self.readers[name] for item, name in sets.items()}
        self._filled = 0
        self._routings = dict(_parents_first(instrument, items))

    @property
    def missing_counts(self) -> dict[str, int]:
        """How many cells held each text for "no answer", in the whole run; an empty cell that is an answer is none."""
        total = sum((reader.missing for reader in self.readers.values()), Counter[str]())
        total[NOT_ANSWERED] -= self._filled
        return {code: count for code, count in sorted(total.items()) if count > 0}

    @property
    def notes(self) -> Iterator[Text]:
        """What is to be said of the answers so far."""
        shifted = defaultdict[tuple[int, int], list[str]](list)
        for name, reader in self.readers.items():
            if reader.shifted is not None:
                shifted[reader.shifted].append(name)
        yield from (_shifted(names, *ends) for ends, names in shifted.items())
        n = self.ruled_out.total()
        if n:
            yield Text(
                f"Antwoorden op vervolgvragen die een eerder antwoord uitsluit, tellen niet mee: {n}.",
                f"Answers to follow-up items that an earlier answer rules out do not count: {n}.",
            )

    def clear(self) -> None:
        """Count from nothing again."""
        self.ruled_out.clear()
        self._filled = 0
        for reader in self.readers.values():
            reader.clear()

    def allowed(self, item: str) -> str:
        """What may stand in a cell of `item`."""
        return self._of_item[item].answers.allowed

    def decode(self, cells: Mapping[str, pl.Series], whole: BoolArray, *, tells_not_shown: bool) -> Decoded:
        """The answers in `cells` (item -> (n,) texts); `whole`: the rows that had the right width, others are null."""
        broken = int(len(whole) - np.count_nonzero(whole))
        columns = {
            item: self._of_item[item].column(column, tells_not_shown=tells_not_shown, broken=broken)
            for item, column in cells.items()
        }
        answers = {item: column.values for item, column in columns.items()}
        answered = np.zeros(len(whole), dtype=np.bool_)
        for values in answers.values():
            answered |= given(values)
        self._fill(columns, answered)
        unreadable = {item: column.unreadable for item, column in columns.items() if column.unreadable is not None}
        for item, routing in self._routings.items():
            self._route(item, routing, answers, unreadable)
        return Decoded(answers, {item: bad for item, bad in unreadable.items() if bad.any()}, answered)

    def _fill(self, columns: Mapping[str, Column], answered: BoolArray) -> None:
        """An empty cell is an answer where the set says so, but whoever answered nothing did not answer that either."""
        for item, column in columns.items():
            if column.empty is not None:
                at = column.empty & answered
                column.values[at] = self._value(item, self._of_item[item].answers.empty)
                self._filled += int(np.count_nonzero(at))

    def _route(
        self,
        item: str,
        routing: Routing,
        answers: Mapping[str, IntArray | FloatArray],
        unreadable: Mapping[str, BoolArray],
    ) -> None:
        """Whoever was not to be asked gets what the routing says, whatever stood in the cell."""
        parent, own = answers[routing.item], answers[item]
        out = given(parent) & ~np.isin(parent, [self._value(routing.item, code) for code in routing.is_])
        instead = self._value(item, None if routing.else_ == "missing" else routing.else_)
        self.ruled_out[item] += int(np.count_nonzero(out & given(own) & (own != instead)))
        own[out] = instead
        if item in unreadable:
            unreadable[item][out] = False

    def _value(self, item: str, code: Code | None) -> float:
        """How an array of answers to `item` holds `code`; none is no answer."""
        reader = self._of_item[item]
        value = math.nan if code is None else reader.value(code)
        return NO_ANSWER if math.isnan(value) and not reader.answers.is_open else value


def _shifted(names: Sequence[str], met: int, never: int) -> Text:
    found = listed(names)
    return Text(
        f"Antwoordset {found}: {met} komt voor en {never} niet. Nummert het bestand de antwoorden anders dan de "
        "vragenlijst? Zeg dan met --map, answers, wat elke code betekent.",
        f"Answer set {found}: {met} occurs and {never} does not. Does the file number the answers otherwise than "
        "the questionnaire? Then say with --map, answers, what each code means.",
    )


def given(values: IntArray | FloatArray) -> BoolArray:
    """Where an array of answers holds one."""
    return ~np.isnan(values) if values.dtype == np.float64 else values != NO_ANSWER


def _parents_first(instrument: Instrument, items: Collection[str]) -> list[tuple[str, Routing]]:
    """The follow-up items whose parent is there too, each after its own parent."""

    def depth(item: str) -> int:
        above: list[str] = []
        routing = instrument.items[item].only_if
        while routing and routing.item in instrument.items and routing.item not in above:
            above.append(routing.item)
            routing = instrument.items[routing.item].only_if
        return len(above)

    routed = [(item, instrument.items[item].only_if) for item in sorted(items, key=depth)]
    return [(item, routing) for item, routing in routed if routing is not None and routing.item in items]


def set_names(instrument: Instrument) -> set[str]:
    """What `--map answers` may call an answer set: as it is called here, or as in the questionnaire it came from."""
    return {*instrument.answers, *map(_short, instrument.answers)}


def _short(name: str) -> str:
    return name.partition("__")[2] or name
