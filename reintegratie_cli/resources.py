"""Where the files are that come with the program."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """The folder with our YAML files: inside the package in a wheel, beside it in a checkout.

    Raises:
        FileNotFoundError: the program was installed without them.
    """
    for place in (PACKAGE, PACKAGE.parent):
        if (place / folder).is_dir():
            return place / folder
    raise FileNotFoundError(folder)
