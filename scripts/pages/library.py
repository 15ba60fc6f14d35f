"""The page of the library, from docstrings and signatures."""

import dataclasses
import importlib
import inspect
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.pages.sample import Sample

_SECTION = re.compile(r"(Args|Returns|Raises|Yields|Source):")
_ENTRY = re.compile(r"    (\*{0,2}[\w.]+): (.*)")


def library_page(made: Sample | None = None) -> str:
    """Return one section for each name that `library.toml` lists."""
    del made
    return "\n".join(_page())


def described() -> tuple[str, ...]:
    """Return the dotted names that the page describes."""
    return tuple(name for section in _sections() for name in section["names"])


def members_of(thing: type) -> tuple[tuple[str, Any], ...]:
    """Return the public methods and properties that a class itself defines, in its order."""
    return tuple(
        (name, member)
        for name, member in vars(thing).items()
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property))
    )


def _sections() -> list[dict[str, Any]]:
    text = Path(__file__).with_name("library.toml").read_text(encoding="utf-8")
    sections: list[dict[str, Any]] = tomllib.loads(text)["section"]
    return sections


def _page() -> Iterator[str]:
    for section in _sections():
        yield f"## {section['title']}\n"
        for name in section["names"]:
            module, _, last = name.rpartition(".")
            thing = getattr(importlib.import_module(module), last)
            yield f"### `{name}` {{ #{name} }}\n"
            yield from _described(name, thing)
            if inspect.isclass(thing):
                yield from _members(name, thing)


def _members(name: str, thing: type) -> Iterator[str]:
    if dataclasses.is_dataclass(thing):
        lines = [_field(one) for one in dataclasses.fields(thing) if not one.name.startswith("_")]
        yield "```text\n" + "\n".join(lines) + "\n```\n" if lines else ""
    for member, value in members_of(thing):
        yield f"#### `{member}` {{ #{name}.{member} }}\n"
        yield from _described(member, value)


def _field(one: "dataclasses.Field[Any]") -> str:
    kind = one.type if isinstance(one.type, str) else inspect.formatannotation(one.type)
    if one.default is not dataclasses.MISSING:
        return f"{one.name}: {kind} = {one.default!r}"
    return f"{one.name}: {kind}"


def _described(name: str, thing: Any) -> Iterator[str]:
    if inspect.isfunction(thing):
        text = str(inspect.signature(thing)).replace("self, ", "").replace("(self)", "()")
        yield f"```text\n{name.removeprefix('kg.')}{text}\n```\n"
    yield markdown_of(inspect.getdoc(thing) or "")


def markdown_of(docstring: str) -> str:
    """Return a docstring as Markdown: sections in bold, their entries as a list."""
    lines: list[str] = []
    in_section = False
    for line in docstring.replace("<", "&lt;").splitlines():
        head = _SECTION.fullmatch(line.strip())
        entry = _ENTRY.fullmatch(line) if in_section else None
        if head:
            in_section = True
            lines += ["", f"**{head[1]}**", ""]
        elif entry:
            lines.append(f"- `{entry[1]}`: {entry[2]}")
        elif in_section and line.startswith("        "):
            lines.append(f"  {line.strip()}")
        elif in_section and line.startswith("    "):
            lines.append(f"- {line.strip()}")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"
