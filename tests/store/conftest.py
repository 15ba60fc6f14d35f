"""A small graph folder for the tests of the store."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from store_samples import REPORT, sample_articles, sample_quads

from kg.store import Store, open_graph, write_graph


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a graph folder that a test may damage."""
    path = tmp_path / "graph"
    write_graph(path, sample_quads(), sample_articles(), REPORT, b'{"format":"kg-findings/1"}\n')
    return path


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return an open store that no test changes."""
    path = tmp_path_factory.mktemp("shared") / "graph"
    write_graph(path, sample_quads(), sample_articles(), REPORT, b"{}\n")
    with open_graph(path) as opened:
        yield opened
