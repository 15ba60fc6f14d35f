"""Pages out of templates: what every template can use, and how its answer is sent.

In: the name of a template and plain data. Out: an HTML response. All text is escaped by the
template engine; addresses are made here alone, and only from IRIs of the graph or http links.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from kg.vocab import BASE, NAMESPACE

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request
    from starlette.responses import Response

# Kinds of ids that have pages of their own; everything else is under /entity.
_OWN_PAGES = ("issue", "statement", "article")
# A name that is longer is none (code points).
_NAME = 300
_STANCES = {"Supports": "supports", "Opposes": "opposes", "Conditional": "conditional"}


def environment() -> "Environment":
    """Return the template engine with our filters; it escapes everything."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    engine = Environment(
        loader=PackageLoader("kg.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.filters.update(
        address=address, local=local, words=words, link=link, kind=kind, shape=shape, sign=sign,
        day=day, brief=brief, query=urlencode,
    )  # fmt: skip
    return engine


def render(
    request: "Request",
    template: str,
    data: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> "Response":
    """Return a page."""
    from starlette.responses import HTMLResponse

    engine: Environment = request.app.state.live.templates
    text = engine.get_template(template).render(path=request.url.path, **data)
    return HTMLResponse(text, status_code=status, headers=dict(headers or {}))


def address(iri: str) -> str:
    """Return the address of the page on an IRI of the graph, "" for anything else.

    >>> address("https://w3id.org/legalkg/id/person/lee-gelernt"), address("person/lee-gelernt")
    ('/entity/person/lee-gelernt', '')
    """
    if not iri.startswith(BASE):
        return ""
    name = iri[len(BASE) :]
    first = name.partition("/")[0]
    path = name if first in _OWN_PAGES else f"entity/{name}"
    return "/" + quote(path, safe="/-_.~%")


def link(iri: str) -> str:
    """Return an address outside that may be linked, "" for any other text."""
    return iri if iri.startswith(("http://", "https://")) else ""


def local(iri: str) -> str:
    """Return the last part of a term's IRI: "Opposes"; other text as it is."""
    return iri.removeprefix(NAMESPACE).removeprefix(BASE)


def words(iri: str) -> str:
    """Return a term of the ontology as people say it: "opposes", "holds the office"."""
    from kg.network.style import load_style

    name = local(iri)
    style = load_style()
    if "://" in name:
        return name
    return style.statements.get(name) or style.relation(name)


def kind(classes: str) -> str:
    """Return the drawn type of an entity by its classes, separated by spaces."""
    from kg.network.style import load_style

    return load_style().type_of(local(one) for one in classes.split())


def shape(type_name: str) -> str:
    """Return the corners of a type's shape for an SVG polygon, "" for a disc."""
    from kg.network.style import load_style

    style = load_style()
    corners = style.shapes[style.types[type_name]["shape"]]
    return " ".join(f"{x:g},{y:g}" for x, y in corners)


def sign(stance: str) -> str:
    """Return the name by which style sheets know a stance: "opposes", "neutral"."""
    return _STANCES.get(local(stance), "neutral")


def brief(text: str) -> str:
    """Return a name, cut where nobody could read it.

    >>> len(brief("x" * 1000)), brief("Ana")
    (301, 'Ana')
    """
    return text if len(text) <= _NAME else f"{text[:_NAME]}…"


def day(date: str) -> str:
    """Return a date for reading: "6 February 2025", "January 2023", "2022"; other text as it is."""
    import datetime

    for form, shown in (("%Y-%m-%d", "%B %Y"), ("%Y-%m", "%B %Y")):
        try:
            found = datetime.datetime.strptime(date, form)
        except ValueError:
            continue
        text = found.strftime(shown)
        return f"{found.day} {text}" if form.endswith("%d") else text
    return date
