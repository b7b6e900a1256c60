"""The strict loader: everything that could be read in two ways is refused, with its line, in one sentence."""

import contextlib
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reintegratie_cli.errors import FileError, InstrumentError
from reintegratie_cli.inputs import yaml_nodes
from reintegratie_cli.inputs.yaml_files import MOST_BYTES, MOST_SAID, load, read_yaml
from reintegratie_cli.models.base import Problem
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.rules import SolRule
from reintegratie_cli.resources import shipped
from reintegratie_cli.text import Text

GOOD = """\
instrument: proef
version: 1.0.0
answers:
  zeker:
    type: ordinal
    values: {1: niet, 2: wel}
items:
  a: {answers: zeker}
scales:
  s: {measurement: single, items: [a], score: mean}
"""


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def reader(request, monkeypatch):
    """Both readers of PyYAML: the fast one is not installed everywhere."""
    monkeypatch.setattr(yaml_nodes, "_LOADER", getattr(yaml, request.param))


def write(folder: Path, text: str | bytes) -> Path:
    """A file with this content."""
    path = folder / "proef.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def data_of(folder: Path, text: str):
    """What a file with this text holds."""
    return read_yaml(write(folder, text), InstrumentError).data


def refused(folder: Path, text: str | bytes) -> list[str]:
    """The English sentences of a refusal, without the name of the file."""
    path = write(folder, text)
    with pytest.raises(InstrumentError) as caught:
        read_yaml(path, InstrumentError)
    return [sentence.en.removeprefix(f"{path}, ") for sentence in caught.value.sentences]


def wrong_shape(folder: Path, text: str, model=Instrument) -> list[str]:
    """The English sentences with which a model refuses a file, without the file's name."""
    path = write(folder, text)
    with pytest.raises(InstrumentError) as caught:
        load(path, model, InstrumentError)
    return [sentence.en.removeprefix(f"{path}, ") for sentence in caught.value.sentences]


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("FALSE", False),
        ("12", 12),
        ("-3", -3),
        ("+3", 3),
        ("0", 0),
        ("0.5", 0.5),
        ("-.5", -0.5),
        ("1.5e-3", 0.0015),
        ("", None),
        ("~", None),
        ("null", None),
        ("2026-11-03", "2026-11-03"),
        ("1.0.0", "1.0.0"),
        ("1,5", "1,5"),
        ("ja", "ja"),
        ('"yes"', "yes"),
        ("'011'", "011"),
        ("!!str 011", "011"),
        ("!!int 12", 12),
        ("|\n  een\n  twee\n", "een\ntwee\n"),
        ("[1, a]", [1, "a"]),
        ("!!map {1: b}", {1: "b"}),
        ("AO01", "AO01"),
        ("=", "="),
    ],
)
def test_what_every_reader_understands_alike_is_read(tmp_path, text, value):
    """A word that has one meaning in every version of YAML gets that meaning; dates stay text."""
    found = data_of(tmp_path, f"k: {text}")

    assert {"k": value} == found
    assert type(value) is type(found["k"])


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "y", "n", "Yes", "NO", "oN", "Y", "N"])
def test_words_that_become_booleans_are_refused(tmp_path, word):
    """An unquoted yes or no would turn an answer into true or false; the sentence says to quote it."""
    said = refused(tmp_path, f"a: 1\nk: {word}")

    assert [
        f'line 2, k: {word} without quotes becomes a boolean. Write "{word}"; only true and false are booleans.'
    ] == said


@pytest.mark.parametrize("key", ["yes", "No", "on", "OFF", "y", "N"])
def test_keys_that_become_booleans_are_refused(tmp_path, key):
    """A code such as an unquoted Y is refused as a key too."""
    assert refused(tmp_path, f"values:\n  {key}: ja")[0].startswith(f"line 2, values > {key}: {key} without quotes")


