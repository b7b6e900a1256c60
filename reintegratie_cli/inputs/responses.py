"""The files with answers, as batches of persons: every row stays, and what could not be read is marked."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import polars as pl

from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs import binding as binding_of
from reintegratie_cli.inputs.answer_file import AnswerFile, TextBatch, Written
from reintegratie_cli.inputs.binding import Binding, Header
from reintegratie_cli.inputs.dates import read_dates
from reintegratie_cli.inputs.decoding import Decoder, set_names
from reintegratie_cli.inputs.detection import detect_instrument
from reintegratie_cli.inputs.duplicates import BATCH_ROWS, Duplicates, FirstPass, occasions, row_ids
from reintegratie_cli.inputs.facts import FactFile, FoundFacts
from reintegratie_cli.inputs.formats import not_heeded, open_answers
from reintegratie_cli.inputs.privacy import BatchProblems, ProblemLog, pseudonymise
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.rows import FileRows
from reintegratie_cli.inputs.value_labels import facts_read_as, items_read_as, settle_labels
from reintegratie_cli.models.facts import FactList
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.responses import BoolArray, Responses
from reintegratie_cli.text import Text

_NO_FACTS = FactList(version="0.0.0", facts={})


class NotBoundError(Exception):
    """Rows were asked for before it was decided what the columns are: a mistake of ours."""


@dataclass(frozen=True)
class Batch:
    """Some rows of one file, in their order.

    `rows`: id, row.file, row.number (the line on which the row begins), row.problems, measured, occasion, and the kept
    columns as text. `own_trouble`: something in the row itself could not be read, not only in the file with facts.
    `source`: the file.
    """

    rows: pl.DataFrame
    responses: Responses
    own_trouble: BoolArray
    source: AnswerFile
    text: TextBatch

    def raw(self, place: int) -> str:
        """A row as it stands in its file."""
        return self.text.raw(place)


class ResponseFiles:
    """The files of one call, opened together: their headers first, then what they are read as, then their rows.

    `columns`: what the columns of each file are, once bound. `problems`: what could not be read so far. `notes`: what
    is to be said of the files; complete after the last batch.
    """

    def __init__(
        self, paths: Sequence[str | Path | AnswerFile], options: ReadingOptions, known_names: Collection[str] = ()
    ) -> None:
        """`paths`: each a file to open, or one that is open already, which stays so.

        `known_names`: what columns could be called (the items of all questionnaires); these tell the delimiter.
        """
        self.options = options
        asked = (options.id, options.occasion, options.date, *options.keep, *options.columns.values())
        self._names = {*known_names, *binding_of.ID_NAMES, *binding_of.DATE_NAMES, *(n for n in asked if n is not None)}
        with ExitStack() as stack:
            files: list[AnswerFile] = []
            for path in paths:
                files.append(stack.enter_context(self._open(path, files, options)))
            self.files = tuple(files)
            self._duplicates = stack.enter_context(Duplicates())
            self._stack = stack.pop_all()
        self.headers = tuple(Header(file.name, file.heading) for file in self.files)
        self.columns: Sequence[Binding] = ()
        self.problems = ProblemLog(show_values=options.show_values)
        self._decoder: Decoder | None = None
        self._facts: FactFile | None = None
        self._decided: list[Text] = []
        self._before = [note for file in self.files for note in file.notes]
        self._before += not_heeded(self.files, options)
        self._after: list[Text] = []

    def _open(
        self, path: str | Path | AnswerFile, earlier: Sequence[AnswerFile], options: ReadingOptions
    ) -> AbstractContextManager[AnswerFile]:
        if not isinstance(path, str | Path):
            return nullcontext(path)
        if str(path) == "-" and any(file.name == "-" for file in earlier):
            nl = "De standaardinvoer (-) kan maar een keer worden gelezen. Bewaar een van beide in een bestand."
            en = "Standard input (-) can be read once only. Save one of the two in a file."
            raise UsageError(Text(nl, en))
        return open_answers(None if str(path) == "-" else Path(path), self._names, options)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def notes(self) -> list[Text]:
        """What is to be said of the files on stderr."""
        return [*self._before, *self._after]

    @property
    def decided(self) -> list[Text]:
        """Of the notes those on how codes, texts and labels were understood; complete after the last batch."""
        return [*self._decided, *self._after]

    @property
    def written(self) -> list[tuple[str, Written]]:
        """Each file by its name, and how its rows are written again."""
        bound = zip(self.files, self.columns, strict=True)
        return [(file.name, file.written(columns.names_again)) for file, columns in bound]

    @property
    def kept(self) -> tuple[str, ...]:
        """The names of the kept columns, without those that were left out."""
        return tuple(self.columns[0].kept) if self.columns else ()

    @property
    def row_schema(self) -> dict[str, type[pl.DataType]]:
        """The columns of `Batch.rows` and their types."""
        texts = dict.fromkeys(("occasion", *self.kept), pl.String)
        first = {"id": pl.String, "row.file": pl.String, "row.number": pl.Int64, "row.problems": pl.String}
        return {**first, "measured": pl.Date, **texts}

    @property
    def rated(self) -> tuple[Instrument, ...]:
        """The professional questionnaires that have columns in the file with facts."""
        return () if self._facts is None else tuple(self._facts.rated)

    @property
    def facts_not_used(self) -> int:
        """How many rows of the file with facts are nobody's: of another width than the header, or without an id."""
        return 0 if self._facts is None else self._facts.not_used

    @property
    def missing_counts(self) -> dict[str, int]:
        """How many cells held each text for "no answer", in the batches so far."""
        return {} if self._decoder is None else self._decoder.missing_counts

    def detect(self, candidates: Mapping[str, Instrument]) -> str:
        """The questionnaire, of these by their ids, whose items are the columns; UsageError when none is."""
        header = self.headers[0]
        mapped = [item for item, column in self.options.columns.items() if column in header]
        return detect_instrument(header, candidates, mapped)

    def bind(
        self,
        instrument: Instrument,
        professional: Sequence[Instrument] = (),
        fact_list: FactList = _NO_FACTS,
        facts: str | Path | AnswerFile | None = None,
        reserved: Collection[str] = (),
    ) -> None:
        """Decide what the columns are, and look once through those that are no answers.

        `facts`: the file with what is in `fact_list`, and with the answers to the `professional` questionnaires; one
        of these that shares an item with `instrument` is not looked for there. `reserved`: the names of the output's
        own columns, which no kept column can have.
        """
        others = [other for other in professional if not other.items.keys() & instrument.items.keys()]
        every = [instrument, *others]
        items, sets = (name for one in every for name in one.items), (name for one in every for name in set_names(one))
        binding_of.check_map(self.options, {*fact_list.facts, *items}, {*fact_list.facts, *sets})
        bound = [binding_of.bind(header, instrument, self.options, reserved) for header in self.headers]
        for other in bound[1:]:
            binding_of.check_alike(bound[0], other)
        for file, columns in zip(self.files, bound, strict=True):
            read_as = items_read_as(instrument, columns.items, self.options.answers)
            self._decided += settle_labels(file, columns.header, read_as)
        self._decided += bound[0].notes
        self._before += _said(bound[0], self.options, has_facts=facts is not None)
        self._before += self._decided
        self._before += binding_of.missing_items(bound[0].header, instrument, bound[0].items)
        first = FirstPass(self.files, self._duplicates, pseudonymised=self.options.key is not None)
        self.columns = first.run(bound)
        first.say_others(bound)
        self._before += first.notes
        self._decoder = Decoder(instrument, bound[0].items, self.options.answers)
        if facts is not None:
            self._facts = self._read_facts(facts, fact_list, instrument, others)
            self._before += self._facts.notes

    def _read_facts(
        self,
        path: str | Path | AnswerFile,
        fact_list: FactList,
        instrument: Instrument,
        others: Sequence[Instrument],
    ) -> FactFile:
        """A translation of answers of the questionnaire itself is about the responses, and not about this file."""
        own = set_names(instrument)
        answers = {name: codes for name, codes in self.options.answers.items() if name not in own}
        first = self.columns[0]
        id_name = None if first.id is None else first.header.names[first.id]
        self._names |= {*fact_list.facts, *(item for one in others for item in one.items)}
        with self._open(path, self.files, replace(self.options, source=None, sheet=None)) as file:
            header = Header(file.name, file.heading)
            read_as = facts_read_as(fact_list, header, self.options.columns, answers)
            for other in others:
                mapped = {item: name for item, name in self.options.columns.items() if item in other.items}
                read_as |= items_read_as(other, binding_of.bind_items(header, other, mapped), answers)
            self._before += settle_labels(file, header, read_as)
            return FactFile(file, fact_list, others, replace(self.options, answers=answers), id_name)

    def last_year(self) -> int | None:
        """The last year in which anybody was measured; none where no date can be read."""
        years: set[int] = set()
        for file, columns in zip(self.files, self.columns, strict=True):
            for text in file.batches([columns.date], BATCH_ROWS) if columns.date is not None else ():
                days, _ = read_dates(text.frame[str(columns.date)], month_first=columns.month_first)
                known = days[~np.isnat(days)]
                years |= {known.max().item().year} if len(known) else set()
        return max(years, default=None)

    def batches(self, size: int = BATCH_ROWS) -> Iterator[Batch]:
        """All rows of all files, at most `size` at a time; `bind` comes first. Each time counts from nothing."""
        if self._decoder is None:
            raise NotBoundError
        self.problems.clear()
        self._decoder.clear()
        if self._facts is not None:
            self._facts.clear()
        for file, columns in zip(self.files, self.columns, strict=True):
            used = sorted({*columns.items.values(), *columns.known})
            for text in file.batches(used, size):
                yield self._batch(FileRows(file, columns, text), self._decoder)
        self._after = list(self._decoder.notes)
        if self._facts is not None:
            self._after += self._facts.left_over()
            self._facts.log_used(self.problems)

    def _batch(self, rows: FileRows, decoder: Decoder) -> Batch:
        file, columns, text = rows.file, rows.columns, rows.text
        problems = BatchProblems(self.problems, file.name, text.line)
        ids, occasion = row_ids(columns, text, pseudonymised=self.options.key is not None), occasions(columns, text)
        readable = rows.readable(problems, ids)
        measured = rows.measured(problems)
        decoded = rows.decoded(problems, decoder)
        again = np.zeros(len(ids), np.bool_) if columns.id is None else self._duplicates.is_duplicate(ids, occasion)
        ids = ids if self.options.key is None else pseudonymise(ids, self.options.key)
        found = FoundFacts.nothing(len(ids)) if self._facts is None else self._facts.lookup(ids)
        own_trouble = problems.rows
        for place, problem in found.problems:
            problems.tell(place, problem.told)
        responses = Responses(
            n=len(ids),
            answers={**decoded.answers, **found.answers},
            unreadable={**decoded.unreadable, **found.unreadable},
            readable=readable,
            troubled=problems.rows,
            answered=decoded.answered,
            measured=measured,
            duplicate=again,
            facts=replace(found.facts, twice=found.twice),
        )
        return Batch(rows.frame(ids, problems.told, measured, occasion), responses, own_trouble, file, text)


def _said(columns: Binding, options: ReadingOptions, *, has_facts: bool) -> Iterator[Text]:
    """What to say of the columns that were recognised. UsageError when there is no id and one is needed."""
    file = columns.header.file
    if columns.id is None:
        for needed, option in ((has_facts, "--facts"), (options.key is not None, "--pseudonymise")):
            if needed:
                nl = f"{file}: voor {option} is een kolom met een id nodig, en die is niet herkend. Noem haar met --id."
                en = f"{file}: {option} needs a column with an id, and none was recognised. Name it with --id."
                raise UsageError(Text(nl, en))
        nl = f"{file}: er is geen kolom met een id herkend; het regelnummer is het id. Noem haar met --id."
        en = f"{file}: no column with an id was recognised; the line number is the id. Name it with --id."
        yield Text(nl, en)
    for place, asked, what in (
        (columns.id, options.id, Text("het id", "the id")),
        (columns.date, options.date, Text("de datum van de meting", "the date of measurement")),
    ):
        if place is not None and asked is None:
            name = columns.header.shown(place)
            yield Text(f"{file}: kolom {name} is {what.nl}.", f"{file}: column {name} is {what.en}.")
