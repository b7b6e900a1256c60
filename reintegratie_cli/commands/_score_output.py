"""Where the rows of one run of `score` go: the format that was asked for, the rejects file, the summary."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack

import polars as pl

from reintegratie_cli import outputs
from reintegratie_cli.commands._reading_call import TABLE
from reintegratie_cli.commands._score_call import ScoreCall
from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs.answer_file import Written
from reintegratie_cli.inputs.delimited.quoting import guard_cells
from reintegratie_cli.inputs.responses import Batch, ResponseFiles
from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs import Encoded
from reintegratie_cli.outputs.files import open_outputs
from reintegratie_cli.outputs.profile import Profile
from reintegratie_cli.outputs.rejects import RejectsFile
from reintegratie_cli.outputs.terminal import as_text
from reintegratie_cli.text import Text, visible


class ScoreOutput:
    """Takes batches of the result. What it opened takes its place only when `stack` ends cleanly."""

    def __init__(
        self, call: ScoreCall, stack: ExitStack, columns: Sequence[OutputColumn], files: ResponseFiles
    ) -> None:
        """Open what the call names."""
        self.call = call
        as_rejects = self._rejects_written(files.written) if call.rejects else None
        targets = [call.output, *([str(call.rejects)] if call.rejects else [])]
        self.stream, *others = stack.enter_context(open_outputs(targets, call.inputs))
        self._persons: list[pl.DataFrame] = []
        self.guarded = 0
        self._writer = None
        if call.format != TABLE:
            options = outputs.WritingOptions(call.raw_text, call.lang, call.excel_nl)
            self._writer = outputs.open_writer(call.format, self.stream, columns, options)
        self._rejects = None
        if as_rejects is not None:
            guard = self._as_it_may_stand(as_rejects.delimiter)
            self._rejects = RejectsFile(others[0], as_rejects.header, as_rejects.encoding, guard)

    @staticmethod
    def _rejects_written(files: Sequence[tuple[str, Written]]) -> Written:
        """Under the header of the input; so all files must have the same one."""
        first, as_first = files[0]
        for name, written in files[1:]:
            if (written.header, written.delimiter) != (as_first.header, as_first.delimiter):
                raise UsageError(
                    Text(
                        f"--rejects kan niet: {visible(name, 200)} heeft een andere kopregel dan"
                        f" {visible(first, 200)}. Score ze apart.",
                        f"--rejects is not possible: {visible(name, 200)} has another header than"
                        f" {visible(first, 200)}. Score them apart.",
                    ),
                )
        return as_first

    def _as_it_may_stand(self, delimiter: str) -> Callable[[str], str]:
        return str if self.call.raw_text else lambda row: guard_cells(row, delimiter)

    def encode(self, frame: pl.DataFrame, *, first: bool) -> Encoded:
        """The rows of a batch that were asked for, in the format; several batches at a time."""
        if self._writer is None:
            return Encoded(b"")
        return self._writer.encode(self.asked(frame), first=first)

    def append(self, batch: Batch, frame: pl.DataFrame, encoded: Encoded) -> None:
        """Write a batch, in the order of the input."""
        if self._rejects is not None:
            # A wrong fact stands in another file; there is nothing to mend in the answers.
            troubled = frame["row.status"].is_in(["partial", "rejected"]) & pl.Series(batch.own_trouble)
            if self.call.client is not None:
                troubled &= frame["id"].eq_missing(self.call.client)
            self._rejects.add(batch.raw(place) for place in troubled.arg_true())
        if self.call.client is not None:
            self._persons.append(self.asked(frame))
        if self._writer is not None:
            self._writer.append(encoded)
            self.guarded += encoded.guarded

    def write_nobody(self, frame: pl.DataFrame) -> None:
        """The output for a file without rows: it still has its columns."""
        if self._writer is not None:
            self._writer.append(self._writer.encode(frame, first=True))

    def asked(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows of a batch that were asked for."""
        return frame if self.call.client is None else frame.filter(pl.col("id") == self.call.client)

    def finish(self) -> None:
        """Write what still has to be written; a person who was asked for has to be there."""
        if self.call.client is not None and not any(len(frame) for frame in self._persons):
            shown = visible(self.call.client)
            raise UsageError(
                Text(
                    f"Er is geen rij met id {shown}; let op nullen vooraan en, met --pseudonymise, het pseudoniem.",
                    f"No row has id {shown}; mind leading zeros and, with --pseudonymise, the pseudonym.",
                ),
            )
        if self._writer is not None:
            self._writer.finish()

    def show_persons(self, profile: Profile) -> None:
        """The profiles of the person who was asked for, one for each row."""
        with as_text(self.stream) as page:
            for place, row in enumerate(row for frame in self._persons for row in frame.iter_rows(named=True)):
                page.write("\n" * bool(place))
                profile.show(page, row)
