"""What `validate-instrument` found, written: every name in FORMATS is a module of this folder with a `write`."""

from importlib import import_module
from typing import BinaryIO

from reintegratie_cli.models.instrument import Instrument
from reintegratie_cli.models.validation_result import ValidationResult
from reintegratie_cli.models.verdict import Conclusion
from reintegratie_cli.outputs.validation import words
from reintegratie_cli.outputs.validation.voice import Voice
from reintegratie_cli.text import Language, Text

FORMATS: dict[str, tuple[str, ...]] = {"table": (), "json": (".json",), "markdown": (".md",)}
"""Format -> the file suffixes that ask for it."""


def write(name: str, stream: BinaryIO, result: ValidationResult, instrument: Instrument, language: Language) -> None:
    """Write the result in the named format; `instrument` has the words for its items and scales."""
    module = import_module(f"reintegratie_cli.outputs.validation.{name}")
    module.write(stream, result, instrument, language)


def below_the_bar(result: ValidationResult, instrument: Instrument, bar: Conclusion, language: Language) -> Text:
    """That the conclusion is worse than was asked for, with the scales that decide it."""
    verdict, voice = result.verdict, Voice(language, instrument)
    conclusion: Conclusion = "none" if verdict is None else verdict.conclusion
    scales = verdict.scales.items() if verdict else ()
    deciding = voice.names([voice.scale(name) for name, it in scales if it.conclusion == conclusion])
    found, asked = words.CONCLUSION[conclusion], words.CONCLUSION[bar]
    of = f" ({deciding})" if deciding else ""
    return Text(
        f"Conclusie: {found.nl}{of}. Met --fail-below {bar} is ten minste gevraagd: {asked.nl}.",
        f"Conclusion: {found.en}{of}. With --fail-below {bar} at least this was asked: {asked.en}.",
    )
