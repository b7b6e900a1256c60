"""`score_batch`: what `reintegratie score` makes of a file, for a table in memory."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal

import reintegratie_cli
from reintegratie_cli import score_batch
from reintegratie_cli.errors import ReintegratieError, ResponsesError, UsageError

EXAMPLES = Path(__file__).parents[1] / "examples"
NORM = "intake.illustratief-2026"
PLACE = ("row.file", "row.number")
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def passes(number: int) -> bool:
    """The eleven-test."""
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, str(number), strict=True)) % 11 == 0


BSNS = [str(number) for number in range(10**8, 10**8 + 4000) if passes(number)][:30]


def read(name: str) -> pl.DataFrame:
    """An example as text."""
    return pl.read_csv(EXAMPLES / name, separator=";", infer_schema=False)


@pytest.fixture(scope="module")
def answers() -> pl.DataFrame:
    """The simulated export, without the one row of another width, which no table can have."""
    return read("intake-gesimuleerd.csv").filter(pl.col("herkomst").is_not_null())


@pytest.fixture
def by_command(answers, folder, call):
    """What the command makes of a table that was written as CSV, with these options."""

    def score(*options: str, table: pl.DataFrame = answers) -> pl.DataFrame:
        table.write_csv(folder / "table.csv", separator=";")
        ran = call("score", "table.csv", "-o", "expected.parquet", *options)
        assert ran.code in (0, 3), ran.error
        return pl.read_parquet("expected.parquet").drop(PLACE)

    return score


def scored(table, **options) -> pl.DataFrame:
    """The scores of a table, without the place of each row, which a file counts in another way."""
    return pl.from_arrow(score_batch(table, **options)).drop(PLACE)


def without_duplicates(scores: pl.DataFrame) -> pl.DataFrame:
    """Scores without the one flag that is about other rows."""
    flags = pl.col("flags").str.replace("duplicate_id;?", "").str.strip_chars(";").replace("", None)
    return scores.with_columns(flags)


def test_it_gives_what_the_command_writes(answers, by_command):
    """The same columns in the same order, with the same types and values, for good rows and bad ones."""
    assert_frame_equal(scored(answers), by_command())


@pytest.mark.parametrize(
    ("options", "typed"),
    [
        ({"instrument": "werkvermogen"}, ("-i", "werkvermogen")),
        ({"instrument": ["werkvermogen", "wensen"]}, ("-i", "werkvermogen", "-i", "wensen")),
        ({"norms": NORM}, ("-n", NORM)),
        ({"norms": [NORM], "interval": "kelley"}, ("-n", NORM, "--interval", "kelley")),
        ({"keep": "herkomst"}, ("--keep", "herkomst")),
        ({"keep": ["herkomst", "wv_1"]}, ("--keep", "herkomst", "--keep", "wv_1")),
        ({"id": "herkomst"}, ("--id", "herkomst")),
        ({"occasion": "datum"}, ("--occasion", "datum")),
        ({"date": "herkomst"}, ("--date", "herkomst")),
        ({"offer": EXAMPLES / "aanbod.yaml"}, ("--offer", str(EXAMPLES / "aanbod.yaml"))),
        ({"case_system": True}, ("--for", "case-system")),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_an_option_does_what_that_of_the_command_does(answers, by_command, options, typed):
    """Value for value."""
    assert_frame_equal(scored(answers, **options), by_command(*typed))


def test_facts_are_a_table(answers, by_command):
    """With facts and with what professionals answered, as from a file."""
    expected = by_command("--facts", str(EXAMPLES / "feiten.csv"))

    assert_frame_equal(scored(answers, facts=read("feiten.csv")), expected)


def test_columns_and_answers_are_mapped(answers, by_command, folder):
    """As a file with `--map` says."""
    table = answers.rename({"wv_1": "Cijfer"}).with_columns(pl.col("wens_werk").replace("zorg", "Z"))
    mapping = "columns: {wv_1: Cijfer}\nanswers: {wensen__werk: {Z: zorg}}\n"
    (folder / "map.yaml").write_text(mapping, encoding="utf-8")
    expected = by_command("--map", "map.yaml", table=table)

    found = scored(table, columns={"wv_1": "Cijfer"}, answers={"wensen__werk": {"Z": "zorg"}})

    assert_frame_equal(found, expected)


def test_a_key_makes_pseudonyms(answers, by_command, folder):
    """Those of a file with this key."""
    (folder / "key").write_bytes(b"0123456789abcdef\n")
    expected = by_command("--pseudonymise", "key")

    assert_frame_equal(scored(answers, key=b"0123456789abcdef"), expected)


def test_a_rule_of_ones_own_is_used(answers, by_command, folder):
    """From its file."""
    rule = Path(reintegratie_cli.__file__).parent / "rules" / "sol.yaml"
    (folder / "own.yaml").write_text(rule.read_text(encoding="utf-8").replace("rule: sol", "rule: own"), "utf-8")

    found = scored(answers, rule="own.yaml")

    assert_frame_equal(found, by_command("--rule", "own.yaml"))
    assert ";own " in found["provenance"][0]


@pytest.mark.parametrize(
    "made",
    [
        pl.DataFrame.to_arrow,
        lambda frame: frame.to_arrow().combine_chunks().to_batches()[0],
        lambda frame: frame.to_arrow().to_reader(7),
        lambda frame: pd.DataFrame(frame.to_dict(as_series=False)),
        lambda frame: duckdb.connect().from_arrow(frame.to_arrow()),
        lambda frame: frame.with_columns(pl.all().cast(pl.Categorical)),
    ],
    ids=["table", "batch", "stream", "pandas", "duckdb", "categories"],
)
def test_a_table_of_any_library_will_do(answers, made):
    """All that speak Arrow."""
    assert_frame_equal(scored(made(answers)), scored(answers))


def test_typed_columns_are_read_as_text_is():
    """Whole numbers, floats with gaps, dates, truth."""
    typed = pl.DataFrame(
        {
            "id": [7, 8, 9],
            "datum": [date(2026, 1, 31), None, date(2025, 12, 1)],
            "wv_1": [1.0, None, 10.0],
            "wv_2": pl.Series([4, 5, 3], dtype=pl.Int8),
            "wv_3": pl.Series(["2.00", "3", "5"]).cast(pl.Decimal(4, 2)),
            "nieuw": [True, False, None],
        }
    )
    text = pl.DataFrame(
        {
            "id": ["7", "8", "9"],
            "datum": ["31-01-2026", None, "01-12-2025"],
            "wv_1": ["1", None, "10"],
            "wv_2": ["4", "5", "3"],
            "wv_3": ["2", "3", "5"],
            "nieuw": ["true", "false", None],
        }
    )

    assert_frame_equal(scored(typed, keep="nieuw"), scored(text, keep="nieuw"))


@pytest.mark.parametrize(("size", "most"), [(1, 12), (7, 50), (64, 150), (150, 500)])
def test_the_rows_of_any_split_are_the_same(answers, size, most):
    """But for ids that come again in another table."""
    answers = answers.head(most)
    parts = [scored(answers.slice(start, size), norms=NORM) for start in range(0, len(answers), size)]

    assert_frame_equal(without_duplicates(pl.concat(parts)), without_duplicates(scored(answers, norms=NORM)))


def test_an_id_that_comes_twice_is_flagged_within_the_table():
    """And nothing can be known of another table."""
    table = pl.DataFrame({"id": ["1", "2", "1"], "wv_1": 1, "wv_2": 2, "wv_3": 3})

    assert scored(table)["flags"].str.contains("duplicate_id").fill_null(value=False).to_list() == [True, False, True]
    assert not scored(table.tail(2))["flags"].str.contains("duplicate_id").fill_null(value=False).any()


def test_the_place_of_a_row_is_that_in_the_table(answers):
    """From 1, under the name "table"."""
    scores = pl.from_arrow(score_batch(answers.slice(50, 3)))

    assert scores.select(PLACE).rows() == [("table", 1), ("table", 2), ("table", 3)]


@pytest.mark.parametrize("options", [{}, {"norms": NORM}, {"keep": "herkomst"}, {"case_system": True}])
def test_the_schema_is_that_of_a_table_without_rows(answers, options):
    """Also where nobody answered, or nobody could be read."""
    nothing = answers.head(2).with_columns(pl.all().exclude("clientnummer", "herkomst").replace_strict({}, default=""))
    nonsense = nothing.with_columns(pl.all().exclude("clientnummer", "herkomst").str.replace("", "??"))
    expected = score_batch(answers.clear(), **options).schema

    found = [score_batch(table, **options).schema for table in (answers, answers.head(1), nothing, nonsense)]

    assert found == [expected] * 4


def test_the_schema_with_facts_is_that_of_a_table_without_rows(answers):
    """Also where nobody of the table has any."""
    facts = read("feiten.csv")
    expected = score_batch(answers.clear(), facts=facts).schema

    assert score_batch(answers, facts=facts).schema == expected
    assert score_batch(answers, facts=facts.head(1)).schema == expected


def test_types_are_plain(answers):
    """Those that every engine knows: text is `string`."""
    assert {str(kind) for kind in score_batch(answers).schema.types} == {
        "string",
        "int64",
        "double",
        "bool",
        "date32[day]",
    }


@pytest.fixture
def admitted(folder) -> str:
    """The illustrative norm of 2026 as if it were a municipality's own: it decides about persons for 20 years."""
    text = (EXAMPLES.parent / "norms" / f"{NORM}.yaml").read_text(encoding="utf-8")
    for old, new in (("illustratief-2026", "eigen"), ("illustrative", "local"), ("use: none", "use: individual")):
        text = text.replace(old, new)
    (folder / "intake.eigen.yaml").write_text(text, encoding="utf-8")
    return "intake.eigen.yaml"


