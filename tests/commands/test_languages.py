"""One language at a time: what people read is Dutch, or English with --lang en, to the last word."""

import re

import pytest

DUTCH = {"het", "een", "niet", "geen", "wordt", "voor", "regel", "kolom", "personen", "gelezen", "met", "zijn", "kan"}
ENGLISH = {"the", "and", "with", "not", "persons", "line", "column", "which", "for", "read", "from", "cannot", "has"}

CALLS = (
    ("score", "TRIAL", "-f", "table"),
    ("score", "TRIAL", "-f", "table", "--client", "0009"),
    ("score", "TRIAL", "-o", "scores.csv"),
    ("score", "TRIAL", "-o", "scores.csv", "--show-values"),
    ("score", "antwoorden.csv", "-i", "proef"),
    ("score", "antwoorden.csv", "-i", "proef.yaml", "--keep", "wijkk"),
    ("score", "antwoorden.csv", "-i", "proef.yaml", "--client", "99"),
    ("score", "antwoorden.csv", "-i", "proef.yaml", "-o", "nergens/scores.csv"),
    ("doctor", "antwoorden.csv", "-i", "proef.yaml", "--show-values"),
    ("doctor", "feiten.csv"),
    ("doctor", "feiten.csv", "-i", "proef.yaml"),
    ("instruments", "list"),
    ("instruments", "show", "proef.yaml"),
    ("instruments", "form", "werkvermogen"),
    ("interventions", "list"),
    ("interventions", "show", "jobs"),
    ("interventions", "show", "sanctie"),
)


def words(text: str) -> set[str]:
    """The words of a text, in small letters; ids, and what stands in quotes, are not ours."""
    return set(re.findall(r"[a-zà-ÿ_]+", re.sub(r"\"[^\"]*\"|'[^'\n]{1,20}'", "", text).casefold()))


@pytest.mark.parametrize("languages", [("nl", DUTCH, ENGLISH), ("en", ENGLISH, DUTCH)], ids=["nl", "en"])
@pytest.mark.parametrize("arguments", CALLS, ids=" ".join)
def test_no_word_of_the_other_language(trial, folder, call, arguments, languages):
    """On standard output and standard error together."""
    language, own, other = languages
    given = [part for argument in arguments for part in (trial if argument == "TRIAL" else (argument,))]
    ran = call(*given, "--lang", language)
    said = words((ran.text + ran.error).replace(str(folder), ""))

    assert said & other == set()
    assert said & own != set()


def test_data_never_follow_the_language(trial, call):
    """Names and values are ids: the same bytes in both languages."""
    dutch, english = (call("score", *trial, "-f", "csv", "--lang", language).output for language in ("nl", "en"))

    assert dutch == english


@pytest.mark.parametrize(
    "arguments", [("score", "a.csv"), ("instruments", "list"), ("interventions", "show", "jobs")], ids=" ".join
)
def test_another_language_is_refused(call, arguments):
    """With those there are."""
    ran = call(*arguments, "--lang", "de")

    assert ran.code == 2
    assert "'nl', 'en'" in ran.error
