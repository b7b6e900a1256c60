"""The standards and our own rule: every figure has a source, and a slip in a file is refused."""

from copy import deepcopy

import pytest
from pydantic import ValidationError

from reintegratie_cli.errors import RuleError, UsageError
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.inputs.yaml_files import load, read_yaml
from reintegratie_cli.models.criteria import ConclusionRule, Criteria, check_criteria
from reintegratie_cli.models.verdict import DECISIONS, falls_below, worst
from reintegratie_cli.resources import shipped

FILES = {path.stem: path for path in sorted((shipped("rules") / "criteria").glob("*.yaml"))}
CONCLUSION = shipped("rules") / "conclusion.yaml"
ALL = [*FILES.values(), CONCLUSION]


def content(path):
    """What a file says, to be changed."""
    return deepcopy(read_yaml(path).data)


def numbers(data, sourced=None):
    """Every number with the nearest mapping above it that says where it comes from."""
    if isinstance(data, dict):
        sourced = data if "checked" in data else sourced
        for value in data.values():
            yield from numbers(value, sourced)
    elif isinstance(data, list):
        for value in data:
            yield from numbers(value, sourced)
    elif isinstance(data, int | float):
        yield data, sourced


def said(data):
    """The English sentences about a standard with this content."""
    return [problem.what.en for problem in check_criteria(Criteria.model_validate(data))]


@pytest.mark.parametrize("standard", FILES)
def test_every_standard_loads_by_its_id(standard):
    """The catalogue finds it and nothing is wrong with it."""
    assert catalogue.load_criteria(standard).standard == standard


def test_both_standards_are_there():
    """COTAN's is the default."""
    assert set(FILES) == {"cotan-2010", "efpa-2013"}
    assert catalogue.load_criteria().standard == "cotan-2010"


def test_an_unknown_standard_is_refused_with_the_names_there_are():
    """A slip in the name is a wrong call."""
    with pytest.raises(UsageError) as caught:
        catalogue.load_criteria("cotan-2001")

    assert "cotan-2010, efpa-2013" in caught.value.sentences[0].en


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_every_number_has_a_source_and_says_whether_it_was_checked(path):
    """No figure is printed as a fact of which nobody knows where it comes from."""
    found = list(numbers(read_yaml(path).data))

    assert found
    assert all(sourced and sourced["source"] and sourced["checked"] for _, sourced in found)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_sources_are_listed_in_full(path):
    """Short names stand with the figures, the works they stand for above them."""
    assert read_yaml(path).data["sources"]


def test_each_cutoff_of_our_rule_stands_once():
    """What the standard asks of a coefficient is not repeated in our own rule."""
    assert not {"reliability", "sufficient", "good"} & set(read_yaml(CONCLUSION).data)


def test_the_cotan_has_seven_criteria_of_which_data_show_four():
    """The other three say why they are not for data to show."""
    criteria = catalogue.load_criteria().criteria
    unseen = [it for it in criteria if it.judged_on == "nothing"]

    assert [it.criterion for it in criteria] == [
        "uitgangspunten",
        "testmateriaal",
        "handleiding",
        "normen",
        "betrouwbaarheid",
        "begripsvaliditeit",
        "criteriumvaliditeit",
    ]
    assert [it.criterion for it in unseen] == ["uitgangspunten", "testmateriaal", "handleiding"]
    assert all(it.why.nl != it.why.en for it in unseen)


@pytest.mark.parametrize(
    ("decision", "reliability", "norms"),
    [
        ("individual-important", (0.80, 0.90), (300, 400)),
        ("individual", (0.70, 0.80), (200, 300)),
        ("group", (0.60, 0.70), (100, 200)),
    ],
)
def test_the_cotan_asks_more_of_weightier_decisions(decision, reliability, norms):
    """COTAN 2010, questions 4 and 5.2, as they are widely quoted."""
    criteria = catalogue.load_criteria()
    cuts, sizes = criteria.reliability.of(decision), criteria.norm_size.of(decision)

    assert (cuts.sufficient, cuts.good) == reliability
    assert (sizes.sufficient, sizes.good) == norms


@pytest.mark.parametrize("standard", FILES)
def test_no_decision_that_weighs_less_asks_more(standard):
    """So that a scale that is usable for one decision is so for every lesser one."""
    criteria = catalogue.load_criteria(standard)
    asked = [criteria.reliability.of(decision).sufficient for decision in DECISIONS]

    assert asked == sorted(asked, reverse=True)


