"""Reads the two measurements that `change` compares, and says what there is to say of them."""

from collections.abc import Sequence

from reintegratie_cli.commands._change_call import ChangeCall
from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs.responses import ResponseFiles
from reintegratie_cli.outputs.terminal import Progress, say
from reintegratie_cli.outputs.trouble import MOST, trouble
from reintegratie_cli.text import Text, visible
from reintegratie_cli.workflows.answer_collector import UNNAMED
from reintegratie_cli.workflows.answer_matrix import RowCounts
from reintegratie_cli.workflows.change_collector import ChangeCollector, Measurement
from reintegratie_cli.workflows.score import ScoreWorkflow

FIRST_AND_SECOND = 2


def check_id(files: ResponseFiles) -> None:
    """Refuse a file in which nobody can be found again; its columns are known."""
    if files.columns[0].id is None:
        file = files.headers[0].file
        raise UsageError(
            Text(
                f"{file}: een kolom met een id is hier nodig, en die is niet herkend. Noem haar met --id.",
                f"{file}: a column with an id is needed here, and none was recognised. Name it with --id.",
            ),
        )


class ChangeAnswers:
    """The answers of one call. `troubled`: some of what was read could not be read in full."""

    def __init__(self, call: ChangeCall, workflow: ScoreWorkflow) -> None:
        """`call` has been checked; the instrument of `workflow` has the errors that norms measured."""
        self.call, self.workflow = call, workflow
        self.troubled = False

    def read(self, measured: Sequence[ResponseFiles]) -> tuple[Measurement, Measurement]:
        """Both measurements, of one file or of two, whose columns are known."""
        collectors = [self._collected(files) for files in measured]
        if len(collectors) == FIRST_AND_SECOND:
            return collectors[0].measurement(), collectors[1].measurement()
        return self._measurements(collectors[0])

    def _collected(self, files: ResponseFiles) -> ChangeCollector:
        """All rows of a measurement, or of both; the loop in which inputs yield batches."""
        columns = files.columns[0]
        before = list(files.notes)
        self._say(*before)
        collector = ChangeCollector(self.workflow, columns.items)
        progress = Progress(sum(one.n_rows for one in files.files), Text("personen", "persons"), self.call.lang)
        for batch in files.batches():
            ids = [text or "" for text in batch.rows["id"].to_list()]
            told_apart = None if columns.occasion is None else batch.rows["occasion"].to_list()
            collector.add(batch.responses, ids, told_apart)
            progress.advance(len(ids))
        progress.finish()
        self._say_read(files, collector.counts, files.notes[len(before) :])
        return collector

    def _say_read(self, files: ResponseFiles, counts: RowCounts, notes: Sequence[Text]) -> None:
        """What became of the rows, what could not be read, and what stood for no answer."""
        seen, name = files.problems, files.headers[0].file
        self.troubled |= bool(counts.partial or counts.rejected or files.facts_not_used)
        self._say(
            Text(
                f"{name}: rijen gebruikt {counts.used} / {counts.read}; deels gelezen {counts.partial},"
                f" niet te lezen {counts.rejected}, zonder antwoord {counts.empty}.",
                f"{name}: rows used {counts.used} / {counts.read}; read in part {counts.partial},"
                f" not readable {counts.rejected}, without an answer {counts.empty}.",
            ),
        )
        first = sorted(seen.first, key=lambda one: (one.file, one.line))[:MOST]
        self._say(*trouble(first, len(first), {}))
        more = seen.counts.total() - len(first)
        if more:
            self._say(Text(f"  en nog {more}", f"  and {more} more"))
        self._say(*trouble([], 0, files.missing_counts), *notes)

    def _measurements(self, collector: ChangeCollector) -> tuple[Measurement, Measurement]:
        """The first measurement and the second of one file; what is of another one, or of none, is left out."""
        counts = collector.occasions
        names = [name for name in counts if name != UNNAMED]
        if len(names) < FIRST_AND_SECOND:
            column = visible(str(self.call.occasion))
            raise UsageError(
                Text(
                    f"--occasion {column}: er zijn twee metingen nodig, en de rijen noemen er {len(names)}.",
                    f"--occasion {column}: two measurements are needed, and the rows name {len(names)}.",
                ),
            )
        first, second = names[:FIRST_AND_SECOND]
        shown = [f"{visible(name)} ({counts[name]})" for name in (first, second)]
        left_out = sum(counts.values()) - counts[first] - counts[second]
        self._say(
            Text(
                f"Eerste meting {shown[0]}, tweede meting {shown[1]}; rijen van een andere, of van geen: {left_out}.",
                f"First measurement {shown[0]}, second {shown[1]}; rows of another one, or of none: {left_out}.",
            ),
        )
        return collector.measurement(first), collector.measurement(second)

    def _say(self, *texts: Text) -> None:
        for text in texts:
            say(text.to(self.call.lang))
