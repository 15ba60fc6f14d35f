"""What went wrong, as an answer: status, a sentence for people, and no trace of the inside.

In: an error of `kg` or of Starlette. Out: a page, or plain text for programs.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, QueryError, StoreError
from kg.web.body import Refusal
from kg.web.pool import Busy, ClientGone, TimeOver
from kg.web.render import render

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

# Seconds after which a client that was refused may try again.
RETRY_AFTER = "5"
_PROGRAMS = ("/sparql", "/api", "/static", "/network/data", "/query/download", "/query/terms")
_WORDS: Mapping[int, str] = {
    400: "That cannot be answered",
    403: "That is not allowed",
    404: "There is nothing here",
    405: "That cannot be done here",
    406: "Not in that form",
    413: "That is too large",
    415: "That kind of content is not understood",
    499: "Nobody waits any more",
    503: "Not now",
}


def failed(request: "Request", error: Exception) -> "Response":
    """Return the answer to a request that failed with an error of `kg`."""
    if isinstance(error, Refusal):
        return _answer(request, error.status, str(error), error.headers)
    if isinstance(error, Busy):
        words = f"{error}; try again in {RETRY_AFTER} seconds"
        return _answer(request, 503, words, {"retry-after": RETRY_AFTER})
    if isinstance(error, TimeOver):
        return _answer(request, 503, str(error), {})
    if isinstance(error, ClientGone):
        return _answer(request, 499, str(error), {})
    if isinstance(error, QueryError):
        return _answer(request, 400, str(error), {})
    if isinstance(error, StoreError):
        words = "the graph cannot be read now; kg validate says more"
        return _answer(request, 503, words, {"retry-after": RETRY_AFTER})
    return _answer(request, 400, str(error), {})


def missing(request: "Request", error: Exception) -> "Response":
    """Return the answer where there is no such page, or not for that method."""
    from starlette.exceptions import HTTPException

    if not isinstance(error, HTTPException):
        raise error
    words = "No page has this address." if error.status_code == 404 else error.detail
    return _answer(request, error.status_code, words, dict(error.headers or {}))


def _answer(request: "Request", status: int, words: str, headers: Mapping[str, str]) -> "Response":
    from starlette.responses import PlainTextResponse

    wants_page = "text/html" in request.headers.get("accept", "")
    if request.url.path.startswith(_PROGRAMS) or not wants_page:
        return PlainTextResponse(f"{words}\n", status_code=status, headers=dict(headers))
    title = _WORDS.get(status, "That did not work")
    data: dict[str, Any] = {"title": title, "words": words[:2000]}
    return render(request, "failed.html", data, status=status, headers=headers)


def handlers() -> Mapping[Any, Callable[..., Any]]:
    """Return the function that answers for each kind of error."""
    from starlette.exceptions import HTTPException

    return {KgError: failed, HTTPException: missing}
