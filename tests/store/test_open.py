"""Opening: a folder that is missing, foreign or damaged is named, never taken for a graph."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from store_samples import REPORT, folder, sample_articles, sample_quads

from kg.errors import StoreError
from kg.store import Rows, open_graph, read_manifest, write_graph
from kg.store.manifest import MANIFEST_NAME

# Fixtures: pytest finds them by their names in this module.
FIXTURES = (folder,)


def test_open_graph_names_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist; run: kg build"):
        open_graph(tmp_path / "none")


def test_open_graph_names_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is empty; run: kg build"):
        open_graph(tmp_path)


def test_open_graph_names_a_foreign_folder(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(StoreError, match="holds no graph"):
        open_graph(tmp_path)


def test_open_graph_names_a_file(tmp_path: Path) -> None:
    (tmp_path / "graph").write_text("x")
    with pytest.raises(StoreError, match="is a file"):
        open_graph(tmp_path / "graph")


def change_manifest(folder: Path, **changes: object) -> None:
    path = folder / MANIFEST_NAME
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def truncate(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])


def data(folder: Path) -> Path:
    return folder / read_manifest(folder).data


DAMAGES: dict[str, Callable[[Path], object]] = {
    "manifest is empty": lambda folder: truncate(folder / MANIFEST_NAME, 0),
    "manifest is half": lambda folder: truncate(folder / MANIFEST_NAME, 300),
    "manifest is binary": lambda folder: (folder / MANIFEST_NAME).write_bytes(b"\xff\xfe\x00"),
    "manifest is a list": lambda folder: (folder / MANIFEST_NAME).write_text("[]"),
    "manifest is deep": lambda folder: (folder / MANIFEST_NAME).write_text("[" * 100_000),
    "manifest was edited": lambda folder: change_manifest(folder, quads=1),
    "another format": lambda folder: change_manifest(folder, format="kg-graph/9"),
    "graph is empty": lambda folder: truncate(data(folder) / "graph.nq", 0),
    "graph is half": lambda folder: truncate(data(folder) / "graph.nq", 500),
    "graph is gone": lambda folder: (data(folder) / "graph.nq").unlink(),
    "data is gone": lambda folder: shutil.rmtree(data(folder)),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_open_graph_refuses_a_damaged_folder(folder: Path, name: str) -> None:
    DAMAGES[name](folder)
    with pytest.raises(StoreError, match="run: kg build") as caught:
        open_graph(folder)
    assert str(folder) in str(caught.value)


def test_one_flipped_bit_is_found(folder: Path) -> None:
    path = data(folder) / "graph.nq"
    body = bytearray(path.read_bytes())
    body[100] ^= 1
    path.write_bytes(body)
    with pytest.raises(StoreError, match=r"graph\.nq is not as it was written"):
        open_graph(folder)


def test_a_damaged_article_is_found_when_it_is_read(folder: Path) -> None:
    with open_graph(folder) as store:
        path = data(folder) / store.manifest.articles[0].file
        path.write_text(path.read_text().replace("Lind", "Land"))
        with pytest.raises(StoreError, match="is not as it was written"):
            list(store.articles())


def test_an_unknown_article_is_named(folder: Path) -> None:
    with open_graph(folder) as store, pytest.raises(StoreError, match="article/zz"):
        store.article("article/zz")


def test_a_graph_damaged_after_opening_is_not_asked(folder: Path) -> None:
    with open_graph(folder) as store:
        truncate(store.graph_path, 500)
        with pytest.raises(StoreError, match="differs from its digest"):
            store.query("ASK {}")


def count(folder: Path, *, disk: bool) -> object:
    with open_graph(folder, disk=disk) as store:
        rows = store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        return rows[0][0]


def test_disk_and_memory_hold_the_same(folder: Path) -> None:
    triples = read_manifest(folder).triples
    assert count(folder, disk=True) == count(folder, disk=False) == triples


@pytest.mark.parametrize("name", ["CURRENT", "MANIFEST-*", "OPTIONS-*", "*.sst", "*.log"])
@pytest.mark.parametrize("size", [0, None])
def test_the_copy_on_disk_is_built_again_when_a_file_of_it_is_empty_or_lost(
    folder: Path, name: str, size: int | None
) -> None:
    triples = count(folder, disk=True)
    (copy,) = folder.glob("store-*")
    paths = list(copy.glob(name))
    assert paths
    for path in paths:
        path.unlink()
        if size is not None:
            path.write_bytes(b"")
    assert count(folder, disk=True) == triples


def test_a_reader_keeps_its_answers_while_the_graph_is_replaced(folder: Path) -> None:

    with open_graph(folder) as store:
        before = store.query("SELECT * { ?s kg:speaker ?o }")
        quads = [quad for quad in sample_quads() if "speaker" not in str(quad)]
        write_graph(folder, quads, sample_articles(), REPORT)
        after = store.query("SELECT * { ?s kg:speaker ?o }")
        assert isinstance(before, Rows)
        assert before == after
        store.close()
        with pytest.raises(StoreError, match="build the graph again"):
            store.query("ASK {}")
    assert count(folder, disk=False) == read_manifest(folder).triples