def test_the_key_n_is_ours(tmp_path):
    """The size of a study is written as `n:`, which no reader in use takes for a boolean."""
    assert data_of(tmp_path, "n: 12") == {"n": 12}


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    "number",
    [
        *("011", "-007", "00", "01.5", "12:30", "1:20:30.5", "1_000", "1_000.5", "0x1F", "0o17", "0b11", "1e3"),
        *("2E-5", ".inf", "-.Inf", ".nan", ".NaN", "1.0e+999"),
    ],
)
def test_numbers_that_readers_disagree_on_are_refused(tmp_path, number):
    """011 is 9 in YAML 1.1 and 11 in YAML 1.2, 12:30 is 750 or text: such a number must be quoted."""
    said = refused(tmp_path, f"k: {number}")

    assert len(said) == 1
    assert said[0].startswith(f"line 1, k: {number} is not read as the same number everywhere.")


def test_a_very_long_number_is_refused(tmp_path):
    """A number of more than 15 digits is no code, and Python would take minutes over one of a million."""
    assert "more than 15 digits" in refused(tmp_path, "k: " + "9" * 5000)[0]


@pytest.mark.parametrize(("key", "words"), [("1.5", "1.5"), ("true", "true"), ("null", "null"), ("~", "~")])
def test_keys_are_text_or_whole_numbers(tmp_path, key, words):
    """A decimal number, a boolean or nothing is no key."""
    assert refused(tmp_path, f"{key}: a") == [
        f"line 1, {words}: a key must be text or a whole number. Put it in quotes."
    ]


def test_a_list_is_no_key(tmp_path):
    """A key is one word, not a list or mapping."""
    assert "a key must be text" in refused(tmp_path, "? [a, b]\n: 1")[0]


@pytest.mark.usefixtures("reader")
def test_repeated_keys_are_refused_with_both_lines(tmp_path):
    """The second of two equal keys would win without a word."""
    assert refused(tmp_path, "items:\n  a: 1\n  b: 2\n  a: 3") == [
        "line 4, items > a: this key is there twice, on line 2 as well. Keep one."
    ]


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    ("text", "name"),
    [("a: &x 1", "&x"), ("a: *x", "*x"), ("a: &x [1]\nb: *x", "&x"), ("&x a: 1", "&x"), ("*x : 1", "*x")],
)
def test_anchors_and_aliases_are_refused(tmp_path, text, name):
    """A small file with aliases can grow to fill the memory."""
    assert f"{name} is a YAML anchor or alias, which is not used here" in refused(tmp_path, text)[0]


def test_an_alias_bomb_is_refused_at_its_first_anchor(tmp_path):
    """Nine levels of nine aliases are never expanded."""
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10))

    assert refused(tmp_path, bomb)[0].startswith("line 1, a0: &a0 is a YAML anchor")


def test_merge_keys_are_refused(tmp_path):
    """<< would bring in keys that do not stand there."""
    assert "<< is a YAML merge key" in refused(tmp_path, "a:\n  <<: {b: 1}")[0]
    assert data_of(tmp_path, '"<<": 1') == {"<<": 1}


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("a: !!python/object/apply:os.system [echo]", "!!python/object/apply:os.system"),
        ("a: !x 1", "!x"),
        ("a: !!set {b}", "!!set"),
        ("a: !!binary aGk=", "!!binary"),
        ("a: !!timestamp 2026-11-03", "!!timestamp"),
        ("a: !!int drie", "!!int"),
        ("a: ! 12", "!"),
        ("a: ! [12]", "!"),
        ("%TAG !! tag:kwaad,2026:\n---\na: !!str b", "tag:kwaad,2026:str"),
    ],
)
def test_tags_are_refused(tmp_path, text, tag):
    """No tag is ever made into an object, and one that does not fit its value is refused."""
    assert f"the YAML tag {tag} is not used here" in refused(tmp_path, text)[0]


def test_several_documents_are_refused(tmp_path):
    """What stands after --- would be skipped without a word."""
    assert refused(tmp_path, "a: 1\n---\nb: 2") == [
        "line 2: a second document (---) begins here. One file is one document."
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "# alleen een opmerking\n"])
def test_an_empty_file_is_refused(tmp_path, text):
    """A file without content is no empty questionnaire."""
    assert refused(tmp_path, text) == ["line 1: the file is empty."]


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("text", ["[" * 20_000, "{a: " * 5_000, "- " * 5_000, "k: " + "[" * 20 + "]" * 20])
def test_depth_is_bounded(tmp_path, text):
    """20,000 brackets are refused in a sentence, not with a RecursionError."""
    assert refused(tmp_path, text) == ["line 1: more than 20 levels deep. Make it flatter."]


