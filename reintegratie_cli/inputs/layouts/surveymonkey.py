"""SurveyMonkey: the questions in the first row, each above its first column; under them the options or `Response`.

An export with one column per question, and rows that were written again, have one row.
"""

from reintegratie_cli.inputs.layouts.heading import Heading, Rows, first_named, row_of
from reintegratie_cli.text import Text

TITLE = "SurveyMonkey"
NEEDED = Text(
    "een rij die begint met Respondent ID en Collector ID", "a row that begins with Respondent ID and Collector ID"
)

_OWN = (["respondent id", "collector id"], ["respondent_id", "collector_id"])
_WHOLE = ("response", "open-ended response", "antwoord", "open antwoord")
"""What stands under a question that has one column."""
_DATES = ("End Date", "date_modified", "Date Modified", "date_created", "Date Created")


def recognises(rows: Rows) -> bool:
    """Whether the first columns are its own."""
    return row_of(rows, 0)[:2] in _OWN


def heading(rows: Rows) -> Heading:
    """A column is called `Question [option]`, its text is the option; where there is no option, both the question."""
    width = len(rows[0])
    has_options = row_of(rows, 1)[:2] == ["", ""]
    options = (*(rows[1] if has_options else ()), *[""] * width)[:width]
    names: list[str] = []
    texts: list[str] = []
    question = ""
    for above, option in zip(rows[0], options, strict=True):
        question = above or (question if option else "")
        is_part = bool(option) and option.casefold() not in _WHOLE
        names.append(f"{question} [{option}]" if is_part else question)
        texts.append(option if is_part else question)
    date = first_named(names, _DATES)
    return Heading(tuple(names), tuple(texts), 1 + has_options, "surveymonkey", date, month_first=True)
