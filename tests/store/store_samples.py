"""The parts of a small graph: invented articles, and the quads of sample.trig."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph

from kg.model import Article, ArticleId, Report, Skip

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
