"""Rows for pages: the queries beside this file, their answers as plain texts by column.

In: an open store, the name of a query, terms for its variables. Out: dictionaries of texts; an
unbound variable is "", an IRI its full text.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.store import Store

Row: TypeAlias = dict[str, str]
# More rows than this no page shows; what is cut is marked by who asks.
MAX_ROWS = 5000


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


def named_rows(store: "Store", name: str, **bindings: object) -> list[Row]:
    """Return the rows of a named question (`kg.query`), its parameters bound to terms.

    Raises:
        QueryError: there is no such question.
    """
    from kg.query import find_query

    named = find_query(name)
    if named is None:
        raise QueryError(f"there is no question {name}")
    columns = tuple(column for column, _ in named.columns)
    defaults = {one.name: one.default for one in named.parameters if one.default is not None}
    rows = store.query(
        named.text, bindings={**defaults, **bindings}, columns=columns, max_rows=MAX_ROWS
    )
    if isinstance(rows, bool) or not hasattr(rows, "columns"):
        raise QueryError(f"{name} gives no rows")
    return [
        {
            column: "" if term is None else str(getattr(term, "value", term))
            for column, term in zip(rows.columns, row, strict=True)
        }
        for row in rows.terms
    ]


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
