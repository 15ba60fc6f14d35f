"""The house as the design draws it: who may import whom, no cycles, small rooms."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kg"
MAX_FILE, MAX_FUNCTION = 300, 40

# A file may import from lower layers, and from its own package (layer 1: never from another stage).
LAYERS = {
    0: {
        "errors",
        "model",
        "collation",
        "debate",
        "judge",
        "ids",
        "vocab",
        "settings",
        "resources",
        "rules",
        "knowledge",
    },
    1: {
        "read",
        "analyze",
        "extract",
        "resolve",
        "collate",
        "graph",
        "validate",
        "findings",
        "cache",
    },
    2: {"store", "query"},
    3: {"pipeline", "parallel", "parts", "network", "card", "cluster", "diff", "path", "plot"},
    4: {"api", "cli", "web", "notebook", "__init__", "__main__"},
}
LAYER_OF = {room: number for number, rooms in LAYERS.items() for room in rooms}


def modules() -> list[Path]:
    """Return all Python files of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    """Return the top-level room of a file: "read" for kg/read/html.py."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """Return the rooms of `kg` that a file imports, anywhere in it."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        rooms |= {name.split(".")[1] for name in names if name.startswith("kg.")}
    return rooms


def test_layers_know_every_room() -> None:
    """A new room is put on a floor before it is used."""
    assert {room_of(path) for path in modules()} - {"__init__"} <= set(LAYER_OF)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down_only(path: Path) -> None:
    """Nothing imports from a higher floor, and no stage imports another stage."""
    own = room_of(path)
    for other in imported_rooms(path) - {own}:
        here, there = LAYER_OF[own], LAYER_OF[other]
        assert there < here or (there == here and here in (0, 2, 3, 4)), f"{own} imports {other}"


def test_rooms_have_no_cycles() -> None:
    """No two rooms import each other, however far around."""
    arrows = {room: set[str]() for room in LAYER_OF}
    for path in modules():
        arrows[room_of(path)] |= imported_rooms(path) - {room_of(path)}
    done: set[str] = set()
    while ready := {room for room, needs in arrows.items() if needs <= done} - done:
        done |= ready
    assert set(arrows) == done, f"cycle among {sorted(set(arrows) - done)}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(path: Path) -> None:
    """No file over 300 lines, no function over 40 (the guide aims at 10 and asks again at 30)."""
    text = path.read_text("utf-8")
    assert text.count("\n") <= MAX_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= MAX_FUNCTION, f"{node.name} has {length} lines"
