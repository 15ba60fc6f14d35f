"""`/sparql` as SPARQL 1.1 Protocol has it: each case of the W3C list, in words of our own.

The list has 34 cases: 20 on queries, which an endpoint has to pass, and 14 on updates, which
this one refuses by design, each in the same declared way.
"""

import json
from collections.abc import Sequence
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from served import Reply, Server
from web_graph import GRAPHS

from kg.web.sparql import READ_ONLY

pytest_plugins = ("web_servers",)

ONE, TWO, THREE = (GRAPHS + name for name in ("one", "two", "three"))
Fields = Sequence[tuple[str, str]]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
BOTH = f"ASK {{ <{ONE}> a ?a . <{TWO}> a ?b }}"
NAMED = f"ASK {{ GRAPH ?g {{ <{ONE}> a ?a }} GRAPH ?h {{ <{TWO}> a ?b }} }}"
FULL = f"ASK {{ <{THREE}> a ?c GRAPH ?g {{ <{ONE}> a ?a }} GRAPH ?h {{ <{TWO}> a ?b }} }}"
DEFAULTS = [("default-graph-uri", ONE), ("default-graph-uri", TWO)]
NAMES = [("named-graph-uri", ONE), ("named-graph-uri", TWO)]


def post(server: Server, body: str | bytes, kind: dict[str, str], fields: Fields = ()) -> Reply:
    """Return the answer to a POST with fields in its address."""
    path = f"/sparql?{urlencode(list(fields))}" if fields else "/sparql"
    data = body if isinstance(body, bytes) else body.encode()
    return server.ask(path, method="POST", body=data, headers=kind)


def truth(reply: Reply) -> bool:
    """Return the truth value of an answer in JSON."""
    assert reply.status == 200, reply.text
    value: bool = json.loads(reply.body)["boolean"]
    return value


def test_query_by_get(small: Server) -> None:
    assert truth(small.query("ASK {}")) is True


def test_query_by_form(small: Server) -> None:
    assert truth(post(small, urlencode({"query": "ASK {}"}), FORM)) is True


def test_query_as_body(small: Server) -> None:
    assert truth(post(small, "ASK {}", DIRECT)) is True


def test_query_at_the_address_with_a_slash(small: Server) -> None:
    assert truth(small.ask(f"/sparql/?query={quote('ASK {}')}")) is True


def test_default_graphs_by_get_are_merged(small: Server) -> None:
    path = f"/sparql?{urlencode([('query', BOTH), *DEFAULTS])}"
    assert truth(small.ask(path)) is True


def test_default_graphs_by_post_are_merged(small: Server) -> None:
    assert truth(post(small, BOTH, DIRECT, DEFAULTS)) is True
    assert truth(post(small, BOTH, DIRECT)) is False


def test_named_graphs_by_get(small: Server) -> None:
    path = f"/sparql?{urlencode([('query', NAMED), *NAMES])}"
    assert truth(small.ask(path)) is True


def test_named_graphs_by_post_are_the_only_ones(small: Server) -> None:
    assert truth(post(small, NAMED, DIRECT, NAMES)) is True
    assert truth(post(small, NAMED, DIRECT, NAMES[:1])) is False


def test_default_and_named_graphs_together(small: Server) -> None:
    fields = [("default-graph-uri", THREE), *NAMES]
    assert truth(post(small, FULL, DIRECT, fields)) is True


def test_graphs_of_the_protocol_go_before_those_of_the_query(small: Server) -> None:
    query = f"ASK FROM <{THREE}> {{ GRAPH ?g {{ <{ONE}> a ?a }} GRAPH ?h {{ <{TWO}> a ?b }} }}"
    assert truth(post(small, query, DIRECT, NAMES)) is True


def test_a_graph_that_is_not_there_is_empty_and_asked_of_nobody(small: Server) -> None:
    fields = [("default-graph-uri", "https://example.org/nowhere")]
    assert truth(post(small, "ASK { ?s ?p ?o }", DIRECT, fields)) is False


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        ("SELECT (1 AS ?x) {}", "", "application/sparql-results+json"),
        ("SELECT (1 AS ?x) {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT (1 AS ?x) {}", "text/csv", "text/csv"),
        ("SELECT (1 AS ?x) {}", "text/tab-separated-values", "text/tab-separated-values"),
        ("ASK {}", "", "application/sparql-results+json"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("DESCRIBE <person/ada>", "", "text/turtle"),
        ("DESCRIBE <person/ada>", "application/n-triples", "application/n-triples"),
        ("CONSTRUCT { <x:a> <x:b> 1 } {}", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT { <x:a> <x:b> 1 } {}", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT { <x:a> <x:b> 1 } {}", "text/csv;q=0.9, text/turtle;q=0.1", "text/turtle"),
    ],
)
def test_the_form_is_the_one_asked_for(small: Server, query: str, accept: str, media: str) -> None:
    reply = small.query(query, accept=accept)
    assert reply.status == 200
    assert reply.headers["content-type"].split(";")[0] == media
    assert reply.headers["vary"] == "accept"


def test_forms_hold_the_same_rows(small: Server) -> None:
    query = "SELECT ?y { ?s kg:year ?y } ORDER BY ?y LIMIT 3"
    assert small.query(query, accept="text/csv").text == "y\r\n0\r\n1\r\n2\r\n"
    tsv = small.query(query, accept="text/tab-separated-values").text
    assert tsv.splitlines()[:2] == ["?y", "0"]
    rows = json.loads(small.query(query).body)["results"]["bindings"]
    assert [row["y"]["value"] for row in rows] == ["0", "1", "2"]
    tree = ElementTree.fromstring(small.query(query, accept="application/xml").body)
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert [one.text for one in tree.iter(f"{space}literal")] == ["0", "1", "2"]


