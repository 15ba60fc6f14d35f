"""Requests read within bounds: their body, their form, and whether anybody still waits.

In: a Starlette request. Out: bytes or fields, or `Refusal` with the status to answer.
Forms are url-encoded only: nothing here needs files.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from kg.errors import KgError

if TYPE_CHECKING:
    from starlette.requests import Request

FORM = "application/x-www-form-urlencoded"
# A form of ours has fewer than ten fields; parameters of a query a few more.
MAX_FIELDS = 200


class Refusal(KgError):
    """A request that cannot be answered; `status` is that of HTTP, `headers` go with it."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


async def read_body(request: "Request", limit: int) -> bytes:
    """Return the body of a request.

    Raises:
        Refusal: 413 as soon as it has more than `limit` bytes, whatever it said it has.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Refusal(413, f"a request has at most {limit} bytes")
    return bytes(body)


def media_type(request: "Request") -> tuple[str, dict[str, str]]:
    """Return the media type of a request's body and its parameters, both in lower case."""
    first, *rest = request.headers.get("content-type", "").lower().split(";")
    pairs = (part.partition("=") for part in rest)
    return first.strip(), {name.strip(): value.strip(' "') for name, _, value in pairs}


def parse_fields(text: str) -> list[tuple[str, str]]:
    """Return the fields of a query string or url-encoded form, in their order.

    Raises:
        Refusal: 400 where there are too many, or they are no UTF-8.
    """
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except (UnicodeDecodeError, ValueError) as error:
        raise Refusal(400, f"the fields cannot be read: {error}") from error


async def read_form(request: "Request", limit: int) -> dict[str, str]:
    """Return the fields of a form, each given once.

    Raises:
        Refusal: 415 for another kind of form, 413 or 400 for one that cannot be read.
    """
    kind, _ = media_type(request)
    if kind != FORM:
        raise Refusal(415, f"a form is {FORM}")
    try:
        text = (await read_body(request, limit)).decode("ascii")
    except UnicodeDecodeError as error:
        raise Refusal(400, "an url-encoded form is ASCII") from error
    fields = parse_fields(text)
    if len({name for name, _ in fields}) < len(fields):
        raise Refusal(400, "a field is there twice")
    return dict(fields)


@contextlib.asynccontextmanager
async def departure(request: "Request") -> AsyncIterator["asyncio.Task[None]"]:
    """Give a task that is done when the client has gone; to be entered after the body is read."""
    task = asyncio.create_task(_await_departure(request))
    try:
        yield task
    finally:
        task.cancel()


async def _await_departure(request: "Request") -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