def priors(scores: pl.DataFrame) -> set[str]:
    """What was assumed of the true scores."""
    return set(scores["sol.prior"].drop_nulls())


def test_the_last_year_in_the_table_decides_on_the_age_of_a_norm(answers, admitted):
    """As it does in a file."""
    late = answers.with_columns(datum=pl.lit("01-01-2060"))

    assert (priors(scored(answers, norms=admitted)), priors(scored(late, norms=admitted))) == ({"norm"}, {"flat"})


def test_the_year_for_norms_can_be_named(answers, admitted):
    """So that it is the same for all tables."""
    late = answers.with_columns(datum=pl.lit("01-01-2060"))

    assert priors(scored(late, norms=admitted, year=2026)) == {"norm"}
    assert priors(scored(answers, norms=admitted, year=2060)) == {"flat"}


def test_nothing_is_changed_written_or_said(answers, folder, capfd):
    """A pure function."""
    before = answers.clone()

    score_batch(answers, instrument="intake", norms=NORM)

    assert_frame_equal(answers, before)
    assert list(folder.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_several_threads_at_once_give_the_same(answers):
    """Also the first time that options are used."""
    expected = scored(answers, instrument="intake", keep="herkomst")
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: scored(answers, instrument=["intake"], keep="herkomst"), range(8)))

    for one in found:
        assert_frame_equal(one, expected)


