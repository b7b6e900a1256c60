"""Which column of a file is what: found by its name, or refused, or said to be missing."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from reintegratie_cli.errors import ResponsesError, UsageError, did_you_mean
from reintegratie_cli.inputs.dialect import ONE_COLUMN
from reintegratie_cli.inputs.layouts import Heading
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.models.base import fold
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.text import Text, visible

ID_NAMES = (
    *("id", "client_id", "clientid", "client", "cliënt", "clientnummer", "cliëntnummer", "client_nr", "clientnr"),
    *("persoon", "persoonsnummer", "respondent", "respondent_id", "respondentid", "respondent id", "responseid"),
    *("response_id", "record_id", "participant id", "deelnemer", "deelnemernummer", "nummer", "nr", "volgnummer"),
    *("pseudoniem", "case_id", "token"),
)
"""What the column with the id is called, in the order in which they are tried."""

DATE_NAMES = (
    *("datum", "date", "meetdatum", "invuldatum", "ingevuld_op", "submitdate", "enddate", "einddatum"),
    *("datum_ingevuld", "recordeddate", "tijd van voltooien", "tijdstempel", "timestamp"),
)
"""What the column with the date of measurement is called, in the order in which they are tried."""

OWN_COLUMNS = ("id", "row.file", "row.number", "row.status", "row.problems", "measured", "occasion")
"""The first columns of every output."""

_FEW = 8
# In a file without a header the first row holds somebody's answers: a number or an address is not shown as a name.
_NAME = re.compile(r"(?!.*([0-9]{7}|@)).*[^\W\d_].*", re.DOTALL)


class Header:
    """The column names of one file, and where each stands."""

    def __init__(self, file: str, heading: Heading) -> None:
        self.file, self.heading = visible(file, 200), heading
        self.names = names = heading.names
        self._places: dict[str, list[int]] = {}
        for place, name in enumerate(names):
            self._places.setdefault(fold(name), []).append(place)

    def __contains__(self, name: str) -> bool:
        return fold(name) in self._places

    def shown(self, place: int) -> str:
        """The name of a column, safe to show."""
        return visible(self.names[place])

    @property
    def nameable(self) -> tuple[str, ...]:
        """The names that are surely names, safe to show."""
        return tuple(visible(name) for name in self.names if _NAME.fullmatch(name))

    def place(self, name: str) -> int | None:
        """Where the column stands, if there is one. ResponsesError when there are two."""
        places = self._places.get(fold(name), [])
        if len(places) > 1:
            raise ResponsesError(_twice(self, name, places))
        return places[0] if places else None

    def asked(self, name: str, option: str) -> int:
        """Where the column stands that the call names with `option`. UsageError when there is none."""
        place = self.place(name)
        if place is None:
            raise UsageError(_not_there(self, name, option))
        return place

    def first(self, names: Iterable[str], taken: Collection[int]) -> int | None:
        """Where the first of these names stands that is there and not yet something else."""
        places = (self.place(name) for name in names if name in self)
        return next((place for place in places if place is not None and place not in taken), None)


@dataclass(frozen=True)
class Binding:
    """What the columns of one file are; places count from 0. `kept`: the name in the output -> place."""

    header: Header
    items: Mapping[str, int]
    id: int | None
    occasion: int | None
    date: int | None
    kept: Mapping[str, int]

    @property
    def known(self) -> tuple[int, ...]:
        """The columns that are more than answers: id, occasion, date and what is kept."""
        asked = (self.id, self.occasion, self.date, *self.kept.values())
        return tuple(sorted({place for place in asked if place is not None}))

    @property
    def others(self) -> tuple[int, ...]:
        """The columns that nobody asked for."""
        used = {*self.items.values(), *self.known}
        return tuple(place for place in range(len(self.header.names)) if place not in used)

    def without(self, places: Collection[int]) -> "Binding":
        """The same, with these columns left out as occasion, date or kept column."""
        kept = {name: place for name, place in self.kept.items() if place not in places}
        occasion = None if self.occasion in places else self.occasion
        return Binding(self.header, self.items, self.id, occasion, None if self.date in places else self.date, kept)


def bind(header: Header, instrument: Instrument, options: ReadingOptions, reserved: Collection[str] = ()) -> Binding:
    """What the columns of a file are for this questionnaire. `reserved`: the other column names of the output.

    Raises UsageError for a column that the call names and that is not there, and for a kept column with the name of a
    column of the output; ResponsesError for two columns of one name, and for a file without any item.
    """
    mapped = {item: column for item, column in options.columns.items() if item in instrument.items}
    items = bind_items(header, instrument, mapped)
    if not items:
        raise ResponsesError(_no_items(header, instrument))
    taken = set(items.values())
    own = header.first(ID_NAMES, taken) if options.id is None else header.asked(options.id, "--id")
    occasion = None if options.occasion is None else header.asked(options.occasion, "--occasion")
    taken |= {place for place in (own, occasion) if place is not None}
    date = header.first(DATE_NAMES, taken) if options.date is None else header.asked(options.date, "--date")
    kept = {fold(name): header.asked(name, "--keep") for name in options.keep}
    names = {header.names[place]: place for place in kept.values()}
    for name, place in names.items():
        if name in reserved or name in OWN_COLUMNS or place == own:
            raise UsageError(_reserved(header, name))
    return Binding(header, items, own, occasion, date, names)


def bind_items(header: Header, instrument: Instrument, mapped: Mapping[str, str]) -> dict[str, int]:
    """The column of each item that has one: as `mapped` says, else as the questionnaire says, else by the item's id."""
    items: dict[str, int] = {}
    for item in instrument.items:
        if item in mapped:
            place: int | None = header.asked(mapped[item], f"--map, {item}")
        else:
            named = [name for name in (instrument.columns.get(item), item) if name is not None and name in header]
            place = header.place(named[0]) if named else None
        for other, at in items.items():
            if at == place:
                raise UsageError(_shared(header, at, other, item))
        if place is not None:
            items[item] = place
    return items


