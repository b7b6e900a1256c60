"""One run of `norms build`: checks what was filled in, reads the answers, makes norms, writes them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, get_args

from reintegratie_cli.commands._norms_answers import NormAnswers
from reintegratie_cli.commands._reading_call import check_choice
from reintegratie_cli.commands._validate_call import ValidateCall
from reintegratie_cli.errors import UsageError
from reintegratie_cli.inputs import catalogue
from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.norm_checks import LONGEST_ID, NORMS_ID, check_norms
from reintegratie_cli.models.norms import FEWEST, NormGroup, Norms, Stakes, Status
from reintegratie_cli.outputs.files import STANDARD, open_outputs
from reintegratie_cli.outputs.norms import as_yaml
from reintegratie_cli.outputs.terminal import say
from reintegratie_cli.text import Text, visible
from reintegratie_cli.workflows.answer_matrix import Answers

DONE, WITH_TROUBLE = 0, 3
SUFFIX = ".yaml"
UNKNOWN = "unknown"
LONGEST_TEXT, LONGEST_VALUE = 1000, 60

REQUIRED = (
    *("population", "status", "stakes", "collected", "source", "frame"),
    *("invited", "responded", "mode", "share_assisted"),
)
"""What must be said of the answers, as the options are called."""
OF_ANSWERS = (*REQUIRED, "population_en")

_NUMBER = re.compile(r"[0-9]{1,9}")
_SHARE = re.compile(r"0(\.[0-9]{1,6})?|1(\.0{1,6})?")
_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class NormsCall:
    """What was said of the answers (`told`: option -> text), how they are read (`reading`), and by which `group`."""

    reading: ValidateCall
    told: Mapping[str, str | None]
    group: str | None

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """The call, from the options of the command."""
        of_reading = {name: value for name, value in given.items() if name not in {*OF_ANSWERS, "group"}}
        # How norms are read is how answers are read to be validated; the rest of that call has its defaults.
        rest: dict[str, Any] = {
            **dict.fromkeys(("estimator", "missing", "criterion", "fail_below")),
            "only": [],
            "decision": "individual",
            "criteria": "cotan-2010",
            "dynamic": False,
            "polychoric": False,
            "seed": 1,
            # The name of a YAML file is no promise of a report in another format.
            "output_format": "json",
        }
        told = {name: (given[name] or "").strip() or None for name in OF_ANSWERS}
        return cls(ValidateCall(**of_reading, **rest), told, given["group"])

    def check(self) -> None:
        """Refuse what no file has to be opened for: all that was not filled in, in one sentence."""
        self.reading.check()
        missing = [_option(name) for name in REQUIRED if self.told[name] is None]
        if missing:
            names = ", ".join(missing)
            raise UsageError(
                Text(
                    f"Zonder herkomst geen norm. Vul nog in: {names}.",
                    f"No norms without knowing where they come from. Fill in as well: {names}.",
                ),
            )
        for wrong in self._wrong():
            raise UsageError(wrong)
        check_choice("--status", self.told["status"], get_args(Status))
        check_choice("--stakes", self.told["stakes"], get_args(Stakes))

    def _wrong(self) -> Iterator[Text]:
        """What was filled in, but cannot be."""
        for name in ("invited", "responded"):
            if self.told[name] != UNKNOWN and not _NUMBER.fullmatch(str(self.told[name])):
                yield _not_allowed(name, self.told[name], Text("een heel getal", "a whole number"))
        if self.told["share_assisted"] != UNKNOWN and not _SHARE.fullmatch(str(self.told["share_assisted"])):
            yield _not_allowed("share_assisted", self.told["share_assisted"], Text("0 tot en met 1", "0 to 1"))
        for name in OF_ANSWERS:
            if len(str(self.told[name])) > LONGEST_TEXT:
                yield Text(
                    f"{_option(name)} is langer dan {LONGEST_TEXT} tekens; maak het korter.",
                    f"{_option(name)} is longer than {LONGEST_TEXT} characters; make it shorter.",
                )
        if self.group is not None and self.reading.output == STANDARD:
            yield Text(
                "Met --group komt er een bestand per groep; noem bij -o een map.",
                "With --group there is a file for each group; name a folder with -o.",
            )
        if self.group is not None and self.reading.occasion is not None:
            yield Text(
                "--group en --occasion gaan niet samen; geef een tweede meting met --retest.",
                "--group and --occasion do not go together; give a second measurement with --retest.",
            )
        if not self.group and self.reading.output != STANDARD and not self.reading.output.endswith(SUFFIX):
            yield Text(
                f"-o {visible(self.reading.output, 200)}: een norm is een bestand op {SUFFIX}.",
                f"-o {visible(self.reading.output, 200)}: norms are a file that ends in {SUFFIX}.",
            )

    def about(self) -> dict[str, Any]:
        """What was said, as norms hold it."""
        told = {name: str(self.told[name]) for name in REQUIRED}
        counts = {name: UNKNOWN if told[name] == UNKNOWN else int(told[name]) for name in ("invited", "responded")}
        share = told["share_assisted"]
        return {
            **told,
            **counts,
            "share_assisted": UNKNOWN if share == UNKNOWN else float(share),
            "population": Text(told["population"], self.told["population_en"] or told["population"]),
        }

    def norms_id(self, instrument: Instrument) -> str:
        """The name of the file, else the questionnaire with status and year.

        Raises:
            UsageError: the file is not called as norms of this questionnaire are.
        """
        own = f"{instrument.instrument}.{self.told['status']}-{self.told['collected']}"
        name = own if self.reading.output == STANDARD else Path(self.reading.output).stem
        if name.partition(".")[0] != instrument.instrument or not NORMS_ID.fullmatch(name):
            shown = visible(name, 200)
            raise UsageError(
                Text(
                    f"-o {shown}: noem het bestand {instrument.instrument}.<groep>.yaml, met kleine letters, cijfers "
                    "en streepjes; zo heet de norm ook.",
                    f"-o {shown}: call the file {instrument.instrument}.<group>.yaml, in lower-case letters, digits "
                    "and hyphens; that is the name of the norms too.",
                ),
            )
        return name

    def id_of_group(self, instrument: Instrument, value: str) -> str:
        """<instrument>.<column>-<value>-<year>."""
        parts = (str(self.group), value[:LONGEST_VALUE], str(self.told["collected"]))
        words = "-".join(_OTHER.sub("-", part.lower()).strip("-") or "x" for part in parts)
        return f"{instrument.instrument}.{words}"[:LONGEST_ID]


class NormsBuild:
    """Reads, makes norms, writes; `run` gives the exit code."""

    def __init__(self, call: NormsCall) -> None:
        """Check the call before anything is opened."""
        call.check()
        self.call = call

    def run(self) -> int:
        """Make the norms; no file changes unless all of them could be made."""
        call, reading = self.call, self.call.reading
        instrument = catalogue.find_instrument(reading.instrument, reading.instruments)
        answers = NormAnswers(reading, instrument, call.group)
        made: dict[str, Norms] = {}
        if call.group is None:
            name = call.norms_id(instrument)
            made[reading.output] = self._built(answers.of_all(), name, None)
        else:
            for value, of_group in answers.by_group():
                name = call.id_of_group(instrument, value)
                target = str(Path(reading.output) / f"{name}{SUFFIX}")
                if target in made:
                    raise UsageError(_same_name(name))
                group = NormGroup(column=call.group, value=visible(value, LONGEST_TEXT))
                made[target] = self._built(of_group, name, group)
            if not made:
                raise UsageError(_NO_GROUP)
        self._write(made)
        return WITH_TROUBLE if answers.troubled else DONE

    def _built(self, answers: Answers, name: str, group: NormGroup | None) -> Norms:
        """The norms of these answers, checked as their file will be."""
        from reintegratie_cli.workflows.norm_build import About, build_norms  # noqa: PLC0415 - SciPy takes time

        about = About(norms=name, group=group, **self.call.about())
        built = build_norms(answers, about, self.call.reading.options, catalogue.load_conclusion())
        for text in built.said:
            self._say(Text(f"{name}: {text.nl}", f"{name}: {text.en}"))
        if built.norms is None:
            raise UsageError(
                Text(
                    f"{name}: geen norm; geen schaal heeft {FEWEST} personen met een score.",
                    f"{name}: no norms; no scale has {FEWEST} persons with a score.",
                ),
            )
        problems = [problem.what for problem in check_norms(built.norms)]
        if problems:
            raise UsageError(*(Text(f"{name}: {it.nl}", f"{name}: {it.en}") for it in problems))
        return built.norms

    def _write(self, made: Mapping[str, Norms]) -> None:
        with open_outputs(list(made), self.call.reading.inputs) as streams:
            for stream, norms in zip(streams, made.values(), strict=True):
                stream.write(as_yaml(norms).encode())
        for target, norms in made.items():
            if target != STANDARD:
                where = visible(target, 200)
                self._say(Text(f"Norm {norms.norms}: {where}.", f"Norm {norms.norms}: {where}."))

    def _say(self, text: Text) -> None:
        say(text.to(self.call.reading.lang))


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _not_allowed(name: str, found: str | None, allowed: Text) -> Text:
    option, shown = _option(name), visible(str(found))
    return Text(
        f"{option} {shown} kan niet. Toegestaan: {allowed.nl}, of {UNKNOWN} als niemand het weet.",
        f"{option} {shown} is not possible. Allowed: {allowed.en}, or {UNKNOWN} where nobody knows.",
    )


def _same_name(name: str) -> Text:
    return Text(
        f"Twee groepen zouden allebei {name} heten. Hernoem een van de waarden in de kolom.",
        f"Two groups would both be called {name}. Rename one of the values in the column.",
    )


_NO_GROUP = Text(
    f"Geen norm: geen groep heeft {FEWEST} personen met antwoorden.",
    f"No norms: no group has {FEWEST} persons with answers.",
)
