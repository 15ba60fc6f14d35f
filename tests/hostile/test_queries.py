"""Queries that would kill, block or flood: by command line and library, with the next one asked."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from held import kg, sound, talk_of

from kg.api import Graph
from kg.api import open as open_graph
from kg.errors import QueryError

# Fixtures: pytest finds them by their names in this module.
FIXTURES = (sound,)

# Seconds: the limit given, and how much later than that an answer may come on a busy machine.
LIMIT, GRACE = 0.5, 3.0
# "Under 1 s" on a machine of one's own; the worker is started anew after a kill.
NEXT = 5.0
MEMORY = "SELECT (STRLEN(?x40) AS ?n) { BIND('aaaaaaaa' AS ?x0) "
MEMORY += " ".join(f"BIND(CONCAT(?x{i},?x{i}) AS ?x{i + 1})" for i in range(40)) + " }"
RUNAWAY = {
    "cross": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>)* ?b . ?c (!<x:z>)* ?d . ?e (!<x:w>)* ?f }",
    "random": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY RAND()",
    "concatenation": "SELECT (GROUP_CONCAT(?s) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }",
    "memory": MEMORY,
}
DEEP = {
    "groups": "SELECT * " + "{" * 2300 + "}" * 2300,
    "nots": "SELECT * { ?s ?p ?o FILTER(" + "!" * 9500 + "?o) }",
    "brackets": "SELECT * { ?s ?p ?o FILTER" + "(" * 4900 + "1" + ")" * 4900 + " }",
}


@pytest.fixture(scope="module")
def graph(sound: Path) -> Iterator[Graph]:
    """Return the small graph, open."""
    opened = open_graph(sound / "kg-graph")
    yield opened
    opened._store.close()


def expect_next(graph: Graph) -> None:
    """Check that the next question is answered soon."""
    begun = time.monotonic()
    assert graph.query("ASK { ?s ?p ?o }") is True
    assert time.monotonic() - begun < NEXT


@pytest.mark.parametrize("name", RUNAWAY)
def test_runaway_query_is_stopped_in_time_and_the_next_answered(graph: Graph, name: str) -> None:
    """Groups 80 to 83, by the library."""
    graph.query("ASK {}")
    begun = time.monotonic()
    with pytest.raises(QueryError, match=r"stopped after 0\.5 s|of memory"):
        graph.query(RUNAWAY[name], timeout=LIMIT)
    assert time.monotonic() - begun < LIMIT + GRACE
    expect_next(graph)


@pytest.mark.parametrize("name", DEEP)
def test_query_that_overflows_is_refused_and_the_next_answered(graph: Graph, name: str) -> None:
    """Group 78, by the library; all eight shapes are in tests/store and tests/web."""
    with pytest.raises(QueryError):
        graph.query(DEEP[name], timeout=LIMIT)
    expect_next(graph)


def test_regular_expression_takes_linear_time(graph: Graph) -> None:
    """Group 85."""
    assert graph.query(f"ASK {{ FILTER(REGEX('{'a' * 5000}!', '^(a+)+$')) }}") is False


@pytest.mark.parametrize("text", ["ASK { ?s ?p '" + "x" * 10**8 + "' }",
                                  "SELECT * { VALUES ?x { " + "1 " * 10**6 + "} }"])  # fmt: skip
def test_huge_query_is_refused(graph: Graph, text: str) -> None:
    """Groups 79 and 93."""
    with pytest.raises(QueryError, match="65536"):
        graph.query(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { <<( ?s ?p ?o )>> ?q ?r }",
        "SELECT * { ?s ?p ?o {| ?q ?r |} }",
        "SELECT (TRIPLE(?s, ?p, ?o) AS ?t) { ?s ?p ?o } LIMIT 1",
    ],
)
def test_newer_syntax_is_answered_or_refused(graph: Graph, text: str) -> None:
    """Group 96."""
    with contextlib.suppress(QueryError):
        graph.query(text)
    expect_next(graph)


WRONG = {
    "SELECT * { ?s nope:x ?o }": "line 1, column 15",
    "SELECT * { ?s ?p ?o } LIMIT -1": "line 1",
    "SELECT * { ?s ?p ?o } LIMIT 1e30": "line 1",
    "SELECT * {\n ?s ?p }": "line 2",
    "DROP ALL": "changes the graph",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }": "no graph of this store",
    "ASK { SeRvIcE#x\n SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }": "SERVICE",
}


@pytest.mark.parametrize("text", WRONG)
def test_wrong_query_is_wrong_usage_with_its_place(graph: Graph, text: str) -> None:
    """Groups 86 to 88, 90 and 94, by the library."""
    with pytest.raises(QueryError) as caught:
        graph.query(text)
    assert WRONG[text] in str(caught.value)


def test_command_line_stops_a_query_and_says_so(sound: Path) -> None:
    """Status 2, a line of text, no traceback; the same guard as in the library."""
    done = kg("query", RUNAWAY["cross"], "--timeout", "0.5", cwd=sound)
    assert done.returncode == 2
    assert "stopped after 0.5 s" in talk_of(done)
    done = kg("query", "-", cwd=sound, stdin=DEEP["groups"])
    assert done.returncode == 2
    assert "Traceback" not in talk_of(done)
