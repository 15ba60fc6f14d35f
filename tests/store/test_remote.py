"""Graphs in stores over HTTP: loaded whole, gone on with after a cut, asked like a folder."""

from pathlib import Path

import pyoxigraph
import pytest
from sparql_server import SparqlServer, server, virtuoso
from store_samples import REPORT, folder, sample_articles, sample_quads, store

from kg.errors import QueryError, SettingsError, StoreError
from kg.store import LocalStore, Rows, write_graph
from kg.store.remote import Endpoint, RemoteStore, endpoint_of, open_remote, upload
from kg.store.remote.bind import bind
from kg.store.remote.marker import GRAPH

__all__ = ["folder", "server", "store", "virtuoso"]

NAMES = "SELECT ?entity ?name { ?entity rdfs:label ?name } ORDER BY ?entity ?name"


def opened(url: str, **environ: str) -> RemoteStore:
    return open_remote(endpoint_of(url, environ=environ))


def test_a_loaded_graph_has_the_same_quads(server: SparqlServer, store: LocalStore) -> None:
    marker = upload(store, endpoint_of(server.url, environ={}))
    assert marker.is_whole
    with opened(server.url) as remote:
        assert set(remote.quads()) == set(store.quads())
        assert len(remote) == len(store)
        assert remote.article_ids == store.article_ids


def test_a_query_has_the_same_answer_as_in_the_folder(
    server: SparqlServer, store: LocalStore
) -> None:
    upload(store, endpoint_of(server.url, environ={}))
    with opened(server.url) as remote:
        here, there = store.query(NAMES), remote.query(NAMES)
        assert isinstance(here, Rows)
        assert isinstance(there, Rows)
        assert len(here) > 3
        assert here.ids() == there.ids()
        assert remote.query("ASK { ?s a kg:Person }") is True
        construct = "CONSTRUCT { ?s a kg:Person } WHERE { ?s a kg:Person }"
        assert set(remote.query(construct)) == set(store.query(construct))  # type: ignore[arg-type]


def test_bound_values_have_the_same_answer(server: SparqlServer, store: LocalStore) -> None:
    upload(store, endpoint_of(server.url, environ={}))
    name = store.select(NAMES).terms[0][1]
    query = (
        "SELECT ?entity ?name (COUNT(?p) AS ?n) { ?entity rdfs:label ?name ; ?p ?o "
        "FILTER(BOUND(?name)) } GROUP BY ?entity ?name"
    )
    with opened(server.url) as remote:
        bound = {"name": name}
        assert (
            remote.select(query, bindings=bound).ids() == store.select(query, bindings=bound).ids()
        )
        assert len(remote.select(query, bindings=bound)) == 1


@pytest.mark.parametrize("value", ['x" } ; DROP ALL #', "a\\", "line\nend", "é\u2028'''", '"@en'])
def test_a_bound_value_cannot_leave_its_place(server: SparqlServer, value: str) -> None:
    subject = pyoxigraph.NamedNode("urn:s")
    quad = pyoxigraph.Quad(subject, pyoxigraph.NamedNode("urn:p"), pyoxigraph.Literal(value))
    server.store.add(quad)
    text = bind("SELECT ?s ?o { ?s ?p ?o }", {"o": str(pyoxigraph.Literal(value))}, {}, "")
    found = list(server.store.query(text))  # type: ignore[arg-type]
    assert [row["s"] for row in found] == [subject]


def test_a_variable_that_is_named_is_not_replaced() -> None:
    query = "SELECT ?a { { SELECT ?a (MAX(?b) AS ?m) { ?a ?p ?b } GROUP BY ?a } ?a ?q ?m }"
    text = bind(query, {"a": "<urn:a>"}, {}, "")
    assert text == (
        "SELECT ?a { VALUES ?a { <urn:a> } { SELECT ?a (MAX(?b) AS ?m) { <urn:a> ?p ?b } "
        "GROUP BY ?a } <urn:a> ?q ?m }"
    )


def test_declarations_are_added_where_the_query_has_none() -> None:
    prefixes = {"kg": "urn:kg#", "rdf": "urn:rdf#"}
    assert bind("SELECT * { ?s kg:p 'rdf:x' }", {}, prefixes, "urn:b/") == (
        "BASE <urn:b/>\nPREFIX kg: <urn:kg#>\nSELECT * { ?s kg:p 'rdf:x' }"
    )
    own = "PREFIX kg: <urn:mine#> SELECT * { ?s kg:p ?o }"
    assert bind(own, {}, prefixes, "") == own


