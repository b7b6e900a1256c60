"""A validation as a whole: what is computed, what is left out, and that either is said."""

from dataclasses import replace

import numpy as np
import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.validation_result import NOT_ASKED, CfaPerScale, Tool
from reintegratie_cli.psychometrics.green_yang import categorical_omega
from reintegratie_cli.workflows.answer_collector import AnswerCollector
from reintegratie_cli.workflows.answer_matrix import Answers
from reintegratie_cli.workflows.validate import OF_ANSWERS, validate
from reintegratie_cli.workflows.validate_options import Knowledge, ValidateOptions

CUTS = np.array([-1.2, -0.4, 0.4, 1.2])
OPTIONS = ValidateOptions(tool=Tool("reintegratie", "0.1.0"))


@pytest.fixture(scope="module")
def knowledge():
    """What is shipped."""
    return Knowledge(catalogue.load_wording(), catalogue.load_criteria(), catalogue.load_conclusion())


def items_of(answers, *names):
    """Items that are answered with this set."""
    return {name: {"answers": answers} for name in names}


def scale_of(*items, measurement="reflective", score="mean", **more):
    """A scale of these items."""
    return {"measurement": measurement, "items": list(items), "score": score, **more}


A, B = [f"a{k}" for k in range(1, 5)], [f"b{k}" for k in range(1, 5)]
TWO = {"items": items_of("vijf", *A, *B), "scales": {"een": scale_of(*A), "twee": scale_of(*B)}}


def latent(n, n_items, *, seed=1, loading=0.7):
    """Answers of n persons to items of one factor, before they are cut into categories: (n, n_items)."""
    random = np.random.default_rng(seed)
    return loading * random.normal(size=(n, 1)) + np.sqrt(1 - loading**2) * random.normal(size=(n, n_items))


def likert(responses):
    """Answers from 1 to 5."""
    return (responses[..., None] > CUTS).sum(axis=-1) + 1.0


@pytest.fixture
def run(questionnaire, answered, knowledge):
    """Validates columns of answers (item -> numbers, nan = no answer) to a questionnaire with this content."""

    def validated(content, columns, *, again=None, outside=None, **options):
        instrument = questionnaire(**content)

        def matrix(given):
            rows = zip(*given.values(), strict=True)
            persons = [person(instrument, dict(zip(given, row, strict=True))) for row in rows]
            collector = AnswerCollector(instrument, [item for item in instrument.items if item in given])
            collector.add(answered(instrument, *persons), ids=[str(place) for place in range(len(persons))])
            return collector.matrix()

        answers = Answers(matrix(columns), None if again is None else matrix(again))
        if outside is not None:
            answers = replace(answers, matrix=replace(answers.matrix, criterion=outside))
        return validate(instrument, answers, replace(OPTIONS, **options), knowledge, lambda *_: None)

    return validated


def person(instrument, row):
    """The codes of the answers, or the numbers themselves where the answers are open; nan is no answer."""
    open_items = {item for item in row if instrument.answer_set(item).is_open}
    return {item: float(v) if item in open_items else int(v) for item, v in row.items() if not np.isnan(v)}


def columns_of(names, table):
    """Item -> its column."""
    return dict(zip(names, table.T, strict=True))


@pytest.fixture
def two(run):
    """A validation of two scales of four five-point items."""

    def validated(n=400, content=TWO, **options):
        table = likert(np.hstack([latent(n, 4, seed=1), latent(n, 4, seed=2)]))
        return run(content, columns_of([*A, *B], table), **options)

    return validated


def test_every_section_is_there(two):
    """With answers and nothing left out, only what was not asked for is missing."""
    found = two()

    assert {name for name in OF_ANSWERS if getattr(found, name) is None} == {"dynamic_cutoffs", "retest", "criterion"}


def test_without_answers_each_section_says_so(questionnaire, knowledge):
    """Nothing is left out in silence."""
    found = validate(questionnaire(**TWO), None, OPTIONS, knowledge, lambda *_: None)

    assert {found.reasons[name].en for name in OF_ANSWERS} == {"No answers were given."}


def test_what_is_not_asked_for_says_so(two):
    """`only` leaves the other parts out."""
    found = two(only=("cfa",))

    assert {found.reasons.get(name) for name in ("scales", "efa", "verdict", "dimensionality")} == {NOT_ASKED}


