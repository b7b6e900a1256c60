"""Two measurements of the same persons, from answers to what changed."""

import math

import pytest

from reintegratie_cli.models.fingerprint import fingerprint
from reintegratie_cli.models.norm_book import NormBook
from reintegratie_cli.models.norms import Norms
from reintegratie_cli.workflows.change import NO_ERROR, NO_NORM, NO_SPREAD, NOBODY, TOO_FEW, ChangeOptions, compare
from reintegratie_cli.workflows.change_collector import ChangeCollector
from reintegratie_cli.workflows.norm_scores import Normed
from reintegratie_cli.workflows.score import ScoreWorkflow

STATED = {"sd": 1.0, "reliability": 0.75, "source": "assumed"}
"""An error of .5, twice .707107: beyond 1.385904 points a change is reliable."""
ITEMS = {"s": ["a", "b"], "t": ["c", "d"], "u": ["e", "f"]}


@pytest.fixture
def small(questionnaire):
    """Make a questionnaire with three scales of two items each; `error` is that of all."""

    def make(error=STATED):
        own = {"measurement": "reflective", "score": "mean", "min_answered": 0.5}
        scales = {name: {**own, "items": items, **({"error": error} if error else {})} for name, items in ITEMS.items()}
        items = {item: {"answers": "vijf"} for of in ITEMS.values() for item in of}
        return questionnaire(items=items, scales=scales)

    return make


@pytest.fixture
def compared(small, book, answered):
    """Compare persons: id -> the answers to both items of each scale, at the first and at the second measurement."""

    def run(*people, method="jacobson-truax", targets=(), norms=None, instrument=None):
        instrument = instrument or small()
        workflow = ScoreWorkflow(instrument, book.rules, "proef 1.0.0", None, Normed(norms or NormBook()))
        found = []
        for measurement in people:
            collector = ChangeCollector(workflow, list(instrument.items))
            persons = [persons_of(scores) for _, scores in measurement]
            collector.add(answered(instrument, *persons), [one for one, _ in measurement])
            found.append(collector.measurement())
        return compare(*found, workflow, ChangeOptions(method, targets))

    return run


def persons_of(scores):
    """The answers of a person: for each scale those to its items, or the one to both of them."""
    pairs = {scale: given if isinstance(given, tuple) else (given, given) for scale, given in scores.items()}
    return {item: code for scale, pair in pairs.items() for item, code in zip(ITEMS[scale], pair, strict=True) if code}


def verdicts_of(result, scale):
    """What is said of each person, None where nothing is."""
    column = result.table[f"{scale}.verdict"]
    return [(*column.labels, None)[place] for place in column.places]


def summary(result, scale):
    """The group's figures of a scale."""
    return next(one for one in result.scales if one.scale == scale)


def norms_of(instrument, *, status="local", **more):
    """A norm of scale s: 400 persons with mean 3.5 and SD 2, whose retest reliability is .84."""
    own = {"fingerprint": fingerprint(instrument, "s"), "n": 400, "mean": 3.5, "sd": 2.0}
    own |= {"reliability": 0.9, "coefficient": "omega", "retest_reliability": 0.84, "retest_n": 120, **more}
    use = "individual" if status in ("local", "national") else "none"
    content = {
        "norms": "proef.groep",
        "population": "proef",
        "status": status,
        "use": use,
        "stakes": "intake",
        "collected": "2026",
        "source": "proef",
        "frame": "iedereen",
        "invited": 500,
        "responded": 400,
        "mode": "papier",
        "share_assisted": 0.0,
        "scales": {"s": own},
    }
    return NormBook((Norms.model_validate(content),))


def test_persons_are_matched_by_id(compared):
    """In the order of the first measurement, wherever they stand in the second."""
    result = compared([("x", {"s": 1}), ("y", {"s": 5})], [("y", {"s": 4}), ("x", {"s": 4})], targets=("s",))

    assert result.ids == ("x", "y")
    assert result.table["s.change"].tolist() == [3, -1]
    assert verdicts_of(result, "s") == ["improved", "cannot_be_shown"]


