"""The options of `score`: what each does to the result, and how a wrong one is refused."""

from pathlib import Path

import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.resources import shipped


@pytest.fixture
def scored(folder, call):
    """Scores a text as `werkvermogen`; gives the rows."""

    def score(text: str, *options: str):
        (folder / "export.csv").write_text(text, encoding="utf-8")
        ran = call("score", "export.csv", "-i", "werkvermogen", *options)
        assert ran.code in (0, 3), ran.error
        return ran.rows

    return score


def test_the_questionnaire_is_known_by_its_columns(answers, call):
    """And said."""
    ran = call("score", answers)

    assert "Vragenlijst: werkvermogen 1.0.0, herkend aan de kolommen." in ran.error
    assert [row["werkvermogen.score"] for row in ran.rows] == ["2.0", "4.0", "4.5"]


def test_an_unknown_questionnaire_is_refused_with_the_nearest(answers, call):
    """And with all there are."""
    ran = call("score", answers, "-i", "werkvermoge")

    assert ran.code == 2
    assert ran.error.startswith(
        "De vragenlijst werkvermoge bestaat niet. Bedoelde u werkvermogen? Bekend: componenten,"
    )


def test_columns_that_fit_no_questionnaire_are_refused(folder, call):
    """With what came nearest."""
    (folder / "other.csv").write_text("id,leeftijd\n1,40\n", encoding="utf-8")
    ran = call("score", "other.csv")

    assert ran.code == 2
    assert ran.error.startswith("De kolommen passen bij geen vragenlijst (vragen gevonden: ")
    assert ran.error.endswith("Kies er een met -i.\n")


def test_several_questionnaires_can_be_scored_together(folder, call):
    """-i may be repeated."""
    (folder / "both.csv").write_text("id,wv_1,wv_2,wv_3,self1,self2\n1,1,2,3,4,4\n", encoding="utf-8")
    (row,) = call("score", "both.csv", "-i", "werkvermogen", "-i", "gse").rows

    assert (row["werkvermogen.score"], row["zelfeffectiviteit_algemeen.answered"]) == ("2.0", "2")
    assert ";werkvermogen+gse 1.0.0+1.0.0;" in row["provenance"]


def test_a_folder_of_ones_own_goes_first(answers, folder, call):
    """--instruments names it."""
    text = (shipped("instruments") / "werkvermogen.yaml").read_text(encoding="utf-8")
    (folder / "eigen").mkdir()
    own = text.replace('version: "1.0.0"', 'version: "1.9.0"')
    (folder / "eigen" / "werkvermogen.yaml").write_text(own, encoding="utf-8")

    ran = call("score", answers, "-i", "werkvermogen", "--instruments", "eigen")

    assert ";werkvermogen 1.9.0;" in ran.rows[0]["provenance"]


def test_the_column_with_the_id_can_be_named(scored):
    """--id goes before the names that are recognised."""
    text = "id,dossier,wv_1,wv_2,wv_3\n1,A-9,1,2,3\n"

    assert [row["id"] for row in scored(text, "--id", "dossier")] == ["A-9"]


def test_without_an_id_the_line_is_the_id(folder, call):
    """A set of answers without ids is common in research; it is said."""
    (folder / "export.csv").write_text("wv_1,wv_2,wv_3\n1,2,3\n", encoding="utf-8")
    ran = call("score", "export.csv")

    assert [row["id"] for row in ran.rows] == ["2"]
    assert "er is geen kolom met een id herkend; het regelnummer is het id." in ran.error


def test_occasions_tell_measurements_apart(scored):
    """The same id at another occasion is no duplicate."""
    text = "id,moment,wv_1,wv_2,wv_3\n1,start,1,2,3\n1,eind,4,4,4\n2,start,1,1,1\n2,start,2,2,2\n"
    rows = scored(text, "--occasion", "moment")

    assert [row["occasion"] for row in rows] == ["start", "eind", "start", "start"]
    assert [row["flags"] for row in rows] == ["", "", "duplicate_id", "duplicate_id"]


