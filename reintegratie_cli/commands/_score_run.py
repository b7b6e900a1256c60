"""One run of `score`: owns the loop in which inputs yield batches and outputs append them."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import cast

import polars as pl

from reintegratie_cli import __version__
from reintegratie_cli.commands._in_order import in_order
from reintegratie_cli.commands._named_norms import named_norms
from reintegratie_cli.commands._reading_call import TABLE, column_names
from reintegratie_cli.commands._score_call import CASE_SYSTEM, ScoreCall
from reintegratie_cli.commands._score_output import ScoreOutput
from reintegratie_cli.errors import RuleError, UsageError, did_you_mean
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.inputs.responses import Batch, ResponseFiles
from reintegratie_cli.models.battery import combine
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.norm_book import NormBook
from reintegratie_cli.models.responses import nobody
from reintegratie_cli.models.score_result import OutputColumn, output_columns
from reintegratie_cli.outputs import Encoded
from reintegratie_cli.outputs.files import STANDARD
from reintegratie_cli.outputs.frame import result_frame
from reintegratie_cli.outputs.profile import Profile, Vocabulary
from reintegratie_cli.outputs.summary import Summary
from reintegratie_cli.outputs.terminal import Progress, as_text, say
from reintegratie_cli.outputs.trouble import trouble
from reintegratie_cli.text import Text, visible
from reintegratie_cli.workflows.case_system import CaseSystem
from reintegratie_cli.workflows.norm_scores import IntervalKind, Normed
from reintegratie_cli.workflows.score import RuleBook, ScoreWorkflow, check_rule_fits, scales_read

DONE, WITH_TROUBLE = 0, 3
CLIENT = "client"
PROFESSIONAL = "professional"


class ScoreRun:
    """Reads, scores, writes; `run` gives the exit code."""

    def __init__(self, call: ScoreCall) -> None:
        """Check the call before anything is opened."""
        call.check()
        self.call = call
        self.norms = NormBook()

    def run(self) -> int:
        """Score all files; no output file changes unless everything could be scored."""
        call = self.call
        reading, names = call.reading(call.keep), column_names(self._asked or self._listed)
        with ResponseFiles(call.responses, reading, names) as files:
            asked = self._asked_instrument(files)
            possible = (asked, *self._professional)
            reserved = {column.name for one in possible for column in self._columns(one, ())}
            files.bind(asked, self._professional, self.rules.facts, call.facts, reserved)
            instrument = combine([asked, *files.rated]) if files.rated else asked
            check_rule_fits(self.rules.sol, instrument)
            self._say_unread(instrument)
            self.norms = named_norms(call.norms, call.norms_folder, instrument, files, self._say)
            if call.facts is not None and files.columns[0].date is None:
                self._say(
                    Text(
                        "Er is geen datum van de meting, dus of een feit verouderd is, is niet na te gaan.",
                        "There is no date of measurement, so whether a fact is outdated cannot be told.",
                    ),
                )
            self._check_kept(files)
            before = list(files.notes)
            for note in before:
                self._say(note)
            with ExitStack() as stack:
                columns = self._columns(instrument, files.kept)
                output = ScoreOutput(call, stack, columns, files)
                summary = self._score(files, instrument, columns, output)
                self._report(files, instrument, summary, output, files.notes[len(before) :])
        return WITH_TROUBLE if summary.troubled or files.facts_not_used else DONE

    def _say_unread(self, instrument: Instrument) -> None:
        """Say which scales the rule reads in vain, where it reads some or was chosen for this questionnaire."""
        read = scales_read(self.rules.sol)
        absent = sorted(read - instrument.scales.keys())
        nowhere = sorted(set(absent).difference(*(one.scales for one in self._listed))) if self.call.rule else []
        if nowhere:
            near = did_you_mean(
                nowhere[0], {*instrument.scales, *(name for one in self._listed for name in one.scales)}
            )
            raise RuleError(
                Text(
                    f"{visible(str(self.call.rule), 200)}: geen vragenlijst heeft de schaal {nowhere[0]}.{near.nl}",
                    f"{visible(str(self.call.rule), 200)}: no questionnaire has the scale {nowhere[0]}.{near.en}",
                ),
            )
        if absent and (self.call.rule or read & instrument.scales.keys()):
            hints = (did_you_mean(name, instrument.scales) for name in absent)
            near = next((hint for hint in hints if hint.nl), Text("", ""))
            names = ", ".join(absent)
            self._say(
                Text(
                    f"De regel leest schalen die de vragenlijst niet heeft: {names}.{near.nl}",
                    f"The rule reads scales that the questionnaire does not have: {names}.{near.en}",
                ),
            )

    def _score(
        self, files: ResponseFiles, instrument: Instrument, columns: Sequence[OutputColumn], output: ScoreOutput
    ) -> Summary:
        """The loop: a batch in, a batch out."""
        case_system = CaseSystem(instrument) if self.call.for_case_system else None
        normed = Normed(self.norms, cast("IntervalKind", self.call.interval))
        workflow = ScoreWorkflow(instrument, self.rules, self._provenance(instrument), case_system, normed)
        names = {one.intervention: one.name for one in self.rules.interventions}
        summary = Summary(self.rules.sol.groups, names)
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
        call, rules, end = self.call, self.rules, self._end(output)
        if call.client is not None and call.format == TABLE:
            words = Vocabulary(instrument, rules.sol, rules.wanberg, rules.facts, rules.interventions)
            output.show_persons(Profile(words, call.lang))
            return
        # What could not be read is of all rows; of the person who was asked for, row.problems tells it.
        seen = files.problems
        told = [] if call.client else [*trouble(seen.first, seen.counts.total(), files.missing_counts), *notes]
        if call.format == TABLE:
            by = self._provenance(instrument).replace(";", " · ")
            with as_text(output.stream) as page:
                summary.show(page, call.lang, [*told, Text(by, by)], end)
        else:
            summary.show(sys.stderr, call.lang, told, end)

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

    def _check_kept(self, files: ResponseFiles) -> None:
        """No answer goes into a case system by way of --keep."""
        columns = files.columns[0]
        answers = [name for name, place in columns.kept.items() if place in columns.items.values()]
        if self.call.for_case_system and answers:
            shown = visible(answers[0])
            raise UsageError(
                Text(
                    f"--keep {shown} kan niet samen met --for {CASE_SYSTEM}: het is een antwoord van de persoon.",
                    f"--keep {shown} is not possible with --for {CASE_SYSTEM}: it is an answer of the person.",
                ),
            )

    @cached_property
    def rules(self) -> RuleBook:
        """The rules, facts, knowledge base and offer."""
        call = self.call
        facts = catalogue.load_facts()
        interventions = catalogue.load_interventions()
        return RuleBook(
            sol=catalogue.load_rule(Path(call.rule) if call.rule else None),
            wanberg=catalogue.load_wanberg(),
            recommend=catalogue.load_recommend(),
            facts=facts,
            interventions=interventions,
            offer=catalogue.load_offer(Path(call.offer)) if call.offer else None,
            facts_given=call.facts is not None,
        )

    @cached_property
    def _listed(self) -> Sequence[Instrument]:
        return catalogue.list_instruments(self.call.instruments)

    @cached_property
    def _asked(self) -> Sequence[Instrument]:
        return [catalogue.find_instrument(name, self.call.instruments) for name in self.call.instrument]

    @cached_property
    def _professional(self) -> Sequence[Instrument]:
        """The questionnaires that professionals fill in: their answers stand in the file with facts."""
        if self.call.facts is None:
            return []
        found = {i.instrument: i for i in (*self._listed, *self._asked) if i.respondent == PROFESSIONAL}
        return list(found.values())

    def _asked_instrument(self, files: ResponseFiles) -> Instrument:
        """The questionnaires that were asked for, or the one that the columns belong to."""
        of_clients = [instrument for instrument in self._asked if instrument.respondent != PROFESSIONAL]
        if of_clients:
            return combine(of_clients) if len(of_clients) > 1 else of_clients[0]
        if self._asked:
            return self._asked[0]
        candidates = {i.instrument: i for i in self._listed if i.respondent == CLIENT}
        found = candidates[files.detect({name: list(i.items) for name, i in candidates.items()})]
        shown = f"{found.instrument} {found.version}"
        self._say(Text(f"Vragenlijst: {shown}, herkend aan de kolommen.", f"Questionnaire: {shown}, by its columns."))
        return found

    def _columns(self, instrument: Instrument, kept: Sequence[str]) -> list[OutputColumn]:
        groups = [group.group for group in self.rules.sol.groups if not group.requires]
        columns = output_columns(kept, list(instrument.scales), groups, list(self.rules.wanberg.components))
        if not self.call.for_case_system:
            return list(columns)
        case_system = CaseSystem(instrument)
        return [column for column in columns if not case_system.leaves_out(column.name)]

    def _provenance(self, instrument: Instrument) -> str:
        rule = Path(self.call.rule) if self.call.rule else None
        return ";".join(
            [
                f"reintegratie {__version__}",
                f"{instrument.instrument} {instrument.version}",
                f"{self.rules.sol.rule} {self.rules.sol.version} sha256:{catalogue.rule_digest(rule)}",
                f"interventions sha256:{catalogue.knowledge_base_digest()}",
            ]
        )

    def _say(self, text: Text) -> None:
        say(text.to(self.call.lang))
