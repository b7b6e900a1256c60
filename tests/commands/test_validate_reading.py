"""What `validate-instrument` reads: the answers, a second measurement, a criterion; and what it says of them."""

import numpy as np
import pytest

NAN = np.nan
ANSWERS = "id,a,b,c,wish\np,1,2,3,coach\nq,4,,4,training\nr,5,5,5,\n"


def test_the_answers_become_the_matrix(validation):
    """Of the items of the scales, as they were given."""
    matrix = validation("answers.csv", answers=ANSWERS).matrix

    assert matrix.item_names == ("a", "b", "c")
    assert matrix.ids == ("p", "q", "r")
    assert matrix.scores == pytest.approx(np.array([[1, 2, 3], [4, NAN, 4], [5, 5, 5]]), nan_ok=True)


def test_without_answers_there_is_no_matrix(validation):
    """The questionnaire alone is checked."""
    seen = validation()

    assert (seen.matrix, seen.retest, seen.ran.code) == (None, None, 0)


def test_several_files_are_appended(validation):
    """In the order of the call."""
    seen = validation("two.csv", "one.csv", one="id,a,b,c\np,1,1,1\n", two="id,a,b,c\nq,2,2,2\n")

    assert seen.matrix.ids == ("q", "p")


def test_standard_input_can_hold_the_answers(call, validation):
    """As `-`; the questionnaire and the workflow are those of the fixture."""
    validation()
    ran = call("validate-instrument", "own.yaml", "-", stdin=ANSWERS.encode())

    assert (ran.code, "rijen gebruikt 3 / 3." in ran.error) == (0, True)


def test_a_professionals_questionnaire_is_validated_like_any_other(folder, call, validation):
    """Its answers are among the responses then."""
    validation()
    text = (folder / "own.yaml").read_text(encoding="utf-8")
    (folder / "own.yaml").write_text(text + "respondent: professional\n", encoding="utf-8")
    (folder / "answers.csv").write_text(ANSWERS, encoding="utf-8")

    assert "rijen gebruikt 3 / 3." in call("validate-instrument", "own.yaml", "answers.csv").error


def test_a_battery_is_validated_with_all_that_it_includes(folder, call, validation):
    """Its items are those of its parts."""
    validation()
    battery = 'instrument: whole\nversion: "1.0.0"\nincludes: [{id: own, version: "1.0.0"}]\n'
    (folder / "whole.yaml").write_text(battery, encoding="utf-8")
    (folder / "answers.csv").write_text(ANSWERS, encoding="utf-8")

    assert "rijen gebruikt 3 / 3." in call("validate-instrument", "whole.yaml", "answers.csv").error


def test_the_columns_can_be_mapped(folder, validation):
    """--map is that of `score`."""
    (folder / "map.yaml").write_text("columns: {a: Q1}\nanswers: {five: {veel: 5}}\n", encoding="utf-8")
    seen = validation("answers.csv", "--map", "map.yaml", answers="id,Q1,b,c\np,veel,2,3\n")

    assert seen.matrix.scores.tolist() == [[5, 2, 3]]


def test_ids_become_pseudonyms(folder, validation):
    """The same in both measurements, so that they still match."""
    (folder / "key").write_text("a secret of sixteen bytes\n", encoding="utf-8")
    seen = validation("answers.csv", "--retest", "again.csv", "--pseudonymise", "key", answers=ANSWERS, again=ANSWERS)

    assert not {"p", "q", "r"} & set(seen.matrix.ids)
    assert np.array_equal(seen.matrix.scores, seen.retest.scores, equal_nan=True)


def test_what_was_read_is_said(validation):
    """The dialect, the id, what became of the rows, what stood for no answer."""
    error = validation("answers.csv", answers=ANSWERS + "s,,,,\nt,9,1,1,\nu,99,2,2,\nv,1\n").ran.error

    assert error.splitlines() == [
        "answers.csv: utf-8, scheidingsteken komma, 5 kolommen, 7 rijen.",
        "answers.csv: kolom id is het id.",
        "answers.csv: rijen gebruikt 5 / 7, waarvan deels gelezen 1; zonder antwoord 1; niet te lezen 1.",
        "  answers.csv, regel 6, kolom a: staat niet bij de antwoorden",
        "  answers.csv, regel 8: een ander aantal cellen dan de kopregel",
        "Geen antwoord: 1 × '99', 8 × leeg gelaten",
    ]


