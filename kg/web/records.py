"""Pages on one thing: entity, issue, statement, article; each address gives HTML, Turtle, JSON-LD.

In: requests for /entity/…, /issue/…, /statement/…, /article/…. Out: the form that Accept or
`?format=` asks for; 404 where the graph has no such thing.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kg.vocab import BASE, iri_of
from kg.web.body import Refusal, departure
from kg.web.formats import TRIPLES, named, write
from kg.web.marks import paragraphs_of
from kg.web.negotiate import choose
from kg.web.pages import ANSWERS
from kg.web.paging import grouped, parameter, shown
from kg.web.rows import Row, node, query_text, rows_of
from kg.web.state import state_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.store import Store

Gather = Callable[["Store", str], Mapping[str, Any]]
_HTML = "text/html"
_FORMS = tuple(one for one in TRIPLES if one.name in {"ttl", "nt", "jsonld", "rdf"})
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


async def entity(request: "Request") -> "Response":
    """Show a person, institution, provision, or any other node."""
    return await _record(request, "", "entity.html", _entity)


async def issue(request: "Request") -> "Response":
    """Show an issue: its positions, who holds them, arguments and law."""
    return await _record(request, "issue/", "issue.html", _issue)


async def statement(request: "Request") -> "Response":
    """Show a statement with its sentence and what rests on it."""
    return await _record(request, "statement/", "statement.html", _statement)


async def article(request: "Request") -> "Response":
    """Show an article with what was found in it marked in the text."""
    return await _record(request, "article/", "article.html", _article)


async def _record(request: "Request", prefix: str, template: str, gather: Gather) -> "Response":
    """Answer with the page of a thing, or its triples."""
    iri = iri_of(prefix + request.path_params["rest"])
    name = parameter(request, "format", most=10)
    form = named(name, _FORMS) if name else None
    if name and form is None and name != "html":
        raise Refusal(406, f"formats are html, {', '.join(one.name for one in _FORMS)}")
    if not name:
        offers = [_HTML, *(one.plain for one in _FORMS)]
        wanted = choose(request.headers.get("accept", ""), offers)
        if wanted is None:
            raise Refusal(406, f"this is sent as {', '.join(offers)}")
        form = next((one for one in _FORMS if one.plain == wanted), None)
    if form is not None:
        return await _triples(request, iri, form.name)
    links = ", ".join(
        f'<{request.url.path}?format={one.name}>; rel="alternate"; type="{one.plain}"'
        for one in _FORMS
    )
    return await shown(
        request, template, lambda store: gather(store, iri), vary="accept", link=links
    )


async def _triples(request: "Request", iri: str, name: str) -> "Response":
    from starlette.responses import Response

    state = state_of(request)

    def job(store: "Store") -> bytes:
        result = store.query(
            query_text("describe"),
            bindings={"entity": node(iri)},
            max_rows=state.settings.endpoint_rows,
            max_bytes=state.settings.answer_bytes,
        )
        if isinstance(result, bool) or len(result) == 0:
            raise _nothing(iri)
        return write(result, form)

    form = next(one for one in _FORMS if one.name == name)
    async with departure(request) as gone:
        body = await state.pool.run(job, key=f"{request.url.path} as {name}", gone=gone)
    return Response(body, media_type=form.media, headers={"vary": "accept"})


def _nothing(iri: str) -> Refusal:
    return Refusal(404, f"the graph has nothing about {iri.removeprefix(BASE)[:200]}")


def _about(store: "Store", iri: str) -> dict[str, Any]:
    """Return what a thing is.

    Raises:
        Refusal: 404 where there is no such thing.
    """
    values: dict[str, list[str]] = {}
    for row in rows_of(store, "about", entity=node(iri)):
        values.setdefault(row["property"].replace("#", "/").rpartition("/")[2], []).append(
            row["value"]
        )
    if not values:
        raise _nothing(iri)
    name = values.get("label", [iri.removeprefix(BASE)])[0]
    classes = values.get("type", [])
    return {
        "iri": iri,
        "id": iri.removeprefix(BASE),
        "name": name,
        "classes": classes,
        "aliases": [text for text in values.get("altLabel", []) if text != name],
        "links": [*values.get("sameAs", []), *values.get("seeAlso", [])],
        "definition": values.get("definition", [""])[0],
        "question": values.get("question", [""])[0],
        "citation": values.get("citation", [""])[0],
        "background": "background" in values,
    }


def _entity(store: "Store", iri: str) -> Mapping[str, Any]:
    entity = node(iri)
    about = _about(store, iri)
    triples = rows_of(store, "triples-of", entity=entity)
    facts = rows_of(store, "facts", entity=entity)
    direct = {(row["relation"], row["object"]) for row in facts if row["subject"] == iri}
    further = [row for row in triples if (row["property"], row["value"]) not in direct]
    return {
        **about,
        "facts": _with_statuses(facts),
        "says": grouped(rows_of(store, "says", entity=entity), "record"),
        "said_of": grouped(rows_of(store, "said-of", entity=entity), "record"),
        "mentions": grouped(rows_of(store, "mentions-of", entity=entity), "article"),
        "further": grouped(further, "property"),
        "evidence": rows_of(store, "evidence", entity=entity),
    }


def _with_statuses(rows: list[Row]) -> list[tuple[Row, list[str], list[Row]]]:
    """Return each fact with its statuses and its sentences."""
    return [
        (
            first,
            sorted({row["status"] for row in group}),
            [one for one, _ in grouped(group, "article", "sentence")],
        )
        for first, group in grouped(rows, "record")
    ]


def _issue(store: "Store", iri: str) -> Mapping[str, Any]:
    entity = node(iri)
    about = _about(store, iri)
    held = [row for row in rows_of(store, "positions-of-issue", issue=entity) if row["record"]]
    order = {answer: place for place, answer in enumerate(ANSWERS)}
    positions = sorted(grouped(held, "answer"), key=lambda item: order.get(item[0]["answer"], 9))
    arguments = rows_of(store, "arguments-of-issue", issue=entity)
    return {
        **about,
        "positions": [(first, grouped(rows, "holder", "holderText")) for first, rows in positions],
        "arguments": grouped(arguments, "argument", "side", "answer"),
        "provisions": rows_of(store, "provisions-of-issue", issue=entity),
    }


def _statement(store: "Store", iri: str) -> Mapping[str, Any]:
    entity = node(iri)
    rows = rows_of(store, "statement", entity=entity)
    if not rows:
        raise _nothing(iri)
    values: dict[str, list[Row]] = {}
    for row in rows:
        values.setdefault(row["property"].replace("#", "/").rpartition("/")[2], []).append(row)
    return {
        "iri": iri,
        "id": iri.removeprefix(BASE),
        "values": values,
        "kinds": [row["value"] for row in rows if row["property"] == _RDF_TYPE],
        "evidence": rows_of(store, "evidence", entity=entity),
        "rests": grouped(rows_of(store, "rests-on", entity=entity), "class"),
    }


def _article(store: "Store", iri: str) -> Mapping[str, Any]:
    about = _about(store, iri)
    if about["id"] not in store.article_ids:
        raise _nothing(iri)
    text = store.article(about["id"])
    entity = node(iri)
    mentions = rows_of(store, "article-mentions", article=entity)
    statements = rows_of(store, "article-statements", article=entity)
    facts = rows_of(store, "article-facts", article=entity)
    return {
        **about,
        "article": text,
        "paragraphs": paragraphs_of(text.text, mentions, statements, facts),
        "mention_count": len(grouped(mentions, "record")),
        "statement_count": len(grouped(statements, "record")),
        "fact_count": len(grouped(facts, "record")),
    }