def test_the_conclusion_has_the_figures_that_were_agreed():
    """SRMR .08, residual correlation .10, 100, 200 and for WLSMV 300 persons, 5 per parameter, a 95 % interval."""
    rule = catalogue.load_conclusion()

    assert (rule.srmr_at_most.value, rule.residual_at_most.value, rule.confidence.value) == (0.08, 0.10, 0.95)
    assert (rule.persons_at_least.value, rule.persons_per_parameter.value) == (100, 5)
    assert [rule.enough(estimator).value for estimator in ("ML", "MLR", "WLSMV", None)] == [200, 200, 300, 200]


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_an_unknown_key_is_refused(path):
    """A misspelt key would change a verdict in silence."""
    model = ConclusionRule if path == CONCLUSION else Criteria

    with pytest.raises(ValidationError):
        model.model_validate({**content(path), "srmr": 0.08})


@pytest.mark.parametrize("key", ["source", "checked"])
def test_a_cutoff_without_its_source_is_refused(key):
    """Nor without saying whether it was checked."""
    data = content(CONCLUSION)
    del data["srmr_at_most"][key]

    with pytest.raises(ValidationError):
        ConclusionRule.model_validate(data)


def test_a_number_in_quotes_is_refused():
    """A text that looks like a number is none."""
    data = content(CONCLUSION)
    data["srmr_at_most"]["value"] = "0.08"

    with pytest.raises(ValidationError):
        ConclusionRule.model_validate(data)


def test_a_decision_without_a_row_is_said():
    """Every value of --decision has its cut-offs."""
    data = content(FILES["cotan-2010"])
    del data["reliability"]["rows"][2]

    assert said(data) == ["the decision group must stand in exactly one row."]


def test_a_decision_in_two_rows_is_said():
    """Which of the two would hold?"""
    data = content(FILES["cotan-2010"])
    data["reliability"]["rows"][0]["decisions"].append("group")

    assert said(data) == ["the decision group must stand in exactly one row."]


def test_good_asks_more_than_sufficient():
    """Two cut-offs the wrong way round are said."""
    data = content(FILES["cotan-2010"])
    data["reliability"]["rows"][0] |= {"sufficient": 0.9, "good": 0.8}

    assert said(data) == ["this must be higher than sufficient."]


def test_norms_are_outdated_before_they_are_past_use():
    """Two limits the wrong way round are said."""
    data = content(FILES["cotan-2010"])
    data["norm_age"] |= {"outdated_after": 20, "unusable_after": 15}

    assert said(data) == ["this must be higher than outdated_after."]


def test_a_decision_without_words_is_said():
    """The sentences need them."""
    data = content(FILES["cotan-2010"])
    del data["decisions"]["group"]

    assert said(data) == ["the decision group is missing."]


def test_what_data_cannot_show_says_why():
    """Not assessed is never without a reason."""
    data = content(FILES["cotan-2010"])
    del data["criteria"][0]["why"]

    assert said(data) == ["say with why this is not for data to show."]


def test_a_standard_is_called_as_its_file(tmp_path):
    """It is found by that name."""
    path = tmp_path / "anders.yaml"
    path.write_bytes(FILES["cotan-2010"].read_bytes())

    with pytest.raises(RuleError) as caught:
        load(path, Criteria, RuleError, lambda made: check_criteria(made, "anders"))

    assert "the id is cotan-2010 but the file is called anders.yaml" in caught.value.sentences[0].en


@pytest.mark.parametrize(
    ("conclusions", "expected"),
    [
        (("usable", "with_care"), "with_care"),
        (("with_care", "not_usable"), "not_usable"),
        (("none", "not_usable"), "none"),
        ((), "none"),
    ],
)
def test_none_is_the_worst_conclusion(conclusions, expected):
    """Of what is not usable at least something is known."""
    assert worst(conclusions) == expected


@pytest.mark.parametrize(
    ("conclusion", "bar", "fails"),
    [
        ("usable", "usable", False),
        ("with_care", "usable", True),
        ("with_care", "with_care", False),
        ("not_usable", "with_care", True),
        ("none", "none", True),
    ],
)
def test_a_bar_is_failed_by_what_is_worse_and_by_no_conclusion(conclusion, bar, fails):
    """`--fail-below`: an inadmissible solution fails any bar."""
    assert falls_below(conclusion, bar) is fails
