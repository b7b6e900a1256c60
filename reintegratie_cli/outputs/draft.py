"""A first version of a questionnaire as YAML, with comments that say what a person has to fill in or look at."""

import json
import re
import textwrap
from collections.abc import Iterator, Sequence

from reintegratie_cli.models.draft import Draft, Place
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.outputs.document import INDENT, file_as_yaml
from reintegratie_cli.text import Language, Text, visible

WIDTH = 110

# What YAML reads as text without quotes, whatever its version.
_BARE = re.compile(r"(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z_]\w*", re.ASCII | re.IGNORECASE)

_FIRST = Text(
    "Eerste versie, afgeleid van {source} ({rows} rijen). Alles hieronder is een vermoeden: kijk het na, en vul in wat "
    "met VUL IN begint. Bewaar dit als {name}.yaml. Daarna: reintegratie instruments show ./{name}.yaml",
    "First version, made from {source} ({rows} rows). Everything below is a guess: check it, and fill in what begins "
    "with FILL IN. Save it as {name}.yaml. Then: reintegratie instruments show ./{name}.yaml",
)
_HEAD = Text(
    """# VUL IN, en haal het hekje weg:
# title: "..."
# purpose: "Waarvoor de vragenlijst is."
# instruction: "Denk aan de afgelopen 4 weken."     # een periode is nodig bij items over gedrag, plannen en hoe vaak
# respondent: client                                # client, professional of organisation
# sources: ["Waar de items vandaan komen."]
# licence: "..."                                    # mag iedereen de items gebruiken?
""",
    """# FILL IN, and take the hash away:
# title: "..."
# purpose: "What the questionnaire is for."
# instruction: "Think of the past 4 weeks."         # items on behaviour, plans and how often need a period
# respondent: client                                # client, professional or organisation
# sources: ["Where the items come from."]
# licence: "..."                                    # may everybody use the items?
""",
)
_ANSWERS = Text(
    "KIJK NA: is het type goed (ordinal = met volgorde, count = aantal, number = getal, yes_no, choice = keuze zonder "
    "volgorde)? Staan alle antwoorden er, van laag naar hoog? Wat niemand koos, ontbreekt hier. "
    "VUL IN: de woorden bij codes zonder woorden, zoals 1: helemaal niet zeker. Geen antwoord staat bij missing:.",
    "CHECK: is the type right (ordinal = with an order, count, number, yes_no, choice = without one)? Are all answers "
    "there, from low to high? What nobody chose is not here. FILL IN: the words of codes without words, such as "
    "1: not sure at all. What is no answer stands under missing:.",
)
_ITEMS = Text(
    "VUL IN: de tekst van elk item, zoals mensen het lezen, en haal het hekje weg.",
    "FILL IN: the text of each item, as people read it, and take the hash away.",
)
_NO_TEXT = '# text: "..."'
_SCALES = Text(
    "KIJK NA: de indeling komt alleen uit de namen van de kolommen. reflective = de items weerspiegelen één kenmerk; "
    "formative = ze vormen samen een optelling of checklist; single = één item. Zet omgekeerd gestelde items bij "
    "reversed: [...]. VUL IN: title en high (favourable: een hoge score is gunstig; of unfavourable, neither).",
    "CHECK: the division comes from the names of the columns alone. reflective = the items reflect one trait; "
    "formative = together they make a sum or checklist; single = one item. Put reverse-keyed items in reversed: [...]. "
    "FILL IN: title and high (favourable: a high score is favourable; or unfavourable, neither).",
)
_COLUMNS = Text("Hoe de kolommen in de export heten.", "What the columns of the export are called.")
_LEFT_OUT = Text("Kolommen die geen item lijken te zijn:", "Columns that seem to be no item:")


def draft_as_yaml(draft: Draft, language: Language) -> str:
    """The questionnaire with its comments; it can be read in as it is."""
    return "".join(f"{line}\n" for line in _lines(draft, language))


def said_of_draft(draft: Draft) -> Iterator[Text]:
    """What to say beside the file: how much was found, and that it is a guess."""
    made = draft.instrument
    counts = len(made.items), len(made.answers), len(made.scales), len(draft.left_out)
    yield Text(
        "Gevonden: items {}, antwoordsets {}, schalen {}; kolommen die geen item zijn: {}.".format(*counts),
        "Found: items {}, answer sets {}, scales {}; columns that are no item: {}.".format(*counts),
    )
    yield Text(
        "Dit is een vermoeden. Kijk alles na en vul in wat met VUL IN begint.",
        "This is a guess. Check everything and fill in what begins with FILL IN.",
    )


def _lines(draft: Draft, language: Language) -> Iterator[str]:
    made = draft.instrument
    first = _FIRST.to(language).format(source=draft.source, rows=draft.n_rows, name=made.instrument)
    yield from _comment(first)
    yield from file_as_yaml(Instrument(instrument=made.instrument, version=made.version)).splitlines()
    yield from _HEAD.to(language).splitlines()
    yield from _section(draft, "answers", _ANSWERS, language)
    for name, answers in made.answers.items():
        yield from _part(draft, ("answers", name), file_as_yaml(answers).splitlines(), language)
    yield from _section(draft, "items", _ITEMS, language)
    for name, item in made.items.items():
        text = _NO_TEXT if item.text is None else f"text: {_quoted(item.text.to(language))}"
        yield from _part(draft, ("items", name), [text, f"answers: {_key(item.answers)}"], language)
    yield from _section(draft, "scales", _SCALES, language)
    for name, scale in made.scales.items():
        yield from _part(draft, ("scales", name), file_as_yaml(scale).splitlines(), language)
    if made.columns:
        yield ""
        yield from _comment(_COLUMNS.to(language))
        yield "columns:"
        yield from (f"{INDENT}{_key(item)}: {_quoted(column)}" for item, column in made.columns.items())
    if draft.left_out:
        yield ""
        yield from _comment(_LEFT_OUT.to(language))
        for left in draft.left_out:
            yield from _comment(f"{left.column}: {left.why.to(language)}", "- ")


def _section(draft: Draft, key: str, said: Text, language: Language) -> Iterator[str]:
    yield ""
    yield from _comment(said.to(language))
    yield from _said(draft, (key,), language, "")
    yield f"{key}:"


def _part(draft: Draft, place: Place, lines: Sequence[str], language: Language) -> Iterator[str]:
    """One part under its name, after what is to be said of it."""
    yield from _said(draft, place, language, INDENT)
    yield f"{INDENT}{_key(place[-1])}:"
    yield from (f"{INDENT}{INDENT}{line}" for line in lines)


def _key(name: str) -> str:
    """A name, in quotes where a reader of YAML could take it for a number or a boolean."""
    return name if _BARE.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    """Text between double quotes, invisible characters as YAML escapes them."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in written)


def _said(draft: Draft, place: Place, language: Language, indent: str) -> Iterator[str]:
    for remark in draft.remarks.get(place, ()):
        yield from (f"{indent}{line}" for line in _comment(remark.to(language)))


def _comment(text: str, bullet: str = "") -> Iterator[str]:
    """A text as lines of comment; what nobody could see in it is escaped, or the file could not be read."""
    safe = visible(text, most=10 * len(text))
    for place, line in enumerate(textwrap.wrap(safe, WIDTH, break_long_words=False, break_on_hyphens=False)):
        yield f"# {bullet if not place else ' ' * len(bullet)}{line}"
