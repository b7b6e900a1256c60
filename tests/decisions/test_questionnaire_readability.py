"""How hard items are to read: syllables against words counted by hand, and the formulas by hand."""

import math

import pytest

from reintegratie_cli.decisions.questionnaire import check_questionnaire
from reintegratie_cli.decisions.questionnaire.readability import reading_ease, syllables
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.instrument import Instrument

DUTCH = """
    o-ver u el-ke a-vond i-de-a-le wer-ken sol-li-ci-te-ren sol-li-ci-ta-tie ar-beids-markt re-ïn-te-gra-tie
    be-lem-me-ring zelf-ver-trou-wen va-ca-tu-res werk-ge-vers in-for-ma-tie on-der-steu-ning psy-chi-sche ge-zond-heid
    li-cha-me-lij-ke woon-si-tu-a-tie kin-der-op-vang re-ge-len ver-plich-te in-stan-ties voor-oor-de-len be-han-de-len
    slech-ter moei-lijk mak-ke-lijk hoe-veel er-va-ring op-lei-ding men-sen steun an-de-ren o-ver-leg ge-meen-te
    uit-ke-ring par-ti-ci-pa-tie ge-mo-ti-veerd ac-tief e-ner-gie ei-gen u-ren ie-der-een nooit al-tijd
    vrij-wil-li-gers-werk er-va-rings-plek a-li-ne-a fi-nan-ci-ë-le pro-ble-men schul-den be-han-de-ling con-su-lent
    cli-ën-ten bij-voor-beeld so-ci-a-le com-pe-ten-ties ge-ïn-te-res-seerd be-ëin-di-gen zo-als leeuw nieu-we zoe-ken
    mooi-e groei-en vijf ma-te-ri-aal ra-di-o stu-die mu-se-um ko-pi-ë-ren in-di-vi-du-e-le buur-ten weg-ge-gooid
    toe-komst po-li-tie-ke ge-or-ga-ni-seerd be-oor-de-len co-ör-di-na-tor zee-ën bu-reau ni-veau com-pu-ter
    va-ca-tu-re-site team job-coach on-line
""".split()  # noqa: SIM905 - hyphens between syllables are easier to check than a list
ENGLISH = """
    work look-ing find bar-ri-er sure con-fi-dent ap-ply ap-pli-ca-tion em-ploy-er va-can-cy in-for-ma-tion help ask
    peo-ple friends fam-i-ly of-ten al-ways some-times nev-er dif-fi-cult ea-sy use-ful im-por-tant worked want-ed made
    time place suit-a-ble job ex-pe-ri-ence ed-u-ca-tion health phys-i-cal men-tal hous-es debts child-care com-pa-ny
    lan-guage trav-el treat-ed worse the she use hours
""".split()  # noqa: SIM905 - as above
EASY = "Hoe vaak keek u naar een baan?"
HARD = "De arbeidsparticipatie van uitkeringsgerechtigden vereist ontwikkeling en traditionele organisatie."


@pytest.mark.parametrize(("words", "language", "least"), [(DUTCH, "nl", 0.97), (ENGLISH, "en", 0.93)])
def test_syllables_are_those_counted_by_hand(words, language, least):
    """Nearly all of them; the rest are off by one."""
    off = [abs(syllables(word.replace("-", ""), language) - word.count("-") - 1) for word in words]

    assert off.count(0) / len(off) >= least
    assert max(off) <= 1


def test_a_number_is_one_syllable():
    """Whatever a reader says aloud."""
    assert syllables("2026", "nl") == syllables("12", "en") == 1


def test_the_dutch_formula_by_hand():
    """One sentence of seven words, each of one syllable."""
    assert reading_ease([EASY], "nl") == pytest.approx(206.84 - 0.93 * 7 - 77 * 7 / 7)


def test_the_english_formula_by_hand():
    """Flesch (1948): two sentences, 7 words, 8 syllables."""
    made = reading_ease(["How are you? Do you like working"], "en")

    assert made == pytest.approx(206.835 - 1.015 * 7 / 2 - 84.6 * 8 / 7)


def test_nothing_has_no_reading_ease():
    """Without words there is nothing to read."""
    assert math.isnan(reading_ease(["?"], "nl"))


def test_order_makes_no_difference():
    """Texts are judged together."""
    assert reading_ease([EASY, HARD], "nl") == reading_ease([HARD, EASY], "nl")


def found(scales, text):
    """The scales that are called hard to read; each of these has so many items of this text."""
    items = {f"{name}{place}": of for name, (n, of) in scales.items() for place in range(n) for of in [of or text]}
    made = Instrument.model_validate(
        {
            "instrument": "proef",
            "version": "1.0.0",
            "answers": {"a": {"type": "ordinal", "values": {1: "slecht", 2: "goed"}}},
            "items": {item: {"answers": "a", "text": of} for item, of in items.items()},
            "scales": {
                name: {"measurement": "formative", "items": [f"{name}{place}" for place in range(n)], "score": "mean"}
                for name, (n, _) in scales.items()
            },
        }
    )
    every = check_questionnaire(made, catalogue.load_wording())
    return [finding.scale for finding in every if finding.kind == "hard_to_read"]


def test_a_hard_questionnaire_is_said_once():
    """As a whole, and not again per scale."""
    assert found({"s": (8, HARD), "t": (8, HARD)}, "") == [None]


def test_a_hard_scale_among_easy_ones_is_named():
    """The whole is easy enough, so the scale is said."""
    assert found({"s": (6, HARD), "t": (60, EASY)}, "") == ["s"]


def test_few_words_are_not_judged():
    """The figure of one item follows its longest word."""
    assert found({"s": (2, HARD)}, "") == []