def test_twenty_levels_are_allowed(tmp_path):
    """The bound itself is allowed."""
    value = data_of(tmp_path, "k: " + "[" * 19 + "]" * 19)["k"]

    for _ in range(18):
        (value,) = value
    assert value == []


def test_the_number_of_values_is_bounded(tmp_path):
    """More than 50,000 values are refused."""
    assert "more than 50000 values" in refused(tmp_path, "[" + "1," * 50_000 + "]")[0]


def test_the_size_is_bounded(tmp_path):
    """A file over 1 MB is refused before it is parsed."""
    assert refused(tmp_path, "# " + "x" * MOST_BYTES) == [
        "line 1: the file is larger than 1 MB. Divide it over more files."
    ]


def test_other_encodings_are_refused_with_the_line(tmp_path):
    """Windows-1252 is not guessed: a label would come out wrong."""
    assert refused(tmp_path, "a: 1\nb: één".encode("cp1252")) == [
        "line 2: this is not UTF-8. Save the file again as UTF-8."
    ]
    assert "not UTF-8" in refused(tmp_path, "a: 1".encode("utf-16"))[0]


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path):
    """What Notepad writes is read, with the right line numbers."""
    path = write(tmp_path, "a: één\r\nb: 2\r\n".encode("utf-8-sig"))

    document = read_yaml(path)
    assert document.data == {"a": "één", "b": 2}
    assert document.line(("b",)) == 2


def test_tabs_are_refused_with_their_line(tmp_path):
    """A tab has no width that everyone agrees on."""
    assert refused(tmp_path, "a: 1\nb:\tc") == ["line 2: there is a tab. Use spaces."]


@pytest.mark.parametrize(
    ("text", "shown"), [("a: \x1b[31m", r"\x1b"), ("a: \u202eb", r"\u202e"), ("a: b\x85", r"\x85")]
)
def test_invisible_characters_are_refused(tmp_path, text, shown):
    """A character that controls a terminal or turns the direction of text never gets in."""
    assert refused(tmp_path, text) == [f"line 1: the invisible character {shown} is in the text. Take it out."]


@pytest.mark.parametrize(
    ("escape", "shown"), [(r"\e", r"\x1b"), (r"\u202E", r"\u202e"), (r"\t", "tab"), (r"\0", r"\x00")]
)
def test_escaped_invisible_characters_are_refused(tmp_path, escape, shown):
    """Nor does it get in as an escape in a quoted text."""
    said = refused(tmp_path, f'a: 1\nb: "x{escape}"')

    assert said[0].startswith("line 2, b: ")
    assert shown in said[0]


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: c: d", 2, "a colon with a space stands inside a text"),
        ("a: 'x\n\n", 1, "never closed"),
        ("a: 1\nb: [1", 2, ""),
        ("a: [1\nb: 2", 2, "a comma or closing bracket is missing"),
        ("a: 1\nb: @c", 2, "begins with a character that means something in YAML"),
        ("a:\n  b: 1\n c: 2", 3, "indented unlike"),
        ("a: 1\nbla\nc: 2", 3, ""),
        ("%YAML 9.0\n---\na", 1, ""),
        ('a: "\\UFFFFFFFF"', 1, ""),
        ("]", 1, ""),
    ],
)
def test_syntax_errors_are_our_own_sentence(tmp_path, text, line, words):
    """PyYAML's own message, with pieces of the file, is never shown."""
    (said,) = refused(tmp_path, text)

    assert said.startswith(f"line {line}")
    assert words in said
    assert "while" not in said
    assert "^" not in said


def test_a_lone_surrogate_is_refused(tmp_path, monkeypatch):
    """PyYAML's Python reader makes one of an escape; it could never be written to a file again."""
    monkeypatch.setattr(yaml_nodes, "_LOADER", yaml.SafeLoader)

    assert refused(tmp_path, 'a: "\\ud800"') == [
        r"line 1, a: the invisible character \ud800 is in the text. Take it out."
    ]


def test_all_problems_of_yaml_are_said_at_once(tmp_path):
    """Whoever mends a file should not have to come back for each line."""
    said = refused(tmp_path, "a: no\nb: 011\na: 1\nc: !x 1\n1.5: d")

    assert [line.split(":")[0].split(",")[0] for line in said] == [f"line {n}" for n in range(1, 6)]


