"""Real stores on loopback for the tests: pyoxigraph behind HTTP, and Virtuoso where installed."""

import contextlib
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph
import pytest

JSON = pyoxigraph.QueryResultsFormat.JSON
VIRTUOSO_INI = """\
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 5
DirsAllowed = .
NumberOfBuffers = 5000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 10000
"""


class SparqlServer:
    """A store with query, update and graph store protocol; `failures` are status codes to give.

    `requests` counts the requests that came.
    """

    def __init__(self) -> None:
        self.store = pyoxigraph.Store()
        self.failures: list[int] = []
        self.requests = 0
        self.password: str | None = None
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/sparql"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def _handler(outer) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - two selves
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                outer.requests += 1
                body = self.rfile.read(int(self.headers["content-length"]))
                if outer.failures:
                    self.reply(outer.failures.pop(0), "text/plain", b"\x1b[31mbusy\nnow")
                elif outer.password is not None and "authorization" not in self.headers:
                    self.reply(401, "text/plain", b"", {"www-authenticate": 'Basic realm="x"'})
                else:
                    try:
                        self.reply(*outer.answer(self.path, self.headers["content-type"], body))
                    except SyntaxError as error:
                        self.reply(400, "text/plain", str(error).encode())

            def reply(
                self, code: int, kind: str, body: bytes, more: dict[str, str] | None = None
            ) -> None:
                self.send_response(code)
                for name, value in {"content-type": kind, **(more or {})}.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Keep the output of the tests clean."""

        return Handler

    def answer(self, path: str, kind: str, body: bytes) -> tuple[int, str, bytes]:
        """Return status, media type and body for a request."""
        if kind == "application/sparql-update":
            self.store.update(body.decode())
            return 204, "text/plain", b""
        if kind == "application/n-triples":
            wanted = parse_qs(urlsplit(path).query, keep_blank_values=True)
            graph = pyoxigraph.NamedNode(wanted["graph"][0]) if "graph" in wanted else None
            self.store.load(body, format=pyoxigraph.RdfFormat.N_TRIPLES, to_graph=graph)
            return 204, "text/plain", b""
        form = parse_qs(body.decode())
        result = self.store.query(form["query"][0])
        if isinstance(result, pyoxigraph.QueryTriples):
            triples = result.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES)
            assert triples is not None
            return 200, "application/n-triples", triples
        rows = result.serialize(format=JSON)
        assert rows is not None
        return 200, "application/sparql-results+json", rows


@pytest.fixture
def server() -> Iterator[SparqlServer]:
    """Return an empty store on loopback."""
    running = SparqlServer()
    yield running
    running.close()


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of an empty Virtuoso on loopback, user and password "dba"."""
    binary = shutil.which("virtuoso-t")
    if binary is None:
        pytest.skip("Virtuoso (Debian: virtuoso-opensource-7-bin) is not installed")
    folder = tmp_path_factory.mktemp("virtuoso")
    http = _free_port()
    (folder / "v.ini").write_text(VIRTUOSO_INI.format(sql=_free_port(), http=http))
    process = subprocess.Popen(
        [binary, "+foreground", "+configfile", "v.ini"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{http}/sparql"
    try:
        _wait_for(url, process, folder / "v.log")
        yield f"{url}-auth"
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=5).close()
            return
        threading.Event().wait(0.2)
    pytest.fail(f"Virtuoso does not start: {log.read_text() if log.exists() else 'no log'}")
