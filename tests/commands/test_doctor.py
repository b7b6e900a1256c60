"""`doctor`: what a file is and what does not match, before anything is scored, without telling what anybody wrote."""

import json

import pytest
import yaml

OWN = """
instrument: own
version: "1.0.0"
answers:
  five: {type: ordinal, values: {1: helemaal oneens, 2: oneens, 3: neutraal, 4: eens, 5: helemaal eens}}
  times: {type: count, max: 200}
missing: [-7]
items:
  a: {answers: five}
  b: {answers: five}
  c: {answers: five}
  n: {answers: times}
scales:
  s: {measurement: reflective, items: [a, b], score: mean, min_answered: 0.5}
  t: {measurement: single, items: [c], score: mean}
"""
CLEAN = "id;a;b;c;n\n" + "".join(f"{person};1;2;3;4\n" for person in range(20))


@pytest.fixture
def look(folder, call):
    """Looks at a file with this content as an answer to `own.yaml`."""
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")

    def run(content, *options):
        (folder / "export.csv").write_text(content, encoding="utf-8")
        return call("doctor", "export.csv", "-i", "own.yaml", *options)

    return run


@pytest.fixture
def data(look):
    """The same, as what another program gets."""
    return lambda content, *options: json.loads(look(content, "-f", "json", *options).text)


def rows(cell, n=20, header="id;a;b;c;n"):
    """Persons who all answer alike, but for this cell of `a`."""
    return header + "\n" + "".join(f"{person};{cell};2;3;4\n" for person in range(n))


def unmatched(found, answer_set="five"):
    """The texts that are no answer of a set."""
    return next(one for one in found["answer_sets"] if one["answer_set"] == answer_set)["unmatched"]


def test_a_file_that_fits_ends_with_0(look):
    """And the first line says so."""
    ran = look(CLEAN)

    assert (ran.code, ran.text.splitlines()[0]) == (0, "Score kan dit helemaal lezen.")


def test_what_the_file_is(data):
    """As it was read, and what each column is."""
    (file,) = data(CLEAN.replace("id;a", "id;A"))["files"]
    roles = [(column["name"], column["role"], column["item"], column["found_by"]) for column in file["columns"]]

    assert (file["format"], file["encoding"], file["delimiter"], file["rows"]) == ("csv", "utf-8", ";", 20)
    assert roles[:2] == [("id", "id", None, None), ("A", "item", "a", "name")]


def test_the_structure_of_the_data_stays(data):
    """Other programs rely on these names."""
    assert list(data(CLEAN)) == [
        *(
            "ok",
            "refusal",
            "files",
            "notes",
            "questionnaire",
            "version",
            "detected",
            "candidates",
            "without_column",
            "items",
        ),
        *("answer_sets", "rows", "repeated_ids", "unreadable", "no_answer", "map", "command"),
    ]


def test_a_text_of_many_that_is_no_answer_is_shown(look):
    """With how many cells; and the exit code says that something does not match."""
    ran = look(rows("prima"))

    assert ran.code == 3
    assert '20 ×  "prima"' in ran.text


def test_a_text_of_few_is_counted_and_not_shown(look):
    """It could tell who somebody is."""
    ran = look(rows("ongeval in 2019", n=9) + CLEAN.partition("\n")[2])

    assert "ongeval" not in ran.text + ran.error
    assert "9 ×  1 andere tekst van minder dan 10 personen" in ran.text


def test_one_person_in_ten_rows_is_one_person(look):
    """Persons are counted, not rows."""
    ran = look("id;a;b;c;n\n" + "1;ongeval;2;3;4\n" * 12)

    assert "ongeval" not in ran.text + ran.error


def test_a_text_of_ten_persons_in_several_answer_sets_is_shown(look):
    """What many gave is no secret of anybody, whichever item they gave it to."""
    content = "id;a;b;c;n\n" + "".join(f"{p};{'wn' if p < 6 else 1};2;3;{4 if p < 6 else 'wn'}\n" for p in range(12))

    assert look(content).text.count('12 ×  "wn"') == 1


