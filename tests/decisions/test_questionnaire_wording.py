"""The words of items: what is found in bad ones, and that nothing is found in good ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reintegratie_cli.decisions.questionnaire import check_questionnaire
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.wording import Wording

DOUBLE, NOT, TWICE_NOT = "double_barrelled", "negation", "double_negation"
LEADING, ABSOLUTE, LONG, JARGON, WORD = "leading", "absolute", "too_long", "jargon", "long_word"
STRUCTURE = {"few_items", "too_few_items", "unused_item", "unlabelled_points"}
INSTRUCTION = "Denk aan de afgelopen 4 weken."

BAD = [
    # Two things in one.
    ("Ik ben gemotiveerd en ik heb genoeg energie.", {DOUBLE}),
    ("Hoe tevreden bent u over uw inkomen en uw woning?", {DOUBLE}),
    ("Mijn consulent luistert goed of helpt mij snel.", {DOUBLE}),
    ("Ik zoek werk, maar ik vind weinig vacatures.", {DOUBLE}),
    ("Ik kan goed bellen en/of mailen met werkgevers.", {DOUBLE}),
    ("Ik solliciteer weinig omdat ik ziek ben.", {DOUBLE}),
    ("Hebt u een cv? Hoe oud is het?", {DOUBLE}),
    ("Hoe duidelijk en volledig was de uitleg?", {DOUBLE, ABSOLUTE}),
    # Said by what is not.
    ("Ik weet niet welk werk bij mij past.", {NOT}),
    ("Ik heb geen vertrouwen in mijn kansen.", {NOT}),
    ("Ik durf niemand om hulp te vragen.", {NOT}),
    ("Er is niets dat mij helpt bij het zoeken.", {NOT}),
    ("Ik kan nergens terecht met vragen over werk.", {NOT, LEADING}),
    ("Ik vind het niet onbelangrijk om te werken.", {TWICE_NOT}),
    ("Ik ga nooit zonder voorbereiding naar een gesprek.", {TWICE_NOT}),
    ("Ik weiger geen enkel werk.", {TWICE_NOT}),
    ("Er is niemand die mij niet wil helpen.", {TWICE_NOT}),
    # Steering.
    ("Vindt u ook dat werken belangrijk is?", {LEADING}),
    ("Natuurlijk wil ik graag werken.", {LEADING}),
    ("Ik ben soms te lui om te zoeken.", {LEADING}),
    ("Werken is toch beter voor mij.", {LEADING}),
    ("Zoals u weet zijn er veel vacatures.", {LEADING}),
    # All or nothing.
    ("Ik kom altijd op tijd.", {ABSOLUTE}),
    ("Ik kom nooit te laat op een afspraak.", {ABSOLUTE}),
    ("Iedereen in mijn familie steunt mij.", {ABSOLUTE}),
    ("Ik doe alles om werk te vinden.", {ABSOLUTE}),
    # Too long.
    ("Hoe zeker bent u dat u in de komende tijd een baan vindt die echt bij u past?", {LONG}),
    ("Als ik een vacature zie die mij leuk lijkt dan lees ik die meteen helemaal door.", {LONG}),
    # Words of the trade.
    ("Hoe goed begrijpt u uw re-integratietraject?", {JARGON}),
    ("Hoe goed begrijpt u uw reïntegratietraject?", {JARGON}),
    ("Mijn kansen op de arbeidsmarkt zijn goed.", {JARGON}),
    ("Hoe hoog is uw zelfeffectiviteit?", {JARGON}),
    ("Ik heb voldoende competenties voor dit werk.", {JARGON}),
    ("Hoe beoordeelt u uw belastbaarheid?", {JARGON}),
    ("Mijn klantmanager denkt met mij mee.", {JARGON}),
    ("Ik ken de inlichtingenplicht.", {JARGON}),
    ("Ik ben intrinsiek gemotiveerd.", {JARGON}),
    ("Hoe zelfredzaam bent u thuis?", {JARGON}),
    # Long words.
    ("Hoe groot is uw verantwoordelijkheidsgevoel?", {WORD}),
    ("Hoe goed zijn de ontwikkelingsmogelijkheden op uw werk?", {WORD}),
    # Several at once.
    ("Ik wil natuurlijk niet altijd thuis zitten en niets doen.", {LEADING, TWICE_NOT, DOUBLE}),
    ("Ik participeer actief en heb een positieve attitude.", {DOUBLE, JARGON}),
]

GOOD = [
    "Hoe vaak keek u naar vacatures?",
    "Hoe moeilijk of makkelijk is hulp vragen voor u?",
    "Hoe goed kunt u lezen en schrijven in het Nederlands?",
    "Hoe vaak vroeg u vrienden of familie om hulp?",
    "Hoeveel steun krijgt u van vrienden en familie?",
    "Hoe vaak hebt u 1 of 2 uur geoefend?",
    "Ik weet of dit werk bij mij past.",
    "Hoe zeker bent u of u dit werk aankunt?",
    "Ik vraag mij af of ik dit wil.",
    "Af en toe kijk ik op een vacaturesite.",
    "Het verschil tussen werk en hobby is duidelijk voor mij.",
    "Hoe vaak lukt het u bijna altijd op tijd te komen?",
    "Hoe zeker weet u dat u werk gaat zoeken?",
    "Hoe tevreden bent u over uw inkomen?",
    "Ik maak een plan voordat ik begin.",
    "Ik ga verder als iets mislukt.",
    "Ik vraag hulp als ik die nodig heb.",
    "Hoe vaak hoort u van anderen over werk?",
    "Hoe duidelijk is voor u welk werk u zoekt?",
    "Welke hulp slaat u liever over?",
    "Hoe vaak maakte u een taak af?",
    "Ik leer snel nieuwe dingen.",
    "Hoe lastig maken schulden het om te werken?",
    "Ik durf een werkgever te bellen.",
    "Mijn gezondheid maakt werken moeilijk.",
    "Hoe belangrijk is geld verdienen nu voor u?",
    "Ik voel mij gezond genoeg om te werken.",
    "Hoe eerlijk behandelen werkgevers u?",
    "Dit werk is alleen maar tijdelijk.",
    "Hoe vaak verstuurde u een sollicitatie?",
    "Ik heb een vaste plek om te slapen.",
    "Hoe goed past vrijwilligerswerk bij u?",
]

ENGLISH = [
    ("I am motivated and full of energy.", {DOUBLE}),
    ("I don't know which work suits me.", {NOT}),
    ("I never go to a meeting without a plan.", {TWICE_NOT}),
    ("Of course I want to work.", {LEADING}),
    ("I always come on time.", {ABSOLUTE}),
    ("My self-efficacy is high.", {JARGON}),
    ("How sure are you that you will find a job which really suits you this year?", {LONG}),
    ("How hard or easy is asking for help for you?", set()),
    ("How often do employers treat you worse because of who you are?", set()),
    ("How well can you read and write in Dutch?", set()),
    ("How much support do friends and family give you?", set()),
    ("How often did you look at vacancies?", set()),
]


@pytest.fixture(scope="module")
def rules() -> Wording:
    """The words and limits that are shipped."""
    return catalogue.load_wording()


def questionnaire(*texts, instruction=INSTRUCTION, language="nl", **more):
    """One scale of these texts, with answers that are about the question."""
    labels = ["slecht", "matig", "redelijk", "goed", "heel goed"]
    return Instrument.model_validate(
        {
            "instrument": "proef",
            "version": "1.0.0",
            "language": language,
            "instruction": instruction,
            "answers": {"a": {"type": "ordinal", "values": dict(enumerate(labels, 1))}, "n": {"type": "count"}},
            "items": {f"v{place}": {"answers": "a", "text": text} for place, text in enumerate(texts, 1)},
            "scales": {"s": {"measurement": "formative", "items": ["v1"], "score": "mean"}},
            **more,
        }
    )


def kinds(instrument, rules) -> set[str]:
    """The kinds of findings about words."""
    return {finding.kind for finding in check_questionnaire(instrument, rules)} - STRUCTURE


@pytest.mark.parametrize(("text", "expected"), BAD)
def test_a_bad_item_is_found(text, expected, rules):
    """Every kind that is expected and no other."""
    assert kinds(questionnaire(text), rules) == expected


@pytest.mark.parametrize("text", GOOD)
def test_a_good_item_is_left_alone(text, rules):
    """Words that look like a problem are none where they cannot be."""
    assert kinds(questionnaire(text), rules) == set()


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_an_english_item_is_checked_in_english(text, expected, rules):
    """The language of the questionnaire is that of a text without a language."""
    made = questionnaire(text, language="en", instruction="Think of the past 4 weeks.")

    assert kinds(made, rules) == expected


@pytest.mark.parametrize(
    ("text", "instruction", "expected"),
    [
        ("Hoe vaak belde u een werkgever?", None, True),
        ("Hoe vaak belde u een werkgever?", "Kies wat bij u past.", True),
        ("Hoe vaak belde u een werkgever?", "Denk aan de komende maand.", False),
        ("Hoe vaak belde u deze week een werkgever?", None, False),
        ("Ik ben van plan om te solliciteren.", None, True),
        ("Ik ga de komende 4 weken solliciteren.", None, False),
        ("Hoe belangrijk is werk voor u?", None, False),
    ],
)
def test_behaviour_needs_a_period(text, instruction, expected, rules):
    """In the item or in the instruction; an opinion needs none."""
    assert ("no_time_frame" in kinds(questionnaire(text, instruction=instruction), rules)) is expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"type": "count"}, True),
        ({"type": "ordinal", "values": ["nooit", "soms", "vaak"]}, False),
        ({"type": "ordinal", "values": {1: "nooit", 2: "soms", 3: "vaak"}}, True),
        ({"type": "ordinal", "values": {1: "nooit", 2: "soms", 3: "elke week"}}, False),
        ({"type": "ordinal", "values": {1: "weinig", 2: "veel"}}, False),
    ],
)
def test_answers_can_ask_how_often(answers, expected, rules):
    """A count, or words for how often; a list of codes has no words."""
    made = questionnaire("Bellen met een werkgever", instruction=None, answers={"a": answers})

    assert ("no_time_frame" in kinds(made, rules)) is expected


def test_a_missing_period_is_said_once(rules):
    """One instruction mends it for all items."""
    made = questionnaire("Hoe vaak belde u?", "Hoe vaak mailde u?", instruction=None)
    found = [finding for finding in check_questionnaire(made, rules) if finding.kind == "no_time_frame"]

    assert [(finding.item, "v1, v2" in finding.reason.nl) for finding in found] == [(None, True)]


def test_items_without_text_are_said_once(rules):
    """And nothing is said of their words."""
    made = questionnaire("Hoe goed gaat het?", items={"v1": {"answers": "a"}, "v2": {"answers": "a"}})
    found = [finding for finding in check_questionnaire(made, rules) if finding.kind not in STRUCTURE]

    assert [(finding.kind, finding.item, "2 van de 2" in finding.reason.nl) for finding in found] == [
        ("no_text", None, True)
    ]


def test_an_item_that_is_asked_twice(rules):
    """Case and signs make no difference; the second names the first."""
    made = questionnaire("Hoe goed gaat het?", "hoe goed gaat het")
    found = [finding for finding in check_questionnaire(made, rules) if finding.kind == "same_text"]

    assert [(finding.item, "v1" in finding.reason.nl) for finding in found] == [("v2", True)]


def test_what_was_found_is_in_the_reason(rules):
    """The word as it stands there, and a plainer one for jargon."""
    (finding,) = (
        f for f in check_questionnaire(questionnaire("Hoe loopt uw Re-integratie?"), rules) if f.kind == JARGON
    )

    assert '"Re-integratie" (liever: terug naar werk)' in finding.reason.nl
    assert '"Re-integratie"' in finding.reason.en


def test_both_languages_of_an_item_make_one_finding(rules):
    """The English text is named as such."""
    made = questionnaire({"nl": "Ik kom altijd op tijd.", "en": "I am always on time."})
    found = [finding for finding in check_questionnaire(made, rules) if finding.kind == ABSOLUTE]

    assert [(f.item, '"altijd", "always" (Engelse tekst)' in f.reason.nl) for f in found] == [("v1", True)]


def test_in_an_english_sentence_a_dutch_word_is_named_as_such(rules):
    """Whoever reads English alone does not know what "en" is."""
    made = check_questionnaire(questionnaire("Ik bel en schrijf nu."), rules)
    (found,) = (finding for finding in made if finding.kind == "double_barrelled")

    assert found.reason.en.startswith('"en" (Dutch text) may connect two things here.')
    assert found.reason.nl.startswith('"en" verbindt hier')


@given(st.text(max_size=80))
def test_any_text_can_be_checked(text):
    """Whatever stands in an item, checking it ends, twice the same."""
    rules, made = catalogue.load_wording(), questionnaire(text)

    assert check_questionnaire(made, rules) == check_questionnaire(made, rules)


@given(st.sampled_from(GOOD), st.sampled_from([str.upper, str.title, "  {}  ".format]))
def test_case_and_spaces_make_no_difference(text, change):
    """A good item stays good."""
    rules = catalogue.load_wording()

    assert kinds(questionnaire(change(text)), rules) == set()
