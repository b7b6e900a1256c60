"""What is wrong with the answers that an item or a fact allows, where their shape is right."""

import math
import re

from reintegratie_cli.models.base import Problem, Problems, fold
from reintegratie_cli.models.instrument import NOT_AN_ANSWER, AnswerSet, Code
from reintegratie_cli.text import Text, visible

_MONTH = (
    "jan(uari|uary)?|feb(ruari|ruary)?|mrt|maart|mar(ch)?|apr(il)?|mei|may|june?|juni|july?|juli|"
    "aug(ustus|ust)?|sept?(ember)?|okt(ober)?|oct(ober)?|nov(ember)?|dec(ember)?"
)
_NUMBERS = re.compile(r"(\d{1,4})\s*[-/]\s*(\d{1,4})(\s*[-/]\s*\d{1,4})?", re.ASCII)
_WITH_MONTH = re.compile(
    rf"(\d{{1,2}}[\s./-]*({_MONTH})\.?([\s./-]*\d{{1,4}})?|({_MONTH})\.?[\s./-]*\d{{1,4}})", re.ASCII
)


def check_answers(answers: AnswerSet, missing: tuple[Code, ...] = ()) -> Problems:
    """The problems of one answer set; `missing` are the questionnaire's own codes for no answer."""
    if answers.is_open:
        yield from _check_open(answers)
    else:
        yield from _check_closed(answers)
    yield from _check_missing(answers, missing)
    if answers.empty is not None and not is_answer(answers, answers.empty):
        yield Problem(("empty",), no_answer(answers, answers.empty))


def is_answer(answers: AnswerSet, code: Code) -> bool:
    """Whether `code` is one of the answers: in the list as it is written there, or between the bounds."""
    if answers.is_open:
        return not isinstance(code, str) and _lowest(answers) <= code <= answers.highest
    return code in answers.codes


def no_answer(answers: AnswerSet, code: Code) -> Text:
    """Say that `code` is none of the answers, and what they are."""
    shown, allowed = visible(str(code)), visible(answers.allowed, 80)
    twin = next((known for known in answers.codes if str(known) == str(code)), None)
    if twin is None:
        return Text(
            f"{shown} is geen antwoord. Toegestaan: {allowed}.", f"{shown} is not an answer. Allowed: {allowed}."
        )
    return Text(
        f"{shown} staat in de antwoorden {_quoted(twin).nl}. Schrijf het hier ook zo.",
        f"{shown} is written {_quoted(twin).en} in the answers. Write it the same way here.",
    )


def becomes_date(label: str) -> bool:
    """Whether a spreadsheet turns the text into a date when it opens a file: "3-5", "1/2/3", "3 mei", "mrt-5"."""
    text = fold(label)
    numbers = _NUMBERS.fullmatch(text)
    if numbers is not None:
        return any(1 <= int(number) <= 12 for number in numbers.groups()[:2])  # noqa: PLR2004 - the months of a year
    return _WITH_MONTH.fullmatch(text) is not None


def _quoted(code: Code) -> Text:
    if isinstance(code, str):
        return Text("met aanhalingstekens", "with quotes")
    return Text("zonder aanhalingstekens", "without quotes")


def _check_open(answers: AnswerSet) -> Problems:
    if answers.values:
        yield Problem(
            ("values",),
            Text(
                f"{answers.type} heeft geen lijst van antwoorden. Geef min: en max:.",
                f"{answers.type} has no list of answers. Give min: and max:.",
            ),
        )
    bounds = {"min": answers.min, "max": answers.max}
    for key, bound in bounds.items():
        wrong = None if bound is None else _wrong_bound(answers, bound)
        if wrong is not None:
            yield Problem((key,), wrong)
    if not answers.lowest < answers.highest:
        low, high = f"{answers.lowest:g}", f"{answers.highest:g}"
        yield Problem(
            ("max",),
            Text(
                f"van {low} tot {high} is geen keus. max moet groter zijn dan min (zonder min: groter dan 0).",
                f"from {low} to {high} is no choice. max must be greater than min (without min: greater than 0).",
            ),
        )


