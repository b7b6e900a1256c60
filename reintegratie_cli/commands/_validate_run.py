"""One run of `validate-instrument`: reads the questionnaire and its answers, validates, writes."""

from typing import cast

from reintegratie_cli.commands._validate_answers import ValidateAnswers
from reintegratie_cli.commands._validate_call import ValidateCall
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.validation_result import ValidationResult
from reintegratie_cli.models.verdict import Conclusion, falls_below
from reintegratie_cli.outputs import validation
from reintegratie_cli.outputs.files import STANDARD, open_output
from reintegratie_cli.outputs.terminal import Progress, say
from reintegratie_cli.text import Language, Text, visible
from reintegratie_cli.workflows.answer_matrix import Answers
from reintegratie_cli.workflows.validate_options import Knowledge

DONE, BELOW, WITH_TROUBLE = 0, 1, 3


class ValidateRun:
    """Reads, validates, writes; `run` gives the exit code."""

    def __init__(self, call: ValidateCall) -> None:
        """Check the call before anything is opened."""
        call.check()
        self.call = call

    def run(self) -> int:
        """Validate; no output file changes unless everything could be done."""
        call, knowledge = self.call, self._knowledge()
        instrument = catalogue.find_instrument(call.instrument, call.instruments)
        answers = ValidateAnswers(call, instrument)
        matrix, retest = answers.read() if call.responses else (None, None)
        from reintegratie_cli.workflows.validate import validate  # noqa: PLC0415 - a wrong call needs no SciPy

        given = None if matrix is None else Answers(matrix, retest)

        with open_output(call.output, call.inputs) as stream:
            simulations = _Simulations(call.lang)
            result = validate(instrument, given, call.options, knowledge, simulations.show)
            simulations.finish()
            validation.write(call.format, stream, result, instrument, call.lang)
        if call.output != STANDARD:
            where = visible(call.output, 200)
            self._say(Text(f"Uitkomst: {where}.", f"Result: {where}."))
        return self._code(result, instrument, troubled=answers.troubled)

    def _knowledge(self) -> Knowledge:
        """What questionnaires and answers are judged by."""
        return Knowledge(
            wording=catalogue.load_wording(),
            criteria=catalogue.load_criteria(self.call.criteria),
            conclusion=catalogue.load_conclusion(),
        )

    def _code(self, result: ValidationResult, instrument: Instrument, *, troubled: bool) -> int:
        """Below the bar goes before rows that were not read in full."""
        bar, verdict = self.call.fail_below, result.verdict
        conclusion: Conclusion = "none" if verdict is None else verdict.conclusion
        if bar is not None and falls_below(conclusion, cast("Conclusion", bar)):
            self._say(validation.below_the_bar(result, instrument, cast("Conclusion", bar), self.call.lang))
            return BELOW
        return WITH_TROUBLE if troubled else DONE

    def _say(self, text: Text) -> None:
        say(text.to(self.call.lang))


class _Simulations:
    """Shows on a terminal how many simulations are done; nothing where there are none."""

    def __init__(self, language: Language) -> None:
        self._language, self._done = language, 0
        self._progress: Progress | None = None

    def show(self, done: int, total: int) -> None:
        """So many of all are done."""
        if self._progress is None:
            self._progress = Progress(total, Text("simulaties", "simulations"), self._language)
        self._progress.advance(done - self._done)
        self._done = done

    def finish(self) -> None:
        """Clear the line."""
        if self._progress is not None:
            self._progress.finish()
