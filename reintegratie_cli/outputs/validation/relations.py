"""How scores relate: to each other, to a second measurement, to a criterion."""

from reintegratie_cli.models.validation_result import Cfa, Criterion, Retest, ValidationResult
from reintegratie_cli.outputs.validation.blocks import Blocks, Bullets, Grid, Heading, Paragraph
from reintegratie_cli.outputs.validation.figures import SCALE
from reintegratie_cli.outputs.validation.meanings import RELATIONS
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Text

MOST = 10
_PERSONS = Text("personen", "persons")
_INTERVAL = Text("95 %-interval", "95 % interval")


def relations(result: ValidationResult, voice: Voice) -> Blocks:
    """Between scales, over time, and with a criterion."""
    if isinstance(result.cfa, Cfa) and result.cfa.htmt:
        yield from _between(result.cfa, voice)
    if result.retest:
        yield from _retest(result.retest, voice)
    if result.criterion:
        yield from _criterion(result.criterion, voice)


def _between(cfa: Cfa, voice: Voice) -> Blocks:
    """Pairs of scales, those that are most alike first."""
    between = (it for it in cfa.parameters or () if it.op == "~~" and it.lhs != it.rhs)
    correlations = {frozenset((it.lhs, it.rhs)): it.standardized for it in between}
    pairs = [(one, other, ratio) for one, row in (cfa.htmt or {}).items() for other, ratio in row.items()]
    pairs.sort(key=lambda pair: -(pair[2] if pair[2] is not None else 0.0))
    yield Heading(voice.say(Text("Samenhang tussen de schalen", "Relations between the scales")))
    headings = (SCALE, Text("met", "with"), Text("correlatie", "correlation"), Text("HTMT", "HTMT"))
    rows = tuple(
        (
            voice.scale(other),
            voice.scale(one),
            voice.number(correlations.get(frozenset((one, other)))),
            voice.number(ratio),
        )
        for one, other, ratio in pairs[:MOST]
    )
    yield Grid(tuple(map(voice.say, headings)), rows, right=(2, 3))
    if len(pairs) > MOST:
        rest = len(pairs) - MOST
        yield Paragraph(voice.say(Text(f"Nog {rest} paren hangen minder samen.", f"{rest} more pairs relate less.")))
    correlation = Text("correlatie tussen de factoren, zonder meetfout", "correlation between the factors, error-free")
    yield Bullets((f"{voice.say(headings[2])}: {voice.say(correlation)}.", f"HTMT: {voice.say(RELATIONS['htmt'])}."))


def _retest(it: Retest, voice: Voice) -> Blocks:
    yield Heading(voice.say(Text("Tweede meting (hertest)", "Second measurement (retest)")))
    both = Text(f"{it.n} personen deden beide keren mee.", f"{it.n} persons took part both times.")
    yield Paragraph(voice.say(both))
    rows = tuple(
        (
            voice.scale(name),
            str(scale.n),
            voice.number(scale.r),
            voice.interval(scale.r_ci),
            voice.number(scale.icc),
            voice.interval(scale.icc_ci),
        )
        for name, scale in it.scales.items()
    )
    interval = voice.say(_INTERVAL)
    yield Grid((voice.say(SCALE), voice.say(_PERSONS), "r", interval, it.icc_type, interval), rows, right=(1, 2, 4))
    yield Bullets((f"r: {voice.say(RELATIONS['r'])}.", f"{it.icc_type}: {voice.say(RELATIONS['icc'])}."))


def _criterion(it: Criterion, voice: Voice) -> Blocks:
    yield Heading(voice.say(Text("Samenhang met een criterium", "Relation to a criterion")))
    beside = Text(
        f"De scores naast de kolom {it.column}; r is de correlatie daarmee.",
        f"The scores beside the column {it.column}; r is the correlation with it.",
    )
    yield Paragraph(voice.say(beside))
    rows = tuple(
        (voice.scale(name), str(scale.n), voice.number(scale.r), voice.interval(scale.r_ci, beside=0.0))
        for name, scale in it.scales.items()
    )
    headings = (voice.say(SCALE), voice.say(_PERSONS), "r", voice.say(_INTERVAL))
    yield Grid(headings, rows, right=(1, 2))
