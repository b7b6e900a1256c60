"""What the value labels of a file say of its codes: where the two differ the labels decide, and that is said.

A program for statistics stores codes and, apart, what each stands for. Whoever made the file can have coded otherwise
than the questionnaire does: from 0, or from positive to negative. Only words tell.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reintegratie_cli.errors import ResponsesError
from reintegratie_cli.inputs.answer_file import AnswerFile
from reintegratie_cli.inputs.binding import Header, listed
from reintegratie_cli.inputs.cells import AnswerReader, Cell
from reintegratie_cli.inputs.decoding import Decoder
from reintegratie_cli.inputs.item_texts import plain
from reintegratie_cli.inputs.stored_file import Labels, StoredFile
from reintegratie_cli.models.base import fold
from reintegratie_cli.models.facts import FactList
from reintegratie_cli.models.instrument import Code, Instrument
from reintegratie_cli.text import Text, visible

_MOST_GROUPS = 3
_NUMBERED = re.compile(r"\s*\(?(-?[0-9]{1,3})\s*[-–—=.:)]+\s*(\S.*)", re.DOTALL)

_NUMBER_BEHIND = re.compile(r"(.*\S)\s*[(\[](-?[0-9]{1,3})[)\]]\s*", re.DOTALL)


@dataclass(frozen=True)
class ReadAs:
    """How the cells of a column are read: by this reader, which knows what `--map answers` says (`mapped`)."""

    reader: AnswerReader
    mapped: Mapping[str, Code]

    def maps(self, text: str) -> bool:
        """Whether `--map` says what a text means."""
        return fold(text) in {fold(theirs) for theirs in self.mapped}


@dataclass(frozen=True)
class _Said:
    """What the labels of one column come to, each as text of a cell -> label.

    `other`: the label is another answer than the code. `missing`: the label is no answer, the code seems one.
    `unknown`: the code is an answer, the label is no word of the answer set. `every`: all labels.
    """

    every: Mapping[str, str] = field(default_factory=dict)
    other: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)

    @property
    def instead(self) -> Mapping[str, str]:
        """The texts that give way to their labels: all of them where one code means something else."""
        return self.every if self.other else self.missing


def labels_of(file: AnswerFile) -> Labels:
    """What the file says that texts in its cells stand for, per column; nothing for a format without labels."""
    return file.labels if isinstance(file, StoredFile) else {}


def items_read_as(
    instrument: Instrument, items: Mapping[str, int], answers: Mapping[str, Mapping[str, Code]]
) -> dict[int, ReadAs]:
    """How the column of each item is read; `answers`: what `--map` says of answer sets."""
    readers = Decoder(instrument, items, answers).readers
    names = {place: instrument.items[item].answers for item, place in items.items()}
    # As `set_names` says: an answer set can also be called as in the questionnaire that it came from.
    mapped = {name: answers.get(name, answers.get(name.partition("__")[2], {})) for name in names.values()}
    return {place: ReadAs(readers[name], mapped[name]) for place, name in names.items()}


def facts_read_as(
    fact_list: FactList, header: Header, columns: Mapping[str, str], answers: Mapping[str, Mapping[str, Code]]
) -> dict[int, ReadAs]:
    """How the column of each fact is read, as for items; `columns`: what `--map` says of columns."""
    found = {}
    for fact, definition in fact_list.facts.items():
        place, mapped = header.place(columns.get(fact, fact)), answers.get(fact, {})
        if place is not None:
            reader = AnswerReader(fact, definition.answers, definition.answers.missing or (), mapped)
            found[place] = ReadAs(reader, mapped)
    return found


def settle_labels(file: AnswerFile, header: Header, columns: Mapping[int, ReadAs]) -> list[Text]:
    """Let the columns of a file hold labels where these decide, and say so; `columns`: how each is read.

    Raises ResponsesError where labels contradict codes and a code that is used has no label.
    """
    if not isinstance(file, StoredFile) or not file.labels:
        return []
    file.relabel({})
    said = {place: _said(file.labels[place], how) for place, how in columns.items() if place in file.labels}
    _check_all_labelled(file, header, {place: one for place, one in said.items() if one.other}, columns)
    file.relabel({place: one.instead for place, one in said.items() if one.instead})
    return list(_notes(header, said))


def _said(labels: Mapping[str, str], how: ReadAs) -> _Said:
    # What `--map` says of a text goes before its label; the other labels count as ever.
    left = {text: label for text, label in labels.items() if fold(label) and not how.maps(text)}
    every = {text: _bare(text, label, how.reader) for text, label in left.items()}
    other, missing, unknown = {}, {}, {}
    for text, label in every.items():
        code, word = how.reader.read(text), how.reader.read(label)
        if not word.is_readable and _is_answer(code):
            unknown[text] = label
        elif word.missing is not None and code.missing is None:
            missing[text] = label
        elif _is_answer(word) and not (_is_answer(code) and code.value == word.value):
            other[text] = label
    return _Said(every, other, missing, unknown)


def _bare(code: str, label: str, reader: AnswerReader) -> str:
    """A label without its own code beside it and the sign at its end, where only what is left means something.

    1 = "1. never" and "never (1)".
    """
    before, behind = _NUMBERED.fullmatch(label), _NUMBER_BEHIND.fullmatch(label)
    words = [label]
    words += [before[2]] if before and before[1] == code else []
    words += [behind[1]] if behind and behind[2] == code else []
    candidates = (*words, *map(plain, words))
    return next((one for one in candidates if fold(one) and reader.read(one).is_readable), label)


def _is_answer(cell: Cell) -> bool:
    return cell.is_readable and cell.missing is None


def _check_all_labelled(
    file: StoredFile, header: Header, said: Mapping[int, _Said], columns: Mapping[int, ReadAs]
) -> None:
    """ResponsesError where a cell holds an answer without a label, in a column whose labels decide."""
    seen: dict[int, set[str]] = {place: set() for place in said}
    for batch in file.batches(sorted(said)) if said else ():
        for place, labels in said.items():
            new = set(batch.frame[str(place)].drop_nulls().unique()) - seen[place] - labels.every.keys()
            how = columns[place]
            if any(_is_answer(how.reader.read(text)) and not how.maps(text) for text in new):
                raise ResponsesError(_partly(header, place, labels))
            seen[place] |= new


def _notes(header: Header, said: Mapping[int, _Said]) -> Iterator[Text]:
    deciding = {place: one.every for place, one in said.items() if one.other}
    for columns, pairs in _grouped(header, deciding):
        yield Text(
            f"{header.file}, {columns.nl}: de labels in het bestand gaan voor de codes ({pairs}).",
            f"{header.file}, {columns.en}: the labels in the file go before the codes ({pairs}).",
        )
    no_answer = {place: one.missing for place, one in said.items() if one.missing and not one.other}
    for columns, pairs in _grouped(header, no_answer):
        yield Text(
            f"{header.file}, {columns.nl}: volgens het label geen antwoord ({pairs}).",
            f"{header.file}, {columns.en}: by its label no answer ({pairs}).",
        )
    unknown = {place: one.unknown for place, one in said.items() if one.unknown and not one.other}
    groups = _grouped(header, unknown)
    if groups:
        more = f"; … (+{len(groups) - _MOST_GROUPS})" if len(groups) > _MOST_GROUPS else ""
        nl = "; ".join(f"{columns.nl} ({pairs})" for columns, pairs in groups[:_MOST_GROUPS]) + more
        en = "; ".join(f"{columns.en} ({pairs})" for columns, pairs in groups[:_MOST_GROUPS]) + more
        yield Text(
            f"{header.file}: labels die geen antwoord van de vragenlijst zijn; de codes tellen: {nl}.",
            f"{header.file}: labels that are no answer of the questionnaire; the codes count: {en}.",
        )


def _grouped(header: Header, labels: Mapping[int, Mapping[str, str]]) -> list[tuple[Text, str]]:
    """The columns with the same labels, and these labels."""
    places: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for place in sorted(labels):
        places.setdefault(tuple(labels[place].items()), []).append(place)
    return [(_columns(header, same), _pairs(pairs)) for pairs, same in places.items()]


def _columns(header: Header, places: Sequence[int]) -> Text:
    names = listed([header.shown(place) for place in places])
    return (
        Text(f"kolom {names}", f"column {names}") if len(places) == 1 else Text(f"kolommen {names}", f"columns {names}")
    )


def _pairs(pairs: Sequence[tuple[str, str]]) -> str:
    return listed([f"{visible(text)} = {visible(label)}" for text, label in pairs])


def _partly(header: Header, place: int, said: _Said) -> Text:
    column, pairs = header.shown(place), _pairs(tuple(said.other.items()))
    return Text(
        f"{header.file}, kolom {column}: de labels in het bestand zeggen iets anders dan de codes ({pairs}), en niet "
        "elke code die voorkomt heeft een label. Zeg met --map, answers, wat de codes betekenen.",
        f"{header.file}, column {column}: the labels in the file say something else than the codes ({pairs}), and not "
        "every code that occurs has a label. Say with --map, answers, what the codes mean.",
    )
