"""Namespaces, and the border between RDF terms and Python values.

In: pyoxigraph terms. Out: Python values, short names for people, and JSON terms for the worker.
Not done: no making of ids (`kg.ids`), no checking against the ontology (`kg.vocab`).
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kg import vocab
from kg.vocab import BASE, NAMESPACE

if TYPE_CHECKING:
    import pyoxigraph

__all__ = ["BASE", "NAMESPACE", "PREFIXES", "shorten", "to_json", "to_python"]

XSD = "http://www.w3.org/2001/XMLSchema#"

# Prefixes that every query may use without declaring them.
PREFIXES: Mapping[str, str] = {
    **vocab.PREFIXES,
    "org": "http://www.w3.org/ns/org#",
    "ibis": "https://vocab.methodandstructure.com/ibis#",
}

Value = str | int | float | bool | Decimal | date | datetime
JsonTerm = Mapping[str, str]


def shorten(iri: str) -> str:
    """Return an IRI as people read it: "person/x", "kg:holdsOffice", or unchanged.

    >>> shorten("https://w3id.org/legalkg/id/person/marco-rubio")
    'person/marco-rubio'
    """
    if iri.startswith(BASE) and len(iri) > len(BASE):
        return iri[len(BASE) :]
    for prefix, namespace in PREFIXES.items():
        local = iri[len(namespace) :]
        if iri.startswith(namespace) and local and "/" not in local and "#" not in local:
            return f"{prefix}:{local}"
    return iri


def to_python(term: "pyoxigraph.NamedNode | pyoxigraph.BlankNode | object") -> Value:
    """Return a term as a Python value; an IRI is its text, a literal its value where it has one.

    Dates of years or months stay text ("2024-08"), as do literals that are not valid.
    """
    import pyoxigraph

    if isinstance(term, pyoxigraph.NamedNode):
        return term.value
    if isinstance(term, pyoxigraph.Literal):
        return _literal_to_python(term.value, term.datatype.value)
    return str(term)


def to_json(value: object) -> JsonTerm:
    """Return a value or a term as a term of the SPARQL 1.1 results format in JSON.

    Raises:
        TypeError: when there is no term for the value.
    """
    import pyoxigraph

    if isinstance(value, pyoxigraph.NamedNode):
        return {"type": "uri", "value": value.value}
    literal = value if isinstance(value, pyoxigraph.Literal) else to_literal(value)
    fields = {"type": "literal", "value": literal.value}
    if literal.language is not None:
        return {**fields, "xml:lang": literal.language}
    if literal.datatype.value == f"{XSD}string":
        return fields
    return {**fields, "datatype": literal.datatype.value}


def to_literal(value: object) -> "pyoxigraph.Literal":
    """Return the literal for a Python value.

    Raises:
        TypeError: when there is none.
    """
    import pyoxigraph

    if isinstance(value, str | bool | int | float):
        return pyoxigraph.Literal(value)
    kinds = ((Decimal, "decimal"), (datetime, "dateTime"), (date, "date"))
    for kind, name in kinds:
        if isinstance(value, kind):
            text = value.isoformat() if isinstance(value, date) else str(value)
            return pyoxigraph.Literal(text, datatype=pyoxigraph.NamedNode(XSD + name))
    raise TypeError(f"{type(value).__name__} is not a value that a query can hold")


def _literal_to_python(text: str, datatype: str) -> Value:
    name = datatype.removeprefix(XSD) if datatype.startswith(XSD) else ""
    try:
        if name in {"double", "float"}:
            return float(text)
        if name == "decimal":
            return Decimal(text)
        if name == "boolean":
            return text in {"true", "1"}
        if name == "date":
            return date.fromisoformat(text)
        if name == "dateTime":
            return datetime.fromisoformat(text)
        if name == "int" or name.lower().endswith(("integer", "long", "short", "byte")):
            return int(text)
    except (ValueError, InvalidOperation):
        pass
    return text
