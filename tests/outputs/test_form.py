"""The form: what a client must know comes first, nothing labels the client, everything can be typed in."""

import re

import pytest

from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.outputs.form import csv_header, markdown

FOLLOW_UP = Instrument.model_validate(
    {
        "instrument": "vervolg",
        "version": "1.0.0",
        "instruction": {"nl": "Zag u het niet? Kies 'Niet gezien'.", "en": "Not seen? Choose 'not seen'."},
        "missing": [-9, "niet gezien", "not seen"],
        "answers": {
            "janee": {"type": "yes_no"},
            "keer": {"type": "count", "min": 0, "max": 20},
            "vrij": {"type": "number"},
            "kaal": {"type": "ordinal", "values": [1, 2]},
        },
        "items": {
            "a": {"text": "Zocht u werk?", "answers": "janee"},
            "b": {"text": "Hoe vaak?", "answers": "keer", "only_if": {"item": "a", "is": [1]}},
            "c": {"text": "Hoe lang?", "answers": "vrij"},
            "d": {"text": "Hoe_goed *[x]* <b>", "answers": "kaal"},
        },
        "scales": {"zoekgedrag": {"title": "Zoekgedrag", "measurement": "single", "items": ["b"], "score": "mean"}},
    }
)


def form(name: str, lang: str = "nl") -> str:
    """The form of a shipped questionnaire."""
    whole, parts = catalogue.find_instrument(name), catalogue.instrument_parts(name)[1]
    return markdown(whole, parts, lang)


def test_the_box_comes_first_and_says_everything():
    """Voluntary, who sees it, what it is never for, skipping, correcting: before the first question."""
    box = form("intake").split("\n\n#")[0]

    for words in (
        "vrijwillig",
        "vraag overslaan",
        "voor u en uw consulent",
        "Een mens beslist",
        "Schrijf het aan het eind op",
    ):
        assert words in box
    for never in ("uitkering", "straf of maatregel", "fraude", "ranglijst", "kans op werk"):
        assert never in box.split("nooit worden gebruikt voor")[1]
    assert all(line.startswith(">") for line in box.splitlines())


def test_the_box_in_english():
    """The same in English."""
    box = form("intake", "en").split("\n\n#")[0]

    for words in (
        "Read this first",
        "voluntary",
        "skip a question",
        "benefit",
        "sanction",
        "fraud",
        "ranking",
        "chance of work",
    ):
        assert words in box


def test_a_professional_reads_what_holds_for_the_person():
    """A rating is not the rater's own secret."""
    box = form("werknemersvaardigheden-professional").split("\n\n#")[0]

    assert "De persoon over wie het gaat ziet uw antwoorden" in box
    assert "ranglijst" in box


def test_every_question_is_there_once_in_order():
    """Numbered through all parts, with a box for each answer."""
    intake, text = catalogue.find_instrument("intake"), form("intake")

    numbers = [int(number) for number in re.findall(r"^\*\*(\d+)\. ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(intake.items) + 1))
    for number, item in enumerate(intake.items.values(), 1):
        assert f"**{number}. {item.text.nl}**" in text
    boxes = sum(len(intake.answer_set(item).codes) for item in intake.items)
    assert text.count("- [ ] ") >= boxes


def test_it_says_once_how_to_answer():
    """Before the first question: one box for each, and a line where there is none."""
    dutch, english = form("intake"), form("intake", "en")

    assert dutch.split("**1. ")[0].count("Kruis bij elke vraag één antwoord aan.") == 1
    assert dutch.count("Kruis bij elke vraag") == 1
    assert english.count("Tick one answer for each question.") == 1
    assert "Staat er een lijn?" not in dutch
    assert "Kruis bij elke vraag" not in form("gse")
    assert "Schrijf uw antwoord op de lijn." in form("gse")
    assert "één antwoord aan. Staat er een lijn?" in markdown(FOLLOW_UP, [FOLLOW_UP], "nl")


def test_every_part_has_its_instruction():
    """A battery keeps the instruction of each of its parts."""
    text = form("intake")

    for part in catalogue.instrument_parts("intake")[1]:
        assert part.instruction.nl in text


def test_a_client_never_sees_the_name_of_a_scale():
    """Names of scales are labels for professionals."""
    assert "zoekgedrag" not in markdown(FOLLOW_UP, [FOLLOW_UP], "nl").casefold()

    headings = set(re.findall(r"^#+ (.*)$", form("intake"), re.MULTILINE))
    parts = {part.title.nl for part in catalogue.instrument_parts("intake")[1]}
    titles = {scale.title.nl for scale in catalogue.find_instrument("intake").scales.values()}
    assert headings & titles <= parts


def test_it_ends_with_what_the_typist_needs():
    """The empty header of the file, and what each answer is called there."""
    text, header = form("werkvermogen"), csv_header(catalogue.find_instrument("werkvermogen"))

    assert header == "id;datum;wv_1;wv_2;wv_3\n"
    ending = text.split("overtypt")[1]
    assert f"```\n{header}```" in ending
    assert "- 1-2: 1 = heel weinig; 2 = weinig" in ending


def test_a_questionnaire_that_is_not_ours_has_no_texts():
    """It says so, and names where the texts come from."""
    text = form("gse")

    assert "De teksten van deze vragen zijn niet van ons" in text
    assert "Schwarzer & Jerusalem (1995)" in text
    assert "not ours" in form("gse", "en")


def test_follow_ups_numbers_and_codes_without_labels():
    """Routing in words, room for a number with its bounds, a code where there is no label."""
    text = markdown(FOLLOW_UP, [FOLLOW_UP], "nl")

    assert "*Alleen als u bij vraag 1 koos: 'ja'.*" in text
    assert re.search(r"\.{10,} \(0 tot en met 20\)", text)
    assert re.search(r"Hoe lang\?\*\*\n\n\.{10,}\n", text)
    assert "- [ ] 1\n- [ ] 2\n" in text


def test_a_way_out_that_the_instruction_names_has_a_box():
    """'Niet gezien' can be ticked where the instruction says to; codes and the other language cannot."""
    dutch, english = (markdown(FOLLOW_UP, [FOLLOW_UP], lang) for lang in ("nl", "en"))

    assert dutch.count("- [ ] niet gezien") == 2
    assert english.count("- [ ] not seen") == 2
    assert "not seen" not in dutch
    assert "-9" not in dutch


def test_signs_in_a_text_are_no_markup():
    """A text from a file cannot become HTML or Markdown."""
    assert r"**4. Hoe\_goed \*\[x\]\* \<b\>**" in markdown(FOLLOW_UP, [FOLLOW_UP], "nl")


@pytest.mark.parametrize("name", ["intake", "gse"])
def test_the_same_call_gives_the_same_form(name):
    """No clock, no chance."""
    assert form(name) == form(name)
