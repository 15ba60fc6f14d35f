"""Servers that several tests ask: one on the sample articles, one on names that attack."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from served import Server, serving
from web_graph import sample_folder

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def sample_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a graph of the sample articles, built once."""
    import kg

    folder = tmp_path_factory.mktemp("web") / "graph"
    kg.build(ROOT / "data" / "articles", folder)
    return folder


@pytest.fixture(scope="session")
def corpus(sample_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return the application on the sample articles."""
    file = tmp_path_factory.mktemp("judged") / "judgements.jsonl"
    with serving(sample_graph, judgements=str(file)) as server:
        yield server


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return the application on a small graph with three named graphs; queries have 3 seconds."""
    folder = sample_folder(tmp_path_factory.mktemp("small") / "graph")
    with serving(folder, seconds=3.0, rows=50, endpoint_rows=200) as server:
        yield server