def test_five_answers_of_enough_persons_are_ordered(two):
    """From 300 persons on, with every answer chosen five times, the model is one of ordered answers."""
    assert two(n=400).cfa.estimator == "WLSMV"


def test_five_answers_of_few_persons_are_numbers(two):
    """Below 300 persons five answers count as numbers, and it is said why."""
    found = two(n=299).cfa

    assert (found.estimator, "fewer than 300 persons" in found.estimator_why.en) == ("MLR", True)


def test_a_rare_answer_makes_five_answers_numbers(run):
    """An answer that fewer than five people chose cannot carry a threshold."""
    table = likert(latent(400, 4))
    table[table[:, 0] == 5, 0] = 4
    table[:4, 0] = 5
    found = run({"items": items_of("vijf", *A), "scales": {"een": scale_of(*A)}}, columns_of(A, table)).cfa

    assert (found.estimator, "a1" in found.estimator_why.en) == ("MLR", True)


def test_yes_and_no_are_ordered_whatever_the_number_of_persons(run):
    """Up to four answers are never taken as numbers."""
    table = (latent(150, 4) > 0).astype(float)
    found = run({"items": items_of("ja", *A), "scales": {"een": scale_of(*A, score="sum")}}, columns_of(A, table)).cfa

    assert found.estimator == "WLSMV"


def test_numbers_are_numbers(run):
    """An open answer has no categories."""
    table = np.clip(2.5 + latent(400, 4), 1, 4)
    found = run({"items": items_of("getal", *A), "scales": {"een": scale_of(*A)}}, columns_of(A, table))

    assert (found.cfa.estimator, found.scales["een"].alpha_ordinal) == ("MLR", None)


@pytest.mark.parametrize(("estimator", "missing"), [("MLR", "fiml"), ("ML", "fiml"), ("WLSMV", "pairwise")])
def test_missing_answers_have_their_default(run, estimator, missing):
    """FIML with maximum likelihood, pairwise with weighted least squares."""
    table = likert(latent(400, 4))
    table[:20, 0] = np.nan
    content = {"items": items_of("vijf", *A), "scales": {"een": scale_of(*A)}}

    assert run(content, columns_of(A, table), estimator=estimator).cfa.missing == missing


def test_complete_answers_are_listwise_whatever_is_usual(two):
    """Without a gap there is nothing to choose, and no mean structure."""
    found = two(estimator="MLR").cfa

    assert (found.missing, any(it.op == "~1" for it in found.parameters)) == ("listwise", False)


def test_few_persons_give_each_scale_its_own_model(two):
    """With fewer than five persons per parameter, and that is said."""
    found = two(n=80).cfa

    assert isinstance(found, CfaPerScale)
    assert set(found.per_scale) == {"een", "twee"}


def test_an_item_without_a_column_takes_its_scale_out(run):
    """The scale cannot be assessed as it is scored; the other stands."""
    table = likert(np.hstack([latent(400, 3, seed=1), latent(400, 4, seed=2)]))
    found = run(TWO, columns_of([*A[:3], *B], table))

    assert "a4" in found.scales["een"].reasons["omega_categorical"].en
    assert found.scales["twee"].omega_categorical is not None


def test_a_constant_item_is_said_and_left_out_of_the_model(run):
    """It has no part in the model, and everything else is there."""
    table = likert(latent(400, 4))
    table[:, 3] = 3
    found = run({"items": items_of("vijf", *A), "scales": {"een": scale_of(*A)}}, columns_of(A, table))

    assert "constant" in found.scales["een"].items["a4"].flags
    assert any("a4" in problem.en for problem in found.cfa.problems)


def test_a_negative_item_is_found_and_never_turned(run):
    """Its item-rest correlation stays negative, and the verdict names it."""
    responses = latent(400, 4)
    responses[:, 2] *= -1
    found = run({"items": items_of("vijf", *A), "scales": {"een": scale_of(*A)}}, columns_of(A, likert(responses)))

    assert found.scales["een"].items["a3"].item_rest_r < -0.2
    assert any("a3" in reason.en for reason in found.verdict.scales["een"].reasons)


