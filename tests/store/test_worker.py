"""Queries that would kill, block or flood the process: the store answers, and goes on."""

import http.server
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from store_samples import folder, store

from kg.errors import QueryError, StoreError
from kg.store import Rows, Store, Triples, open_graph
from kg.store.client import Request, Worker
from kg.store.terms import BASE

# Fixtures: pytest finds them by their names in this module.
FIXTURES = (
    folder,
    store,
)

# How long a test waits for what must be stopped, in seconds.
SHORT = 1.0

# Each is larger than the smallest of its shape that overflows the engine's stack.
CRASHES = {
    "nested groups": "SELECT * " + "{" * 2_300 + "}" * 2_300,
    "many nots": "SELECT * { ?s ?p ?o FILTER(" + "!" * 9_600 + "?o) }",
    "nested brackets": "SELECT * { ?s ?p ?o FILTER" + "(" * 4_900 + "1" + ")" * 4_900 + " }",
    "nested path": "SELECT * { ?s " + "(" * 14_300 + "<p>" + ")*" * 14_300 + " ?o }",
    "many optionals": "SELECT * {" + "OPTIONAL{?s ?p ?o}" * 2_700 + "}",
    "or chain": "SELECT * { ?s ?p ?o FILTER(?o" + "||?o" * 9_600 + ") }",
    "flat pattern": "SELECT * {" + "?s ?p ?o." * 7_000 + "}",
    "union chain": "SELECT * {{}" + "UNION{}" * 7_000 + "}",
}


def is_alive(store: Store) -> bool:
    return store.query("ASK { ?s a kg:Person }") is True


@pytest.mark.parametrize("shape", CRASHES)
def test_no_query_kills_its_process(store: Store, shape: str) -> None:
    assert len(CRASHES[shape]) < 65_536
    with pytest.raises(QueryError, match=r"too many nested|stopped after"):
        store.query(CRASHES[shape], timeout=SHORT)
    assert is_alive(store)


def test_a_query_is_stopped_at_its_time_limit(store: Store) -> None:
    cross = "SELECT (COUNT(*) AS ?c) { ?a ?b ?c1 . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    start = time.monotonic()
    with pytest.raises(QueryError, match=r"stopped after 0\.5 s"):
        store.query(cross, timeout=0.5)
    assert time.monotonic() - start < 1.5
    assert is_alive(store)


def test_a_query_cannot_take_all_memory(folder: Path) -> None:
    steps = " ".join(f"BIND(CONCAT(?x{i},?x{i}) AS ?x{i + 1})" for i in range(40))
    bomb = f'SELECT (STRLEN(?x40) AS ?n) {{ BIND("aaaaaaaa" AS ?x0) {steps} }}'
    with open_graph(folder, memory_bytes=200 * 1024**2) as small:
        with pytest.raises(QueryError, match="GB of memory"):
            small.query(bomb)
        assert is_alive(small)


def test_rows_are_cut_and_marked(store: Store) -> None:
    rows = store.select("SELECT * { ?s ?p ?o }", max_rows=7)
    assert (len(rows), rows.truncated) == (7, True)
    assert not store.select("SELECT * { ?s a kg:Article }").truncated


def test_triples_are_cut_and_marked(store: Store) -> None:
    triples = store.query("CONSTRUCT WHERE { ?s ?p ?o }", max_rows=7)
    assert isinstance(triples, Triples)
    assert (len(triples), triples.truncated) == (7, True)


@pytest.mark.parametrize(
    ("query", "place", "words"),
    [
        ("SELECT ?s {\n  ?s kg:speaker\n}", (3, 1), "'}' is not expected here"),
        ("SELECT * {\n ?x foo:bar ?y }", (2, 5), "the prefix foo: is not declared"),
        ("SELECT * { ?s ?p ?o", (1, 20), "ends too early"),
        ("SELECT * {} LIMIT -1", (1, 19), "'-' is not expected"),
        ("PREFIX a: <b>\nhello", (2, 1), "begins with SELECT"),
    ],
)
def test_a_wrong_query_is_told_its_place(
    store: Store, query: str, place: tuple[int, int], words: str
) -> None:
    with pytest.raises(QueryError) as caught:
        store.query(query)
    assert (caught.value.line, caught.value.column) == place
    assert words in str(caught.value)
    assert len(str(caught.value)) < 200


def test_bindings_reach_the_engine_as_terms(store: Store) -> None:
    hostile = '" } ; DROP ALL #'
    query = "SELECT ?person ?name { ?person a kg:Person ; rdfs:label ?name }"
    assert len(store.select(query, bindings={"name": hostile})) == 0
    assert len(store.select(query, bindings={"name": "Ada Stern"})) == 1


def test_a_binding_that_is_not_selected_is_refused(store: Store) -> None:
    with pytest.raises(QueryError, match="name"):
        store.query("SELECT ?p { ?p rdfs:label ?name }", bindings={"name": "x"})
    assert is_alive(store)


@pytest.fixture
def server() -> Iterator[tuple[int, list[str]]]:
    """Return the port of a server on this machine, and the requests it had."""
    requests: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            requests.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_GET = do_POST  # noqa: N815 - the library's name

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running.server_port, requests
        running.shutdown()
        thread.join()


@pytest.mark.parametrize("disk", [False, True])
def test_even_a_query_that_no_guard_saw_reaches_nobody(
    folder: Path, server: tuple[int, list[str]], disk: bool
) -> None:
    port, requests = server
    with open_graph(folder, disk=disk) as store:
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
        worker = Worker(store._worker.source)
        with pytest.raises(StoreError):
            worker.ask(Request(query, {}, BASE, timeout=10))
        worker.close()
    assert requests == []


def test_the_worker_ends_with_its_parent(folder: Path) -> None:
    script = (
        "import sys, os; from kg.store import open_graph\n"
        "store = open_graph(sys.argv[1]); store.query('ASK {}')\n"
        "print(store._worker._process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL
    pid = int(done.stdout)
    for _attempt in range(500):
        if not is_running(pid):
            break
        threading.Event().wait(0.01)
    assert not is_running(pid)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0]
    except (OSError, IndexError):
        return False


def test_ctrl_c_stops_a_query_and_the_next_one_is_answered(folder: Path) -> None:
    script = (
        "import sys, threading, signal, os; from kg.store import open_graph\n"
        "store = open_graph(sys.argv[1]); store.query('ASK {}')\n"
        "threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "try: store.query('SELECT (COUNT(*) AS ?c) {?a ?b ?c1 . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l}')\n"
        "except KeyboardInterrupt: print('stopped', store.query('ASK { ?s a kg:Person }'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    assert done.stdout.split() == ["stopped", "True"]


def test_threads_may_share_a_store(store: Store) -> None:
    answers: list[int] = []

    def ask() -> None:
        rows = store.query("SELECT * { ?s a kg:Person }")
        assert isinstance(rows, Rows)
        answers.append(len(rows))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [4] * 8
