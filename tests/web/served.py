"""The application on a free port of this machine, and a client that sends what it is told.

In: the folder of a graph. Out: a running server in a thread, `ask` for plain requests, `send_raw`
for bytes that no client would send.
"""

import http.client
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn

from kg.web import WebSettings, create_app

# How long a test waits for an answer that has to come.
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: status, headers by lower-case name, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class Server:
    """A running application."""

    port: int
    settings: WebSettings
    app: Any = field(repr=False)

    @property
    def url(self) -> str:
        """Return its address without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pool(self) -> Any:
        """Return its pool of processes."""
        return self.app.app.state.live.current().pool

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Return the answer to a request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, names, answer.read())
        finally:
            connection.close()

    def query(self, text: str, *, accept: str = "", **fields: str) -> Reply:
        """Return the answer of the endpoint to a query sent by GET."""
        path = f"/sparql?{urlencode({'query': text, **fields})}"
        return self.ask(path, headers={"Accept": accept} if accept else {})

    def send_raw(self, data: bytes) -> bytes:
        """Return what comes back for some bytes, until the server closes or says no more."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(data)
            return connection.recv(65536)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(folder: Path, **options: Any) -> Iterator[Server]:
    """Yield the application on a graph, running until the block ends."""
    settings = WebSettings(port=free_port(), **options)
    app = create_app(folder, settings)
    config = uvicorn.Config(
        app, host="127.0.0.1", port=settings.port, log_level="critical", ws="none", http="h11",
        server_header=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    _await_start(server, thread)
    try:
        yield Server(settings.port, settings, app)
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


def _await_start(server: uvicorn.Server, thread: threading.Thread) -> None:
    """Return when the server listens."""
    turn = threading.Event()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        turn.wait(0.01)
