"""What people read, in both formats: the conclusion first, everything that lacks with its reason, in words."""

import dataclasses
import re

import pytest

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.validation_result import FIT, FIXED, Fit, Section
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


def grid(blocks, heading):
    """The first table with this heading."""
    return next(block for block in blocks if isinstance(block, Grid) and heading in block.headings)


def test_the_conclusion_comes_first(blocks, made):
    """One sentence, the scales by their conclusion, what to do, and what it is not."""
    first = blocks(made("complete"))

    assert first[2] == Paragraph("Niet bruikbaar (Vertrouwen in zoeken).", strong=True)
    assert first[3].rows == (
        ("bruikbaar", "1", "Netwerk"),
        ("met voorbehoud", "1", "Vertrouwen in zoeken"),
        ("niet beoordeeld", "1", "belemmeringen"),
    )
    assert first[5].lines == tuple(f"Doe {n}." for n in range(5))
    assert first[6] == Paragraph("Geen beoordeling. Niet nagekeken.")


def test_what_breaks_the_questionnaire_is_among_what_to_do(blocks, made):
    """An error of the questionnaire itself takes the place of what is less important."""
    it = made("complete")
    wrong = dataclasses.replace(it.instrument.findings[1], severity="error")
    first = blocks(dataclasses.replace(it, instrument=dataclasses.replace(it.instrument, findings=(wrong,))), "en")

    assert first[5].lines[3:] == ("Do 3.", "Network: Three items are few for a scale.")


def test_what_it_is_not_is_said_once(blocks, result):
    """A warning that is repeated is not read."""
    assert texts(blocks(result)).count("Geen beoordeling.") == (result.verdict is not None)


def test_what_stands_below_is_named(blocks, made):
    """Every section, in its order."""
    found = blocks(made("complete"), "en")
    contents = next(block.text for block in found if isinstance(block, Paragraph) and block.text.startswith("Below: "))
    sections = [block.text for block in found if isinstance(block, Heading) and block.level == 2]

    assert contents == f"Below: {' · '.join(sections)}"


def test_a_scale_has_its_conclusion_and_interval(blocks, made):
    """And a checklist says that it is not assessed."""
    rows = grid(blocks(made("complete"), "en"), "reliability").rows

    assert rows[0] == ("Confidence in searching", "with care", "0.78", "0.69 – 0.82", "4", "409")
    assert rows[2] == ("belemmeringen", "not assessed", "–", "–", "1", "405")


def test_a_figure_never_looks_like_the_cutoff_that_it_misses(blocks, made):
    """0.6996 is not 0.70."""
    it = made("complete")
    near = dataclasses.replace(it.scales["zoeken"].coefficient, value=0.6996, ci=(0.6512, 0.7004))
    scale = dataclasses.replace(it.scales["zoeken"], coefficient=near)
    rows = grid(blocks(dataclasses.replace(it, scales={"zoeken": scale}), "en"), "reliability").rows

    assert rows[0][2:4] == ("0.6996", "0.65 – 0.7004")


def test_why_stands_under_its_scale(blocks, made):
    """With the conclusion in the heading, and what else is to be minded."""
    found = blocks(made("complete"), "en")
    place = next(n for n, it in enumerate(found) if it == Heading("Confidence in searching: with care", level=3))

    assert found[place + 1].lines[:2] == (made("complete").verdict.scales["zoeken"].reasons[0].en, "For groups it is.")


def test_scales_without_a_conclusion_for_one_reason_stand_together(blocks, made):
    """One sentence instead of one for each."""
    it = made("complete")
    checklist = it.verdict.scales["belemmeringen"]
    verdict = dataclasses.replace(it.verdict, scales=it.verdict.scales | {"netwerk": checklist})
    said = texts(blocks(dataclasses.replace(it, verdict=verdict), "en"))

    assert "Network and belemmeringen. A formative scale adds up different things" in said


def test_without_figures_the_scales_are_judged_all_the_same(blocks, made):
    """With --only verdict."""
    why = Text("Hier is niet om gevraagd.", "This was not asked for.")
    said = texts(blocks(dataclasses.replace(made("complete"), scales=None, reasons={"scales": why}), "en"))

    assert "Confidence in searching: with care\nOmega is .780" in said


