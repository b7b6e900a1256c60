"""What `score` tells of people, and to whom: pseudonyms, a file for a case system, nothing on standard error."""

import re

import pytest

KEY = "een geheim van minstens zestien bytes\n"
CANARY = "ZZKANARIEZZ"
BSN = "123456782"
PRIVATE = ("intentie", "attitude_instrumenteel", "attitude_affectief")


def passes(number: int) -> bool:
    """The eleven-test: 9a + 8b + ... + 2h - i divides by 11."""
    digits = [int(digit) for digit in f"{number:09}"]
    return sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True)) % 11 == 0


@pytest.fixture
def key(folder):
    """A file with a key for pseudonyms."""
    path = folder / "sleutel.txt"
    path.write_text(KEY, encoding="utf-8")
    return path


def test_a_person_has_one_pseudonym_in_answers_and_facts(trial, key, call):
    """The facts of a person are found under it, and a later measurement gets the same."""
    plain = call("score", *trial).rows
    hidden = call("score", *trial, "--pseudonymise", key).rows
    same = ("row.number", "sol.group", "sol.reason", "flags")

    assert [[row[name] for name in same] for row in hidden] == [[row[name] for name in same] for row in plain]
    assert [bool(re.fullmatch("[0-9a-f]{32}", row["id"])) for row in hidden] == [row["id"] != "" for row in plain]
    assert hidden[1]["id"] == hidden[9]["id"]


def test_another_key_gives_another_pseudonym(trial, key, call):
    """Without the key nobody can tell who it is."""
    first = call("score", *trial, "--pseudonymise", key).rows
    key.write_text(KEY.upper(), encoding="utf-8")
    second = call("score", *trial, "--pseudonymise", key).rows

    assert {row["id"] for row in first if row["id"]}.isdisjoint(row["id"] for row in second)


def test_a_pseudonym_is_asked_for_as_such(trial, key, call):
    """--client names what stands in the output."""
    pseudonym = call("score", *trial, "--pseudonymise", key).rows[0]["id"]

    assert call("score", *trial, "--pseudonymise", key, "--client", pseudonym, "-f", "table").code == 0
    assert call("score", *trial, "--pseudonymise", key, "--client", "0001", "-f", "table").code == 2


def test_a_short_key_is_refused(trial, key, call):
    """Short keys are found by trying; the sentence says how to make a good one."""
    key.write_text("kort\n", encoding="utf-8")
    ran = call("score", *trial, "--pseudonymise", key)

    assert ran.code == 2
    assert "is 4 bytes, ten minste 16 zijn nodig. Maak er een met: head -c 32 /dev/urandom" in ran.error


@pytest.fixture
def with_bsn(folder):
    """Thirty persons with numbers that are BSNs by their form."""
    numbers = [number for number in range(100000000, 100001000) if passes(number)][:30]
    rows = "".join(f"{place},{number},3,3,3\n" for place, number in enumerate(numbers))
    (folder / "export.csv").write_text(f"id,kenmerk,wv_1,wv_2,wv_3\n{rows}", encoding="utf-8")
    return str(numbers[0])


def test_bsns_are_no_ids(with_bsn, call):
    """Refused, and not one of them is shown."""
    ran = call("score", "export.csv", "--id", "kenmerk")

    assert (ran.code, ran.output) == (2, b"")
    assert "lijkt BSN's te bevatten" in ran.error
    assert with_bsn not in ran.error


def test_bsns_become_pseudonyms(with_bsn, key, call):
    """With a key they may be ids."""
    ran = call("score", "export.csv", "--id", "kenmerk", "--pseudonymise", key)

    assert ran.code == 0
    assert with_bsn not in ran.text + ran.error


def test_a_column_with_bsns_is_not_kept(with_bsn, call):
    """It is left out, and that is said."""
    ran = call("score", "export.csv", "--keep", "kenmerk")

    assert "kenmerk" not in ran.rows[0]
    assert "kolom kenmerk lijkt BSN's te bevatten en wordt niet gelezen" in ran.error
    assert with_bsn not in ran.text + ran.error


def test_a_case_system_gets_no_scores_on_intention_attitude_and_search(trial, call):
    """Nor the component they make up, nor them as working points."""
    everything = call("score", *trial)
    ran = call("score", *trial, "--for", "case-system")
    left_out = {name for name in everything.rows[0] if name.partition(".")[0] in PRIVATE} | {"wanberg.zoekgedrag"}

    assert left_out & ran.rows[0].keys() == set()
    assert [row for row in ran.rows if {*PRIVATE} & {*row["working_points"].split(";")}] == []
    assert {"intentie"} & {name for row in everything.rows for name in row["working_points"].split(";")}


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_case_system_gets_no_answers(trial, call, form):
    """Not as found values, reasons, wishes or heavy barriers."""
    ran = call("score", *trial, "--for", "case-system", "-f", form)

    for answer in ('"7"', "help_wanted", "help_refused", "belemmering_", "netwerk<2.5", "+wish", "not in 1|2|3|4|5"):
        assert answer not in ran.text


