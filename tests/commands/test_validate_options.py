"""The call of `validate-instrument`: what it asks of the workflow, what is refused, the exit code, where it writes."""

import json

import pytest

from reintegratie_cli.workflows.validate_options import PARTS, Tool, ValidateOptions

GOOD = "id,a,b,c\np,1,2,3\nq,2,2,2\n"
PARTLY = "id,a,b,c\np,9,2,3\n"


def test_what_is_asked_when_nothing_is_said(validation):
    """Estimator and missing answers are for the workflow to choose, everything is shown."""
    options = validation().options

    assert options == ValidateOptions(tool=Tool("reintegratie", options.tool.version))
    assert (options.only, options.decision, options.seed) == (PARTS, "individual", 1)


def test_what_is_asked_when_all_is_said(validation):
    """Every option arrives."""
    model, use = ("--estimator", "WLSMV", "--missing", "pairwise"), ("--decision", "group", "--seed", "7")
    options = validation("answers.csv", *model, *use, "--dynamic", "--polychoric", answers=GOOD).options

    assert (options.estimator, options.missing, options.decision) == ("WLSMV", "pairwise", "group")
    assert (options.dynamic, options.polychoric, options.seed) == (True, True, 7)


@pytest.mark.parametrize("given", [["--only", "efa, cfa"], ["--only", "efa", "--only", "cfa,efa"]], ids=" ".join)
def test_parts_are_named_with_commas_or_one_by_one(validation, given):
    """Each once."""
    options = validation("answers.csv", *given, answers=GOOD).options

    assert options.only == ("efa", "cfa")
    assert (options.wants("cfa", "verdict"), options.wants("items")) == (True, False)


def test_the_standard_is_ours_or_another(validation):
    """cotan-2010 unless --criteria names another."""
    ours, other = (validation(*given).knowledge.criteria for given in ((), ("--criteria", "efpa-2013")))

    assert (ours.standard, other.standard) == ("cotan-2010", "efpa-2013")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("answers.csv --estimator GLS", "--estimator GLS bestaat niet; kies ML, MLR, WLSMV."),
        ("answers.csv --missing mean", "--missing mean bestaat niet; kies listwise, fiml, pairwise."),
        ("answers.csv --only cfa,alpha", "--only alpha bestaat niet; kies questionnaire, items, reliability,"),
        ("answers.csv --decision hiring", "--decision hiring bestaat niet; kies individual-important, individual,"),
        ("answers.csv --fail-below none", "--fail-below none bestaat niet; kies usable, with_care."),
        ("answers.csv --criteria apa", "De standaard apa bestaat niet."),
        ("answers.csv --from sas", "--from sas bestaat niet; kies csv, "),
        ("answers.csv -f html", "-f html bestaat niet; kies table, json, markdown."),
        ("answers.csv -o report.pdf", "report.pdf: dit formaat wordt niet geschreven."),
        ("answers.csv --estimator WLSMV --missing fiml", "kies listwise of pairwise."),
        ("answers.csv --estimator ML --missing pairwise", "kies listwise of fiml."),
        ("answers.csv --retest again.csv --occasion t", "--retest en --occasion gaan niet samen"),
        ("answers.csv --retest answers.csv", "--retest noemt een bestand dat ook bij de antwoorden staat"),
        ("answers.csv --only cfa --fail-below usable", "--fail-below vraagt om het oordeel; zet verdict bij --only."),
        ("--fail-below usable", "--fail-below kan niet zonder antwoorden"),
        ("--retest again.csv", "--retest kan niet zonder antwoorden"),
        ("--occasion t", "--occasion kan niet zonder antwoorden"),
        ("--criterion uren", "--criterion kan niet zonder antwoorden"),
        ("--only questionnaire,items", "--only items kan niet zonder antwoorden"),
        ("gone.csv", "gone.csv kan niet gelezen worden: het bestaat niet."),
    ],
)
def test_a_wrong_call_is_refused(validation, given, said):
    """With what is allowed."""
    ran = validation(*given.split(), answers=GOOD).ran

    assert (ran.code, said in ran.error) == (2, True), ran.error


