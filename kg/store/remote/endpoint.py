"""One SPARQL store on the network: requests with limits, tries again where that can help.

In: queries and updates. Out: the bytes of the answer with their media type.
A server that is busy is asked again a few times; one that refuses is not. Redirects are not
followed, and an answer is never read beyond its limit. Passwords come from the environment and
are in no message.
Source: SPARQL 1.1 Protocol, SPARQL 1.1 Graph Store HTTP Protocol.
"""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.errors import QueryError, SettingsError, StoreError

if TYPE_CHECKING:
    import httpx

    from kg.store.base import Graphs

USER_VARIABLE = "KG_STORE_USER"
PASSWORD_VARIABLE = "KG_STORE_PASSWORD"  # noqa: S105 - the name of a variable
# A server that is starting or busy; everything else would be answered the same again.
BUSY = frozenset({429, 502, 503, 504})
TRIES = 5
# Seconds before the second try, doubled each time; what a server asks for counts up to the most.
FIRST_PAUSE = 0.5
MOST_PAUSE = 30.0
CONNECT_SECONDS = 10.0
# Characters of a server's complaint that a message repeats.
MAX_SHOWN = 300
TRIPLES = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
RESULTS = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a store takes queries and updates, and who asks.

    `data` is the address of its graph store protocol, None where it is not used;
    `password` appears in no message.
    """

    query: str
    update: str
    data: str | None = None
    user: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return f"<Endpoint {self.query}>"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: the body, its media type, and the headers with small names."""

    body: bytes
    media_type: str
    headers: Mapping[str, str]


