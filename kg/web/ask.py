"""`/query`: ask in SPARQL or by a named question; see the answer as table, chart or network.

In: the address alone, so that every question can be sent as a link: `name` with a parameter
`p.NAME` for each of the question's, or `query`; `view` and `page`. Out: HTML, or a download.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.web.body import Refusal, departure
from kg.web.drawing import bars_of, web_of
from kg.web.formats import is_cut, named, offers_for, write
from kg.web.paging import parameter
from kg.web.render import render
from kg.web.rows import labels_of, terms_of
from kg.web.state import state_of
from kg.web.static import has_editor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.query import NamedQuery
    from kg.store import Result, Store

VIEWS = ("table", "chart", "network")
# Rows on one page of a table; all rows that are kept can be paged through.
PAGE_ROWS = 500
_START = "SELECT ?speaker ?text WHERE {\n  ?statement kg:speaker/rdfs:label ?speaker ;\n             kg:text ?text .\n}\nORDER BY ?speaker\nLIMIT 50"  # noqa: E501
# What a spreadsheet opens: CSV in which no cell can start a formula.
_SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks: SPARQL text, or a named question with what was typed for it."""

    query: str
    named: "NamedQuery | None"
    arguments: Mapping[str, str]
    run: bool

    @property
    def fields(self) -> dict[str, str]:
        """Return the fields of an address that asks the same."""
        if self.named is None:
            return {"query": self.query}
        given = {f"p.{name}": value for name, value in self.arguments.items()}
        return {"name": self.named.name, **given, "run": "1"}


async def page(request: "Request") -> "Response":
    """Show the editor, the menu of questions, and the answer where something is asked."""
    from kg.query import named_queries

    asked = _asked(request)
    view = parameter(request, "view") if parameter(request, "view") in VIEWS else VIEWS[0]
    answer, problem = None, ""
    if asked.run:
        try:
            result, names = await _ask(request, asked, state_of(request).settings.rows)
            answer = await asyncio.to_thread(_shown, request, result, names, view)
        except QueryError as error:
            problem = str(error)
    data = {
        "asked": asked,
        "questions": named_queries(),
        "view": view,
        "views": VIEWS,
        "problem": problem,
        "start": _START,
        "editor": has_editor(),
        "answer": answer,
        "fields": asked.fields,
    }
    return render(request, "query.html", data, status=400 if problem else 200)


async def download(request: "Request") -> "Response":
    """Send the answer as a file in one of its forms."""
    from starlette.responses import Response

    from kg.store import Rows

    asked, name = _asked(request), parameter(request, "format")
    result, _ = await _ask(request, asked, state_of(request).settings.endpoint_rows)
    if name == _SHEET and isinstance(result, Rows):
        body, media, suffix = result.to_csv(for_spreadsheet=True).encode(), "text/csv", "csv"
    else:
        form = named(name, offers_for(result))
        if form is None:
            names = sorted({one.name for one in offers_for(result)})
            raise Refusal(406, f"this answer can be downloaded as {', '.join(names)}")
        body, media, suffix = await asyncio.to_thread(write, result, form), form.media, form.name
    title = "query" if asked.named is None else asked.named.name
    headers = {"content-disposition": f'attachment; filename="{title}.{suffix}"'}
    if is_cut(result):
        headers["kg-truncated"] = "true"
    return Response(body, media_type=media, headers=headers)


async def terms(request: "Request") -> "Response":
    """Send prefixes, classes and properties, for the completion of the editor."""
    from starlette.responses import JSONResponse

    from kg.store.terms import PREFIXES
    from kg.vocab import load_terms

    del request
    found = load_terms().values()
    return JSONResponse(
        {
            "prefixes": dict(PREFIXES),
            "classes": [f"kg:{one.name}" for one in found if one.kind == "class"],
            "properties": [f"kg:{one.name}" for one in found if one.kind in {"object", "datatype"}],
        }
    )


def _asked(request: "Request") -> Asked:
    """Return what the address asks.

    Raises:
        Refusal: 404 where no question has that name.
    """
    from kg.query import find_query

    name = parameter(request, "name")
    question = find_query(name) if name else None
    if name and question is None:
        raise Refusal(404, f"there is no question called {name!r}")
    if question is None:
        query = request.query_params.get("query", "")
        return Asked(query, None, {}, run=bool(query.strip()))
    typed = {one.name: parameter(request, f"p.{one.name}") for one in question.parameters}
    arguments = {name: value for name, value in typed.items() if value}
    complete = all(
        one.optional or one.default is not None or one.name in arguments
        for one in question.parameters
    )
    return Asked(question.text, question, arguments, run=complete and "run" in request.query_params)


async def _ask(request: "Request", asked: Asked, rows: int) -> "tuple[Result, Mapping[str, str]]":
    """Return the answer, and the names of the things in it."""
    from kg.query import run

    state = state_of(request)
    limits = state.settings

    def job(store: "Store") -> "tuple[Result, Mapping[str, str]]":
        seconds = limits.seconds + 1  # the pool stops it before
        if asked.named is not None:
            name = asked.named.name
            result = run(store, name, asked.arguments, timeout=seconds, max_rows=rows)
        else:
            result = store.query(
                asked.query, timeout=seconds, max_rows=rows, max_bytes=limits.answer_bytes
            )
        return result, labels_of(store, result)

    async with departure(request) as gone:
        return await state.pool.run(job, key=repr(sorted(asked.fields.items())), gone=gone)


def _shown(
    request: "Request", result: "Result", names: Mapping[str, str], view: str
) -> dict[str, Any]:
    """Return what the page shows of an answer."""
    from kg.store import Rows

    if isinstance(result, bool):
        return {"truth": result, "formats": ["json", "xml"]}
    columns, terms = terms_of(result)
    is_rows = isinstance(result, Rows)
    formats = [_SHEET, "csv", "tsv", "json", "xml"] if is_rows else ["ttl", "nt", "jsonld", "rdf"]
    number = parameter(request, "page", most=5)
    at = max(1, int(number)) if number.isascii() and number.isdigit() else 1
    shown = terms[(at - 1) * PAGE_ROWS : at * PAGE_ROWS]
    cells = [[_cell(term, names) for term in row] for row in shown]
    return {
        "truth": None,
        "columns": columns,
        "rows": cells,
        "count": len(terms),
        "cut": result.truncated,
        "page": at,
        "pages": max(1, -(-len(terms) // PAGE_ROWS)),
        "formats": formats,
        "bars": bars_of(columns, terms, names) if view == "chart" else None,
        "web": web_of(columns, terms, names) if view == "network" else None,
    }


def _cell(term: object, names: Mapping[str, str]) -> dict[str, str]:
    """Return a term for a table: its name or text, its id, and its IRI where it is one."""
    from pyoxigraph import NamedNode

    from kg.store.terms import shorten

    if term is None:
        return {"text": "", "id": "", "iri": ""}
    if isinstance(term, NamedNode):
        short = shorten(term.value)
        return {"text": names.get(term.value, short), "id": short, "iri": term.value}
    return {"text": str(getattr(term, "value", term)), "id": "", "iri": ""}
