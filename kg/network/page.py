"""A network becomes one HTML file that opens from disk and asks nothing of any other host.

In: the MultiDiGraph of `kg.network.graph`. Out: HTML with vis-network (from pyvis's package), the
data, styles and scripts inside, and a Content-Security-Policy that admits only these.
All names and sentences travel as JSON and reach the page as text nodes, never as HTML.
"""

import base64
import hashlib
import html
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.network.choose import entity_named, first_view, neighbourhood, order_of
from kg.network.layout import positions_of
from kg.network.records import records_of
from kg.network.style import load_style

if TYPE_CHECKING:
    import networkx
    from jinja2 import Environment

_ASSETS = Path(__file__).parent / "assets"
# In the order in which they build on one another; joined they are one script.
_SCRIPTS = (
    "data.js",
    "filters.js",
    "draw.js",
    "lines.js",
    "panel.js",
    "search.js",
    "table.js",
    "issues.js",
    "paths.js",
    "view.js",
    "address.js",
    "export.js",
    "page.js",
)
_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"


def page_of(
    graph: "networkx.MultiDiGraph[str]",
    *,
    around: str | None = None,
    depth: int = 1,
    limit: int | None = None,
    title: str = "Knowledge graph",
    endpoint: str = "",
    earlier: Mapping[str, tuple[float, float]] | None = None,
) -> str:
    """Return the page of a network, or of the part around one entity, as HTML in UTF-8.

    Args:
        graph: what `network_of` returned.
        around: id or any name of an entity; None for the whole network.
        depth: how many links away from it the page reaches, 1 or more.
        limit: how many nodes the page holds at most, the most important; None for the default.
        title: heading of the page, any text.
        endpoint: address of a server, followed by an entity's id; "" where there is none.
        earlier: places of entities on an earlier page, by id, which they keep.

    Raises:
        KgError: no entity has that id or name.
    """
    limits = load_style().limits
    center = None if around is None else entity_named(graph, around)
    part = graph if center is None else neighbourhood(graph, center, depth)
    order = _from_center(order_of(part), center)
    kept = order[: limits["nodes"] if limit is None else max(1, limit)]
    shown = part.subgraph(kept)
    size = limits["first"]
    first = first_view(shown, kept, size) if center is None else kept[:size]
    later = [node for node in kept if node not in set(first)]
    places = positions_of(first, later, shown.edges(), earlier)
    content = records_of(shown, (*first, *later), places, title=title)
    content |= {"first": len(first), "center": None if center is None else 0, "endpoint": endpoint}
    content |= {"left_out": len(order) - len(kept), "elsewhere": len(graph) - len(part)}
    return _html_of(content)


def _from_center(order: tuple[str, ...], center: str | None) -> tuple[str, ...]:
    """Return the order of nodes with the one in the middle first."""
    return order if center is None else (center, *(node for node in order if node != center))


def frame_of(page: str, *, height: int = 640) -> str:
    """Return HTML that shows a page inside another one (a notebook), shut off from that one.

    Args:
        page: what `page_of` returned.
        height: in pixels.
    """
    return (
        f'<iframe srcdoc="{html.escape(page)}" title="Network of the graph"'
        ' sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"'
        f' style="box-sizing:border-box;width:100%;height:{int(height)}px;'
        'border:1px solid #8885;border-radius:8px">'
        "</iframe>"
    )


def _html_of(content: dict[str, Any]) -> str:
    """Return the page: pyvis holds nodes, edges and options, and renders our own template."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    # Assigned as lists: add_node looks through all earlier nodes each time.
    network.nodes = content.pop("nodes")
    network.edges = content.pop("edges")
    network.options = dict(load_style().options)
    network.templateEnv = _environment(content)
    page: str = network.generate_html()
    return page


def _environment(content: dict[str, Any]) -> "Environment":
    """Return a jinja environment that knows our template and all that is set into it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_ASSETS), autoescape=True, undefined=StrictUndefined,
        keep_trailing_newline=True,
    )  # fmt: skip
    scripts = (_vis_script(), _own_script())
    style = (_ASSETS / "page.css").read_text(encoding="utf-8")
    environment.filters["json"] = to_json
    environment.globals.update(
        content=content,
        scripts=scripts,
        style=style,
        script_hashes=[_hash_of(script) for script in scripts],
        style_hash=_hash_of(style),
    )
    return environment


def to_json(value: object) -> str:
    r"""Return JSON that may stand inside a script element: all of it ASCII, without < > & '.

    >>> to_json("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    for char in "<>&'":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


@cache
def _vis_script() -> str:
    """Return vis-network as pyvis ships it, licence included."""
    return _safe(files("pyvis").joinpath(_VIS).read_text(encoding="utf-8"))


def _own_script() -> str:
    """Return our scripts as one, in a scope of their own."""
    parts = [(_ASSETS / name).read_text(encoding="utf-8") for name in _SCRIPTS]
    return _safe('(() => {\n"use strict";\n' + "\n".join(parts) + "})();\n")


def _safe(script: str) -> str:
    """Return a script; ValueError where it would end its own element."""
    if "</script" in script.lower() or "<!--" in script:
        raise ValueError("a script of the page holds </script or <!--")
    return script.replace("\r\n", "\n")


def _hash_of(text: str) -> str:
    """Return the hash by which a Content-Security-Policy names an inline script or style."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
