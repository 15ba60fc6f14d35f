"""Stances: who takes which side on what, one node for each side of an agent in an article.

In: the stances of a debate. Out: triples. The target is what articles are about, or a position on
an issue, which its holder then supports.
There is no triple from an agent to a target: IBIS lets only arguments oppose, and a reasoner would
take the agent for one.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.debate import Stance
from kg.graph import terms
from kg.graph.evidence import Sentences

if TYPE_CHECKING:
    from pyoxigraph import Quad


def stance_quads(stances: Iterable[Stance], sentences: Sentences) -> Iterator["Quad"]:
    """Yield the triples of all stances."""
    for stance in stances:
        node = terms.node(stance.id)
        yield terms.triple(node, "rdf:type", terms.name("kg:Stance"))
        if stance.holder is not None:
            yield terms.triple(node, "kg:holder", terms.node(stance.holder))
        if stance.holder_text is not None:
            yield terms.triple(node, "kg:holderText", terms.text(stance.holder_text))
        yield terms.triple(node, "kg:target", terms.node(stance.target))
        polarity = terms.name(f"kg:{stance.polarity.capitalize()}")
        yield terms.triple(node, "kg:polarity", polarity)
        yield terms.triple(node, "kg:inArticle", terms.node(stance.article))
        if stance.date is not None:
            yield terms.triple(node, "kg:reportedOn", terms.date(stance.date))
        yield from _ground_quads(stance, sentences)


def _ground_quads(stance: Stance, sentences: Sentences) -> Iterator["Quad"]:
    """Yield what a stance rests on."""
    node = terms.node(stance.id)
    for statement in stance.statements:
        yield terms.triple(node, "kg:statedIn", terms.node(statement))
    touched = {sentence for item in stance.evidence for sentence in sentences.of(item)}
    for sentence in sorted(touched):
        yield terms.triple(node, "kg:evidence", sentence.node())
    for words in stance.words:
        yield terms.triple(node, "kg:stanceWords", terms.text(words))
    for issue in stance.issues:
        yield terms.triple(node, "kg:issue", terms.node(issue))
