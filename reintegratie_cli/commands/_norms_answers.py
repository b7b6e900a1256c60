"""Reads the answers that norms are made of: those of everybody, or of each group of a column."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from reintegratie_cli.commands._validate_answers import ValidateAnswers
from reintegratie_cli.commands._validate_call import ValidateCall
from reintegratie_cli.commands._validate_criterion import seems_bsn
from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs.binding import Header
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.responses import ResponseFiles
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.norms import FEWEST
from reintegratie_cli.text import Text, visible
from reintegratie_cli.workflows.answer_collector import UNNAMED
from reintegratie_cli.workflows.answer_matrix import Answers, matched


class NormAnswers(ValidateAnswers):
    """The answers of one call of `norms build`; the column of `--group` is read as measurements otherwise are."""

    def __init__(self, call: ValidateCall, instrument: Instrument, group: str | None) -> None:
        """`call` has been checked."""
        super().__init__(call, instrument)
        self.group = group

    def of_all(self) -> Answers:
        """Everybody's answers, and beside them those of a second measurement where there is one."""
        return Answers(*self.read())

    def by_group(self) -> Iterator[tuple[str, Answers]]:
        """The answers of each value of the column that enough rows have; what is left out is said."""
        call = self.call
        collector = self._collected(call.responses, self._reading, None)
        second = None
        if call.retest is not None:
            second = self._collected([call.retest], replace(self._reading, occasion=None), None).matrix()
        counts = collector.occasions
        named = sorted(name for name in counts if name != UNNAMED and counts[name] >= FEWEST)
        small = {name: n for name, n in counts.items() if name not in named}
        if small:
            self._say(self._left_out(small))
        for name in named:
            matrix = collector.matrix(name)
            yield name, Answers(matrix, None if second is None else matched(matrix, second).matrix)

    @cached_property
    def _reading(self) -> ReadingOptions:
        options = self.call.reading()
        return options if self.group is None else replace(options, occasion=self.group)

    def _check_headers(self, headers: Sequence[Header]) -> None:
        """The column of groups is in every file, but not in that of a second measurement."""
        for header in headers:
            if self.group is not None and header.file != self.call.retest:
                header.asked(self.group, "--group")

    def _check_columns(self, files: ResponseFiles, options: ReadingOptions) -> None:
        """As for a validation; a column of groups needs no ids beside it."""
        if self.group is None:
            super()._check_columns(files, options)
            return
        file, columns = files.headers[0].file, files.columns[0]
        if options.occasion is not None and columns.occasion is None:
            raise UsageError(seems_bsn(file, "--group", self.group))
        if columns.id is None and self.call.retest is not None:
            super()._check_columns(files, replace(options, occasion=None))

    def _left_out(self, small: dict[str, int]) -> Text:
        """Groups that are too small; a value can be somebody's name, so it is shown only where values may be."""
        n, rows = len(small), sum(small.values())
        names = ", ".join(f"{visible(name) or '-'} ({small[name]})" for name in sorted(small))
        shown = f": {names}" if self.call.show_values else ""
        return Text(
            f"Groepen zonder norm, want met minder dan {FEWEST} personen: {n}, samen {rows} rijen{shown}.",
            f"Groups without norms, for fewer than {FEWEST} persons: {n}, together {rows} rows{shown}.",
        )
