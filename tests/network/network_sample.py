"""Stores for the tests of the network: the sample, and variants of it."""

from pathlib import Path

import pyoxigraph as ox

BASE = "https://w3id.org/legalkg/id/"
KG = "https://w3id.org/legalkg/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

_SAMPLE = Path(__file__).with_name("sample.trig")


def sample_store() -> ox.Store:
    """Return the graph of `sample.trig`."""
    store = ox.Store()
    store.load(path=str(_SAMPLE), format=ox.RdfFormat.TRIG)
    return store


def store_with_names(names: list[str]) -> ox.Store:
    """Return the sample, with a person of each name who leads the ministry, with such evidence."""
    store = sample_store()
    for index, name in enumerate(names):
        person, fact = f"person/hostile-{index}", f"assertion/hostile-{index}"
        _add(store, person, f"{RDF}type", ox.NamedNode(f"{KG}Person"))
        _add(store, person, LABEL, ox.Literal(name))
        _add(store, person, "http://www.w3.org/2004/02/skos/core#altLabel", ox.Literal(f"{name} 2"))
        _add(store, fact, f"{RDF}type", ox.NamedNode(f"{KG}Assertion"))
        _add(store, fact, f"{RDF}subject", ox.NamedNode(BASE + person))
        _add(store, fact, f"{RDF}predicate", ox.NamedNode(f"{KG}leads"))
        _add(store, fact, f"{RDF}object", ox.NamedNode(f"{BASE}org/ministry"))
        _add(store, fact, f"{KG}status", ox.NamedNode(f"{KG}Asserted"))
        _add(store, fact, f"{KG}title", ox.Literal(name))
        _add(store, fact, f"{KG}quote", ox.Literal(name))
        evidence = f"evidence/hostile-{index}"
        _add(store, fact, f"{KG}evidence", ox.NamedNode(BASE + evidence))
        _add(store, evidence, f"{RDF}type", ox.NamedNode(f"{KG}Evidence"))
        _add(store, evidence, f"{KG}exact", ox.Literal(f"So {name} it is."))
        article = ox.NamedNode(f"{BASE}article/hostile-{index}")
        _add(store, evidence, "http://www.w3.org/ns/oa#hasSource", article)
        _add(store, f"article/hostile-{index}", f"{RDF}type", ox.NamedNode(f"{KG}Article"))
        _add(store, f"article/hostile-{index}", LABEL, ox.Literal(name))
        _add(store, f"article/hostile-{index}", "https://schema.org/url", ox.Literal(name))
    return store


def store_of_size(persons: int) -> ox.Store:
    """Return the sample with many more persons, each of whom met the next two."""
    store = sample_store()
    for index in range(persons):
        person = f"person/p{index:05}"
        _add(store, person, f"{RDF}type", ox.NamedNode(f"{KG}Person"))
        _add(store, person, LABEL, ox.Literal(f"Person Number {index}"))
        for other in (index + 1, index * 7 + 1):
            met = ox.NamedNode(f"{BASE}person/p{other % persons:05}")
            _add(store, person, f"{KG}metWith", met)
    return store


def _add(store: ox.Store, subject: str, predicate: str, term: ox.NamedNode | ox.Literal) -> None:
    store.add(ox.Quad(ox.NamedNode(BASE + subject), ox.NamedNode(predicate), term))
