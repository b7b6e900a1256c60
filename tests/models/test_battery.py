"""Several questionnaires as one: nothing lost, nothing renamed that people see, nothing there twice."""

import pytest

from reintegratie_cli.errors import InstrumentError
from reintegratie_cli.models.battery import combine, parts, resolve
from reintegratie_cli.models.instrument import Instrument, Item
from reintegratie_cli.models.instrument_checks import check_instrument


def questionnaire(name, items, **more):
    """A questionnaire with one scale of all its items, and what is added to it."""
    raw = {
        "instrument": name,
        "version": "1.2.0",
        "missing": [99],
        "answers": {"zeker": {"type": "ordinal", "values": [1, 2, 3]}},
        "items": {item: {"answers": "zeker"} for item in items},
        "scales": {f"s_{items[0]}": {"measurement": "reflective", "items": items, "score": "mean"}},
    }
    return Instrument.model_validate({**raw, **more})


FIRST = questionnaire(
    "eerste-lijst",
    ["a", "b", "c"],
    scales={
        "s": {"measurement": "reflective", "items": ["c", "a"], "score": "mean"},
        "t": {"measurement": "single", "items": ["b"], "score": "mean"},
    },
    columns={"a": "Q1", "b": "Q2"},
)
SECOND = questionnaire(
    "tweede",
    ["d", "e"],
    answers={"zeker": {"type": "ordinal", "values": [1, 2], "missing": []}, "rest": {"type": "yes_no"}},
)
ALL = {it.instrument: it for it in (FIRST, SECOND)}


def battery(*includes, **more):
    """A battery of these includes."""
    raw = {"instrument": "samen", "version": "3.0.0", "title": "Samen", "includes": [*includes]}
    return Instrument.model_validate({**raw, **more})


def include(name, **more):
    """An include of a questionnaire, in the version of its file."""
    return {"id": name, "version": "1.0.0", **more}


def refused(made, lookup=ALL.__getitem__):
    """The sentence with which a battery is refused."""
    with pytest.raises(InstrumentError) as caught:
        resolve(made, lookup)
    return caught.value.sentences[0].en


def test_a_battery_takes_scales_with_their_items_in_order():
    """Includes in their order, in a scale its own order, then the items that are named."""
    made = resolve(battery(include("tweede"), include("eerste-lijst", scales=["s"], items=["b"])), ALL.__getitem__)

    assert list(made.items) == ["d", "e", "c", "a", "b"]
    assert list(made.scales) == ["s_d", "s"]
    assert (made.instrument, made.version, made.includes) == ("samen", "3.0.0", ())
    assert made.columns == {"a": "Q1", "b": "Q2"}


def test_a_resolved_battery_is_a_right_questionnaire():
    """What comes out passes the checks of a file."""
    assert list(check_instrument(resolve(battery(include("eerste-lijst"), include("tweede")), ALL.__getitem__))) == []


def test_answer_sets_keep_apart_and_take_their_missing_codes_along():
    """Two sets of one name stay two, and each keeps what its own questionnaire calls missing."""
    made = resolve(battery(include("eerste-lijst"), include("tweede")), ALL.__getitem__)

    assert set(made.answers) == {"eerste_lijst__zeker", "tweede__zeker"}
    assert made.answer_set("a").codes == (1, 2, 3)
    assert made.answer_set("d").codes == (1, 2)
    assert made.missing_codes("a") == (99,)
    assert made.missing_codes("d") == ()
    assert made.missing == ()


def test_what_is_no_battery_stays_as_it_is():
    """A questionnaire without includes is itself, alone or combined alone."""
    assert resolve(FIRST, ALL.__getitem__) is FIRST
    assert combine([FIRST]) is FIRST
    assert parts(FIRST, ALL.__getitem__) == (FIRST,)


def test_parts_keep_their_own_names_and_instructions():
    """A form is printed part by part."""
    first, second = parts(battery(include("eerste-lijst", scales=["t"]), include("tweede")), ALL.__getitem__)

    assert (first.instrument, list(first.items), list(first.scales)) == ("eerste-lijst", ["b"], ["t"])
    assert first.columns == {"b": "Q2"}
    assert second is SECOND


@pytest.mark.parametrize("version", ["0.9.0", "2.0.0"])
def test_another_major_version_is_refused_naming_both(version):
    """Items or keys differ between major versions."""
    said = refused(battery({"id": "tweede", "version": version}))

    assert version in said
    assert "1.2.0" in said


def test_another_minor_version_is_fine():
    """Items and keys are the same within a major version."""
    assert resolve(battery({"id": "tweede", "version": "1.9.9"}), ALL.__getitem__).items


