"""The notebooks run from top to bottom, with outputs stripped in the repository."""

import ast
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))
NUMBERS = [f"{number:02}" for number in range(1, 8)]
# What a reader of a notebook may need: our public name, the two libraries, and Python's own.
LIBRARIES = {"kg", "pandas", "networkx", "pathlib", "sys", "tempfile"}


def read(path: Path) -> Any:
    """Return a notebook."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def test_all_notebooks_are_there() -> None:
    """None of the seven is missing, and the lists below are not empty by mistake."""
    assert [path.name[:2] for path in NOTEBOOKS] == NUMBERS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_stripped(path: Path) -> None:
    """Neither outputs nor counts of a run are kept in the file."""
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_uses_public_names(path: Path) -> None:
    """What a notebook shows can be done from outside: no inner module, no private name."""
    code = [cell.source for cell in read(path).cells if cell.cell_type == "code"]
    plain = [
        "\n".join(line for line in source.splitlines() if line[:1] not in {"%", "!"})
        for source in code
        if not source.startswith("%%")
    ]
    for node in (node for source in plain for node in ast.walk(ast.parse(source))):
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= LIBRARIES
        elif isinstance(node, ast.ImportFrom):
            assert node.module in LIBRARIES - {"kg"}
        elif isinstance(node, ast.Attribute):
            assert not node.attr.startswith("_")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_notebook_runs(path: Path) -> None:
    """Every cell runs in a kernel of its own, and none prints a warning."""
    notebook = read(path)
    NotebookClient(notebook, timeout=240, resources={"metadata": {"path": path.parent}}).execute()
    outputs = [part for cell in notebook.cells for part in cell.get("outputs", ())]
    assert [part.text for part in outputs if part.get("name") == "stderr"] == []
