"""Norms from answers: every figure by hand, and what is left out, refused or allowed."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.fingerprint import fingerprint
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.norm_checks import check_norms
from reintegratie_cli.models.norms import NormGroup
from reintegratie_cli.models.validation_result import Tool
from reintegratie_cli.text import Text
from reintegratie_cli.workflows.answer_matrix import AnswerMatrix, Answers, RowCounts, scale_items
from reintegratie_cli.workflows.norm_build import About, build_norms, use_of
from reintegratie_cli.workflows.validate_options import ValidateOptions

ABOUT = About(
    norms="proef.stad-2026",
    population=Text("Bijstand in Stad", "Benefits in Stad"),
    status="local",
    stakes="intake",
    collected="2026",
    source="Stad",
    frame="iedereen",
    invited=5000,
    responded=3000,
    mode="online",
    share_assisted=0.1,
)
FIVE = {"type": "ordinal", "values": [1, 2, 3, 4, 5]}


def questionnaire(**scales):
    """A questionnaire of these scales; items have five answers."""
    items = {item: {"answers": "vijf"} for scale in scales.values() for item in scale["items"]}
    return Instrument.model_validate(
        {"instrument": "proef", "version": "1.0.0", "answers": {"vijf": FIVE}, "items": items, "scales": scales}
    )


def single(item="a"):
    """A scale of one question."""
    return {"measurement": "single", "items": [item], "score": "mean"}


def matrix_of(instrument, *columns):
    """The answers, an item a column."""
    scores = np.array(columns, dtype=float, order="C").T
    rows = RowCounts(used=len(scores), partial=0, repeated=0, empty=0, rejected=0)
    assert scores.shape[1] == len(scale_items(instrument))
    return AnswerMatrix(instrument, np.asfortranarray(scores), None, None, (), {}, rows)


def built(matrix, about=ABOUT, retest=None):
    """What is made of these answers."""
    options = ValidateOptions(Tool("reintegratie", "0"))
    return build_norms(Answers(matrix, retest), about, options, catalogue.load_conclusion())


def answers_of(n_persons, n_items=4, seed=1):
    """(n_items, n_persons) answers 1 to 5 that go together."""
    random = np.random.default_rng(seed)
    trait = random.normal(size=n_persons)
    latent = 0.8 * trait + 0.6 * random.normal(size=(n_items, n_persons))
    return np.searchsorted([-1.5, -0.5, 0.5, 1.5], latent) + 1.0


REFLECTIVE = {"measurement": "reflective", "items": ["a", "b", "c", "d"], "score": "mean"}


def test_mean_spread_and_cells_by_hand():
    """40 persons answer 2, 50 answer 3, 15 answer 4 and 5 answer 5: no cell may hold five, or none."""
    instrument = questionnaire(s=single())
    column = np.repeat([2.0, 3.0, 4.0, 5.0], [40, 50, 15, 5])
    norm = built(matrix_of(instrument, column)).norms.scales["s"]

    mean = (80 + 150 + 60 + 25) / 110
    variance = (40 * (2 - mean) ** 2 + 50 * (3 - mean) ** 2 + 15 * (4 - mean) ** 2 + 5 * (5 - mean) ** 2) / 109
    assert (norm.n, norm.mean, norm.sd) == (110, round(mean, 6), round(sqrt(variance), 6))
    assert [(cell.from_, cell.to, cell.n) for cell in norm.frequencies] == [(1, 2, 40), (3, 3, 50), (4, 5, 20)]


def test_correlations_are_of_the_scores_of_who_has_both():
    """By hand: equal scores in a hundred pairs, and the others have one score only."""
    instrument = questionnaire(s=single("a"), t=single("b"))
    a = np.concatenate([np.tile([1.0, 3.0], 50), np.full(60, 5.0), np.full(60, np.nan)])
    b = np.concatenate([np.tile([5.0, 1.0], 50), np.full(60, np.nan), np.full(60, 2.0)])
    norms = built(matrix_of(instrument, a, b)).norms

    assert norms.correlations == {"t": {"s": -1.0}}
    assert (norms.scales["s"].n, norms.scales["t"].n) == (160, 160)


def test_a_pair_with_too_few_persons_has_no_correlation():
    """Each scale has 150 persons, the two together 99."""
    instrument = questionnaire(s=single("a"), t=single("b"))
    values = np.tile([1.0, 2.0, 3.0], 67)
    a, b = values.copy(), values.copy()
    a[:51], b[-51:] = np.nan, np.nan

    assert built(matrix_of(instrument, a, b)).norms.correlations == {}


def test_a_group_of_scales_has_each_pair_once():
    """The lower triangle, in the order of the questionnaire."""
    instrument = questionnaire(s=single("a"), t=single("b"), u=single("c"))
    norms = built(matrix_of(instrument, *answers_of(300, 3))).norms

    assert {name: list(of) for name, of in norms.correlations.items()} == {"t": ["s"], "u": ["s", "t"]}


def test_omega_is_the_reliability_of_a_reflective_scale():
    """With alpha beside it, for who knows it."""
    norm = built(matrix_of(questionnaire(s=REFLECTIVE), *answers_of(400))).norms.scales["s"]

    assert norm.coefficient == "omega"
    assert 0.7 < norm.reliability < 0.95
    assert norm.alpha == pytest.approx(norm.reliability, abs=0.05)


def test_alpha_stands_in_where_there_is_no_omega():
    """Two items have one correlation and no factor model; by hand alpha = 2 (1 - (s2 + s2) / s2 of the sum)."""
    instrument = questionnaire(s={**REFLECTIVE, "items": ["a", "b"]})
    a, b = answers_of(300, 2)
    made = built(matrix_of(instrument, a, b))

    alpha = 2 * (1 - (a.var(ddof=1) + b.var(ddof=1)) / (a + b).var(ddof=1))
    norm = made.norms.scales["s"]
    assert (norm.coefficient, norm.reliability) == ("alpha", pytest.approx(alpha, abs=1e-6))
    assert any("s: de betrouwbaarheid is alfa" in text.nl for text in made.said)


def test_items_that_do_not_go_together_have_no_reliability():
    """Two items that are each other's opposite: a negative alpha is said, and is no reliability."""
    instrument = questionnaire(s={**REFLECTIVE, "items": ["a", "b"]})
    a = np.tile([1.0, 2.0, 4.0, 5.0, 5.0], 40)
    made = built(matrix_of(instrument, a, 6 - a + np.tile([0, 0, 0, 0, 1.0], 40)))

    assert made.norms.scales["s"].coefficient is None
    assert any("s: geen betrouwbaarheid" in text.nl for text in made.said)


