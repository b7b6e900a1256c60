"""Which column is what: found by name in a fixed order, or refused, or said."""

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from reintegratie_cli.errors import ResponsesError, UsageError
from reintegratie_cli.inputs.binding import (
    DATE_NAMES,
    ID_NAMES,
    Header,
    bind,
    check_alike,
    check_map,
    missing_items,
)
from reintegratie_cli.inputs.detection import detect_instrument
from reintegratie_cli.inputs.layouts import Heading
from reintegratie_cli.inputs.reading_options import ReadingOptions
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.text import Text


def instrument(columns=(), items=("a", "b", "c")):
    """A questionnaire with two scales and one item outside them."""
    return Instrument.model_validate(
        {
            "instrument": "proef",
            "version": "1.0.0",
            "answers": {"vijf": {"type": "ordinal", "values": [1, 2, 3, 4, 5]}},
            "items": {item: {"answers": "vijf"} for item in items},
            "scales": {
                "een": {"items": ["a"], "measurement": "single", "score": "mean"},
                "twee": {"items": ["a", "b"], "measurement": "formative", "score": "mean"},
            },
            "columns": dict(columns),
        }
    )


def bound(header, options=None, columns=(), reserved=()):
    """What the columns of a header are."""
    return bind(Header("a.csv", Heading(tuple(header))), instrument(columns), options or ReadingOptions(), reserved)


def of_items(header, **items):
    """A header, and questionnaires with these items."""
    wide = instrument()
    some = {name: wide.model_copy(update={"items": dict.fromkeys(own, wide.items["a"])}) for name, own in items.items()}
    return Header("a.csv", Heading(tuple(header))), some


def refusal(kind, *args, **kwargs):
    """The sentences with which a header is refused."""
    with pytest.raises(kind) as caught:
        bound(*args, **kwargs)
    (sentence,) = caught.value.sentences
    assert sentence.nl != sentence.en
    assert sentence.nl[0].isupper() or sentence.nl.startswith(("a.csv", "--"))
    return sentence.nl


def test_items_by_map_by_questionnaire_by_id():
    """--map goes before the questionnaire's own columns, and these before the item's id."""
    header = ["a", "Q1", "b", "Q2", "c", "Q3"]
    found = bound(header, ReadingOptions(columns={"a": "q3 "}), columns={"a": "Q1", "b": "Q2"})
    assert found.items == {"a": 5, "b": 3, "c": 4}


def test_a_column_that_the_questionnaire_names_may_be_absent():
    """Then the item's id is tried, and else it has no column."""
    assert bound(["b", "c"], columns={"a": "Q1", "b": "Q2"}).items == {"b": 0, "c": 1}


def test_names_are_compared_without_case_and_spaces():
    """Spaces of every kind around a name, and capitals, are no difference."""
    assert bound(["\ufeffA ", "B\xa0", " Id"]).items == {"a": 0, "b": 1}
    assert bound(["A ", "B\xa0", " Id"]).id == 2


@pytest.mark.parametrize("option", ["id", "occasion", "date"])
def test_a_named_column_that_is_not_there_is_refused(option):
    """Exit code 2, with the nearest name."""
    said = refusal(UsageError, ["a", "klantnummer", "b"], ReadingOptions(**{option: "klantnumer"}))
    assert f"--{option}" in said
    assert "Bedoelde u klantnummer?" in said


def test_a_mapped_column_that_is_not_there_is_refused():
    """As for --keep."""
    assert "--map, a" in refusal(UsageError, ["a", "b"], ReadingOptions(columns={"a": "Q1"}))
    assert "--keep" in refusal(UsageError, ["a", "b"], ReadingOptions(keep=("wijk",)))


def test_two_columns_for_one_item_are_refused():
    """Nobody can tell which of two columns of one name is meant."""
    assert "1, 3" in refusal(ResponsesError, ["a", "b", "A "])
    assert "2, 3" in refusal(ResponsesError, ["a", "id", "ID"])


