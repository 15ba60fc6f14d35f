"""Rows of a store, gathered by subject: the only file of the network that knows IRIs.

In: anything with `query(text)` whose rows hold terms or plain values in the order selected.
Out: tables of subject → property → sorted values, with ids instead of IRIs.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from kg.errors import KgError
from kg.vocab import NAMESPACE, PREFIXES, id_of

_QUERIES = Path(__file__).parent / "queries"
# Properties of other vocabularies that the network reads, with the short names it uses for them.
_SHORT = {
    PREFIXES[prefix] + name: name
    for prefix, names in {
        "rdf": ("type", "subject", "predicate", "object"),
        "rdfs": ("label", "seeAlso"),
        "owl": ("sameAs",),
        "skos": ("altLabel", "definition"),
        "schema": ("publisher", "datePublished", "url"),
    }.items()
    for name in names
}

Table = dict[str, dict[str, tuple[str, ...]]]


class Queryable(Protocol):
    """What the network asks of a store: `kg.store.Store` has it, and pyoxigraph's does too."""

    def query(self, text: str, /) -> object:
        """Return the solutions of a SELECT query: rows of terms or values, None where unbound."""


def table_of(store: Queryable, query: str) -> Table:
    """Return subject id → short property name → sorted values, for a query of this folder."""
    gathered: dict[str, dict[str, set[str]]] = {}
    for row in rows_of(store, query):
        subject = to_id(row["subject"] or "")
        name = to_name(row["property"] or "")
        gathered.setdefault(subject, {}).setdefault(name, set()).add(to_id(row["value"] or ""))
    return {
        subject: {name: tuple(sorted(values)) for name, values in sorted(gathered[subject].items())}
        for subject in sorted(gathered)
    }


def rows_of(store: Queryable, query: str) -> Iterator[dict[str, str | None]]:
    """Yield the rows of a query of this folder as plain texts by variable name.

    Raises:
        KgError: the store cut the answer; a network with holes would pass for the whole.
    """
    text = (_QUERIES / f"{query}.rq").read_text(encoding="utf-8")
    names = _variables_of(text)
    solutions = store.query(text)
    if not isinstance(solutions, Iterable):
        raise TypeError(f"{query}.rq gave {type(solutions).__name__}, not rows")
    for row in solutions:
        yield {name: _text_of(term) for name, term in zip(names, row, strict=True)}
    if getattr(solutions, "truncated", False):
        raise KgError("the graph is too large for a network in memory; query it, or export a part")


def to_id(value: str) -> str:
    """Return the id of an entity's IRI, the local name of an ontology term, or the value itself.

    >>> to_id("https://w3id.org/legalkg/id/law/usc/8")
    'law/usc/8'
    """
    own = id_of(value)
    return value.removeprefix(NAMESPACE) if own is None else own


def to_name(property_iri: str) -> str:
    """Return the short name of a property: that of the ontology, or one of the known others."""
    return _SHORT.get(property_iri, property_iri.removeprefix(NAMESPACE))


def _variables_of(text: str) -> tuple[str, ...]:
    """Return the variables that a query of this folder selects, in order."""
    head = text[text.index("SELECT") : text.index("WHERE")]
    return tuple(word[1:] for word in head.split() if word.startswith("?"))


def _text_of(term: object) -> str | None:
    """Return the text of an RDF term or of a plain value."""
    if term is None:
        return None
    value = getattr(term, "value", term)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
