"""`/network`: the viewer page of `kg view` on the graph as it is now, in a frame of its own.

In: an entity to look around, or none. Out: a page with the viewer; `/network/page` is the viewer
itself, which carries its own Content-Security-Policy (its scripts by their hashes).
"""

import html
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.web.body import Refusal
from kg.web.paging import gathered, parameter, shown
from kg.web.state import state_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.store import Store

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]{1,4000})">')
_MOST_STEPS = 4
# Where the panel of the viewer leads for all that is around an entity.
_AROUND = "/network?around="
# Making the network takes several queries over the whole graph, once; the rest is quick.
_SECONDS = 300.0


async def network_page(request: "Request") -> "Response":
    """Show the viewer below the navigation, with a field for the entity to look around."""
    around, depth = _wanted(request)
    return await shown(
        request,
        "network.html",
        lambda store: {"around": around, "depth": depth},  # noqa: ARG005
    )


async def viewer(request: "Request") -> "Response":
    """Send the viewer page of the whole graph, or of the part around an entity."""
    from starlette.responses import HTMLResponse

    around, depth = _wanted(request)
    state = state_of(request)
    title = f"Graph of {len(state.manifest.articles)} articles"

    def gather(store: "Store") -> Mapping[str, Any]:
        from kg.network import network_of, page_of

        if "network" not in state.made:
            state.made["network"] = network_of(store)
        graph = state.made["network"]
        return {"page": page_of(graph, around=around, depth=depth, title=title, endpoint=_AROUND)}

    page = (await gathered(request, gather, seconds=_SECONDS))["page"]
    found = _POLICY.search(page)
    if found is None:
        raise Refusal(500, "the viewer page has no policy of its own")
    policy = f"{html.unescape(found[1])}; frame-ancestors 'self'"
    return HTMLResponse(page, headers={"content-security-policy": policy})


def _wanted(request: "Request") -> tuple[str | None, int]:
    """Return the entity to look around, None for the whole graph, and how many steps."""
    depth = parameter(request, "depth", most=1)
    steps = int(depth) if depth.isascii() and depth.isdigit() else 1
    return parameter(request, "around") or None, min(max(steps, 1), _MOST_STEPS)