def test_a_battery_in_a_battery_is_refused():
    """Only questionnaires are included."""
    inner = battery(include("tweede"))

    assert "is made of other questionnaires itself" in refused(
        battery({"id": "samen", "version": "3.0.0"}), lambda _: inner
    )


def test_ids_are_unique():
    """An item or scale of one name in two questionnaires would be one column."""
    items = {**ALL, "derde": questionnaire("derde", ["a"])}
    scales = {
        **ALL,
        "derde": questionnaire("derde", ["z"], scales={"s": FIRST.scales["t"].model_copy(update={"items": ("z",)})}),
    }

    assert "the item a is in two" in refused(battery(include("eerste-lijst"), include("derde")), items.__getitem__)
    assert "the scale s is in two" in refused(battery(include("eerste-lijst"), include("derde")), scales.__getitem__)
    with pytest.raises(InstrumentError, match="the item a is in two"):
        combine([FIRST, items["derde"]])


def test_what_is_included_exists():
    """A scale or item that is taken is there, and the nearest one is named."""
    assert "the scale s_dd does not exist. Did you mean s_d?" in refused(battery(include("tweede", scales=["s_dd"])))
    assert "the item x does not exist" in refused(battery(include("tweede", items=["x"])))


def test_a_follow_up_comes_with_its_question():
    """A follow-up cannot be judged without the answer it depends on."""
    follow_up = Item.model_validate({"answers": "zeker", "only_if": {"item": "d", "is": [1]}})
    routed = SECOND.model_copy(update={"items": {**SECOND.items, "e": follow_up}})
    with_it = resolve(battery(include("tweede", items=["d", "e"])), lambda _: routed)

    assert "depends on d; include that item as well" in refused(
        battery(include("tweede", items=["e"])), lambda _: routed
    )
    assert list(with_it.items) == ["d", "e"]


def test_combining_joins_ids_versions_and_titles():
    """Several `-i` are one questionnaire, named after all of them."""
    made = combine([FIRST.model_copy(update={"title": battery().title}), SECOND])

    assert made.instrument == "eerste-lijst+tweede"
    assert made.version == "1.2.0+1.2.0"
    assert made.title.nl == "Samen + tweede"
    assert list(made.items) == ["a", "b", "c", "d", "e"]
    assert made.answer_set("e").codes == (1, 2)


def test_combining_what_was_combined_keeps_all_apart():
    """A battery and another questionnaire can be combined again."""
    once = resolve(battery(include("eerste-lijst")), ALL.__getitem__)
    twice = combine([combine([once, SECOND]), questionnaire("vierde", ["z"])])

    assert list(twice.items) == ["a", "b", "c", "d", "e", "z"]
    assert twice.missing_codes("a") == (99,)
    assert twice.missing_codes("d") == ()


@pytest.mark.parametrize(
    ("other", "expected"), [("professional", "professional"), ("client", "client"), ("organisation", "client")]
)
def test_the_respondent_is_the_one_they_share(other, expected):
    """Else it is the client, whose answers the file of responses holds."""
    first = FIRST.model_copy(update={"respondent": "professional"})

    assert combine([first, SECOND.model_copy(update={"respondent": other})]).respondent == expected


def test_without_models_there_is_none():
    """The default, one factor per reflective scale, is not written out."""
    assert combine([FIRST, SECOND]).model is None


def test_models_are_joined():
    """A part without a model of its own brings one factor per reflective scale, as it would by itself."""
    model = {"factors": {"g": ["d"]}, "residual_covariances": [["d", "e"]]}
    made = combine([FIRST, questionnaire("tweede", ["d", "e"], model=model)])

    assert made.model.factors == {"s": ("c", "a"), "g": ("d",)}
    assert made.model.residual_covariances == (("d", "e"),)


def test_a_part_of_a_model_keeps_what_is_taken():
    """Factors and covariances of items that are left out go with them."""
    whole = questionnaire(
        "tweede",
        ["d", "e", "f"],
        model={"factors": {"x": ["d", "e"], "y": ["f"]}, "residual_covariances": [["d", "e"], ["e", "f"]]},
    )
    made = resolve(battery(include("tweede", items=["d", "e"])), lambda _: whole)

    assert made.model.factors == {"x": ("d", "e")}
    assert made.model.residual_covariances == (("d", "e"),)


def test_factors_of_one_name_stay_two():
    """Factors are named within their questionnaire."""
    model = {"factors": {"g": ["d", "e"]}}
    made = combine(
        [
            questionnaire("een", ["d", "e"], model=model),
            questionnaire("twee", ["p", "q"], model={"factors": {"g": ["p", "q"]}}),
        ]
    )

    assert made.model.factors == {"g": ("d", "e"), "twee__g": ("p", "q")}
