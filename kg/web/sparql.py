"""`/sparql`: the SPARQL 1.1 Protocol for queries, and the description of the service.

In: GET with `query`, POST with a form, or POST with the query as body; each with the graphs to
ask. Out: the result in the form that Accept asks for, or a reason in plain text with 400 (wrong
query or request), 403 (an update: this endpoint only reads), 406, 413, 415, 503 (busy, or over
time). Source: SPARQL 1.1 Protocol, section 2; Service Description, section 3.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.store.guard import MAX_QUERY_BYTES
from kg.web.body import FORM, Refusal, departure, media_type, parse_fields, read_body
from kg.web.formats import ROWS, TRIPLES, Format, is_cut, offers_for, pick, write
from kg.web.negotiate import choose
from kg.web.state import state_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.store import Result, Store

_DIRECT, _UPDATE = "application/sparql-query", "application/sparql-update"
_HTML = "text/html"
# What update requests are told, whatever else is wrong with them.
READ_ONLY = "this endpoint only reads: updates are refused; build the graph anew to change it"


@dataclass(frozen=True, slots=True)
class Question:
    """A query with the default and named graphs of the request; None where it names none."""

    query: str
    graphs: tuple[tuple[str, ...], tuple[str, ...]] | None = None

    @property
    def key(self) -> str:
        """What tells one question from another."""
        return repr((self.query, self.graphs))


async def endpoint(request: "Request") -> "Response":
    """Answer a request to the endpoint."""
    from starlette.responses import RedirectResponse, Response

    question = await _read(request)
    if question is None:
        offers = [*(one.plain for one in TRIPLES), _HTML]
        if choose(request.headers.get("accept", ""), offers) == _HTML:
            return RedirectResponse("/query", status_code=303)
        return await _describe(request)
    accept = request.headers.get("accept", "")
    if pick(accept, (*ROWS, *TRIPLES)) is None:
        raise Refusal(406, f"this endpoint answers with {_listed((*ROWS, *TRIPLES))}")
    result = await _ask(request, question)
    form = pick(accept, offers_for(result))
    if form is None:
        raise Refusal(406, f"this answer can be sent as {_listed(offers_for(result))}")
    body = await asyncio.to_thread(write, result, form)
    headers = {"vary": "accept", **({"kg-truncated": "true"} if is_cut(result) else {})}
    return Response(body, media_type=form.media, headers=headers)


async def _ask(request: "Request", question: Question) -> "Result":
    state = state_of(request)
    limits = state.settings

    def job(store: "Store") -> "Result":
        return store.query(
            question.query,
            timeout=limits.seconds + 1,  # the pool stops it before
            max_rows=limits.endpoint_rows,
            max_bytes=limits.answer_bytes,
            graphs=question.graphs,
        )

    async with departure(request) as gone:
        return await state.pool.run(job, key=question.key, gone=gone)


async def _read(request: "Request") -> Question | None:
    """Return the question of a request, None where it has none and wants the description.

    Raises:
        Refusal: 400, 403, 413 or 415.
    """
    fields = parse_fields(request.scope["query_string"].decode("latin-1"))
    direct: str | None = None
    if request.method == "POST":
        body = await read_body(request, state_of(request).settings.body_bytes)
        kind, parameters = media_type(request)
        if kind == _UPDATE:
            raise Refusal(403, READ_ONLY)
        if kind not in {FORM, _DIRECT}:
            raise Refusal(415, f"a query is posted as {FORM} or {_DIRECT}")
        text = _decode(body, parameters.get("charset", "utf-8"))
        if kind == FORM:
            fields += parse_fields(text)
        else:
            direct = text
    return _question_of(fields, direct, posted=request.method == "POST")


def _question_of(
    fields: list[tuple[str, str]], direct: str | None, *, posted: bool
) -> Question | None:
    given: dict[str, list[str]] = {}
    for name, value in fields:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise Refusal(403, READ_ONLY)
    queries = [*given.get("query", ()), *(() if direct is None else (direct,))]
    if len(queries) > 1:
        raise Refusal(400, "a request has one query, not several")
    if not queries:
        if posted:
            raise Refusal(400, "the request has no query")
        return None
    if len(queries[0].encode("utf-8", "surrogatepass")) > MAX_QUERY_BYTES:
        raise Refusal(413, f"a query has at most {MAX_QUERY_BYTES} bytes")
    graphs = (
        tuple(given.get("default-graph-uri", ())),
        tuple(given.get("named-graph-uri", ())),
    )
    return Question(queries[0], graphs if any(graphs) else None)


def _decode(body: bytes, charset: str) -> str:
    if charset not in {"utf-8", "utf8"}:
        raise Refusal(415, f"a query is UTF-8, not {charset[:40]}")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, f"the request is no UTF-8 from byte {error.start} on") from error


async def _describe(request: "Request") -> "Response":
    """Answer with the description of the service."""
    import pyoxigraph
    from starlette.responses import Response

    form = pick(request.headers.get("accept", ""), TRIPLES)
    if form is None:
        raise Refusal(406, f"the description of this endpoint is sent as {_listed(TRIPLES)}")
    text = (Path(__file__).parent / "data" / "service.ttl").read_text(encoding="utf-8")
    base = str(request.url.replace(path="/sparql", query=""))
    triples = [
        quad.triple for quad in pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE, base_iri=base)
    ]
    kinds = {
        "ttl": pyoxigraph.RdfFormat.TURTLE,
        "nt": pyoxigraph.RdfFormat.N_TRIPLES,
        "jsonld": pyoxigraph.RdfFormat.JSON_LD,
        "rdf": pyoxigraph.RdfFormat.RDF_XML,
    }
    prefixes = {"sd": "http://www.w3.org/ns/sparql-service-description#"}
    body = pyoxigraph.serialize(triples, format=kinds[form.name], prefixes=prefixes)
    return Response(body or b"", media_type=form.media, headers={"vary": "accept"})


def _listed(formats: tuple[Format, ...]) -> str:
    return ", ".join(one.plain for one in formats)