def test_a_bad_item_is_named_with_its_text_and_its_figure(blocks, made):
    """The most serious thing first, and what to do about it."""
    said = (
        "zoek_3 (“I do not manage to look for work.”): runs against the scale (r = -0.12), alpha is higher without it"
        " (0.86 instead of 0.76). See whether it ought to be reverse-keyed; that is never done by itself."
    )
    why = Text("Hier is niet om gevraagd.", "This was not asked for.")

    assert said in texts(blocks(dataclasses.replace(made("complete"), verdict=None, reasons={"verdict": why}), "en"))


def test_of_what_the_verdict_says_of_an_item_only_the_figure_follows(blocks, made):
    """Its reasons name every item that runs against its scale."""
    said = "zoek_3 (“I do not manage to look for work.”): r = -0.12, alpha is higher without it (0.86 instead of 0.76)."

    assert said in texts(blocks(made("complete"), "en"))


def findings_are(result, *found):
    """The result with these findings about the questionnaire, or none because it was not checked."""
    why = Text("Hier is niet om gevraagd.", "This was not asked for.")
    checked = dataclasses.replace(result.instrument, findings=found or None, reasons={"findings": why})
    return dataclasses.replace(result, instrument=checked)


def test_a_questionnaire_that_was_not_checked_is_not_called_good(blocks, made):
    """Nothing found is something else than not looked."""
    said = texts(blocks(findings_are(made("complete")), "en"))

    assert "The questionnaire itself\nNot checked. This was not asked for." in said
    assert "Nothing stood out." not in said


def test_findings_in_the_same_words_are_said_once(blocks, made):
    """With the items that they are about."""
    it = made("complete")
    first = it.instrument.findings[0]
    two = [dataclasses.replace(first, item=item) for item in ("zoek_1", "zoek_2")]

    assert "\nzoek_1 and zoek_2: Two questions in one" in texts(blocks(findings_are(it, *two), "en"))


def test_measures_that_all_lack_are_named_together(blocks, made):
    """Twenty names are not read."""
    it = made("complete")
    why = Text("Alleen bij MLR.", "With MLR alone.")
    lacking = [name for name in FIT if name.endswith(("_scaled", "_scaling_factor", "_robust"))]
    reasons = dict(it.cfa.fit.reasons) | dict.fromkeys(lacking, why)
    fit = Fit(measures=dict(it.cfa.fit.measures) | dict.fromkeys(lacking), reasons=reasons)
    said = texts(blocks(dataclasses.replace(it, cfa=dataclasses.replace(it.cfa, fit=fit)), "en"))

    assert "\nall scaled and robust measures of fit: With MLR alone." in said


def test_what_no_item_has_is_not_explained(blocks, made):
    """A loading of a model without an admissible solution is not there."""
    it = made("complete")
    why = Text("Geen oplossing.", "No solution.")
    scales = {
        name: dataclasses.replace(
            scale,
            items={
                item: dataclasses.replace(one, loading=None, reasons={**one.reasons, "loading": why})
                for item, one in scale.items.items()
            },
        )
        for name, scale in it.scales.items()
    }

    assert "how strongly the item is tied" not in texts(blocks(dataclasses.replace(it, scales=scales), "en"))


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
    said = "and zoek_4 (“I dare to call an employer.”): correlation 0.19 less than expected."

    assert said in texts(blocks(made("complete"), "en"))


def test_a_gain_that_can_be_chance_is_left_out(blocks, made):
    """A modification index of 0.1 says nothing."""
    assert "zoek_1 | t1" not in texts(blocks(made("complete")))


def test_how_many_gains_chance_gives_is_said(blocks, made):
    """The largest of many indices is large by chance."""
    assert "of the 3 parameters that can be added; by chance about 1 of these" in texts(blocks(made("complete"), "en"))


def test_an_interval_never_looks_as_if_it_reached_zero(blocks, made):
    """With a criterion it is zero that counts."""
    it = made("complete")
    near = dataclasses.replace(it.criterion.scales["zoeken"], r_ci=(0.0012, 0.17))
    criterion = dataclasses.replace(it.criterion, scales={"zoeken": near})
    said = texts(blocks(dataclasses.replace(it, criterion=criterion), "en"))

    assert "0.001 – 0.17" in said


