"""Psychometric diagnosis and scoring for reintegration.

`score_batch` scores an Arrow table; all else is for the command line.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reintegratie_cli.arrow import score_batch

__version__ = "0.1.0"
__all__ = ["__version__", "score_batch"]


def __getattr__(name: str) -> object:
    """`score_batch`, loaded when it is first asked for: --help must start fast."""
    if name == "score_batch":
        from reintegratie_cli.arrow import score_batch  # noqa: PLC0415 - as said

        return score_batch
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
