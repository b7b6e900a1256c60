"""`reintegratie change`: from two files, or one, to a row per person, a summary and an exit code."""

import json

import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.fingerprint import fingerprint

HEADER = "id,wv_1,wv_2,wv_3\n"
FIRST = HEADER + "1,1,1,1\n2,3,3,3\n3,5,5,5\n4,2,2,2\n"
SECOND = HEADER + "2,3,3,3\n1,5,5,5\n3,5,5,4\n5,2,2,2\n"
WITH_BOTH = "id,moment,wv_1,wv_2,wv_3\n1,voor,1,1,1\n1,na,5,5,5\n2,na,3,3,3\n2,voor,3,3,3\n3,later,3,3,3\n"

NORM = """
norms: werkvermogen.proef
population: proef
status: {status}
use: {use}
stakes: intake
collected: "2026"
source: proef
frame: iedereen
invited: 500
responded: 400
mode: papier
share_assisted: 0.0
scales:
  werkvermogen:
    fingerprint: "{fingerprint}"
    n: 400
    mean: 3.0
    sd: 1.0
    reliability: 0.9
    coefficient: omega
    retest_reliability: 0.84
    retest_n: 120
"""


@pytest.fixture
def two(folder):
    """Two files in the folder: first.csv and second.csv."""
    (folder / "first.csv").write_text(FIRST, encoding="utf-8")
    (folder / "second.csv").write_text(SECOND, encoding="utf-8")
    return "first.csv", "second.csv"


@pytest.fixture
def norm(folder, root):
    """Write a norm of `werkvermogen` with this status, and give its name."""

    def write(status):
        found = catalogue.read_instrument(root / "instruments" / "werkvermogen.yaml")
        use = "individual" if status == "local" else "none"
        text = NORM.format(status=status, use=use, fingerprint=fingerprint(found, "werkvermogen"))
        (folder / "werkvermogen.proef.yaml").write_text(text, encoding="utf-8")
        return "werkvermogen.proef.yaml"

    return write


def by_id(ran, column):
    """What stands in a column, by id."""
    return {row["id"]: row[column] for row in ran.rows}


def test_two_files_give_a_row_for_each_person_in_both(call, two):
    """From 1 to 5, from 3 to 3, from 5 to 4.6667: the last has no room above to show anything."""
    ran = call("change", *two)

    assert ran.code == 0
    assert by_id(ran, "werkvermogen.change") == {"1": "4.0", "2": "0.0", "3": "-0.3333"}
    assert by_id(ran, "werkvermogen.verdict") == {"1": "improved", "2": "unchanged", "3": "cannot_be_shown"}


def test_who_is_in_one_file_only_is_counted(call, two):
    """4 is in the first, 5 in the second."""
    assert "Alleen op de eerste: 1; alleen op de tweede: 1" in call("change", *two).error


def test_the_index_and_its_interval_by_hand(call, two):
    """The questionnaire states SD .9 and .75: an error of .45, twice .636396; 4 over that is 6.285."""
    row = call("change", *two).rows[0]

    assert float(row["werkvermogen.rci"]) == pytest.approx(6.285, abs=0.001)
    assert float(row["werkvermogen.change_low"]) == pytest.approx(4 - 1.959964 * 0.636396, abs=0.0001)
    assert float(row["werkvermogen.change_high"]) == pytest.approx(4 + 1.959964 * 0.636396, abs=0.0001)


def test_one_file_tells_its_measurements_apart(call, folder):
    """The first that is named goes first; a third is left out, and said."""
    (folder / "both.csv").write_text(WITH_BOTH, encoding="utf-8")
    ran = call("change", "both.csv", "--occasion", "moment")

    assert by_id(ran, "werkvermogen.change") == {"1": "4.0", "2": "0.0"}
    assert "Eerste meting voor (2), tweede meting na (2); rijen van een andere, of van geen: 1." in ran.error


@pytest.mark.parametrize("arguments", [("first.csv",), ("first.csv", "second.csv", "--occasion", "id")])
def test_either_two_files_or_one_with_occasions(call, two, arguments):
    """Neither and both are refused."""
    assert two
    ran = call("change", *arguments)

    assert (ran.code, "--occasion" in ran.error) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("first.csv", "first.csv"), "hetzelfde bestand"),
        (("first.csv", "second.csv", "--method", "reliable"), "jacobson-truax"),
        (("first.csv", "second.csv", "--target", "werkvermoge"), "Bekend: werkvermogen"),
        (("first.csv", "second.csv", "-o", "first.csv"), "first.csv"),
        (("first.csv", "second.csv", "-o", "change.ods"), "change.ods"),
        (("first.csv", "second.csv", *["--facts", "second.csv"] * 3), "feiten"),
        (("first.csv", "second.csv", "-n", "werkvermogen.nergens"), "werkvermogen.nergens"),
        (("first.csv", "--occasion", "wv_9"), "wv_9"),
    ],
)
def test_what_cannot_be_is_refused(call, two, arguments, said):
    """With exit code 2, and the reason."""
    assert two
    ran = call("change", *arguments)

    assert (ran.code, said in ran.error) == (2, True), ran.error


def test_a_file_without_ids_is_refused(call, two, folder):
    """Nobody in it can be found again."""
    (folder / "second.csv").write_text("wv_1,wv_2,wv_3\n1,2,3\n", encoding="utf-8")
    ran = call("change", *two)

    assert (ran.code, "--id" in ran.error) == (2, True)


