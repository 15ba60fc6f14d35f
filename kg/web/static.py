"""Style sheets, scripts and the editor: files known by name, never a path of the client's.

In: a name. Out: its bytes, or 404. `palette.css` is made of the colors of the network page, so
that both have one look. The editor is there only where `scripts/editor` has put it.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.web.body import Refusal

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_FOLDER = Path(__file__).parent / "static"
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
EDITOR = "editor/yasgui.min.js"


def has_editor() -> bool:
    """Tell whether the query editor has been fetched."""
    return (_FOLDER / EDITOR).is_file()


@cache
def _known() -> frozenset[str]:
    """Return the names of the files that are served."""
    return frozenset(
        path.relative_to(_FOLDER).as_posix() for path in _FOLDER.rglob("*") if path.suffix in _KINDS
    )


@cache
def _content(name: str) -> bytes:
    return palette().encode() if name == "palette.css" else (_FOLDER / name).read_bytes()


async def file(request: "Request") -> "Response":
    """Answer with a file."""
    from starlette.responses import Response

    name = request.path_params["rest"]
    if name not in _known() and name != "palette.css":
        raise Refusal(404, "there is no such file")
    return Response(
        _content(name),
        media_type=_KINDS[Path(name).suffix],
        headers={"cache-control": "public, max-age=300"},
    )


async def icon(request: "Request") -> "Response":
    """Answer with the icon of the tab."""
    from starlette.responses import Response

    del request
    return Response(_content("icon.svg"), media_type=_KINDS[".svg"])


@cache
def palette() -> str:
    """Return the colors of types and links as a style sheet, for a light and a dark ground."""
    from jinja2 import Environment

    from kg.network.style import load_style

    style = load_style()
    template = (_FOLDER.parent / "data" / "palette.css.jinja").read_text(encoding="utf-8")
    engine = Environment(autoescape=False)  # noqa: S701 - a style sheet of our own colors
    return engine.from_string(template).render(types=style.types, kinds=style.kinds)