@pytest.mark.parametrize(
    "scale",
    [
        {"measurement": "formative", "items": ["a", "b", "c", "d"], "score": "mean"},
        {"measurement": "reflective", "items": ["a", "b", "c", "d"], "score": {"count_above": 3}},
    ],
    ids=["formative", "count"],
)
def test_what_does_not_measure_one_thing_has_no_reliability(scale):
    """Items of an index and a count tell nothing of its error."""
    norm = built(matrix_of(questionnaire(s=scale), *answers_of(400))).norms.scales["s"]

    assert (norm.reliability, norm.coefficient, norm.alpha) == (None, None, None)


def test_a_retest_gives_an_index_its_reliability():
    """Pearson's correlation of the two scores, by NumPy."""
    instrument = questionnaire(s=single())
    first, second = answers_of(300, 2)
    norm = built(matrix_of(instrument, first), retest=matrix_of(instrument, second)).norms.scales["s"]

    r = round(np.corrcoef(first, second)[0, 1], 6)
    assert (norm.reliability, norm.coefficient, norm.retest_reliability, norm.retest_n) == (r, "retest", r, 300)


def test_a_retest_stands_beside_omega():
    """Both are kept, and the retest is what error is measured by."""
    instrument, both = questionnaire(s=REFLECTIVE), answers_of(400, 8)
    norm = built(matrix_of(instrument, *both[:4]), retest=matrix_of(instrument, *both[4:])).norms.scales["s"]

    assert norm.coefficient == "omega"
    assert norm.dependable == (norm.retest_reliability, "retest")


@pytest.mark.parametrize(("n", "there"), [(49, False), (50, True)])
def test_a_retest_of_too_few_is_said(n, there):
    """Fifty persons at least have both."""
    instrument = questionnaire(s=single())
    first, second = answers_of(200, 2)
    second[n:] = np.nan
    made = built(matrix_of(instrument, first), retest=matrix_of(instrument, second))

    assert (made.norms.scales["s"].retest_n == n) is there
    assert any("geen hertestbetrouwbaarheid" in text.nl for text in made.said) is not there


def test_a_scale_with_99_persons_is_left_out():
    """The other, with 100, is not."""
    instrument = questionnaire(s=single("a"), t=single("b"))
    a, b = answers_of(100, 2)
    b[0] = np.nan
    made = built(matrix_of(instrument, a, b))

    assert list(made.norms.scales) == ["s"]
    assert made.said[0].nl == "t: geen norm, want 99 personen hebben een score; nodig zijn er 100."


def test_without_any_scale_there_are_no_norms():
    """99 persons."""
    made = built(matrix_of(questionnaire(s=single()), answers_of(99, 1)[0]))

    assert made.norms is None
    assert len(made.said) == 1


def test_a_score_that_all_share_has_no_norm():
    """There is nothing to compare with."""
    instrument = questionnaire(s=single("a"), t=single("b"))
    made = built(matrix_of(instrument, np.full(200, 3.0), answers_of(200, 1)[0]))

    assert list(made.norms.scales) == ["t"]
    assert "iedereen heeft dezelfde score" in made.said[0].nl


def test_nobody_at_all():
    """An empty file is no crash."""
    assert built(matrix_of(questionnaire(s=single()), np.empty(0))).norms is None


