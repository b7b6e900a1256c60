"""How a questionnaire is built: each finding by one change to a questionnaire that has none."""

from copy import deepcopy

import pytest

from reintegratie_cli.decisions.questionnaire import check_questionnaire
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.wording import Wording
from reintegratie_cli.resources import shipped

SURE = ["helemaal niet zeker", "een beetje zeker", "redelijk zeker", "erg zeker", "heel erg zeker"]
AGREE = ["helemaal mee oneens", "mee oneens", "neutraal", "mee eens", "helemaal mee eens"]
RIGHT = {
    "instrument": "proef",
    "version": "1.0.0",
    "answers": {"a": {"type": "ordinal", "values": dict(enumerate(SURE, 1))}, "n": {"type": "count", "min": 0}},
    "items": {
        "v1": {"answers": "a", "text": "Hoe zeker bent u nu van werk?"},
        "v2": {"answers": "a", "text": "Hoe zeker bent u nu van geld?"},
        "v3": {"answers": "a", "text": "Hoe zeker bent u nu van hulp?"},
        "v4": {"answers": "a", "text": "Hoe zeker bent u nu van rust?"},
    },
    "scales": {"s": {"measurement": "reflective", "items": ["v1", "v2", "v3", "v4"], "score": "mean"}},
}
SCALE = ("scales", "s")
SHIPPED = sorted(path.stem for path in shipped("instruments").glob("*.yaml"))


@pytest.fixture(scope="module")
def rules() -> Wording:
    """The words and limits that are shipped."""
    return catalogue.load_wording()


def changed(*changes) -> Instrument:
    """The right questionnaire after changes: keys from the top, and the new value."""
    raw = deepcopy(RIGHT)
    for *keys, last, value in changes:
        place = raw
        for key in keys:
            place = place[key]
        place[last] = value
    return Instrument.model_validate(raw)


def ordinal(labels, first=1):
    """An answer set with these labels; a number stands for so many codes without."""
    values = list(range(first, first + labels)) if isinstance(labels, int) else dict(enumerate(labels, first))
    return {"type": "ordinal", "values": values}


def answered(labels):
    """The change that gives all items other answers."""
    return ("answers", "a", ordinal(labels))


def items(*names):
    """The change that gives the scale other items."""
    return (*SCALE, "items", list(names))


FINDINGS = [
    ([], []),
    ([items("v1", "v2")], [("too_few_items", None, "s"), ("unused_item", None, None)]),
    ([items("v1", "v2", "v3")], [("few_items", None, "s"), ("unused_item", "v4", None)]),
    ([items("v1", "v2"), (*SCALE, "measurement", "formative")], [("unused_item", None, None)]),
    ([answered(AGREE)], [("unbalanced_keys", None, "s"), ("agree_disagree", None, None)]),
    ([answered(AGREE), (*SCALE, "reversed", ["v1"])], [("unbalanced_keys", None, "s"), ("agree_disagree", None, None)]),
    ([answered(AGREE), (*SCALE, "reversed", ["v1", "v3"])], [("agree_disagree", None, None)]),
    ([(*SCALE, "reversed", ["v1"])], []),
    ([(*SCALE, "reversed", ["v1", "v2", "v3", "v4"])], [("all_reversed", None, "s")]),
    ([answered(["heel slecht", "slecht", "goed", "heel goed"])], [("no_midpoint", None, None)]),
    ([answered(["heel goed", "goed", "slecht", "heel slecht"])], [("no_midpoint", None, None)]),
    ([answered(["nooit", "soms", "vaak", "heel vaak"])], []),
    ([answered(5)], [("unlabelled_points", None, None)]),
    ([answered(SURE[:3])], [("few_points", None, None)]),
    ([answered(11)], [("unlabelled_points", None, None), ("many_points", None, None)]),
    (
        [("answers", "a", {"type": "ordinal", "values": {n: {"nl": "punt"} if n in (0, 8) else {} for n in range(9)}})],
        [],
    ),
    ([("answers", "b", ordinal(SURE, 0)), ("items", "v1", "answers", "b")], [("unequal_ranges", None, "s")]),
    ([("answers", "b", ordinal(AGREE[::-1])), ("items", "v1", "answers", "b")], [("agree_disagree", None, None)]),
    ([("items", "v1", "answers", "n")], [("unequal_ranges", None, "s")]),
    ([("items", name, "answers", "n") for name in RIGHT["items"]], []),
    ([("items", "v5", {"answers": "a"})], [("unused_item", "v5", None), ("no_text", None, None)]),
    (
        [
            ("answers", "w", {"type": "choice", "values": {"zorg": "zorg", "bouw": "bouw"}}),
            ("items", "v5", {"answers": "w", "wish": "work", "text": "Welk werk wilt u?"}),
        ],
        [],
    ),
    (
        [
            ("answers", "j", {"type": "yes_no"}),
            ("items", "v5", {"answers": "j", "text": "Zoekt u nu werk?"}),
            ("items", "v4", "only_if", {"item": "v5", "is": [1]}),
        ],
        [],
    ),
    (
        [("scales", "t", {"measurement": "single", "items": ["v2"], "score": "mean"})],
        [("shared_item", "v2", None)],
    ),
    (
        [("scales", "t", {"measurement": "formative", "items": ["v2", "v3"], "score": "sum", "twin_of": "s"})],
        [("unequal_twins", None, "t"), ("shared_item", "v2", None), ("shared_item", "v3", None)],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), FINDINGS)