def test_triples_in_each_form_are_equal(small: Server) -> None:
    found = []
    for media, form in (
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ):
        body = small.query("DESCRIBE <person/ada>", accept=media).body
        found.append({quad.triple for quad in ox.parse(body, form)})
    assert len(found[0]) == 2
    assert all(one == found[0] for one in found)


def test_query_is_not_put(small: Server) -> None:
    reply = small.ask("/sparql?query=ASK%20%7B%7D", method="PUT", body=b"")
    assert reply.status == 405
    assert "GET" in reply.headers["allow"]


@pytest.mark.parametrize(
    ("fields", "body", "kind", "status"),
    [
        ([("query", "ASK {}"), ("query", "SELECT * {}")], b"", FORM, 400),
        ([], b"ASK {}", {"Content-Type": "text/plain"}, 415),
        ([], b"query=ASK%20%7B%7D", {}, 415),
        ([], b"ASK {}", {}, 415),
        ([], "ASK {}".encode("utf-16"), {"Content-Type": f"{DIRECT['Content-Type']}; charset=UTF-16"}, 415),  # noqa: E501
        ([], "ASK { ?s ?p 'é' }".encode("latin-1"), DIRECT, 400),
        ([], b"ASK {", DIRECT, 400),
        ([], b"", FORM, 400),
        ([("query", "ASK {}")], b"ASK {}", DIRECT, 400),
    ],
)  # fmt: skip
def test_a_request_that_is_wrong_is_told_so(
    small: Server, fields: Fields, body: bytes, kind: dict[str, str], status: int
) -> None:
    reply = post(small, body, kind, fields)
    assert reply.status == status, reply.text
    assert reply.headers["content-type"].startswith("text/plain")
    assert reply.text.strip()


@pytest.mark.parametrize(
    ("fields", "body", "kind"),
    [
        ([], b"CLEAR ALL", UPDATE),
        ([("using-graph-uri", ONE)], b"INSERT DATA { <x:a> <x:b> 1 }", UPDATE),
        ([("using-graph-uri", ONE), ("using-graph-uri", TWO)], b"INSERT {} WHERE {}", UPDATE),
        ([("using-named-graph-uri", ONE)], b"INSERT {} WHERE {}", UPDATE),
        ([("using-graph-uri", ONE), ("using-named-graph-uri", TWO)], b"DELETE WHERE {}", UPDATE),
        ([], b"BASE <x:> INSERT DATA { <a> <b> 1 }", UPDATE),
        ([], b"update=CLEAR%20NAMED", FORM),
        ([], b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM),
        ([("update", "CLEAR NAMED")], b"", FORM),
        ([], "CLEAR NAMED".encode("utf-16"), UPDATE),
        ([], b"CLEAR XYZ", UPDATE),
        ([("using-named-graph-uri", ONE)], b"WITH <x:g> DELETE {} WHERE {}", UPDATE),
    ],
)
def test_an_update_gets_the_declared_refusal(
    small: Server, fields: Fields, body: bytes, kind: dict[str, str]
) -> None:
    reply = post(small, body, kind, fields)
    assert (reply.status, reply.text.strip()) == (403, READ_ONLY)


def test_an_update_by_get_gets_the_declared_refusal(small: Server) -> None:
    reply = small.ask(f"/sparql?{urlencode({'update': 'CLEAR ALL'})}")
    assert (reply.status, reply.text.strip()) == (403, READ_ONLY)


def test_an_update_of_an_unknown_kind_of_content_is_refused(small: Server) -> None:
    assert post(small, b"CLEAR NAMED", {"Content-Type": "text/plain"}).status == 415
    assert post(small, b"update=CLEAR%20NAMED", {}).status == 415


def test_an_update_in_place_of_a_query_is_refused(small: Server) -> None:
    before = small.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", accept="text/csv").text
    reply = small.query("INSERT DATA { <x:a> <x:b> 1 }")
    assert reply.status == 400
    assert "INSERT changes the graph" in reply.text
    after = small.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", accept="text/csv").text
    assert before == after


def test_what_nobody_can_write_is_not_acceptable(small: Server) -> None:
    assert small.query("ASK {}", accept="image/png").status == 406
    assert small.query("ASK {}", accept="text/csv").status == 406


@pytest.mark.parametrize(
    ("media", "form"),
    [("text/turtle", ox.RdfFormat.TURTLE), ("application/rdf+xml", ox.RdfFormat.RDF_XML)],
)
def test_the_service_describes_itself(small: Server, media: str, form: ox.RdfFormat) -> None:
    reply = small.ask("/sparql", headers={"Accept": media})
    sd = "http://www.w3.org/ns/sparql-service-description#"
    triples = {quad.triple for quad in ox.parse(reply.body, form)}
    here = ox.NamedNode(f"{small.url}/sparql")
    kinds = {one.object for one in triples if one.subject == here}
    assert ox.NamedNode(f"{sd}Service") in kinds
    assert ox.NamedNode(f"{sd}SPARQL11Query") in kinds
    assert any(one.predicate == ox.NamedNode(f"{sd}resultFormat") for one in triples)
    assert ox.Triple(here, ox.NamedNode(f"{sd}endpoint"), here) in triples


def test_a_browser_at_the_endpoint_is_led_to_the_editor(small: Server) -> None:
    reply = small.ask("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (reply.status, reply.headers["location"]) == (303, "/query")


def test_a_cut_answer_is_marked(small: Server) -> None:
    reply = small.query("SELECT * { ?s ?p ?o }")
    assert reply.headers["kg-truncated"] == "true"
    assert len(json.loads(reply.body)["results"]["bindings"]) == small.settings.endpoint_rows
    assert "kg-truncated" not in small.query("ASK {}").headers
