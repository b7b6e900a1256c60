"""`reintegratie norms`: what is shown, what is refused, and from answers to a file that is read again."""

import json
import stat

import numpy as np
import pytest

from reintegratie_cli.inputs import catalogue

SHIPPED = ("gse.nederland-schwarzer", "intake.illustratief-2026")
TOLD = {
    "--population": "Bijstand in Stad",
    "--status": "local",
    "--stakes": "intake",
    "--collected": "2026",
    "--source": "Gemeente Stad",
    "--frame": "iedereen met bijstand",
    "--invited": "900",
    "--responded": "640",
    "--mode": "online",
    "--share-assisted": "0.12",
}
HEADER = "id,wv_1,wv_2,wv_3,wijk,geslacht\n"


def told(**changes):
    """The options that say where the answers come from; a key as `share_assisted`, None leaves it out."""
    options = TOLD | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    return [word for option, value in options.items() if value is not None for word in (option, value)]


def rows(n, seed=1, wijk="Noord", first=1):
    """Answers of n persons to `werkvermogen`."""
    random = np.random.default_rng(seed)
    latent = 0.8 * random.normal(size=n) + 0.6 * random.normal(size=(3, n))
    answers = np.searchsorted([-1.5, -0.5, 0.5, 1.5], latent).T + 1
    return "".join(
        f"p{first + place},{a},{b},{c},{wijk},{'mv'[place % 2]}\n" for place, (a, b, c) in enumerate(answers.tolist())
    )


@pytest.fixture
def export(folder):
    """Writes answers.csv in an empty folder."""

    def write(*parts, name="answers.csv", header=HEADER):
        (folder / name).write_text(header + "".join(parts), encoding="utf-8")
        return name

    return write


def build(call, *arguments, **changes):
    """The call, with everything filled in."""
    return call("norms", "build", "werkvermogen", *arguments, *told(**changes))


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_list_has_what_is_shipped(call, lang):
    """Id, population, use, year and number."""
    shown = call("norms", "list", "--lang", lang).text

    assert all(name in shown for name in SHIPPED)
    assert "911" in shown


@pytest.mark.usefixtures("folder")
def test_the_list_for_programs(call):
    """The same as JSON."""
    found = {it["id"]: it for it in json.loads(call("norms", "list", "-f", "json").text)}

    assert tuple(found) == SHIPPED
    assert found[SHIPPED[0]]["use"] == "group"
    assert found[SHIPPED[0]]["scales"] == ["zelfeffectiviteit_algemeen"]


@pytest.mark.usefixtures("folder")
def test_a_norm_says_of_whom_it_is(call):
    """Population, figures and how long it lasts."""
    shown = call("norms", "show", "gse.nederland-schwarzer", "--lang", "en").text

    for part in ("no job seekers", "31.14", "5.01", "0.84 (omega)", "from 2022 on", "decides nothing about a person"):
        assert part in shown


@pytest.mark.usefixtures("folder")
def test_an_illustrative_norm_is_never_silent_about_it(call):
    """Simulated, in so many words."""
    assert "Deze cijfers zijn gesimuleerd" in call("norms", "show", "intake.illustratief-2026").text


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_shown_as_yaml_can_be_read_in_again(call, folder, name):
    """Every figure."""
    (folder / f"{name}.yaml").write_bytes(call("norms", "show", name, "-f", "yaml").output)

    assert catalogue.find_norms(f"{name}.yaml") == catalogue.find_norms(name)


@pytest.mark.usefixtures("folder")
def test_an_unknown_norm_is_refused_with_the_nearest(call):
    """And all there are."""
    ran = call("norms", "show", "intake.ilustratief-2026")

    assert ran.code == 2
    assert "Bedoelde u intake.illustratief-2026?" in ran.error


def test_answers_become_a_file_that_is_found_by_its_id(call, export, folder):
    """Built, written with mode 0600, listed and shown."""
    (folder / "norms").mkdir()
    ran = build(call, export(rows(640)), "-o", "norms/werkvermogen.stad-2026.yaml")
    made = catalogue.find_norms("werkvermogen.stad-2026")

    assert ran.code == 0, ran.error
    assert made.admitted
    assert made.scales["werkvermogen"].n == 640
    assert (made.invited, made.share_assisted, made.population.nl) == (900, 0.12, "Bijstand in Stad")
    assert stat.S_IMODE((folder / "norms" / "werkvermogen.stad-2026.yaml").stat().st_mode) == 0o600
    assert "werkvermogen.stad-2026" in call("norms", "list").text


def test_without_a_file_the_norm_goes_to_standard_output(call, export):
    """Named after status and year."""
    ran = build(call, export(rows(640)))

    assert ran.text.startswith('norms: "werkvermogen.local-2026"\n')


