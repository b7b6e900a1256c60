"""Which column of a file is what: found by its name, or refused, or said to be missing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reintegratie_cli.errors import ResponsesError, UsageError, did_you_mean
from reintegratie_cli.inputs.header import Header, listed
from reintegratie_cli.inputs.item_columns import (
    bind_items,
    contradictory,
    doubtful,
    find_items,
    missing_items,
    no_items,
)
from reintegratie_cli.inputs.item_texts import Doubt, texts_of
from reintegratie_cli.inputs.layouts import Mark
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.models.base import fold
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.text import Text, visible

ID_NAMES = (
    *("id", "client_id", "clientid", "client", "cliënt", "clientnummer", "cliëntnummer", "client_nr", "clientnr"),
    *("persoon", "persoonsnummer", "respondent", "respondent_id", "respondentid", "respondent id", "responseid"),
    *("response_id", "record_id", "participant id", "deelnemer", "deelnemernummer", "nummer", "nr", "volgnummer"),
    *("response id", "record id", "pseudoniem", "case_id", "token"),
)
"""What the column with the id is called, in the order in which they are tried."""

DATE_NAMES = (
    *("datum", "date", "meetdatum", "invuldatum", "ingevuld_op", "submitdate", "enddate", "einddatum"),
    *("datum_ingevuld", "recordeddate", "tijd van voltooien", "tijdstempel", "timestamp", "completion time"),
)
"""What the column with the date of measurement is called, in the order in which they are tried."""

OWN_COLUMNS = ("id", "row.file", "row.number", "row.status", "row.problems", "measured", "occasion")
"""The first columns of every output."""


@dataclass(frozen=True)
class Binding:
    """What the columns of one file are; places count from 0. `kept`: the name in the output -> place.

    `occasion`: the columns that together tell measurements of one person apart. `recognised`, `doubts`,
    `contradicted`: as `BoundItems` has them. `texts`: the plain texts of the items. `month_first`: so its dates are
    written.
    """

    header: Header
    items: Mapping[str, int]
    id: int | None
    occasion: tuple[int, ...] | None
    date: int | None
    kept: Mapping[str, int]
    recognised: Collection[str] = ()
    doubts: Sequence[Doubt] = ()
    texts: Mapping[str, Collection[str]] = field(default_factory=dict)
    month_first: bool = False
    contradicted: Collection[str] = ()

    @property
    def known(self) -> tuple[int, ...]:
        """The columns that are more than answers: id, occasion, date and what is kept."""
        asked = (self.id, *(self.occasion or ()), self.date, *self.kept.values())
        return tuple(sorted({place for place in asked if place is not None}))

    @property
    def others(self) -> tuple[int, ...]:
        """The columns that nobody asked for."""
        used = {*self.items.values(), *self.known}
        return tuple(place for place in range(len(self.header.names)) if place not in used)

    @property
    def marks(self) -> list[tuple[int, Mark]]:
        """The columns that say of rows what is worth counting."""
        places = ((self.header.place(mark.column), mark) for mark in self.header.heading.marks)
        return [(place, mark) for place, mark in places if place is not None]

    @property
    def names_again(self) -> tuple[str, ...]:
        """What to call each column in a file with one row of names, so that it is read as the same."""
        of_items = {self.items[item]: item for item in self.recognised}
        return tuple(of_items.get(place, name) for place, name in enumerate(self.header.names))

    @property
    def notes(self) -> Iterator[Text]:
        """What to say of items whose column was recognised, or nearly."""
        file, n = self.header.file, len(self.recognised)
        if n:
            nl, en = ("vraag is", "item was") if n == 1 else ("vragen zijn", "items were")
            yield Text(
                f"{file}: {n} {nl} herkend aan de code of de tekst in de kopregel.",
                f"{file}: {n} {en} recognised by the code or the text in the header.",
            )
        if self.doubts:
            yield doubtful(self.header, self.doubts)
        if self.contradicted:
            yield contradictory(self.header, self.items, self.contradicted)
        if self.header.heading.occasion and self.occasion:
            names = ", ".join(map(self.header.shown, self.occasion))
            yield Text(
                f"{file}: metingen van een persoon worden onderscheiden door {names}; elke rij is een meting.",
                f"{file}: measurements of a person are told apart by {names}; each row is a measurement.",
            )

    def without(self, places: Collection[int]) -> "Binding":
        """The same, with these columns left out as occasion, date or kept column."""
        kept = {name: place for name, place in self.kept.items() if place not in places}
        occasion = tuple(place for place in self.occasion or () if place not in places) or None
        return replace(self, occasion=occasion, date=None if self.date in places else self.date, kept=kept)


def bind(header: Header, instrument: Instrument, options: ReadingOptions, reserved: Collection[str] = ()) -> Binding:
    """What the columns of a file are for this questionnaire. `reserved`: the other column names of the output.

    Raises UsageError for a column that the call names and that is not there, and for a kept column with the name of a
    column of the output; ResponsesError for two columns of one name, and for a file without any item.
    """
    mapped = {item: column for item, column in options.columns.items() if item in instrument.items}
    found = find_items(header, instrument, mapped)
    if not found.places:
        raise ResponsesError(no_items(header, instrument), *([doubtful(header, found.doubts)] if found.doubts else []))
    taken = set(found.places.values())
    own = _role_of("--id", header, options.id, (header.heading.id, *ID_NAMES), taken)
    occasion = _occasion(header, options)
    taken |= {place for place in (own, *(occasion or ())) if place is not None}
    date = _role_of("--date", header, options.date, (header.heading.date, *DATE_NAMES), taken)
    kept = {fold(name): header.asked(name, "--keep") for name in options.keep}
    names = {header.names[place]: place for place in kept.values()}
    for name, place in names.items():
        if name in reserved or name in OWN_COLUMNS or place == own:
            raise UsageError(_reserved(header, name))
    texts = {item: texts_of(instrument, item) for item in found.places}
    told = found.recognised, found.doubts, texts, header.heading.month_first
    return Binding(header, found.places, own, occasion, date, names, *told, found.contradicted)


def _role_of(
    option: str, header: Header, asked: str | None, names: Sequence[str | None], taken: Collection[int]
) -> int | None:
    """The column that the call names with `option`, else the first of these names that is there."""
    if asked is not None:
        return header.asked(asked, option)
    return header.first((name for name in names if name is not None), taken)


def _occasion(header: Header, options: ReadingOptions) -> tuple[int, ...] | None:
    """The column that the call names, else those of the survey program."""
    if options.occasion is not None:
        return (header.asked(options.occasion, "--occasion"),)
    places = map(header.place, header.heading.occasion)
    return tuple(place for place in places if place is not None) or None


def check_alike(first: Binding, other: Binding) -> None:
    """ResponsesError where a further file does not have the same items, id, occasion and kept columns."""
    differing = sorted(first.items.keys() ^ other.items.keys())
    for name in ("id", "occasion"):
        if _role(first, name) != _role(other, name):
            differing.append(name)
    if differing:
        raise ResponsesError(_not_alike(first.header, other.header, differing))


def check_map(options: ReadingOptions, items: Collection[str], sets: Collection[str]) -> None:
    """UsageError where `--map` names an item or answer set that is not in use."""
    for part, named, known, what in (
        ("columns", options.columns, items, Text("vraag", "item")),
        ("answers", options.answers, sets, Text("antwoordset", "answer set")),
    ):
        for name in named:
            if name not in known:
                near, found = did_you_mean(name, known), visible(name)
                raise UsageError(
                    Text(
                        f"--map, {part}: {found} is geen {what.nl} van de gekozen vragenlijst.{near.nl}",
                        f"--map, {part}: {found} is not an {what.en} of the chosen questionnaire.{near.en}",
                    )
                )


def _role(binding: Binding, name: str) -> list[str]:
    places = (binding.id,) if name == "id" else binding.occasion or ()
    return [fold(binding.header.names[place]) for place in places if place is not None]


def _reserved(header: Header, name: str) -> Text:
    return Text(
        f"{header.file}: --keep {visible(name)} kan niet, want de uitvoer heeft die kolom al. Hernoem haar eerst.",
        f"{header.file}: --keep {visible(name)} cannot be, since the output has that column already. Rename it first.",
    )


def _not_alike(first: Header, other: Header, differing: Sequence[str]) -> Text:
    names = listed(differing)
    return Text(
        f"{other.file} heeft niet dezelfde kolommen als {first.file}; het verschil: {names}. Verwerk ze apart.",
        f"{other.file} does not have the same columns as {first.file}; the difference: {names}. Process them apart.",
    )


__all__ = [
    "DATE_NAMES",
    "ID_NAMES",
    "OWN_COLUMNS",
    "Binding",
    "Header",
    "bind",
    "bind_items",
    "check_alike",
    "check_map",
    "listed",
    "missing_items",
]
