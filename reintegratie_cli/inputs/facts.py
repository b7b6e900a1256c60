"""`--facts`: what a professional entered per person, to be laid beside the answers of that person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from reintegratie_cli.errors import ResponsesError
from reintegratie_cli.inputs import dates
from reintegratie_cli.inputs.answer_file import AnswerFile
from reintegratie_cli.inputs.binding import Header, bind_items, listed, missing_items
from reintegratie_cli.inputs.cells import AnswerReader
from reintegratie_cli.inputs.decoding import Decoder
from reintegratie_cli.inputs.fact_sheet import Sheet, id_column, not_read, nothing_known
from reintegratie_cli.inputs.privacy import Kind, ProblemLog, SeenProblem, not_in, person_ids, pseudonymise, shown
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.models.facts import FactDefinition, FactList
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.responses import NO_ANSWER, BoolArray, DateArray, Facts, FloatArray, IntArray
from reintegratie_cli.text import Text, visible

_TWICE = -2
_DATE, _SOURCE = ".datum", ".bron"


@dataclass(frozen=True)
class FactProblem:
    """A cell with a fact or rating that could not be read: `found` there (safe to show), and what is allowed."""

    name: str
    kind: Kind
    found: str
    allowed: str

    @property
    def told(self) -> str:
        """As the output tells it of the person."""
        return not_in(f"facts:{self.name}", self.found, self.allowed)


@dataclass(frozen=True)
class FoundFacts:
    """What was entered for the persons of one batch.

    `problems`: the place of a person in the batch, and what could not be read of that person. `twice`: where nothing
    is known because the id stands in several rows of the file.
    """

    facts: Facts
    answers: Mapping[str, IntArray | FloatArray]
    unreadable: Mapping[str, BoolArray]
    problems: Sequence[tuple[int, FactProblem]]
    twice: BoolArray

    @classmethod
    def nothing(cls, n: int) -> "FoundFacts":
        """What is known of n persons when there is no such file."""
        return cls(Facts(), {}, {}, (), np.zeros(n, dtype=np.bool_))


@dataclass
class _Content:
    """What the cells mean; every array has one more row, that of whoever is not in the file."""

    values: dict[str, FloatArray] = field(default_factory=dict)
    dates: dict[str, DateArray] = field(default_factory=dict)
    answers: dict[str, IntArray | FloatArray] = field(default_factory=dict)
    unreadable: dict[str, BoolArray] = field(default_factory=dict)
    problems: dict[int, list[FactProblem]] = field(default_factory=dict)

    def cannot_read(self, name: str, kind: Kind, allowed: str, cells: pl.Series, where: BoolArray) -> None:
        for row in np.flatnonzero(where).tolist():
            self.problems.setdefault(row, []).append(FactProblem(name, kind, shown(cells[row] or ""), allowed))


class FactFile:
    """One file with facts and professional ratings, one row per person.

    `notes` is what is to be said of it, `rated` the professional questionnaires that have a column in it; of two that
    share an item, the one with more columns. `not_used`: how many rows are of another width or without an id.
    """

    def __init__(
        self,
        file: AnswerFile,
        fact_list: FactList,
        professional: Sequence[Instrument],
        options: ReadingOptions,
        id_name: str | None = None,
    ) -> None:
        """`id_name`: the id column of the responses, which is tried before the names that are recognised.

        Raises ResponsesError when there is no id column or nothing else that is known, UsageError when the ids are
        BSNs and get no pseudonyms.
        """
        self._sheet = Sheet.of(file)
        self._show_values = options.show_values
        header = self._sheet.header
        place = id_column(self._sheet, options, id_name)
        self._ids = person_ids(self._sheet.column(place), pseudonymised=options.key is not None)
        if options.key is not None:
            self._ids = pseudonymise(self._ids, options.key)
        self.notes: list[Text] = [*file.notes]
        self._content = _Content()
        used = {place, *self._read_facts(fact_list, options)}
        self.rated: list[Instrument] = []
        for instrument, items in _most_first(header, professional, options):
            if items and not any(instrument.items.keys() & other.items.keys() for other in self.rated):
                self.rated.append(instrument)
                self.notes += missing_items(header, instrument, items)
                used |= set(items.values())
                self._read_ratings(instrument, items, options)
        if used == {place}:
            raise ResponsesError(nothing_known(header, fact_list))
        self.notes += not_read(self._sheet, used, [*_columns(fact_list), *(i for q in professional for i in q.items)])
        self._places = self._persons()
        self.not_used = int(np.count_nonzero(~self._sheet.whole | self._ids.is_null().to_numpy()))
        self.clear()

    def clear(self) -> None:
        """Forget who was looked up."""
        self._used = np.zeros(len(self._ids) + 1, dtype=np.bool_)

    def _read_facts(self, fact_list: FactList, options: ReadingOptions) -> Iterator[int]:
        """Read every fact that has a column; gives the places of those columns."""
        for fact, definition in fact_list.facts.items():
            header, mapped = self._sheet.header, options.columns.get(fact)
            place = header.place(fact) if mapped is None else header.asked(mapped, f"--map, {fact}")
            day, source = header.place(fact + _DATE), header.place(fact + _SOURCE)
            yield from (one for one in (place, day, source) if one is not None)
            if place is not None:
                self._read_fact(fact, definition, options, place, day)

    def _read_fact(
        self, fact: str, definition: FactDefinition, options: ReadingOptions, place: int, day: int | None
    ) -> None:
        """A fact whose date cannot be read is unknown too: nobody can tell whether it is still valid."""
        cells, answers = self._sheet.column(place), definition.answers
        reader = AnswerReader(fact, answers, answers.missing or (), options.answers.get(fact))
        column = reader.column(cells, tells_not_shown=self._sheet.tells_not_shown)
        values = column.values.astype(np.float64)
        if not answers.is_open:
            by_place = range(len(answers.codes)) if answers.type == "choice" else answers.scores
            values = np.array([*by_place, np.nan])[column.values]
        if column.unreadable is not None:
            self._content.cannot_read(fact, "fact", answers.allowed, cells, column.unreadable)
        if day is not None:
            found, unreadable = dates.read_dates(self._sheet.column(day))
            self._content.cannot_read(fact + _DATE, "date", dates.ALLOWED, self._sheet.column(day), unreadable)
            values[unreadable] = np.nan
            self._content.dates[fact] = np.append(found, np.datetime64("NaT", "D"))
        self._content.values[fact] = np.append(values, np.nan)

    def _read_ratings(self, instrument: Instrument, items: Mapping[str, int], options: ReadingOptions) -> None:
        decoder = Decoder(instrument, items, options.answers)
        cells = {item: self._sheet.column(place) for item, place in items.items()}
        decoded = decoder.decode(cells, self._sheet.whole, tells_not_shown=self._sheet.tells_not_shown)
        for item, values in decoded.answers.items():
            none = np.array([np.nan if values.dtype == np.float64 else NO_ANSWER], dtype=values.dtype)
            self._content.answers[item] = np.concatenate([values, none])
        for item, unreadable in decoded.unreadable.items():
            self._content.unreadable[item] = np.append(unreadable, np.False_)
            self._content.cannot_read(item, "unreadable", decoder.allowed(item), cells[item], unreadable)

    def _persons(self) -> dict[str, int]:
        """The row of each id; of an id that stands in several rows, none is used."""
        rows: dict[str, list[int]] = {}
        for row, person in enumerate(self._ids):
            if person is not None:
                rows.setdefault(person, []).append(row)
        twice = sorted(row for same in rows.values() if len(same) > 1 for row in same)
        empty = np.flatnonzero(self._sheet.whole & self._ids.is_null().to_numpy())
        self._say(np.flatnonzero(~self._sheet.whole), Text("een verkeerd aantal kolommen", "a wrong number of columns"))
        self._say(empty, Text("geen bruikbaar id", "no usable id"))
        self._say(np.array(twice, dtype=np.int64), Text("een id dat er vaker staat", "an id that stands there again"))
        return {person: same[0] if len(same) == 1 else _TWICE for person, same in rows.items()}

    def _say(self, rows: IntArray, what: Text) -> None:
        if len(rows):
            where = self._where(rows)
            nl, en = ("rij", "row") if len(rows) == 1 else ("rijen", "rows")
            self.notes.append(
                Text(
                    f"{self._sheet.header.file}: {len(rows)} {nl} met {what.nl} niet gebruikt, regel {where}.",
                    f"{self._sheet.header.file}: {len(rows)} {en} with {what.en} not used, line {where}.",
                )
            )

    def _where(self, rows: IntArray) -> str:
        """The lines on which rows stand, with their ids if these may be shown."""
        lines = [str(line) for line in self._sheet.lines[rows]]
        if self._show_values:
            lines = [
                f"{line} ({visible(self._ids[row] or '-')})" for line, row in zip(lines, rows.tolist(), strict=True)
            ]
        return listed(lines)

    def lookup(self, ids: pl.Series) -> FoundFacts:
        """What is known of the persons with these (n,) ids, as `person_ids` and `pseudonymise` give them."""
        found = np.array(
            [NO_ANSWER if one is None else self._places.get(one, NO_ANSWER) for one in ids], dtype=np.int64
        )
        twice = found == _TWICE
        rows = np.where(twice, NO_ANSWER, found)
        self._used[rows] = True
        content = self._content
        known = {fact: values[rows] for fact, values in content.values.items()}
        known = {fact: values for fact, values in known.items() if not np.isnan(values).all()}
        days = {fact: values[rows] for fact, values in content.dates.items() if fact in known}
        faulty = np.flatnonzero(np.isin(rows, list(content.problems)))
        return FoundFacts(
            facts=Facts(known, {fact: day for fact, day in days.items() if not np.isnat(day).all()}),
            answers={item: values[rows] for item, values in content.answers.items()},
            unreadable={item: values[rows] for item, values in content.unreadable.items() if values[rows].any()},
            problems=[(int(at), problem) for at in faulty for problem in content.problems[int(rows[at])]],
            twice=twice,
        )

    def log_used(self, log: ProblemLog) -> None:
        """Count what could not be read of the persons who were looked up: once for each row of this file."""
        for row, problems in sorted(self._content.problems.items()):
            for one in problems if self._used[row] else ():
                at = self._sheet.header.file, int(self._sheet.lines[row])
                log.add(SeenProblem(*at, one.name, one.kind, one.found, one.allowed))

    def left_over(self) -> Iterator[Text]:
        """The persons in the file for whom no row with answers came by, when all have."""
        mine = np.array([row for row in self._places.values() if row != _TWICE], dtype=np.int64)
        rows = np.sort(mine[~self._used[mine]])
        if len(rows):
            file, where = self._sheet.header.file, self._where(rows)
            nl, en = ("persoon", "person has") if len(rows) == 1 else ("personen", "persons have")
            yield Text(
                f"{file}: van {len(rows)} {nl} zijn er geen antwoorden, regel {where}.",
                f"{file}: {len(rows)} {en} no answers, line {where}.",
            )


def _columns(fact_list: FactList) -> list[str]:
    return [fact + part for fact in fact_list.facts for part in ("", _DATE, _SOURCE)]


def _most_first(
    header: Header, professional: Sequence[Instrument], options: ReadingOptions
) -> list[tuple[Instrument, dict[str, int]]]:
    """The columns of each professional questionnaire, that with most of them first."""
    found = []
    for instrument in professional:
        mapped = {item: column for item, column in options.columns.items() if item in instrument.items}
        found.append((instrument, bind_items(header, instrument, mapped)))
    return sorted(found, key=lambda pair: -len(pair[1]))
