"""A call that cannot be taken: one sentence in the run's language, with what comes nearest and where to read more."""

import pytest

WRONG = {
    ("score", "x", "--fatcs", "y"): "Er is geen optie --fatcs. Bedoelde u --facts? Zie: reintegratie score --help",
    ("score", "x", "-z"): "Er is geen optie -z. Zie: reintegratie score --help",
    ("score", "x", "--config", "y"): "--config staat voor de opdracht: reintegratie --config BESTAND score … "
    "Zie: reintegratie score --help",
    ("score",): "RESPONSES ontbreekt. Zie: reintegratie score --help",
    ("score", "x", "--id"): "Bij --id hoort een waarde.",
    ("score", "x", "--show-values=3"): "Bij --show-values hoort geen waarde.",
    ("instruments", "show", "a", "b"): "Te veel in de aanroep: b. Zie: reintegratie instruments show --help",
    ("norms", "shw"): "Er is geen opdracht shw. Bedoelde u show? Er zijn: list, show, build, accuracy. "
    "Zie: reintegratie norms --help",
    ("simulate", "intake", "-N", "x"): "Bij -N hoort een geheel getal. Zie: reintegratie simulate --help",
    ("simulate", "intake", "-N", "0"): "-N moet ten minste 1 zijn. Zie: reintegratie simulate --help",
    ("simulate", "intake", "-N", "1", "--missing", "x"): "Bij --missing hoort een getal, met een punt. "
    "Zie: reintegratie simulate --help",
    ("instruments", "list", "--lang", "n"): "--lang n bestaat niet; kies 'nl', 'en'. Bedoelde u nl? "
    "Zie: reintegratie instruments list --help",
}

NEAR = {
    ("score", "answers.csv", "-f", "cvs"): "csv",
    ("score", "answers.csv", "--from", "limesurvy"): "limesurvey",
    ("score", "answers.csv", "--for", "case-sytem"): "case-system",
    ("score", "answers.csv", "--interval", "keley"): "kelley",
    ("score", "answers.csv", "-i", "intak"): "intake",
    ("score", "answers.csv", "-n", "gse.nederland"): "gse.nederland-schwarzer",
    ("score", "answers.csv", "--id", "idd"): "id",
    ("score", "answers.csv", "--keep", "wv1"): "wv_1",
    ("score", "answers.csv", "--date", "iid"): "id",
    ("score", "answers.csv", "--occasion", "wv3"): "wv_3",
    ("score", "answers.csv", "--encoding", "utf9"): "utf-8",
    ("change", "answers.csv", "answers.csv", "--method", "jacobson"): "jacobson-truax",
    ("change", "answers.csv", "other.csv", "--target", "werkvermogn"): "werkvermogen",
    ("doctor", "answers.csv", "--from", "qualtric"): "qualtrics",
    ("doctor", "answers.csv", "-f", "jsn"): "json",
    ("validate-instrument", "werkvermogn"): "werkvermogen",
    ("validate-instrument", "werkvermogen", "--decision", "grup"): "group",
    ("validate-instrument", "werkvermogen", "--criteria", "cotan"): "cotan-2010",
    ("validate-instrument", "werkvermogen", "--only", "verdct"): "verdict",
    ("validate-instrument", "werkvermogen", "answers.csv", "--estimator", "WLSM"): "WLSMV",
    ("validate-instrument", "werkvermogen", "answers.csv", "--missing", "flml"): "fiml",
    ("instruments", "show", "intak"): "intake",
    ("interventions", "show", "jbs"): "jobs",
    ("interventions", "list", "--group", "matche"): "matchen",
    ("interventions", "list", "--component", "netwrk"): None,
    ("norms", "show", "gse.nederland"): "gse.nederland-schwarzer",
    ("simulate", "intak", "-N", "1"): "intake",
    ("score", "answers.csv", "--facts", "facts.csv"): "loonwaarde",
}
"""Call -> what comes nearest; none where nothing is near, and then no question is asked."""


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_a_wrong_call_is_said_in_one_sentence(call, arguments):
    """With exit code 2, and nothing on standard output."""
    ran = call(*arguments)

    assert (ran.code, ran.text, ran.error) == (2, "", WRONG[arguments] + "\n")


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_a_wrong_call_is_said_in_english(reintegratie, arguments):
    """Without a word of Dutch."""
    ran = reintegratie(arguments[0], *arguments[1:-1], "--lang=en", *arguments[1:][-1:])

    assert not {"Er", "Bij", "ontbreekt", "Zie:", "kies", "moet"} & set(ran.error.split())
    assert ran.code == 2


@pytest.mark.parametrize("arguments", NEAR, ids=" ".join)
def test_the_nearest_is_named_everywhere(folder, answers, call, arguments):
    """Whatever has a list of what it can be asks for the one that was meant."""
    (folder / "other.csv").write_bytes(answers.read_bytes())
    (folder / "facts.csv").write_text("id,loonwarde\n1,3\n", encoding="utf-8")
    ran = call(*arguments)
    near = NEAR[arguments]

    assert f"Bedoelde u {near}?" in ran.error if near else "Bedoelde" not in ran.error
    assert ran.code == 2


def test_a_bare_group_shows_its_help(call):
    """That is no mistake."""
    ran = call("norms")

    assert "Commands:" in ran.text + ran.error