def test_the_same_answers_make_the_same_bytes(call, export):
    """Nothing is drawn, and no clock is read."""
    name = export(rows(300))

    assert build(call, name).output == build(call, name).output


def test_no_row_comes_into_the_file(call, export):
    """No id, and no cell of fewer than ten persons."""
    made = build(call, export(rows(640))).text

    assert "p1" not in made
    assert min(cell.n for cell in _norms(made).scales["werkvermogen"].frequencies) >= 10


def _norms(text):
    import yaml  # noqa: PLC0415 - for this one

    from reintegratie_cli.models.norms import Norms  # noqa: PLC0415 - as above

    return Norms.model_validate(yaml.safe_load(text))


def test_all_that_was_not_filled_in_is_said_in_one_sentence(call):
    """Before any file is opened."""
    ran = call("norms", "build", "werkvermogen", "none.csv", "--status", "local", "--invited", " ")

    assert ran.code == 2
    assert ran.error == (
        "Zonder herkomst geen norm. Vul nog in: --population, --stakes, --collected, --source, --frame, --invited, "
        "--responded, --mode, --share-assisted.\n"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"status": "lokaal"}, "--status lokaal bestaat niet; kies illustrative, reference, local, national"),
        ({"stakes": "hoog"}, "--stakes hoog bestaat niet; kies anonymous, intake"),
        ({"invited": "veel"}, "--invited veel kan niet. Toegestaan: een heel getal, of unknown"),
        ({"share_assisted": "12%"}, "--share-assisted 12% kan niet. Toegestaan: 0 tot en met 1"),
        ({"share_assisted": "1.2"}, "--share-assisted 1.2 kan niet"),
        ({"collected": "vorig jaar"}, "vorig jaar"),
        ({"frame": "x" * 1001}, "--frame is langer dan 1000 tekens"),
        ({"responded": "901"}, "geen 901 hebben geantwoord als er 900 zijn gevraagd"),
        ({"responded": "200"}, "geen 300 een score hebben als er 200 hebben geantwoord"),
    ],
)
def test_what_cannot_be_is_refused(call, export, changes, said):
    """Exit code 2, a sentence, and nothing on standard output."""
    ran = build(call, export(rows(300)), **changes)

    assert (ran.code, ran.output) == (2, b"")
    assert said in ran.error


@pytest.mark.parametrize(
    "name", ["stad.yaml", "werkvermogen.yaml", "intake.stad.yaml", "werkvermogen.Stad.yaml", "w.csv"]
)
def test_a_file_is_called_as_its_norm(call, export, folder, name):
    """<instrument>.<group>.yaml; else it would not be found again."""
    ran = build(call, export(rows(300)), "-o", name)

    assert ran.code == 2
    assert not (folder / name).exists()


def test_99_persons_are_too_few(call, export):
    """Said for each scale, and then for all."""
    ran = build(call, export(rows(99)))

    assert (ran.code, ran.output) == (2, b"")
    assert "99 personen hebben een score; nodig zijn er 100" in ran.error
    assert "geen schaal heeft 100 personen" in ran.error


@pytest.mark.parametrize(("n", "use"), [(100, "group"), (199, "group"), (200, "individual"), (640, "individual")])
def test_the_use_follows_from_the_number(call, export, n, use):
    """Design 5."""
    assert _norms(build(call, export(rows(n))).text).use == use


def test_rows_that_cannot_be_read_are_said(call, export):
    """Exit code 3, and the others count."""
    ran = build(call, export(rows(300), "x,9,9,,Noord,m\n"))

    assert ran.code == 3
    assert _norms(ran.text).scales["werkvermogen"].n == 300


def test_an_input_is_never_overwritten(call, export, folder):
    """Not even when it is called as a norm."""
    name = export(rows(300), name="werkvermogen.stad.yaml")
    before = (folder / name).read_bytes()
    ran = build(call, name, "-o", name)

    assert ran.code == 2
    assert (folder / name).read_bytes() == before


def test_each_group_gets_a_norm(call, export, folder):
    """Of at least a hundred persons; smaller ones are counted and not named."""
    (folder / "uit").mkdir()
    name = export(rows(300), rows(210, 2, "Zuid", 400), rows(99, 3, "Kleindorp", 700), rows(4, 4, "", 900))
    ran = build(call, name, "--group", "wijk", "-o", "uit")
    made = {norms.norms: norms for norms in catalogue.list_norms(folder / "uit") if norms.norms not in SHIPPED}

    assert ran.code == 0, ran.error
    assert {name: norms.scales["werkvermogen"].n for name, norms in made.items()} == {
        "werkvermogen.wijk-noord-2026": 300,
        "werkvermogen.wijk-zuid-2026": 210,
    }
    assert made["werkvermogen.wijk-zuid-2026"].group.value == "Zuid"
    assert "minder dan 100 personen: 2, samen 103 rijen." in ran.error
    assert "Kleindorp" not in ran.error


