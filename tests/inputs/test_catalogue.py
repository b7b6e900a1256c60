"""Finding things by id or by file: the right one first, never outside its folder, the nearest when there is none."""

import re
from pathlib import Path

import pytest

from reintegratie_cli.errors import FileError, InstrumentError, RuleError, UsageError
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.resources import shipped

LIST = """\
instrument: {id}
version: 1.0.0
title: {title}
answers:
  zeker: {{type: ordinal, values: [1, 2]}}
items:
  {item}: {{answers: zeker}}
scales:
  s_{item}: {{measurement: single, items: [{item}], score: mean}}
"""
BATTERY = (
    "instrument: batterij\nversion: 1.0.0\nincludes: [{id: lijst, version: 1.0.0}, {id: andere, version: 1.0.0}]\n"
)


def put(folder: Path, name: str, title: str = "t", item: str = "a") -> Path:
    """A questionnaire file in a folder."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(LIST.format(id=name, title=title, item=item), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Every test works in a folder of its own, without ./instruments."""
    place = tmp_path / "werk"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def refused(kind, call, *args):
    """The English sentences of a refusal."""
    with pytest.raises(kind) as caught:
        call(*args)
    return [sentence.en for sentence in caught.value.sentences]


def test_an_id_is_found_among_what_is_shipped():
    """Without a folder, what comes with the program is found."""
    assert catalogue.find_instrument("werkvermogen").instrument == "werkvermogen"


def test_the_named_folder_goes_before_the_local_one_and_that_before_ours(tmp_path, elsewhere):
    """A municipality's own version of a questionnaire is used where it says so."""
    assert catalogue.find_instrument("werkvermogen").title.nl != "hier"
    put(elsewhere / "instruments", "werkvermogen", "hier")
    put(tmp_path / "eigen", "werkvermogen", "eigen")

    assert catalogue.find_instrument("werkvermogen").title.nl == "hier"
    assert catalogue.find_instrument("werkvermogen", tmp_path / "eigen").title.nl == "eigen"
    assert catalogue.find_instrument("gse", tmp_path / "eigen").instrument == "gse"


@pytest.mark.parametrize("name", ["./lijst.yaml", "lijst.yaml"])
def test_a_slash_or_suffix_means_a_file(elsewhere, name):
    """A file is read where it stands."""
    put(elsewhere, "lijst")

    assert catalogue.find_instrument(name).instrument == "lijst"


def test_a_backslash_means_a_file():
    """On Windows a path has backslashes; it is never taken for an id."""
    assert "does not exist" in refused(FileError, catalogue.find_instrument, "mappen\\lijst")[0]


@pytest.mark.parametrize("name", ["..", ".", "", "Intake", "in take", "intake\x00", "~", "-", "con:"])
def test_what_is_no_id_finds_nothing(name):
    """An id has lower-case letters, digits and hyphens, so it cannot walk through folders."""
    said = refused(UsageError, catalogue.find_instrument, name)[0]

    assert "does not exist" in said
    assert said.isprintable()


def test_a_file_whose_name_is_no_id_is_never_found_by_it(tmp_path):
    """Not even where the file is there."""
    put(tmp_path / "eigen", "lijst").rename(tmp_path / "eigen" / "Mijn lijst.yaml")

    said = refused(UsageError, catalogue.find_instrument, "Mijn lijst", tmp_path / "eigen")[0]
    assert said.endswith("The name of a file ends in .yaml or holds a /.")


@pytest.mark.parametrize("name", ["../geheim", "/etc/passwd", "../../geheim.yaml"])
def test_a_path_is_a_file_and_must_be_a_questionnaire(tmp_path, name):
    """A path is what the user asked for; what stands there must still be a questionnaire."""
    (tmp_path / "geheim").write_text("wachtwoord", encoding="utf-8")

    with pytest.raises((FileError, InstrumentError)):
        catalogue.find_instrument(name)


def test_an_unknown_id_names_the_nearest_and_all():
    """A typing error is mended at once."""
    said = refused(UsageError, catalogue.find_instrument, "intaek")[0]

    assert "Did you mean intake?" in said
    assert said.endswith("zoekzelfvertrouwen.")


def test_a_link_that_leaves_its_folder_is_refused(tmp_path):
    """A folder with questionnaires cannot show files from elsewhere."""
    outside = put(tmp_path / "elders", "lijst")
    inside = put(tmp_path / "eigen", "andere").parent
    (inside / "lijst.yaml").symlink_to(outside)

    for call, args in ((catalogue.find_instrument, ("lijst", inside)), (catalogue.list_instruments, (inside,))):
        assert "is a link to a place outside its folder" in refused(InstrumentError, call, *args)[0]


def test_a_link_within_its_folder_is_fine(tmp_path):
    """A folder that is itself a link, as on many servers, is no reason to refuse."""
    put(tmp_path / "echt", "lijst")
    (tmp_path / "eigen").symlink_to(tmp_path / "echt", target_is_directory=True)

    assert catalogue.find_instrument("lijst", tmp_path / "eigen").instrument == "lijst"