def test_it_is_said_in_the_language_asked_for(validation):
    """English with --lang en."""
    rows = "p,T0,1,2,3,x\np,T1,1,2,9,1\nq,T1,1,1,1,99\nr,T1,1,1,1,2\nr,T1,2,2,2,2\nr,T0,,,,\nu,T2,3,3,3,3\n"
    given = ("--occasion", "time", "--criterion", "hours", "--lang", "en")
    error = validation("answers.csv", *given, answers=f"id,time,a,b,c,hours\n{rows}").ran.error

    assert error.splitlines() == [
        "answers.csv: utf-8, delimiter comma, 6 columns, 7 rows.",
        "answers.csv: column id is the id.",
        "answers.csv, items outside the scales: 1 of the 1 items has no column (wish).",
        "answers.csv: rows used 6 / 7, of which read in part 1; without an answer 1.",
        "Rows with an id that occurs more than once: 2. Each counts as a person of its own.",
        "  answers.csv, line 3, column c: is not among the answers",
        "No answer: 3 × left empty",
        "--criterion hours: no number and not counted: 1, line 2.",
        "--criterion hours: counts as no answer: 1 × '99'.",
        "Measurement T0 (1) is validated; the retest is T1 (4).",
        "Rows of another measurement, or of none, that are left out: 1.",
        "Retest: persons in both measurements 1; repeated ids that are left out 1; in the second only 1.",
    ]


def test_values_are_shown_only_when_asked_for(validation):
    """As with `score`."""
    without, with_values = (
        validation("answers.csv", *option, answers="id,a,b,c\np,geheim,2,3\n").ran.error
        for option in ((), ("--show-values",))
    )

    assert ("geheim" in without, "geheim" in with_values) == (False, True)


def test_what_is_not_listed_is_counted(validation):
    """Ten cells that could not be read are shown, three of a kind; the others are a number."""
    rows = "".join(f"{row},9,1,1\n" for row in range(5))

    assert "  en nog 2\n" in validation("answers.csv", answers=f"id,a,b,c\n{rows}").ran.error


def test_an_item_without_a_column_is_nobodys_answer(validation):
    """That is said, with what it means; it is no reason to stop."""
    seen = validation("answers.csv", answers="id,a,b\np,1,2\n")

    assert seen.matrix.absent == ("c",)
    assert "schaal s: 1 van de 3 vragen heeft geen kolom (c)." in seen.ran.error
    assert "deze vragen tellen als door niemand beantwoord: c. Wat niet zonder kan, wordt niet" in seen.ran.error
    assert seen.ran.code == 0


def test_repeated_ids_all_count_and_are_said(validation):
    """With what they may be."""
    seen = validation("answers.csv", answers="id,a,b,c\np,1,2,3\np,2,2,2\n")

    assert seen.matrix.n == 2
    assert "Rijen met een id dat vaker voorkomt: 2. Elk telt als een eigen persoon." in seen.ran.error
    assert "met --occasion" in seen.ran.error


def test_a_retest_in_another_file_is_matched_by_id(validation):
    """Row for row beside the first; who is in one of them only, or twice, is counted."""
    again = "id,a,b,c\nr,1,1,1\nx,2,2,2\np,3,3,3\nq,1,1,1\nq,2,2,2\n"
    seen = validation("answers.csv", "--retest", "again.csv", answers=ANSWERS, again=again)

    assert seen.retest.scores[:, 0] == pytest.approx([3, NAN, 1], nan_ok=True)
    assert (
        "Hertest: personen in beide metingen 2; id's die vaker voorkomen en niet meedoen 1; alleen in de tweede 1."
    ) in seen.ran.error


def test_a_retest_needs_an_id(validation):
    """In both files; nobody is matched by a line number."""
    with_id, without = ANSWERS, "a,b,c\n1,2,3\n"
    calls = ((with_id, without, "again.csv"), (without, with_id, "answers.csv"))
    for first, second, wrong in calls:
        ran = validation("answers.csv", "--retest", "again.csv", answers=first, again=second).ran

        assert (ran.code, f"{wrong}: voor --retest is een kolom met een id nodig" in ran.error) == (2, True)


