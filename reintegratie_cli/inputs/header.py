"""The names of the columns of one file, and where each stands."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from reintegratie_cli.errors import ResponsesError, UsageError, did_you_mean
from reintegratie_cli.inputs.item_texts import ColumnTexts
from reintegratie_cli.inputs.layouts import Heading
from reintegratie_cli.models.base import fold
from reintegratie_cli.text import Text, visible

FEW = 8
"""How many names of a list are shown."""

# In a file without a header the first row holds somebody's answers: a number or an address is not shown as a name.
_NAME = re.compile(r"(?!.*([0-9]{7}|@)).*[^\W\d_].*", re.DOTALL)


class Header:
    """The column names of one file, and where each stands."""

    def __init__(self, file: str, heading: Heading) -> None:
        self.file, self.heading = visible(file, 200), heading
        self.names = names = heading.names
        self._places: dict[str, list[int]] = {}
        for place, name in enumerate(names):
            self._places.setdefault(fold(name), []).append(place)

    def __contains__(self, name: str) -> bool:
        return fold(name) in self._places

    def places(self, name: str) -> list[int]:
        """Where columns of this name stand."""
        return self._places.get(fold(name), [])

    def shown(self, place: int) -> str:
        """The name of a column, safe to show."""
        return visible(self.names[place])

    @cached_property
    def called(self) -> ColumnTexts:
        """What the columns could be called in a questionnaire."""
        return ColumnTexts(self.names, self.heading.texts)

    @property
    def nameable(self) -> tuple[str, ...]:
        """The names that are surely names, safe to show."""
        return tuple(visible(name) for name in self.names if is_name(name))

    def place(self, name: str) -> int | None:
        """Where the column stands, if there is one. ResponsesError when there are two."""
        places = self.places(name)
        if len(places) > 1:
            raise ResponsesError(_twice(self, name, places))
        return places[0] if places else None

    def asked(self, name: str, option: str) -> int:
        """Where the column stands that the call names with `option`. UsageError when there is none."""
        place = self.place(name)
        if place is None:
            raise UsageError(_not_there(self, name, option))
        return place

    def first(self, names: Iterable[str], taken: Collection[int]) -> int | None:
        """Where the first of these names stands that is there and not yet something else."""
        places = (self.place(name) for name in names if name in self)
        return next((place for place in places if place is not None and place not in taken), None)


def is_name(name: str) -> bool:
    """Whether it is surely a name, and nothing that somebody answered."""
    return _NAME.fullmatch(name) is not None


def listed(names: Sequence[str]) -> str:
    """The first names of a list, and how many more there are."""
    more = len(names) - FEW
    return ", ".join(names[:FEW]) + (f", … (+{more})" if more > 0 else "")


def _twice(header: Header, name: str, places: Sequence[int]) -> Text:
    where = ", ".join(str(place + 1) for place in places)
    return Text(
        f"{header.file}: de kolommen {where} heten alle {visible(name)}. Geef ze elk een eigen naam.",
        f"{header.file}: the columns {where} are all called {visible(name)}. Give each a name of its own.",
    )


def _not_there(header: Header, name: str, option: str) -> Text:
    near, found = did_you_mean(name, header.nameable), listed(header.nameable)
    if not fold(name):
        nl, en = f"de naam bij {option} is leeg", f"the name with {option} is empty"
        return Text(f"{header.file}: {nl}; de kolommen zijn {found}.", f"{header.file}: {en}; the columns are {found}.")
    return Text(
        f"{header.file}: er is geen kolom {visible(name)} ({option}); wel {found}.{near.nl}",
        f"{header.file}: there is no column {visible(name)} ({option}); there are {found}.{near.en}",
    )
