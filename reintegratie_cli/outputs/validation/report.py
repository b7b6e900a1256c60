"""The report on a questionnaire, from what is read first to what is looked up."""

from collections.abc import Sequence

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.validation_result import ValidationResult
from reintegratie_cli.outputs.validation.blocks import Block, Blocks, Bullets, Grid, Heading, Paragraph
from reintegratie_cli.outputs.validation.closing import criteria, findings, not_there
from reintegratie_cli.outputs.validation.dimensions import dimensions
from reintegratie_cli.outputs.validation.factor_model import factor_model
from reintegratie_cli.outputs.validation.figures import items, reliability
from reintegratie_cli.outputs.validation.method import method
from reintegratie_cli.outputs.validation.opening import opening
from reintegratie_cli.outputs.validation.relations import relations
from reintegratie_cli.outputs.validation.scales import scales
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Language, Text

_PARTS = (
    scales,
    criteria,
    findings,
    items,
    reliability,
    factor_model,
    relations,
    dimensions,
    method,
    not_there,
)
SECTION = 2
"""The level of the headings that part the report."""

_CONTENTS = Text("Hierna", "Below")


def report(result: ValidationResult, instrument: Instrument, language: Language) -> Blocks:
    """Every block in its order; lists and tables without anything in them are left out."""
    voice = Voice(language, instrument)
    yield from _filled(opening(result, voice))
    rest = [block for part in _PARTS for block in _filled(part(result, voice))]
    yield from _contents(rest, voice)
    yield from rest


def _filled(blocks: Blocks) -> Blocks:
    return (block for block in blocks if not _is_empty(block))


def _contents(blocks: Sequence[Block], voice: Voice) -> Blocks:
    """What stands below, where that is more than a screen or so."""
    sections = [block.text for block in blocks if isinstance(block, Heading) and block.level == SECTION]
    if len(sections) > SECTION:
        yield Paragraph(f"{voice.say(_CONTENTS)}: {' · '.join(sections)}")


def _is_empty(block: Block) -> bool:
    return (isinstance(block, Bullets) and not block.lines) or (isinstance(block, Grid) and not block.rows)
