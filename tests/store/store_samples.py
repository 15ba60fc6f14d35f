"""A small graph of invented articles (sample.trig), and fixtures with it, for store and query."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

from kg.model import Article, ArticleId, Report, Skip
from kg.store import LocalStore, open_graph, write_graph

SAMPLE = Path(__file__).with_name("sample.trig")


def sample_quads() -> Iterator[pyoxigraph.Quad]:
    """Return the quads of the sample."""
    quads: Iterator[pyoxigraph.Quad] = pyoxigraph.parse(
        path=str(SAMPLE), format=pyoxigraph.RdfFormat.TRIG
    )
    return quads


def sample_articles() -> tuple[Article, ...]:
    """Return two articles, not in the order of their ids."""
    texts = {"b" * 16: "Grey Rock, \ud83d.", "a" * 16: "President Lind met Ada Stern."}
    return tuple(
        Article(ArticleId(f"article/{name}"), f"{name[0]}.txt", "0" * 64, text, (f"{name[0]}.txt",))
        for name, text in texts.items()
    )


REPORT = Report(skips=(Skip("c.txt", "read", "it is empty"),), counts={"mentions": 5})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a graph folder that a test may damage."""
    path = tmp_path / "graph"
    write_graph(path, sample_quads(), sample_articles(), REPORT, b'{"format":"kg-findings/1"}\n')
    return path


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStore]:
    """Return an open store that no test changes."""
    path = tmp_path_factory.mktemp("shared") / "graph"
    write_graph(path, sample_quads(), sample_articles(), REPORT, b"{}\n")
    with open_graph(path) as opened:
        yield opened
