"""Answers of a SPARQL server as the results that every part of `kg` reads.

In: a reply. Out: `Rows`, `Triples` or a truth value, with the ways of single engines taken out:
Virtuoso writes a truth value as a row and booleans as 0 and 1, and cuts long answers.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kg.errors import StoreError
from kg.store.remote.endpoint import Reply
from kg.store.rows import Rows, Triples
from kg.store.terms import XSD

# Says after how many rows Virtuoso cut its answer.
CUT_HEADER = "x-sparql-maxrows"
_TRUTH = {"1": "true", "0": "false"}


def to_rows(reply: Reply, columns: Sequence[str] | None, max_rows: int) -> Rows:
    """Return the rows of a SELECT, with these columns only, at most so many.

    Raises:
        StoreError: the reply is no SPARQL result in JSON.
    """
    head, found = _results(reply)
    names = head if columns is None else [name for name in columns if name in head]
    limit = reply.headers.get(CUT_HEADER, "")
    cut = len(found) > max_rows or (limit.isdigit() and 0 < int(limit) <= len(found))
    bindings = [
        {name: _term(row[name]) for name in names if name in row} for row in found[:max_rows]
    ]
    body = {"head": {"vars": names}, "results": {"bindings": bindings}}
    return Rows(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), cut)


def to_truth(reply: Reply) -> bool:
    """Return the answer of an ASK.

    Raises:
        StoreError: the reply is no SPARQL result in JSON.
    """
    answer = _loads(reply)
    if isinstance(answer.get("boolean"), bool):
        return bool(answer["boolean"])
    _, found = _results(reply)
    return any(term.get("value") in {"1", "true"} for row in found for term in row.values())


def to_triples(reply: Reply, max_rows: int) -> Triples:
    """Return the triples of a CONSTRUCT or DESCRIBE, each once, at most so many.

    Raises:
        StoreError: the reply is no RDF that can be read.
    """
    import pyoxigraph

    form = pyoxigraph.RdfFormat.from_media_type(reply.media_type)
    # Virtuoso calls N-Triples "text/plain".
    form = form or (pyoxigraph.RdfFormat.N_TRIPLES if reply.media_type == "text/plain" else None)
    if form is None:
        raise StoreError(f"the store answers with {reply.media_type or 'no media type'}, not RDF")
    try:
        lines = {f"{quad.triple} .\n" for quad in pyoxigraph.parse(reply.body, form)}
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"the store's RDF cannot be read: {error}") from error
    kept = sorted(lines)[:max_rows]
    return Triples("".join(kept).encode(), len(lines) > max_rows)


def _results(reply: Reply) -> tuple[list[str], list[dict[str, dict[str, str]]]]:
    answer = _loads(reply)
    try:
        return list(answer["head"]["vars"]), list(answer["results"]["bindings"])
    except (KeyError, TypeError) as error:
        raise StoreError("the store's answer has no rows; is this a SPARQL endpoint?") from error


def _loads(reply: Reply) -> dict[str, Any]:
    try:
        answer = json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        shown = reply.media_type or "no media type"
        raise StoreError(f"the store answers with {shown}, not SPARQL results in JSON") from error
    if not isinstance(answer, dict):
        raise StoreError("the store's answer is no SPARQL result")
    return answer


def _term(term: Mapping[str, str]) -> dict[str, str]:
    fields = dict(term)
    if fields.get("type") == "typed-literal":
        fields["type"] = "literal"
    if fields.get("datatype") == f"{XSD}boolean":
        fields["value"] = _TRUTH.get(fields["value"], fields["value"])
    if fields.get("datatype") == f"{XSD}string":
        del fields["datatype"]
    return fields
