"""What commands that only show something have in common; heavy imports wait, for --help must start fast."""

from collections.abc import Callable
from typing import TextIO


def write(text: str, output: str = "-") -> None:
    """A text to a file or to standard output, in UTF-8."""
    from reintegratie_cli.outputs.files import open_output  # noqa: PLC0415 - --help must start fast

    with open_output(output) as stream:
        stream.write(text.encode())


def show(render: Callable[[TextIO], None]) -> None:
    """What `render` makes on a page, to standard output."""
    from reintegratie_cli.outputs.files import STANDARD, open_output  # noqa: PLC0415 - --help must start fast
    from reintegratie_cli.outputs.terminal import as_text  # noqa: PLC0415 - as above

    with open_output(STANDARD) as stream, as_text(stream) as page:
        render(page)
