"""Which column of a file holds the answers to which item, and what to say of items without one."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain

from reintegratie_cli.errors import UsageError, did_you_mean
from reintegratie_cli.inputs.delimited.dialect import ONE_COLUMN
from reintegratie_cli.inputs.header import FEW, Header, is_name, listed
from reintegratie_cli.inputs.item_texts import Doubt, plain
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.text import Text, visible

LONGEST_ID = 15
"""A column with a longer name is called by a text rather than by a code."""
MOST_QUESTIONS = 100
"""With so many columns at most a text is compared, which takes time."""

_TITLE = Text(
    " De meeste kolommen hebben geen naam: haal een titel boven de kopregel weg.",
    " Most columns have no name: remove a title above the header.",
)


@dataclass(frozen=True)
class BoundItems:
    """The column of each item that has one; `recognised` are the items whose column has another name than they.

    `contradicted`: items whose column has their id and the text of another item.
    """

    places: Mapping[str, int]
    recognised: Collection[str] = ()
    doubts: Sequence[Doubt] = ()
    contradicted: Collection[str] = ()


def bind_items(header: Header, instrument: Instrument, mapped: Mapping[str, str]) -> dict[str, int]:
    """The column of each item that has one, as `find_items`."""
    return dict(find_items(header, instrument, mapped).places)


def find_items(header: Header, instrument: Instrument, mapped: Mapping[str, str]) -> BoundItems:
    """The column of each item: as `mapped` says, else as the questionnaire says, else by the item's id.

    For items without any of these: by the code that a survey program makes of the id, else by the text of the item.
    """
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
    told = header.called.told(instrument)
    odd = [item for item, at in items.items() if item not in mapped and told.get(at) and item not in told[at]]
    absent = [item for item in instrument.items if item not in items]
    if not absent:
        return BoundItems(items, contradicted=odd)
    matches = header.called.matches(instrument, absent, set(items.values()))
    places = {**items, **matches.items}
    in_order = {item: places[item] for item in instrument.items if item in places}
    return BoundItems(in_order, tuple(matches.items), matches.doubts, odd)


def items_there(header: Header, instrument: Instrument, mapped: Collection[str]) -> set[str]:
    """The items that seem to have a column, or are `mapped` to one; it is not looked whether that can be."""
    named = {item: (item, instrument.columns.get(item, item)) for item in instrument.items}
    there = {item for item, names in named.items() if item in mapped or any(name in header for name in names)}
    absent = [item for item in instrument.items if item not in there]
    if not absent:
        return there
    taken = {place for item in there for name in named[item] for place in header.places(name)}
    return there | header.called.matches(instrument, absent, taken).items.keys()


def missing_items(header: Header, instrument: Instrument, items: Mapping[str, int]) -> Iterator[Text]:
    """What to say of items without a column: one sentence for scales without any, one per scale that lacks some."""
    in_scales = set(chain.from_iterable(scale.items for scale in instrument.scales.values()))
    groups = {name: scale.items for name, scale in instrument.scales.items()}
    groups[""] = tuple(item for item in instrument.items if item not in in_scales)
    free = [place for place in range(len(header.names)) if place not in items.values()]
    unused = [visible(header.names[place]) for place in free if is_name(header.names[place])]
    questions = dict(_questions(header, free))
    absent = []
    for name, members in groups.items():
        gone = [item for item in members if item not in items]
        near = next(
            (hint for hint in (_near(instrument, item, unused, questions) for item in gone) if hint.nl), Text("", "")
        )
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


def _questions(header: Header, places: Sequence[int]) -> Iterator[tuple[str, str]]:
    """What these columns are called in words, and their names."""
    for place in places[:MOST_QUESTIONS]:
        name = header.names[place]
        for text in (name, *header.heading.texts[place : place + 1]):
            if len(text) > LONGEST_ID and is_name(name):
                yield plain(text), name


def _near(instrument: Instrument, item: str, unused: Sequence[str], questions: Mapping[str, str]) -> Text:
    """The column whose name is near to the item's id, or whose words (`questions`) are to its text."""
    hint, text = did_you_mean(item, unused), instrument.items[item].text
    if hint.nl or text is None:
        return hint
    near = [it for own in {plain(text.nl), plain(text.en)} for it in get_close_matches(own, questions, n=1, cutoff=0.8)]
    if not near:
        return hint
    column = visible(questions[near[0]], 80).rstrip("?!. ")
    return Text(f" Bedoelde u {column}?", f" Did you mean {column}?")


def doubtful(header: Header, doubts: Sequence[Doubt]) -> Text:
    """What to say of items and columns of which nobody can tell which belong together."""
    of_doubt = [f"{', '.join(doubt.items)} ({', '.join(map(header.shown, doubt.places))})" for doubt in doubts[:FEW]]
    found = "; ".join(of_doubt) + (f"; … (+{len(doubts) - FEW})" if len(doubts) > FEW else "")
    return Text(
        f"{header.file}: niet zeker welke kolom bij welke vraag hoort, dus niet gelezen: {found}. Noem ze bij --map.",
        f"{header.file}: not sure which column belongs to which item, so not read: {found}. Name them with --map.",
    )


def contradictory(header: Header, places: Mapping[str, int], items: Collection[str]) -> Text:
    """What to say of columns that have the id of one item and the text of another."""
    found = listed([f"{item} ({header.shown(places[item])})" for item in items])
    return Text(
        f"{header.file}: deze kolommen heten als een vraag, maar hebben de tekst van een andere; de naam telt: "
        f"{found}. Kijk dat na, en noem ze bij --map.",
        f"{header.file}: these columns are called as one item, but have the text of another; the name counts: "
        f"{found}. Check this, and name them with --map.",
    )


def _is_title(header: Header) -> bool:
    """Whether hardly a column has a name."""
    return 2 * sum(map(bool, header.names)) < len(header.names)


def no_items(header: Header, instrument: Instrument) -> Text:
    """What to say of a file without any item."""
    found, items = listed(header.nameable) or "-", listed(list(instrument.items))
    advice = Text(" Noem de kolommen in een bestand bij --map.", " Name the columns in a file with --map.")
    advice = ONE_COLUMN if len(header.names) == 1 else _TITLE if _is_title(header) else advice
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
