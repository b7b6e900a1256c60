"""What every call that reads answers has in common: how the files are read, and where the result goes."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reintegratie_cli.errors import UsageError, did_you_mean
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.inputs.formats import DELIMITED, FORMATS
from reintegratie_cli.inputs.layouts import LAYOUTS
from reintegratie_cli.inputs.privacy import read_key
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.outputs.files import STANDARD
from reintegratie_cli.text import Language, Text, visible

SOURCE_FORMATS = (DELIMITED, *FORMATS, *LAYOUTS)
TABLE = "table"


@dataclass(frozen=True)
class ReadingCall:
    """The options of `_reading_options`, as they were given."""

    responses: list[str]
    id_column: str | None
    occasion: str | None
    date: str | None
    mapping: str | None
    encoding: str | None
    delimiter: str | None
    source_format: str | None
    sheet: str | None
    pseudonymise: str | None
    show_values: bool
    instruments: Path | None
    output: str
    output_format: str | None
    lang: Language

    def reading(self, keep: Sequence[str] = ()) -> ReadingOptions:
        """How the files are to be read; `keep` names columns to pass on as text.

        Raises:
            FileError: the map or the key file cannot be read.
            RuleError: the map breaks the format.
        """
        mapped = catalogue.load_map(Path(self.mapping)) if self.mapping else None
        return ReadingOptions(
            id=self.id_column,
            occasion=self.occasion,
            date=self.date,
            keep=tuple(keep),
            columns=mapped.columns if mapped else {},
            answers=mapped.answers if mapped else {},
            encoding=self.encoding,
            delimiter=self.delimiter,
            source=self.source_format,
            sheet=self.sheet,
            key=read_key(Path(self.pseudonymise)) if self.pseudonymise else None,
            show_values=self.show_values,
        )

    @property
    def goes_to_people(self) -> bool:
        """Whether the result is shown on a terminal."""
        return self.output == STANDARD and sys.stdout is not None and sys.stdout.isatty()

    def check_output_name(self, foreign: tuple[str, ...], formats: Iterable[str]) -> None:
        """Refuse a name that promises a format (`foreign`) which is not written; -f takes the name as it is."""
        if self.output_format is None and self.output.lower().endswith(foreign):
            shown, choices = visible(self.output, 200), ", ".join(formats)
            raise UsageError(
                Text(
                    f"{shown}: dit formaat wordt niet geschreven. Kies een andere naam, of -f {choices}.",
                    f"{shown}: this format is not written. Choose another name, or -f {choices}.",
                ),
            )


def check_choice(option: str, given: str | None, allowed: tuple[str, ...]) -> None:
    """Refuse a value that is none of those allowed; an option that was not given is fine."""
    if given is not None and given not in allowed:
        shown, choices, near = visible(given), ", ".join(allowed), did_you_mean(given, allowed)
        raise UsageError(
            Text(
                f"{option} {shown} bestaat niet; kies {choices}.{near.nl}",
                f"There is no {option} {shown}; choose {choices}.{near.en}",
            ),
        )


def column_names(instruments: Iterable[Instrument]) -> set[str]:
    """What the columns of these questionnaires may be called: by these the delimiter and the header are known."""
    return {name for one in instruments for name in (*one.items, *one.columns.values(), *_texts(one))}


def _texts(instrument: Instrument) -> Iterator[str]:
    """The texts of the items, which many survey programs have in their header, in both languages."""
    for item in instrument.items.values():
        if item.text is not None:
            yield from (item.text.nl, item.text.en)
