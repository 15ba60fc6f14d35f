"""Facts: the direct triple that is simple to query, and the assertion that tells where it is from.

In: the collation. Out: triples; direct ones in the default graph and in the graph of every article
that states them. A fact that is only claimed, negated or hypothetical has no direct triple.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.collation import Collation, Fact, ValueKey
from kg.graph import terms
from kg.graph.evidence import Sentences
from kg.ids import digest_of
from kg.model import Value
from kg.vocab import term

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, Quad

# Keys of qualifiers that have a property of their own; others become kg:qualifier.
_QUALIFIERS: Mapping[str, str] = MappingProxyType(
    {
        "title": "kg:title",
        "date": "kg:date",
        "date_basis": "kg:dateBasis",
        "dateBasis": "kg:dateBasis",
        "unit": "kg:unit",
        "role": "kg:role",
    }
)


def fact_quads(
    collation: Collation, sentences: Sentences, known_before: Container["Quad"]
) -> Iterator["Quad"]:
    """Yield the triples of all facts and of the values they lead to.

    Args:
        collation: the facts.
        sentences: where their evidence lies.
        known_before: quads that are there already; direct triples among them are not repeated.

    """
    yield from _value_quads(collation.facts)
    for fact in collation.facts:
        if fact.is_asserted:
            yield from _direct_quads(fact, known_before)
        yield from _assertion_quads(fact, sentences)


def _direct_quads(fact: Fact, known_before: Container["Quad"]) -> Iterator["Quad"]:
    """Yield a fact as a plain triple, once for all and once for each of its articles."""
    subject, predicate, value = terms.node(fact.subject), f"kg:{fact.relation}", _object_of(fact)
    direct = terms.triple(subject, predicate, value)
    if direct not in known_before:
        yield direct
    for article in fact.articles:
        yield terms.triple(subject, predicate, value, article)


def _assertion_quads(fact: Fact, sentences: Sentences) -> Iterator["Quad"]:
    """Yield a fact as a node with status, evidence and qualifiers."""
    node = terms.node(fact.id)
    yield terms.triple(node, "rdf:type", terms.name("kg:Assertion"))
    yield terms.triple(node, "rdf:type", terms.name("rdf:Statement"))
    yield terms.triple(node, "rdf:subject", terms.node(fact.subject))
    yield terms.triple(node, "rdf:predicate", terms.name(f"kg:{fact.relation}"))
    yield terms.triple(node, "rdf:object", _object_of(fact))
    for status in fact.statuses:
        yield terms.triple(node, "kg:status", terms.name(f"kg:{status.capitalize()}"))
    if fact.asserted_by is not None:
        yield terms.triple(node, "kg:assertedBy", terms.node(fact.asserted_by))
    if fact.asserted_by_text is not None:
        yield terms.triple(node, "kg:assertedByText", terms.text(fact.asserted_by_text))
    yield from _evidence_quads(fact, sentences)
    for rule in fact.rules:
        yield terms.triple(node, "kg:rule", terms.text(rule))
    yield from _qualifier_quads(fact)


def _evidence_quads(fact: Fact, sentences: Sentences) -> Iterator["Quad"]:
    """Yield sentences, quotes and articles of a fact."""
    node = terms.node(fact.id)
    touched = {sentence for evidence in fact.evidence for sentence in sentences.of(evidence)}
    for sentence in sorted(touched):
        yield terms.triple(node, "kg:evidence", sentence.node())
    for quote in sorted({evidence.quote for evidence in fact.evidence}):
        yield terms.triple(node, "kg:quote", terms.text(quote))
    for article in fact.articles:
        yield terms.triple(node, "kg:inArticle", terms.node(article))
    yield terms.triple(node, "kg:articleCount", terms.integer(len(fact.articles)))


def _qualifier_quads(fact: Fact) -> Iterator["Quad"]:
    """Yield the circumstances of a fact, each once."""
    node = terms.node(fact.id)
    found = set()
    for key, value in fact.qualifiers:
        predicate = _QUALIFIERS.get(key)
        if predicate is None:
            found.add(terms.triple(node, "kg:qualifier", terms.text(f"{key}: {value}")))
        else:
            literal = terms.date(value) if predicate == "kg:date" else terms.text(value)
            found.add(terms.triple(node, predicate, literal))
    yield from sorted(found, key=str)


def _object_of(fact: Fact) -> "NamedNode | Literal":
    """Return the object of a fact: an entity, a value's node, or a literal.

    What it is depends on the relation: object properties always lead to nodes.
    """
    if fact.value is None or fact.value_key is None:
        return terms.node(fact.object or "")
    if _leads_to_node(fact):
        return terms.node(_value_id(fact.value_key))
    kind, content, _ = fact.value_key
    if kind == "amount":
        return terms.decimal(Decimal(content))
    return terms.date(content) if kind == "date" else terms.text(fact.value.text)


def _leads_to_node(fact: Fact) -> bool:
    """Tell whether the fact's relation is an object property."""
    return term(fact.relation).kind == "object"


def _value_id(key: ValueKey) -> str:
    """Return the id of a value's node: equal values share one.

    Words with a unit ("hundreds of inmates") are a quantity without an amount.
    """
    kind, _, unit = key
    is_quantity = kind == "amount" or (kind == "words" and unit)
    return f"{'quantity' if is_quantity else 'words'}/{digest_of(*key)}"


def _value_quads(facts: Sequence[Fact]) -> Iterator["Quad"]:
    """Yield the nodes of all values that object properties lead to, each once."""
    equal: dict[ValueKey, set[Value]] = {}
    for fact in facts:
        if fact.value is not None and fact.value_key is not None and _leads_to_node(fact):
            equal.setdefault(fact.value_key, set()).add(fact.value)
    for key in sorted(equal):
        yield from _node_quads(key, equal[key])


def _node_quads(key: ValueKey, values: set[Value]) -> Iterator["Quad"]:
    """Yield the triples of one value's node; its label is the shortest wording."""
    node, is_quantity = terms.node(_value_id(key)), _value_id(key).startswith("quantity/")
    cls = terms.name("kg:Quantity" if is_quantity else "kg:Words")
    yield terms.triple(node, "rdf:type", cls)
    names = sorted({value.text for value in values}, key=lambda words: (len(words), words))
    yield terms.triple(node, "rdfs:label", terms.text(names[0]))
    for name in names[1:]:
        yield terms.triple(node, "skos:altLabel", terms.text(name))
    if key[0] == "amount":
        yield terms.triple(node, "kg:amount", terms.decimal(Decimal(key[1])))
    if is_quantity:
        unit = min(value.unit or "" for value in values)
        yield terms.triple(node, "kg:unit", terms.text(unit))