def test_whoever_is_in_one_measurement_only_is_counted(compared):
    """One in the first, two in the second."""
    first, second = [("x", {"s": 1}), ("y", {"s": 1})], [("x", {"s": 1}), ("p", {"s": 1}), ("q", {"s": 1})]
    matching = compared(first, second).matching

    assert (matching.both, matching.first_only, matching.second_only, matching.repeated) == (1, 1, 2, 0)


def test_an_id_with_several_rows_is_left_out_and_counted(compared):
    """Nobody can tell which of them belongs to which."""
    first, second = [("x", {"s": 1}), ("x", {"s": 2}), ("y", {"s": 1})], [("x", {"s": 1}), ("y", {"s": 1})]
    result = compared(first, second)

    assert (result.ids, result.matching.repeated) == (("y",), 1)


def test_a_row_without_answers_is_no_measurement(compared):
    """It is not in the second measurement."""
    assert compared([("x", {"s": 1})], [("x", {})]).matching.first_only == 1


def test_nobody_matched_gives_no_figures(compared):
    """With the reason, and no row."""
    result = compared([("x", {"s": 1})], [("y", {"s": 1})])
    found = summary(result, "s")

    assert (result.ids, found.n, result.sol.both) == ((), 0, 0)
    assert math.isnan(found.mean)
    assert found.reasons["mean"] == NOBODY


def test_one_person_has_a_change_and_no_interval(compared):
    """The mean of one is that one's."""
    found = summary(compared([("x", {"s": 1})], [("x", {"s": 4})]), "s")

    assert (found.n, found.mean) == (1, 3)
    assert found.reasons["low"] == found.reasons["effect_size"] == TOO_FEW


def test_a_target_is_not_corrected_and_the_others_are(compared):
    """A rise of 1.5 has p = .033895, and twice that where two other scales are looked at."""
    low, high = dict.fromkeys(ITEMS, 2), dict.fromkeys(ITEMS, (3, 4))
    result = compared([("x", low)], [("x", high)], targets=("s",))

    assert [result.table[f"{scale}.p"][0] for scale in ITEMS] == pytest.approx([0.033895, 0.067789, 0.067789], abs=1e-6)
    assert [verdicts_of(result, scale) for scale in ITEMS] == [["improved"], ["unchanged"], ["unchanged"]]


def test_without_a_target_all_scales_are_corrected(compared):
    """For three."""
    low, high = dict.fromkeys(ITEMS, 2), dict.fromkeys(ITEMS, (3, 4))
    result = compared([("x", low)], [("x", high)])

    assert [result.table[f"{scale}.p"][0] for scale in ITEMS] == pytest.approx([0.101684] * 3, abs=1e-6)


def test_a_scale_without_a_score_is_no_test_of_that_person(compared):
    """One scale is left to look at, so nothing is corrected."""
    result = compared([("x", {"s": 2})], [("x", {"s": (3, 4)})])

    assert verdicts_of(result, "s") == ["improved"]


def test_a_score_of_fewer_items_has_a_larger_error(compared):
    """One of two items: the second error is .5 sqrt(2), together sqrt(.25 + .5); 2 over that is 2.309401."""
    result = compared([("x", {"s": 2})], [("x", {"s": (4, 0)})], targets=("s",))

    assert result.table["s.rci"] == pytest.approx([2.309401])


def test_without_an_error_the_change_is_given_and_not_judged(compared, small):
    """It says why."""
    result = compared([("x", {"s": 1})], [("x", {"s": 5})], instrument=small(error=None))

    assert result.table["s.change"].tolist() == [4]
    assert verdicts_of(result, "s") == [None]
    assert summary(result, "s").reasons["verdicts"] == NO_ERROR


def test_an_admitted_norm_gives_the_error(compared, small):
    """SD 2 and a retest of .84 make .8, twice 1.131371: a rise of 2 is 1.767767 of these."""
    result = compared([("x", {"s": 2})], [("x", {"s": 4})], targets=("s",), norms=norms_of(small()))

    assert result.table["s.rci"] == pytest.approx([1.767767])
    assert summary(result, "s").error_source == "retest"


