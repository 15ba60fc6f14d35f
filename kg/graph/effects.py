"""Legal effects: what a provision is said to do to an act, in three tiers that never mix.

In: the effects that statements state, and reference knowledge. Out: one node for each.
An effect is always part of what somebody says, or of what reference knowledge gives: there is no
triple from a provision to an act.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.debate import Effect
from kg.graph import terms
from kg.graph.evidence import Sentences
from kg.ids import digest_of
from kg.knowledge import Knowledge
from kg.model import EntityId
from kg.rules import load_rules

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Quad

_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "bars": "kg:Bars",
        "permits": "kg:Permits",
        "requires": "kg:Requires",
        "unclear": "kg:UnclearEffect",
    }
)
_TIERS: Mapping[str, str] = MappingProxyType(
    {"claim": "kg:ClaimTier", "holding": "kg:HoldingTier", "reference": "kg:ReferenceTier"}
)
_PROTECTS = "protects"
_OTHERWISE = "requires"


def effect_quads(effects: Iterable[Effect], sentences: Sentences) -> Iterator["Quad"]:
    """Yield the triples of the effects that statements state."""
    for effect in effects:
        node = terms.node(effect.id)
        yield from _kind_quads(node, effect.kind, effect.tier)
        yield terms.triple(terms.node(effect.statement), "kg:legalEffect", node)
        yield terms.triple(node, "kg:statedIn", terms.node(effect.statement))
        yield terms.triple(node, "kg:inArticle", terms.node(effect.evidence.article))
        for sentence in sentences.of(effect.evidence):
            yield terms.triple(node, "kg:evidence", sentence.node())
        yield from _content_quads(node, effect)


def reference_effect_quads(entities: Iterable[EntityId], knowledge: Knowledge) -> Iterator["Quad"]:
    """Yield what provisions themselves say: one effect for each right that one protects.

    Only provisions and rights that are among the entities of the graph count.
    """
    present = set(entities)
    for provision in sorted(present & set(knowledge.entities)):
        for right in knowledge.facts(provision, _PROTECTS):
            if right in present:
                node = terms.node(f"effect/{digest_of('reference', provision, right)}")
                name = knowledge.entities[EntityId(right)].name
                yield from _kind_quads(node, kind_of_right(name), "reference")
                yield terms.triple(node, "kg:provision", terms.node(provision))
                yield terms.triple(node, "kg:act", terms.node(right))
                yield terms.triple(node, "kg:actText", terms.text(name))
                yield terms.triple(node, "kg:rule", terms.text("reference/protects"))


def kind_of_right(name: str) -> str:
    """Return what a provision does that protects a right of this name.

    >>> kind_of_right("Cruel and unusual punishment")
    'bars'
    >>> kind_of_right("Due process")
    'requires'
    """
    for kind, pattern in load_rules("issues").maps["reference"].items():
        if re.search(pattern, name, re.IGNORECASE):
            return kind
    return _OTHERWISE


def _kind_quads(node: "NamedNode", kind: str, tier: str) -> Iterator["Quad"]:
    """Yield class, kind and tier of an effect."""
    yield terms.triple(node, "rdf:type", terms.name("kg:LegalEffect"))
    yield terms.triple(node, "kg:effect", terms.name(_KINDS[kind]))
    yield terms.triple(node, "kg:tier", terms.name(_TIERS[tier]))


def _content_quads(node: "NamedNode", effect: Effect) -> Iterator["Quad"]:
    """Yield provision, act, words, and who says it."""
    if effect.provision is not None:
        yield terms.triple(node, "kg:provision", terms.node(effect.provision))
    if effect.act is not None:
        yield terms.triple(node, "kg:act", terms.node(effect.act))
    if effect.act_words is not None:
        yield terms.triple(node, "kg:actText", terms.text(effect.act_words))
    yield terms.triple(node, "kg:effectWords", terms.text(effect.words))
    if effect.speaker is not None:
        yield terms.triple(node, "kg:saidBy", terms.node(effect.speaker))
    if effect.speaker_text is not None:
        yield terms.triple(node, "kg:saidByText", terms.text(effect.speaker_text))
    for issue in effect.issues:
        yield terms.triple(node, "kg:issue", terms.node(issue))
    yield terms.triple(node, "kg:rule", terms.text(effect.rule))