def test_one_change_makes_its_findings(changes, expected, rules):
    """Kind, item and scale, in a fixed order."""
    found = check_questionnaire(changed(*changes), rules)

    assert [(finding.kind, finding.item, finding.scale) for finding in found] == expected


def test_only_what_breaks_the_measurement_is_an_error(rules):
    """Two items have no factor model; all else is a warning."""
    every = [finding for changes, _ in FINDINGS for finding in check_questionnaire(changed(*changes), rules)]

    assert {finding.kind for finding in every if finding.severity == "error"} == {"too_few_items"}


def test_scales_with_just_enough_items_are_said_together(rules):
    """The same sentence about ten scales would hide the others."""
    other = {"measurement": "reflective", "items": ["v2", "v3", "v4"], "score": "mean"}
    made = changed(items("v1", "v2", "v3"), ("scales", "t", other))
    found = [finding for finding in check_questionnaire(made, rules) if finding.kind == "few_items"]

    assert [(finding.scale, "s, t" in finding.reason.nl) for finding in found] == [(None, True)]


def test_a_count_above_a_limit_may_have_unequal_ranges(rules):
    """Such a score adds up no answers."""
    made = changed(
        ("answers", "b", ordinal(SURE, 0)),
        ("items", "v1", "answers", "b"),
        (*SCALE, "measurement", "formative"),
        (*SCALE, "score", {"count_above": 2}),
    )

    assert check_questionnaire(made, rules) == ()


ALLOWED = {"few_items", "no_text", "long_word", "too_long"}
"""What may be said of the questionnaires that come with the program: scales of three items, the texts that belong to
others, one word of six syllables, one English item of 13 words."""


@pytest.mark.parametrize("name", SHIPPED)
def test_little_is_said_of_what_is_shipped(name, rules):
    """They were written by these rules; a false alarm costs trust."""
    found = check_questionnaire(catalogue.find_instrument(name), rules)

    assert {finding.kind for finding in found} <= ALLOWED
    assert len(found) <= 3


@pytest.mark.parametrize("name", SHIPPED)
def test_the_order_of_items_makes_no_difference(name, rules):
    """The same findings, said in the order of the items."""
    made = catalogue.find_instrument(name)
    turned = made.model_copy(update={"items": dict(reversed(made.items.items()))})

    assert set(check_questionnaire(turned, rules)) == set(check_questionnaire(made, rules))
