"""What `doctor` saw, for other programs: names that stay, and every figure that people see."""

from typing import Any

from reintegratie_cli.models.doctor import Diagnosis, NoAnswer, SeenFile, SeenSet
from reintegratie_cli.outputs.export_map import export_map
from reintegratie_cli.outputs.words import STATUS
from reintegratie_cli.text import Language


def diagnosis_as_data(found: Diagnosis, command: str, language: Language) -> dict[str, Any]:
    """The same for other programs; sentences alone follow the language."""
    return {
        "ok": found.is_clean,
        "refusal": [sentence.to(language) for sentence in found.refusal],
        "files": [_file_as_data(file, language) for file in found.files],
        "notes": [note.to(language) for note in found.notes],
        "questionnaire": found.instrument,
        "version": found.version,
        "detected": found.detected,
        "candidates": [{"questionnaire": c.instrument, "found": c.found, "items": c.items} for c in found.candidates],
        "without_column": [{"item": one.item, "scale": one.scale or None, "near": one.near} for one in found.lacking],
        "items": [
            {"item": it.item, "column": it.column, "rows": it.n, "missing": it.missing, "unreadable": it.unreadable}
            for it in found.items
        ],
        "answer_sets": [_set_as_data(one) for one in found.sets],
        "rows": {"all": found.rows.n, **{name: found.rows.statuses.get(name, 0) for name in STATUS}},
        "repeated_ids": found.rows.repeated,
        "unreadable": [{"column": it.column or None, "kind": it.kind, "n": it.n} for it in found.rows.trouble],
        "no_answer": dict(found.rows.missing),
        "map": "".join(f"{line}\n" for line in export_map(found, language)) or None,
        "command": command,
    }


def _file_as_data(file: SeenFile, language: Language) -> dict[str, Any]:
    columns = [
        {"name": c.name, "role": c.role, "item": c.item, "found_by": c.found_by, "concern": c.concern or None}
        for c in file.columns
    ]
    return {
        "file": file.name,
        "format": file.format or None,
        "survey_program": file.layout or None,
        "encoding": file.encoding,
        "delimiter": file.delimiter,
        "header_rows": file.header_rows,
        "rows": file.n_rows,
        "columns": columns,
        "notes": [note.to(language) for note in file.notes],
    }


def _set_as_data(one: SeenSet) -> dict[str, Any]:
    return {
        "answer_set": one.name,
        "allowed": one.allowed,
        "items": list(one.items),
        "unmatched": [_text_as_data(text) for text in one.unmatched],
        "not_shown": {"texts": one.hidden_texts, "cells": one.hidden_cells, "free_text": one.is_free_text},
        "suspected": [_text_as_data(text) for text in one.suspected],
    }


def _text_as_data(text: NoAnswer) -> dict[str, Any]:
    return {"text": text.text, "kind": text.kind, "cells": text.cells, "proposed": text.proposed}
