"""Writing a graph folder: whole or not at all, the same each time, one writer at a time."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
from store_samples import REPORT, folder, sample_articles, sample_quads

from kg.errors import StoreError
from kg.model import Report
from kg.store import files, open_graph, read_manifest, write_graph, writing
from kg.store.manifest import GRAPH_NAME

# Fixtures: pytest finds them by their names in this module.
FIXTURES = (folder,)

HERE = Path(__file__).parent


def write(folder: Path) -> Path:
    manifest = write_graph(folder, sample_quads(), sample_articles(), REPORT, b"{}\n")
    return folder / manifest.data


def test_write_graph_gives_the_same_files_whatever_the_order(tmp_path: Path) -> None:
    first = write(tmp_path / "one")
    quads = sorted(sample_quads(), key=str, reverse=True)
    articles = tuple(reversed(sample_articles()))
    manifest = write_graph(tmp_path / "two", [*quads, *quads], articles, REPORT, b"{}\n")
    second = tmp_path / "two" / manifest.data
    assert first.name == second.name
    names = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert len(names) == 4
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in names)
    manifests = [(tmp_path / name / "manifest.json").read_bytes() for name in ("one", "two")]
    assert manifests[0] == manifests[1]


def test_write_graph_sorts_and_keeps_each_quad_once(folder: Path) -> None:
    lines = (folder / read_manifest(folder).data / GRAPH_NAME).read_bytes().splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == len(set(map(str, sample_quads())))


def test_manifest_tells_counts_articles_and_skips(folder: Path) -> None:
    manifest = read_manifest(folder)
    quads = list(sample_quads())
    default = [quad for quad in quads if isinstance(quad.graph_name, pyoxigraph.DefaultGraph)]
    assert (manifest.quads, manifest.triples) == (len(set(quads)), len(set(default)))
    assert [entry.source for entry in manifest.articles] == ["a.txt", "b.txt"]
    assert manifest.skips == (("c.txt", "read", "it is empty"),)
    assert manifest.counts == {"mentions": 5}
    assert len(manifest.graphs) == 3


def test_articles_come_back_even_with_half_a_character(folder: Path) -> None:
    with open_graph(folder) as store:
        assert tuple(store.articles()) == tuple(reversed(sample_articles()))
        assert store.article("article/" + "b" * 16).text.endswith("\ud83d.")


def test_a_second_build_replaces_the_first_and_leaves_nothing_of_it(folder: Path) -> None:
    before = read_manifest(folder).data
    quads = [quad for quad in sample_quads() if "marsh" not in str(quad)]
    manifest = write_graph(folder, quads, sample_articles(), REPORT)
    names = {path.name for path in folder.iterdir()}
    assert manifest.data != before
    assert names == {".lock", "manifest.json", manifest.data}


def test_building_the_same_again_mends_damaged_data(folder: Path) -> None:
    graph = folder / read_manifest(folder).data / GRAPH_NAME
    graph.write_bytes(graph.read_bytes()[:-1])
    write(folder)
    open_graph(folder).check()


def test_an_empty_graph_is_not_written_over_a_full_one(folder: Path) -> None:
    with pytest.raises(StoreError, match="nothing to keep"):
        write_graph(folder, [], (), Report())
    open_graph(folder).check()


def test_an_error_while_writing_keeps_the_earlier_graph(folder: Path) -> None:
    def broken() -> object:
        yield from list(sample_quads())[:5]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_graph(folder, broken(), sample_articles(), REPORT)  # type: ignore[arg-type]
    open_graph(folder).check()
    assert not list(folder.glob("new-*"))


def test_a_blank_node_is_refused(tmp_path: Path) -> None:
    name = pyoxigraph.NamedNode("http://example.org/p")
    quad = pyoxigraph.Quad(pyoxigraph.BlankNode("b"), name, name)
    with pytest.raises(StoreError, match="blank node"):
        write_graph(tmp_path / "graph", [quad], (), Report())


@pytest.mark.parametrize("name", ["thesis.txt", "data"])
def test_a_folder_with_other_things_is_not_touched(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(StoreError, match=f"no graph folder.*{name}"):
        write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_instead_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "graph").write_text("x")
    with pytest.raises(StoreError, match="is a file"):
        write(tmp_path / "graph")


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    script = f"import sys; sys.path.insert(0, {str(HERE)!r})\nfrom test_files import write\n"
    script += (
        "from kg.errors import StoreError\ntry: write(__import__('pathlib').Path(sys.argv[1]))\n"
    )
    script += "except StoreError as error: print(error)"
    with writing(folder):
        done = subprocess.run(
            [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True
        )
    assert f"in use by pid {os.getpid()}" in done.stdout
    write(folder)


# The moments of a build at which it is killed: before each of these functions returns.
STEPS = ("_clean", "to_part", "write_chunks", "write_many", "write_file", "_place", "sync")
KILLED = """
import os, sys
sys.path.insert(0, {here!r})
from store_samples import *
from kg.store import files
step, count = {step!r}, 0
real = getattr(files, step)
def killing(*args, **options):
    global count
    count += 1
    if count == {nth}:
        os.kill(os.getpid(), 9)
    return real(*args, **options)
setattr(files, step, killing)
quads = [quad for quad in sample_quads() if "marsh" not in str(quad)]
files.write_graph({folder!r}, quads, sample_articles(), REPORT, b"new")
"""


@pytest.mark.parametrize(
    ("step", "nth"),
    [*((step, 1) for step in STEPS), ("_clean", 2), ("write_chunks", 2), ("sync", 3)],
)
def test_a_build_killed_at_any_moment_leaves_a_whole_graph(
    folder: Path, step: str, nth: int
) -> None:
    old = read_manifest(folder)
    script = KILLED.format(here=str(HERE), step=step, nth=nth, folder=str(folder))
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode == -signal.SIGKILL
    with open_graph(folder) as store:
        store.check()
        is_new = (step, nth) in {("_clean", 2), ("sync", 3)}
        assert (store.manifest.data != old.data) == is_new
        assert len(list(store.articles())) == 2
    final = write(folder)
    assert {path.name for path in folder.iterdir()} == {".lock", "manifest.json", final.name}


def test_a_full_disk_is_named_and_keeps_the_earlier_graph(folder: Path) -> None:
    old = read_manifest(folder)
    script = (
        f"import resource, sys; sys.path.insert(0, {str(HERE)!r})\nfrom store_samples import *\n"
        "from kg.errors import StoreError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))\n"
        "quads = [quad for quad in sample_quads() if 'marsh' not in str(quad)]\n"
        f"try: write_graph({str(folder)!r}, quads, sample_articles(), REPORT)\n"
        "except StoreError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "cannot be written: File too large; the graph that was there is kept" in done.stdout
    assert read_manifest(folder) == old
    open_graph(folder).check()
    assert not list(folder.glob("new-*"))


def test_article_ids_cannot_leave_the_folder(tmp_path: Path) -> None:
    article = sample_articles()[0]
    bad = type(article)(type(article.id)("article/.."), "x", "0", "text")
    with pytest.raises(StoreError, match="cannot be a file name"):
        write_graph(tmp_path / "graph", sample_quads(), (bad,), Report())


def test_manifest_is_plain_json_with_a_format(folder: Path) -> None:
    fields = json.loads((folder / "manifest.json").read_text())
    assert fields["format"] == "kg-graph/1"
    assert set(fields["files"]) == {
        "graph.nq",
        "findings.jsonl",
        *(f"articles/{char * 16}.json" for char in "ab"),
    }
    assert files.ARTICLES_NAME in fields["articles"][0]["file"]
