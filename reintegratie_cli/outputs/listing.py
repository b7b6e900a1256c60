"""Questionnaires and interventions as people read them: what there is, and everything about one of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console, Group
from rich.padding import Padding

from reintegratie_cli.models.instrument import AnswerSet, Instrument
from reintegratie_cli.models.intervention import Evidence, Intervention
from reintegratie_cli.models.rules import FactCondition
from reintegratie_cli.outputs import words
from reintegratie_cli.outputs.terminal import console, plain_table
from reintegratie_cli.text import Language, Text, visible

LONGEST = 2000

Labels = Mapping[str, Text]
"""An id -> what people call it."""

RESPONDENT = {
    "client": Text("cliënt", "client"),
    "professional": Text("professional", "professional"),
    "organisation": Text("organisatie", "organisation"),
}
LEVEL = {
    "client": Text("voor de cliënt", "for the client"),
    "employer": Text("voor de werkgever", "for the employer"),
    "organisation": Text("voor de organisatie", "for the organisation"),
    "policy": Text("beleid", "policy"),
}
MEASUREMENT = {
    "reflective": Text("reflectief", "reflective"),
    "formative": Text("formatief", "formative"),
    "single": Text("één vraag", "single"),
}


@dataclass(frozen=True)
class Vocabulary:
    """What ids are called: Sol's groups, Wanberg's components, scales and items, facts."""

    groups: Labels
    components: Labels
    measured: Labels
    facts: Labels


def list_instruments(stream: TextIO, instruments: Sequence[Instrument], language: Language) -> None:
    """A table of all questionnaires."""
    headings = (
        Text("vragenlijst", "questionnaire"),
        Text("wie", "who"),
        Text("vragen", "items"),
        Text("schalen", "scales"),
    )
    table = plain_table(*(heading.to(language) for heading in headings), right=(2, 3))
    for it in instruments:
        who = RESPONDENT[it.respondent].to(language)
        table.add_row(_stacked(it.instrument, _title(it, language)), who, str(len(it.items)), str(len(it.scales)))
    console(stream).print(table)


def instruments_as_data(instruments: Sequence[Instrument]) -> list[dict[str, object]]:
    """What `list_instruments` shows, with the names of the scales, for other programs."""
    return [
        {
            "id": it.instrument,
            "version": it.version,
            "title": {"nl": _title(it, "nl"), "en": _title(it, "en")},
            "respondent": it.respondent,
            "items": len(it.items),
            "scales": list(it.scales),
        }
        for it in instruments
    ]


def show_instrument(stream: TextIO, instrument: Instrument, components: Labels, language: Language) -> None:
    """Everything about one questionnaire."""
    out = console(stream)
    out.print(_title(instrument, language), style="bold")
    n = Text("vragen", "items") if len(instrument.items) != 1 else Text("vraag", "item")
    facts = (instrument.instrument, instrument.version, RESPONDENT[instrument.respondent].to(language))
    out.print(" · ".join((*facts, f"{len(instrument.items)} {n.to(language)}")))
    for title, text in (
        (Text("Doel", "Purpose"), instrument.purpose),
        (Text("Instructie", "Instruction"), instrument.instruction),
    ):
        if text is not None:
            _heading(out, title, language)
            out.print(_shown(text.to(language)))
    _scales(out, instrument, components, language)
    _items(out, instrument, language)
    _answers(out, instrument, language)
    _section(out, Text("Bronnen", "Sources"), instrument.sources, language)
    if instrument.licence is not None:
        _heading(out, Text("Licentie", "Licence"), language)
        out.print(_shown(instrument.licence))


def _scales(out: Console, instrument: Instrument, components: Labels, language: Language) -> None:
    if not instrument.scales:
        return
    _heading(out, Text("Schalen", "Scales"), language)
    headings = (Text("items", "items"), Text("bereik", "range"), Text("meting", "measures"), Text("onderdeel", "part"))
    table = plain_table("id", *(heading.to(language) for heading in headings), right=(1,))
    for name, scale in instrument.scales.items():
        low, high = instrument.scale_range(name)
        title = _stacked(name, *([_shown(scale.title.to(language))] if scale.title else []))
        part = components[scale.component].to(language) if scale.component else "-"
        measured = MEASUREMENT[scale.measurement].to(language)
        table.add_row(title, str(len(scale.items)), f"{low:g} - {high:g}", measured, part)
    out.print(table)


def _items(out: Console, instrument: Instrument, language: Language) -> None:
    _heading(out, Text("Vragen", "Items"), language)
    table = plain_table("id", Text("tekst", "text").to(language), Text("antwoorden", "answers").to(language))
    not_ours = Text("(tekst van de makers)", "(text of its authors)").to(language)
    for name, item in instrument.items.items():
        text = _shown(item.text.to(language)) if item.text else not_ours
        table.add_row(name, text, _short(item.answers))
    out.print(table)


def _answers(out: Console, instrument: Instrument, language: Language) -> None:
    """Every set of answers once; in a battery the same set often comes from several questionnaires."""
    sets = {(_short(name), _labels(answers, language)): None for name, answers in instrument.answers.items()}
    _heading(out, Text("Antwoorden", "Answers"), language)
    table = plain_table("", "")
    for name, labels in sets:
        table.add_row(name, labels)
    out.print(table)


def _labels(answers: AnswerSet, language: Language) -> str:
    if answers.is_open:
        return f"{answers.type} {answers.allowed}"
    pairs = ((str(code), answer.label) for code, answer in answers.values.items())
    return _shown(" · ".join(f"{code} = {label.to(language)}" if label else code for code, label in pairs))


def _short(name: str) -> str:
    """An answer set as its questionnaire calls it, without the questionnaire."""
    return name.rpartition("__")[2] or name


def list_interventions(stream: TextIO, interventions: Iterable[Intervention], language: Language) -> None:
    """A table of interventions with their grade per group."""
    out = console(stream)
    table = plain_table(
        Text("interventie", "intervention").to(language), Text("bewijs per groep", "evidence per group").to(language)
    )
    for it in interventions:
        name = _stacked(it.intervention, it.name.to(language), LEVEL[it.level].to(language))
        table.add_row(name, "\n".join(_grades(it, language)))
    out.print(table)


def _grades(intervention: Intervention, language: Language) -> list[str]:
    """Each grade that is given, best first, with its groups."""
    lines = []
    for grade, said in words.GRADE.items():
        groups = [group for group, given in intervention.grade.items() if given == grade]
        if groups:
            lines.append(f"{said.to(language)}: {', '.join(groups)}")
    return lines


def show_intervention(stream: TextIO, it: Intervention, vocabulary: Vocabulary, language: Language) -> None:
    """Everything about one intervention; what does harm says so first."""
    out = console(stream)
    harmed = [vocabulary.groups[group].to(language) for group, grade in it.grade.items() if grade == "harmful"]
    if harmed:
        warning = Text("SCHADELIJK, niet doen. Voor", "HARMFUL, do not do this. For").to(language)
        out.print(f"{warning}: {', '.join(harmed)}.", style="bold")
        out.print()
    out.print(it.name.to(language), style="bold")
    out.print(f"{it.intervention} · {it.version} · {LEVEL[it.level].to(language)}")
    out.print(it.description.to(language))
    named = [vocabulary.components[name] for name in it.acts_on.components]
    named += [vocabulary.measured[name] for name in (*it.acts_on.scales, *it.acts_on.items)]
    acts_on = list(dict.fromkeys(name.to(language) for name in named))
    _section(out, Text("Werkt in op", "Acts on"), acts_on, language)
    conditions = [_condition(condition, vocabulary.facts, language) for condition in it.conditions]
    _section(out, Text("Alleen als", "Only if"), conditions, language)
    grades = [
        f"{vocabulary.groups[g].to(language)}: {words.GRADE[grade].to(language)}" for g, grade in it.grade.items()
    ]
    _section(out, Text("Bewijs per groep", "Evidence per group"), grades, language)
    evidence = [_evidence(one, language) for one in it.evidence]
    _section(out, Text("Waar dat op rust", "What that rests on"), evidence, language)
    for title, listed in (
        (Text("Let op", "Take care"), it.cautions),
        (Text("Niet bekend", "Not known"), it.unknown),
    ):
        _section(out, title, listed.nl if language == "nl" else listed.en, language)


def _evidence(evidence: Evidence, language: Language) -> str:
    """One study: never a figure without saying what it was compared with."""
    n = f", n = {evidence.n}" if evidence.n is not None else ""
    design, compared = words.DESIGN[evidence.design].to(language), Text("vergeleken met", "compared with").to(language)
    comparison = words.NO_COMPARISON.to(language)
    if evidence.comparison is not None:
        comparison = f"{compared} {evidence.comparison.to(language)}"
    effect = evidence.effect.to(language)
    # The name of a design can say it already, and so can its effect.
    against = "" if comparison in design or comparison in effect else f", {comparison}"
    source = Text("Bron", "Source").to(language)
    return f"{design}{n}{against}.\n{effect}\n{source}: {evidence.source}"


def _condition(condition: FactCondition, facts: Labels, language: Language) -> str:
    name = facts[condition.fact].to(language)
    asked = {
        "below": Text("lager dan", "below"),
        "above": Text("hoger dan", "above"),
        "at_least": Text("minstens", "at least"),
        "at_most": Text("hoogstens", "at most"),
    }
    for key, said in asked.items():
        if getattr(condition, key) is not None:
            return f"{name}: {said.to(language)} {getattr(condition, key):g}"
    if condition.known is not None:
        return f"{name}: {(Text('bekend', 'known') if condition.known else Text('onbekend', 'unknown')).to(language)}"
    if isinstance(condition.is_, bool):
        return f"{name}: {(Text('ja', 'yes') if condition.is_ else Text('nee', 'no')).to(language)}"
    return f"{name}: {condition.is_}"


def _section(out: Console, title: Text, texts: Iterable[str], language: Language) -> None:
    """A heading with a list under it, or nothing when there is nothing to list."""
    table = plain_table("", "")
    for text in texts:
        table.add_row("-", _shown(text))
    if table.row_count:
        _heading(out, title, language)
        out.print(table)


def _stacked(name: str, *under: str) -> Group:
    """An id with what it is called under it."""
    return Group(name, *(Padding(line, (0, 0, 0, 2), expand=False) for line in under))


def _heading(out: Console, title: Text, language: Language) -> None:
    out.print()
    out.print(title.to(language), style="bold")


def _title(instrument: Instrument, language: Language) -> str:
    return _shown(instrument.title.to(language)) if instrument.title else instrument.instrument


def _shown(text: str) -> str:
    """A text from somebody's file; a no-break space is a space here."""
    return "\n".join(visible(line.replace("\u00a0", " "), LONGEST) for line in text.splitlines())
