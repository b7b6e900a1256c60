"""The column of numbers that scores ought to go with, read as strictly as answers are."""

from collections.abc import Iterator, Sequence

from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs.binding import ID_NAMES, OWN_COLUMNS, Binding, Header, listed
from reintegratie_cli.inputs.cells import NOT_ANSWERED, NOT_SHOWN, AnswerReader
from reintegratie_cli.inputs.responses import Batch
from reintegratie_cli.models.base import fold
from reintegratie_cli.models.instrument import AnswerSet, Instrument
from reintegratie_cli.models.responses import FloatArray
from reintegratie_cli.text import Text, visible
from reintegratie_cli.workflows.answer_matrix import scale_items

OPTION = "--criterion"


class CriterionColumn:
    """Reads the column of `--criterion`, batch after batch; what the questionnaire lists as missing is so here too."""

    def __init__(self, name: str, instrument: Instrument) -> None:
        """`name`: of the column, as it is kept."""
        self.name, self._instrument = name, instrument
        missing = {str(code) for item in instrument.items for code in instrument.missing_codes(item)}
        self._reader = AnswerReader(name, AnswerSet(type="number"), missing)
        self._unreadable: list[str] = []

    def check_name(self, headers: Sequence[Header], id_column: str | None) -> None:
        """UsageError when a file has no such column, or when it is called as the id or another fixed column is."""
        for header in headers:
            header.asked(self.name, OPTION)
        fixed = {fold(one) for one in (*OWN_COLUMNS, *ID_NAMES, id_column or "")}
        if fold(self.name) in fixed:
            raise UsageError(
                Text(
                    f"{OPTION} {visible(self.name)} kan niet: zo heet de kolom met het id, of een andere vaste kolom.",
                    f"{OPTION} {visible(self.name)} is not possible: the id or another fixed column has this name.",
                ),
            )

    def check_columns(self, columns: Sequence[Binding]) -> None:
        """UsageError when the column holds BSNs, or answers that a scale is made of."""
        for binding in columns:
            if not binding.kept:
                raise UsageError(seems_bsn(binding.header.file, OPTION, self.name))
            for item in scale_items(self._instrument):
                if binding.items.get(item) in binding.kept.values():
                    raise UsageError(
                        Text(
                            f"{OPTION} {visible(self.name)} kan niet: het is een vraag van een schaal ({item}).",
                            f"{OPTION} {visible(self.name)} is not possible: it is an item of a scale ({item}).",
                        ),
                    )

    def numbers(self, batch: Batch) -> FloatArray:
        """The (n,) numbers of a batch, nan where there is none."""
        name = next(name for name in batch.rows.columns if fold(name) == fold(self.name))
        cells = batch.rows[name]
        column = self._reader.column(cells, tells_not_shown=batch.source.tells_not_shown)
        if column.unreadable is not None:
            lines = batch.rows["row.number"].to_numpy()[column.unreadable]
            self._unreadable += map(str, lines.tolist())
        return column.values.astype(float)

    @property
    def troubled(self) -> bool:
        """Whether some cells could not be read as numbers."""
        return bool(self._unreadable)

    def notes(self) -> Iterator[Text]:
        """What is to be said of it, after the last batch."""
        name = visible(self.name)
        if self._unreadable:
            n, where = len(self._unreadable), listed(self._unreadable)
            yield Text(
                f"{OPTION} {name}: geen getal en niet meegeteld: {n}, regel {where}.",
                f"{OPTION} {name}: no number and not counted: {n}, line {where}.",
            )
        codes = {code: n for code, n in sorted(self._reader.missing.items()) if n}
        codes = {code: n for code, n in codes.items() if code not in ("", NOT_ANSWERED, NOT_SHOWN)}
        if codes:
            shown = ", ".join(f"{n} × {visible(code)!r}" for code, n in codes.items())
            yield Text(
                f"{OPTION} {name}: telt als geen antwoord: {shown}.",
                f"{OPTION} {name}: counts as no answer: {shown}.",
            )


def seems_bsn(file: str, option: str, column: str) -> Text:
    """Why a column that was asked for is not read."""
    return Text(
        f"{file}: {option} {visible(column)} kan niet, want die kolom lijkt BSN's te bevatten.",
        f"{file}: {option} {visible(column)} is not possible, since that column seems to hold BSNs.",
    )
