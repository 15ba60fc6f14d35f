"""The words of the graph: the closed namespace of ontology.ttl, and how ids and texts enter RDF.

In: ontology.ttl, read once on first use. Out: IRIs of its terms, IRIs of entity ids, and what a
term is (class, property, value) with its label and the terms above it.
Not done: no RDF objects; `kg.graph.terms` makes those.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote, unquote

from kg.errors import VocabularyError
from kg.resources import data_path

NAMESPACE = "https://w3id.org/legalkg/ontology#"
BASE = "https://w3id.org/legalkg/id/"

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "kg": NAMESPACE,
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dct": "http://purl.org/dc/terms/",
        "schema": "https://schema.org/",
        "prov": "http://www.w3.org/ns/prov#",
        "oa": "http://www.w3.org/ns/oa#",
    }
)

# Local names of OWL types, and what kind of term each makes; the first that fits counts.
_KINDS = {
    "Class": "class",
    "ObjectProperty": "object",
    "DatatypeProperty": "datatype",
    "NamedIndividual": "individual",
}
# What XML 1.0 (section 2.2) cannot carry; in every RDF syntax each becomes one U+FFFD, so that
# offsets stay what they are.
_UNCARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The unreserved characters of RFC 3986, section 2.3, and the border of segments.
_PLAIN = "/-_.~"
_PLAIN_ID = re.compile(r"[A-Za-z0-9/_.~-]*")


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the ontology.

    `kind` is "class", "object" (property between nodes), "datatype" (property to a literal) or
    "individual" (a value). `parents` are the local names directly above, sorted.
    """

    name: str
    iri: str
    kind: str
    label: str
    comment: str
    parents: tuple[str, ...] = ()
    symmetric: bool = False


@cache
def load_terms(path: Path | None = None) -> Mapping[str, Term]:
    """Return all terms of the ontology by local name, sorted by it.

    Args:
        path: another ontology file; None for the shipped one.
    """
    from pyoxigraph import Literal, NamedNode, parse

    found: dict[str, dict[str, set[str]]] = {}
    for quad in parse(path=path or data_path("ontology.ttl")):
        subject, value = quad.subject, quad.object
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
            facts = found.setdefault(subject.value, {})
            facts.setdefault(quad.predicate.value, set()).add(value.value)
    terms = (_term_of(iri, found[iri]) for iri in sorted(found) if iri.startswith(NAMESPACE))
    return MappingProxyType({term.name: term for term in terms})


def term_iri(name: str) -> str:
    """Return the IRI of a term of the ontology by its local name.

    Raises:
        VocabularyError: the ontology has no such term.

    >>> term_iri("holdsOffice")
    'https://w3id.org/legalkg/ontology#holdsOffice'
    """
    return term(name).iri


def term(name: str) -> Term:
    """Return a term of the ontology by its local name.

    Raises:
        VocabularyError: the ontology has no such term.
    """
    found = load_terms().get(name)
    if found is None:
        raise VocabularyError(
            f"ontology.ttl has no term kg:{name}; correct the name or define the term", name=name
        )
    return found


def terms_above(name: str) -> tuple[str, ...]:
    """Return the local names of all terms above a class or property, itself included, sorted.

    >>> terms_above("Court")
    ('Agent', 'Court', 'Entity', 'Institution')
    """
    above: set[str] = set()
    todo = [name]
    while todo:
        current = todo.pop()
        if current not in above:
            above.add(current)
            todo.extend(term(current).parents)
    return tuple(sorted(above))


def expand(name: str) -> str:
    """Return the full IRI of a prefixed name of PREFIXES ("rdfs:label", "kg:speaker").

    Raises:
        VocabularyError: unknown prefix, or a term that ontology.ttl lacks.
    """
    prefix, _, local = name.partition(":")
    if prefix == "kg":
        return term_iri(local)
    if prefix not in PREFIXES:
        raise VocabularyError(f"{name}: the prefix {prefix!r} is not known", name=name)
    return PREFIXES[prefix] + local


def compact(iri: str) -> str:
    """Return the prefixed name of an IRI of one of the PREFIXES.

    Raises:
        VocabularyError: the IRI is of none of them.

    >>> compact("http://www.w3.org/2000/01/rdf-schema#seeAlso")
    'rdfs:seeAlso'

    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    raise VocabularyError(f"{iri} has none of the known prefixes", iri=iri)


def iri_of(entity: str) -> str:
    """Return the IRI of an id; whatever is not plain in an IRI is percent-encoded as UTF-8.

    >>> iri_of("law/usconst/amendment-8")
    'https://w3id.org/legalkg/id/law/usconst/amendment-8'
    """
    if _PLAIN_ID.fullmatch(entity):
        return BASE + entity
    return BASE + quote(entity, safe=_PLAIN, encoding="utf-8", errors="surrogatepass")


def id_of(iri: str) -> str | None:
    """Return the id behind an IRI, or None for an IRI that is none of ours."""
    if not iri.startswith(BASE):
        return None
    return unquote(iri[len(BASE) :], encoding="utf-8", errors="surrogatepass")


def carried(text: str) -> str:
    """Return a text as a literal carries it: what XML cannot hold becomes U+FFFD, one for one."""
    return _UNCARRIED.sub("\ufffd", text)


def _term_of(iri: str, facts: Mapping[str, set[str]]) -> Term:
    """Return one term from what the ontology says of it."""
    types = {value.rpartition("#")[2] for value in facts.get(PREFIXES["rdf"] + "type", ())}
    name = iri[len(NAMESPACE) :]
    above = ("subClassOf", "subPropertyOf")
    parents = (item for key in above for item in facts.get(PREFIXES["rdfs"] + key, ()))
    return Term(
        name=name,
        iri=iri,
        kind=next((kind for owl, kind in _KINDS.items() if owl in types), "unknown"),
        label=_one(facts.get(PREFIXES["rdfs"] + "label", ())),
        comment=_one(facts.get(PREFIXES["rdfs"] + "comment", ())),
        parents=tuple(
            sorted(item[len(NAMESPACE) :] for item in parents if item.startswith(NAMESPACE))
        ),
        symmetric="SymmetricProperty" in types,
    )


def _one(values: Iterable[str]) -> str:
    """Return the first of some texts in order, or an empty one."""
    return min(values, default="")
