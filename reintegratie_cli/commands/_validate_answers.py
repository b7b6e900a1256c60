"""Reads the answers that a questionnaire is validated with, and says what there is to say of them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from reintegratie_cli.commands._reading_call import column_names
from reintegratie_cli.commands._validate_call import ValidateCall
from reintegratie_cli.commands._validate_criterion import CriterionColumn, seems_bsn
from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs.binding import Header, listed
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.responses import ResponseFiles
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.outputs.terminal import READING, Progress, say, working
from reintegratie_cli.outputs.trouble import MOST, trouble
from reintegratie_cli.text import Text, visible
from reintegratie_cli.workflows.answer_collector import UNNAMED, AnswerCollector
from reintegratie_cli.workflows.answer_matrix import AnswerMatrix, Retest, RowCounts, matched

FIRST_AND_SECOND = 2


class ValidateAnswers:
    """The answers of one call. `troubled`: some of what was read could not be read in full."""

    def __init__(self, call: ValidateCall, instrument: Instrument) -> None:
        """`call` has been checked."""
        self.call, self.instrument = call, instrument
        self.troubled = False

    def read(self) -> tuple[AnswerMatrix, AnswerMatrix | None]:
        """The matrix, and beside it the second measurement of the same persons where there is one."""
        call = self.call
        criterion = None if call.criterion is None else CriterionColumn(call.criterion, self.instrument)
        collector = self._collected(call.responses, self._reading, criterion)
        if call.occasion is not None:
            first, second = self._measurements(collector)
        else:
            first, second = collector.matrix(), None
        if call.retest is not None:
            alike = replace(self._reading, occasion=None, date=None, keep=())
            second = self._collected([call.retest], alike, None).matrix()
        return first, None if second is None else self._beside(first, second)

    @cached_property
    def _reading(self) -> ReadingOptions:
        return self.call.reading([self.call.criterion] if self.call.criterion is not None else [])

    def _collected(
        self, paths: Sequence[str], options: ReadingOptions, criterion: CriterionColumn | None
    ) -> AnswerCollector:
        """All rows of these files; the loop in which inputs yield batches."""
        with working(READING, self.call.lang):
            opened = ResponseFiles(paths, options, column_names([self.instrument]))
        with opened as files:
            if criterion is not None:
                criterion.check_name(files.headers, options.id)
            self._check_headers(files.headers)
            files.bind(self.instrument)
            self._check_columns(files, options)
            if criterion is not None:
                criterion.check_columns(files.columns)
            before = list(files.notes)
            self._say(*before)
            columns = files.columns[0]
            collector = AnswerCollector(self.instrument, columns.items)
            progress = Progress(sum(file.n_rows for file in files.files), Text("personen", "persons"), self.call.lang)
            for batch in files.batches():
                collector.add(
                    batch.responses,
                    ids=None if columns.id is None else batch.rows["id"].to_list(),
                    occasions=None if columns.occasion is None else batch.rows["occasion"].to_list(),
                    criterion=None if criterion is None else criterion.numbers(batch),
                )
                progress.advance(len(batch.rows))
            progress.finish()
            self._say_read(files, collector, files.notes[len(before) :])
            if criterion is not None:
                self._say(*criterion.notes())
                self.troubled |= criterion.troubled
        return collector

    def _check_headers(self, headers: Sequence[Header]) -> None:
        """Nothing has to be in the headers before it is known what the columns are; another command may ask more."""

    def _check_columns(self, files: ResponseFiles, options: ReadingOptions) -> None:
        """Refuse a retest without ids, and measurements that nothing tells apart."""
        file, columns, call = files.headers[0].file, files.columns[0], self.call
        if options.occasion is not None and columns.occasion is None:
            raise UsageError(seems_bsn(file, "--occasion", options.occasion))
        option = "--retest" if call.retest is not None else "--occasion"
        if columns.id is None and (call.retest, call.occasion) != (None, None):
            raise UsageError(
                Text(
                    f"{file}: voor {option} is een kolom met een id nodig, en die is niet herkend. Noem haar met --id.",
                    f"{file}: {option} needs a column with an id, and none was recognised. Name it with --id.",
                ),
            )

    def _say_read(self, files: ResponseFiles, collector: AnswerCollector, notes: Sequence[Text]) -> None:
        """What became of the rows, what could not be read, and what stood for no answer."""
        names, counts, seen = ", ".join(header.file for header in files.headers), collector.counts, files.problems
        self.troubled |= bool(counts.partial or counts.rejected)
        self._say(_rows_said(names, counts))
        if counts.repeated:
            self._say(_repeated_said(counts.repeated, occasion=self.call.occasion is not None))
        if collector.absent:
            self._say(_absent_said(names, collector.absent))
        first = sorted(seen.first, key=lambda one: (one.file, one.line))[:MOST]
        self._say(*trouble(first, len(first), {}))
        more = seen.counts.total() - len(first)
        if more:
            self._say(Text(f"  en nog {more}", f"  and {more} more"))
        self._say(*trouble([], 0, files.missing_counts), *notes)

    def _measurements(self, collector: AnswerCollector) -> tuple[AnswerMatrix, AnswerMatrix | None]:
        """The first measurement and the second; what is of another one, or of none, is left out."""
        counts = collector.occasions
        names = [name for name in counts if name != UNNAMED]
        column = visible(str(self.call.occasion))
        if not names:
            raise UsageError(
                Text(
                    f"--occasion {column}: geen rij met antwoorden zegt van welke meting zij is.",
                    f"--occasion {column}: no row with answers says of which measurement it is.",
                ),
            )
        used = names[:FIRST_AND_SECOND]
        shown = [f"{visible(name)} ({counts[name]})" for name in used]
        self._say(_one_measurement_said(*shown) if len(used) == 1 else _two_measurements_said(*shown))
        left_out = sum(counts.values()) - sum(counts[name] for name in used)
        if left_out:
            self._say(
                Text(
                    f"Rijen van een andere meting, of van geen, die niet meedoen: {left_out}.",
                    f"Rows of another measurement, or of none, that are left out: {left_out}.",
                ),
            )
        matrices = [collector.matrix(name) for name in used]
        return matrices[0], matrices[1] if len(used) == FIRST_AND_SECOND else None

    def _beside(self, first: AnswerMatrix, second: AnswerMatrix) -> AnswerMatrix:
        """The second measurement, its rows beside those of the first."""
        retest = matched(first, second)
        self._say(_retest_said(retest))
        return retest.matrix

    def _say(self, *texts: Text) -> None:
        for text in texts:
            say(text.to(self.call.lang))


def _rows_said(files: str, counts: RowCounts) -> Text:
    """What became of the rows."""
    partial = counts.partial
    nl, en = (f", waarvan deels gelezen {partial}", f", of which read in part {partial}") if partial else ("", "")
    if counts.empty:
        nl, en = f"{nl}; zonder antwoord {counts.empty}", f"{en}; without an answer {counts.empty}"
    if counts.rejected:
        nl, en = f"{nl}; niet te lezen {counts.rejected}", f"{en}; not readable {counts.rejected}"
    rows = f"{counts.used} / {counts.read}"
    return Text(f"{files}: rijen gebruikt {rows}{nl}.", f"{files}: rows used {rows}{en}.")


def _repeated_said(n: int, *, occasion: bool) -> Text:
    """Rows whose id stands there again; each is one person here."""
    advice = Text("", "")
    if not occasion:
        advice = Text(
            " Zijn het metingen van dezelfde personen, noem dan met --occasion de kolom die ze onderscheidt.",
            " If they are measurements of the same persons, name the column that tells them apart with --occasion.",
        )
    return Text(
        f"Rijen met een id dat vaker voorkomt: {n}. Elk telt als een eigen persoon.{advice.nl}",
        f"Rows with an id that occurs more than once: {n}. Each counts as a person of its own.{advice.en}",
    )


def _absent_said(files: str, absent: Sequence[str]) -> Text:
    few = listed(absent)
    return Text(
        f"{files}: deze vragen tellen als door niemand beantwoord: {few}. Wat niet zonder kan, wordt niet berekend.",
        f"{files}: these items count as answered by nobody: {few}. What cannot do without is not computed.",
    )


def _one_measurement_said(shown: str) -> Text:
    return Text(f"Er is één meting, {shown}, dus geen hertest.", f"There is one measurement, {shown}, so no retest.")


def _two_measurements_said(first: str, second: str) -> Text:
    return Text(
        f"Getoetst wordt meting {first}; de hertest is {second}.",
        f"Measurement {first} is validated; the retest is {second}.",
    )


def _retest_said(retest: Retest) -> Text:
    """How many persons are in both."""
    nl, en = f"personen in beide metingen {retest.n_matched}", f"persons in both measurements {retest.n_matched}"
    if retest.n_repeated:
        n = retest.n_repeated
        nl, en = f"{nl}; id's die vaker voorkomen en niet meedoen {n}", f"{en}; repeated ids that are left out {n}"
    if retest.n_new:
        nl, en = f"{nl}; alleen in de tweede {retest.n_new}", f"{en}; in the second only {retest.n_new}"
    return Text(f"Hertest: {nl}.", f"Retest: {en}.")
