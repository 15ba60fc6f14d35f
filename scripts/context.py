"""Write `kg/context.jsonld` from the ontology and the prefixes; without --write, say if it is old.

The context lets programs read and write the graph as JSON with short keys. Every class, property
and value of the ontology is a term; properties to things take ids, which are relative to the base
of entity ids; numbers, truth values and years keep their types.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.resources import data_path
from kg.vocab import BASE, NAMESPACE, PREFIXES, load_terms

PATH = Path(__file__).resolve().parent.parent / "kg" / "context.jsonld"
# What the graph has in English only; in JSON a plain string stands for it.
_WORDS = {
    "label": {"@id": "rdfs:label", "@language": "en"},
    "sameAs": {"@id": "owl:sameAs", "@type": "@id"},
    "subject": {"@id": "rdf:subject", "@type": "@id"},
    "predicate": {"@id": "rdf:predicate", "@type": "@vocab"},
    "object": {"@id": "rdf:object"},
}


def context_text() -> str:
    """Return the context as JSON, ending with a line break."""
    ranges, valued = _ranges(), _classes_of_values()
    terms: dict[str, object] = {"id": "@id", "type": "@type", **PREFIXES, **_WORDS}
    for name, term in load_terms().items():
        reach = ranges.get(name, "")
        if term.kind == "object":
            terms[name] = {"@id": f"kg:{name}", "@type": "@vocab" if reach in valued else "@id"}
        elif term.kind == "datatype" and reach.startswith(PREFIXES["xsd"]):
            terms[name] = {"@id": f"kg:{name}", "@type": reach}
        else:
            terms[name] = f"kg:{name}"
    base = {"@version": 1.1, "@base": BASE}
    return json.dumps({"@context": {**base, **terms}}, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Renew the file with --write; otherwise return 1 where it is old."""
    if "--write" in sys.argv:
        PATH.write_text(context_text(), encoding="utf-8")
        return 0
    return int(PATH.read_text(encoding="utf-8") != context_text())


def _ranges() -> dict[str, str]:
    """Return the IRI of what each property leads to, by local name, where one is stated."""
    return {subject.removeprefix(NAMESPACE): value for subject, value in _stated("rdfs", "range")}


def _classes_of_values() -> set[str]:
    """Return the IRIs of classes whose members stand in the ontology, as stances and statuses."""
    own = {term.iri for term in load_terms().values() if term.kind == "individual"}
    return {value for subject, value in _stated("rdf", "type") if subject in own} - {
        f"{PREFIXES['owl']}NamedIndividual"
    }


def _stated(prefix: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield the subjects and objects of a property in the ontology, those that have an IRI."""
    predicate = NamedNode(f"{PREFIXES[prefix]}{name}")
    for quad in parse(path=data_path("ontology.ttl"), format=RdfFormat.TURTLE):
        subject, value = quad.subject, quad.object
        is_named = isinstance(subject, NamedNode) and isinstance(value, NamedNode)
        if is_named and quad.predicate == predicate:
            yield subject.value, value.value


if __name__ == "__main__":
    sys.exit(main())
