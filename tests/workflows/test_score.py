"""One batch from answers and facts to the columns of the output."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reintegratie_cli.errors import RuleError
from reintegratie_cli.models.instrument import MeasurementError
from reintegratie_cli.models.intervention import Offer
from reintegratie_cli.models.responses import NO_ANSWER
from reintegratie_cli.models.rules import SolRule
from reintegratie_cli.models.score_result import ROW, output_columns
from reintegratie_cli.workflows.score import check_rule_fits, scales_read
from reintegratie_cli.workflows.simulate import simulate_answers

NORM_COLUMNS = ("t", "t_normalised", "t_low", "t_high", "percentile", "percentile_low", "percentile_high", "stanine")
BY_INPUT = {column.name for column in ROW} - {"row.status"}
REQUIRED = ("werknemersvaardigheden", "intentie", "attitude_instrumenteel", "attitude_affectief")


@pytest.fixture(scope="session")
def simulated(book, answered):
    """A batch of 60 persons with gaps, wishes, facts, unreadable cells, and rows that are of nobody."""
    random = np.random.default_rng(8)
    answers = simulate_answers(book.rated, 60, seed=8)
    gone = {item: random.random(60) < 0.08 for item in answers}
    facts = {
        "loonwaarde": np.where(random.random(60) < 0.2, 60.0, np.nan),
        "loonwaarde_blijvend": np.where(random.random(60) < 0.5, 1.0, np.nan),
        "geen_arbeidsvermogen": np.where(random.random(60) < 0.1, 1.0, np.nan),
        "zorg_en_werk_samen": np.where(random.random(60) < 0.4, 1.0, np.nan),
        "onder_27": np.where(random.random(60) < 0.4, 1.0, np.nan),
        "hulp_bij_invullen": np.where(random.random(60) < 0.3, 1.0, np.nan),
    }
    batch = answered(book.rated, *[{}] * 60, facts=facts, dates={"loonwaarde": ["2022-01-01", "2026-01-01"] * 30})
    unreadable = {"int_1": random.random(60) < 0.1}
    return replace(
        batch,
        answers={item: np.where(gone[item], NO_ANSWER, places) for item, places in answers.items()},
        unreadable=unreadable,
        troubled=unreadable["int_1"],
        answered=random.random(60) < 0.95,
        readable=random.random(60) < 0.9,
        duplicate=random.random(60) < 0.1,
    )


@pytest.fixture(scope="session")
def rows(book, simulated):
    """What the simulated batch gives."""
    return book.score(simulated, book.rated)


def test_the_columns_are_those_of_the_output_in_their_order(book, simulated):
    """Except those that the file itself provides."""
    groups = [group.group for group in book.rules.sol.groups if not group.requires]
    expected = output_columns((), list(book.rated.scales), groups, list(book.rules.wanberg.components))
    found = book.workflow(book.rated).score(simulated)
    assert list(found) == [column.name for column in expected if column.name not in BY_INPUT]


def test_an_instrument_without_scales_or_wishes_has_columns_too(book, questionnaire, answered):
    """Wishes alone, and a scale without wishes: whatever the output then needs is there."""
    groups = [group.group for group in book.rules.sol.groups if not group.requires]
    wish = {"w": {"answers": "keus", "wish": "work"}}
    scale = {"measurement": "single", "items": ["i"], "score": "mean"}
    wishes = questionnaire(items=wish)
    plain = questionnaire(items={"i": {"answers": "vijf"}}, scales={"s": scale})
    for instrument, answer, wished in ((wishes, {"w": "x"}, "work:x"), (plain, {"i": 1}, None)):
        expected = output_columns((), list(instrument.scales), groups, list(book.rules.wanberg.components))
        row = book.score(answered(instrument, answer), instrument)[0]
        assert list(row) == [column.name for column in expected if column.name not in BY_INPUT]
        assert row["wishes"] == wished


def test_every_column_has_a_value_for_every_person(book, simulated, rows):
    """Nobody is left out, whatever became of the row."""
    assert len(rows) == simulated.n
    table = book.workflow(book.rated).score(simulated)
    lengths = {
        len(part.places) if hasattr(part, "places") else len(part)
        for column in table.values()
        for part in getattr(column, "parts", (column,))
    }
    assert lengths == {simulated.n}


def test_a_person_without_trouble_is_ok(book, answered, well):
    """And gets a score, its error, its band and where the error comes from."""
    row = book.score(answered(book.intake, well))[0]
    assert row["row.status"] == "ok"
    found = {name: row[f"intentie.{name}"] for name in ("score", "answered", "se", "band", "error_source")}
    expected = {"score": 5.0, "answered": 3, "band": "high", "error_source": "assumed"}
    assert found == {**expected, "se": pytest.approx(0.9 * np.sqrt(0.2))}


def test_a_person_who_answered_nothing_is_empty(book, answered):
    """And nothing is scored; the conversation comes first."""
    row = book.score(answered(book.intake, {}))[0]
    assert (row["row.status"], row["sol.group"], row["intentie.score"]) == ("empty", "onbepaald", None)


def test_one_unreadable_cell_is_partial_and_spoils_its_own_scales(book, answered, well):
    """The others are scored as they were."""
    batch = answered(book.intake, well, well)
    spoiled = replace(batch, unreadable={"net_1": np.array([True, False])}, troubled=np.array([True, False]))
    partial, ok = book.score(spoiled)
    differing = {name.split(".")[0] for name in ok if ok[name] != partial[name]}
    assert partial["row.status"] == "partial"
    assert partial["netwerk.score"] is None
    assert differing == {"row", "netwerk", "sol", "wanberg"}


def test_nothing_scored_for_unreadable_cells_is_rejected(book, questionnaire, answered):
    """Where something was scored the row is partial."""
    asked = {name: {"answers": "vijf"} for name in "ab"}
    scales = {name: {"measurement": "single", "items": [name], "score": "mean"} for name in "ab"}
    instrument = questionnaire(items=asked, scales=scales)
    batch = answered(instrument, {}, {"b": 3})
    spoiled = replace(batch, unreadable={"a": np.array([True, True])}, troubled=np.array([True, True]))
    assert [row["row.status"] for row in book.score(spoiled, instrument)] == ["rejected", "partial"]


def test_trouble_elsewhere_in_the_row_rejects_nobody(book, answered):
    """An unreadable date beside too few answers is no reason: not the trouble but the gaps leave nothing to score."""
    batch = answered(book.intake, {"int_1": 3})
    row = book.score(replace(batch, troubled=np.array([True])))[0]
    assert (row["row.status"], row["intentie.score"]) == ("partial", None)


def test_a_row_of_nobody_is_rejected_and_nothing_is_said_of_its_group(book, answered, well):
    """The width is wrong or the id is empty."""
    row = book.score(replace(answered(book.intake, well), readable=np.array([False])))[0]
    assert row["row.status"] == "rejected"
    assert {row[name] for name in row if name.startswith("sol.")} == {None}
    assert (row["interventions"], row["flags"], row["wanberg.missing"]) == (None, None, None)


def test_whoever_a_fact_places_needs_no_answers(book, answered):
    """The row is empty, the group is not."""
    facts = {"geen_arbeidsvermogen": [1.0], "advies_beschut_werk": [1.0]}
    row = book.score(answered(book.intake, {}, facts=facts))[0]
    assert (row["row.status"], row["sol.group"], row["sol.probability"]) == ("empty", "participatie", 1.0)
    assert row["interventions"] is not None


def test_nothing_is_said_of_groups_where_the_rule_s_scales_were_not_asked(book, questionnaire, answered):
    """That too little was filled in would not be true. With facts the rule applies after all."""
    scale = {"measurement": "single", "items": ["i"], "score": "mean"}
    instrument = questionnaire(items={"i": {"answers": "vijf"}}, scales={"s": scale})
    batch = answered(instrument, {"i": 3}, facts={"geen_arbeidsvermogen": [1.0]})
    without, given_ = (book.score(batch, instrument, facts_given=given)[0] for given in (False, True))
    assert {without[name] for name in without if name.startswith("sol.")} == {None}
    assert without["interventions"] is None
    assert given_["sol.group"] == "participatie"


def test_the_columns_of_norms_are_empty_without_a_norm(rows, book):
    """For everybody; nothing is guessed."""
    names = [f"{scale}.{column}" for scale in book.rated.scales for column in NORM_COLUMNS]
    assert {row[name] for row in rows for name in (*names, "norms", "norm_status")} == {None}


def test_every_row_says_what_made_it(rows):
    """Also a rejected one."""
    assert {row["provenance"] for row in rows} == {"reintegratie 0;intake 1.0.0"}


def test_a_double_id_help_with_the_form_and_self_report_are_flagged(book, answered, well):
    """Each where it is so."""
    batch = answered(book.intake, well, well, facts={"hulp_bij_invullen": [1.0, 0.0]})
    flags = [row["flags"] for row in book.score(replace(batch, duplicate=np.array([False, True])))]
    assert flags == ["self_report_only;assisted", "duplicate_id;self_report_only"]


def test_own_wishes_stand_in_the_row(book, answered, well):
    """As kind and code."""
    wishes = {"wens_werk": "groen", "wens_uren": "van_24", "wens_hulp": "coach", "wens_hulp_niet": "training"}
    row = book.score(answered(book.intake, well | wishes))[0]
    assert row["wishes"] == "work:groen;hours:van_24;help_wanted:coach;help_refused:training"


@settings(max_examples=25)
@given(st.sampled_from([None, "training", "coach", "werkgevers", "geen"]), st.sampled_from([None, "coach", "schulden"]))
def test_a_wish_never_changes_the_group(book, simulated, rows, wanted, refused):
    """Nor any score or probability: only which help comes first."""
    changed = dict(simulated.answers)
    for item, wish in (("wens_hulp", wanted), ("wens_hulp_niet", refused)):
        place = NO_ANSWER if wish is None else book.rated.answer_set(item).codes.index(wish)
        changed[item] = np.full(simulated.n, place)
    of_help = (
        "wishes",
        "interventions",
        "intervention_grades",
        "intervention_reasons",
        "intervention_sources",
        "flags",
    )
    for before, after in zip(rows, book.score(replace(simulated, answers=changed), book.rated), strict=True):
        assert {name for name in before if before[name] != after[name]} <= set(of_help)


def test_persons_are_scored_alike_together_and_one_by_one(book, simulated, taken, rows):
    """No person influences another: exactly, to the last bit."""
    alone = [book.score(taken(simulated, [row]), book.rated)[0] for row in range(simulated.n)]
    assert alone == rows


def test_the_order_of_persons_is_the_order_of_the_rows(book, simulated, taken, rows):
    """In any order the same persons get the same."""
    order = np.random.default_rng(1).permutation(simulated.n)
    assert book.score(taken(simulated, order), book.rated) == [rows[person] for person in order]


def test_a_batch_of_nobody_has_all_columns(book, simulated, taken):
    """Without a row."""
    table = book.workflow(book.rated).score(taken(simulated, np.array([], dtype=int)))
    assert list(table) == list(book.workflow(book.rated).score(simulated))
    assert len(table["row.status"].places) == 0


def test_the_order_of_the_questionnaires_makes_no_difference(book, simulated, rows):
    """The same scales in another order have the same scores and group; only lists follow the order."""
    turned = book.rated.model_copy(update={"scales": dict(reversed(book.rated.scales.items()))})
    for before, after in zip(rows, book.score(simulated, turned), strict=True):
        assert {name for name in before if before[name] != after[name]} <= {"working_points", "wanberg.missing"}


def test_every_recommendation_has_its_grade_its_reason_and_its_source(rows, book):
    """In the same order, and the source is that of the knowledge base."""
    known = {one.intervention: one for one in book.rules.interventions}
    recommended = [row for row in rows if row["interventions"]]
    assert len(recommended) > 20
    for row in recommended:
        names = row["interventions"].split(";")
        assert len(names) <= 3
        grades, reasons, sources = (row[f"intervention_{what}"].split(";") for what in ("grades", "reasons", "sources"))
        assert [known[name].evidence[0].source for name in names] == sources
        assert all(grade in known[name].grade.values() for name, grade in zip(names, grades, strict=True))
        assert len(reasons) == len(names)
        assert all(reasons)


def test_nobody_is_recommended_help_for_an_organisation_or_for_policy(rows, book):
    """Only what is for a client, or for an employer with one placement."""
    known = {one.intervention: one for one in book.rules.interventions}
    names = {name for row in rows for name in (row["interventions"] or "").split(";") if name}
    assert {known[name].level for name in names} <= {"client", "employer"}
    assert all(known[name].per_placement for name in names if known[name].level == "employer")


def test_what_fits_and_is_not_offered_is_shown_as_such(book, simulated, rows):
    """With an empty offer everything that was recommended before."""
    nothing = Offer.model_validate({"offer": "niets", "interventions": {}})
    for before, after in zip(rows, book.score(simulated, book.rated, offer=nothing), strict=True):
        assert (after["interventions"], after["not_offered"]) == (None, before["interventions"])


def test_working_points_come_before_the_heavy_barriers(book, answered, well):
    """Both in one list."""
    low = well | {"net_1": 1, "net_2": 1, "net_3": 1, "net_4": 1, "belemmering_taal": 4}
    assert book.score(answered(book.intake, low))[0]["working_points"] == "netwerk;belemmering_taal"


def test_the_rule_reads_the_scales_that_its_indicators_name():
    """Of each kind of indicator."""
    kinds = {
        "a": {"scale": "one", "range": [1, 5]},
        "b": {"mean_of": ["two", "three"], "range": [1, 5]},
        "c": {"count_of": "four", "from": 3},
    }
    whole = {
        "rule": "r",
        "version": "1.0.0",
        "source": "s",
        "ambiguous_below": 0.6,
        "months_valid": {"self_report": 6, "rating": 12},
        "indicators": kinds,
        "groups": [],
    }
    assert scales_read(SolRule.model_validate(whole)) == {"one", "two", "three", "four"}


@pytest.mark.parametrize("scale", [*REQUIRED, "netwerk", "werkvermogen", "werknemersvaardigheden_professional"])
def test_a_scale_with_other_ends_than_the_rule_expects_is_refused(book, scale):
    """A cut of 2.5 says something else on a sum; the ends that were found and expected are both said."""
    check_rule_fits(book.rules.sol, book.rated)
    summed = book.rated.scales[scale].model_copy(update={"score": "sum"})
    other = book.rated.model_copy(update={"scales": book.rated.scales | {scale: summed}})
    n = len(summed.items)
    with pytest.raises(RuleError, match=f"{scale} runs from {n} to {5 * n}; the rule is made for 1 to 5"):
        check_rule_fits(book.rules.sol, other)


def test_a_scale_without_an_error_cannot_be_read_by_the_rule(book):
    """It could not say how sure a group is; a scale that the rule does not read may be without."""
    for name, refused in (("intentie", True), ("vraag", False)):
        bare = book.intake.scales[name].model_copy(update={"error": None})
        other = book.intake.model_copy(update={"scales": book.intake.scales | {name: bare}})
        if refused:
            with pytest.raises(RuleError, match="intentie has no `error`"):
                check_rule_fits(book.rules.sol, other)
        else:
            check_rule_fits(book.rules.sol, other)


def test_a_rule_that_is_too_large_to_compute_with_is_refused(book, monkeypatch):
    """With a sentence, and not as a mistake of the program."""
    monkeypatch.setattr("reintegratie_cli.decisions.diagram.MOST_NODES", 5)
    with pytest.raises(RuleError, match="combines too many conditions"):
        book.workflow()


def test_a_more_reliable_questionnaire_gives_clearer_groups(book, simulated):
    """With less error the first group is, on average, more probable."""

    def with_reliability(reliability):
        error = MeasurementError(sd=0.8, reliability=reliability, source="assumed")
        scales = {name: scale.model_copy(update={"error": error}) for name, scale in book.rated.scales.items()}
        rows = book.score(simulated, book.rated.model_copy(update={"scales": scales}))
        return np.mean([row["sol.probability"] for row in rows if row["sol.probability"] is not None])

    low, middle, high = (with_reliability(reliability) for reliability in (0.5, 0.8, 0.95))
    assert low < middle < high


def test_a_count_has_no_ends_that_a_rule_could_expect(book):
    """A checklist is counted in whatever it is scored."""
    written = book.rules.sol.model_dump(by_alias=True, exclude_none=True)
    written["indicators"]["zwaar"] = {"count_of": "economische_prikkels", "from": 3}
    check_rule_fits(SolRule.model_validate(written), book.intake)
