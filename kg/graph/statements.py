"""Statements: who says what to whom it may concern, in the words of the article.

In: the findings of one article and the resolution. Out: triples.
A narrated statement has the article as its speaker; a speaker that could not be identified is
there as words only.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.graph import terms
from kg.graph.evidence import Sentences
from kg.model import Findings, MentionId, Resolution, Statement

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Quad

# Values of findings.md and their terms in the ontology.
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "direct": "kg:DirectStatement",
        "mixed": "kg:MixedStatement",
        "indirect": "kg:IndirectStatement",
        "narrated": "kg:NarratedStatement",
    }
)
_NARRATED = "narrated"


def statement_quads(
    found: Findings, resolution: Resolution, sentences: Sentences
) -> Iterator["Quad"]:
    """Yield the triples of all statements of an article, by offset."""
    ordered = sorted(found.statements, key=lambda item: (item.evidence.start, item.id))
    for statement in ordered:
        yield from _words_quads(statement, sentences)
        yield from _speech_quads(statement, resolution)
        yield from _meaning_quads(statement, resolution)


def value_name(value: str) -> str:
    """Return the prefixed name of a value ("asserts_unlawful" → "kg:AssertsUnlawful")."""
    return "kg:" + "".join(part.capitalize() for part in value.split("_"))


def _words_quads(statement: Statement, sentences: Sentences) -> Iterator["Quad"]:
    """Yield the words of a statement and where they stand."""
    node, evidence = terms.node(statement.id), statement.evidence
    yield terms.triple(node, "rdf:type", terms.name("kg:Statement"))
    yield terms.triple(node, "rdf:type", terms.name(_KINDS[statement.kind]))
    yield terms.triple(node, "kg:text", terms.text(evidence.quote))
    yield terms.triple(node, "kg:start", terms.integer(evidence.start))
    yield terms.triple(node, "kg:end", terms.integer(evidence.end))
    yield terms.triple(node, "kg:inArticle", terms.node(evidence.article))
    for sentence in sentences.of(evidence):
        yield terms.triple(node, "kg:evidence", sentence.node())
    if statement.pieces:
        pieces = " ".join(f"{start}-{end}" for start, end in statement.pieces)
        yield terms.triple(node, "kg:pieces", terms.text(pieces))
    yield terms.triple(node, "kg:rule", terms.text(statement.rule))


def _speech_quads(statement: Statement, resolution: Resolution) -> Iterator["Quad"]:
    """Yield who says it, through whom, and with which word."""
    node = terms.node(statement.id)
    speaker = _entity_node(statement.speaker, resolution)
    if statement.speaker is None and statement.kind == _NARRATED:
        speaker = terms.node(statement.evidence.article)
    if speaker is not None:
        yield terms.triple(node, "kg:speaker", speaker)
    if statement.speaker_text is not None:
        yield terms.triple(node, "kg:speakerText", terms.text(statement.speaker_text))
    if statement.cue is not None:
        yield terms.triple(node, "kg:cue", terms.text(statement.cue))
    links = (resolution.links.get(mention) for mention in statement.via)
    chain = tuple(dict.fromkeys(link.entity for link in links if link is not None))
    for entity in chain:
        yield terms.triple(node, "kg:via", terms.node(entity))
    if chain:
        order = " ".join(f"{number}:{entity}" for number, entity in enumerate(chain, start=1))
        yield terms.triple(node, "kg:viaOrder", terms.text(order))


def _meaning_quads(statement: Statement, resolution: Resolution) -> Iterator["Quad"]:
    """Yield stance, target, legal modality, provisions and issues."""
    node = terms.node(statement.id)
    if statement.stance is not None:
        yield terms.triple(node, "kg:stance", terms.name(value_name(statement.stance)))
    if statement.stance_words is not None:
        yield terms.triple(node, "kg:stanceWords", terms.text(statement.stance_words))
    if statement.stance_rule is not None:
        yield terms.triple(node, "kg:stanceRule", terms.text(statement.stance_rule))
    if (target := _entity_node(statement.target, resolution)) is not None:
        yield terms.triple(node, "kg:target", target)
    if statement.modality is not None:
        yield terms.triple(node, "kg:modality", terms.name(value_name(statement.modality)))
    links = (resolution.links.get(mention) for mention in statement.provisions)
    for entity in sorted({link.entity for link in links if link is not None}):
        yield terms.triple(node, "kg:provision", terms.node(entity))
    for issue in sorted(set(statement.issues)):
        yield terms.triple(node, "kg:issue", terms.node(issue))


def _entity_node(mention: MentionId | None, resolution: Resolution) -> "NamedNode | None":
    """Return the entity that a mention means, if it is linked."""
    link = None if mention is None else resolution.links.get(mention)
    return None if link is None else terms.node(link.entity)
