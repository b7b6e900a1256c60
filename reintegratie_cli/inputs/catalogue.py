"""Finds what people wrote by its id, or by its file: questionnaires, norms, rules, facts, interventions, offers.

A value with a slash or one that ends in `.yaml` is a file, anything else an id. An id is looked up in the folder that
was named, then in ./instruments or ./norms, then in what is shipped, and can never lead out of such a folder.
"""

import json
import re
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import get_args

from reintegratie_cli.errors import FileError, InstrumentError, RuleError, UsageError
from reintegratie_cli.inputs.shelf import SUFFIX, Shelf
from reintegratie_cli.inputs.yaml_files import load, read_yaml
from reintegratie_cli.models.answer_words import AnswerWords, check_answer_words
from reintegratie_cli.models.base import Problem, unknown
from reintegratie_cli.models.battery import parts, resolve
from reintegratie_cli.models.criteria import ConclusionRule, Criteria, NormAge, check_criteria
from reintegratie_cli.models.export_map import ExportMap
from reintegratie_cli.models.fact_checks import check_facts
from reintegratie_cli.models.facts import FactList
from reintegratie_cli.models.instrument import Component, Instrument
from reintegratie_cli.models.instrument_checks import check_columns, check_instrument
from reintegratie_cli.models.intervention import Intervention, Offer
from reintegratie_cli.models.intervention_checks import Known, check_intervention, check_offer
from reintegratie_cli.models.norm_checks import NORMS_ID, check_norms
from reintegratie_cli.models.norms import Norms
from reintegratie_cli.models.rule_checks import check_recommend, check_rule, check_wanberg
from reintegratie_cli.models.rules import Grade, RecommendRule, SolRule, WanbergRule
from reintegratie_cli.models.wording import Wording, check_wording
from reintegratie_cli.resources import shipped
from reintegratie_cli.text import Text, visible

DIGEST_LENGTH = 12

_INSTRUMENTS = Shelf(
    "instruments", Text("De vragenlijst", "The questionnaire"), re.compile(r"[a-z0-9-]+"), InstrumentError
)
_NORMS = Shelf("norms", Text("De norm", "The norm"), NORMS_ID, RuleError)


def find_instrument(name: str, folder: Path | None = None) -> Instrument:
    """The questionnaire with this id or in this file, with all that it includes; `folder` is looked in first.

    Raises:
        UsageError: there is no questionnaire with this id.
        FileError: the file cannot be read.
        InstrumentError: the file, or one that it includes, breaks the format.
    """
    return _resolved(_INSTRUMENTS.path_of(name, folder), folder)


def instrument_parts(name: str, folder: Path | None = None) -> tuple[Instrument, tuple[Instrument, ...]]:
    """The questionnaire as its file has it, and the parts it is made of (itself, when it includes none).

    Raises:
        UsageError, FileError, InstrumentError: as `find_instrument`.
    """
    path = _INSTRUMENTS.path_of(name, folder)
    instrument = read_instrument(path)
    return instrument, parts(instrument, partial(_included, path, folder))


def list_instruments(folder: Path | None = None) -> tuple[Instrument, ...]:
    """Every questionnaire that can be found by its id, with all that it includes, in the order of their ids.

    Raises:
        FileError, InstrumentError: as `find_instrument`, for any of them.
    """
    return tuple(_resolved(path, folder) for path in _INSTRUMENTS.all(folder))


def read_instrument(path: Path) -> Instrument:
    """A questionnaire as its file has it: what it includes is not looked up.

    Raises:
        FileError: the file cannot be read.
        InstrumentError: the file breaks the format.
    """
    return load(path, Instrument, InstrumentError, partial(check_instrument, file_id=path.stem))


def find_norms(name: str, folder: Path | None = None) -> Norms:
    """The norms with this id or in this file; `folder` is looked in first.

    Raises:
        UsageError: there are no norms with this id.
        FileError: the file cannot be read.
        RuleError: the file breaks the format.
    """
    return read_norms(_NORMS.path_of(name, folder))


def list_norms(folder: Path | None = None) -> tuple[Norms, ...]:
    """All norms that can be found by their id, in the order of their ids.

    Raises:
        FileError, RuleError: as `find_norms`, for any of them.
    """
    return tuple(map(read_norms, _NORMS.all(folder)))


def read_norms(path: Path) -> Norms:
    """The norms in a file.

    Raises:
        FileError: the file cannot be read.
        RuleError: the file breaks the format.
    """
    return load(path, Norms, RuleError, partial(check_norms, file_id=path.stem))


def load_facts() -> FactList:
    """The facts that a professional can enter."""
    return load(shipped("rules") / "facts.yaml", FactList, RuleError, check_facts)


def load_rule(path: Path | None = None) -> SolRule:
    """The rule for Sol's groups: ours, or the one in a municipality's file.

    Raises:
        FileError: the file cannot be read.
        RuleError: the file breaks the format, or rests on what may not decide about people.
    """
    facts = load_facts().facts
    return load(_rule_path(path), SolRule, RuleError, partial(check_rule, facts=facts))


