"""Articles and the run that searched them.

In: articles. Out: their triples. Not done: the text itself stays out of the graph.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph import terms
from kg.ids import digest_of
from kg.model import Article

if TYPE_CHECKING:
    from pyoxigraph import Quad


@dataclass(frozen=True, slots=True)
class Run:
    """What made a graph: version of the code, digest or name of the model, digest of the rules."""

    code: str
    model: str
    rules: str

    @property
    def id(self) -> str:
        """Return the run's id, which its content decides."""
        return f"run/{digest_of(self.code, self.model, self.rules)}"


def article_quads(article: Article, run: Run | None) -> Iterator["Quad"]:
    """Yield the triples of one article."""
    node = terms.node(article.id)
    yield terms.triple(node, "rdf:type", terms.name("kg:Article"))
    yield terms.triple(node, "rdf:type", terms.name("schema:NewsArticle"))
    yield terms.triple(node, "rdfs:label", terms.text(article.title or article.source))
    for source in sorted({article.source, *article.sources}):
        yield terms.triple(node, "kg:source", terms.text(source))
    yield terms.triple(node, "kg:sha256", terms.text(article.sha256))
    if article.publisher is not None:
        yield terms.triple(node, "schema:publisher", terms.text(article.publisher))
    if article.published is not None:
        yield terms.triple(node, "schema:datePublished", terms.date(article.published))
    if article.url is not None:
        yield terms.triple(node, "schema:url", terms.typed(article.url, "xsd:anyURI"))
    if article.language is not None:
        yield terms.triple(node, "schema:inLanguage", terms.text(article.language))
    if run is not None:
        yield terms.triple(node, "kg:run", terms.node(run.id))


def run_quads(run: Run) -> Iterator["Quad"]:
    """Yield the triples of a run."""
    node = terms.node(run.id)
    yield terms.triple(node, "rdf:type", terms.name("kg:Run"))
    yield terms.triple(node, "kg:codeVersion", terms.text(run.code))
    yield terms.triple(node, "kg:modelDigest", terms.text(run.model))
    yield terms.triple(node, "kg:ruleDigest", terms.text(run.rules))
