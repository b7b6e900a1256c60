"""How answers are scored, apart from where they come from and where the result goes: rules, questionnaires, norms."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reintegratie_cli import __version__
from reintegratie_cli.commands._named_norms import Measured, Tell, named_norms
from reintegratie_cli.commands._reading_call import column_names
from reintegratie_cli.commands._score_call import CASE_SYSTEM
from reintegratie_cli.errors import RuleError, UsageError, did_you_mean
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.inputs.answer_file import AnswerFile
from reintegratie_cli.inputs.responses import ResponseFiles
from reintegratie_cli.models.battery import combine
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.score_result import OutputColumn, output_columns
from reintegratie_cli.text import Text, visible
from reintegratie_cli.workflows.case_system import CaseSystem
from reintegratie_cli.workflows.norm_scores import IntervalKind, Normed
from reintegratie_cli.workflows.score import RuleBook, ScoreWorkflow, check_rule_fits, scales_read

CLIENT = "client"
PROFESSIONAL = "professional"


@dataclass(frozen=True)
class ScoreOptions:
    """What decides what comes out for given answers, as the options of `score` have it."""

    instrument: tuple[str, ...] = ()
    facts_given: bool = False
    offer: str | None = None
    rule: str | None = None
    norms: tuple[str, ...] = ()
    interval: IntervalKind = "observed"
    for_case_system: bool = False
    instruments: Path | None = None
    norms_folder: Path | None = None


class ScoreSetup:
    """What these options ask for, read once; each method is a step of a run, in this order."""

    def __init__(self, options: ScoreOptions) -> None:
        self.options = options
        self._combined: dict[tuple[str, ...], Instrument] = {}

    @property
    def names(self) -> set[str]:
        """What columns with answers may be called: by these the delimiter of a file is known."""
        return column_names(self._asked or self._listed)

    def bind(self, files: ResponseFiles, facts: str | Path | AnswerFile | None, tell: Tell) -> Instrument:
        """Decide what the columns are; gives the questionnaire, with those in the file with facts."""
        asked = self._asked_instrument(files, tell)
        reserved = {column.name for one in (asked, *self._professional) for column in self.columns(one, ())}
        files.bind(asked, self._professional, self.rules.facts, facts, reserved)
        instrument = self._with_rated(asked, files.rated)
        check_rule_fits(self.rules.sol, instrument)
        self._say_unread(instrument, tell)
        return instrument

    def normed(self, instrument: Instrument, measured: Measured, tell: Tell) -> Normed:
        """The norms that were named, as old as they are at what was `measured`."""
        book = named_norms(self.options.norms, self.options.norms_folder, instrument, measured, tell)
        return Normed(book, self.options.interval)

    def check_kept(self, files: ResponseFiles) -> None:
        """No answer goes into a case system by way of --keep."""
        columns = files.columns[0]
        answers = [name for name, place in columns.kept.items() if place in columns.items.values()]
        if self.options.for_case_system and answers:
            shown = visible(answers[0])
            raise UsageError(
                Text(
                    f"--keep {shown} kan niet samen met --for {CASE_SYSTEM}: het is een antwoord van de persoon.",
                    f"--keep {shown} is not possible with --for {CASE_SYSTEM}: it is an answer of the person.",
                ),
            )

    def columns(self, instrument: Instrument, kept: Sequence[str]) -> list[OutputColumn]:
        """The columns of the output."""
        groups = [group.group for group in self.rules.sol.groups if not group.requires]
        columns = output_columns(kept, list(instrument.scales), groups, list(self.rules.wanberg.components))
        if not self.options.for_case_system:
            return list(columns)
        case_system = CaseSystem(instrument)
        return [column for column in columns if not case_system.leaves_out(column.name)]

    def workflow(self, instrument: Instrument, normed: Normed) -> ScoreWorkflow:
        """What turns a batch into its result."""
        case_system = CaseSystem(instrument) if self.options.for_case_system else None
        return ScoreWorkflow(instrument, self.rules, self.provenance(instrument), case_system, normed)

    def provenance(self, instrument: Instrument) -> str:
        """Versions and digests of all that decides."""
        return ";".join(
            [f"reintegratie {__version__}", f"{instrument.instrument} {instrument.version}", *self._digests]
        )

    @cached_property
    def rules(self) -> RuleBook:
        """The rules, facts, knowledge base and offer."""
        options = self.options
        facts = catalogue.load_facts()
        interventions = catalogue.load_interventions()
        return RuleBook(
            sol=catalogue.load_rule(self._rule),
            wanberg=catalogue.load_wanberg(),
            recommend=catalogue.load_recommend(),
            facts=facts,
            interventions=interventions,
            offer=catalogue.load_offer(Path(options.offer)) if options.offer else None,
            facts_given=options.facts_given,
        )

    @property
    def _rule(self) -> Path | None:
        return Path(self.options.rule) if self.options.rule else None

    @cached_property
    def _digests(self) -> tuple[str, str]:
        rule = self.rules.sol
        return (
            f"{rule.rule} {rule.version} sha256:{catalogue.rule_digest(self._rule)}",
            f"interventions sha256:{catalogue.knowledge_base_digest()}",
        )

    @cached_property
    def _listed(self) -> Sequence[Instrument]:
        return catalogue.list_instruments(self.options.instruments)

    @cached_property
    def _asked(self) -> Sequence[Instrument]:
        return [catalogue.find_instrument(name, self.options.instruments) for name in self.options.instrument]

    @cached_property
    def _professional(self) -> Sequence[Instrument]:
        """The questionnaires that professionals fill in: their answers stand in the file with facts."""
        if not self.options.facts_given:
            return []
        found = {i.instrument: i for i in (*self._listed, *self._asked) if i.respondent == PROFESSIONAL}
        return list(found.values())

    def _asked_instrument(self, files: ResponseFiles, tell: Tell) -> Instrument:
        """The questionnaires that were asked for, or the one that the columns belong to."""
        of_clients = [instrument for instrument in self._asked if instrument.respondent != PROFESSIONAL]
        if of_clients:
            return self._with_rated(of_clients[0], of_clients[1:])
        if self._asked:
            return self._asked[0]
        candidates = {i.instrument: i for i in self._listed if i.respondent == CLIENT}
        found = candidates[files.detect(candidates)]
        shown = f"{found.instrument} {found.version}"
        tell(Text(f"Vragenlijst: {shown}, herkend aan de kolommen.", f"Questionnaire: {shown}, by its columns."))
        return found

    def _with_rated(self, first: Instrument, others: Sequence[Instrument]) -> Instrument:
        """One questionnaire of several, the same object each time."""
        if not others:
            return first
        key = tuple(one.instrument for one in (first, *others))
        if key not in self._combined:
            self._combined[key] = combine([first, *others])
        return self._combined[key]

    def _say_unread(self, instrument: Instrument, tell: Tell) -> None:
        """Say which scales the rule reads in vain, where it reads some or was chosen for this questionnaire."""
        chosen, read = self.options.rule, scales_read(self.rules.sol)
        absent = sorted(read - instrument.scales.keys())
        nowhere = sorted(set(absent).difference(*(one.scales for one in self._listed))) if chosen else []
        if nowhere:
            near = did_you_mean(
                nowhere[0], {*instrument.scales, *(name for one in self._listed for name in one.scales)}
            )
            raise RuleError(
                Text(
                    f"{visible(str(chosen), 200)}: geen vragenlijst heeft de schaal {nowhere[0]}.{near.nl}",
                    f"{visible(str(chosen), 200)}: no questionnaire has the scale {nowhere[0]}.{near.en}",
                ),
            )
        if absent and (chosen or read & instrument.scales.keys()):
            hints = (did_you_mean(name, instrument.scales) for name in absent)
            near = next((hint for hint in hints if hint.nl), Text("", ""))
            names = ", ".join(absent)
            tell(
                Text(
                    f"De regel leest schalen die de vragenlijst niet heeft: {names}.{near.nl}",
                    f"The rule reads scales that the questionnaire does not have: {names}.{near.en}",
                ),
            )
