"""Quote clusters: the same utterance in the words of each place that reports it.

In: the collation. Out: triples.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.collation import Collation, QuoteCluster, Utterance
from kg.graph import terms
from kg.graph.evidence import Sentences

if TYPE_CHECKING:
    from pyoxigraph import Quad


def quote_quads(collation: Collation) -> Iterator["Quad"]:
    """Yield the triples of all quote clusters."""
    for quote in collation.quotes:
        yield from _cluster_quads(quote)


def variant_quads(variants: Iterable[Utterance], sentences: Sentences) -> Iterator["Quad"]:
    """Yield the triples of some utterances that are in quote clusters."""
    for variant in variants:
        yield from _variant_quads(variant, sentences)


def _cluster_quads(quote: QuoteCluster) -> Iterator["Quad"]:
    """Yield the triples of one cluster."""
    node = terms.node(quote.id)
    yield terms.triple(node, "rdf:type", terms.name("kg:QuoteCluster"))
    yield terms.triple(node, "kg:wording", terms.text(quote.text))
    for variant in quote.variants:
        yield terms.triple(node, "kg:variant", terms.node(variant.id))
    for article in quote.articles:
        yield terms.triple(node, "kg:inArticle", terms.node(article))


def _variant_quads(variant: Utterance, sentences: Sentences) -> Iterator["Quad"]:
    """Yield the triples of one wording."""
    node, evidence = terms.node(variant.id), variant.evidence
    yield terms.triple(node, "rdf:type", terms.name("kg:Utterance"))
    yield terms.triple(node, "kg:ofStatement", terms.node(variant.statement))
    yield terms.triple(node, "kg:exact", terms.text(evidence.quote))
    yield terms.triple(node, "kg:start", terms.integer(evidence.start))
    yield terms.triple(node, "kg:end", terms.integer(evidence.end))
    yield terms.triple(node, "kg:inArticle", terms.node(evidence.article))
    for sentence in sentences.of(evidence):
        yield terms.triple(node, "kg:evidence", sentence.node())