@pytest.mark.parametrize("day", ["2026-10-05", "05-10-2026", "5-10-2026", "2026-10-05 13:45:00"])
def test_the_date_of_measurement_can_be_named(scored, day):
    """--date; a date is read as Dutch and international programs write it."""
    (row,) = scored(f"id,afgerond,wv_1,wv_2,wv_3\n1,{day},1,2,3\n", "--date", "afgerond")

    assert row["measured"] == "2026-10-05"


def test_a_date_that_cannot_be_read_is_a_problem_of_the_row(scored):
    """The answers are scored all the same."""
    (row,) = scored("id,datum,wv_1,wv_2,wv_3\n1,gisteren,1,2,3\n")

    assert (row["measured"], row["row.status"], row["werkvermogen.score"]) == ("", "partial", "2.0")


def test_kept_columns_come_after_the_row_in_the_order_asked(scored):
    """With their own names and cells."""
    rows = scored("id,wijk,wv_1,wv_2,wv_3,team\n1,Oost,1,2,3,B\n", "--keep", "team", "--keep", "wijk")

    assert list(rows[0])[6:10] == ["occasion", "team", "wijk", "werkvermogen.score"]
    assert (rows[0]["team"], rows[0]["wijk"]) == ("B", "Oost")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--keep", "wijkk"), "er is geen kolom wijkk (--keep); wel id, wv_1, wv_2, wv_3."),
        (("--keep", "id"), "--keep id kan niet, want de uitvoer heeft die kolom al."),
        (("--id", "dossier"), "er is geen kolom dossier (--id); wel id, wv_1, wv_2, wv_3."),
        (("--from", "sas"), "--from sas bestaat niet; kies csv, "),
        (("--for", "police"), "--for police bestaat niet; kies case-system."),
        (("--encoding", "klingon"), "--encoding klingon: die codering is niet bekend"),
        (("--delimiter", "xx"), "--delimiter xx: een scheidingsteken is één ASCII-teken"),
        (("--client", "99"), "Er is geen rij met id 99; let op nullen vooraan"),
        (("--facts", "gone.csv"), "gone.csv kan niet gelezen worden: het bestaat niet."),
        (("--offer", "gone.yaml"), "gone.yaml"),
        (("--map", "gone.yaml"), "gone.yaml"),
        (("--pseudonymise", "gone.key"), "het sleutelbestand gone.key kan niet worden gelezen"),
        (("--rejects", "scores.csv"), "--rejects en -o noemen hetzelfde bestand"),
        (("--rejects", "./scores.csv"), "--rejects en -o noemen hetzelfde bestand"),
        (("--rejects", "answers.csv"), "answers.csv is zelf een invoerbestand en wordt niet overschreven"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_option_is_refused_in_a_sentence(answers, folder, call, options, said):
    """With exit code 2, the option, what was found and what to do; no file is made or changed."""
    before = answers.read_bytes()
    ran = call("score", "answers.csv", "-o", "scores.csv", *options)

    assert ran.code == 2
    assert said in ran.error
    assert [path.name for path in folder.iterdir()] == ["answers.csv"]
    assert answers.read_bytes() == before


def test_the_output_is_never_an_input(answers, folder, call):
    """Not the answers, not the facts, not a rule or a key."""
    for name in ("facts.csv", "offer.yaml"):
        (folder / name).write_text(
            "id;onder_27\n1;nee\n" if name == "facts.csv" else "offer: offer\ninterventions: {}\n"
        )
    inputs = ("score", "answers.csv", "--facts", "facts.csv", "--offer", "offer.yaml", "-o")

    refused = [call(*inputs, name).code for name in ("answers.csv", "./facts.csv", "offer.yaml")]

    assert refused == [2, 2, 2]
    assert answers.read_text(encoding="utf-8").startswith("id,wv_1")


def test_a_map_translates_columns_and_answers(scored, folder):
    """For an export that calls things otherwise."""
    (folder / "map.yaml").write_text(
        "columns: {wv_1: Q1, wv_2: Q2, wv_3: Q3}\nanswers: {aankunnen5: {weinig fut: 2}, uren5: {fulltime: 5}}\n",
        encoding="utf-8",
    )
    (row,) = scored("id,Q1,Q2,Q3\n1,weinig fut,heel veel,fulltime\n", "--map", "map.yaml")

    assert (row["row.status"], row["werkvermogen.score"]) == ("ok", "4.0")


def test_the_format_of_the_files_can_be_said(scored):
    """--from csv is what is read anyway."""
    assert len(scored("id,wv_1,wv_2,wv_3\n1,1,2,3\n", "--from", "csv")) == 1


def test_one_person_can_be_asked_for(answers, call):
    """--client gives the rows of that id, and counts nobody else."""
    ran = call("score", answers, "--client", "2", "-f", "csv")

    assert [row["id"] for row in ran.rows] == ["2"]
    assert "1 persoon: 1 volledig gelezen" in ran.error


def test_one_person_who_stands_there_twice_has_two_profiles(folder, call):
    """Equal ids are never merged."""
    (folder / "export.csv").write_text("id,wv_1,wv_2,wv_3\n1,1,2,3\n2,1,1,1\n1,4,4,4\n", encoding="utf-8")
    shown = call("score", "export.csv", "--client", "1", "-f", "table").text

    assert [line for line in shown.splitlines() if line.startswith("Profiel van ")] == ["Profiel van 1"] * 2
    assert "\n\nProfiel van 1\n" in shown


@pytest.mark.parametrize(("client", "code"), [("0001", 0), ("0003", 3)])
def test_trouble_of_others_is_not_trouble_of_the_one_asked_for(trial, call, client, code):
    """Exit code 3 is about the rows that come out."""
    assert call("score", *trial, "--client", client, "-f", "table").code == code


def test_only_the_rows_of_the_one_asked_for_are_to_be_mended(trial, folder, call):
    """--rejects with --client."""
    call("score", *trial, "--client", "0003", "-o", "scores.csv", "--rejects", "mend.csv")

    assert [line.split(";")[0] for line in (folder / "mend.csv").read_text().splitlines()] == ["id", "0003"]


def test_facts_are_laid_beside_the_answers_of_the_same_person(trial, call):
    """A wage value that stays below 100 decides the group; one that is too old does not."""
    rows = {row["id"]: row for row in call("score", *trial).rows}

    assert (rows["0003"]["sol.group"], rows["0003"]["sol.reason"]) == (
        "compenseren",
        "loonwaarde<100;loonwaarde_blijvend=true",
    )
    assert "loonwaarde:outdated" in rows["0009"]["sol.missing"]


def test_an_offer_limits_what_is_recommended(trial, call):
    """What fits and is not offered is shown as such; without an offer nothing is missing from it."""
    with_offer = call("score", *trial).rows
    without = call("score", *trial[:-2]).rows
    offered = set(catalogue.load_offer(Path("aanbod.yaml")).interventions)

    assert {name for row in with_offer for name in row["interventions"].split(";") if name} <= offered
    assert {name for row in with_offer for name in row["not_offered"].split(";") if name} & offered == set()
    assert {row["not_offered"] for row in without} == {""}


def test_every_advice_has_its_grade_reason_and_source(root, call):
    """Four lists that run side by side, for 200 persons."""
    rows = call("score", root / "examples" / "intake-gesimuleerd.csv").rows
    names = ("interventions", "intervention_grades", "intervention_reasons", "intervention_sources")
    lengths = {tuple(len(row[name].split(";")) * bool(row[name]) for name in names) for row in rows}

    assert lengths == {(0, 0, 0, 0), (1, 1, 1, 1), (2, 2, 2, 2), (3, 3, 3, 3)}
