"""What people read of a comparison: whole tables in both languages, and what is said where something is lacking."""

import io
import math
from dataclasses import replace

import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.change_result import VERDICTS, ChangeResult, GroupChange, Matching, ScaleChange
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.outputs.change import SOURCE, ChangeSummary
from reintegratie_cli.text import Text

COUNTS = {"improved": 5, "unchanged": 20, "worse": 2, "higher": 3, "lower": 1, "cannot_be_shown": 9}
SCALE = ScaleChange(
    scale="s",
    target=False,
    n=36,
    verdicts=COUNTS,
    mean=0.25,
    low=-0.1,
    high=0.6,
    effect_size=0.3,
    expected=0.05,
    error_source="retest",
    reasons={},
)
SOL = GroupChange(30, 12, {("matchen", "banen"): 4})
RESULT = ChangeResult(Matching(40, 3, 2, 1), (), {}, (SCALE,), SOL)


@pytest.fixture
def shown():
    """The lines of a summary; `high` is the favourable side of the scale."""
    groups = catalogue.load_rule().groups

    def show(result=RESULT, language="nl", method="jacobson-truax", high="favourable"):
        scale = {"measurement": "reflective", "items": ["a"], "score": "mean", "high": high, "title": "Hoop"}
        content = {"answers": {"ja": {"type": "yes_no"}}, "items": {"a": {"answers": "ja"}}}
        instrument = Instrument.model_validate(
            {"instrument": "proef", "version": "1.0.0", **content, "scales": {"s": scale}}
        )
        page = io.StringIO()
        ChangeSummary(result, instrument, groups, method).show(page, language)
        return page.getvalue()

    return show


def of(**changes):
    """The result with a scale that is so."""
    return replace(RESULT, scales=(replace(SCALE, **changes),))


def row(page, place):
    """The cells of the one scale in the first or the second table."""
    lines = [line for line in page.splitlines() if line.startswith("Hoop")]
    return [cell for cell in lines[place].split("  ") if cell]


def test_the_persons_of_a_scale(shown):
    """Both scores, improved, unchanged, worse, cannot be shown."""
    assert [cell.strip() for cell in row(shown(), 0)] == ["Hoop", "36", "5", "20", "2", "9"]


def test_where_no_side_is_favourable_it_is_higher_or_lower(shown):
    """By its own word, not under that of improvement alone."""
    found = [cell.strip() for cell in row(shown(high="neither"), 0)]

    assert found == ["Hoop", "36", "3 hoger", "20", "1 lager", "9"]


def test_the_group_on_a_scale(shown):
    """Mean change, interval, effect size and expected regression, each with its sign."""
    assert [cell.strip() for cell in row(shown(), 1)] == ["Hoop", "+0.25", "-0.10 … +0.60", "+0.30", "+0.05"]


def test_what_is_not_known_is_a_dash_with_its_reason(shown):
    """Never a zero."""
    why = {"low": Text("daarom", "therefore")}
    page = shown(of(low=math.nan, high=math.nan, reasons=why))

    assert [cell.strip() for cell in row(page, 1)] == ["Hoop", "+0.25", "–", "+0.30", "+0.05"]
    assert "Geen interval: daarom." in page


def test_without_a_verdict_nothing_is_counted(shown):
    """And it is said why."""
    page = shown(of(reasons={"verdicts": Text("daarom", "therefore")}))

    assert [cell.strip() for cell in row(page, 0)] == ["Hoop", "36", "–", "–", "–", "–"]
    assert "Geen oordeel per persoon: daarom." in page


def test_a_target_has_a_star(shown):
    """And the star is explained."""
    page = shown(of(target=True))

    assert row(page, 0)[0].strip() == "Hoop *"
    assert "* vooraf genoemd als doel" in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ("Personen op beide metingen: 40", "zonder vergelijkingsgroep", "een mens beslist")),
        ("en", ("Persons at both measurements: 40", "without a comparison group", "a person decides")),
    ],
)
def test_every_page_says_who_is_in_it_and_how_far_it_reaches(shown, language, words):
    """In both languages."""
    page = shown(language=language)

    assert [word for word in words if word not in page] == []


def test_the_groups_that_changed_are_named(shown):
    """By their labels, with how many went where."""
    page = " ".join(shown().split())

    assert "van 30 personen krijgen 12 een andere suggestie, en voor 4 is dat meer dan meetfout" in page
    assert "Matchen met werkgevers → Alleen banen nodig 4" in page


def test_without_groups_nothing_is_said_of_them(shown):
    """A questionnaire that the rule does not read."""
    assert "Groepen:" not in shown(replace(RESULT, sol=GroupChange(0, 0, {})))


@pytest.mark.parametrize(("both", "warned"), [(29, True), (30, False)])
def test_a_small_group_is_warned_of_the_method_that_leans_on_it(shown, both, warned):
    """Fewer than 30."""
    page = shown(replace(RESULT, matching=Matching(both, 0, 0, 0)), method="hageman-arrindell")

    assert ("minder dan 30" in page) == warned


def test_an_error_without_a_retest_says_what_that_means(shown):
    """Omega is of one sitting."""
    assert "van dag tot dag" in " ".join(shown(of(error_source="omega")).split())
    assert "van dag tot dag" not in " ".join(shown().split())


def test_every_source_and_verdict_has_words():
    """None is forgotten when one is added."""
    assert {"omega", "alpha", "retest", "rater", "assumed"} == SOURCE.keys()
    assert set(VERDICTS) == COUNTS.keys()
