"""What is known to go wrong in a questionnaire: limits, words and sentences, as `rules/wording.yaml` says them."""

from string import Formatter
from typing import Literal, get_args

from pydantic import Field

from reintegratie_cli.models.base import Bilingual, Model, Number, Problem, Problems, Version, Whole
from reintegratie_cli.models.finding import Finding, Severity
from reintegratie_cli.text import Language, Text

KindName = Literal[
    "too_few_items",
    "few_items",
    "unbalanced_keys",
    "all_reversed",
    "agree_disagree",
    "no_midpoint",
    "unlabelled_points",
    "few_points",
    "many_points",
    "unequal_ranges",
    "unused_item",
    "shared_item",
    "same_text",
    "unequal_twins",
    "no_text",
    "double_barrelled",
    "negation",
    "double_negation",
    "leading",
    "absolute",
    "too_long",
    "jargon",
    "no_time_frame",
    "hard_to_read",
    "long_word",
]
Phrases = tuple[str, ...]


class Limits(Model):
    """The numbers at which something becomes a finding."""

    most_words: Whole = Field(gt=0)
    fewest_items: Whole = Field(gt=0)
    fewest_points: Whole = Field(gt=1)
    most_points: Whole = Field(gt=1)
    points_as_numbers: Whole = Field(gt=1)
    least_reversed: Number = Field(ge=0, le=0.5)
    most_reversed: Number = Field(ge=0.5, le=1)
    least_readable: Number
    fewest_words_to_judge: Whole = Field(gt=0)
    most_syllables: Whole = Field(gt=0)


class Kind(Model):
    """One kind of finding: what is said of it, with `{found}` for what was found, and who says so."""

    says: Bilingual
    source: str
    severity: Severity = "warning"


class WordList(Model):
    """Phrases that are a problem, but not within one of the exceptions."""

    words: Phrases = Field(min_length=1)
    exceptions: Phrases = ()


class Negations(WordList):
    """Negations; those of `with_another` count only where a sentence has a second one."""

    with_another: Phrases = ()


class Agreement(Model):
    """The words by which answers from disagree to agree are recognised."""

    against: Phrases = Field(min_length=1)
    for_: Phrases = Field(alias="for", min_length=1)


class Vocabulary(Model):
    """The words of one language. `behaviour` and `frequency` need a `time_frame`; `opposites`: the low and high end."""

    negations: Negations
    connectives: WordList
    leading: Phrases
    absolutes: WordList
    jargon: dict[str, str]
    behaviour: Phrases
    frequency: Phrases
    time_frame: Phrases
    agreement: Agreement
    opposites: tuple[tuple[str, str], ...]


class Wording(Model):
    """The whole file."""

    version: Version
    limits: Limits
    kinds: dict[KindName, Kind]
    languages: dict[Language, Vocabulary]

    def finding(self, kind: KindName, found: Text, *, item: str | None = None, scale: str | None = None) -> Finding:
        """A finding of this kind, in its own words about what was `found`."""
        it = self.kinds[kind]
        reason = Text(it.says.nl.replace(_FOUND, found.nl), it.says.en.replace(_FOUND, found.en))
        return Finding(kind, it.severity, item, scale, reason)


_FOUND = "{found}"


def check_wording(wording: Wording) -> Problems:
    """Every problem of the file that its shape does not show: what is left out, and sentences that name nothing."""
    for missing in sorted({*get_args(KindName)} - wording.kinds.keys()):
        yield Problem(("kinds",), Text(f"{missing} ontbreekt.", f"{missing} is missing."))
    for language in sorted({*get_args(Language)} - wording.languages.keys()):
        yield Problem(("languages",), Text(f"{language} ontbreekt.", f"{language} is missing."))
    for name, kind in wording.kinds.items():
        if any(_fields(said) != ["found"] for said in (kind.says.nl, kind.says.en)):
            said = Text("schrijf precies één keer {found} in de zin.", "write {found} exactly once in the sentence.")
            yield Problem(("kinds", name, "says"), said)


def _fields(sentence: str) -> list[str]:
    try:
        return [field for _, field, _, _ in Formatter().parse(sentence) if field is not None]
    except ValueError:
        return []