def test_frequencies_are_of_complete_answers():
    """Whoever left an item out has a score, and is in no cell."""
    scores = answers_of(400)
    scores[0, :50] = np.nan
    norm = built(matrix_of(questionnaire(s=REFLECTIVE), *scores)).norms.scales["s"]

    assert norm.n == 400
    assert sum(cell.n for cell in norm.frequencies) == 350


def test_too_few_complete_answers_give_no_frequencies():
    """All have a score, 99 of them answered everything."""
    scores = answers_of(300)
    scores[0, 99:] = np.nan
    made = built(matrix_of(questionnaire(s=REFLECTIVE), *scores))

    assert made.norms.scales["s"].frequencies == ()
    assert any("99 personen beantwoordden elke vraag" in text.nl for text in made.said)


@pytest.mark.parametrize(("n", "smoothed"), [(299, True), (300, False)])
def test_a_small_sample_has_smoothed_percentiles(n, smoothed):
    """Below 300 persons the accidents of the sample weigh too much."""
    norm = built(matrix_of(questionnaire(s=REFLECTIVE), *answers_of(n))).norms.scales["s"]

    assert (norm.smoothed is not None) is smoothed


def test_smoothed_percentiles_have_the_mean_of_the_sample():
    """From the percentiles back to the shares, and to the mean that the method keeps."""
    scores = answers_of(150)
    points = built(matrix_of(questionnaire(s=REFLECTIVE), *scores)).norms.scales["s"].smoothed.percentiles
    shares, below = [], 0.0
    for point in points:
        shares.append(2 * (point.percentile - below))
        below += shares[-1]

    assert np.dot(shares, [point.score for point in points]) / 100 == pytest.approx(scores.mean(), abs=1e-5)


def test_a_score_without_an_end_has_no_distribution():
    """A count without a maximum: its highest score would be one person's."""
    instrument = Instrument.model_validate(
        {
            "instrument": "proef",
            "version": "1.0.0",
            "answers": {"aantal": {"type": "count", "min": 0}},
            "items": {"a": {"answers": "aantal"}},
            "scales": {"s": single()},
        }
    )
    made = built(matrix_of(instrument, np.arange(300.0) % 40))

    assert made.norms.scales["s"].frequencies == ()
    assert any("geen hoogste score" in text.nl for text in made.said)


def test_the_norm_knows_the_scale_that_it_is_of():
    """By its fingerprint, and the file passes every check."""
    instrument = questionnaire(s=REFLECTIVE)
    norms = built(matrix_of(instrument, *answers_of(400))).norms

    assert norms.scales["s"].fingerprint == fingerprint(instrument, "s")
    assert list(check_norms(norms, "proef.stad-2026")) == []


def test_the_order_of_persons_makes_no_difference():
    """The same norms from the same answers."""
    instrument, scores = questionnaire(s=REFLECTIVE), answers_of(200)
    order = np.random.default_rng(2).permutation(200)
    one, other = (built(matrix_of(instrument, *rows)).norms for rows in (scores, scores[:, order]))

    assert one.scales["s"].model_dump(exclude={"reliability"}) == other.scales["s"].model_dump(exclude={"reliability"})
    assert one.scales["s"].reliability == pytest.approx(other.scales["s"].reliability, abs=2e-6)


@pytest.mark.parametrize("status", ["local", "national"])
@pytest.mark.parametrize(
    ("n", "use", "said"),
    [
        (100, "group", "Voor personen zijn er 200 nodig"),
        (199, "group", "Voor personen zijn er 200 nodig"),
        (200, "individual", "minder belangrijke beslissingen"),
        (299, "individual", "minder belangrijke beslissingen"),
        (300, "individual", None),
    ],
)
def test_what_ones_own_norms_may_be_used_for(status, n, use, said):
    """By the persons in the smallest scale."""
    found, why = use_of(replace(ABOUT, status=status), {"s": 5000, "t": n})

    assert found == use
    assert said is None or said in why[0].nl
    assert len(why) == (said is not None)


@pytest.mark.parametrize(("status", "use"), [("reference", "group"), ("illustrative", "none")])
def test_norms_of_others_never_serve_persons(status, use):
    """However many there are."""
    assert use_of(replace(ABOUT, status=status), {"s": 100_000})[0] == use


@pytest.mark.parametrize("key", ["invited", "responded", "share_assisted"])
def test_what_is_unknown_keeps_norms_from_persons(key):
    """Nobody can tell whom they are of."""
    assert use_of(replace(ABOUT, **{key: "unknown"}), {"s": 1000})[0] == "group"


def test_a_norm_by_sex_serves_for_fairness_alone():
    """And says so."""
    use, why = use_of(replace(ABOUT, group=NormGroup(column="geslacht", value="vrouw")), {"s": 1000})

    assert use == "none"
    assert "eerlijk" in why[0].nl


def test_a_norm_by_district_serves_persons():
    """What one lives in is not what one is."""
    assert use_of(replace(ABOUT, group=NormGroup(column="wijk", value="Noord")), {"s": 1000})[0] == "individual"