def missing_items(header: Header, instrument: Instrument, items: Mapping[str, int]) -> Iterator[Text]:
    """What to say of items without a column: one sentence for scales without any, one per scale that lacks some."""
    in_scales = set(chain.from_iterable(scale.items for scale in instrument.scales.values()))
    groups = {name: scale.items for name, scale in instrument.scales.items()}
    groups[""] = tuple(item for item in instrument.items if item not in in_scales)
    free = (name for place, name in enumerate(header.names) if place not in items.values())
    unused = [visible(name) for name in free if _NAME.fullmatch(name)]
    absent = []
    for name, members in groups.items():
        gone = [item for item in members if item not in items]
        near = next((hint for hint in (did_you_mean(item, unused) for item in gone) if hint.nl), Text("", ""))
        if gone and len(gone) == len(members) and name and not near.nl:
            absent.append(name)
        elif gone:
            few, nl = listed(gone), f"schaal {name}" if name else "vragen buiten de schalen"
            en = f"scale {name}" if name else "items outside the scales"
            have, has = ("heeft", "has") if len(gone) == 1 else ("hebben", "have")
            counts = len(gone), len(members)
            yield Text(
                f"{header.file}, {nl}: {counts[0]} van de {counts[1]} vragen {have} geen kolom ({few}).{near.nl}",
                f"{header.file}, {en}: {counts[0]} of the {counts[1]} items {has} no column ({few}).{near.en}",
            )
    if absent:
        yield Text(
            f"{header.file}: geen kolommen voor de schalen {', '.join(absent)}.",
            f"{header.file}: no columns for the scales {', '.join(absent)}.",
        )


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


def listed(names: Sequence[str]) -> str:
    """The first names of a list, and how many more there are."""
    more = len(names) - _FEW
    return ", ".join(names[:_FEW]) + (f", … (+{more})" if more > 0 else "")


def _role(binding: Binding, name: str) -> str | None:
    place = binding.id if name == "id" else binding.occasion
    return None if place is None else fold(binding.header.names[place])


def _twice(header: Header, name: str, places: Sequence[int]) -> Text:
    where = ", ".join(str(place + 1) for place in places)
    return Text(
        f"{header.file}: de kolommen {where} heten allebei {visible(name)}. Geef er een van een andere naam.",
        f"{header.file}: the columns {where} are both called {visible(name)}. Give one of them another name.",
    )


def _not_there(header: Header, name: str, option: str) -> Text:
    near, found = did_you_mean(name, header.nameable), listed(header.nameable)
    if not fold(name):
        nl, en = f"de naam bij {option} is leeg", f"the name with {option} is empty"
        return Text(f"{header.file}: {nl}; de kolommen zijn {found}.", f"{header.file}: {en}; the columns are {found}.")
    return Text(
        f"{header.file}: er is geen kolom {visible(name)} ({option}); wel {found}.{near.nl}",
        f"{header.file}: there is no column {visible(name)} ({option}); there are {found}.{near.en}",
    )


def _no_items(header: Header, instrument: Instrument) -> Text:
    found, items = listed(header.nameable) or "-", listed(list(instrument.items))
    advice = Text(" Noem de kolommen in een bestand bij --map.", " Name the columns in a file with --map.")
    advice = ONE_COLUMN if len(header.names) == 1 else advice
    return Text(
        f"{header.file}: geen kolom hoort bij een vraag van {instrument.instrument}. Gevonden: {found}. "
        f"Verwacht: {items}.{advice.nl}",
        f"{header.file}: no column belongs to an item of {instrument.instrument}. Found: {found}. "
        f"Expected: {items}.{advice.en}",
    )


def _shared(header: Header, place: int, first: str, second: str) -> Text:
    column = header.shown(place)
    return Text(
        f"{header.file}: de vragen {first} en {second} wijzen naar dezelfde kolom {column}. Geef elk een eigen kolom.",
        f"{header.file}: the items {first} and {second} point to the same column {column}. Give each its own column.",
    )


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
