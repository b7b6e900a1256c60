"""Folders in which files are found by their id: the one that was named, the one beside the call, the shipped one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reintegratie_cli.errors import FileError, ReintegratieError, UsageError
from reintegratie_cli.models.base import unknown
from reintegratie_cli.resources import shipped
from reintegratie_cli.text import Text, visible

SUFFIX = ".yaml"


@dataclass(frozen=True)
class Shelf:
    """Files of one kind. `name`: of the folder here and of the shipped one; `what`: one of them, with its article.

    `id`: the ids, of which none could leave a folder. `kind`: the error for a file that may not be used.
    """

    name: str
    what: Text
    id: re.Pattern[str]
    kind: type[ReintegratieError]

    def path_of(self, name: str, folder: Path | None) -> Path:
        """The file that is named, or the one with this id.

        Raises:
            UsageError: there is no file with this id.
            FileError: `folder` does not exist.
        """
        if "/" in name or "\\" in name or name.endswith(SUFFIX):
            return Path(name)
        path = self.find(name, list(self.places(folder)))
        if path is None:
            raise UsageError(self.no_such(name, folder))
        return path

    def places(self, folder: Path | None) -> Iterator[Path]:
        """The folders in which an id is looked up, first to last."""
        if folder is not None:
            if not folder.is_dir():
                shown = visible(str(folder), 200)
                raise FileError(Text(f"De map {shown} bestaat niet.", f"There is no folder {shown}."))
            yield folder
        local = Path(self.name)
        if local.is_dir():
            yield local
        yield shipped(self.name)

    def find(self, name: str, places: list[Path]) -> Path | None:
        """The file of an id in the first folder that has it."""
        if not self.id.fullmatch(name):
            return None
        paths = ((place, place / f"{name}{SUFFIX}") for place in places)
        return next((self._inside(place, path) for place, path in paths if path.is_file()), None)

    def all(self, folder: Path | None) -> list[Path]:
        """Every file that is found by its id, in the order of the ids."""
        paths: dict[str, Path] = {}
        for place in self.places(folder):
            for path in sorted(place.glob(f"*{SUFFIX}")):
                if self.id.fullmatch(path.stem):
                    paths.setdefault(path.stem, self._inside(place, path))
        return [path for _, path in sorted(paths.items())]

    def no_such(self, name: str, folder: Path | None) -> Text:
        """Say that there is no file with this id: the nearest one, and all there are."""
        ids = {path.stem for place in self.places(folder) for path in place.glob(f"*{SUFFIX}")}
        known = unknown(self.what, name, sorted(filter(self.id.fullmatch, ids)), most=len(ids))
        hint = Text(
            " De naam van een bestand eindigt op .yaml of bevat een /.",
            " The name of a file ends in .yaml or holds a /.",
        )
        return known if self.id.fullmatch(name) else Text(known.nl + hint.nl, known.en + hint.en)

    def _inside(self, place: Path, path: Path) -> Path:
        """The file, refused when a symbolic link in the folder leads out of it."""
        if not path.resolve().is_relative_to(place.resolve()):
            shown = visible(str(path), 200)
            raise self.kind(
                Text(
                    f"{shown} is een koppeling naar een plek buiten de map. Zet er het bestand zelf neer.",
                    f"{shown} is a link to a place outside its folder. Put the file itself there.",
                )
            )
        return path
