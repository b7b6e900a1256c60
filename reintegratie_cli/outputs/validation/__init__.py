"""What `validate-instrument` found, written: every name in FORMATS is a module of this folder with a `write`."""

from importlib import import_module
from typing import BinaryIO

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.validation_result import ValidationResult
from reintegratie_cli.text import Language

FORMATS: dict[str, tuple[str, ...]] = {"table": (), "json": (".json",), "markdown": (".md",)}
"""Format -> the file suffixes that ask for it."""


def write(name: str, stream: BinaryIO, result: ValidationResult, instrument: Instrument, language: Language) -> None:
    """Write the result in the named format; `instrument` has the words for its items and scales."""
    module = import_module(f"reintegratie_cli.outputs.validation.{name}")
    module.write(stream, result, instrument, language)