def endpoint_of(
    url: str, *, update: str | None = None, data: str | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Endpoint:  # fmt: skip
    """Return the endpoint for an address; updates go to the same one unless `update` is given.

    User and password are read from KG_STORE_USER and KG_STORE_PASSWORD.

    Raises:
        SettingsError: when an address is not http or https, or holds a password.
    """
    for address in filter(None, (url, update, data)):
        _check_address(address)
    user, password = environ.get(USER_VARIABLE), environ.get(PASSWORD_VARIABLE)
    return Endpoint(url, update or url, data, user, password)


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(f"{url!r} is no address of a store; give http://… or https://…")
    if parts.username or parts.password:
        message = f"an address shows its password to everybody; use {USER_VARIABLE} and"
        raise SettingsError(f"{message} {PASSWORD_VARIABLE} instead")


class Connection:
    """An open line to an endpoint; use it in a `with` block or call `close`."""

    def __init__(self, endpoint: Endpoint) -> None:
        import httpx

        self.endpoint = endpoint
        self._client = httpx.Client(follow_redirects=False)
        self._login: httpx.Auth | None = None

    def ask(
        self,
        query: str,
        *,
        accept: str,
        timeout: float,
        max_bytes: int,
        graphs: "Graphs" = ((), ()),
    ) -> Reply:
        """Return the answer to a query, of the dataset that these graphs make where any is given.

        Raises:
            QueryError: the query is wrong, took more than `timeout` seconds or `max_bytes`.
            StoreError: no store answers there, or it does not let us in.
        """
        form: dict[str, str | list[str]] = {"query": query}
        form |= {"default-graph-uri": [*graphs[0]], "named-graph-uri": [*graphs[1]]}
        deadline = time.monotonic() + timeout
        headers = {"accept": accept}
        with self._sent("POST", self.endpoint.query, deadline, headers, data=form) as reply:
            body = _read(reply, deadline, timeout, max_bytes)
            media_type = reply.headers.get("content-type", "").partition(";")[0].strip()
            return Reply(body, media_type, {k.casefold(): v for k, v in reply.headers.items()})

    def update(self, text: str, *, timeout: float = 300.0) -> None:
        """Change the store by SPARQL Update.

        Raises:
            StoreError: it refuses, or does not answer.
        """
        headers = {"content-type": "application/sparql-update"}
        deadline = time.monotonic() + timeout
        content = text.encode()
        with self._sent("POST", self.endpoint.update, deadline, headers, content=content):
            pass

    def add(self, triples: bytes, graph: str | None, *, timeout: float = 600.0) -> None:
        """Add N-Triples to a graph by the graph store protocol; None is the default graph.

        Raises:
            StoreError: the endpoint has no such address, refuses, or does not answer.
        """
        if self.endpoint.data is None:
            raise StoreError(f"{self.endpoint.query}: no address for the graph store protocol")
        params = {"default": ""} if graph is None else {"graph": graph}
        headers = {"content-type": "application/n-triples"}
        deadline = time.monotonic() + timeout
        more = {"content": triples, "params": params}
        with self._sent("POST", self.endpoint.data, deadline, headers, **more):
            pass

    def close(self) -> None:
        """Close the line."""
        self._client.close()

    @contextmanager
    def _sent(
        self, method: str, url: str, deadline: float, headers: Mapping[str, str], **more: object
    ) -> Iterator["httpx.Response"]:
        """Send a request, again while the server is busy, and give its answer, which is good."""
        import httpx

        for attempt in range(1, TRIES + 1):
            last = attempt == TRIES or time.monotonic() >= deadline
            try:
                request = self._client.build_request(
                    method, url, headers=headers, timeout=_seconds_until(deadline), **more  # type: ignore[arg-type]
                )  # fmt: skip
                reply = self._client.send(request, stream=True, auth=self._login)
            except httpx.TimeoutException as error:
                raise QueryError(f"{url} gave no answer in time") from error
            except httpx.HTTPError as error:
                if last:
                    raise StoreError(f"{url} cannot be reached: {error}") from error
                _pause(attempt, deadline, None)
                continue
            try:
                if reply.status_code == httpx.codes.UNAUTHORIZED and self._log_in(reply):
                    continue
                if reply.status_code in BUSY and not last:
                    _pause(attempt, deadline, reply.headers.get("retry-after"))
                    continue
                _check_status(url, reply)
                yield reply
            finally:
                reply.close()
            return
        raise StoreError(f"{url} does not take the user name and password")

    def _log_in(self, reply: "httpx.Response") -> bool:
        """Choose the way of logging in that the server asks for; False where we cannot."""
        import httpx

        user, password = self.endpoint.user, self.endpoint.password
        if self._login is not None or user is None or password is None:
            return False
        wants_digest = reply.headers.get("www-authenticate", "").casefold().startswith("digest")
        self._login = (httpx.DigestAuth if wants_digest else httpx.BasicAuth)(user, password)
        return True


def _seconds_until(deadline: float) -> "httpx.Timeout":
    import httpx

    return httpx.Timeout(max(0.05, deadline - time.monotonic()), connect=CONNECT_SECONDS)


def _pause(attempt: int, deadline: float, asked: str | None) -> None:
    seconds = FIRST_PAUSE * 2 ** (attempt - 1)
    if asked is not None and asked.isdigit():
        seconds = float(asked)
    time.sleep(max(0.0, min(seconds, MOST_PAUSE, deadline - time.monotonic())))


def _check_status(url: str, reply: "httpx.Response") -> None:
    if reply.is_success:
        return
    code = reply.status_code
    if code in {401, 403}:
        message = f"{url} refuses access ({code}); set {USER_VARIABLE} and {PASSWORD_VARIABLE}"
        raise StoreError(message)
    if code in {404, 405} or reply.is_redirect:
        raise StoreError(f"{url} is no SPARQL endpoint (HTTP {code})")
    complaint = _start_of(reply)
    raise QueryError(f"{url} answers HTTP {code}: {complaint}")


def _start_of(reply: "httpx.Response") -> str:
    """Return the first words of an answer, on one line and without control characters."""
    start = b""
    for chunk in reply.iter_bytes():
        start += chunk
        if len(start) > MAX_SHOWN * 4:
            break
    words = " ".join(start.decode("utf-8", errors="replace").split())
    return "".join(char for char in words if char.isprintable())[:MAX_SHOWN]


def _read(reply: "httpx.Response", deadline: float, timeout: float, max_bytes: int) -> bytes:
    import httpx

    body = bytearray()
    try:
        for chunk in reply.iter_bytes():
            body += chunk
            if len(body) > max_bytes:
                raise QueryError(f"the answer has more than {max_bytes} bytes; add a LIMIT")
            if time.monotonic() > deadline:
                raise QueryError(f"the query was stopped after {timeout:g} s; add a LIMIT")
    except httpx.TimeoutException as error:
        raise QueryError(f"the query was stopped after {timeout:g} s") from error
    except httpx.HTTPError as error:
        raise StoreError(f"the answer broke off: {error}") from error
    return bytes(body)
