"""A first version of a questionnaire from an export: which columns are items, their answers, and likely scales."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl

from reintegratie_cli.errors import ResponsesError, UsageError
from reintegratie_cli.inputs.binding import DATE_NAMES, ID_NAMES, Header
from reintegratie_cli.inputs.cells import AnswerReader
from reintegratie_cli.inputs.dates import read_dates
from reintegratie_cli.inputs.delimited.dialect import ONE_COLUMN
from reintegratie_cli.inputs.draft.columns import look, shared_texts
from reintegratie_cli.inputs.draft.guess import ONE_VALUE, Guess
from reintegratie_cli.inputs.draft.scales import (
    groups_by_answers,
    maybe_reversed,
    said_of_group,
    said_of_reversed,
    scales_by_name,
)
from reintegratie_cli.inputs.draft.sets import Seen, answer_set, free_name, shared_sets
from reintegratie_cli.inputs.fact_sheet import Sheet
from reintegratie_cli.inputs.formats import open_answers
from reintegratie_cli.inputs.privacy import suspect_bsn
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.inputs.yaml_scalars import HIDDEN
from reintegratie_cli.models.answer_words import AnswerWords
from reintegratie_cli.models.base import fold
from reintegratie_cli.models.draft import Draft, LeftOut, Place
from reintegratie_cli.models.instrument import Instrument, Item
from reintegratie_cli.models.responses import FloatArray
from reintegratie_cli.text import Text, visible

VERSION = "0.1.0"
QUESTION_WORDS, LONGEST_NAME = 4, 40
"""A header of so many words is the question itself, as survey programs write it."""

_ID = Text("het id van een persoon", "the id of a person")
_DATE = Text("datums", "dates")
_BSN = Text("lijkt BSN's te bevatten", "seems to hold BSNs")
_PERSONAL = Text("een gegeven over de persoon, naar de naam", "about the person, by its name")
_TECHNICAL = Text("door het vragenlijstprogramma toegevoegd, naar de naam", "added by the survey program, by its name")
_NO_NAME = Text("geen naam, of een met onzichtbare tekens", "no name, or one with invisible characters")
_MOST_PARTS, _MOSTLY = 3, 0.9
_FILE_ID = re.compile(r"[a-z0-9-]{1,80}")


def draft_name(responses: str, output: str) -> str:
    """The id of the questionnaire: as the output is called, else as the export is, for a file is found by its name.

    Raises:
        UsageError: the output has a name that no questionnaire can have.
    """
    if output != "-":
        path = Path(output)
        if path.suffix != ".yaml" or not _FILE_ID.fullmatch(path.stem):
            raise UsageError(_bad_name(path.name))
        return path.stem
    made = re.sub(r"[^a-z0-9]+", "-", _without_accents(Path(responses).stem).lower()).strip("-")
    return made[:LONGEST_NAME] or "vragenlijst"


def draft_instrument(
    path: Path | None, name: str, words: AnswerWords, options: ReadingOptions
) -> tuple[Draft, tuple[Text, ...]]:
    """A first version called `name` from a file (None: standard input), and what is to be said of how it was read.

    Of `options` the id, encoding and delimiter count. No text that a single person wrote comes into it.

    Raises:
        ResponsesError: it has no rows or no names of columns, or nothing in it looks like an item of a scale.
        FileError, UsageError: as `open_answers`; or the id column is not there.
    """
    asked = () if options.id is None else (options.id,)
    known = (*ID_NAMES, *DATE_NAMES, *asked)
    with open_answers(path, known, options) as file:
        sheet, notes = Sheet.of(file), tuple(file.notes)
    _check_file(sheet)
    guesses, left_out = _columns(sheet, words, options)
    draft = _Drafting(sheet, guesses)
    left_out += [LeftOut(sheet.header.shown(guesses[item][0]), ONE_VALUE) for item in draft.without_set]
    if not draft.scales:
        raise ResponsesError(_nothing_found(sheet.header))
    made = Instrument(
        instrument=name,
        version=VERSION,
        answers=draft.answers,
        items=draft.items,
        scales=draft.scales,
        columns=draft.columns,
    )
    return Draft(made, sheet.header.file, int(sheet.whole.sum()), draft.remarks, tuple(left_out)), notes


def _check_file(sheet: Sheet) -> None:
    file = sheet.header.file
    if not sheet.header.nameable:
        nl = f"{file}: in de eerste regel staan geen namen van kolommen. Zet die erboven."
        raise ResponsesError(Text(nl, f"{file}: the first line has no names of columns. Put these above."))
    if not sheet.whole.any():
        nl = f"{file}: er zijn geen rijen met antwoorden, alleen een kopregel."
        raise ResponsesError(Text(nl, f"{file}: there are no rows with answers, only a header."))


def _columns(
    sheet: Sheet, words: AnswerWords, options: ReadingOptions
) -> tuple[dict[str, tuple[int, Guess]], list[LeftOut]]:
    """The columns that seem to be items (id -> place and guess), and those that do not."""
    header = sheet.header
    own = header.first(ID_NAMES, ()) if options.id is None else header.asked(options.id, "--id")
    items: dict[str, tuple[int, Guess]] = {}
    left_out: list[LeftOut] = []
    names = dict.fromkeys(map(fold, header.names))
    common = set[str]().union(*(shared_texts(sheet.column(place)) for place in range(len(header.names))))
    for place, name in enumerate(header.names):
        why = _ID if place == own else _no_item(name, sheet.column(place).unique(), words)
        found = look(sheet.column(place), words, common) if why is None else why
        if isinstance(found, Guess):
            header.place(name)
            item = _item_id(name, place, {*names, *items} - {fold(name)})
            items[item] = (place, found)
        else:
            left_out.append(LeftOut(header.shown(place) if name in header.nameable else f"#{place + 1}", found))
    return items, left_out


def _no_item(name: str, distinct: pl.Series, words: AnswerWords) -> Text | None:
    """Why a column is no item by its name, or by what its distinct texts are; none where it can be one."""
    if not name or HIDDEN.search(name):
        return _NO_NAME
    if suspect_bsn(name, distinct):
        return _BSN
    if fold(name) in map(fold, ID_NAMES):
        return _ID
    if fold(name) in map(fold, DATE_NAMES):
        return _DATE
    parts = [part for part in re.split(r"[\s_.:\-\[\]()]+", fold(name)) if part]
    if len(parts) <= _MOST_PARTS:
        for listed, why in ((words.personal, _PERSONAL), (words.technical, _TECHNICAL)):
            if {" ".join(parts), *parts} & set(map(fold, listed)):
                return why
    found, unreadable = read_dates(distinct)
    n = int((~np.isnat(found)).sum())
    return _DATE if n and n >= _MOSTLY * (n + int(unreadable.sum())) else None


def _item_id(name: str, place: int, taken: set[str]) -> str:
    """The name of the column where that can be an id, else one made of it."""
    if len(name.split()) >= QUESTION_WORDS:
        return free_name(f"vraag_{place + 1}", taken)
    made = re.sub(r"[^A-Za-z0-9_]+", "_", _without_accents(name))
    made = name if made == name else made.strip("_")
    return free_name(made[:LONGEST_NAME] or f"vraag_{place + 1}", taken)


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


class _Drafting:
    """The parts of the questionnaire, from the columns that seem to be items."""

    def __init__(self, sheet: Sheet, guesses: Mapping[str, tuple[int, Guess]]) -> None:
        header = sheet.header
        cells = {item: sheet.column(place) for item, (place, _) in guesses.items()}
        seen = (Seen(item, guess, len(cells[item]) - cells[item].null_count()) for item, (_, guess) in guesses.items())
        sets, of_item = shared_sets(seen)
        self.answers = {name: answer_set(guess) for name, guess in sets.items()}
        self.without_set = [item for item in guesses if item not in of_item]
        self.items: dict[str, Item] = {}
        self.columns: dict[str, str] = {}
        self.remarks: dict[Place, tuple[Text, ...]] = {
            ("answers", name): guess.remarks for name, guess in sets.items() if guess.remarks
        }
        numbers: dict[str, FloatArray] = {}
        for item, (place, _) in guesses.items():
            if item in of_item:
                name = header.names[place]
                text = " ".join(name.split()) if len(name.split()) >= QUESTION_WORDS else None
                self.items[item] = Item(answers=of_item[item], text=None if text is None else Text(text, text))
                self.columns |= {} if fold(name) == fold(item) else {item: name}
                numbers[item] = self._read(item, cells[item], tells_not_shown=sheet.tells_not_shown)
        self.scales = scales_by_name({item: self.answers[of_item[item]] for item in self.items})
        self._relate(numbers)

    def _read(self, item: str, cells: pl.Series, *, tells_not_shown: bool) -> FloatArray:
        """The (n,) scores of an item, nan where none; what cannot be read as such an answer is said."""
        answers = self.answers[self.items[item].answers]
        reader = AnswerReader(self.items[item].answers, answers, answers.missing or ())
        column = reader.column(cells, tells_not_shown=tells_not_shown)
        n = 0 if column.unreadable is None else int(column.unreadable.sum())
        if n:
            self.remarks["items", item] = (_unfit(n),)
        if answers.is_open:
            return np.asarray(column.values, dtype=np.float64)
        return np.array([*answers.scores, np.nan])[column.values]

    def _relate(self, numbers: Mapping[str, FloatArray]) -> None:
        """Say which items seem reversed and which seem to belong together; nothing is changed for it."""
        ordered = {item: of for item, of in numbers.items() if self.answers[self.items[item].answers].type == "ordinal"}
        for name, scale in self.scales.items():
            against = maybe_reversed([item for item in scale.items if item in ordered], ordered)
            if against:
                self.remarks["scales", name] = (said_of_reversed(against),)
        groups = tuple(said_of_group(group) for group in groups_by_answers(self.scales, ordered))
        if groups:
            self.remarks["scales",] = groups


def _bad_name(name: str) -> Text:
    shown = visible(name, 80)
    return Text(
        f"-o {shown}: een vragenlijst heet naar haar bestand; gebruik kleine letters, cijfers en streepjes, en eindig "
        "op .yaml, zoals eigen-lijst.yaml.",
        f"-o {shown}: a questionnaire is called after its file; use small letters, figures and hyphens, and end in "
        ".yaml, such as own-list.yaml.",
    )


def _unfit(n: int) -> Text:
    nl, en = ("rij", "row") if n == 1 else ("rijen", "rows")
    return Text(
        f"In {n} {nl} past de cel niet bij deze antwoorden; score zal die onleesbaar noemen. Kijk in de export.",
        f"In {n} {en} the cell does not fit these answers; score will call these unreadable. Look in the export.",
    )


def _nothing_found(header: Header) -> Text:
    nl = "geen kolom ziet eruit als een item van een schaal (een paar vaste antwoorden, of getallen)."
    en = "no column looks like an item of a scale (a few fixed answers, or numbers)."
    advice = ONE_COLUMN if len(header.names) == 1 else Text("", "")
    return Text(f"{header.file}: {nl}{advice.nl}", f"{header.file}: {en}{advice.en}")
