"""The Nth call to the system fails: after each, the graph is the earlier or the new one, whole.

A child builds or exports with one of open, write, fsync, rename or link failing at its Nth call,
for every N until a run has no such call left.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from held import PATIENCE

from kg.store import open_graph, read_manifest

SWEEP = """
import builtins, errno, io, os, sys
from pathlib import Path
sys.path.insert(0, {here!r})
from test_nth_write import small_part
what, folder = sys.argv[1], Path(sys.argv[2])
from kg.errors import KgError
from kg.model import Report
from kg.store import open_graph, write_graph
from kg.store.exports import export_graph
from test_nth_write import articles, quads
count = limit = 0
def failing(real, is_ours):
    def call(*args, **options):
        global count
        if is_ours(*args, **options):
            count += 1
            if count == limit:
                raise OSError(errno.EIO, "the disk is broken")
        return real(*args, **options)
    return call
def writes(path, mode="r", *rest, **more):
    return any(letter in mode for letter in "wxa+")
class Broken(io.FileIO):
    def write(self, data):
        global count
        count += 1
        if count == limit:
            raise OSError(errno.ENOSPC, "the disk is full")
        return super().write(data)
def opened(real):
    def call(path, mode="r", *rest, **more):
        if set(mode) & set("wxa") and "b" in mode:
            return io.BufferedWriter(Broken(path, mode.replace("b", "")))
        return real(path, mode, *rest, **more)
    return call
if what == "open":
    io.open = builtins.open = failing(io.open, writes)
elif what == "write":
    io.open = builtins.open = opened(io.open)
elif what == "fsync":
    os.fsync = failing(os.fsync, lambda *a: True)
else:
    os.rename = failing(os.rename, lambda *a, **o: True)
    os.replace = failing(os.replace, lambda *a, **o: True)
work = sys.argv[3]
for limit in range(1, 400):
    count = 0
    try:
        if work == "build":
            write_graph(folder, quads(limit), articles(), Report())
        else:
            with open_graph(folder) as store:
                export_graph(store, folder.parent / "graph.trig")
        status = "done"
    except KgError as error:
        status = "refused"
    missed = count < limit
    state = small_part(folder)
    print(limit, status, state, flush=True)
    if missed:
        break
"""


def quads(number: int) -> "list[object]":
    """Return the quads of a graph that differs with a number."""
    import pyoxigraph

    name = pyoxigraph.NamedNode("http://example.org/p")
    literal = pyoxigraph.Literal(f"number {number}")
    return [pyoxigraph.Quad(name, name, literal, pyoxigraph.DefaultGraph())]


def articles() -> "list[object]":
    """Return one article."""
    from factories import make_article

    return [make_article("President Lind met Ada Stern.")]


def small_part(folder: Path) -> str:
    """Return which graph is in a folder, after checking that it is whole."""
    if not (folder / "manifest.json").exists():
        return "none"
    with open_graph(folder) as store:
        store.check()
        text = store.graph_path.read_text(encoding="utf-8")
        return text.partition("number ")[2].partition('"')[0]


@pytest.mark.parametrize("call", ["open", "write", "fsync", "rename"])
def test_build_whose_nth_call_fails_leaves_the_old_graph_or_the_new(
    tmp_path: Path, call: str
) -> None:
    """SQLite's way of testing: every call fails once, and each time the graph is whole."""
    lines = sweep(tmp_path, call, "build")
    earlier = "none"
    for number, status, state in lines:
        assert state in {earlier, number}, (number, status, state)
        if status == "done":
            assert state == number
        earlier = state
    assert len(lines) >= 3
    assert lines[-1][1] == "done"
    left = {path.name for path in (tmp_path / "graph").iterdir()}
    data = read_manifest(tmp_path / "graph").data
    assert left == {".lock", "manifest.json", data}


@pytest.mark.parametrize("call", ["open", "write", "fsync", "rename"])
def test_export_whose_nth_call_fails_leaves_the_old_file_or_the_new(
    tmp_path: Path, call: str
) -> None:
    """And no other file beside it."""
    sweep(tmp_path, "open", "build")
    target = tmp_path / "graph.trig"
    target.write_text("old", encoding="utf-8")
    lines = sweep(tmp_path, call, "export")
    assert any(status == "refused" for _, status, _ in lines)
    assert "number" in target.read_text(encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"graph", "graph.trig", "sweep.py"}


def sweep(folder: Path, call: str, work: str) -> list[tuple[str, str, str]]:
    """Return for each N: what became of the run, and which graph is there then."""
    script = folder / "sweep.py"
    script.write_text(SWEEP.format(here=str(Path(__file__).parent)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), call, str(folder / "graph"), work],
        cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = []
    for line in done.stdout.splitlines():
        number, status, state = line.split()
        found.append((number, status, state))
    return found