def test_a_case_system_gets_no_answers_by_way_of_kept_columns(trial, call):
    """An item is no column to pass on."""
    ran = call("score", *trial, "--for", "case-system", "--keep", "plan_1")

    assert ran.code == 2
    assert "--keep plan_1 kan niet samen met --for case-system" in ran.error


def test_a_case_system_gets_the_same_help(trial, call):
    """What leads to help is all there."""
    names = ("id", "row.status", "sol.group", "interventions", "intervention_grades", "not_offered", "provenance")
    everything, less = (call("score", *trial, *more).rows for more in ((), ("--for", "case-system")))

    assert [[row[name] for name in names] for row in less] == [[row[name] for name in names] for row in everything]


def spoiled(place: str) -> str:
    """An export with a canary in one kind of cell, in a row with everything else wrong as well."""
    cells = {"id": "7", "datum": "2026-10-05", "wijk": "Oost", "wv_1": "1", "wv_2": "2", "wv_3": "3", "vrij": "-"}
    rows = [cells] * 40 + [
        cells | {place: CANARY},
        cells | {place: f"{CANARY};{CANARY}"},
        cells | {place: f"={CANARY}"},
    ]
    lines = [",".join(cells), *(",".join(f'"{cell}"' for cell in row.values()) for row in rows)]
    return "\n".join([*lines, f"{CANARY},too,few", f"{CANARY}," * 9]) + "\n"


@pytest.mark.parametrize("place", ["id", "datum", "wijk", "wv_2", "vrij"])
@pytest.mark.parametrize("form", ["csv", "table"])
def test_no_cell_is_ever_told_on_standard_error(folder, call, place, form):
    """Ids, dates, kept columns, answers, free text, rows of the wrong width: where they stand, never what."""
    (folder / "export.csv").write_text(spoiled(place), encoding="utf-8")
    ran = call("score", "export.csv", "--keep", "wijk", "-o", "scores.csv", "-f", form)

    assert ran.code == 3
    assert CANARY not in ran.error


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (f'id,wv_1,wv_2,wv_3\n1,1,1,1\n2,1,"{CANARY},1\n' + "3,1,1,1\n" * 50, ()),
        (f"id,wv_1,wv_2,wv_3\n{CANARY},1\n" * 10, ()),
        (f"id,wv_1,wv_2,wv_3\n{CANARY}\xff,1,1,1\n", ("--encoding", "utf-8")),
        (f"{BSN},4,4,4\n{CANARY},4,4,4\n", ("-i", "werkvermogen")),
    ],
    ids=["unclosed quote", "other widths", "other encoding", "no header"],
)
def test_a_refusal_tells_no_cell(folder, call, content, options):
    """The engine's own message would hold people's answers."""
    (folder / "export.csv").write_bytes(content.encode("latin-1"))
    ran = call("score", "export.csv", *options)

    assert ran.code == 2
    assert CANARY not in ran.error
    assert BSN not in ran.error


def test_a_wrong_fact_is_told_without_its_value(trial, folder, call):
    """The facts are cells of people too."""
    facts = (folder / "feiten.csv").read_text(encoding="utf-8")
    (folder / "feiten.csv").write_text(facts.replace("0007;;;;;ja;", f"0007;{CANARY};;;;;"), encoding="utf-8")
    ran = call("score", *trial)

    assert "feiten.csv, regel 4, kolom loonwaarde: geen geldige waarde voor dit feit" in ran.error
    assert CANARY not in ran.error
    assert CANARY in ran.rows[6]["row.problems"]


def test_values_are_told_when_asked_for(folder, call):
    """--show-values is for whoever may see them; a BSN is never shown."""
    (folder / "export.csv").write_text(f"id,wv_1,wv_2,wv_3\n1,{CANARY},1,1\n2,1,{BSN},1\n", encoding="utf-8")
    ran = call("score", "export.csv", "--show-values")

    assert f"regel 2, kolom wv_1: staat niet bij de antwoorden: {CANARY}" in ran.error
    assert "regel 3, kolom wv_2: staat niet bij de antwoorden: #########" in ran.error
    assert BSN not in ran.text + ran.error