def test_the_second_measurement_of_a_file_is_the_retest(validation):
    """By their dates here; a third measurement, and rows of none, are left out and said."""
    rows = (
        "p,na,2026-06-01,3,3,3\np,voor,2026-01-01,1,1,1\nq,voor,2026-01-02,2,2,2\nq,later,2026-09-01,5,5,5\nr,,,4,4,4\n"
    )
    seen = validation("answers.csv", "--occasion", "meting", answers=f"id,meting,datum,a,b,c\n{rows}")

    assert seen.matrix.ids == ("p", "q")
    assert seen.retest.scores[:, 0] == pytest.approx([3, NAN], nan_ok=True)
    assert "Getoetst wordt meting voor (2); de hertest is na (1).\n" in seen.ran.error
    assert "Rijen van een andere meting, of van geen, die niet meedoen: 2.\n" in seen.ran.error


def test_one_measurement_has_no_retest(validation):
    """It is validated, and the lack is said."""
    seen = validation("answers.csv", "--occasion", "meting", answers="id,meting,a,b,c\np,T0,1,2,3\n")

    assert (seen.matrix.n, seen.retest) == (1, None)
    assert "Er is één meting, T0 (1), dus geen hertest.\n" in seen.ran.error


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("meting,a,b,c\nT0,1,2,3\n", "voor --occasion is een kolom met een id nodig"),
        ("id,meting,a,b,c\np,,1,2,3\n", "geen rij met antwoorden zegt van welke meting zij is"),
        ("id,a,b,c\np,1,2,3\n", "er is geen kolom meting (--occasion)"),
    ],
    ids=["no id", "no measurement", "no column"],
)
def test_measurements_that_cannot_be_told_apart_are_refused(validation, content, said):
    """With what is lacking."""
    ran = validation("answers.csv", "--occasion", "meting", answers=content).ran

    assert (ran.code, said in ran.error) == (2, True)


def test_the_criterion_is_a_column_of_numbers(validation):
    """With a decimal comma or point; empty, and what the questionnaire lists as missing, is none."""
    rows = "p;1;2;3;1,5\nq;1;2;3;2.25\nr;1;2;3;\ns;1;2;3;99\nt;1;2;3;NA\n"
    seen = validation("answers.csv", "--criterion", "uren", answers=f"id;a;b;c;Uren\n{rows}")

    assert seen.matrix.criterion == pytest.approx([1.5, 2.25, NAN, NAN, NAN], nan_ok=True)
    assert seen.options.criterion == "uren"
    assert "--criterion uren: telt als geen antwoord: 1 × '99', 1 × 'NA'.\n" in seen.ran.error


def test_a_criterion_that_is_no_number_does_not_count(validation):
    """It is said where, never what; the row was read in part."""
    seen = validation("answers.csv", "--criterion", "uren", answers="id,a,b,c,uren\np,1,2,3,veel\nq,1,2,3,4\n")

    assert seen.matrix.criterion == pytest.approx([NAN, 4], nan_ok=True)
    assert "--criterion uren: geen getal en niet meegeteld: 1, regel 2.\n" in seen.ran.error
    assert ("veel" in seen.ran.error, seen.ran.code) == (False, 3)


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("urn", "er is geen kolom urn (--criterion); wel id, a, b, c, uren. Bedoelde u uren?"),
        ("b", "--criterion b kan niet: het is een vraag van een schaal (b)."),
        ("id", "--criterion id kan niet: zo heet de kolom met het id"),
        ("uren", "--criterion uren kan niet, want die kolom lijkt BSN's te bevatten."),
    ],
    ids=["not there", "an item", "the id", "a number of persons"],
)
def test_what_cannot_be_a_criterion_is_refused(validation, column, said):
    """A column that is not there, answers of a scale, the id, citizen service numbers."""
    weights = np.arange(9, 1, -1)
    numbers = [n for n in range(10_000_000, 10_002_000) if np.dot([int(d) for d in f"{n:08}"], weights) % 11 < 10]
    bsn = [f"{n}{np.dot([int(d) for d in str(n)], weights) % 11}" for n in numbers][:30]
    rows = "".join(f"{row},1,2,3,{number}\n" for row, number in enumerate(bsn))
    ran = validation("answers.csv", "--criterion", column, answers=f"id,a,b,c,uren\n{rows}").ran

    assert (ran.code, said in ran.error) == (2, True), ran.error
