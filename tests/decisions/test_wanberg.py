"""Wanberg's components: need, middle or strength."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.decisions.scored import Scored, ScoredScale
from reintegratie_cli.decisions.wanberg import level, share_of_range, wanberg_columns
from reintegratie_cli.models.instrument import Scale
from reintegratie_cli.models.responses import NO_ANSWER
from reintegratie_cli.psychometrics.classification import TrueScore

COMPONENTS = [
    "zoekgedrag",
    "belemmeringen",
    "human_capital",
    "social_capital",
    "economische_incentives",
    "discriminatie",
    "vraagversterking",
]


def scale(scores, ends=(1.0, 5.0), **more):
    """A scale of the component `social_capital`, unless said otherwise."""
    definition = {"measurement": "reflective", "items": ["a"], "score": "mean", "component": "social_capital", **more}
    score = np.array(scores, dtype=float)
    true = TrueScore(score, np.full(len(score), 0.4), *ends)
    return ScoredScale(Scale.model_validate(definition), np.zeros(len(score), dtype=np.int64), true)


@pytest.fixture(scope="session")
def wanberg(shipped, show):
    """The components of a few persons: a dictionary each."""

    def of(readable=True, **scales):  # noqa: FBT002 - it stands apart from the scales
        n = len(next(iter(scales.values())).score)
        columns = wanberg_columns(shipped.wanberg, Scored(n, scales, {}), np.full(n, readable))
        return [{name: show(column, row) for name, column in columns.items()} for row in range(n)]

    return of


def test_the_share_of_the_range_by_hand():
    """2 on 1-5 is a quarter, the ends are 0 and 1; 2 on 0-4 is a half."""
    assert share_of_range(scale([2.0, 1.0, 5.0])).tolist() == [0.25, 0.0, 1.0]
    assert share_of_range(scale([2.0], ends=(0.0, 4.0))).tolist() == [0.5]


@pytest.mark.parametrize(("direction", "expected"), [("favourable", 0.25), ("unfavourable", 0.75), ("neither", 0.25)])
def test_an_unfavourable_scale_is_turned_round(direction, expected):
    """Much discrimination is a small share of what is favourable."""
    assert share_of_range(scale([2.0], high=direction)).tolist() == [expected]


def test_the_bounds_belong_to_the_middle():
    """Below is low, above is high; without a score neither."""
    found = level(np.array([0.374, 0.375, 0.5, 0.625, 0.626, math.nan]), 0.375, 0.625)
    assert found.tolist() == [0, 1, 1, 1, 2, NO_ANSWER]


def test_the_columns_are_the_seven_components_and_what_is_missing(wanberg):
    """In the order of the rule."""
    assert list(wanberg(one=scale([3.0]))[0]) == [*(f"wanberg.{name}" for name in COMPONENTS), "wanberg.missing"]


@pytest.mark.parametrize(("score", "expected"), [(2.4, "need"), (2.5, "middle"), (3.5, "middle"), (3.6, "strength")])
def test_one_scale_is_its_component(wanberg, score, expected):
    """2.5 and 3.5 on a scale from 1 to 5."""
    assert wanberg(one=scale([score]))[0]["wanberg.social_capital"] == expected


def test_a_component_is_the_mean_of_its_scales(wanberg):
    """Each as a share of its own range: 1/4 and 3/4 make 1/2; where one lacks, the other speaks."""
    one, other = scale([2.0, 2.0, math.nan, math.nan]), scale([3.0, math.nan, 3.0, math.nan], ends=(0.0, 4.0))
    found = wanberg(one=one, other=other)
    assert [row["wanberg.social_capital"] for row in found] == ["middle", "need", "strength", None]


def test_what_lacks_is_listed(wanberg):
    """The scale by its component; a component that was not asked at all by itself."""
    rest = ";".join(name for name in COMPONENTS if name != "social_capital")
    found = wanberg(one=scale([2.0, math.nan]), other=scale([3.0, 3.0]))
    before, after = rest.split("economische", maxsplit=1)
    assert found[0]["wanberg.missing"] == rest
    assert found[1]["wanberg.missing"] == f"{before}social_capital:one;economische{after}"


def test_of_a_row_that_could_not_be_read_nothing_is_said_to_lack(wanberg):
    """It was not looked at."""
    assert wanberg(readable=False, one=scale([math.nan]))[0]["wanberg.missing"] is None


def test_formative_scales_speak_only_where_there_are_no_reflective_ones(wanberg):
    """An index of needs beside a measured ability does not count with it; alone it does."""
    index = scale([0.0], ends=(0.0, 4.0), measurement="formative")
    assert wanberg(index=index, ability=scale([5.0]))[0]["wanberg.social_capital"] == "strength"
    assert wanberg(index=index)[0]["wanberg.social_capital"] == "need"


@pytest.mark.parametrize(
    ("direction", "score", "expected"),
    [
        ("unfavourable", 1.6, "middle"),
        ("unfavourable", 1.5, "strength"),
        ("unfavourable", math.nan, "strength"),
        ("favourable", 0.4, "middle"),
        ("favourable", 0.5, "strength"),
        ("neither", 4.0, "strength"),
    ],
)
def test_an_index_in_its_unfavourable_band_keeps_a_component_from_being_a_strength(wanberg, direction, score, expected):
    """Many barriers beside a high ability: on the bound, without a score or without a direction it changes nothing."""
    bands = {"low": 0.5, "high": 1.5}
    index = scale([score], ends=(0.0, 4.0), measurement="formative", high=direction, anchors=bands)
    assert wanberg(index=index, ability=scale([5.0]))[0]["wanberg.social_capital"] == expected


def test_an_index_in_its_unfavourable_band_makes_no_need(wanberg):
    """What is in the middle stays there, and what is a need stays one."""
    index = scale(
        [4.0, 4.0], ends=(0.0, 4.0), measurement="formative", high="unfavourable", anchors={"low": 1, "high": 2}
    )
    found = wanberg(index=index, ability=scale([3.0, 1.0]))
    assert [row["wanberg.social_capital"] for row in found] == ["middle", "need"]


@pytest.mark.parametrize(("score", "expected"), [(2.0, "low"), (3.0, "mid"), (4.0, "high")])
def test_a_topic_that_is_neither_good_nor_bad_is_no_need_or_strength(wanberg, score, expected):
    """Economic incentives are a topic for the conversation."""
    money = scale([score], component="economische_incentives", measurement="formative", high="neither")
    assert wanberg(money=money)[0]["wanberg.economische_incentives"] == expected


def test_a_scale_without_a_direction_does_not_count_beside_one_that_has_it(wanberg):
    """It would make a strength of what is not better or worse."""
    assert wanberg(plain=scale([1.0]), neither=scale([5.0], high="neither"))[0]["wanberg.social_capital"] == "need"


def test_a_count_without_a_maximum_is_no_share_of_anything(wanberg):
    """So that the component is missing, and not a need."""
    found = wanberg(calls=scale([40.0], ends=(0.0, math.inf)))[0]
    assert found["wanberg.social_capital"] is None
    assert "social_capital" in found["wanberg.missing"].split(";")


def test_a_professionals_rating_counts_beside_the_clients_own(wanberg):
    """Of 1/4 and 1 the mean is the middle."""
    found = wanberg(own=scale([2.0]), rating=scale([5.0], twin_of="own"))
    assert found[0]["wanberg.social_capital"] == "middle"


@pytest.mark.parametrize("items", [(a, b) for a in range(1, 7) for b in range(a, 7)])
def test_a_composite_on_a_bound_is_in_the_middle(wanberg, items):
    """For all pairs of scores of up to six items whose mean is 2.5 or 3.5: no rounding pushes one over."""
    pairs = [
        (first / items[0], second / items[1])
        for first in range(items[0], 5 * items[0] + 1)
        for second in range(items[1], 5 * items[1] + 1)
        if first * items[1] + second * items[0] in (5 * items[0] * items[1], 7 * items[0] * items[1])
    ]
    one, other = (scale(scores) for scores in zip(*pairs, strict=True))
    assert {row["wanberg.social_capital"] for row in wanberg(one=one, other=other)} == {"middle"}


@given(st.lists(st.floats(1, 5), min_size=2, max_size=5))
def test_persons_do_not_influence_each_other(wanberg, scores):
    """Together they get what each gets alone."""
    assert wanberg(one=scale(scores)) == [wanberg(one=scale([score]))[0] for score in scores]
