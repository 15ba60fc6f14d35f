"""What must not run is refused by its tokens, and what only looks like it is not."""

import pytest

from kg.errors import QueryError
from kg.store.guard import MAX_QUERY_BYTES, check_query, tokenize

REFUSED = [
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE SILENT <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { SERVICE ?where { ?s ?p ?o } }",
    "SELECT * { SERVICE#x\n<http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '#'SERVICE<http://127.0.0.1/>{} }",
    "SELECT * { ?s ?p '''a'b''c'''  SERVICE <http://x/> {} }",
    'SELECT * { ?s ?p "\\"" . SERVICE <http://x/> {} }',
    "SELECT * { ?a ?p ?b FILTER(?b<1)SERVICE#>\n<http://127.0.0.1/>{ ?s ?p ?o } }",
    "SELECT * { ?a ?p ?b FILTER(?b<'>' ) SERVICE <http://x/> { } FILTER(?b = ' ') }",
    "SELECT * { ?a ?p ?b FILTER(?b<1#>'''\n) SERVICE <http://x/> { } FILTER(''' ' = ?b) }",
]


@pytest.mark.parametrize("query", REFUSED)
def test_service_is_refused_however_it_is_written(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        check_query(query)
    assert caught.value.line is not None


ALLOWED = [
    'SELECT * { ?s ?p "SERVICE <http://x/>" }',
    "SELECT * { ?s ?p 'it''s' }  # SERVICE <http://x/> {}",
    "SELECT * { ?s <http://example.org/service#a> ?service }",
    "SELECT * { ?s ex:service _:service . ?s ?p 'x'@service }",
    "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?service > 2) }",
    "SELECT * { VALUES (?a ?b) { (<http://x/a> <http://x/service>) } }",
    'SELECT * { ?s ?p """a "quoted" SERVICE \\""" """ }',
    "SELECT * { ?s ?p ?o FILTER(?o < 1 || ?o > 2) } # service",
]


@pytest.mark.parametrize("query", ALLOWED)
def test_the_word_service_elsewhere_is_allowed(query: str) -> None:
    check_query(query)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a> <b> <c> }",
        "PREFIX x: <y> # delete\n  delete where { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "BASE <http://x/> CLEAR ALL",
        "WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "DROP GRAPH <g>",
    ],
)
def test_updates_are_refused(query: str) -> None:
    with pytest.raises(QueryError, match="can only be read"):
        check_query(query)


GRAPH = "https://example.org/g1"


@pytest.mark.parametrize(
    "source",
    ["<file:///etc/passwd>", "NAMED <http://127.0.0.1/>", "x:secret", "<other>", "NAMED x:g2"],
)
def test_from_names_only_graphs_of_the_store(source: str) -> None:
    query = f"PREFIX x: <https://example.org/> SELECT * FROM {source} {{ ?s ?p ?o }}"
    with pytest.raises(QueryError, match="no graph of this store"):
        check_query(query, [GRAPH], base="https://example.org/")


@pytest.mark.parametrize("source", [f"<{GRAPH}>", "NAMED x:g1", "<g1>", f"named\n<{GRAPH}>"])
def test_from_may_name_graphs_of_the_store(source: str) -> None:
    query = f"PREFIX x: <https://example.org/> SELECT * FROM {source} {{ ?s ?p ?o }}"
    check_query(query, [GRAPH], base="https://example.org/")


def test_a_large_query_is_refused_by_its_bytes() -> None:
    query = "ASK {} #" + "é" * (MAX_QUERY_BYTES // 2)
    assert len(query) < MAX_QUERY_BYTES
    with pytest.raises(QueryError, match="at most 65536"):
        check_query(query)


@pytest.mark.parametrize("query", ["", " \n\t", "ASK {} \0", "ASK { ?s ?p '\ud800' }"])
def test_what_is_no_text_is_refused(query: str) -> None:
    with pytest.raises(QueryError):
        check_query(query)


def test_tokens_cover_hostile_text_in_linear_time() -> None:
    for piece in ("'", '"', "<", "\\", "'''", '"""a', "@", ":", "?", "((", "<a\\u", "'\\", "a:\\"):
        assert len(list(tokenize(piece * 20_000))) <= 20_000 * len(piece)
