"""Questions with a name: each a `.rq` file here, with parameters that people can type.

`named_queries` lists them, `run` asks one, or any SPARQL text or file;
`find_entity` finds what a name means.
"""

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.query.headers import NamedQuery, Parameter, read_query
from kg.query.parameters import Argument, bind_parameters, find_entity, guess_term

if TYPE_CHECKING:
    from kg.store import Result, Store

# As in kg.store; repeated so that listing the queries need not load the store.
TIMEOUT = 30.0
MAX_ROWS = 1_000_000
MAX_QUERY_BYTES = 64 * 1024

__all__ = ["NamedQuery", "Parameter", "find_entity", "find_query", "named_queries", "run"]


@cache
def named_queries() -> tuple[NamedQuery, ...]:
    """Return all named queries by name.

    Raises:
        RuleError: when the head of one is wrong.
    """
    return tuple(read_query(path) for path in sorted(Path(__file__).parent.glob("*.rq")))


def find_query(name: str) -> NamedQuery | None:
    """Return the named query of that name, or None."""
    path = Path(__file__).parent / f"{name}.rq"
    known = name.replace("-", "").isalnum() and path.is_file()
    return read_query(path) if known else None


def run(
    store: "Store",
    query: str | Path,
    arguments: Mapping[str, Argument] | None = None,
    *,
    timeout: float = TIMEOUT,
    max_rows: int = MAX_ROWS,
) -> "Result":
    """Return the answer to a named query, a `.rq` file, or SPARQL text.

    Args:
        store: the open graph.
        query: a name of `named_queries`, a path, or a query.
        arguments: values of parameters by name, as a person types them. In a file with a head
            and in named queries they have types; in other queries they are plain strings, or
            things where the text is an id or IRI of the graph.
        timeout: seconds.
        max_rows: rows after which the answer is cut and marked.

    Raises:
        QueryError: when the query or an argument is wrong.
    """
    text, named = _resolve(query)
    columns: tuple[str, ...] | None = None
    if named is not None:
        bindings = bind_parameters(store, named, arguments or {})
        columns = tuple(name for name, _ in named.columns)
    else:
        bindings = {name: guess_term(store, value) for name, value in (arguments or {}).items()}
    return store.query(text, bindings=bindings, columns=columns, timeout=timeout, max_rows=max_rows)


def _resolve(query: str | Path) -> tuple[str, NamedQuery | None]:
    """Return the text of a query, and its head where it has one."""
    if isinstance(query, str):
        named = find_query(query)
        if named is not None:
            return named.text, named
        if not query.endswith(".rq") and _is_sparql(query):
            return query, None
        if not query.endswith(".rq"):
            raise _unknown(query)
    path = Path(query)
    try:
        size = path.stat().st_size
        text = path.read_text(encoding="utf-8") if size <= MAX_QUERY_BYTES else None
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} cannot be read as a query: {error}") from error
    if text is None:
        raise QueryError(f"{path} has {size} bytes; a query has at most {MAX_QUERY_BYTES}")
    return text, read_query(path) if text.startswith("# question:") else None


def _is_sparql(text: str) -> bool:
    """Tell a query from a mistyped name: a name is one word."""
    return len(text.split()) != 1 or "{" in text


def _unknown(name: str) -> QueryError:
    known = [query.name for query in named_queries()]
    close = difflib.get_close_matches(name, known, n=3)
    hint = f"did you mean {' or '.join(close)}?" if close else "see: kg query --list"
    return QueryError(f"there is no query called {name!r}; {hint}")
