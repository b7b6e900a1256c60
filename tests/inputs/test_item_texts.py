"""Names of columns are compared with the codes and texts of items, and nothing is guessed."""

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from reintegratie_cli.inputs.item_texts import ColumnTexts, Doubt, codes, plain, wordings
from reintegratie_cli.models.instrument import Instrument


def questionnaire(answered="ordinal", **texts):
    """Items with these texts; None for an item without."""
    items = {item: {"answers": "v"} | ({"text": text} if text else {}) for item, text in texts.items()}
    answers = {"v": {"type": "yes_no"} if answered == "yes_no" else {"type": "ordinal", "values": [1, 2]}}
    return Instrument.model_validate({"instrument": "x", "version": "1.0.0", "answers": answers, "items": items})


def matched(names, texts=(), taken=(), **items):
    """The columns of yes/no items with these texts."""
    it = questionnaire("yes_no", **items)
    return ColumnTexts(names, texts).matches(it, list(it.items), taken)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("G1[SQ001]", {"g1_sq001", "g1_1", "sq001"}),
        ("G1_SQ012", {"g1_sq012", "g1_12", "sq012"}),
        ("G1[wz_1]", {"g1_wz_1", "wz_1"}),
        ("hulp[1]", {"hulp_1"}),
        ("hulp___1", {"hulp_1"}),
        ("hulp____99", {"hulp__99"}),
        ("hulp#1", {"hulp_1"}),
        ("hulp#Job coach", {"hulp_job_coach"}),
        ("wz_1. Ik weet wat ik wil", {"wz_1"}),
        ("WZ[SQ001] | Ik weet wat ik wil", {"wz[sq001]", "wz_sq001", "wz_1", "sq001"}),
        ("wz_1", set()),
        ("Werk: hoe vaak zoekt u?", set()),
        ("1. Hoe vaak zoekt u?", set()),
        ("oud_wz_1", set()),
        ("G1[SQ001][1]", set()),
    ],
)
def test_codes(name, expected):
    """The ids that an item can have, by what survey programs make of them."""
    assert codes(name) == expected


@pytest.mark.parametrize(
    "written",
    [
        "Ik weet wat ik wil.\u00a0",
        " ik  WEET wat\nik wil ",
        "<p><strong>Ik weet</strong> wat&nbsp;ik wil</p>",
        "“Ik weet wat ik wil”",
        "Ik weet wat ik wil?*",
        "\ufeffIk weet wat ik\u200b wil...",
    ],
)
def test_the_same_text(written):
    """Case, white space, tags, quotes and the sign at the end are no difference."""
    assert plain(written) in (plain("Ik weet wat ik wil."), plain("Ik weet wat ik  wil"))


@pytest.mark.parametrize(
    "name",
    ["Ik wil", "Stelling. [Ik wil.]", "Stelling - Ik wil", "A - B - Ik wil", "wz_1. Ik wil", "3) Ik wil", "1. Ik wil"],
)
def test_the_part_that_is_the_question(name):
    """What stands in brackets, behind a dash, or behind a code or number."""
    assert "ik wil" in wordings(name)


def test_a_text_in_either_language():
    """The language of the form is not that of the questionnaire."""
    assert matched(["I want", "Ik zoek"], a={"nl": "Ik wil.", "en": "I want."}, b="Ik zoek.").items == {"a": 0, "b": 1}


def test_codes_go_before_texts():
    """Of two columns with the text of an item, the one with its code is its."""
    assert matched(["Ik wil", "G[a_1]"], ["", "Ik wil"], a_1="Ik wil").items == {"a_1": 1}


def test_a_code_and_a_text_that_contradict_each_other():
    """A column with the code of one item and the text of another belongs to neither: the code can be an order only."""
    found = matched(["G[SQ001]", "G[SQ002]"], ["Ik zoek", "Ik wil"], g_1="Ik wil", g_2="Ik zoek")

    assert found.items == {}
    assert found.doubts == [Doubt(("g_1", "g_2"), (0, 1))]