def test_a_questionnaire_that_changed_is_read_again(folder):
    """Whoever works on it sees the effect at once."""
    own = (EXAMPLES.parent / "instruments" / "werkvermogen.yaml").read_text(encoding="utf-8")
    table = pl.DataFrame({"id": ["1"], "wv_1": 1, "wv_2": 2, "wv_3": 3})
    (folder / "own.yaml").write_text(own.replace("instrument: werkvermogen", "instrument: own"), encoding="utf-8")
    first = scored(table, instrument="own.yaml")["provenance"][0]
    changed = own.replace("instrument: werkvermogen", "instrument: own").replace(
        'version: "1.0.0"', 'version: "1.10.0"'
    )
    (folder / "own.yaml").write_text(changed, encoding="utf-8")

    assert "own 1.0.0" in first
    assert "own 1.10.0" in scored(table, instrument="own.yaml")["provenance"][0]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"instrument": "intak"}, "The questionnaire intak does not exist. Did you mean intake?"),
        ({"id": "nummer"}, "table: there is no column nummer"),
        ({"interval": "wide"}, "There is no interval wide; choose observed, kelley."),
        ({"key": b"short"}, "key is 5 bytes, at least 16 are needed."),
        ({"facts": "feiten.csv"}, "facts has to be an Arrow table"),
        ({"case_system": True, "keep": "wv_1"}, "--keep wv_1 is not possible"),
    ],
    ids=lambda given: next(iter(given)) if isinstance(given, dict) else "",
)
def test_a_wrong_call_is_refused_as_the_command_does(answers, options, expected):
    """With what is wrong, and what can be done."""
    with pytest.raises(ReintegratieError) as refused:
        score_batch(answers, **options)

    assert str(refused.value).startswith(expected)


