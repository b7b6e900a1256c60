"""Names that SPSS takes for variables: the names of the columns where it can, else the nearest that it does take."""

import re
import unicodedata
from collections.abc import Sequence

MOST_CHARACTERS = 64
RESERVED = frozenset(("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"))
_REFUSED = re.compile(r"[^A-Za-z0-9._]")


def spss_names(columns: Sequence[str]) -> list[str]:
    """A name for each column, in their order; none is another one in capitals.

    Accents go, what SPSS refuses becomes _, and the second column of a name gets _2 behind it.
    """
    taken: set[str] = set()
    names = []
    for column in columns:
        name = first = _accepted(column)
        times = 1
        while name.lower() in taken:
            times += 1
            name = f"{first[: MOST_CHARACTERS - len(str(times)) - 1]}_{times}"
        taken.add(name.lower())
        names.append(name)
    return names


def _accepted(column: str) -> str:
    """The name in ASCII: begins with a letter, ends without a point, holds letters, digits, points and _."""
    plain = unicodedata.normalize("NFKD", column).encode("ascii", "ignore").decode()
    name = _REFUSED.sub("_", plain)
    if not name[:1].isalpha() or name.lower() in RESERVED:
        name = f"v_{name}"
    name = name[:MOST_CHARACTERS]
    return f"{name.rstrip('.')}_" if name.endswith(".") else name
