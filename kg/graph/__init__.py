"""Findings become RDF: entities, facts, statements, evidence, and what follows from them.

In: the findings of all articles, their resolution and collation, and reference knowledge.
Out: quads in a fixed order, each once; the same for any order of the articles.
The graph holds no time of making and no blank nodes; ids come from content.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.collation import Collation
from kg.debate import Debate
from kg.graph.articles import Run, article_quads, run_quads
from kg.graph.conditions import condition_quads
from kg.graph.conflicts import conflict_quads
from kg.graph.effects import effect_quads, reference_effect_quads
from kg.graph.entities import entities_of, entity_quads
from kg.graph.evidence import Sentences, evidence_quads
from kg.graph.facts import fact_quads
from kg.graph.inference import infer
from kg.graph.issues import argument_quads, label_of, position_quads
from kg.graph.judgements import judgement_quads
from kg.graph.links import Links
from kg.graph.mentions import mention_quads
from kg.graph.quotes import quote_quads, variant_quads
from kg.graph.shares import Share, shares_of
from kg.graph.sources import source_quads
from kg.graph.stances import stance_quads
from kg.graph.statements import statement_quads
from kg.knowledge import Knowledge
from kg.model import Entity, Findings, Resolution

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = [
    "Links",
    "Run",
    "Share",
    "build_quads",
    "infer",
    "judgement_quads",
    "quads_of_article",
    "shared_quads",
    "shares_of",
    "to_quads",
]


def to_quads(
    findings: Sequence[Findings],
    resolution: Resolution,
    collation: Collation,
    knowledge: Knowledge,
    *,
    run: Run | None = None,
) -> Iterator["Quad"]:
    """Yield all that articles and reference knowledge say, without what follows from it.

    Raises:
        VocabularyError: a class, relation or value that ontology.ttl does not define.

    """
    ordered = sorted(findings, key=lambda found: found.article.id)
    yield from shared_quads(ordered, resolution, collation, knowledge, run=run)
    shares = shares_of(collation)
    for found in ordered:
        yield from quads_of_article(found, resolution, shares[found.article.id], run=run)


def shared_quads(
    findings: Sequence[Findings],
    resolution: Resolution,
    collation: Collation,
    knowledge: Knowledge,
    *,
    run: Run | None = None,
) -> Iterator["Quad"]:
    """Yield what no single article decides: entities, facts, quotes, conflicts and the debate.

    Raises:
        VocabularyError: as `to_quads`.

    """
    sentences = Sentences(findings)
    if run is not None:
        yield from run_quads(run)
    entities = entities_of(findings, resolution, collation, knowledge)
    about_entities = tuple(entity_quads(entities, knowledge))
    yield from about_entities
    yield from fact_quads(collation, sentences, frozenset(about_entities))
    yield from quote_quads(collation)
    yield from source_quads(collation)
    yield from conflict_quads(collation, sentences)
    yield from reference_effect_quads((entity.id for entity in entities), knowledge)
    yield from debate_quads(collation.debate, entities, sentences)


def quads_of_article(
    found: Findings,
    resolution: Resolution,
    share: Share,
    *,
    run: Run | None = None,
) -> Iterator["Quad"]:
    """Yield what one article says, which its findings, their links and its share alone decide.

    Args:
        found: its findings.
        resolution: what its mentions mean.
        share: what collating gave of it, see `shares_of`.
        run: what searched it.

    """
    sentences = Sentences([found])
    yield from article_quads(found.article, run)
    yield from evidence_quads(found, sentences, share.added)
    yield from mention_quads(found, resolution, sentences)
    yield from statement_quads(found, resolution, sentences)
    yield from variant_quads(share.variants, sentences)
    yield from stance_quads(share.stances, sentences)
    yield from effect_quads(share.effects.get(found.article.id, ()), sentences)
    yield from condition_quads(share.conditions, sentences)


def debate_quads(
    debate: Debate, entities: Sequence[Entity], sentences: Sentences
) -> Iterator["Quad"]:
    """Yield the positions on issues, and the arguments for them."""
    names: dict[str, str] = {entity.id: entity.name for entity in entities}
    labels = {position.id: label_of(position, names) for position in debate.positions}
    yield from position_quads(debate.positions, names)
    yield from argument_quads(debate.arguments, labels, names, sentences)


def build_quads(
    findings: Sequence[Findings],
    resolution: Resolution,
    collation: Collation,
    knowledge: Knowledge,
    *,
    run: Run | None = None,
) -> Iterator["Quad"]:
    """Yield all quads of a graph, those that the rules of inference give included.

    Raises:
        VocabularyError: a class, relation or value that ontology.ttl does not define.

    """
    from pyoxigraph import NamedNode, Store

    links = Store()  # rules of inference look at links between nodes only
    for quad in to_quads(findings, resolution, collation, knowledge, run=run):
        if isinstance(quad.object, NamedNode):
            links.add(quad)
        yield quad
    yield from infer(links)
