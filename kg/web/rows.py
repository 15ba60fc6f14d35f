"""Rows for pages: the queries beside this file, their answers as plain texts by column.

In: an open store, the name of a query, terms for its variables. Out: dictionaries of texts; an
unbound variable is "", an IRI its full text.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kg.errors import QueryError
from kg.vocab import BASE

if TYPE_CHECKING:
    from kg.store import Result, Store

Row: TypeAlias = dict[str, str]
# More rows than this no page shows; what is cut is marked by who asks.
MAX_ROWS = 5000
# Names are looked up for at most this many rows and things: the query has to stay below its limit.
MAX_NAMED = 500
MAX_NAMED_BYTES = 50_000


@cache
def query_text(name: str) -> str:
    """Return the text of a query of the pages."""
    return (Path(__file__).parent / "queries" / f"{name}.rq").read_text(encoding="utf-8")


def rows_of(store: "Store", name: str, **bindings: object) -> list[Row]:
    """Return the rows of a query of the pages, its variables bound to terms or texts."""
    rows = store.select(query_text(name), bindings=bindings, max_rows=MAX_ROWS)
    return [
        {
            column: "" if term is None else str(getattr(term, "value", term))
            for column, term in zip(rows.columns, row, strict=True)
        }
        for row in rows.terms
    ]


def terms_of(result: "Result") -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
    """Return the columns and rows of an answer as RDF terms; triples have three columns."""
    from kg.store import Rows

    if isinstance(result, bool):
        return (), ()
    if isinstance(result, Rows):
        return result.columns, result.terms
    rows = tuple((one.subject, one.predicate, one.object) for one in result)
    return ("subject", "property", "value"), rows


def labels_of(store: "Store", result: "Result") -> dict[str, str]:
    """Return the names of the things in an answer, by IRI; of the first thousand."""
    from pyoxigraph import NamedNode

    found: set[str] = set()
    for row in terms_of(result)[1][:MAX_NAMED]:
        found |= {
            term.value
            for term in row
            if isinstance(term, NamedNode) and term.value.startswith(BASE)
        }
    values, size = "", 0
    for iri in sorted(found)[:MAX_NAMED]:
        size += len(iri.encode()) + 3
        values += f"<{iri}> " if size < MAX_NAMED_BYTES else ""
    if not values:
        return {}
    # What stands between < and > comes out of the engine, which keeps no IRI that could end it.
    names = store.select(query_text("labels").replace("$values", values)).values
    return {str(iri): str(name) for iri, name in names}


def node(iri: str) -> object:
    """Return the term of an IRI.

    Raises:
        QueryError: it is none.
    """
    import pyoxigraph

    try:
        return pyoxigraph.NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"{iri[:200]!r} is no IRI") from error