def load_wanberg() -> WanbergRule:
    """The rule for Wanberg's components."""
    check = partial(check_wanberg, components=get_args(Component))
    return load(shipped("rules") / "wanberg.yaml", WanbergRule, RuleError, check)


def load_recommend() -> RecommendRule:
    """The rule for recommending interventions."""
    check = partial(check_recommend, grades=get_args(Grade))
    return load(shipped("rules") / "recommend.yaml", RecommendRule, RuleError, check)


def load_wording() -> Wording:
    """What is known to go wrong in a questionnaire: words, limits, and what is said of them."""
    return load(shipped("rules") / "wording.yaml", Wording, RuleError, check_wording)


def load_criteria(standard: str = "cotan-2010") -> Criteria:
    """The criteria of a standard for questionnaires.

    Raises:
        UsageError: there is no such standard.
        RuleError: its file breaks the format.
    """
    paths = {path.stem: path for path in _yaml_files(shipped("rules") / "criteria")}
    if standard not in paths:
        raise UsageError(unknown(Text("De standaard", "The standard"), standard, paths))
    return load(paths[standard], Criteria, RuleError, partial(check_criteria, file_id=standard))


def load_norm_age() -> NormAge:
    """How old norms may be; of all standards COTAN alone says so."""
    limits = load_criteria().norm_age
    if limits is None:
        raise FileError(Text("cotan-2010.yaml heeft geen norm_age.", "cotan-2010.yaml has no norm_age."))
    return limits


def load_conclusion() -> ConclusionRule:
    """Our own rule for what is usable."""
    return load(shipped("rules") / "conclusion.yaml", ConclusionRule, RuleError)


def load_answer_words() -> AnswerWords:
    """How answers and columns of exports are recognised."""
    return load(shipped("rules") / "answer_words.yaml", AnswerWords, RuleError, check_answer_words)


def load_interventions() -> tuple[Intervention, ...]:
    """The knowledge base, in the order of the ids.

    Raises:
        RuleError: an entry breaks the format, or names what does not exist.
    """
    ours = [_resolved(path, None) for path in _yaml_files(shipped("instruments"))]
    known = Known(
        facts=load_facts().facts,
        scales=sorted({scale for instrument in ours for scale in instrument.scales}),
        items=sorted({item for instrument in ours for item in instrument.items}),
    )
    return tuple(
        load(path, Intervention, RuleError, partial(check_intervention, known=known, file_id=path.stem))
        for path in _interventions()
    )


def load_offer(path: Path) -> Offer:
    """What a municipality has.

    Raises:
        FileError: the file cannot be read.
        RuleError: the file breaks the format, or names what does not exist.
    """
    known = [intervention.stem for intervention in _interventions()]
    check = partial(check_offer, interventions=known, facts=load_facts().facts)
    return load(path, Offer, RuleError, check)


def load_map(path: Path) -> ExportMap:
    """How the columns and values of an export are called.

    Raises:
        FileError: the file cannot be read.
        RuleError: the file breaks the format.
    """
    return load(path, ExportMap, RuleError)


def digest(path: Path) -> str:
    """The content of a YAML file in 12 hexadecimal digits: comments, quotes and white space make no difference."""
    content = json.dumps(read_yaml(path).data, ensure_ascii=False, separators=(",", ":"))
    return sha256(content.encode()).hexdigest()[:DIGEST_LENGTH]


def rule_digest(path: Path | None = None) -> str:
    """The digest of the rule that `load_rule` gives."""
    return digest(_rule_path(path))


def knowledge_base_digest() -> str:
    """The digest of all interventions, with the rule by which they are recommended."""
    files = [*_interventions(), shipped("rules") / "recommend.yaml"]
    content = ";".join(f"{path.stem}={digest(path)}" for path in files)
    return sha256(content.encode()).hexdigest()[:DIGEST_LENGTH]


def _rule_path(path: Path | None) -> Path:
    return shipped("rules") / "sol.yaml" if path is None else path


def _interventions() -> list[Path]:
    return _yaml_files(shipped("rules") / "interventions")


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}"))


def _included(battery: Path, folder: Path | None, name: str) -> Instrument:
    """A questionnaire that a battery includes: from the battery's own folder, else from where any id is found."""
    path = _INSTRUMENTS.find(name, [battery.parent, *_INSTRUMENTS.places(folder)])
    if path is None:
        said, shown = _INSTRUMENTS.no_such(name, folder), visible(str(battery), 200)
        raise InstrumentError(Text(f"{shown}, includes: {said.nl}", f"{shown}, includes: {said.en}"))
    return read_instrument(path)


def _resolved(path: Path, folder: Path | None) -> Instrument:
    instrument = resolve(read_instrument(path), partial(_included, path, folder))
    problems = list(check_columns(instrument)) if instrument.columns else []
    if problems:
        shown = visible(str(path), 200)
        raise InstrumentError(*(_said(shown, problem) for problem in problems))
    return instrument


def _said(shown: str, problem: Problem) -> Text:
    place = " > ".join(str(step) for step in problem.at)
    return Text(f"{shown}, {place}: {problem.what.nl}", f"{shown}, {place}: {problem.what.en}")