def test_a_folder_that_is_not_there_is_told(tmp_path):
    """A misspelt folder is not silently skipped."""
    assert "There is no folder" in refused(FileError, catalogue.find_instrument, "intake", tmp_path / "weg")[0]


def test_a_battery_finds_its_parts_beside_itself_first(tmp_path, elsewhere):
    """A battery means the questionnaires it was written with."""
    put(tmp_path / "eigen", "lijst", item="b")
    put(tmp_path / "eigen", "andere", item="c")
    put(elsewhere / "instruments", "lijst", item="z")
    (tmp_path / "eigen" / "batterij.yaml").write_text(BATTERY, encoding="utf-8")

    assert list(catalogue.find_instrument(str(tmp_path / "eigen" / "batterij.yaml")).items) == ["b", "c"]
    whole, parts = catalogue.instrument_parts("batterij", tmp_path / "eigen")
    assert whole.instrument == "batterij"
    assert [part.instrument for part in parts] == ["lijst", "andere"]


def test_a_battery_without_its_parts_says_which(tmp_path):
    """The file and the missing part are named."""
    put(tmp_path / "eigen", "lijst")
    path = tmp_path / "eigen" / "batterij.yaml"
    path.write_text(BATTERY, encoding="utf-8")

    said = refused(InstrumentError, catalogue.find_instrument, str(path))[0]
    assert str(path) in said
    assert "andere does not exist" in said


def test_the_columns_of_a_battery_belong_to_its_items(tmp_path):
    """That is known only when its parts are."""
    put(tmp_path / "eigen", "lijst")
    put(tmp_path / "eigen", "andere", item="b")
    path = tmp_path / "eigen" / "batterij.yaml"
    path.write_text(BATTERY + "columns: {aa: Q1, b: Q2}\n", encoding="utf-8")

    assert (
        "columns > aa: the item aa does not exist." in refused(InstrumentError, catalogue.find_instrument, str(path))[0]
    )


def test_the_list_has_each_id_once_in_order(tmp_path):
    """Own questionnaires stand between ours; what would not be found by its id is not listed."""
    put(tmp_path / "eigen", "werkvermogen", "eigen")
    put(tmp_path / "eigen", "aaa")
    (tmp_path / "eigen" / "Geen Id.yaml").write_text("x", encoding="utf-8")

    found = catalogue.list_instruments(tmp_path / "eigen")
    ids = [it.instrument for it in found]
    assert ids == sorted(set(ids))
    assert ids[0] == "aaa"
    assert next(it for it in found if it.instrument == "werkvermogen").title.nl == "eigen"
    assert next(it for it in found if it.instrument == "intake").items


def test_a_broken_file_in_the_list_is_told(tmp_path):
    """A questionnaire that cannot be read is not left out in silence."""
    put(tmp_path / "eigen", "aaa").write_text("instrument: aaa", encoding="utf-8")

    assert "the key version is missing" in refused(InstrumentError, catalogue.list_instruments, tmp_path / "eigen")[0]


def test_the_name_of_a_file_is_its_id(tmp_path):
    """A file with another id than its name would be found under the wrong one."""
    path = put(tmp_path / "eigen", "lijst").rename(tmp_path / "eigen" / "anders.yaml")

    assert (
        "the id is lijst but the file is called anders.yaml"
        in refused(InstrumentError, catalogue.read_instrument, path)[0]
    )


def test_a_rule_of_ones_own_is_read_and_checked(tmp_path):
    """Cuts may differ; norm scores may not come in."""
    text = (shipped("rules") / "sol.yaml").read_text(encoding="utf-8")
    path = tmp_path / "regel.yaml"
    path.write_text(text.replace("intentie, below: 2.5", "intentie, below: 2.0"), encoding="utf-8")
    assert catalogue.load_rule(path) != catalogue.load_rule()

    path.write_text(text.replace("{scale: intentie,", "{scale: intentie.t,"), encoding="utf-8")
    assert re.search(
        r"line \d+, indicators > intentie > scale: intentie.t is a norm score",
        refused(RuleError, catalogue.load_rule, path)[0],
    )


def test_an_offer_is_checked_against_the_knowledge_base(tmp_path):
    """A misspelt intervention in an offer would never be offered."""
    path = tmp_path / "aanbod.yaml"
    path.write_text("offer: aanbod\ninterventions:\n  jobs: {}\n", encoding="utf-8")
    assert list(catalogue.load_offer(path).interventions) == ["jobs"]

    path.write_text("offer: aanbod\ninterventions:\n  jbos: {}\n", encoding="utf-8")
    said = refused(RuleError, catalogue.load_offer, path)[0]
    assert "line 3, interventions > jbos" in said
    assert "Did you mean jobs?" in said