def test_a_measurement_that_is_alone_is_refused(call, folder):
    """Two are needed."""
    (folder / "one.csv").write_text("id,moment,wv_1,wv_2,wv_3\n1,voor,1,1,1\n", encoding="utf-8")
    ran = call("change", "one.csv", "--occasion", "moment")

    assert (ran.code, "noemen er 1" in ran.error) == (2, True)


def test_nobody_in_both_files_is_a_result(call, two, folder):
    """A header, no row, and a summary that says why there are no figures."""
    (folder / "second.csv").write_text(HEADER + "9,1,1,1\n", encoding="utf-8")
    ran = call("change", *two)

    assert (ran.code, ran.rows) == (0, [])
    assert "niemand heeft beide scores" in ran.error


def test_a_row_that_was_not_read_in_full_is_exit_code_3(call, two, folder):
    """Whoever's only scale cannot be read has no second measurement."""
    (folder / "second.csv").write_text(HEADER + "1,5,x,5\n2,3,3,3\n", encoding="utf-8")
    ran = call("change", *two)

    assert ran.code == 3
    assert by_id(ran, "werkvermogen.second") == {"2": "3.0"}


def test_the_table_says_how_far_the_figures_reach(call, two):
    """In both languages: no comparison group, no norm, no retest, no target."""
    dutch, english = (call("change", *two, "-f", "table", "--lang", lang).text for lang in ("nl", "en"))

    assert [part in dutch for part in ("zonder vergelijkingsgroep", "geen toegelaten norm", "--target")] == [True] * 3
    assert [part in english for part in ("without a comparison group", "no admitted norm", "--target")] == [True] * 3


def test_json_lines_are_nested(call, two):
    """A scale is an object."""
    lines = [json.loads(line) for line in call("change", *two, "-f", "jsonl").text.splitlines()]

    assert [line["werkvermogen"]["verdict"] for line in lines] == ["improved", "unchanged", "cannot_be_shown"]


def test_the_result_goes_to_a_file_and_the_summary_to_people(call, two, folder):
    """Nothing on standard output."""
    ran = call("change", *two, "-o", "change.csv")

    assert (ran.code, ran.text) == (0, "")
    assert (folder / "change.csv").read_text(encoding="utf-8").startswith("id,werkvermogen.first,")


def test_an_admitted_norm_gives_error_and_expected_regression(call, two, norm):
    """SD 1 and a retest of .84 make .4, twice .565685; the three start at 3, which is the norm's mean."""
    ran = call("change", *two, "-n", norm("local"), "-f", "csv", "--lang", "en")

    assert by_id(ran, "werkvermogen.error_source") == dict.fromkeys("123", "retest")
    assert float(ran.rows[0]["werkvermogen.rci"]) == pytest.approx(7.071, abs=0.001)
    assert "+0.00" in ran.error


def test_an_illustrative_norm_changes_no_verdict(call, two, norm):
    """Its name stands in the output, and that it decides nothing is said."""
    without, ran = call("change", *two), call("change", *two, "-n", norm("illustrative"))
    named = ("norms", "norm_status")

    assert [{k: v for k, v in row.items() if k not in named} for row in ran.rows] == [
        {k: v for k, v in row.items() if k not in named} for row in without.rows
    ]
    assert by_id(ran, "norm_status") == dict.fromkeys("123", "illustrative")
    assert "beslist niets" in ran.error


def test_the_same_call_gives_the_same_bytes(call, two):
    """Nothing depends on when or how often."""
    assert call("change", *two).output == call("change", *two).output


@pytest.mark.parametrize("method", ["jacobson-truax", "hageman-arrindell"])
def test_the_method_stands_in_the_output(call, two, method):
    """Whoever reads it later knows how."""
    assert by_id(call("change", *two, "--method", method), "method") == dict.fromkeys("123", method)


def test_facts_place_people_at_both_measurements(call, folder):
    """One file with facts is of both; a finding places whoever it is of in participation, twice."""
    assert call("simulate", "intake", "-N", "4", "--seed", "1", "-o", "a.csv").code == 0
    assert call("simulate", "intake", "-N", "4", "--seed", "2", "-o", "b.csv").code == 0
    facts = "clientnummer,geen_arbeidsvermogen\nSIM-000002,ja\n"
    (folder / "facts.csv").write_text(facts, encoding="utf-8")
    ran = call("change", "a.csv", "b.csv", "-i", "intake", "--facts", "facts.csv")
    row = next(row for row in ran.rows if row["id"] == "SIM-000002")

    assert (row["sol.first"], row["sol.second"], row["sol.changed"]) == ("participatie", "participatie", "false")


@pytest.mark.parametrize(("files", "rated"), [(1, False), (2, True)])
def test_a_rating_counts_where_there_are_two(call, folder, files, rated):
    """Rated once, nobody can have changed: then the client's own answers are compared, and that is said."""
    for name, seed in (("a.csv", 1), ("b.csv", 2)):
        assert call("simulate", "intake", "-N", "3", "--seed", seed, "-o", name).code == 0
    rating = ",".join(f"wnv_pro_{n}" for n in range(1, 7))
    for name, answer in (("facts1.csv", 1), ("facts2.csv", 5)):
        line = ",".join([str(answer)] * 6)
        (folder / name).write_text(f"clientnummer,onder_27,{rating}\nSIM-000001,nee,{line}\n", encoding="utf-8")
    facts = [part for name in ("facts1.csv", "facts2.csv")[:files] for part in ("--facts", name)]
    ran = call("change", "a.csv", "b.csv", "-i", "intake", *facts)

    assert ("werknemersvaardigheden_professional.change" in ran.rows[0]) == rated, list(ran.rows[0])
    assert ("een tweede --facts" in " ".join(ran.error.split())) != rated
