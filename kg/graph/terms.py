"""The only maker of IRIs and literals: whatever a text holds, every syntax can carry the term.

In: local names of the ontology, ids, texts, numbers, dates, addresses. Out: pyoxigraph terms.
Strings are plain literals without language tag, so that a plain string in a query finds them.
"""

import datetime
import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from kg.vocab import carried, expand, iri_of

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, Quad

# Names of the graphs that hold what no article says.
REFERENCE_GRAPH = "graph/reference"
INFERRED_GRAPH = "graph/inferred"

# A date's XSD type by its number of hyphens (ISO 8601: year, year and month, day).
_DATE_TYPES = ("xsd:gYear", "xsd:gYearMonth", "xsd:date")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
# Missing parts of a date, for the check that the calendar has it.
_FIRST = "-01-01"
# Delimiters of RFC 3986 that an address may hold; "%" stays, since addresses come encoded.
_ADDRESS = ":/?#[]@!$&'()*+,;=%-_.~"
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@cache
def name(prefixed: str) -> "NamedNode":
    """Return a term of a vocabulary by its prefixed name ("kg:speaker", "rdfs:label").

    Raises:
        VocabularyError: unknown prefix, or a kg: term that ontology.ttl does not define.

    """
    from pyoxigraph import NamedNode

    return NamedNode(expand(prefixed))


def node(entity: str) -> "NamedNode":
    """Return the IRI of an id ("person/marco-rubio", "evidence/0a1b-3")."""
    return _makers()[0](iri_of(entity))


def text(words: str) -> "Literal":
    """Return words as a plain literal; characters that XML cannot carry become U+FFFD."""
    return _makers()[1](carried(words))


def typed(words: str, datatype: str) -> "Literal":
    """Return words as a literal of a datatype by its prefixed name ("xsd:anyURI")."""
    return _makers()[1](carried(words), datatype=name(datatype))


def integer(number: int) -> "Literal":
    """Return a whole number."""
    return typed(str(number), "xsd:integer")


def decimal(number: Decimal) -> "Literal":
    """Return an exact number: an integer where it is whole, else a decimal without idle zeros."""
    if number == number.to_integral_value():
        return integer(int(number))
    return typed(format(number.normalize(), "f"), "xsd:decimal")


def flag(holds: bool) -> "Literal":
    """Return true or false."""
    return typed("true" if holds else "false", "xsd:boolean")


def date(iso: str) -> "Literal":
    """Return an ISO 8601 date of any precision with its type; other words as a plain literal.

    A day that the calendar does not have ("2025-02-30") is words too.
    """
    if _DATE.fullmatch(iso):
        try:
            datetime.date.fromisoformat(iso + _FIRST[len(iso) - 4 :])
        except ValueError:
            return text(iso)
        return typed(iso, _DATE_TYPES[iso.count("-")])
    return text(iso)


def link(address: str) -> "NamedNode | None":
    """Return a web address as an IRI, with hostile characters encoded; None for what is none."""
    from pyoxigraph import NamedNode

    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return None
    safe = quote(address.strip(), safe=_ADDRESS, encoding="utf-8", errors="surrogatepass")
    try:
        return NamedNode(_BAD_PERCENT.sub("%25", safe))
    except ValueError:
        return None


def triple(
    subject: "NamedNode", predicate: str, value: "NamedNode | Literal", graph: str | None = None
) -> "Quad":
    """Return a triple, its predicate by prefixed name, of the default graph or of a named one.

    `graph` is the id of the named graph.
    """
    _, _, quad = _makers()
    if graph is None:
        return quad(subject, name(predicate), value)
    return quad(subject, name(predicate), value, node(graph))


@cache
def _makers() -> tuple[type["NamedNode"], type["Literal"], type["Quad"]]:
    """Return the classes of terms; an import statement costs as much as a term."""
    from pyoxigraph import Literal, NamedNode, Quad

    return NamedNode, Literal, Quad


def hex_of(article: str) -> str:
    """Return the part of an article's id that ids of its evidence carry."""
    return article.removeprefix("article/")
