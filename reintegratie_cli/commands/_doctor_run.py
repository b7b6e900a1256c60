"""One run of `doctor`: reads as `score` does, keeps what it saw instead of what it scored."""

import shlex
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from reintegratie_cli.commands._reading_call import SOURCE_FORMATS, TABLE, ReadingCall, check_choice
from reintegratie_cli.commands._score_setup import ScoreOptions, ScoreSetup
from reintegratie_cli.commands._standard_output import show, write
from reintegratie_cli.errors import ReintegratieError
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.inputs import doctor as looked
from reintegratie_cli.inputs.responses import ResponseFiles
from reintegratie_cli.models.doctor import Candidate, Diagnosis, Rows, Trouble
from reintegratie_cli.models.export_map import ExportMap
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.outputs.doctor import show_diagnosis
from reintegratie_cli.outputs.doctor_data import diagnosis_as_data
from reintegratie_cli.outputs.document import as_json
from reintegratie_cli.outputs.export_map import map_is_needed
from reintegratie_cli.outputs.terminal import COLUMNS, READING, Progress, working
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.norm_scores import WITHOUT_NORMS
from reintegratie_cli.workflows.score import STATUSES

if TYPE_CHECKING:
    from reintegratie_cli.models.responses import Coded

DONE, DOES_NOT_MATCH = 0, 3
MAP, SCORES, OWN = "map.yaml", "scores.csv", "mijn-vragenlijst.yaml"

UNDECIDED = Text(
    "De kolommen passen bij geen vragenlijst, of bij meer dan een even goed; kies er een met -i.",
    "The columns fit no questionnaire, or more than one equally well; choose one with -i.",
)
"""The refusal without its list of figures: the nearest questionnaires are shown apart."""


@dataclass(frozen=True)
class DoctorCall(ReadingCall):
    """The options of the command, as they were given."""

    instrument: list[str]


class DoctorRun:
    """Looks and tells; `run` gives the exit code."""

    def __init__(self, call: DoctorCall) -> None:
        """Check the call before anything is opened."""
        check_choice("--from", call.source_format, SOURCE_FORMATS)
        self.call = call
        self.setup = ScoreSetup(ScoreOptions(instrument=tuple(call.instrument), instruments=call.instruments))
        self.words = catalogue.load_answer_words()

    def run(self) -> int:
        """Look at all files, and say what was seen."""
        call = self.call
        with working(READING, call.lang):
            files = ResponseFiles(call.responses, call.reading(), self.setup.names)
        with files:
            found = self._diagnosis(files)
        command = self._command(found)
        if call.output_format == TABLE:
            show(lambda page: show_diagnosis(page, found, command, call.lang))
        else:
            write(as_json(diagnosis_as_data(found, command, call.lang)))
        return DONE if found.is_clean else DOES_NOT_MATCH

    def _diagnosis(self, files: ResponseFiles) -> Diagnosis:
        """All that can be seen; where `score` would refuse, why, and what can be seen without it."""
        listed = catalogue.list_instruments(self.call.instruments)
        candidates = looked.candidates(files.headers[0], listed)
        recognised: list[Text] = []
        try:
            with working(COLUMNS, self.call.lang):
                instrument = self.setup.bind(files, None, recognised.append)
        except ReintegratieError as error:
            is_undecided = not recognised and not self.call.instrument
            return self._refused(files, candidates, (UNDECIDED,) if is_undecided else error.sentences)
        examination = looked.Examination(instrument, files, self.words)
        rows = self._rows(files, instrument, examination)
        return Diagnosis(
            files=looked.seen_files(files, files.columns, self.words),
            instrument=instrument.instrument,
            version=instrument.version,
            detected=not self.call.instrument,
            candidates=candidates,
            refusal=(),
            lacking=tuple(looked.lacking(files.headers[0], files.columns[0].items, instrument)),
            items=examination.items,
            sets=examination.sets,
            rows=rows,
            notes=tuple(files.decided),
            mapped=ExportMap(
                columns=dict(files.options.columns),
                answers={name: dict(codes) for name, codes in files.options.answers.items()},
            ),
        )

    def _refused(self, files: ResponseFiles, candidates: tuple[Candidate, ...], why: tuple[Text, ...]) -> Diagnosis:
        """What can be seen of files that score would not read: which items could have which column."""
        named = self.call.instrument
        instrument = catalogue.find_instrument(named[0], self.call.instruments) if len(named) == 1 else None
        nothing_fits = instrument is not None and not looked.n_items(files.headers[0], instrument)
        return Diagnosis(
            files=looked.seen_files(files, (), self.words),
            instrument=instrument.instrument if instrument else None,
            version=instrument.version if instrument else None,
            detected=False,
            candidates=candidates,
            refusal=why,
            lacking=tuple(looked.lacking(files.headers[0], {}, instrument)) if instrument and nothing_fits else (),
            items=(),
            sets=(),
            rows=Rows(),
        )

    def _rows(self, files: ResponseFiles, instrument: Instrument, examination: looked.Examination) -> Rows:
        """What score itself makes of every row, which the examination sees as well."""
        workflow = self.setup.workflow(instrument, WITHOUT_NORMS)
        counts: Counter[int] = Counter()
        n = sum(file.n_rows for file in files.files)
        with Progress(n, Text("rijen", "rows"), self.call.lang) as progress:
            for batch in files.batches():
                examination.see(batch)
                counts.update(cast("Coded", workflow.score(batch.responses)["row.status"]).places.tolist())
                progress.advance(len(batch.rows))
        trouble = [Trouble(column, kind, n) for (column, kind), n in sorted(files.problems.counts.items())]
        statuses = {status: counts[place] for place, status in enumerate(STATUSES)}
        return Rows(statuses, examination.repeated, tuple(trouble), files.missing_counts)

    def _command(self, found: Diagnosis) -> str:
        """The call that comes next, to copy: score, or a questionnaire for what belongs to none."""
        call = self.call
        how = {
            "--encoding": call.encoding,
            "--delimiter": call.delimiter,
            "--from": call.source_format,
            "--sheet": call.sheet,
        }
        best = found.instrument or (found.candidates[0].instrument if found.candidates else None)
        if best is None:
            new = ["reintegratie", "instruments", "new", call.responses[0], *_given({"--id": call.id_column, **how})]
            return shlex.join([*new, "-o", OWN])
        named = {
            "--id": call.id_column,
            "--occasion": call.occasion,
            "--date": call.date,
            "--map": call.mapping or (MAP if map_is_needed(found) else None),
            **how,
            "--pseudonymise": call.pseudonymise,
            "--instruments": call.instruments,
        }
        chosen = [part for one in (call.instrument or [best]) for part in ("-i", one)]
        return shlex.join(["reintegratie", "score", *call.responses, *chosen, *_given(named), "-o", SCORES])


def _given(options: dict[str, str | Path | None]) -> list[str]:
    """The options that have a value."""
    return [part for option, value in options.items() if value is not None for part in (option, str(value))]
