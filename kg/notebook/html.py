"""HTML of the notebook: our templates, in which everything is escaped and harmless."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kg.store.tables import neutralize

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_FOLDER = Path(__file__).parent


@cache
def look() -> Mapping[str, Any]:
    """Return the tables of `look.toml`."""
    return MappingProxyType(tomllib.loads((_FOLDER / "look.toml").read_text(encoding="utf-8")))


@cache
def query(name: str) -> str:
    """Return the text of one of the queries beside this file."""
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def render(template: str, **values: object) -> str:
    """Return one of the templates beside this file, filled in; all values are escaped."""
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    return _environment().get_template(f"{template}.html").render(style=style, **values)


def web_address(text: str) -> str:
    """Return an address that a link may have, "" for any other (javascript:, data:, relative)."""
    return text if text.startswith(("https://", "http://")) else ""


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["harmless"] = lambda text: neutralize(str(text))
    environment.filters["lines"] = _with_breaks
    return environment


def _with_breaks(text: str) -> "Markup":
    """Return text with its line ends as elements; exporters drop those that stand alone."""
    from markupsafe import Markup, escape

    return Markup("<br>").join(escape(neutralize(line)) for line in text.split("\n"))
