"""One run of `score`: owns the loop in which inputs yield batches and outputs append them."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, cast

import polars as pl

from reintegratie_cli.commands._in_order import in_order
from reintegratie_cli.commands._reading_call import TABLE
from reintegratie_cli.commands._score_call import ScoreCall
from reintegratie_cli.commands._score_output import ScoreOutput
from reintegratie_cli.commands._score_setup import ScoreOptions, ScoreSetup
from reintegratie_cli.inputs.responses import Batch, ResponseFiles
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.responses import nobody
from reintegratie_cli.models.score_result import OutputColumn
from reintegratie_cli.outputs import Encoded
from reintegratie_cli.outputs.described import described
from reintegratie_cli.outputs.files import STANDARD
from reintegratie_cli.outputs.frame import result_frame
from reintegratie_cli.outputs.profile import Profile, Vocabulary
from reintegratie_cli.outputs.summary import Summary
from reintegratie_cli.outputs.terminal import COLUMNS, READING, Progress, as_text, aside, say, working
from reintegratie_cli.outputs.trouble import trouble
from reintegratie_cli.text import Text, visible
from reintegratie_cli.workflows.score import ScoreWorkflow

if TYPE_CHECKING:
    from reintegratie_cli.workflows.norm_scores import IntervalKind

DONE, WITH_TROUBLE = 0, 3


class ScoreRun:
    """Reads, scores, writes; `run` gives the exit code."""

    def __init__(self, call: ScoreCall) -> None:
        """Check the call before anything is opened."""
        call.check()
        self.call = call
        self.setup = ScoreSetup(
            ScoreOptions(
                instrument=tuple(call.instrument),
                facts_given=call.facts is not None,
                offer=call.offer,
                rule=call.rule,
                norms=tuple(call.norms),
                interval=cast("IntervalKind", call.interval),
                for_case_system=call.for_case_system,
                instruments=call.instruments,
                norms_folder=call.norms_folder,
            )
        )

    def run(self) -> int:
        """Score all files; no output file changes unless everything could be scored."""
        call, setup = self.call, self.setup
        with working(READING, call.lang):
            files = ResponseFiles(call.responses, call.reading(call.keep), setup.names)
        with files:
            with working(COLUMNS, call.lang):
                instrument = setup.bind(files, call.facts, self._say)
            normed = setup.normed(instrument, files, self._say)
            if call.facts is not None and files.columns[0].date is None:
                self._say(
                    Text(
                        "Er is geen datum van de meting, dus of een feit verouderd is, is niet na te gaan.",
                        "There is no date of measurement, so whether a fact is outdated cannot be told.",
                    ),
                )
            setup.check_kept(files)
            before = list(files.notes)
            for note in before:
                self._say(note)
            with ExitStack() as stack:
                columns = described(setup.columns(instrument, files.kept), self._words(instrument))
                output = ScoreOutput(call, stack, columns, files)
                summary = self._score(files, setup.workflow(instrument, normed), columns, output)
                self._report(files, instrument, summary, output, files.notes[len(before) :])
        return WITH_TROUBLE if summary.troubled or files.facts_not_used else DONE

    def _score(
        self, files: ResponseFiles, workflow: ScoreWorkflow, columns: Sequence[OutputColumn], output: ScoreOutput
    ) -> Summary:
        """The loop: a batch in, a batch out."""
        rules = self.setup.rules
        names = {one.intervention: one.name for one in rules.interventions}
        summary = Summary(rules.sol.groups, names)
        persons = Text("personen", "persons")
        progress = Progress(sum(file.n_rows for file in files.files), persons, self.call.lang)

        def work(numbered: tuple[int, Batch]) -> tuple[Batch, pl.DataFrame, Encoded]:
            number, batch = numbered
            frame = result_frame(batch.rows, workflow.score(batch.responses), columns)
            return batch, frame, output.encode(frame, first=number == 0)

        if not any(file.n_rows for file in files.files):
            rows = pl.DataFrame(schema=files.row_schema)
            output.write_nobody(result_frame(rows, workflow.score(nobody()), columns))
        for batch, frame, encoded in in_order(work, enumerate(files.batches())):
            summary.add(output.asked(frame))
            output.append(batch, frame, encoded)
            progress.advance(len(frame))
        progress.finish()
        output.finish()
        return summary

    def _report(
        self, files: ResponseFiles, instrument: Instrument, summary: Summary, output: ScoreOutput, notes: list[Text]
    ) -> None:
        """What people see: the profile of the person that was asked for, or the summary."""
        call, end = self.call, self._end(output)
        if call.client is not None and call.format == TABLE:
            output.show_persons(Profile(self._words(instrument), call.lang))
            return
        # What could not be read is of all rows; of the person who was asked for, row.problems tells it.
        seen = files.problems
        told = [] if call.client else [*trouble(seen.first, seen.counts.total(), files.missing_counts), *notes]
        if call.format == TABLE:
            by = self.setup.provenance(instrument).replace(";", " · ")
            with as_text(output.stream) as page:
                summary.show(page, call.lang, [*told, Text(by, by)], end)
        else:
            with aside() as stream:
                summary.show(stream, call.lang, told, end)

    def _words(self, instrument: Instrument) -> Vocabulary:
        rules = self.setup.rules
        return Vocabulary(instrument, rules.sol, rules.wanberg, rules.facts, rules.interventions)

    def _end(self, output: ScoreOutput) -> Text:
        """Where the result is, and how to see more."""
        call = self.call
        if call.format == TABLE:
            return Text(
                "Schrijf de uitkomst per persoon met -o scores.csv; bekijk een persoon met --client ID.",
                "Write the result per person with -o scores.csv; look at one person with --client ID.",
            )
        guarded = Text("", "")
        if output.guarded == 1:
            guarded = Text(
                " 1 tekst die op een formule lijkt kreeg een ' vooraan (--raw-text laat dat na).",
                " 1 text that looks like a formula got a ' in front (--raw-text leaves that out).",
            )
        elif output.guarded:
            guarded = Text(
                f" {output.guarded} teksten die op een formule lijken kregen een ' vooraan (--raw-text laat dat na).",
                f" {output.guarded} texts that look like a formula got a ' in front (--raw-text leaves that out).",
            )
        where = Text("standaarduitvoer", "standard output")
        if call.output != STANDARD:
            where = Text(visible(call.output, 200), visible(call.output, 200))
        return Text(f"Uitkomst: {where.nl}.{guarded.nl}", f"Result: {where.en}.{guarded.en}")

    def _say(self, text: Text) -> None:
        say(text.to(self.call.lang))