def test_two_columns_that_nobody_asks_for_may_have_one_name():
    """As an export with several columns without a name does."""
    assert bound(["", "a", "", "x", "x"]).items == {"a": 1}


def test_two_items_on_one_column_are_refused():
    """A mistake in --map must not score one answer twice."""
    assert "dezelfde kolom Q" in refusal(UsageError, ["Q"], ReadingOptions(columns={"a": "Q", "b": "q"}))
    assert "dezelfde kolom b" in refusal(UsageError, ["b"], columns={"a": "b"})


def test_a_file_without_items_is_refused():
    """With what was found and what was expected."""
    said = refusal(ResponsesError, ["id", "x1"])
    assert "id, x1" in said
    assert "a, b, c" in said


def test_a_title_above_the_header():
    """A title of a spreadsheet has a name in its first column alone."""
    said = refusal(ResponsesError, ["Export van 3 november", "", "", ""])
    assert "haal een titel boven de kopregel weg" in said


def test_answers_in_place_of_a_header_are_not_shown():
    """In a file without a header the first row is a person."""
    said = refusal(ResponsesError, ["123456782", "4", "jan@example.org", "klant 12345678", "naam"])
    assert "Gevonden: naam." in said


@pytest.mark.parametrize("name", ID_NAMES)
def test_the_id_is_recognised(name):
    """By each of the known names, whatever its case."""
    assert bound(["a", "b", name.upper()]).id == 2


@pytest.mark.parametrize("name", DATE_NAMES)
def test_the_date_is_recognised(name):
    """By each of the known names, whatever its case."""
    assert bound([name.title(), "a", "b"]).date == 0


def test_the_first_known_name_wins():
    """In the order of the list, not of the file; none is fine too."""
    assert bound(["token", "nr", "client_id", "a"]).id == 2
    assert bound(["a", "naam"]).id is None
    assert bound(["a", "naam"]).date is None


def test_an_item_is_no_id():
    """A column that is an item already is not taken for the id or the date."""
    header = Header("a.csv", Heading(("nr", "token", "datum")))
    found = bind(header, instrument(items=("nr", "datum", "a", "b")), ReadingOptions())
    assert (found.items, found.id, found.date) == ({"nr": 0, "datum": 2}, 1, None)


def test_options_go_before_recognition():
    """What the call names is taken, also when a known name is there."""
    found = bound(["id", "code", "a", "datum", "dag"], ReadingOptions(id="Code", date="dag", occasion="datum"))
    assert (found.id, found.date, found.occasion) == (1, 4, (3,))
    assert found.known == (1, 3, 4)
    assert found.others == (0,)


def test_kept_columns_have_the_names_of_the_file():
    """Each once, in the order of the call."""
    found = bound(["Wijk", "a", "Team"], ReadingOptions(keep=("team", "wijk", "TEAM")))
    assert list(found.kept.items()) == [("Team", 2), ("Wijk", 0)]


@pytest.mark.parametrize("name", ["measured", "row.status", "id", "code", "een.score"])
def test_a_kept_column_cannot_be_one_of_the_output(name):
    """Two columns of one name would make the output unreadable; the id is there already."""
    said = refusal(
        UsageError,
        ["a", name, "code"] if name != "code" else ["a", "code"],
        ReadingOptions(keep=(name,), id="code"),
        reserved=["een.score"],
    )
    assert f"--keep {name}" in said


def with_texts(**texts):
    """The questionnaire, in which these items (a, b, c) have a text."""
    it = instrument()
    items = {item: own.model_copy(update={"text": texts.get(item)}) for item, own in it.items.items()}
    return it.model_copy(update={"items": items})