def test_without_one_of_the_groups_there_is_none(call, export, folder):
    """All files or none: one that is read-only keeps the others from being written."""
    (folder / "uit").mkdir()
    kept = folder / "uit" / "werkvermogen.wijk-zuid-2026.yaml"
    kept.write_bytes(b"old")
    kept.chmod(0o444)
    ran = build(call, export(rows(300), rows(210, 2, "Zuid", 400)), "--group", "wijk", "-o", "uit")

    assert ran.code == 2
    assert [path.name for path in (folder / "uit").iterdir()] == [kept.name]


def test_small_groups_are_named_where_values_may_be_shown(call, export, folder):
    """--show-values."""
    (folder / "uit").mkdir()
    name = export(rows(300), rows(99, 3, "Kleindorp", 700))

    assert "Kleindorp (99)" in build(call, name, "--group", "wijk", "-o", "uit", "--show-values").error


def test_norms_by_sex_serve_for_fairness_alone(call, export, folder):
    """`use: none`, and a sentence."""
    (folder / "uit").mkdir()
    ran = build(call, export(rows(640)), "--group", "geslacht", "-o", "uit")
    made = catalogue.find_norms("uit/werkvermogen.geslacht-m-2026.yaml")

    assert ran.code == 0, ran.error
    assert (made.use, made.scales["werkvermogen"].n) == ("none", 320)
    assert "alleen om te toetsen of een vragenlijst eerlijk is" in ran.error


def test_groups_that_would_share_a_name_are_refused(call, export, folder):
    """Before anything is written."""
    (folder / "uit").mkdir()
    name = export(rows(150), rows(150, 2, "noord!", 400))
    ran = build(call, name, "--group", "wijk", "-o", "uit")

    assert ran.code == 2
    assert list((folder / "uit").iterdir()) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--group", "wijk"), "noem bij -o een map"),
        (("--group", "wijken", "-o", "uit"), "geen kolom wijken (--group)"),
        (("--group", "wijk", "--occasion", "meting", "-o", "uit"), "--group en --occasion gaan niet samen"),
        (("--group", "wv_9", "-o", "uit"), "geen kolom wv_9 (--group)"),
        (("--retest", "answers.csv"), "--retest noemt een bestand dat ook bij de antwoorden staat"),
    ],
)
def test_groups_that_cannot_be_are_refused(call, export, folder, options, said):
    """With the option that is wrong."""
    (folder / "uit").mkdir()
    ran = build(call, export(rows(300)), *options)

    assert ran.code == 2
    assert said in ran.error


def test_no_group_of_a_hundred_is_refused(call, export, folder):
    """Every person has an id of their own."""
    (folder / "uit").mkdir()
    ran = build(call, export(rows(300)), "--group", "id", "-o", "uit")

    assert ran.code == 2
    assert "geen groep heeft 100 personen" in ran.error


def again(first):
    """The same persons a second time, some answers changed."""
    cells = (row.split(",") for row in first.splitlines())
    return "".join(f"{person},{b},{a},3\n" for person, a, b, *_ in cells)


def test_a_retest_in_another_file_gives_its_coefficient(call, export):
    """Matched on id: of the sixty who filled it in twice."""
    export(again(rows(60)), name="second.csv", header="id,wv_1,wv_2,wv_3\n")
    made = _norms(build(call, export(rows(60), rows(240, 2, first=61)), "--retest", "second.csv").text)

    assert made.scales["werkvermogen"].retest_n == 60
    assert made.scales["werkvermogen"].dependable[1] == "retest"


def test_two_measurements_in_one_file_are_told_apart(call, export):
    """The first makes the norm, the second is the retest."""
    both = "".join(f"{row},T0\n" for row in rows(150).splitlines())
    both += "".join(f"{row},Noord,m,T1\n" for row in again(rows(150)).splitlines())
    name = export(both, header=HEADER.strip() + ",meting\n")
    made = _norms(build(call, name, "--occasion", "meting").text).scales["werkvermogen"]

    assert (made.n, made.retest_n) == (150, 150)


def test_a_retest_works_for_groups_without_the_column(call, export, folder):
    """The second file holds ids and answers."""
    (folder / "uit").mkdir()
    first = rows(300)
    export(again(first), name="second.csv", header="id,wv_1,wv_2,wv_3\n")
    ran = build(call, export(first), "--group", "wijk", "--retest", "second.csv", "-o", "uit")

    assert ran.code == 0, ran.error
    assert catalogue.find_norms("uit/werkvermogen.wijk-noord-2026.yaml").scales["werkvermogen"].retest_n == 300


def test_english_is_spoken_when_asked(call, export):
    """No Dutch in between."""
    ran = build(call, export(rows(150)), "--lang", "en")

    assert "For statements about groups only (use: group)" in ran.error
