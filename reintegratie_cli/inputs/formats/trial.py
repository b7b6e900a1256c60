"""A first reading in a process of its own: what takes that process down would take this one down as well."""

import os
import subprocess
import sys

from reintegratie_cli.inputs.opened import Opened

_NO_CORE = """
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, OSError, ValueError):
    pass
"""
"""What a process leaves on the disk when it falls over can hold what people answered."""


def crashes(given: Opened, reading: str, seconds: float | None = None) -> bool:
    """Whether a program that reads a file from its standard input falls over, or is not ready after so many `seconds`.

    `reading`: the program, which catches what can be caught: that is no reason to try a file elsewhere.
    """
    descriptor = given.file.fileno()
    before = os.lseek(descriptor, 0, os.SEEK_CUR)
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        # -P: no file that lies beside the answers is imported.
        call = [sys.executable, "-P", "-c", _NO_CORE + reading]
        tried = subprocess.run(  # noqa: S603 - the call is ours throughout
            call,
            stdin=given.file,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        # The other process moved the position that both have, behind the back of the buffer here.
        os.lseek(descriptor, before, os.SEEK_SET)
    return tried.returncode != 0