def test_items_by_code_and_by_text():
    """Only items without a column of their name are looked for so, and what was found is said."""
    it = with_texts(a=Text("Ik durf te bellen.", "I dare to call."), b=Text("Ik zoek.", "I search."))
    header = Header("a.csv", Heading(("id", "I dare to call", "x", "G[c]"), ("", "", "<p>Ik zoek</p>", "")))
    found = bind(header, it, ReadingOptions())

    assert found.items == {"a": 1, "b": 2, "c": 3}
    assert found.names_again == ("id", "a", "b", "c")
    assert [note.nl for note in found.notes] == ["a.csv: 3 vragen zijn herkend aan de code of de tekst in de kopregel."]


def test_a_column_of_the_items_own_name_goes_before_its_text():
    """A map, the questionnaire and the id say it; the text is then just a column."""
    it = with_texts(a=Text("Ik durf te bellen.", "I dare to call."))
    header = Header("a.csv", Heading(("Ik durf te bellen", "a", "Q7")))

    assert bind(header, it, ReadingOptions()).items == {"a": 1}
    assert bind(header, it, ReadingOptions(columns={"a": "Q7"})).items == {"a": 2}
    assert bind(header, it, ReadingOptions()).names_again == ("Ik durf te bellen", "a", "Q7")


def test_what_is_not_sure_is_said_and_not_read():
    """Two columns with the text of one item: neither is taken, and both are named."""
    it = with_texts(a=Text("Ik zoek.", "I search."))
    header = Header("a.csv", Heading(("b", "Ik zoek", "Vorige keer - Ik zoek")))
    found = bind(header, it, ReadingOptions())

    assert found.items == {"b": 0}
    (note,) = found.notes
    assert "niet gelezen: a (Ik zoek, Vorige keer - Ik zoek). Noem ze bij --map." in note.nl
    with pytest.raises(ResponsesError, match="not sure which column"):
        bind(Header("a.csv", Heading(("Ik zoek", "Ik zoek2"))), it, ReadingOptions())


def test_a_text_that_is_nearly_an_items_is_named():
    """A question whose words were changed a little is not taken, but said, by the name of its column."""
    it = with_texts(a=Text("Hoe vaak belde u een werkgever over werk?", "How often did you phone an employer?"))
    texts = ("", "Hoe vaak belde u een werkgever op over werk?")
    said = [text.nl for text in missing_items(Header("a.csv", Heading(("b", "Q7_1"), texts)), it, {"b": 0, "c": 9})]

    assert "Bedoelde u Q7_1?" in said[0]


def test_several_columns_can_tell_measurements_apart():
    """Those of the survey program, unless the call names one; without a column that seems to hold BSNs."""
    header = Header("a.csv", Heading(("id", "event", "a", "instance"), occasion=("event", "instance")))
    found = bind(header, instrument(), ReadingOptions())

    assert (found.occasion, found.known) == ((1, 3), (0, 1, 3))
    assert found.without([1]).occasion == (3,)
    assert found.without([1, 3]).occasion is None
    assert bind(header, instrument(), ReadingOptions(occasion="instance")).occasion == (3,)


def test_the_programs_own_date_goes_first():
    """The columns that are tried by name come after it."""
    header = Header("a.csv", Heading(("datum", "a", "Completion time"), date="completion time"))
    assert bind(header, instrument(), ReadingOptions()).date == 2


def test_the_questionnaire_is_known_by_codes_and_texts():
    """As its columns are found, so is the questionnaire itself."""
    texts = with_texts(a=Text("Ik zoek.", "I search."), b=Text("Ik bel.", "I call."))
    header = Header("a.csv", Heading(("Ik zoek", "Ik bel", "G[x]")))

    assert detect_instrument(header, {"een": texts, "ander": instrument(items=("x", "y", "z"))}) == "een"