@pytest.mark.parametrize("name", ["hulp___1", "hulp#1", "Welke hulp? (choice=Job coach)"])
def test_what_was_ticked_answers_no_question_on_a_scale(name):
    """0 and 1 of a box are no answers from 1 to 2."""
    it = questionnaire(hulp_1="Job coach")

    assert ColumnTexts([name], []).matches(it, ["hulp_1"], ()).items == {}


def test_two_columns_for_one_item():
    """Neither is taken."""
    found = matched(["G[a]", "H[a]", "Ik zoek"], a=None, b="Ik zoek")

    assert found.items == {"b": 2}
    assert found.doubts == [Doubt(("a",), (0, 1))]


def test_one_column_for_two_items():
    """Two questions of one text are told apart by nothing."""
    assert matched(["Ik zoek"], a="Ik zoek", b="Ik zoek").doubts == [Doubt(("a", "b"), (0,))]


def test_what_the_code_leaves_in_doubt_the_text_can_tell():
    """SQ001 is in both groups, but the texts are not."""
    found = matched(["A[SQ001]", "B[SQ001]"], ["Ik zoek", "Ik bel"], sq001="Ik zoek.")

    assert (found.items, found.doubts) == ({"sq001": 0}, [])


def test_the_digit_that_forms_adds():
    """A second question of the same text gets a digit, and then nobody knows which is the item."""
    assert matched(["Ik wil", "Ik wil2"], a="Ik wil.").doubts == [Doubt(("a",), (0, 1))]
    assert matched(["Ik wil.", "Ik wil.2"], a="Ik wil.").doubts == [Doubt(("a",), (0, 1))]
    assert matched(["Ik wil2"], a="Ik wil.").items == {}
    assert matched(["Deel 1", "Deel 2"], a="Deel 1", b="Deel 2").items == {"a": 0, "b": 1}


@pytest.mark.parametrize("beside", ["Punten - Zoekt u?", "Feedback – Zoekt u?", "Points - zoekt u"])
def test_what_forms_puts_beside_a_question(beside):
    """The points and the feedback of a quiz are no answers; where the question itself is not there, nobody knows."""
    assert matched(["Zoekt u?\u00a0", beside], a="Zoekt u?").items == {"a": 0}
    assert matched([beside], a="Zoekt u?").items == {"a": 0}


def test_the_id_and_the_text_in_one_cell():
    """LimeSurvey writes both; a word that is not the id stays what it is."""
    names = ["zoekt. Zoekt u?", "werk. Werkt u?"]
    assert matched(names, zoekt="Zoekt u?", anders="Werkt u?").items == {"zoekt": 0}


@pytest.mark.parametrize("name", ["Welke hulp? (choice=Job coach)", "hulp#Job_coach", "hulp#Job coach"])
def test_the_label_of_an_option(name):
    """REDCap and Castor name a column by the option that could be ticked there."""
    assert matched([name], a="Job coach").items == {"a": 0}


def test_a_column_that_is_taken_is_not_looked_at():
    """It holds another item already."""
    assert matched(["G[a]", "H[a]"], taken={0}, a=None).items == {"a": 1}


def test_a_text_that_is_too_long_for_a_question():
    """A column of a megabyte with many parts is no item, and takes no time."""
    for name in ("a - " * 10**6, "[" * 10**6, "a[" + "b" * 10**6 + "]", "_" * 10**6, "<a" * 10**6):
        assert (codes(name), wordings(name), plain(name)) == (set(), set(), "")


@pytest.mark.parametrize("part", ["a - ", "[", "[a]", "_", "_1", "<a", "&amp;", "a. ", " "])
def test_a_long_text_of_many_parts(part):
    """The longest text that is looked at takes no time either, whatever is repeated in it."""
    name = (part * 2000)[:2000]
    ColumnTexts([name] * 5, [name] * 5).matches(questionnaire(a="Ik wil"), ["a"], ())


@forall(names=st.lists(st.text(max_size=12)), texts=st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4))
def test_nothing_breaks_it_and_no_column_is_used_twice(names, texts):
    """Whatever columns and texts, every item has at most one column, and no column two items."""
    items = {f"i{n}": text.strip() or None for n, text in enumerate(texts)}
    found = matched([*names, *texts], **items)

    assert len(set(found.items.values())) == len(found.items)
    assert not found.items.keys() & {item for doubt in found.doubts for item in doubt.items}
