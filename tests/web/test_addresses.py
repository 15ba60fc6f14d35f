"""Each thing has one address, and takes the form that is asked for."""

import json

import pyoxigraph as ox
import pytest
from served import Server

from kg.vocab import BASE, iri_of

pytest_plugins = ("web_servers",)


def paths(server: Server) -> dict[str, str]:
    """Return an address of each kind of thing in the graph."""
    found = {}
    for kind, cls in (
        ("entity", "Person"),
        ("issue", "LegalIssue"),
        ("statement", "Statement"),
        ("article", "Article"),
    ):
        query = f"SELECT ?x {{ ?x a kg:{cls} }} ORDER BY ?x LIMIT 1"
        iri = server.query(query, accept="text/csv").text.splitlines()[1]
        name = iri.removeprefix(BASE)
        found[kind] = f"/entity/{name}" if kind == "entity" else f"/{name}"
    return found


@pytest.mark.parametrize("kind", ["entity", "issue", "statement", "article"])
@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_one_address_gives_the_form_asked_for(
    corpus: Server, kind: str, media: str, form: ox.RdfFormat
) -> None:
    path = paths(corpus)[kind]
    reply = corpus.ask(path, headers={"Accept": f"{media}, text/html;q=0.5"})
    assert reply.status == 200
    assert reply.headers["content-type"].split(";")[0] == media
    assert reply.headers["vary"] == "accept"
    iri = ox.NamedNode(BASE + path.removeprefix("/entity/").removeprefix("/"))
    triples = list(ox.parse(reply.body, form))
    assert any(one.subject == iri for one in triples)
    page = corpus.ask(path, headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert f'type="{media}"' in page.headers["link"]


def test_the_format_can_be_named_in_the_address(corpus: Server) -> None:
    path = paths(corpus)["entity"]
    assert corpus.ask(f"{path}?format=ttl").headers["content-type"].startswith("text/turtle")
    assert corpus.ask(f"{path}?format=html").headers["content-type"].startswith("text/html")
    assert corpus.ask(f"{path}?format=exe").status == 406


@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/ld+json"])
@pytest.mark.parametrize(
    "path", ["/entity/person/nobody-at-all", "/issue/none", "/statement/0", "/article/0"]
)
def test_what_is_not_there_is_not_found_in_any_form(corpus: Server, path: str, accept: str) -> None:
    assert corpus.ask(path, headers={"Accept": accept}).status == 404


def test_a_form_that_nobody_can_write_is_not_acceptable(corpus: Server) -> None:
    assert corpus.ask(paths(corpus)["entity"], headers={"Accept": "image/png"}).status == 406


def test_an_id_with_odd_characters_has_one_address(corpus: Server) -> None:
    """A name with spaces and marks is percent-encoded once on the way in and out."""
    query = 'SELECT ?x { ?x rdfs:label ?l FILTER(CONTAINS(STR(?x), "%")) } LIMIT 1'
    for iri in corpus.query(query, accept="text/csv").text.splitlines()[1:]:
        reply = corpus.ask(f"/entity/{iri.removeprefix(BASE)}", headers={"Accept": "text/html"})
        assert reply.status == 200
    assert iri_of("a b") == f"{BASE}a%20b"


def test_numbers_of_the_overview_are_those_of_the_graph(corpus: Server) -> None:
    page = corpus.ask("/", headers={"Accept": "text/html"}).text
    for cls in ("Statement", "Conflict"):
        query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a kg:{cls} }}"
        count = corpus.query(query, accept="text/csv").text.splitlines()[1]
        assert f">{int(count):,}</a>" in page


def test_downloads_are_exact_or_safe_for_a_spreadsheet(corpus: Server) -> None:
    query = "query=SELECT%20(%22%3D1%2B1%22%20AS%20%3Fx)%20%7B%7D"
    exact = corpus.ask(f"/query/download?{query}&format=csv")
    assert exact.text == "x\r\n=1+1\r\n"
    assert exact.headers["content-disposition"] == 'attachment; filename="query.csv"'
    assert corpus.ask(f"/query/download?{query}&format=sheet").text == "x\r\n'=1+1\r\n"
    assert corpus.ask(f"/query/download?{query}&format=ttl").status == 406
    named = corpus.ask("/query/download?name=positions&run=1&format=json")
    assert json.loads(named.body)["results"]["bindings"]
    assert named.headers["content-disposition"] == 'attachment; filename="positions.json"'


def test_every_named_question_has_a_form_and_its_example_is_answered(corpus: Server) -> None:
    from urllib.parse import urlencode

    from kg.query import named_queries

    for one in named_queries():
        page = corpus.ask(f"/query?name={one.name}", headers={"Accept": "text/html"})
        assert page.status == 200, one.name
        for parameter in one.parameters:
            assert f'name="p.{parameter.name}"' in page.text
        needed = [x for x in one.parameters if not x.optional and x.default is None]
        if not needed:
            fields = urlencode({"name": one.name, "run": "1"})
            assert corpus.ask(f"/query?{fields}").status == 200, one.name