def test_what_cannot_be_read_is_a_file_error(tmp_path):
    """A file that is not there, or is a folder, is told as such."""
    for path, words in ((tmp_path / "weg.yaml", "does not exist"), (tmp_path, "is a folder")):
        with pytest.raises(FileError, match=words):
            read_yaml(path)


def test_a_file_without_permission_is_a_file_error(tmp_path, monkeypatch):
    """A file that may not be read is told as such."""
    path = write(tmp_path, GOOD)

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileError, match="may not be read"):
        read_yaml(path)


def test_any_other_failure_is_a_file_error(tmp_path):
    """A name that the system refuses is no crash."""
    with pytest.raises(FileError, match="cannot be read"):
        read_yaml(tmp_path / ("x" * 5000))


def test_lines_of_keys_and_items_are_known(tmp_path):
    """Every key and list item has its line; a place that was left out has that of what holds it."""
    document = read_yaml(write(tmp_path, "a:\n  - 1\n  - b: {c: 2,\n      d: 3}\n"))

    assert document.line(("a",)) == 1
    assert document.line(("a", 1)) == 3
    assert document.line(("a", 1, "b", "d")) == 4
    assert document.line(("a", 1, "x", "y")) == 3
    assert document.line(("z",)) == 1


def test_a_good_file_becomes_its_model(tmp_path):
    """What is right is loaded."""
    loaded = load(write(tmp_path, GOOD), Instrument, InstrumentError)

    assert loaded.scales["s"].items == ("a",)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("version:", "langauge: nl\nversion:", "line 2, langauge: there is no such key here. Did you mean language?"),
        ("version: 1.0.0\n", "", "line 1: the key version is missing (three numbers with points"),
        ("1.0.0", "1.0", "line 2, version: 1.0 is not possible here. Allowed: three numbers with points, such as"),
        ("1.0.0", "1.0", "Put it in quotes."),
        ("proef", "Proef 1", 'line 1, instrument: "Proef 1" is not possible here. Allowed: lower-case letters'),
        ("ordinal", "ordnal", '"ordnal" is not possible here. Allowed: ordinal, count, number, yes_no or choice.'),
        ("ordinal", "ordnal", "line 5, answers > zeker > type: "),
        ("ordinal", "ordnal", "Did you mean ordinal?"),
        (
            "1: niet",
            "1: 5",
            "line 6, answers > zeker > values > 1: a number is not possible here. Allowed: the keys nl, en",
        ),
        ("{1: niet, 2: wel}", "[1, 1]", "line 6, answers > zeker > values: a code is in the list twice."),
        ("{1: niet, 2: wel}", "[1, [2]]", "line 6, answers > zeker > values: a list is not possible here."),
        ("{1: niet, 2: wel}", "{1: {nl: a, kleur: b}}", "values > 1 > kleur: there is no such key here."),
        ("a: {answers", "1: {answers", "line 8, items > 1: 1 is not possible here. Allowed: letters, digits and _"),
        ("{answers: zeker}", "{}", "line 8, items > a: the key answers is missing"),
        ("{answers: zeker}", "{answers: [zeker]}", "line 8, items > a > answers: a list is not possible here."),
        ("{answers: zeker}", "zeker", "items > a: text is not possible here. Allowed: the keys answers, text"),
        ("items: [a]", "items: a", 'scales > s > items: "a" is not possible here. Allowed: a list [...].'),
        ("items: [a]", "items: []", "scales > s > items: the list must have at least 1."),
        ("items: [a]", "items: [a, 1]", "scales > s > items > #2: 1 is not possible here."),
        ("single", "reflectief", "Allowed: reflective, formative or single. Did you mean reflective?"),
        ("score: mean", "score: average", "Allowed: mean, sum or count_above: a number, with a point for decimals."),
        ("score: mean", "score: {count_above: veel}", "scales > s > score: a group of keys is not possible here."),
        ("score: mean", "score: mean, min_answered: 2", "min_answered: 2 is not possible here. Allowed: at most 1."),
        ("score: mean", "score: mean, min_answered: 0", "Allowed: greater than 0."),
        ("score: mean", 'score: mean, min_answered: "0.5"', "Allowed: a number, with a point for decimals. Write it"),
        ("score: mean", "score: mean, min_answered: true", "true is not possible here. Allowed: a number"),
        ("score: mean", "score: mean, min_answered: 0,5", "5: there is no such key here"),
        ("score: mean", "score: mean, high: goed", "Allowed: favourable, unfavourable or neither."),
        ("score: mean", "score: mean, title: {nl: 1}", "Allowed: text, or nl: and en: with text."),
        ("score: mean", "score: mean, title: {de: x}", "Allowed: text, or nl: and en: with text."),
        ("score: mean", "score: mean, anchors: [1, 2]", "anchors: a list is not possible here. Allowed: the keys low"),
        (
            "answers: zeker}",
            "answers: zeker, only_if: {item: a, is: [1], else: {}}}",
            "a whole number, text or missing",
        ),
        ("scales:", "model: {factors: {f: [a]}, residual_covariances: [[a, a, a]]}\nscales:", "residual_covariances"),
    ],
)
def test_a_wrong_shape_is_one_sentence_with_its_line(tmp_path, old, new, expected):
    """Line, place, what was found, what is allowed: once per place, whatever pydantic says of it."""
    said = wrong_shape(tmp_path, GOOD.replace(old, new, 1))

    assert any(expected in line for line in said), said
    places = [line.split(": ")[0] for line in said if "is not possible" in line]
    assert len(set(places)) == len(places)