def test_a_norm_without_a_retest_gives_its_omega_and_says_so(compared, small):
    """SD 2 and .9 make .632456, twice .894427."""
    norms = norms_of(small(), retest_reliability=None, retest_n=None)
    result = compared([("x", {"s": 2})], [("x", {"s": 4})], targets=("s",), norms=norms)

    assert result.table["s.rci"] == pytest.approx([2.236068])
    assert summary(result, "s").error_source == "omega"


@pytest.mark.parametrize("status", ["illustrative", "reference"])
def test_a_norm_of_others_changes_nothing_but_its_name(compared, small, status):
    """Neither verdict nor error, and no expected regression either."""
    people = [("x", {"s": 2}), ("y", {"s": 1})], [("x", {"s": 4}), ("y", {"s": 1})]
    without, result = compared(*people), compared(*people, norms=norms_of(small(), status=status))
    same = {name: repr(column) for name, column in without.table.items() if name not in ("norms", "norm_status")}

    assert result.table["norm_status"].labels == (status,)
    assert {name: repr(result.table[name]) for name in same} == same
    assert summary(result, "s").reasons["expected"] == NO_NORM


def test_the_expected_regression_is_that_to_the_mean_of_the_norm(compared, small):
    """The group starts at 1.5, the norm lies at 3.5: (1 - .84) times 2."""
    people = [("x", {"s": 1}), ("y", {"s": 2})], [("x", {"s": 2}), ("y", {"s": 2})]

    assert summary(compared(*people, norms=norms_of(small())), "s").expected == pytest.approx(0.32)


def test_hageman_and_arrindell_without_spread_says_why_there_is_no_verdict(compared):
    """Everybody rises by one point."""
    people = [(str(n), {"s": n}) for n in (1, 2, 3)], [(str(n), {"s": n + 1}) for n in (1, 2, 3)]
    result = compared(*people, method="hageman-arrindell")

    assert verdicts_of(result, "s") == [None] * 3
    assert summary(result, "s").reasons["verdicts"] == NO_SPREAD


def test_exchanging_the_measurements_turns_everything_around(compared):
    """Changes and means get the other sign."""
    people = [("x", {"s": 2}), ("y", {"s": 3}), ("z", {"s": 1})], [("x", {"s": 4}), ("y", {"s": 3}), ("z", {"s": 2})]
    there, back = summary(compared(*people), "s"), summary(compared(*people[::-1]), "s")

    assert (there.mean, there.low, there.high) == pytest.approx((-back.mean, -back.high, -back.low))


def test_a_group_that_changed_is_told_with_its_condition(book, well, answered):
    """From hardly anybody around to many: from matching to jobs."""
    items = book.intake.scales["netwerk"].items
    alone = well | dict.fromkeys(items, 1)
    workflow = book.workflow()
    found = []
    for person in (alone, well):
        collector = ChangeCollector(workflow, list(book.intake.items))
        collector.add(answered(book.intake, person), ["x"])
        found.append(collector.measurement())
    result = compare(*found, workflow, ChangeOptions("jacobson-truax", ()))

    assert result.table["sol.condition"].labels[result.table["sol.condition"].places[0]] == "netwerk<2.5"
    assert (result.sol.both, result.sol.moved, result.sol.changed) == (1, 1, {("matchen", "banen"): 1})


def test_measurements_of_one_file_are_told_apart(book, small, answered):
    """First to last by their dates, whatever their order in the file."""
    instrument = small()
    collector = ChangeCollector(ScoreWorkflow(instrument, book.rules, "proef"), list(instrument.items))
    people = [persons_of({"s": score}) | {"measured": day} for score, day in ((4, "2026-11-22"), (1, "2026-05-01"))]
    collector.add(answered(instrument, *people), ["x", "x"], ["later", "eerder"])

    assert list(collector.occasions) == ["eerder", "later"]
    assert [collector.measurement(name).scales["s"].score.tolist() for name in ("eerder", "later")] == [[1], [4]]
