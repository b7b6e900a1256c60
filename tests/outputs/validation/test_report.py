"""What people read, in both formats: the conclusion first, everything that lacks with its reason, in words."""

import dataclasses
import re

import pytest

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.validation_result import FIXED, Section
from reintegratie_cli.outputs.validation.blocks import Bullets, Grid, Heading, Paragraph
from reintegratie_cli.outputs.validation.report import report
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Text


@pytest.fixture
def blocks(instrument):
    """The report on a result, as a list."""
    return lambda result, language="nl": list(report(result, instrument, language))


def texts(blocks) -> str:
    """All words of a report."""
    lines = []
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            lines.append(block.text)
        elif isinstance(block, Bullets):
            lines += block.lines
        else:
            lines += [" ".join(row) for row in (block.headings, *block.rows)]
    return "\n".join(lines)


def reasons(value, language) -> set[str]:
    """Every reason that a result has for something that lacks."""
    if isinstance(value, Section):
        own = {text.to(language) for name, text in value.reasons.items() if text != FIXED}
        return own.union(*(reasons(inner, language) for inner in value.figures().values()))
    if isinstance(value, dict | tuple):
        inner = value.values() if isinstance(value, dict) else value
        return set().union(*(reasons(one, language) for one in inner))
    return set()


def test_every_gap_is_said_with_its_reason(blocks, result, language):
    """No figure lacks in silence."""
    said = texts(blocks(result, language))

    assert [reason for reason in reasons(result, language) if reason not in said] == []


def test_no_figure_is_no_number(blocks, result, language):
    """Nobody reads nan, None or infinity."""
    assert re.findall(r"\b(nan|none|inf|null)\b", texts(blocks(result, language)), flags=re.IGNORECASE) == []


def test_the_conclusion_comes_first(blocks, made):
    """One sentence, then its reasons, then what it is not."""
    first = blocks(made("complete"))

    assert first[3] == Paragraph("Niet bruikbaar voor minder belangrijke beslissingen over personen.", strong=True)
    assert isinstance(first[4], Bullets)
    assert "geen COTAN-beoordeling" in first[5].text


def test_a_scale_has_its_conclusion_and_interval(blocks, made):
    """And a checklist says that it is not assessed."""
    grid = next(block for block in blocks(made("complete"), "en") if isinstance(block, Grid))

    assert grid.rows[0] == ("Confidence in searching", "usable with care", "0.780", "0.691 – 0.825", "4", "409")
    assert grid.rows[2] == ("belemmeringen", "not assessed", "–", "–", "1", "405")


def test_a_bad_item_is_named_with_its_text_and_its_figure(blocks, made):
    """The most serious thing first, and what to do about it."""
    said = (
        "zoek_3 (“I do not manage to look for work.”): runs against the scale (r = -0.12), alpha is higher without it"
        " (0.861). See whether it ought to be reverse-keyed; that is never done by itself."
    )

    assert said in texts(blocks(made("complete"), "en"))


def test_an_unused_answer_is_named(blocks, made):
    """By its code."""
    assert "ongebruikt antwoord (1)" in texts(blocks(made("complete")))


def test_robust_fit_comes_before_scaled_and_naive(blocks, made):
    """The robust one is judged."""
    grid = next(
        block for block in blocks(made("complete"), "en") if isinstance(block, Grid) and "robust" in block.headings
    )

    assert grid.headings == ("measure", "robust", "scaled", "naive")
    assert grid.rows[2] == ("CFI", "0.941", "0.968", "0.981")


def test_a_residual_correlation_is_said_in_words(blocks, made):
    """Which items, and which way."""
    said = "and zoek_4 (“I dare to call an employer.”): correlation 0.187 less than expected."

    assert said in texts(blocks(made("complete"), "en"))


def test_a_gain_that_can_be_chance_is_left_out(blocks, made):
    """A modification index of 0.1 says nothing."""
    assert "zoek_1 | t1" not in texts(blocks(made("complete")))


def test_a_model_that_was_not_found_is_said_plainly(blocks, made):
    """Before any figure of it."""
    bold = [block.text for block in blocks(made("inadmissible"), "en") if isinstance(block, Paragraph) and block.strong]

    assert bold[1].startswith("The model was not found")


def test_one_model_per_scale_says_why_and_which_has_none(blocks, made):
    """Both in sentences."""
    said = texts(blocks(made("per_scale"), "en"))

    assert "There are fewer than 5 persons per parameter." in said
    assert "Network: With fewer than three items there is no model." in said


def test_without_answers_only_the_questionnaire_is_judged(blocks, made):
    """No conclusion, and no empty tables."""
    parts = [block.text for block in blocks(made("nobody"), "en") if isinstance(block, Heading)]

    assert parts == ["Job-search confidence", "The questionnaire itself", "What is not here, and why"]


def test_a_threshold_in_persons_has_no_decimals(blocks, made):
    """300, not 300.000; a coefficient has three."""
    rows = next(b.rows for b in blocks(made("complete"), "en") if isinstance(b, Grid) and b.headings[0] == "criterion")

    assert [row[2:4] for row in rows] == [("–", "–"), ("412", "300"), ("0.780", "0.700")]


def test_each_meaning_is_said_once(blocks, result):
    """An explanation that is repeated is not read."""
    lines = [line for block in blocks(result) if isinstance(block, Bullets) for line in block.lines if ": " in line]
    explained = [line for line in lines if line.startswith(("alfa: ", "CFI: ", "lading: ", "SRMR: ", "AVE: "))]

    assert len(explained) == len(set(explained))


@pytest.mark.parametrize(
    ("value", "decimals", "written"), [(0.5, 3, "0,500"), (-0.0001, 2, "0,00"), (None, 3, "–"), (904.09, 1, "904,1")]
)
def test_how_a_number_is_written(instrument, value, decimals, written):
    """With a comma in Dutch, never as minus zero."""
    assert Voice("nl", instrument).number(value, decimals) == written


def test_a_very_small_p_is_a_bound(instrument):
    """Not 0.000."""
    assert Voice("en", instrument).probability(1e-9) == "< 0.001"


def test_a_long_text_is_cut(instrument):
    """An item is known by its beginning."""
    items = {"lang": {"answers": "eens", "text": "woord " * 40}}
    long = Instrument.model_validate({**instrument.model_dump(by_alias=True), "items": items})

    assert len(Voice("nl", long).item("lang")) <= len("lang (“”)") + 70


def test_figures_that_lack_for_many_items_are_counted(blocks, made):
    """Eight are named, the others counted."""
    it = made("complete")
    why = Text("Niet berekend.", "Not computed.")
    item = dataclasses.replace(it.scales["zoeken"].items["zoek_1"], loading=None, reasons={"loading": why})
    scale = dataclasses.replace(it.scales["zoeken"], items={f"v{n}": item for n in range(20)})

    said = texts(blocks(dataclasses.replace(it, scales={"zoeken": scale}), "en"))

    assert "loading (v0, v1, v2, v3, v4, v5, v6, v7 and 12 more): Not computed." in said