@pytest.mark.parametrize("measurement", ["formative", "single"])
def test_no_reliability_where_there_is_none(two, measurement):
    """A checklist or a single question gets no alpha, and the reason why."""
    items = B if measurement == "formative" else B[:1]
    scales = {"een": scale_of(*A), "twee": scale_of(*items, measurement=measurement)}
    found = two(content={**TWO, "scales": scales}).scales["twee"]

    assert (found.alpha, found.omega_categorical, found.coefficient) == (None, None, None)
    assert found.reasons["alpha"].en


def test_an_answer_nobody_chose_is_said(run):
    """The model goes on with the answers that were chosen."""
    table = np.minimum(likert(latent(400, 4)), [[4, 5, 5, 5]])
    content = {"items": items_of("vijf", *A), "scales": {"een": scale_of(*A)}}
    found = run(content, columns_of(A, table), estimator="WLSMV")

    assert any("a1" in problem.en and "nobody" in problem.en for problem in found.cfa.problems)
    assert "unused_category" in found.scales["een"].items["a1"].flags


def test_omega_is_of_the_score_as_it_is_scored(run):
    """A count of answers above 3 has the omega of what is above 3 and what is not."""
    content = {"items": items_of("vijf", *A), "scales": {"een": scale_of(*A, score={"count_above": 3.0})}}
    found = run(content, columns_of(A, likert(latent(600, 4))))
    loadings = np.array([it.loading for it in found.scales["een"].items.values()])
    thresholds = {(it.lhs, it.rhs): it.estimate for it in found.cfa.parameters if it.op == "|"}
    third = tuple(np.array([thresholds[item, "t3"]]) for item in A)
    residuals, common = found.cfa.residual_correlations, np.outer(loadings, loadings)
    observed = np.eye(4)
    for row in range(4):
        for column in range(row):
            observed[row, column] = observed[column, row] = common[row, column] + residuals[A[row]][A[column]]

    expected = categorical_omega(common, third, observed, tuple(np.ones(1) for _ in A))
    assert found.scales["een"].omega_categorical == pytest.approx(expected, rel=1e-9)


def test_a_count_has_no_linear_omega(run):
    """A linear model of the answers says nothing of the reliability of a count."""
    content = {"items": items_of("vijf", *A), "scales": {"een": scale_of(*A, score={"count_above": 3.0})}}
    found = run(content, columns_of(A, likert(latent(400, 4))), estimator="MLR").scales["een"]

    assert (found.omega, found.reasons["omega"].en.startswith("The score counts")) == (None, True)


def test_the_standard_error_is_of_the_score(two):
    """Sd of the score times the root of one minus the coefficient."""
    found = two().scales["een"]

    assert found.sem == pytest.approx(found.sd * np.sqrt(1 - found.coefficient.value), rel=1e-12)


def test_one_part_that_fails_leaves_the_others(run):
    """Two items that repeat each other spoil the model, and not the alphas of either scale."""
    table = likert(np.hstack([latent(400, 4, seed=1), latent(400, 4, seed=2)]))
    table[:, 1] = table[:, 0]
    found = run(TWO, columns_of([*A, *B], table), estimator="MLR")

    assert (found.cfa, found.scales["twee"].alpha is None) == (None, False)
    assert found.verdict.conclusion == "none"


def test_a_second_measurement_is_compared(run):
    """Correlation and ICC of each scale, over the persons who have both."""
    responses = latent(200, 4)
    again = responses + 0.5 * latent(200, 4, seed=9)
    content = {"items": items_of("vijf", *A), "scales": {"een": scale_of(*A)}}
    found = run(content, columns_of(A, likert(responses)), again=columns_of(A, likert(again))).retest

    assert (found.n, found.scales["een"].r > 0.6, found.scales["een"].icc > 0.6) == (200, True, True)


def test_a_criterion_is_correlated(run):
    """Each scale's score with the column that was named."""
    responses = latent(200, 4)
    content = {"items": items_of("vijf", *A), "scales": {"een": scale_of(*A)}}
    total = responses.sum(axis=1)
    found = run(content, columns_of(A, likert(responses)), outside=total, criterion="uitkomst").criterion

    assert (found.column, found.scales["een"].n, found.scales["een"].r > 0.9) == ("uitkomst", 200, True)


def test_nobody_breaks_nothing(run):
    """Without persons there is no figure, and every section says so."""
    content = {"items": items_of("vijf", *A), "scales": {"een": scale_of(*A)}}
    found = run(content, columns_of(A, np.zeros((0, 4))))

    assert (found.n_used, found.cfa, found.verdict.conclusion) == (0, None, "none")


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_a_handful_of_persons_breaks_nothing(two, n):
    """What cannot be computed has its reason, and nothing is concluded."""
    assert two(n=n).verdict.conclusion == "none"


