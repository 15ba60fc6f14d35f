"""Who may ask at all, and what every answer carries: the gate around the whole application.

In: requests. Out: the answer of the application with headers that keep a browser from running or
fetching anything foreign, or a refusal: 421 for a foreign Host (DNS rebinding), 403 for a
foreign Origin or a request that another site's page makes, 413 for a body that is too large.
Not done: nobody logs in; whoever can reach the server may read the graph.
"""

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.web.settings import WebSettings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)

# Nothing but what this server sends is run, shown or asked; no inline style or script.
POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
}
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-cache",
}
# What a browser says of a request that our own page, the address line or a bookmark made.
_OWN_SITES = frozenset({"same-origin", "none"})


def policy_of(**changed: str) -> str:
    """Return the Content-Security-Policy with some directives changed ("style_src" …).

    >>> policy_of(img_src="'self'").split("; ")[3]
    "img-src 'self'"
    """
    given = {name.replace("_", "-"): value for name, value in changed.items()}
    return "; ".join(f"{name} {value}" for name, value in {**POLICY, **given}.items())


class Guard:
    """An ASGI application that lets through what may pass to the one inside."""

    def __init__(self, app: "ASGIApp", settings: WebSettings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer one request, or hand it on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_safely(message: "Message") -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = _with_defaults(list(message["headers"]))
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await _answer(*refusal, send_safely)
            return
        try:
            await self.app(scope, receive, send_safely)
        except Exception:
            # The last resort: the reason goes to the log, never to the client.
            logger.exception("%s %s failed", scope["method"], scope["path"])
            if started:
                return
            await _answer(
                500, "Something went wrong in the server; its log says what.", send_safely
            )

    def _refusal(self, scope: "Scope") -> tuple[int, str] | None:
        """Return status and reason where a request may not pass."""
        headers: dict[str, str] = {}
        for name, value in scope["headers"]:
            key = name.decode("latin-1").lower()
            if key in headers and key in {"host", "origin", "content-length"}:
                return 400, f"The header {key} is there twice."
            headers[key] = value.decode("latin-1")
        if not self.settings.answers_to(headers.get("host", "")):
            return 421, "This server does not answer under that name."
        origin = headers.get("origin")
        if origin is not None and not self.settings.is_own_origin(origin):
            return 403, "Pages of other sites may not ask this server."
        site = headers.get("sec-fetch-site")
        if site is not None and site not in _OWN_SITES and not _is_link(scope, headers):
            return 403, "Pages of other sites may not ask this server."
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            return 400, "The header content-length is no number."
        if int(length) > self.settings.body_bytes:
            return 413, f"A request has at most {self.settings.body_bytes} bytes."
        return None


def _is_link(scope: "Scope", headers: Mapping[str, str]) -> bool:
    """Tell whether somebody followed a link of another site: that only reads, and shows it."""
    return (
        scope["method"] == "GET"
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
    )


def _with_defaults(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer with those that every answer has."""
    there = {name.lower() for name, _ in headers}
    own = {**_HEADERS, "content-security-policy": policy_of()}
    missing = [(name, value) for name, value in own.items() if name.encode() not in there]
    return [*headers, *((name.encode(), value.encode()) for name, value in missing)]


async def _answer(status: int, text: str, send: "Send") -> None:
    body = f"{text}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
