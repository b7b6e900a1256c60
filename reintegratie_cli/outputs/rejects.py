"""Rows that were not read in full, written again as they came, to be mended and fed in."""

from collections.abc import Iterable
from typing import BinaryIO, Protocol