RULE = (shipped("rules") / "sol.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("gate", "expected"),
    [
        ("{x: 1}", "Allowed: a condition (indicator: or fact:), all:, any:, or at_least: with of:."),
        ("hoog", "text is not possible here. Allowed: a condition"),
        ("{indicator: intentie, blow: 2.5, basis: expert}", "blow: there is no such key here. Did you mean below?"),
        ("{indicator: intentie, below: 2.5}", "the key basis is missing (expert or estimated)"),
        ("{at_least: 2}", "the key of is missing"),
        ("{all: []}", "all: the list must have at least 1."),
        ("{all: [{any: [3]}]}", "when > all > #1 > any > #1: a number is not possible here."),
        ("{fact: loonwaarde, is: [1]}", "is: a list is not possible here. Allowed: true or false or text."),
    ],
)
def test_a_gate_is_told_of_one_kind_only(tmp_path, gate, expected):
    """A mistake in one kind of gate is not told once for each of the five kinds."""
    said = wrong_shape(
        tmp_path, RULE.replace("{indicator: werknemersvaardigheden, below: 2.5, basis: expert}", gate), SolRule
    )

    assert len(said) == 1
    assert "groups > #4 > when" in said[0]
    assert expected in said[0]


def test_an_indicator_is_told_of_one_kind_only(tmp_path):
    """So it is with the three kinds of indicators."""
    said = wrong_shape(tmp_path, RULE.replace("{scale: intentie, ", "{schaal: intentie, "), SolRule)

    assert len(said) == 1
    assert "indicators > intentie: a group of keys is not possible here. Allowed: scale:, mean_of:" in said[0]


@pytest.mark.parametrize("text", ["tekst", "- a", "12"])
def test_a_file_must_hold_keys(tmp_path, text):
    """A list or a text is not a questionnaire."""
    assert "Allowed: the keys instrument, version" in wrong_shape(tmp_path, text)[0]


def test_quotes_are_advised_only_for_numbers(tmp_path):
    """A text that is not allowed is not mended by quotes, and nothing is called nothing."""
    (said,) = wrong_shape(tmp_path, GOOD.replace("instrument: proef", "instrument: Proef 1"))
    assert said.endswith("Allowed: lower-case letters, digits and hyphens, at most 80.")

    (said,) = wrong_shape(tmp_path, GOOD.replace("instrument: proef", "instrument:"))
    assert said == (
        "line 1, instrument: nothing is not possible here. Allowed: lower-case letters, digits and hyphens, at most 80."
    )


def test_a_decimal_comma_is_not_told_to_lose_its_quotes(tmp_path):
    """It has none: what it needs is a point."""
    (said,) = wrong_shape(tmp_path, GOOD.replace("{measurement: single,", "{measurement: single, min_answered: '0,5',"))

    assert said.endswith("Allowed: a number, with a point for decimals.")


