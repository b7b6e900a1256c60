"""The file with what is known to go wrong: it is complete, and a mistake in it is found."""

from typing import get_args

import pytest
from pydantic import ValidationError

from reintegratie_cli.decisions.questionnaire.phrases import words_of
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.base import fold
from reintegratie_cli.models.finding import Finding
from reintegratie_cli.models.wording import Kind, KindName, Vocabulary, Wording, check_wording
from reintegratie_cli.text import Text


@pytest.fixture(scope="module")
def shipped() -> Wording:
    """The file as it is shipped."""
    return catalogue.load_wording()


def raw(wording, **changes):
    """What the file says, after changes."""
    return {**wording.model_dump(by_alias=True), **changes}


def problems(content):
    """What is wrong, in English."""
    return [problem.what.en for problem in check_wording(Wording.model_validate(content))]


def test_what_is_shipped_is_right(shipped):
    """Every kind in both languages, with one place for what was found."""
    assert list(check_wording(shipped)) == []


def test_every_kind_says_what_to_do_and_who_says_so(shipped):
    """At least two sentences each, in both languages, and a source."""
    for name in get_args(KindName):
        kind = shipped.kinds[name]
        assert kind.source, name
        assert kind.says.nl != kind.says.en, name
        for said in (kind.says.nl, kind.says.en):
            assert said.count(". ") >= 1, name


@pytest.mark.parametrize("part", ["kinds", "languages"])
def test_what_is_left_out_is_found(shipped, part):
    """One kind, one language."""
    content = raw(shipped)
    name, _ = content[part].popitem()

    assert problems(content) == [f"{name} is missing."]


@pytest.mark.parametrize("sentence", ["Niets.", "{found} en {found}", "{gevonden}", "{found", "{}"])
def test_a_sentence_names_what_was_found_once(shipped, sentence):
    """Or the finding would say nothing, or break."""
    content = raw(shipped)
    content["kinds"]["negation"] = {"says": {"nl": sentence, "en": "{found}"}, "source": "x"}

    assert problems(content) == ["write {found} exactly once in the sentence."]


@pytest.mark.parametrize("change", [{"limits": {"most_words": 0}}, {"kinds": {"anders": {}}}, {"words": []}])
def test_another_shape_is_refused(shipped, change):
    """An unknown kind, a limit of nothing, an unknown key."""
    with pytest.raises(ValidationError):
        Wording.model_validate(raw(shipped, **change))


def test_a_finding_is_in_the_words_of_its_kind(shipped):
    """What was found may hold braces: it is not read as a place to fill in."""
    kind = Kind(says=Text("Zie {found}. Doe iets.", "See {found}. Do something."), source="x")
    made = shipped.model_copy(update={"kinds": {"jargon": kind}}).finding("jargon", Text("{a}", "{b}"), item="v1")

    assert made == Finding("jargon", "warning", "v1", None, Text("Zie {a}. Doe iets.", "See {b}. Do something."))


def phrases(of: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Every list of a language."""
    return {
        "negations": (*of.negations.words, *of.negations.with_another),
        "connectives": of.connectives.words,
        "leading": of.leading,
        "absolutes": of.absolutes.words,
        "jargon": tuple(of.jargon),
        "behaviour": of.behaviour,
        "time_frame": of.time_frame,
    }


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_list_has_a_phrase_twice(shipped, language):
    """Twice the same is a slip; each phrase holds a word."""
    for name, listed in phrases(shipped.languages[language]).items():
        assert len({fold(phrase) for phrase in listed}) == len(listed), name
        assert all(words_of(phrase) for phrase in listed), name