def test_a_model_that_was_not_found_is_said_plainly(blocks, made):
    """Before any figure of it."""
    bold = [block.text for block in blocks(made("inadmissible"), "en") if isinstance(block, Paragraph) and block.strong]

    assert bold[1].startswith("The model was not found")


def test_one_model_per_scale_says_why_and_which_has_none(blocks, made):
    """Both in sentences."""
    said = texts(blocks(made("per_scale"), "en"))

    assert "There are fewer than 5 persons per parameter." in said
    assert "belemmeringen: With fewer than three items there is no model." in said


def test_models_of_scales_stand_in_one_table(blocks, made):
    """SRMR among what is judged; a model that always fits is no row but is named."""
    found = blocks(made("per_scale"), "en")
    robust = grid(found, "RMSEA (90 %)")

    assert robust.headings == ("scale", "n", "CFI", "TLI", "RMSEA (90 %)", "p close", "SRMR")
    assert robust.rows == (
        ("Confidence in searching", "405", "0.941", "0.905", "0.098 (0.079 – 0.119)", "< 0.001", "0.061"),
    )
    assert "Always fits, so that it cannot be tested: Network." in texts(found)


def test_a_model_that_always_fits_shows_no_misfit(blocks, made):
    """Its residuals are rounding."""
    assert "0.78 more than expected" not in texts(blocks(made("per_scale"), "en"))


def test_how_models_were_estimated_is_said_once(blocks, made):
    """Alike for all scales."""
    assert texts(blocks(made("per_scale"), "en")).count("Estimator: WLSMV.") == 1


def test_simulated_cutoffs_of_each_scale_stand_in_one_table(blocks, made):
    """And a scale without them says why."""
    found = blocks(made("per_scale"), "en")

    assert grid(found, "meets level 1").rows == (("Confidence in searching", "1", "0.041", "0.052", "–", "no"),)
    assert "Network: This model always fits." in texts(found)


def test_what_all_parts_of_a_whole_lack_is_said_of_the_whole(blocks, made):
    """Not pair by pair."""
    said = texts(blocks(made("per_scale"), "en"))

    assert "modification index, expected value and expected standardised value" in said
    assert "netwerk_1 ~~ netwerk_2" not in said


@pytest.mark.parametrize(
    "said",
    [
        "Omega for ordered answers: that of the score itself by Green & Yang (2009), over the variance",
        "divisor N - 1",
        "chi-square with factor N - 1",
        "reflective 2, formative 1",
        "No item is reverse-keyed.",
        "Estimator: WLSMV. The answers have five categories.",
        "Missing answers: for each pair of items who answered both. This assumes MCAR.",
        "405 persons, 38 estimated parameters.",
    ],
)
def test_how_it_was_computed_is_told(blocks, made, said):
    """Conventions, variants and denominators."""
    assert said in texts(blocks(made("complete"), "en"))


def test_without_answers_only_the_questionnaire_is_judged(blocks, made):
    """No conclusion, and no empty tables."""
    parts = [block.text for block in blocks(made("nobody"), "en") if isinstance(block, Heading)]

    assert parts == ["Job-search confidence", "The questionnaire itself", "What is not here, and why"]


def test_a_threshold_in_persons_has_no_decimals(blocks, made):
    """300, not 300.00; a coefficient has two."""
    rows = next(b.rows for b in blocks(made("complete"), "en") if isinstance(b, Grid) and b.headings[0] == "criterion")

    assert [row[2:4] for row in rows] == [("–", "–"), ("412", "300"), ("0.78", "0.70")]


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


@pytest.mark.parametrize(("share", "written"), [(0.0, "0 %"), (0.004, "< 1 %"), (0.996, "> 99 %"), (1.0, "100 %")])
def test_none_and_all_are_said_of_none_and_all(instrument, share, written):
    """Two of a thousand answers are not 0 %."""
    assert Voice("nl", instrument).percent(share) == written


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

    there = dataclasses.replace(it.scales["zoeken"], items={**scale.items, "v": it.scales["zoeken"].items["zoek_1"]})
    said = texts(blocks(dataclasses.replace(it, scales={"zoeken": there}), "en"))

    assert "loading (v0, v1, v2, v3, v4, v5, v6, v7 and 12 more): Not computed." in said
