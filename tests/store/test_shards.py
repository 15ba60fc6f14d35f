"""Shards: together the graph, each subject in one, the same each time."""

import re
from pathlib import Path

import pytest
from store_samples import store

from kg.errors import SettingsError, StoreError
from kg.store import LocalStore
from kg.store.exports import export_graph
from kg.store.lines import subject_of
from kg.store.shards import MOST_SHARDS, export_shards, shard_paths

# Fixtures: pytest finds them by their names in this module.
FIXTURES = (store,)


@pytest.mark.parametrize("shards", [1, 3, 12])
def test_shards_are_the_graph(store: LocalStore, tmp_path: Path, shards: int) -> None:
    """No line is lost, none is there twice, and each file is sorted as the graph is."""
    paths = export_shards(store, tmp_path / "graph.nq", shards)
    assert len(paths) == shards
    files = [path.read_bytes().splitlines(keepends=True) for path in paths]
    assert all(lines == sorted(lines) for lines in files)
    assert b"".join(sorted(line for lines in files for line in lines)) == (
        store.graph_path.read_bytes()
    )


def test_a_subject_is_in_one_shard(store: LocalStore, tmp_path: Path) -> None:
    """So that a loader can build each node at once."""
    paths = export_shards(store, tmp_path / "graph.nq", 4)
    subjects = [set(map(subject_of, path.read_bytes().splitlines())) for path in paths]
    assert sum(map(len, subjects)) == len(set().union(*subjects))
    assert sum(1 for found in subjects if found) > 1


def test_shards_are_the_same_each_time(store: LocalStore, tmp_path: Path) -> None:
    """Byte for byte."""
    one, two = (export_shards(store, tmp_path / f"{name}.nq", 3) for name in "ab")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_names_of_shards_sort() -> None:
    """Their numbers have equally many digits."""
    names = [path.name for path in shard_paths("x/graph.nq", 10)]
    assert names == sorted(names)
    assert re.fullmatch(r"graph-01-of-10\.nq", names[0])


@pytest.mark.parametrize(("name", "shards"), [("a.ttl", 2), ("a.nq", 0), ("a.nq", MOST_SHARDS + 1)])
def test_what_cannot_be_sharded_is_refused(name: str, shards: int) -> None:
    """Before anything is written."""
    with pytest.raises(SettingsError):
        shard_paths(name, shards)


def test_folder_that_is_not_there_is_named(store: LocalStore, tmp_path: Path) -> None:
    """And nothing is left."""
    with pytest.raises(StoreError, match="cannot be written"):
        export_shards(store, tmp_path / "none" / "graph.nq", 2)


def test_named_graphs_are_sorted_on_disk_as_in_memory(
    store: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A graph too large for memory gives the same TriG file."""
    (plain,) = export_graph(store, tmp_path / "plain.trig")
    monkeypatch.setattr("kg.store.exports.RUN_BYTES", 1)
    (spilled,) = export_graph(store, tmp_path / "spilled.trig")
    assert plain.read_bytes() == spilled.read_bytes()
    assert sorted(path.name for path in tmp_path.glob("*.trig")) == ["plain.trig", "spilled.trig"]