def test_what_yaml_leaves_unclear_is_not_told_again_as_a_wrong_shape(tmp_path):
    """One sentence for one slip, beside all other problems of the file."""
    said = wrong_shape(tmp_path, GOOD.replace("single", "no").replace("1.0.0", "1.0"))

    assert len(said) == 2
    assert said[0].startswith("line 2, version")
    assert said[1].startswith("line 10, scales > s > measurement: no without quotes")


def test_problems_are_capped_and_sorted_by_line(tmp_path):
    """At most 20 problems are told, in the order of the lines, and how many more there are."""
    said = wrong_shape(tmp_path, GOOD + "".join(f"fout{n}: 1\n" for n in range(30)))

    assert len(said) == MOST_SAID + 1
    lines = [int(line.split(",")[0].removeprefix("line ")) for line in said[:-1]]
    assert lines == sorted(lines)
    assert said[-1] == "And 10 more problems."


def test_checks_are_told_with_their_lines(tmp_path):
    """What a check finds gets the line of its place."""
    path = write(tmp_path, GOOD)

    with pytest.raises(InstrumentError, match="line 10, scales > s: wat is dit"):
        load(
            path,
            Instrument,
            InstrumentError,
            lambda _: iter([Problem(("scales", "s"), Text("wat is dit", "wat is dit"))]),
        )


def test_dutch_sentences_say_the_same(tmp_path):
    """The Dutch sentence has the same parts."""
    path = write(tmp_path, GOOD.replace("single", "reflectief"))

    with pytest.raises(InstrumentError) as caught:
        load(path, Instrument, InstrumentError)
    assert caught.value.sentences[0].nl == (
        f'{path}, regel 10, scales > s > measurement: "reflectief" kan hier niet. '
        "Toegestaan: reflective, formative of single. Bedoelde u reflective?"
    )


def test_foreign_text_in_messages_is_short(tmp_path):
    """A sentence shows at most 40 characters of what it found."""
    (said,) = wrong_shape(tmp_path, GOOD.replace("single", "x" * 500))

    assert "x" * 39 + "…" in said
    assert "x" * 40 not in said


def outcome(folder: Path, content: bytes) -> tuple[Text, ...]:
    """What is said of a file with this content: nothing, where it is loaded."""
    try:
        load(write(folder, content), Instrument, InstrumentError)
    except InstrumentError as error:
        return error.sentences
    return ()


WORDS = [
    "a",
    "b",
    "instrument",
    "version",
    "items",
    "scales",
    "answers",
    "1",
    "0",
    "no",
    "1.0.0",
    ": ",
    ":",
    "- ",
    "\n",
    "\n  ",
]
WORDS += [
    "[",
    "]",
    "{",
    "}",
    ", ",
    '"',
    "'",
    "#",
    "!x ",
    "!!str ",
    "&a ",
    "*a",
    "|\n",
    ">",
    "?",
    "%",
    "\\",
    "~",
    "é",
    "<<",
]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=25).map("".join)))
@example(text="values: {[]: 1}")
@example(text="items: {a: {only_if: {is: [[1]]}}}")
@example(text="answers: {a: {type: ordinal, values: [{}]}}")
def test_any_text_is_loaded_or_refused(tmp_path, text):
    """Nothing that a file can hold leads to any other exception, and what is said can be shown."""
    said = outcome(tmp_path, text.encode("utf-8", "surrogatepass"))

    assert all(sentence.nl.isprintable() and sentence.en.isprintable() for sentence in said)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.sampled_from([part for part in WORDS if part not in ("?", "%")]), max_size=25))
def test_both_readers_of_pyyaml_never_disagree(tmp_path, parts):
    """One may refuse what the other takes, but no file means something else without libyaml."""
    path = write(tmp_path, "".join(parts))
    meanings = []
    for name in ("CSafeLoader", "SafeLoader"):
        with pytest.MonkeyPatch.context() as patch, contextlib.suppress(InstrumentError):
            patch.setattr(yaml_nodes, "_LOADER", getattr(yaml, name))
            meanings.append(repr(read_yaml(path, InstrumentError).data))

    assert len(set(meanings)) <= 1


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200))
def test_any_bytes_are_loaded_or_refused(tmp_path, content):
    """So it is with bytes that are no text."""
    outcome(tmp_path, content)
