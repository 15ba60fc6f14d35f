"""The pages of the ontology: a table for each term, diagrams, and the words of others for it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from kg.resources import data_path
from kg.store import Rows
from kg.vocab import NAMESPACE, Term, load_terms
from scripts.pages.diagram import scheme, tree
from scripts.pages.sample import Sample
from scripts.pages.words import cell, table

_KINDS = {
    "class": "Classes",
    "object": "Properties that lead to a thing",
    "datatype": "Properties with a value",
    "individual": "Values",
}
_LINKS = ("subClassOf", "subPropertyOf", "closeMatch", "exactMatch", "broader")
_WORDS = {
    "subClassOf": "is one of",
    "subPropertyOf": "is a kind of",
    "closeMatch": "comes close to",
    "exactMatch": "is the same as",
    "broader": "is narrower than",
}
_COUNTS = """SELECT ?term (COUNT(?s) AS ?count) WHERE {
  { ?s a ?term } UNION { ?s ?term ?o }
  FILTER(STRSTARTS(STR(?term), "https://w3id.org/legalkg/ontology#"))
} GROUP BY ?term ORDER BY ?term"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ontology says of a term beyond `kg.vocab.Term`; all values are written as names."""

    domain: tuple[str, ...]
    range: tuple[str, ...]
    inverse: tuple[str, ...]
    examples: tuple[str, ...]
    values: tuple[str, ...]
    foreign: tuple[tuple[str, str], ...]


def ontology_page(made: Sample) -> str:
    """Return the diagrams and one table for each term."""
    return "\n".join(_page(made))


def mapping_table(made: Sample | None = None) -> str:
    """Return one table for each other vocabulary: our term, how it relates, and their term."""
    del made
    by_vocabulary: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for name, entry in _entries().items():
        for link, other in entry.foreign:
            row = (_link(name, "ontology.md"), _WORDS[link], f"`{other}`")
            by_vocabulary[other.split(":")[0]].append(row)
    parts = []
    for prefix, iri in _namespaces().items():
        if rows := by_vocabulary.get(prefix):
            parts.append(f"## {prefix} {{ #{prefix} }}\n\n`{iri}`\n")
            parts.append(table(("term of kg", "", f"term of {prefix}"), sorted(rows)))
    return "\n".join(parts)


def without_example() -> tuple[str, ...]:
    """Return the classes and properties for which the ontology gives no example."""
    return tuple(
        name
        for name, term in load_terms().items()
        if term.kind != "individual" and not _entries()[name].examples
    )


def _page(made: Sample) -> Iterator[str]:
    terms = load_terms()
    classes = {name: term for name, term in terms.items() if term.kind == "class"}
    yield scheme()
    yield "## All classes\n"
    yield tree(
        {name: [one for one in term.parents if one in classes] for name, term in classes.items()}
    )
    counts = _counts(made)
    for kind, title in _KINDS.items():
        yield f"## {title} {{ #all-{kind} }}\n"
        for name, term in sorted(terms.items()):
            if term.kind == kind:
                yield f"### `{name}` {{ #{name} }}\n"
                yield f"{cell(term.comment)}\n"
                yield table(("", ""), _rows(term, terms, counts.get(name, 0)))


def _rows(term: Term, terms: Mapping[str, Term], count: int) -> Iterator[tuple[str, str]]:
    entry = _entries()[term.name]
    yield "IRI", f"`{term.iri}`"
    yield "label", cell(term.label)
    below = [name for name, other in terms.items() if term.name in other.parents]
    for words, names in (
        ("is a", term.parents),
        ("kinds of it", below),
        ("from", entry.domain),
        ("to", entry.range),
        ("the other way round", entry.inverse),
        ("values", entry.values),
    ):
        if names:
            yield words, ", ".join(_link(name) for name in names)
    if entry.foreign:
        yield "elsewhere", ", ".join(f"{_WORDS[link]} `{other}`" for link, other in entry.foreign)
    for example in entry.examples:
        yield "example", f"`{example}`".replace("|", "\\|")
    if term.kind != "individual":
        yield "in the graph of the sample articles", f"{count:,}"


def _link(name: str, page: str = "") -> str:
    return f"[{name}]({page}#{name})" if name in load_terms() else f"`{name}`"


def _counts(made: Sample) -> dict[str, int]:
    answer = made.store.query(_COUNTS)
    rows = answer.dicts() if isinstance(answer, Rows) else []
    return {str(row["term"]).removeprefix(NAMESPACE): int(str(row["count"])) for row in rows}


@cache
def _graph() -> rdflib.Graph:
    return rdflib.Graph().parse(data_path("ontology.ttl"), format="turtle")


def _namespaces() -> dict[str, str]:
    """Return the prefixes that the ontology file itself declares, in alphabetical order."""
    text = data_path("ontology.ttl").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if line.startswith("@prefix")]
    return {line[1].rstrip(":"): line[2].strip("<>") for line in sorted(lines)}


@cache
def _entries() -> Mapping[str, Entry]:
    """Return what the ontology file says of each term."""
    graph, found = _graph(), {}
    for name, term in load_terms().items():
        node = URIRef(term.iri)
        links = [
            (link, _short(str(other)))
            for link in _LINKS
            for other in graph.objects(node, RDFS[link] if link.startswith("sub") else SKOS[link])
            if not str(other).startswith(NAMESPACE) and isinstance(other, URIRef)
        ]
        found[name] = Entry(
            domain=_names(graph.objects(node, RDFS.domain)),
            range=_names(graph.objects(node, RDFS.range)),
            inverse=_names(
                [*graph.objects(node, OWL.inverseOf), *graph.subjects(OWL.inverseOf, node)]
            ),
            examples=tuple(sorted(str(one) for one in graph.objects(node, SKOS.example))),
            values=_names(graph.subjects(RDF.type, node)),
            foreign=tuple(sorted(links)),
        )
    return found


def _names(nodes: Iterable[object]) -> tuple[str, ...]:
    return tuple(sorted(_short(str(node)) for node in nodes if isinstance(node, URIRef)))


def _short(iri: str) -> str:
    """Return a local name for a term of ours, and prefix:name for others."""
    if iri.startswith(NAMESPACE):
        return iri.removeprefix(NAMESPACE)
    for prefix, start in _namespaces().items():
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return iri