@pytest.mark.parametrize("given", [None, {"id": [1]}, [1, 2], "answers.csv", pd.Series([1])], ids=str)
def test_what_is_no_table_is_refused(given):
    """With what would do."""
    with pytest.raises(UsageError, match=r"has to be an Arrow table|cannot be read"):
        score_batch(given)


def test_a_type_that_cannot_be_read_is_refused_without_values():
    """No engine's words, which can hold what people answered."""
    strange = pa.array([b"secret"], pa.binary(6)), pa.array([pa.MonthDayNano([1, 2, 3])])
    with pytest.raises(UsageError, match=r"^table has a column of a type that cannot be read\. Make it text\.$"):
        score_batch(pa.table(list(strange), names=["id", "wv_1"]))


def test_two_columns_of_one_name_are_refused():
    """As in a file."""
    table = pa.table([["1"], ["1"], ["2"], ["3"], ["4"]], names=["id", "wv_1", "wv_2", "wv_3", "wv_1"])
    with pytest.raises(ResponsesError, match="the columns 2, 5 are all called wv_1"):
        score_batch(table, instrument="werkvermogen")


@pytest.mark.parametrize("option", ["keep", "occasion", "date"])
def test_a_column_with_bsns_is_refused(option):
    """The command leaves it out and says so; here nobody would hear that."""
    table = pl.DataFrame({"nr": BSNS, "id": range(30), "wv_1": 1, "wv_2": 2, "wv_3": 3})
    with pytest.raises(UsageError, match="Column nr seems to hold BSNs"):
        score_batch(table, **{option: "nr"})


def test_ids_that_are_bsns_are_refused():
    """As in a file; with a key they become pseudonyms."""
    table = pl.DataFrame({"id": BSNS, "wv_1": 1, "wv_2": 2, "wv_3": 3})
    with pytest.raises(UsageError, match="the id column id seems to hold BSNs"):
        score_batch(table)

    assert score_batch(table, key=b"0123456789abcdef").num_rows == 30


def test_without_pyarrow_it_says_how_to_install_it(answers, monkeypatch):
    """It is an extra."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'reintegratie\[arrow\]'"):
        score_batch(answers)


def test_the_package_loads_it_when_it_is_asked_for(environment):
    """`import reintegratie_cli` stays fast."""
    heavy = "[name for name in ('polars', 'pyarrow', 'numpy') if name in sys.modules]"
    code = f"import sys, reintegratie_cli as it; print({heavy}); it.score_batch; print({heavy})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)

    assert ran.stdout == "[]\n['polars', 'numpy']\n"


def test_a_name_that_is_not_there_is_not_there():
    """As in any module."""
    with pytest.raises(AttributeError, match="no attribute 'score_table'"):
        reintegratie_cli.score_table  # noqa: B018 - asking is the test