def test_a_questionnaire_that_is_not_there_is_refused(call, folder):
    """With those there are."""
    ran = call("validate-instrument", "onbekend")

    assert (ran.code, ran.error.startswith("De vragenlijst onbekend bestaat niet.")) == (2, True)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("conclusion", "bar", "content", "code"),
    [
        ("usable", "usable", GOOD, 0),
        ("with_care", "with_care", GOOD, 0),
        ("with_care", "usable", GOOD, 1),
        ("not_usable", "with_care", GOOD, 1),
        ("none", "with_care", GOOD, 1),
        (None, "with_care", GOOD, 1),
        ("none", None, GOOD, 0),
        ("none", None, PARTLY, 3),
        ("usable", "usable", PARTLY, 3),
        ("none", "usable", PARTLY, 1),
    ],
)
def test_the_exit_code(validation, conclusion, bar, content, code):
    """0 done; 1 the conclusion is below the bar, which goes before 3: rows that were not read in full."""
    given = [] if bar is None else ["--fail-below", bar]

    assert validation("answers.csv", *given, conclusion=conclusion, answers=content).ran.code == code


def test_what_fails_the_bar_is_said(validation):
    """The conclusion and the bar; the result is written all the same."""
    ran = validation("answers.csv", "--fail-below", "usable", conclusion="with_care", answers=GOOD).ran
    said = "Conclusie: met voorbehoud. Met --fail-below usable is ten minste gevraagd: bruikbaar.\n"

    assert said in ran.error
    assert json.loads(ran.text)["verdict"]["conclusion"] == "with_care"


def test_a_pipe_gets_json(validation):
    """And nothing else on standard output."""
    data = json.loads(validation("answers.csv", answers=GOOD).ran.text)

    assert (data["format"], data["instrument"]["id"]) == (1, "own")


@pytest.mark.parametrize(
    ("given", "begin"), [(["-o", "out.json"], "{"), (["-o", "out.md"], "#"), (["-o", "out.md", "-f", "json"], "{")]
)
def test_the_name_of_the_file_says_the_format(validation, folder, given, begin):
    """Unless -f says another; where the result is, is said."""
    ran = validation(*given).ran

    assert (folder / given[1]).read_text(encoding="utf-8").startswith(begin)
    assert (ran.text, f"Uitkomst: {given[1]}.\n" in ran.error) == ("", True)


@pytest.mark.parametrize("target", ["answers.csv", "again.csv", "own.yaml"])
def test_no_input_is_overwritten(validation, folder, target):
    """Answers, retest and questionnaire stay as they are."""
    ran = validation("answers.csv", "--retest", "again.csv", "-f", "json", "-o", target, answers=GOOD, again=GOOD).ran

    assert (ran.code, "is zelf een invoerbestand" in ran.error) == (2, True)
    assert (folder / "answers.csv").read_text(encoding="utf-8") == GOOD


def test_simulations_are_silent_in_a_pipe(validation):
    """Progress is for a terminal."""
    seen = validation("answers.csv", "--dynamic", answers=GOOD, simulations=range(0, 101, 10))

    assert "simulaties" not in seen.ran.error


def test_simulations_show_how_far_they_are_on_a_terminal(monkeypatch, capsys):
    """And clear their line."""
    from reintegratie_cli.commands._validate_run import _Simulations  # noqa: PLC0415 - the command imports it late too

    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    seconds = iter((0, 10, 20))
    monkeypatch.setattr("reintegratie_cli.outputs.terminal.time.monotonic", lambda: next(seconds))
    simulations = _Simulations("nl")
    for done in (50, 100):
        simulations.show(done, 200)
    simulations.finish()
    said = "100 / 200 simulaties (50 %), 5,0 per seconde, nog 20 s"

    assert capsys.readouterr().err.endswith(f"\r{said}\r{' ' * len(said)}\r")