SIX = [f"c{k}" for k in range(1, 7)]
OF_SIX = {"items": items_of("vijf", *SIX), "scales": {"een": scale_of(*SIX)}}


def apart(n, sizes=(3, 3), *, loading=0.8, common=0.4):
    """Answers to items of groups whose factors correlate `common`."""
    random = np.random.default_rng(3)
    shared = random.normal(size=n)
    columns = []
    for size in sizes:
        factor = np.sqrt(common) * shared + np.sqrt(1 - common) * random.normal(size=n)
        columns += [loading * factor + np.sqrt(1 - loading**2) * random.normal(size=n) for _ in range(size)]
    return likert(np.stack(columns, axis=1))


def test_a_scale_that_falls_apart_says_into_what(run):
    """By name, and its construct validity is not sufficient."""
    verdict = run(OF_SIX, columns_of(SIX, apart(500))).verdict
    construct = next(it for it in verdict.criteria if it.criterion == "begripsvaliditeit")

    assert "c1, c2 and c3 against c4, c5 and c6" in " ".join(it.en for it in verdict.scales["een"].notes)
    assert construct.grade == "insufficient"


def test_groups_are_found_without_exploratory_factors(run):
    """Of four items no two factors can be had; the second component parts them."""
    names = SIX[:4]
    content = {"items": items_of("vijf", *names), "scales": {"een": scale_of(*names)}}
    notes = run(content, columns_of(names, apart(500, (2, 2)))).verdict.scales["een"].notes

    assert "c1 and c2 against c3 and c4" in " ".join(it.en for it in notes)


def test_a_scale_of_one_thing_does_not_fall_apart(two):
    """Nor do two scales that are different things."""
    notes = [it.en for scale in two().verdict.scales.values() for it in scale.notes]

    assert [it for it in notes if "falls apart" in it] == []


def test_a_constant_item_is_said_in_the_model_of_its_scale(run):
    """Also where each scale has a model of its own."""
    table = likert(np.hstack([latent(60, 4, seed=1), latent(60, 4, seed=2)]))
    table[:, 3] = 3
    found = run(TWO, columns_of([*A, *B], table)).cfa.per_scale

    assert ["a4" in problem.en for problem in found["een"].problems] == [True]
    assert found["twee"].problems == ()


def test_how_many_persons_one_model_takes_is_told_of_the_model_they_will_get(run, two):
    """From 300 persons on five answers are ordered, and that model has more parameters: 63 are then 135."""
    names = [[f"{letter}{k}" for k in range(1, 5)] for letter in "abcdef"]
    items = [item for own in names for item in own]
    content = {"items": items_of("vijf", *items), "scales": {own[0][0]: scale_of(*own) for own in names}}
    table = likert(np.hstack([latent(80, 4, seed=seed) for seed in range(6)]))

    assert two(n=80).cfa.why.en.endswith("takes 85 persons.")
    assert run(content, columns_of(items, table)).cfa.why.en.endswith(
        "takes 675 persons, since from 300 persons on the estimator is WLSMV, with 135 parameters."
    )


def test_a_loading_of_an_inadmissible_model_is_not_shown(run):
    """It can be above 1, and nothing follows from it."""
    random = np.random.default_rng(5)
    responses = random.normal(size=(400, 3))
    responses[:, 1] = 0.9 * responses[:, 0] + 0.45 * random.normal(size=400)
    responses[:, 2] = 0.2 * responses[:, 0] + 0.98 * random.normal(size=400)
    responses[:, 1] += 0.35 * responses[:, 2]
    content = {"items": items_of("vijf", *A[:3]), "scales": {"een": scale_of(*A[:3])}}
    found = run(content, columns_of(A[:3], likert(responses)), estimator="MLR")

    assert found.cfa.admissible is False
    assert {item.loading for item in found.scales["een"].items.values()} == {None}


def test_a_questionnaire_that_was_not_asked_for_has_no_findings(two):
    """None is something else than nothing found."""
    found = two(only=("cfa",)).instrument

    assert (found.findings, found.reasons["findings"]) == (None, NOT_ASKED)
