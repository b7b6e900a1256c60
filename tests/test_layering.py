"""The arrows of CONTRIBUTING.md: who may import whom, who may open files, how long modules and functions may be."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "reintegratie_cli"
OURS = "reintegratie_cli"

EVERYWHERE = {"errors", "text"}
TYPES_ONLY = {"_typeshed"}
"""Known to the type checker alone."""
FACTOR_ANALYZER = "psychometrics/efa.py"
"""The one module that may import `factor_analyzer`: all else of the core needs NumPy and SciPy alone."""
MAY_IMPORT = {
    "psychometrics": {"numpy", "scipy"},
    "models": {"pydantic", "numpy"},
    "decisions": {"models", "psychometrics", "numpy"},
    "workflows": {"decisions", "psychometrics", "models", "numpy"},
    "inputs": {
        *("models", "resources", "numpy", "polars", "pydantic", "pydantic_core", "yaml"),
        *("python_calamine", "pyreadstat"),
    },
    "outputs": {"models", "numpy", "polars", "rich", "xlsxwriter", "pyreadstat"},
    "commands": {"inputs", "workflows", "outputs", "models", "", "polars", "typer"},
    "arrow": {"commands", "inputs", "workflows", "outputs", "models", "polars", "pyarrow"},
    "errors": set(),
    "text": set(),
    "resources": set(),
    "__init__": {"arrow"},
    "__main__": {"commands"},
}
"""Layer -> the layers and libraries that it may import, besides itself, the standard library and EVERYWHERE."""

MAY_OPEN_FILES = {"inputs", "outputs", "__main__"}
"""`__main__` opens the null device alone, when the reader of a pipe is gone."""
OPENING = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkstemp", "NamedTemporaryFile"}
LONGEST_MODULE, LONGEST_FUNCTION = 300, 40

MODULES = {
    path.relative_to(PACKAGE).as_posix(): (path, path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}


def layer_of(path: Path) -> str:
    """The folder of a module, or its own name when it stands beside the folders."""
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imported(source: str) -> Iterator[str]:
    """What a module imports: `numpy`, or `.models` for a layer of ours; `..` for a relative import."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (_head(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield ".."
        elif isinstance(node, ast.ImportFrom) and node.module == OURS:
            # `from reintegratie_cli import outputs` imports a layer, `import __version__` the package itself.
            yield from (f".{alias.name}" if (PACKAGE / alias.name).is_dir() else "." for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield _head(node.module)


def _head(module: str) -> str:
    parts = module.split(".")
    return f".{parts[1] if len(parts) > 1 else ''}" if parts[0] == OURS else parts[0]


def wrong_imports(layer: str, source: str) -> list[str]:
    """The imports that the layer may not have."""
    allowed = MAY_IMPORT[layer] | EVERYWHERE | TYPES_ONLY | {layer}
    foreign = (name for name in imported(source) if name not in sys.stdlib_module_names)
    return sorted({name for name in foreign if name == ".." or name.removeprefix(".") not in allowed})


def opened(source: str) -> list[str]:
    """The calls that open, write or remove files."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    names = (call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls)
    return sorted(OPENING.intersection(names))


def code_lines(function: ast.AST, source: list[str]) -> int:
    """The lines of a function without its docstring, comments and blank lines."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    lines = source[first.lineno - 1 : function.end_lineno]
    return sum(1 for line in lines if line.strip() and not line.strip().startswith("#"))


def long_functions(source: str) -> list[str]:
    """The functions with too many lines of code."""
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    sizes = {function.name: code_lines(function, source.splitlines()) for function in functions}
    return [f"{name}: {size}" for name, size in sizes.items() if size > LONGEST_FUNCTION]


def test_a_layer_imports_only_what_it_may():
    """The arrows hold, also inside functions, and nothing is imported by a relative name."""
    wrong = {name: wrong_imports(layer_of(path), source) for name, (path, source) in MODULES.items()}
    wrong[FACTOR_ANALYZER].remove("factor_analyzer")

    assert {name: imports for name, imports in wrong.items() if imports} == {}


def test_only_the_edges_touch_files():
    """Only inputs and outputs open files; the core gets arrays, the commands get streams."""
    core = {name: source for name, (path, source) in MODULES.items() if layer_of(path) not in MAY_OPEN_FILES}

    assert {name: opened(source) for name, source in core.items() if opened(source)} == {}


def test_a_module_can_be_read_in_one_sitting():
    """At most 300 lines."""
    sizes = {name: len(source.splitlines()) for name, (_, source) in MODULES.items()}

    assert {name: size for name, size in sizes.items() if size > LONGEST_MODULE} == {}


def test_a_function_fits_on_a_screen():
    """At most 40 lines of code; 30 is the aim."""
    found = {name: long_functions(source) for name, (_, source) in MODULES.items()}

    assert {name: functions for name, functions in found.items() if functions} == {}


def test_every_folder_is_a_layer():
    """A new folder needs its own arrow."""
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}

    assert folders <= MAY_IMPORT.keys()


@pytest.mark.parametrize(
    ("layer", "source", "wrong"),
    [
        ("psychometrics", "import pydantic", ["pydantic"]),
        ("psychometrics", "import scipy.stats", []),
        ("models", "from reintegratie_cli.decisions.sol import compile_rule", [".decisions"]),
        ("decisions", "def lazily():\n    from reintegratie_cli.inputs import catalogue", [".inputs"]),
        ("outputs", "from reintegratie_cli import inputs", [".inputs"]),
        ("commands", "from reintegratie_cli import __version__", []),
        ("commands", "import reintegratie_cli.psychometrics.scoring", [".psychometrics"]),
        ("workflows", "from . import scales", [".."]),
    ],
)
def test_an_arrow_the_wrong_way_is_found(layer, source, wrong):
    """The test of the arrows can fail."""
    assert wrong_imports(layer, source) == wrong


@pytest.mark.parametrize(
    "source", ["open('x')", "Path('x').open()", "with io.open('x') as f: pass", "Path('x').read_text()"]
)
def test_an_opened_file_is_found(source):
    """The test of the edges can fail."""
    assert opened(source) != []


def test_a_long_function_is_found():
    """The test of the sizes can fail; docstring, comments and blank lines do not count."""
    padding = '    """Says\n\n    more."""\n    # why\n\n'
    body = "    x = 1\n" * 40

    assert long_functions(f"def f():\n{padding}{body}") == []
    assert long_functions(f"def f():\n{padding}{body}    x = 2\n") == ["f: 41"]
