"""One run of `change`: reads two measurements, compares them, writes a row per person and a summary."""

from collections.abc import Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import polars as pl

from reintegratie_cli import __version__, outputs
from reintegratie_cli.commands._change_answers import ChangeAnswers, check_id
from reintegratie_cli.commands._change_call import ChangeCall
from reintegratie_cli.commands._named_norms import named_norms
from reintegratie_cli.commands._reading_call import TABLE, column_names
from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.inputs.responses import ResponseFiles
from reintegratie_cli.models.base import unknown
from reintegratie_cli.models.battery import combine
from reintegratie_cli.models.change_result import ChangeResult, change_columns
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.outputs.change import ChangeSummary
from reintegratie_cli.outputs.described import described
from reintegratie_cli.outputs.files import STANDARD, open_output
from reintegratie_cli.outputs.frame import result_frame
from reintegratie_cli.outputs.profile import Vocabulary
from reintegratie_cli.outputs.terminal import READING, as_text, aside, say, working
from reintegratie_cli.text import Text, visible
from reintegratie_cli.workflows.change import ChangeOptions, compare
from reintegratie_cli.workflows.norm_scores import Normed
from reintegratie_cli.workflows.score import RuleBook, ScoreWorkflow, check_rule_fits

DONE, WITH_TROUBLE = 0, 3
CLIENT = "client"
PROFESSIONAL = "professional"
TWO = 2


class ChangeRun:
    """Reads, compares, writes; `run` gives the exit code."""

    def __init__(self, call: ChangeCall) -> None:
        """Check the call before anything is opened."""
        call.check()
        self.call = call

    def run(self) -> int:
        """Compare; no output file changes unless everything could be done."""
        call = self.call
        with ExitStack() as stack:
            measured = self._opened(stack)
            asked = self._instrument(measured[0])
            for files, facts in zip(measured, self._facts, strict=True):
                files.bind(asked, self._professional, self._rules.facts, facts)
                check_id(files)
            instrument = self._with_ratings(asked, measured)
            self._check_targets(instrument)
            check_rule_fits(self._rules.sol, instrument)
            if len(call.facts) == 1:
                self._say(_RATED_ONCE)
            norms = named_norms(call.norms, call.norms_folder, instrument, measured[-1], self._say)
            stream = stack.enter_context(open_output(call.output, call.inputs))
            workflow = ScoreWorkflow(instrument, self._rules, self._provenance(instrument), None, Normed(norms))
            answers = ChangeAnswers(call, workflow)
            first, second = answers.read(measured)
            options = ChangeOptions(call.chosen_method, tuple(dict.fromkeys(call.target)))
            result = compare(first, second, workflow, options)
            self._write(stream, result, ChangeSummary(result, instrument, self._rules.sol.groups, options.method))
        return WITH_TROUBLE if answers.troubled else DONE

    def _opened(self, stack: ExitStack) -> list[ResponseFiles]:
        """The file with both measurements, or that of each; in a second file every row is of that measurement."""
        call, names = self.call, column_names(self._asked or self._listed)
        reading = call.reading()
        with working(READING, call.lang):
            return [stack.enter_context(ResponseFiles([path], reading, names)) for path in call.responses]

    def _write(self, stream: BinaryIO, result: ChangeResult, summary: ChangeSummary) -> None:
        """The table for people; or the rows, and the table beside them on standard error."""
        call = self.call
        if call.format == TABLE:
            with as_text(stream) as page:
                summary.show(page, call.lang)
            return
        rules = self._rules
        words = Vocabulary(summary.instrument, rules.sol, rules.wanberg, rules.facts, rules.interventions)
        columns = described(change_columns([one.scale for one in result.scales]), words)
        frame = result_frame(pl.DataFrame({"id": result.ids}, schema={"id": pl.String}), result.table, columns)
        options = outputs.WritingOptions(call.raw_text, call.lang, call.excel_nl)
        writer = outputs.open_writer(call.format, stream, columns, options)
        writer.append(writer.encode(frame, first=True))
        writer.finish()
        with aside() as page:
            summary.show(page, call.lang)
        if call.output != STANDARD:
            where = visible(call.output, 200)
            self._say(Text(f"Uitkomst: {where}.", f"Result: {where}."))

    def _check_targets(self, instrument: Instrument) -> None:
        for name in self.call.target:
            if name not in instrument.scales:
                raise UsageError(unknown(Text("De schaal", "The scale"), name, instrument.scales))

    @cached_property
    def _rules(self) -> RuleBook:
        """The rules that groups are decided by."""
        return RuleBook(
            sol=catalogue.load_rule(Path(self.call.rule) if self.call.rule else None),
            wanberg=catalogue.load_wanberg(),
            recommend=catalogue.load_recommend(),
            facts=catalogue.load_facts(),
            interventions=catalogue.load_interventions(),
            facts_given=bool(self.call.facts),
        )

    @cached_property
    def _listed(self) -> Sequence[Instrument]:
        return catalogue.list_instruments(self.call.instruments)

    @cached_property
    def _asked(self) -> Sequence[Instrument]:
        return [catalogue.find_instrument(name, self.call.instruments) for name in self.call.instrument]

    @property
    def _facts(self) -> list[str | None]:
        """The file with facts of each file with answers: one is of both."""
        call = self.call
        return [
            call.facts[min(place, len(call.facts) - 1)] if call.facts else None for place in range(len(call.responses))
        ]

    @cached_property
    def _professional(self) -> Sequence[Instrument]:
        """The questionnaires that professionals fill in: their answers stand in the files with facts.

        A single file holds one rating of each person. Read as both measurements, it would say that nothing changed.
        """
        if len(self.call.facts) < TWO:
            return []
        every = (*self._listed, *self._asked)
        return list({one.instrument: one for one in every if one.respondent == PROFESSIONAL}.values())

    @staticmethod
    def _with_ratings(asked: Instrument, measured: Sequence[ResponseFiles]) -> Instrument:
        """The questionnaire with those of professionals that either measurement has."""
        rated = {one.instrument: one for files in measured for one in files.rated}
        return combine([asked, *rated.values()]) if rated else asked

    def _instrument(self, files: ResponseFiles) -> Instrument:
        """The questionnaires that were asked for, or the one that the columns belong to."""
        asked = [one for one in self._asked if one.respondent != PROFESSIONAL] or list(self._asked)
        if asked:
            return combine(asked) if len(asked) > 1 else asked[0]
        candidates = {one.instrument: one for one in self._listed if one.respondent == CLIENT}
        found = candidates[files.detect(candidates)]
        shown = f"{found.instrument} {found.version}"
        self._say(Text(f"Vragenlijst: {shown}, herkend aan de kolommen.", f"Questionnaire: {shown}, by its columns."))
        return found

    def _provenance(self, instrument: Instrument) -> str:
        rule = Path(self.call.rule) if self.call.rule else None
        parts = (
            f"reintegratie {__version__}",
            f"{instrument.instrument} {instrument.version}",
            f"{self._rules.sol.rule} {self._rules.sol.version} sha256:{catalogue.rule_digest(rule)}",
        )
        return ";".join(parts)

    def _say(self, text: Text) -> None:
        say(text.to(self.call.lang))


_RATED_ONCE = Text(
    "Een bestand met feiten geldt voor beide metingen. Beoordelingen daarin zijn van een keer en worden niet gelezen;"
    " noem met een tweede --facts die van de tweede meting.",
    "One file with facts is of both measurements. Ratings in it are of one time and are not read; name those of the"
    " second measurement with a second --facts.",
)
