"""Mentions: every place of an article that names or describes something, and what it means.

In: the findings of one article and the resolution. Out: triples. A mention that stayed ambiguous
is there, without kg:refersTo.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.graph import terms
from kg.graph.evidence import Sentences
from kg.model import Findings, Mention, Resolution

if TYPE_CHECKING:
    from pyoxigraph import Quad


def mention_quads(
    found: Findings, resolution: Resolution, sentences: Sentences
) -> Iterator["Quad"]:
    """Yield the triples of all mentions of an article, by offset."""
    here = {mention.id for mention in found.mentions}
    for mention in sorted(found.mentions, key=_place_of):
        yield from _own_quads(mention, sentences)
        if mention.antecedent in here and mention.antecedent is not None:
            node, antecedent = terms.node(mention.id), terms.node(mention.antecedent)
            yield terms.triple(node, "kg:antecedent", antecedent)
        yield from _link_quads(mention, resolution)


def _place_of(mention: Mention) -> tuple[int, int, str]:
    """Return what mentions of one article are sorted by."""
    return mention.evidence.start, mention.evidence.end, mention.id


def _own_quads(mention: Mention, sentences: Sentences) -> Iterator["Quad"]:
    """Yield what the article alone tells of a mention."""
    node, evidence = terms.node(mention.id), mention.evidence
    yield terms.triple(node, "rdf:type", terms.name("kg:Mention"))
    yield terms.triple(node, "kg:exact", terms.text(evidence.quote))
    yield terms.triple(node, "kg:start", terms.integer(evidence.start))
    yield terms.triple(node, "kg:end", terms.integer(evidence.end))
    for sentence in sentences.of(evidence):
        yield terms.triple(node, "kg:evidence", sentence.node())
    yield terms.triple(node, "kg:form", terms.text(mention.form))
    yield terms.triple(node, "kg:rule", terms.text(mention.rule))
    for role in sorted(set(mention.roles)):
        yield terms.triple(node, "kg:role", terms.text(role))


def _link_quads(mention: Mention, resolution: Resolution) -> Iterator["Quad"]:
    """Yield which entity a mention means, and why."""
    node, link = terms.node(mention.id), resolution.links.get(mention.id)
    reasons = {mention.reason} if mention.reason else set()
    if link is not None:
        reasons.add(link.reason)
        yield terms.triple(node, "kg:refersTo", terms.node(link.entity))
        yield terms.triple(node, "kg:linkRule", terms.text(link.rule))
    for reason in sorted(reasons):
        yield terms.triple(node, "kg:reason", terms.text(reason))