def test_missing_items_are_said_per_scale():
    """How many, which, and the nearest column; complete scales are silent."""
    header = Header("a.csv", Heading(("a", "beta", "cc", "B_")))
    it = instrument(items=("a", "b_1", "c", "beta_2"))
    it.scales["twee"] = it.scales["twee"].model_copy(update={"items": ("a", "beta_2")})
    said = [text.nl for text in missing_items(header, it, {"a": 0})]
    assert said[0].startswith("a.csv, schaal twee: 1 van de 2 vragen heeft geen kolom (beta_2). Bedoelde u beta?")
    assert said[1].startswith("a.csv, vragen buiten de schalen: 2 van de 2")
    assert len(said) == 2


def test_scales_without_any_column_are_said_together():
    """In one sentence, for a file that holds part of a long questionnaire."""
    said = [text.nl for text in missing_items(Header("a.csv", Heading(("zz", "c"))), instrument(), {"c": 1})]
    assert said == ["a.csv: geen kolommen voor de schalen een, twee."]


def test_files_must_be_alike():
    """Other items, another id or another occasion in a second file are refused by name."""
    first = bound(["id", "a", "b", "datum"])
    check_alike(first, bound(["b", "x", "ID", "a"]))
    for header in (["id", "a"], ["nr", "a", "b"], ["a", "b"]):
        with pytest.raises(ResponsesError):
            check_alike(first, bound(header))
    with pytest.raises(ResponsesError, match="b, c"):
        check_alike(first, bound(["id", "a", "c"]))


def test_a_map_for_something_else_is_refused():
    """An item or answer set that is not in use is a slip of the pen."""
    with pytest.raises(UsageError, match="Did you mean jsse_1"):
        check_map(ReadingOptions(columns={"jsse1": "Q"}), ["jsse_1"], [])
    with pytest.raises(UsageError, match="answer set"):
        check_map(ReadingOptions(answers={"zeker": {}}), [], ["last"])
    check_map(ReadingOptions(columns={"a": "Q"}, answers={"s": {}}), ["a"], ["s"])


@pytest.mark.parametrize(
    ("header", "chosen"),
    [(["a", "b", "c", "x", "y"], "groot"), (["X", "y"], "klein"), (["id", "a", "b", "x"], "groot")],
)
def test_the_questionnaire_is_known_by_its_items(header, chosen):
    """The one with most items as columns, if more than half of its items are there."""
    assert detect_instrument(*of_items(header, groot=["a", "b", "c"], klein=["x", "y"])) == chosen


@pytest.mark.parametrize("header", [["a", "x"], [], ["q"], ["a", "b", "p", "q"]])
def test_no_questionnaire_or_two_are_refused(header):
    """Half of the items is not enough, and of two that fit as well neither is taken."""
    header, candidates = of_items(header, groot=["a", "b", "c"], klein=["x", "y"], ander=["p", "q"])
    with pytest.raises(UsageError, match="-i") as caught:
        detect_instrument(header, candidates)
    assert "groot" in str(caught.value)


@forall(order=st.permutations(["id", "a", "b", "datum", "wijk", "x1", "x2", ""]))
def test_the_order_of_columns_never_matters(order):
    """Every column is found wherever it stands."""
    found = bound(order, ReadingOptions(keep=("wijk",)))
    names = {"id": found.id, "datum": found.date, "wijk": found.kept["wijk"], **found.items}
    assert all(order[place] == name for name, place in names.items())


def test_a_header_of_one_column_gets_advice():
    """The whole line as one name: the wrong delimiter, a title above the header, or quotes around whole lines."""
    with pytest.raises(ResponsesError, match="--delimiter, or remove a title above the header"):
        bind(Header("a.csv", Heading(("Export 2024",))), instrument(), ReadingOptions())
    with pytest.raises(UsageError, match="--delimiter, or remove a title above the header"):
        detect_instrument(*of_items(["Export 2024"], proef=["v1", "v2"]))


def test_an_empty_name_is_said_to_be_empty():
    """An option with nothing in it does not ask for a column without a name."""
    with pytest.raises(UsageError, match="the name with --keep is empty"):
        Header("a.csv", Heading(("id", "v1"))).asked(" ", "--keep")
