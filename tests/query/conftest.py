"""The store's sample graph, open for questions."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.store import Store, open_graph, write_graph

# The sample belongs to the tests of the store.
sys.path.insert(0, str(Path(__file__).parent.parent / "store"))


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return an open store that no test changes."""
    from store_samples import REPORT, sample_articles, sample_quads

    folder = tmp_path_factory.mktemp("query") / "graph"
    write_graph(folder, sample_quads(), sample_articles(), REPORT)
    with open_graph(folder) as opened:
        yield opened