def _wrong_bound(answers: AnswerSet, bound: float) -> Text | None:
    if not math.isfinite(bound):
        return Text("de grens moet een gewoon getal zijn.", "the bound must be an ordinary number.")
    if answers.type == "count" and (bound < 0 or not float(bound).is_integer()):
        return Text(
            f"{bound:g} is geen aantal. Een count telt vanaf 0 in hele getallen.",
            f"{bound:g} is no count. A count goes up from 0 in whole numbers.",
        )
    return None


def _check_closed(answers: AnswerSet) -> Problems:
    for key in ("min", "max"):
        if getattr(answers, key) is not None:
            yield Problem(
                (key,),
                Text(
                    f"{key} hoort bij count en number. Bij {answers.type} staan de antwoorden in values:.",
                    f"{key} belongs to count and number. With {answers.type} the answers stand in values:.",
                ),
            )
    if len(answers.values) < 2:  # noqa: PLR2004 - one option is no choice
        yield Problem(
            ("values",),
            Text(
                f"{answers.type} heeft minstens twee antwoorden nodig; dit zijn er {len(answers.values)}.",
                f"{answers.type} needs at least two answers; there are {len(answers.values)}.",
            ),
        )
    for code, answer in answers.values.items():
        if answer.score is not None and not math.isfinite(answer.score):
            yield Problem(
                ("values", code, "score"),
                Text("de score moet een gewoon getal zijn.", "the score must be an ordinary number."),
            )
    yield from _check_words(answers)


def _check_words(answers: AnswerSet) -> Problems:
    """Labels that cannot be told apart, that mean "no answer" everywhere, or that a spreadsheet changes."""
    taken: dict[str, Code] = {}
    never = {fold(word) for word in NOT_AN_ANSWER}
    for code, answer in answers.values.items():
        for word in dict.fromkeys((str(code), *answer.words)):
            other = taken.setdefault(fold(word), code)
            if other != code:
                yield Problem(("values", code), _ambiguous(visible(word), visible(str(other))))
            if fold(word) in never:
                yield Problem(("values", code), _never(visible(word)))
            if becomes_date(word):
                yield Problem(("values", code), _date(visible(word)))


def _ambiguous(word: str, other: str) -> Text:
    return Text(
        f'"{word}" hoort ook bij het antwoord {other}. Hoofdletters en spaties maken geen verschil.',
        f'"{word}" belongs to the answer {other} as well. Case and spaces make no difference.',
    )


def _never(word: str) -> Text:
    return Text(
        f'"{word}" betekent in elk bestand "geen antwoord". Kies een ander woord.',
        f'"{word}" means "no answer" in every file. Choose another word.',
    )


def _date(word: str) -> Text:
    return Text(
        f'van "{word}" maakt een spreadsheet een datum. Schrijf bijvoorbeeld "3 tot 5".',
        f'a spreadsheet turns "{word}" into a date. Write for example "3 to 5".',
    )


def _check_missing(answers: AnswerSet, missing: tuple[Code, ...]) -> Problems:
    """A code cannot be an answer and mean "no answer" at once."""
    own = answers.missing is not None
    for place, code in enumerate(answers.missing if answers.missing is not None else missing):
        if _is_read_as_answer(answers, code):
            shown = visible(str(code))
            yield Problem(
                ("missing", place) if own else (),
                Text(
                    f'{shown} betekent "geen antwoord" (missing) maar is ook een antwoord. '
                    "Kies een andere code, of geef deze antwoorden een eigen missing:.",
                    f'{shown} means "no answer" (missing) but is an answer as well. '
                    "Choose another code, or give these answers a missing: of their own.",
                ),
            )


def _is_read_as_answer(answers: AnswerSet, code: Code) -> bool:
    if not answers.is_open:
        return fold(str(code)) in answers.tokens
    try:
        number = float(str(code).replace(",", "."))
    except ValueError:
        return False
    return math.isfinite(number) and _lowest(answers) <= number <= answers.highest


def _lowest(answers: AnswerSet) -> float:
    """The lowest number that is read as an answer: a count begins at 0, a number without min: anywhere."""
    return -math.inf if answers.type == "number" and answers.min is None else answers.lowest
