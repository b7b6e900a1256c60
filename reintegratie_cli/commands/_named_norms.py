"""The norms that a call names: found, held against the questionnaire, and as old as they are at the measurements."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.norm_book import NormBook
from reintegratie_cli.text import Text

Tell = Callable[[Text], None]


class Measured(Protocol):
    """Answers that were given in some years."""

    def last_year(self) -> int | None:
        """The last year in which anybody was measured; none where no date can be read."""


_STATUS = {
    "illustrative": Text(
        "is verzonnen, als voorbeeld: zij vult kolommen en beslist niets",
        "is made up, as an example: it fills columns and decides nothing",
    ),
    "reference": Text(
        "is van andere mensen: zij vult kolommen en beslist niets",
        "is of other people: it fills columns and decides nothing",
    ),
}
_NOT_FOR_PERSONS = Text(
    "mag niet voor uitspraken over een persoon worden gebruikt: zij vult kolommen en beslist niets",
    "may not be used for statements about a person: it fills columns and decides nothing",
)


def named_norms(
    names: Sequence[str],
    folder: Path | None,
    instrument: Instrument,
    measured: Measured,
    tell: Callable[[Text], None],
) -> NormBook:
    """The norms in the order in which they were named; `tell` is told what they cannot be used for, and why."""
    if not names:
        return NormBook()
    book, said = NormBook(tuple(catalogue.find_norms(name, folder) for name in names)).check(instrument)
    limits, year = catalogue.load_criteria().norm_age, measured.last_year()
    if limits is not None and year is not None:
        book, aged = book.at(year, limits)
        said = (*said, *aged)
    elif year is None:
        said = (*said, _NO_DATE)
    for text in (*said, *book.other_stakes("intake")):
        tell(text)
    for norms in book.norms:
        if not norms.admitted:
            why = _STATUS.get(norms.status, _NOT_FOR_PERSONS)
            tell(Text(f"Norm {norms.norms} {why.nl}.", f"Norm {norms.norms} {why.en}."))
    return book


_NO_DATE = Text(
    "Er is geen datum van de meting, dus of een norm verouderd is, is niet na te gaan.",
    "There is no date of measurement, so whether a norm is outdated cannot be told.",
)
