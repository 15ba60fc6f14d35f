"""`/api`: the same as JSON, for programs; described by an OpenAPI 3.1 document at `/api`.

In: requests as the document says. Out: JSON; reasons for refusals are plain text.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.web.body import Refusal, departure
from kg.web.paging import gathered, parameter
from kg.web.rows import rows_of
from kg.web.state import state_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.query import NamedQuery
    from kg.store import Result, Store


async def document(request: "Request") -> "Response":
    """Send the OpenAPI document."""
    from starlette.responses import JSONResponse

    del request
    return JSONResponse(_document())


async def search(request: "Request") -> "Response":
    """Send the things and statements that have some words."""
    from starlette.responses import JSONResponse

    text = parameter(request, "q")
    if len(text) < 2:
        raise Refusal(400, "q has two characters or more")

    def gather(store: "Store") -> Mapping[str, Any]:
        return {
            "things": rows_of(store, "search-names", text=text),
            "statements": rows_of(store, "search-statements", words=text),
        }

    return JSONResponse(dict(await gathered(request, gather)))


async def card(request: "Request") -> "Response":
    """Send all that is known of one thing, by id or any name."""
    from starlette.responses import Response

    from kg.errors import QueryError

    name = request.path_params["rest"][:500]

    def job(store: "Store") -> str:
        from kg.card import card_of

        try:
            return card_of(store, name).to_json()
        except QueryError as error:
            raise Refusal(404, str(error)) from error

    async with departure(request) as gone:
        body = await state_of(request).pool.run(job, key=f"card {name}", gone=gone)
    return Response(body, media_type="application/json")


async def questions(request: "Request") -> "Response":
    """Send the named questions with their parameters and columns."""
    from starlette.responses import JSONResponse

    from kg.query import named_queries

    del request
    return JSONResponse({"questions": [_question(one) for one in named_queries()]})


async def question(request: "Request") -> "Response":
    """Send the answer to a named question, as SPARQL 1.1 results in JSON."""
    from starlette.responses import Response

    from kg.query import find_query, run

    named = find_query(request.path_params["name"])
    if named is None:
        raise Refusal(404, "there is no question of that name")
    state = state_of(request)
    arguments = dict(request.query_params)

    def job(store: "Store") -> "Result":
        return run(
            store, named.name, arguments,
            timeout=state.settings.seconds + 1, max_rows=state.settings.endpoint_rows,
        )  # fmt: skip

    key = f"{named.name} {sorted(arguments.items())}"
    async with departure(request) as gone:
        result = await state.pool.run(job, key=key, gone=gone)
    body = b"" if isinstance(result, bool) else result.to_format("json").encode()
    return Response(body, media_type="application/sparql-results+json")


def _question(named: "NamedQuery") -> dict[str, Any]:
    return {
        "name": named.name,
        "question": named.question,
        "parameters": [
            {
                "name": one.name,
                "type": one.type,
                "meaning": one.meaning,
                "default": one.default,
                "required": not one.optional and one.default is None,
            }
            for one in named.parameters
        ],
        "columns": [{"name": name, "meaning": meaning} for name, meaning in named.columns],
        "note": named.note,
    }


@cache
def _document() -> dict[str, Any]:
    """Return the OpenAPI document; the version is that of the package."""
    from importlib.metadata import version

    path = Path(__file__).parent / "data" / "openapi.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    document["info"]["version"] = version("kg")
    return document
