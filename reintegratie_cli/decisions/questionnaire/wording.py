"""The words of items: what makes people answer something else than what was asked."""

from collections.abc import Iterator, Mapping, Sequence

from reintegratie_cli.decisions.questionnaire.phrases import Hit, Word, hits, shown, versions, words_of
from reintegratie_cli.decisions.questionnaire.readability import syllables
from reintegratie_cli.models.finding import Finding
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.wording import KindName, Limits, Vocabulary, Wording
from reintegratie_cli.text import Language, Text

Said = tuple[KindName, Text]

_VERSION: dict[Language, Text] = {"nl": Text("", " (Dutch text)"), "en": Text(" (Engelse tekst)", "")}
"""What stands behind words from a text in another language than that of the sentence."""

_THIS_ITEM = Text("alleen dit item", "this item alone")
_FEWEST_LABELS = 2


def check_texts(instrument: Instrument, rules: Wording) -> Iterator[Finding]:
    """What the texts of the items show, item after item; items without text are named once."""
    texts = {item: it.text for item, it in instrument.items.items() if it.text is not None}
    if len(texts) < len(instrument.items):
        n, of = len(instrument.items) - len(texts), len(instrument.items)
        yield rules.finding("no_text", Text(f"{n} van de {of}", f"{n} of {of}"))
    twins: dict[tuple[str, ...], str] = {}
    for item, text in texts.items():
        yield from _check_item(instrument, item, text, rules)
        key = tuple(word.key for word in words_of(text.to(instrument.language)))
        other = twins.setdefault(key, item)
        if other != item:
            yield rules.finding("same_text", Text(other, other), item=item)
    timeless = [item for item, text in texts.items() if _lacks_time_frame(instrument, item, text, rules)]
    if timeless:
        named = ", ".join(timeless)
        alone = timeless[0] if len(timeless) == 1 else None
        yield rules.finding("no_time_frame", _THIS_ITEM if alone else Text(named, named), item=alone)


def _check_item(instrument: Instrument, item: str, text: Text, rules: Wording) -> Iterator[Finding]:
    """One finding per kind, whatever number of words and languages it is about."""
    found: dict[KindName, list[Text]] = {}
    for language, version in versions(instrument, text):
        of = _VERSION[language]
        for kind, what in said_of(version, language, rules.languages[language], rules.limits):
            found.setdefault(kind, []).append(Text(what.nl + of.nl, what.en + of.en))
    for kind, several in found.items():
        joined = Text(", ".join(what.nl for what in several), ", ".join(what.en for what in several))
        yield rules.finding(kind, joined, item=item)


def said_of(text: str, language: Language, vocabulary: Vocabulary, limits: Limits) -> Iterator[Said]:
    """What one text in one language shows: the kind, and the words it is about."""
    words = words_of(text)
    yield from _double_barrelled(text, words, vocabulary)
    negations = _negations(words, vocabulary)
    if negations:
        kind: KindName = "double_negation" if len(negations) > 1 else "negation"
        yield kind, _quoted(words, negations)
    leading = hits(words, vocabulary.leading)
    if leading:
        yield "leading", _quoted(words, leading)
    absolutes = hits(words, vocabulary.absolutes.words, vocabulary.absolutes.exceptions)
    absolutes = tuple(hit for hit in absolutes if hit not in negations)
    if absolutes:
        yield "absolute", _quoted(words, absolutes)
    if len(words) > limits.most_words:
        n, most = len(words), limits.most_words
        yield "too_long", Text(f"{n} woorden, hoogstens {most}", f"{n} words, at most {most}")
    yield from _hard_words(words, language, vocabulary.jargon, limits)


def _double_barrelled(text: str, words: Sequence[Word], vocabulary: Vocabulary) -> Iterator[Said]:
    connecting = hits(words, vocabulary.connectives.words, vocabulary.connectives.exceptions)
    # A word that a text begins or ends with connects nothing within it.
    connecting = tuple(hit for hit in connecting if hit.start > 0 and hit.end < len(words))
    if connecting:
        yield "double_barrelled", _quoted(words, connecting)
    elif text.count("?") > 1:
        yield "double_barrelled", Text('"?" en "?"', '"?" and "?"')


def _negations(words: Sequence[Word], vocabulary: Vocabulary) -> tuple[Hit, ...]:
    """The negations of a text; those that only count beside another one, only then."""
    of = vocabulary.negations
    plain = hits(words, of.words, of.exceptions)
    every = hits(words, (*of.words, *of.with_another), of.exceptions)
    return every if len(every) > 1 else plain


def _hard_words(words: Sequence[Word], language: Language, jargon: Mapping[str, str], limits: Limits) -> Iterator[Said]:
    known = [(hit, jargon[phrase]) for phrase in jargon for hit in hits(words, [phrase])]
    known = [(hit, better) for hit, better in sorted(known) if not _is_covered(hit, [other for other, _ in known])]
    if known:
        pairs = [(shown(words, hit), better) for hit, better in known]
        yield (
            "jargon",
            Text(
                ", ".join(f'"{word}" (liever: {better})' for word, better in pairs),
                ", ".join(f'"{word}" (rather: {better})' for word, better in pairs),
            ),
        )
    long = tuple(
        Hit(place, place + 1)
        for place, word in enumerate(words)
        if syllables(word.shown, language) > limits.most_syllables
    )
    long = tuple(hit for hit in long if not any(hit.lies_in(other) for other, _ in known))
    if long:
        yield "long_word", _quoted(words, long)


def _is_covered(hit: Hit, others: Sequence[Hit]) -> bool:
    return any(hit != other and hit.lies_in(other) for other in others)


def _quoted(words: Sequence[Word], found: Sequence[Hit]) -> Text:
    said = ", ".join(dict.fromkeys(f'"{shown(words, hit)}"' for hit in found))
    return Text(said, said)


def _lacks_time_frame(instrument: Instrument, item: str, text: Text, rules: Wording) -> bool:
    """Whether an item asks for behaviour, a plan or how often, and neither it nor the instruction says when."""
    if instrument.items[item].wish is not None:
        return False
    instruction = instrument.instruction or Text("", "")
    for language, version in versions(instrument, text):
        vocabulary, words = rules.languages[language], words_of(version)
        if hits((*words, *words_of(instruction.to(language))), vocabulary.time_frame):
            continue
        if hits(words, vocabulary.behaviour) or _asks_how_often(instrument, item, language, vocabulary):
            return True
    return False


def _asks_how_often(instrument: Instrument, item: str, language: Language, vocabulary: Vocabulary) -> bool:
    """Whether the answers are a count, or words for how often of which none says in which period."""
    answers = instrument.answer_set(item)
    if answers.type == "count":
        return True
    labels = [words_of(answer.label.to(language)) for answer in answers.values.values() if answer.label is not None]
    often = [label for label in labels if hits(label, vocabulary.frequency)]
    timed = [label for label in labels if hits(label, vocabulary.time_frame)]
    return len(often) >= _FEWEST_LABELS and not timed
