"""One person's profile, for the conversation: own wishes first, everything with its uncertainty."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from rich.padding import Padding
from rich.table import Table

from reintegratie_cli.models.facts import FactList
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.intervention import Evidence, Intervention
from reintegratie_cli.models.rules import SolRule, WanbergRule
from reintegratie_cli.outputs import profile_norms, words
from reintegratie_cli.outputs.terminal import console, plain_table
from reintegratie_cli.text import Language, Text, visible

BAR = 24
_SIGN = re.compile(r"([<>]=?|=)")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Vocabulary:
    """Everything that knows the words for an id in a row."""

    instrument: Instrument
    sol: SolRule
    wanberg: WanbergRule
    facts: FactList
    interventions: Sequence[Intervention]


class Profile:
    """Renders rows of the result."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        language: Language,
    ) -> None:
        """Keep what gives the ids of a row their words."""
        self.language = language
        self.instrument, self.sol, self.wanberg = vocabulary.instrument, vocabulary.sol, vocabulary.wanberg
        self.interventions = {i.intervention: i for i in vocabulary.interventions}
        self.questions = dict(vocabulary.sol.asking.questions)
        self.questions |= {name: fact.question for name, fact in vocabulary.facts.facts.items() if fact.question}
        self.names = {fact: definition.label for fact, definition in vocabulary.facts.facts.items()}
        self.names |= {name: scale.title for name, scale in self.instrument.scales.items() if scale.title}
        self.names |= {name: item.text for name, item in self.instrument.items.items() if item.text}

    def show(self, stream: TextIO, row: Row) -> None:
        """Write the profile of one row of the result."""
        out = console(stream)
        self._out = out
        until = f" · {self._say(Text('geldig tot', 'valid until'))} {row['sol.expires']}" if row["sol.expires"] else ""
        measured = f" · {self._say(Text('gemeten', 'measured'))} {row['measured']}" if row["measured"] else ""
        out.print(
            f"{self._say(Text('Profiel van', 'Profile of'))} {visible(str(row['id']))}{measured}{until}", style="bold"
        )
        out.print(self._say(words.NEVER), style="italic")
        self._section(Text("Wat deze persoon zelf wil", "What this person wants"), self._wishes(row))
        self._groups(row)
        self._section(Text("Waar het gesprek over kan gaan", "What to talk about"), self._topics(row))
        self._section(Text("Scores", "Scores"), [self._scales(row)])
        self._section(profile_norms.TITLE, profile_norms.norm_lines(row, self.instrument, self._name, self.language))
        self._section(Text("Zeven onderdelen (Wanberg)", "Seven components (Wanberg)"), [self._components(row)])
        self._help(row)
        missing = row["sol.missing"].split(";") if row["sol.missing"] else []
        self._section(Text("Niet bekend", "Unknown"), ["; ".join(map(self._name, missing))] if missing else [])
        self._section(Text("In de gegevens", "In the data"), self._data(row))

    def _say(self, text: Text) -> str:
        return text.to(self.language)

    def _name(self, name: str) -> str:
        base, _, more = name.partition(":")
        known = self._say(self.names[base]) if base in self.names else base
        outdated = self._say(Text(" (verouderd)", " (outdated)")) if more == "outdated" else ""
        return known + (outdated or (f": {more}" if more else ""))

    def _number(self, number: float) -> str:
        written = f"{number:.2f}"
        return written.replace(".", ",") if self.language == "nl" else written

    def _section(self, title: Text, lines: Sequence[str | Table]) -> None:
        if lines:
            self._out.print()
            self._out.print(self._say(title), style="bold")
            for line in filter(None, lines):
                self._out.print(line)

    def _wishes(self, row: Row) -> list[str]:
        lines = []
        for wish in (row.get("wishes") or "").split(";"):
            kind, _, code = wish.partition(":")
            if code:
                lines.append(f"{self._say(words.WISH[kind])}: {self._answer(kind, code)}")
        return lines

    def _answer(self, kind: str, code: str) -> str:
        for name, item in self.instrument.items.items():
            if item.wish == kind:
                for known, answer in self.instrument.answer_set(name).values.items():
                    if str(known) == code and answer.label:
                        return self._say(answer.label)
        return code

    def _groups(self, row: Row) -> None:
        """All six groups with their probabilities, the most probable first; or why nothing is suggested."""
        labels = {group.group: group for group in self.sol.groups}
        if row["sol.group"] is None:
            return
        chosen = labels[row["sol.group"]]
        self._section(Text("Voorstel (groepen van Sol)", "Suggestion (Sol's groups)"), [self._say(chosen.meaning)])
        known = {g: row[f"sol.p.{g}"] for g in labels if row.get(f"sol.p.{g}") is not None}
        table = plain_table("", "", "", right=(1,))
        for group, probability in sorted(known.items(), key=lambda pair: -pair[1]):
            table.add_row(self._say(labels[group].label), self._percent(probability), "█" * round(BAR * probability))
        if known:
            self._out.print(table)
        if row["sol.ambiguous"] and known:
            self._out.print(self._unclear(row, self._say(labels[row["sol.rule_group"]].label)))
        if row.get("sol.reason") and row["sol.reason"] != "otherwise":
            reasons = "; ".join(self._reason(reason) for reason in row["sol.reason"].split(";"))
            self._out.print(f"{self._say(Text('Reden', 'Reason'))}: {reasons}")

    def _unclear(self, row: Row, rule: str) -> str:
        if row["sol.rule_group"] != row["sol.group"]:
            nl, en = "De regel op de gemeten scores zegt", "The rule on the observed scores says"
            return self._say(Text(f"Niet eenduidig. {nl}: {rule}.", f"Not clear-cut. {en}: {rule}."))
        nl, en = "Een andere groep kan ook, door meetfout of met iets andere grenzen", "Another group is possible too"
        return self._say(Text(f"Niet eenduidig. {nl}.", f"Not clear-cut. {en}, by error or with slightly other cuts."))

    def _reason(self, reason: str) -> str:
        """A condition such as `netwerk<2.5`, or `missing:netwerk`, in words."""
        if reason.startswith("missing:"):
            return f"{self._say(Text('geen score', 'no score'))}: {self._name(reason.removeprefix('missing:'))}"
        name, *bounds = _SIGN.split(reason)
        said = (self._bound(sign, value) for sign, value in zip(bounds[::2], bounds[1::2], strict=True))
        return f"{self._name(name)}: {', '.join(said)}"

    def _bound(self, sign: str, value: str) -> str:
        if sign == "=":
            return self._say(words.VALUE[value]) if value in words.VALUE else value
        return f"{self._say(words.SIGN[sign])} {value.replace('.', ',') if self.language == 'nl' else value}"

    def _percent(self, probability: float) -> str:
        return f"{100 * probability:.0f} %"

    def _topics(self, row: Row) -> list[str]:
        lines = []
        if row.get("sol.ask_next"):
            question = self.questions.get(row["sol.ask_next"])
            asked = self._say(question) if question else self._name(row["sol.ask_next"])
            lines.append(
                f"{self._say(Text('Vraag dit eerst, het zegt het meest', 'Ask this first, it tells most'))}: {asked}"
            )
        if row["working_points"]:
            point = self._say(Text("Werkpunt", "Working point"))
            lines += [f"{point}: {self._name(name)}" for name in row["working_points"].split(";")]
        signals = {signal.signal: self._say(signal.label) for signal in self.sol.signals}
        groups = {f"ook_{group.group}": self._say(group.label) for group in self.sol.groups}
        for signal in (row["sol.signals"] or "").split(";"):
            name, _, what = signal.partition(":")
            if name in groups:
                lines.append(f"{self._say(Text('Speelt ook', 'Also at play'))}: {groups[name]}")
            elif name in signals:
                lines.append(f"{self._say(Text('Signaal', 'Signal'))}: {signals[name]}")
            elif what:
                differ = Text(
                    "eigen oordeel en dat van de professional verschillen meer dan de meetfout",
                    "own view and the professional's differ by more than measurement error",
                )
                lines.append(f"{self._name(what)}: {self._say(differ)}")
        return lines

    def _scales(self, row: Row) -> Table:
        error = Text("± meetfout", "± error")
        table = plain_table("", "score", self._say(error), "", "", "", right=(1, 2))
        for name, scale in self.instrument.scales.items():
            if f"{name}.score" not in row:
                continue
            score, low, high = row[f"{name}.score"], *self.instrument.scale_range(name)
            answered = f"{row[f'{name}.answered']}/{len(scale.items)}"
            if score is None:
                none = self._say(Text(f"geen score ({answered} beantwoord)", f"no score ({answered} answered)"))
                table.add_row(self._name(name), "–", "", "", none, "")
                continue
            band = self._say(words.BAND[row[f"{name}.band"]]) if row[f"{name}.band"] else ""
            se = row[f"{name}.se"]
            table.add_row(
                self._name(name),
                self._number(score),
                self._number(se) if se is not None else "?",
                f"{low:g}–{high:g}",
                self._line(score, se or 0.0, low, high),
                band,
            )
        return table

    @staticmethod
    def _line(score: float, error: float, low: float, high: float) -> str:
        """The scale as a line: the score as a dot, the score plus and minus its error as a bar."""

        def place(value: float) -> int:
            return round((BAR - 1) * (min(max(value, low), high) - low) / (high - low))

        marks = ["·"] * BAR
        marks[place(score - error) : place(score + error) + 1] = "─" * (place(score + error) - place(score - error) + 1)
        marks[place(score)] = "●"
        return "".join(marks)

    def _components(self, row: Row) -> Table:
        table = plain_table("", "", "")
        for name, component in self.wanberg.components.items():
            if f"wanberg.{name}" in row:
                level = row[f"wanberg.{name}"]
                shown = self._say(words.LEVEL[level]) if level else self._say(Text("niet bekend", "unknown"))
                beside = [
                    f"{self._name(scale)}: {self._say(words.BAND[row[f'{scale}.band']])}"
                    for scale, it in self.instrument.scales.items()
                    if it.component == name and it.measurement == "formative" and row.get(f"{scale}.band")
                ]
                table.add_row(self._say(component.label), shown, "; ".join([self._say(component.about), *beside]))
        return table

    def _help(self, row: Row) -> None:
        ids = row["interventions"].split(";") if row["interventions"] else []
        grades = row["intervention_grades"].split(";") if ids else []
        reasons = row["intervention_reasons"].split(";") if row.get("intervention_reasons") else [""] * len(ids)
        first = self._say(words.FLAG["best_none_found"]).capitalize() + "."
        nothing = Text("Niets in het bijzonder.", "Nothing in particular.")
        if row["sol.probability"] is None:
            nothing = Text("Nog niet te zeggen.", "Cannot be said yet.")
        opening = [self._say(nothing)] if not ids else [first] if grades[0] == "none_found" else [""]
        self._section(Text("Wat kan passen", "What may fit"), opening)
        for name, grade, reason in zip(ids, grades, reasons, strict=True):
            self._intervention(self.interventions[name], grade, reason)
        lines = []
        if row["not_offered"]:
            lines.append(
                self._say(Text("Past, maar is er niet", "Fits, but is not on offer"))
                + ": "
                + ", ".join(self._say(self.interventions[i].name) for i in row["not_offered"].split(";"))
            )
        for flag in (row["flags"] or "").split(";"):
            kind, _, which = flag.partition(":")
            if kind == "harmful":
                lines.append(f"{self._say(words.FLAG[kind]).capitalize()}: {self._say(self.interventions[which].name)}")
        for line in lines:
            self._out.print(line)

    def _intervention(self, known: Intervention, grade: str, reason: str) -> None:
        out = self._indented
        self._out.print(f"• {self._say(known.name)} – {self._say(words.GRADE[grade])}", style="bold")
        out(f"{self._say(known.description)}")
        wished = (
            self._say(Text(", en het is een eigen wens", ", and it is an own wish")) if reason.endswith("+wish") else ""
        )
        source = reason.removesuffix("+wish")
        because = (
            self._say(Text("een vastgesteld feit", "an established fact")) if source == "fact" else self._name(source)
        )
        if source:
            out(f"{self._say(Text('Waarom', 'Why'))}: {because}{wished}")
        out(f"{self._say(Text('Bewijs', 'Evidence'))}: {self._evidence(known.evidence[0])}")
        cautions, unknown = (
            (known.cautions.nl, known.unknown.nl) if self.language == "nl" else (known.cautions.en, known.unknown.en)
        )
        for line in cautions[:1]:
            out(f"{self._say(Text('Let op', 'Caution'))}: {line}")
        for line in unknown[:1]:
            out(f"{self._say(Text('Wat we niet weten', 'What is not known'))}: {line}")

    def _indented(self, text: str) -> None:
        self._out.print(Padding(text, (0, 0, 0, 2)))

    def _evidence(self, evidence: Evidence) -> str:
        design, uncompared = self._say(words.DESIGN[evidence.design]), self._say(words.NO_COMPARISON)
        n = f", n = {evidence.n}" if evidence.n else ""
        note = "" if evidence.comparison or uncompared in design else f", {uncompared}"
        return f"{self._say(evidence.effect)} [{evidence.source}; {design}{n}{note}]"

    def _data(self, row: Row) -> list[str]:
        where = f"{visible(row['row.file'], 200)}, {self._say(Text('regel', 'line'))} {row['row.number']}"
        lines = [f"{where}: {self._say(words.STATUS[row['row.status']])}"]
        lines += [visible(problem, 200) for problem in (row.get("row.problems") or "").split(";") if problem]
        for flag in (row["flags"] or "").split(";"):
            kind, _, _ = flag.partition(":")
            if kind in words.FLAG and kind not in ("harmful", "best_none_found"):
                lines.append(self._say(words.FLAG[kind]))
        return [*lines, row["provenance"].replace(";", " · ")]
