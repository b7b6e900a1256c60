"""The report on a questionnaire, from what is read first to what is looked up."""

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.validation_result import ValidationResult
from reintegratie_cli.outputs.validation.blocks import Block, Blocks, Bullets, Grid
from reintegratie_cli.outputs.validation.closing import criteria, findings, not_there
from reintegratie_cli.outputs.validation.dimensions import dimensions
from reintegratie_cli.outputs.validation.factor_model import factor_model
from reintegratie_cli.outputs.validation.figures import items, reliability
from reintegratie_cli.outputs.validation.opening import opening, scales
from reintegratie_cli.outputs.validation.relations import relations
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Language

_PARTS = (opening, scales, items, reliability, factor_model, relations, dimensions, criteria, findings, not_there)


def report(result: ValidationResult, instrument: Instrument, language: Language) -> Blocks:
    """Every block in its order; lists and tables without anything in them are left out."""
    voice = Voice(language, instrument)
    for part in _PARTS:
        for block in part(result, voice):
            if not _is_empty(block):
                yield block


def _is_empty(block: Block) -> bool:
    return (isinstance(block, Bullets) and not block.lines) or (isinstance(block, Grid) and not block.rows)