def test_a_text_of_few_is_shown_when_asked_for(look):
    """The one who runs it may see it."""
    assert '"ongeval in 2019"' in look(rows("ongeval in 2019", n=3), "--show-values").text


def test_free_text_is_never_shown(look):
    """Not even when it is asked for."""
    content = "id;a;b;c;n\n" + "".join(f"{person};verhaal van {person};2;3;4\n" for person in range(60))

    ran = look(content, "--show-values")

    assert "verhaal van" not in ran.text + ran.error
    assert "vrije tekst" in ran.text


def test_a_bsn_is_never_shown(look):
    """Whoever asks, and however many rows have it."""
    assert "123456782" not in look(rows("123456782"), "--show-values").text


@pytest.mark.parametrize("code", ["99", "-9", "888", "weet niet", "N.v.t."])
def test_what_looks_like_no_answer_is_told_apart(data, code):
    """And the map says so, for a person to check."""
    (text,) = unmatched(data(rows(code)))

    assert (text["text"], text["kind"], text["proposed"]) == (code, "missing_code", "NA")


def test_a_number_outside_the_answers_is_told_apart(data):
    """Nobody can say what it stands for."""
    (text,) = unmatched(data(rows("7")))

    assert (text["kind"], text["proposed"]) == ("out_of_range", None)


@pytest.mark.parametrize(
    ("text", "code"),
    [("Helemaal mee eens", 5), ("mee oneens", 2), ("2 - niet zo", 2), ("AO04", 4), ("AO09", None), ("prima", None)],
)
def test_what_a_text_could_stand_for_is_proposed(data, text, code):
    """The answer with the same meaning, the code it begins with, the place it names; else a person has to say it."""
    assert unmatched(data(rows(text)))[0]["proposed"] == code


def test_a_code_that_counts_as_a_number_is_suspected(data):
    """99 times searched is possible, but not beside people who all searched at most 4 times."""
    content = CLEAN + "".join(f"x{person};1;2;3;99\n" for person in range(3))
    (one,) = (one for one in data(content)["answer_sets"] if one["answer_set"] == "times")

    assert [(text["text"], text["cells"]) for text in one["suspected"]] == [("99", 3)]


def test_a_number_among_others_is_not_suspected(data):
    """Whoever searched 99 times beside one who searched 60 times just did."""
    content = CLEAN + "y;1;2;3;60\n" + "".join(f"x{person};1;2;3;99\n" for person in range(3))
    (one,) = (one for one in data(content)["answer_sets"] if one["answer_set"] == "times")

    assert one["suspected"] == []


def test_the_rows_are_those_of_score(data, call):
    """The same statuses, by the same code."""
    content = CLEAN + "x;prima;2;;1\n;1;2;3;4\ny;;;;\nz;1;2\n"
    found = data(content)["rows"]
    statuses = [row["row.status"] for row in call("score", "export.csv", "-i", "own.yaml", "-f", "csv").rows]

    assert found == {"all": 24, **{one: statuses.count(one) for one in ("ok", "partial", "rejected", "empty")}}
    assert found["partial"] + found["rejected"] > 0


def test_why_rows_are_not_readable(look):
    """Without an id, of another width."""
    said = look(CLEAN + ";1;2;3;4\nz;1;2\n").text

    assert "1 × geen id (kolom id)." in said
    assert "1 × een ander aantal cellen dan de kopregel." in said


def test_ids_that_repeat(look):
    """Perhaps a measurement."""
    assert "2 rijen hebben een id dat vaker voorkomt" in look(CLEAN + "3;1;1;1;1\n").text


def test_how_much_is_missing(data):
    """Per item, and which texts stood for it."""
    found = data(CLEAN + "x;-7;2;3;4\ny;;2;3;4\n")
    (item,) = (item for item in found["items"] if item["item"] == "a")

    assert (item["rows"], item["missing"], item["unreadable"]) == (22, 2, 0)
    assert found["no_answer"] == {"-7": 1, "not_answered": 1}