def test_a_cut_load_goes_on_where_it_stopped(
    server: SparqlServer, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.remote.load.UPDATE_QUADS", 5)
    monkeypatch.setattr("kg.store.remote.load.NOTE_QUADS", 5)
    endpoint = endpoint_of(server.url, environ={})

    class Cut(Exception):
        pass

    def cut(stage: str, done: int, total: int) -> None:
        if done >= 15:
            raise Cut

    with pytest.raises(Cut):
        upload(store, endpoint, progress=cut)
    with pytest.raises(StoreError, match=r"holds 10 of \d+ quads"):
        opened(server.url)
    sent: list[tuple[str, int, int]] = []
    upload(store, endpoint, progress=lambda *step: sent.append(step))
    assert sent[0][1] == 15
    with opened(server.url) as remote:
        assert set(remote.quads()) == set(store.quads())


def test_a_new_graph_takes_the_place_of_the_old(
    server: SparqlServer, store: LocalStore, tmp_path: Path
) -> None:
    from kg.store import open_graph

    endpoint = endpoint_of(server.url, environ={})
    upload(store, endpoint)
    fewer = [quad for quad in sample_quads() if "a" * 16 not in str(quad.graph_name)][:-2]
    write_graph(tmp_path / "g", fewer, sample_articles(), REPORT)
    with open_graph(tmp_path / "g") as changed:
        upload(changed, endpoint)
        with opened(server.url) as remote:
            assert set(remote.quads()) == set(changed.quads())


def test_what_is_there_already_is_not_sent_again(server: SparqlServer, store: LocalStore) -> None:
    endpoint = endpoint_of(server.url, environ={})
    upload(store, endpoint)
    before = server.requests
    upload(store, endpoint)
    assert server.requests == before + 2  # what kind of store it is, and its note


def test_the_graph_store_protocol_loads_the_same(server: SparqlServer, store: LocalStore) -> None:
    data = server.url.replace("/sparql", "/data")
    upload(store, endpoint_of(server.url, data=data, environ={}))
    with opened(server.url) as remote:
        assert set(remote.quads()) == set(store.quads())


def test_a_store_with_other_data_is_left_alone(server: SparqlServer, store: LocalStore) -> None:
    name = pyoxigraph.NamedNode("urn:x")
    server.store.add(pyoxigraph.Quad(name, name, name))
    with pytest.raises(StoreError, match="holds other data"):
        upload(store, endpoint_of(server.url, environ={}))
    assert len(server.store) == 1


def test_a_busy_server_is_asked_again(
    server: SparqlServer, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.remote.endpoint.FIRST_PAUSE", 0.001)
    server.failures = [503, 502, 429]
    assert upload(store, endpoint_of(server.url, environ={})).is_whole


def test_a_server_that_stays_busy_is_given_up(
    server: SparqlServer, store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.remote.endpoint.FIRST_PAUSE", 0.001)
    server.failures = [503] * 50
    with pytest.raises(StoreError, match=r"HTTP 503: .*busy now") as caught:
        upload(store, endpoint_of(server.url, environ={}))
    assert "\x1b" not in str(caught.value)
    assert server.requests == 5


def test_an_empty_store_says_what_to_do(server: SparqlServer) -> None:
    with pytest.raises(StoreError, match="kg build ARTICLES --store"):
        opened(server.url)


def test_no_server_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.remote.endpoint.FIRST_PAUSE", 0.001)
    with pytest.raises(StoreError, match="cannot be reached"):
        opened("http://127.0.0.1:9/sparql")


def test_a_login_is_given_when_asked_for_and_shown_in_no_message(
    server: SparqlServer, store: LocalStore
) -> None:
    server.password = "secret"
    with pytest.raises(StoreError, match="KG_STORE_USER"):
        upload(store, endpoint_of(server.url, environ={}))
    login = {"KG_STORE_USER": "me", "KG_STORE_PASSWORD": "secret"}
    endpoint = endpoint_of(server.url, environ=login)
    assert upload(store, endpoint).is_whole
    assert "secret" not in repr(endpoint)


@pytest.mark.parametrize(
    "url", ["ftp://a/b", "file:///etc/passwd", "http:///x", "http://me:pw@127.0.0.1/sparql"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        endpoint_of(url, environ={})
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }",
        "DROP ALL",
        "SELECT * FROM <urn:x> { ?s ?p ?o }",
    ],
)
def test_what_a_folder_refuses_is_refused_here_too(
    server: SparqlServer, store: LocalStore, query: str
) -> None:
    upload(store, endpoint_of(server.url, environ={}))
    with opened(server.url) as remote, pytest.raises(QueryError):
        remote.query(query)


def test_rows_beyond_the_limit_are_cut_and_marked(server: SparqlServer, store: LocalStore) -> None:
    upload(store, endpoint_of(server.url, environ={}))
    with opened(server.url) as remote:
        rows = remote.select(NAMES, max_rows=2)
        assert (len(rows), rows.truncated) == (2, True)
        with pytest.raises(QueryError, match="more than 10 bytes"):
            remote.query(NAMES, max_bytes=10)


def test_virtuoso_holds_the_same_graph(virtuoso: str, store: LocalStore) -> None:
    login = {"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "dba"}
    endpoint: Endpoint = endpoint_of(virtuoso, environ=login)
    assert upload(store, endpoint).is_whole
    with open_remote(endpoint) as remote:
        assert set(remote.quads()) == set(store.quads())
        assert remote.query("ASK { ?s a kg:Person }") is True
        assert remote.query("ASK { ?s a kg:Nothing }") is False
        here, there = store.select(NAMES), remote.select(NAMES)
        assert here.ids() == there.ids()
        graphs = f"SELECT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{GRAPH}>) }} GROUP BY ?g"
        assert sorted(remote.select(graphs).ids()) == sorted(store.select(graphs).ids())