def test_a_map_holds_columns_and_values_as_text(tmp_path):
    """What stands in an export is text, whether or not it was quoted here."""
    path = tmp_path / "kolommen.yaml"
    path.write_text('columns: {wv_1: "Q1 [SQ001]"}\nanswers: {zeker: {1: 5, "2": 4, AO03: 3}}\n', encoding="utf-8")

    found = catalogue.load_map(path)
    assert found.columns == {"wv_1": "Q1 [SQ001]"}
    assert found.answers == {"zeker": {"1": 5, "2": 4, "AO03": 3}}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colums: {}", "Did you mean columns?"),
        ("answers: {zeker: [1]}", "answers > zeker: a list is not possible here"),
        ("answers: {zeker: {1: [2]}}", "zeker > 1: a list is not possible here. Allowed: a whole number or text."),
        ("columns: {a b: Q1}", "columns > a b"),
    ],
)
def test_a_wrong_map_is_refused(tmp_path, text, words):
    """A map that is skipped in part would bind the wrong columns."""
    path = tmp_path / "kolommen.yaml"
    path.write_text(text, encoding="utf-8")

    assert words in refused(RuleError, catalogue.load_map, path)[0]


def test_a_digest_is_of_what_a_file_means(tmp_path):
    """Comments, quotes and white space make no difference; any value does, and so does the order."""
    path = tmp_path / "a.yaml"
    digests = []
    for text in ("a: x\nb: [1, 2]\n", "# c\na:   'x'\nb:\n  - 1\n  - 2\n", "a: x\nb: [1, 3]\n", "b: [1, 2]\na: x\n"):
        path.write_text(text, encoding="utf-8")
        digests.append(catalogue.digest(path))

    assert re.fullmatch(r"[0-9a-f]{12}", digests[0])
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


def test_the_digest_of_a_rule_is_that_of_the_rule_in_use(tmp_path):
    """Output names the rule by its content."""
    path = tmp_path / "regel.yaml"
    path.write_text((shipped("rules") / "sol.yaml").read_text(encoding="utf-8"), encoding="utf-8")

    assert catalogue.rule_digest() == catalogue.rule_digest(path)
    path.write_text(path.read_text(encoding="utf-8").replace("0.60", "0.70"), encoding="utf-8")
    assert catalogue.rule_digest() != catalogue.rule_digest(path)


def test_the_digest_of_the_knowledge_base_follows_its_files(tmp_path, monkeypatch):
    """A changed, new or renamed entry, or another way to recommend, is another knowledge base."""
    rules = tmp_path / "rules"
    (rules / "interventions").mkdir(parents=True)
    for name, text in (("recommend.yaml", "a: 1"), ("interventions/b.yaml", "b: 1"), ("interventions/c.yaml", "c: 1")):
        (rules / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(catalogue, "shipped", lambda folder: tmp_path / folder)

    digests = [catalogue.knowledge_base_digest()]
    for name, text in (("recommend.yaml", "a: 2"), ("interventions/b.yaml", "b: 2"), ("interventions/d.yaml", "d: 1")):
        (rules / name).write_text(text, encoding="utf-8")
        digests.append(catalogue.knowledge_base_digest())
    (rules / "interventions" / "d.yaml").rename(rules / "interventions" / "e.yaml")
    digests.append(catalogue.knowledge_base_digest())
    assert len(set(digests)) == 5


def test_a_broken_entry_of_the_knowledge_base_is_told(tmp_path, monkeypatch):
    """A grade that the evidence does not carry stops the program, not the reader's trust."""
    (tmp_path / "rules" / "interventions").mkdir(parents=True)
    (tmp_path / "instruments").mkdir()
    for name in ("rules/facts.yaml", "rules/interventions/exit.yaml"):
        text = (shipped("rules").parent / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("none_found", "strong"), encoding="utf-8")
    monkeypatch.setattr(catalogue, "shipped", lambda folder: tmp_path / folder)

    said = refused(RuleError, catalogue.load_interventions)
    assert any("strong asks for research with a comparison group" in line for line in said)
    assert any("acts_on > scales" in line for line in said)


def test_files_that_were_not_installed_are_our_own_mistake():
    """A folder that should have come with the program is no mistake of the user."""
    with pytest.raises(FileNotFoundError):
        shipped("bestaat-niet")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id;v1\nZZKANARIEZZ;3\n", "text is not possible here"),
        ("ZZKANARIEZZ\n", "text is not possible here"),
        ("- ZZKANARIEZZ\n", "a list is not possible here"),
        ("1234567\n", "a number is not possible here"),
        ("1234567123456789123456789\n", "text is not possible here"),
        ("columns: ZZKANARIEZZ\n", "columns: text is not possible here"),
    ],
)
def test_a_data_file_given_as_map_is_not_shown(tmp_path, content, said):
    """Where a mapping should stand, a message tells what kind of thing is there, and not what somebody answered."""
    path = tmp_path / "antwoorden.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RuleError, match=said) as caught:
        catalogue.load_map(path)
    sentences = "".join(sentence.nl + sentence.en for sentence in caught.value.sentences)
    assert "ZZKANARIEZZ" not in sentences
    assert "1234567" not in sentences
