"""One person's profile: whatever is in a row, it can be shown, safely, in one language, without a label."""

import io
import re

import polars as pl
import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.outputs.profile import Profile, Vocabulary


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """The words for the ids in the example."""
    instrument = catalogue.find_instrument("intake")
    rules = (catalogue.load_rule(), catalogue.load_wanberg(), catalogue.load_facts())
    return Vocabulary(instrument, *rules, catalogue.load_interventions())


@pytest.fixture(scope="module")
def scored(root, call, tmp_path_factory):
    """Scores the example; gives every row as `score` has it."""

    def score(*options):
        example, target = root / "examples", tmp_path_factory.mktemp("profiel") / "scores.parquet"
        given = ("--facts", example / "feiten.csv", "--offer", example / "aanbod.yaml", *options, "-o", target)
        call("score", example / "intake-gesimuleerd.csv", *given)
        return pl.read_parquet(target).rows(named=True)

    return score


@pytest.fixture(scope="module")
def rows(scored):
    """Every person of the example."""
    return scored()


@pytest.fixture(scope="module")
def second(rows):
    """A person with a group, a working point, help that fits, and nothing unusual."""
    return next(row for row in rows if row["id"] == "SIM-000002")


def shown(vocabulary, row, language="nl") -> str:
    """The profile of a row."""
    stream = io.StringIO()
    Profile(vocabulary, language).show(stream, row)
    return stream.getvalue()


def section(text: str, title: str) -> list[str]:
    """The lines under a heading."""
    return text.split(f"\n{title}\n")[1].split("\n\n", maxsplit=1)[0].splitlines()


def test_every_person_of_the_example_can_be_shown(vocabulary, rows):
    """Every status, with and without help that fits, facts, wishes; within the width of a page."""
    profiles = [shown(vocabulary, row) for row in rows]

    assert len(profiles) == 200
    assert [line for text in profiles for line in text.splitlines() if len(line) > 100] == []


def test_what_a_case_system_holds_can_be_shown(vocabulary, scored):
    """The columns that were left out are not missed, in English either."""
    profiles = [shown(vocabulary, row, "en") for row in scored("--for", "case-system")[:50]]

    assert [text.count("What this person wants") for text in profiles] == [0] * 50


def test_the_most_probable_group_comes_first(vocabulary, second):
    """All six, with their probabilities in percent; the bar is as long as the probability."""
    assert section(shown(vocabulary, second), "Voorstel (groepen van Sol)")[1:7] == [
        "Werknemersvaardigheden leren  68 %  ████████████████",
        "Matchen met werkgevers        16 %  ████",
        "Alleen banen nodig            16 %  ████",
        "Meedoen                        0 %",
        "Productiviteit aanvullen       0 %",
        "Stimuleren                     0 %",
    ]


def test_a_score_has_its_error_and_its_range(vocabulary, second):
    """A bar over the score plus and minus its error; with a comma in Dutch and a point in English."""
    dutch = section(shown(vocabulary, second), "Scores")[1]
    english = section(shown(vocabulary, second, "en"), "Scores")[1]

    assert re.split(r"\s{2,}", dutch) == [
        "Werknemersvaardigheden",
        "2,33",
        "0,36",
        "1–5",
        "······──●──·············",
        "laag",
    ]
    assert re.split(r"\s{2,}", english) == ["Employee skills", "2.33", "0.36", "1–5", "······──●──·············", "low"]


def test_who_cannot_be_placed_gets_no_numbers_and_no_advice(vocabulary, rows):
    """Talk first: no probabilities, and nothing that might fit."""
    text = shown(vocabulary, next(row for row in rows if row["sol.group"] == "onbepaald"))

    assert "%" not in "".join(section(text, "Voorstel (groepen van Sol)"))
    assert section(text, "Wat kan passen") == ["Nog niet te zeggen."]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("netwerk<2.5", "Mensen om u heen: lager dan 2,5"),
        ("loonwaarde<100;loonwaarde_blijvend=true", "Loonwaarde in procenten van het minimumloon: lager dan 100; De"),
        ("maanden_actief_zoeken>=6", "Maanden actief gezocht naar werk: minstens 6"),
        ("sollicitatiegesprekken<=0", "Sollicitatiegesprekken in die maanden: hoogstens 0"),
        ("loonwaarde>=10<20", "Loonwaarde in procenten van het minimumloon: minstens 10, lager dan 20"),
        ("loonwaarde=unknown", "Loonwaarde in procenten van het minimumloon: onbekend"),
        ("opleiding=vmbo", "Hoogste afgeronde opleiding: vmbo"),
        ("missing:netwerk", "geen score: Mensen om u heen"),
    ],
)
def test_the_reason_is_said_in_words(vocabulary, second, reason, said):
    """A counsellor need not read conditions."""
    text = shown(vocabulary, {**second, "sol.reason": reason})

    assert f"\nReden: {said}" in text


@pytest.mark.parametrize(
    ("column", "hostile"),
    [
        ("id", "\x1b[2J\u202e[red]"),
        ("row.file", "\x1b]0;title\x07.csv"),
        ("row.problems", "q1: \x9b31m not in 1..5;[/]"),
        ("provenance", "reintegratie\x1b[0m"),
    ],
)
def test_what_came_from_a_file_cannot_control_the_terminal(vocabulary, second, column, hostile):
    """Ids, file names and found values are shown as they are."""
    text = shown(vocabulary, {**second, column: hostile})

    assert text.replace("\n", "").isprintable()
    assert "\\x" in text


def test_every_claim_has_its_evidence(vocabulary, second):
    """Each intervention with its grade, its source, and what is not known."""
    under = section(shown(vocabulary, second), "Wat kan passen")

    assert [line for line in under if line.startswith("•")] == [
        "• Jobcoach – veelbelovend",
        "• Werkervaringsplek bij een bedrijf – veelbelovend",
    ]
    assert sum(line.startswith("  Bewijs: ") for line in under) == 2
    assert sum(line.startswith("  Wat we niet weten: ") for line in under) == 2


def test_an_own_wish_is_said(vocabulary, rows):
    """Why something fits names the wish."""
    row = next(row for row in rows if "+wish" in (row["intervention_reasons"] or ""))

    assert ", en het is een eigen wens" in shown(vocabulary, row)


def test_harm_is_named(vocabulary, rows):
    """What would fit and does harm is said, never recommended."""
    row = next(row for row in rows if "harmful:" in (row["flags"] or ""))

    assert "Zou passen maar is schadelijk, dus niet doen: Verplicht vrijwilligerswerk" in shown(vocabulary, row)


def test_it_says_what_it_was_made_with(vocabulary, second):
    """Versions and digests stand in the output for people too."""
    made_with = second["provenance"].replace(";", " · ")

    assert made_with in " ".join(shown(vocabulary, second).split())
