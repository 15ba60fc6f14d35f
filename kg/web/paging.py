"""How a page gets its data: asked of the pool once, kept, and stopped when nobody waits.

In: a request and a function that gathers data from an open store. Out: the data, or the page.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kg.web.body import departure
from kg.web.render import render
from kg.web.rows import Row
from kg.web.state import state_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.store import Store

Gather = Callable[["Store"], Mapping[str, Any]]


async def gathered(
    request: "Request", gather: Gather, *, seconds: float | None = None
) -> Mapping[str, Any]:
    """Return what a page shows; a second request for the same address need not ask again.

    `seconds` is the time it may take, None for that of a query.
    """
    state = state_of(request)
    key = f"{request.url.path}?{request.url.query}"
    if key not in state.kept:
        async with departure(request) as gone:
            state.keep(key, await state.pool.run(gather, key=key, gone=gone, seconds=seconds))
    return state.kept[key]


async def shown(request: "Request", template: str, gather: Gather, **headers: str) -> "Response":
    """Return the page of a template with the data gathered for it."""
    return render(request, template, await gathered(request, gather), headers=headers)


def parameter(request: "Request", name: str, *, most: int = 200) -> str:
    """Return a parameter of the address, cut at `most` code points; "" where it is not there."""
    return request.query_params.get(name, "")[:most].replace("\0", "").strip()


def grouped(rows: Iterable[Row], *columns: str) -> list[tuple[Row, list[Row]]]:
    """Return rows in groups that have the same values in some columns, in order of appearance."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[column] for column in columns), []).append(row)
    return [(group[0], group) for group in groups.values()]