@pytest.mark.parametrize(
    ("column", "said"),
    [("voornaam", "Gegevens over wie iemand is"), ("bsn", "BSN's"), ("kleur", "Wordt niet gelezen: kleur")],
)
def test_columns_that_are_not_read(look, column, said):
    """What should not be in an export is said apart."""
    content = "".join(f"{line};{'x' if place else column}\n" for place, line in enumerate(CLEAN.splitlines()))

    assert any(said in line and column in line for line in look(content).text.splitlines())


def test_a_row_of_answers_is_no_header_to_show(look):
    """In a file without a header the first row is somebody's."""
    assert "0612345678" not in look(CLEAN.replace("id;a;b;c;n", "id;a;b;c;0612345678")).text


def test_an_item_without_a_column_and_the_one_that_is_like_it(data):
    """The map can be pasted; a scale without any column is left out of it."""
    found = data("id;aa_1;b\n1;1;2\n".replace("aa_1", "a."))

    assert found["without_column"][:1] == [{"item": "a", "scale": "s", "near": "a."}]
    assert yaml.safe_load(found["map"])["columns"]["a"] == "a."
    assert "c" not in yaml.safe_load(found["map"])["columns"]


def test_the_map_as_it_is_proposed_can_be_used(data, call, folder):
    """Where a person has nothing to fill in, score reads everything with it."""
    found = data(rows("Helemaal mee eens") + rows("99").partition("\n")[2])
    (folder / "map.yaml").write_text(found["map"], encoding="utf-8")
    words = found["command"].split()

    ran = call(*words[1:])

    assert words[:3] == ["reintegratie", "score", "export.csv"]
    assert ran.code == 0


def test_the_questionnaire_is_recognised(answers, call):
    """As score does it."""
    ran = call("doctor", answers)

    assert ran.code == 0
    assert "werkvermogen 1.0.0, herkend aan de kolommen." in ran.text


def test_where_nothing_fits_the_file_is_shown_all_the_same(folder, call):
    """With what to do."""
    (folder / "niets.csv").write_text("x;y\n1;2\n", encoding="utf-8")
    ran = call("doctor", "niets.csv")

    assert ran.code == 3
    assert "utf-8, scheidingsteken puntkomma, 2 kolommen, 1 rij" in ran.text
    assert ran.text.endswith("reintegratie instruments new niets.csv -o mijn-vragenlijst.yaml\n")


def test_the_nearest_questionnaires(folder, call):
    """With how many of their items have a column."""
    (folder / "deel.csv").write_text("id;wv_1;x\n1;2;3\n", encoding="utf-8")

    assert "werkvermogen 1/3" in call("doctor", "deel.csv").text


def test_a_questionnaire_without_any_column(look):
    """Every item stands in the map, to be filled in."""
    ran = look("x;y\n1;2\n")

    assert ran.code == 3
    assert [line.split(":")[0].strip() for line in ran.text.splitlines() if '"?"' in line] == ["a", "b", "c", "n"]


def test_a_file_that_cannot_be_read_ends_with_2(look):
    """As in score, in one sentence."""
    ran = look("id,a,b\n1,1\n2,3,4,5\n3,4\n4,4,4,4\n" * 20)

    assert (ran.code, ran.text) == (2, "")


def test_the_call_that_comes_next_has_what_was_given(look):
    """To copy."""
    ran = look(CLEAN.replace("id;", "wie;"), "--id", "wie", "--delimiter", ";")

    assert ran.text.splitlines()[-1] == (
        "  reintegratie score export.csv -i own.yaml --id wie --delimiter ';' -o scores.csv"
    )


def test_standard_input(folder, call):
    """A file without a name."""
    (folder / "own.yaml").write_text(OWN, encoding="utf-8")

    assert call("doctor", "-", "-i", "own.yaml", stdin=CLEAN.encode()).code == 0


def test_nothing_foreign_controls_the_terminal(look):
    """Neither a column nor a text, nor in what can be pasted; markup is text."""
    ran = look("id;a;b;c;n\x1b[31m;x[/]\n" + "".join(f"{person};\x1b]0,x\x07;2;3;4;5\n" for person in range(12)))

    assert not {"\x1b", "\x07"} & set(ran.text)
    assert "x[/]" in ran.text
