"""All that a graph says of one entity, on one card: what it is, facts, what it says, what is said.

In: a store and an id, IRI or name. Out: a `Card`, as text for a terminal or as JSON.
Every line carries its sentence and article; the queries are the .rq files beside this one.
"""

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kg.query import find_entity
from kg.store import Store

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

_WIDTH = 100
_HEADINGS = {"facts": "Facts", "says": "Says", "said-of": "Said by others"}

Line = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Card:
    """One entity: its IRI, name, what it is, and the lines of each section, as plain strings."""

    iri: str
    name: str
    about: tuple[Line, ...]
    sections: Mapping[str, tuple[Line, ...]]

    def to_json(self) -> str:
        """Return the card as one JSON object with sorted lines."""
        about = [dict(line) for line in self.about]
        sections = {key: [dict(line) for line in lines] for key, lines in self.sections.items()}
        card = {"iri": self.iri, "name": self.name, "about": about, **sections}
        return json.dumps(card, ensure_ascii=False, indent=2) + "\n"

    def to_text(self) -> str:
        """Return the card for reading in a terminal."""
        types = [_short(line["value"]) for line in self.about if line["kind"] == "type"]
        aliases = [line["value"] for line in self.about if line["kind"] == "alias"]
        lines = [self.name, f"  {', '.join(sorted(set(types)))}  <{self.iri}>"]
        if aliases:
            lines += _wrapped(f"also: {', '.join(aliases)}", "  ")
        for key, heading in _HEADINGS.items():
            rows = self.sections[key]
            lines += ["", f"{heading} ({len(rows)})"]
            for row in rows:
                lines += _wrapped(_headline(key, row), "  ")
                lines += _wrapped(f"“{row['sentence']}”", "      ")
                lines += _wrapped(_source(row), "      ")
        return "\n".join(lines) + "\n"


def card_of(store: Store, name: str) -> Card:
    """Return the card of an entity, given by id, IRI or any name.

    Raises:
        QueryError: where nothing or more than one entity has that name; it lists those that do.

    """
    node = find_entity(store, name)
    iri = node.value
    about = _rows(store, "about", node)
    label = next((line["value"] for line in about if line["kind"] == "name"), iri)
    sections = {key: _rows(store, key, node) for key in _HEADINGS}
    sections["facts"] = tuple(_with_all_statuses(sections["facts"]))
    return Card(iri, label, about, sections)


@cache
def _text(name: str) -> str:
    """Return one of the queries beside this file."""
    return (Path(__file__).parent / f"{name}.rq").read_text(encoding="utf-8")


def _rows(store: Store, name: str, node: "NamedNode") -> tuple[Line, ...]:
    """Return the rows of one query about an entity, values as strings, unbound ones as ""."""
    rows = store.select(_text(name), bindings={"entity": node})
    return tuple(
        {
            column: "" if value is None else str(value)
            for column, value in zip(rows.columns, row, strict=True)
        }
        for row in rows
    )


def _with_all_statuses(rows: Iterable[Line]) -> Iterator[Line]:
    """Yield one row for each fact and sentence: who claims a denial does not claim the fact.

    Its status lists all statuses, the last in the order of the alphabet first, as in
    "Negated, Claimed"; its title the one that the sentence has, else all.
    """
    for others, group in groupby(rows, key=lambda row: {**row, "status": "", "title": ""}):
        same = tuple(group)
        statuses = sorted({row["status"] for row in same}, reverse=True)
        titles = sorted({row["title"] for row in same})
        said = [title for title in titles if title in others["sentence"]]
        title = max(said, key=len, default=", ".join(titles))
        yield {**others, "status": ", ".join(statuses), "title": title}


def _headline(key: str, row: Line) -> str:
    """Return what a line says, before its sentence."""
    if key == "facts":
        title = f" ({row['title']})" if row["title"] else ""
        status = ", ".join(_short(part) for part in row["status"].split(", "))
        by = f" by {row['by']}" if row["by"] else ""
        mark = "" if status == "Asserted" else f" [{status.lower()}{by}]"
        subject = row["subjectLabel"] or _short(row["subject"])
        target = row["objectLabel"] or _short(row["object"])
        return f"- {subject} {_short(row['relation'])} {target}{title}{mark}"
    marks = [_short(row[part]) for part in ("stance", "modality") if row[part]]
    mark = f" [{', '.join(marks)}]" if marks else ""
    who = f"{row.get('speakerLabel') or 'the article'}: " if key == "said-of" else ""
    return f"- {who}{row['text']}{mark}"


def _source(row: Line) -> str:
    """Return article, publisher and date of a line."""
    return " · ".join(part for part in (row["article"], row["publisher"], row["date"]) if part)


def _short(iri: str) -> str:
    """Return the last part of an IRI; other text as it is."""
    return iri.rsplit("#", 1)[-1].rsplit("/id/", 1)[-1] if iri.startswith("http") else iri


def _wrapped(text: str, indent: str) -> list[str]:
    """Return text in lines of a terminal's width."""
    plain = " ".join(text.split())
    return textwrap.wrap(
        plain, _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ", break_long_words=True
    )
