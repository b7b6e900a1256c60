"""A questionnaire on paper: what the client must know first, the questions with boxes to tick, what is typed in."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from reintegratie_cli.models.base import fold
from reintegratie_cli.models.instrument import AnswerSet, Instrument, Item
from reintegratie_cli.text import Language, Text

DELIMITER = ";"
BOX = "- [ ] "
LINE = "." * 24

Numbers = dict[str, int]
"""Item -> its number on the form."""

_MARKUP = re.compile(r"([\\`*_\[\]<>|])")

_FOR_CLIENTS = (
    Text("**Lees dit eerst**", "**Read this first**"),
    Text(
        "Meedoen is vrijwillig. Niet meedoen of stoppen mag nooit nadelig voor u zijn.",
        "Taking part is voluntary. Not taking part, or stopping, may never be to your disadvantage.",
    ),
    Text("U mag een vraag overslaan.", "You may skip a question."),
    Text(
        f"Uw antwoorden zijn voor u en uw consulent. Anderen die ze zien: {LINE}",
        f"Your answers are for you and your counsellor. Others who see them: {LINE}",
    ),
    Text(
        "Uw antwoorden zijn voor een gesprek. Een mens beslist samen met u, nooit een computer.",
        "Your answers are for a conversation. A person decides together with you, never a computer.",
    ),
    Text(
        "Uw antwoorden mogen nooit worden gebruikt voor: een besluit over uw uitkering, een straf of maatregel, "
        "onderzoek naar fraude, een ranglijst van mensen, of een cijfer voor uw kans op werk.",
        "Your answers may never be used for: a decision about your benefit, a sanction, an investigation of fraud, "
        "a ranking of people, or a figure for your personal chance of work.",
    ),
    Text(
        "Klopt er iets niet, of wilt u iets zeggen? Schrijf het aan het eind op.",
        "Is something not right, or do you want to say something? Write it down at the end.",
    ),
)
_FOR_OTHERS = (
    Text("**Lees dit eerst**", "**Read this first**"),
    Text(
        "Invullen is vrijwillig, ook voor de persoon over wie het gaat. U mag een vraag overslaan.",
        "Filling this in is voluntary, also for the person it is about. You may skip a question.",
    ),
    Text(
        f"De persoon over wie het gaat ziet uw antwoorden en mag erop reageren. Anderen die ze zien: {LINE}",
        f"The person it is about sees your answers and may respond to them. Others who see them: {LINE}",
    ),
    Text(
        "De antwoorden zijn voor een gesprek. Een mens beslist, nooit een computer.",
        "The answers are for a conversation. A person decides, never a computer.",
    ),
    Text(
        "De antwoorden mogen nooit worden gebruikt voor: een besluit over een uitkering, een straf of maatregel, "
        "onderzoek naar fraude, een ranglijst van mensen, of een cijfer voor iemands kans op werk.",
        "The answers may never be used for: a decision about a benefit, a sanction, an investigation of fraud, "
        "a ranking of people, or a figure for somebody's personal chance of work.",
    ),
    Text(
        "Klopt er iets niet, of wilt u iets toevoegen? Schrijf het aan het eind op.",
        "Is something not right, or do you want to add something? Write it down at the end.",
    ),
)
_NOT_OURS = Text(
    "De teksten van deze vragen zijn niet van ons en staan hier niet. Ze komen van:",
    "The texts of these questions are not ours and are left out. They come from:",
)
_FILLED_IN = Text(f"Naam of nummer: {LINE}    Datum: {LINE}", f"Name or number: {LINE}    Date: {LINE}")
_TICK = Text("Kruis bij elke vraag één antwoord aan.", "Tick one answer for each question.")
_WRITE = Text("Staat er een lijn? Schrijf uw antwoord op de lijn.", "Is there a line? Write your answer on the line.")
_ADD = Text("Wilt u iets toevoegen of verbeteren?", "Do you want to add or correct something?")
_THANKS = Text("Dank u wel.", "Thank you.")
_TYPED = Text("Voor wie de antwoorden overtypt", "For whoever types the answers in")
_HOW = Text(
    "Eén regel per persoon, onder deze kolommen. Niet ingevuld is leeg. Een antwoord mag als code of voluit.",
    "One line per person, under these columns. Not filled in is empty. An answer may be a code or its words.",
)


def csv_header(instrument: Instrument) -> str:
    """The first line of a file with answers."""
    return DELIMITER.join(("id", "datum", *instrument.items)) + "\n"


def markdown(instrument: Instrument, parts: Sequence[Instrument], language: Language) -> str:
    """The whole form; `instrument` with all its items, `parts` as they were written, each with its instruction."""
    return "\n".join(_form(instrument, parts, language)) + "\n"


def _form(instrument: Instrument, parts: Sequence[Instrument], language: Language) -> Iterator[str]:
    box = _FOR_CLIENTS if instrument.respondent == "client" else _FOR_OTHERS
    heading, *lines = (text.to(language) for text in box)
    yield from (f"> {heading}", ">", *(f"> - {line}" for line in lines), "")
    yield from (f"# {_title(instrument, language)}", "", _FILLED_IN.to(language), "")
    yield from (" ".join(text.to(language) for text in _how_to_answer(instrument)), "")
    numbers = {item: number for number, item in enumerate(instrument.items, 1)}
    if len(parts) == 1:
        yield from _part(parts[0], numbers, language)
    else:
        for part in parts:
            yield from (f"## {_title(part, language)}", "")
            yield from _part(part, numbers, language)
    yield from (f"## {_ADD.to(language)}", "", *[LINE * 3, ""] * 3, _THANKS.to(language), "", "---", "")
    yield from _for_the_typist(instrument, numbers, language)


def _how_to_answer(instrument: Instrument) -> Iterator[Text]:
    """Said once for all questions: one box each, and a line where an answer has no boxes."""
    is_open = [instrument.answer_set(item).is_open for item in instrument.items]
    if not all(is_open):
        yield _TICK
    if any(is_open):
        yield _WRITE


def _title(instrument: Instrument, language: Language) -> str:
    return _escaped(instrument.title.to(language) if instrument.title else instrument.instrument)


def _part(part: Instrument, numbers: Numbers, language: Language) -> Iterator[str]:
    """The instruction, then the questions; never the names of the scales."""
    if part.instruction is not None:
        yield from (_escaped(part.instruction.to(language)), "")
    if any(item.text is None for item in part.items.values()):
        sources = "; ".join(part.sources) or "?"
        yield from (f"*{_NOT_OURS.to(language)} {_escaped(sources)}*", "")
    for name, item in part.items.items():
        asked = _escaped(item.text.to(language)) if item.text else f"({_escaped(name)})"
        yield from (f"**{numbers[name]}. {asked}**", "")
        if item.only_if is not None:
            yield from (_only_if(part, item, numbers, language), "")
        yield from (*_options(part, name, language), "")


def _options(part: Instrument, item: str, language: Language) -> Iterator[str]:
    answers = part.answer_set(item)
    if answers.is_open:
        yield LINE + _bounds(answers, language)
        return
    for place in range(len(answers.codes)):
        yield BOX + _escaped(_label(answers, place, language))
    yield from (BOX + _escaped(word) for word in _named_ways_out(part, item, language))


def _bounds(answers: AnswerSet, language: Language) -> str:
    if answers.max is None:
        return ""
    between = Text(
        f" ({answers.lowest:g} tot en met {answers.max:g})", f" (from {answers.lowest:g} to {answers.max:g})"
    )
    return between.to(language)


def _label(answers: AnswerSet, place: int, language: Language) -> str:
    code = answers.codes[place]
    label = answers.values[code].label
    return label.to(language) if label is not None else str(code)


def _named_ways_out(part: Instrument, item: str, language: Language) -> list[str]:
    """Ways to give no answer that the instruction itself names, such as 'not observed': they need a box too."""
    instruction = fold(part.instruction.to(language)) if part.instruction else ""
    return [str(code) for code in part.missing_codes(item) if f"'{fold(str(code))}'" in instruction]


def _only_if(part: Instrument, item: Item, numbers: Numbers, language: Language) -> str:
    routing = item.only_if
    if routing is None:
        return ""
    answers = part.answer_set(routing.item)
    chosen = [f"'{_escaped(_label(answers, answers.codes.index(code), language))}'" for code in routing.is_]
    number = numbers[routing.item]
    words = Text(
        f"*Alleen als u bij vraag {number} koos: {' of '.join(chosen)}.*",
        f"*Only if your answer to question {number} was {' or '.join(chosen)}.*",
    )
    return words.to(language)


def _for_the_typist(instrument: Instrument, numbers: Numbers, language: Language) -> Iterator[str]:
    yield from (f"### {_TYPED.to(language)}", "", _HOW.to(language), "")
    yield from ("```", csv_header(instrument).rstrip("\n"), "```", "")
    for name in dict.fromkeys(item.answers for item in instrument.items.values()):
        answers = instrument.answers[name]
        asked = [numbers[item] for item, it in instrument.items.items() if it.answers == name]
        if not answers.is_open:
            labels = (_escaped(_label(answers, place, language)) for place in range(len(answers.codes)))
            codes = "; ".join(
                f"{_escaped(str(code))} = {label}" for code, label in zip(answers.codes, labels, strict=True)
            )
            yield f"- {_runs(asked)}: {codes}"


def _runs(numbers: Sequence[int]) -> str:
    """Numbers in order, each unbroken run as its ends: 1-3, 7."""
    runs = (list(run) for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]))
    ends = ((run[0][1], run[-1][1]) for run in runs)
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ends)


def _escaped(text: str) -> str:
    """Text from a file as text in Markdown, where signs would be markup."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
