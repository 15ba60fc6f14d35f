"""The checks that reference files must pass, and where in a file a complaint belongs.

In: values and entities with the file they come from. Out: nothing, or `RuleError`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from kg.errors import RuleError
from kg.knowledge.base import Known, normal
from kg.knowledge.schema import Schema

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

# No law, institution or case that news names with its year is older than the year 1000.
_YEAR = re.compile(r"[1-9]\d{3}")
_SUBJECT = re.compile(r"^<", re.MULTILINE)
_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DATATYPES = {"year": (_XSD + "integer",), "date": (_XSD + "date",), "flag": (_XSD + "boolean",)}
_WORDS = (_XSD + "string", _RDF + "langString")
_IRI_KINDS = frozenset({"class", "entity", "iri"})


@dataclass(frozen=True, slots=True)
class Spot:
    """The block of a reference file that speaks about one subject (an entity id or address).

    `order` counts the files as they are read; the user's come last.
    """

    path: str
    text: str
    subject: str
    order: int = 0

    def line_of(self, needle: str) -> int:
        """Return the 1-based line where the subject's block has some words, else of the subject.

        0 where the subject is not found between "<" and ">" at the start of a line.
        """
        start, end = self._block()
        if start < 0:
            return 0
        words = re.split(r"[#/]", needle)[-1] if "://" in needle else needle
        found = self.text.find(words, start, end) if words else -1
        return self.text.count("\n", 0, max(start, found)) + 1

    def has(self, label: str) -> bool:
        """Tell whether the subject's block has a label."""
        start, end = self._block()
        return start >= 0 and f'"{label}"' in self.text[start:end]

    def _block(self) -> tuple[int, int]:
        """Return where the subject's block starts and ends: (-1, -1) if it is not found."""
        subject = rf"^[ \t]*<[^<>\s]*{re.escape(self.subject)}>"
        start = re.search(subject, self.text, re.MULTILINE)
        if start is None:
            return -1, -1
        end = _SUBJECT.search(self.text, start.end())
        return start.start(), len(self.text) if end is None else end.start()

    def fail(self, needle: str, reason: str) -> NoReturn:
        """Raise RuleError at the line where the subject's block has the needle."""
        raise RuleError(self.path, self.line_of(needle), reason)


def check_value(
    term: "NamedNode | BlankNode | Literal | Triple",
    kind: str,
    predicate: str,
    spot: Spot,
    schema: Schema,
) -> str:
    """Return a value as text: an entity id, an address, or the words of a literal.

    Raises:
        RuleError: the value is not of this kind.

    """
    datatype: NamedNode | None = getattr(term, "datatype", None)
    if (datatype is None) != (kind in _IRI_KINDS):
        spot.fail(predicate, f"{predicate} of {spot.subject} must be of kind {kind}, not {term}")
    value: str = term.value  # type: ignore[union-attr]
    if datatype is None:
        return _check_iri(value, kind, spot, schema)
    if datatype.value not in _DATATYPES.get(kind, _WORDS) or not _fits(value, kind):
        spot.fail(value or predicate, f"{predicate} of {spot.subject} is not a {kind}: {value!r}")
    return value


def _check_iri(value: str, kind: str, spot: Spot, schema: Schema) -> str:
    """Return a class name, an entity id or an address."""
    if kind == "class":
        local = value.removeprefix(schema.namespace)
        if local not in schema.types:
            spot.fail(local, f"unknown class {value}")
        return local
    if ":" not in value:
        spot.fail("[", f"a node without an address says nothing about {spot.subject}")
    if kind == "entity" and not value.startswith(schema.base):
        spot.fail(value, f"{value} is not an entity: its address must start with {schema.base}")
    return schema.relative(value)


def _fits(value: str, kind: str) -> bool:
    """Tell whether this is a proper value of its kind."""
    if kind == "label":
        return bool(value) and normal(value) == value
    if kind == "year":
        return _YEAR.fullmatch(value) is not None
    if kind == "date":
        try:
            return date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False
    return kind != "flag" or value in {"true", "false"}


def check_labels(
    known: Iterable[Known], spots: Mapping[str, Sequence[Spot]], schema: Schema
) -> None:
    """Raise RuleError for a sure name of two entities of which neither has a kg:ambiguityNote.

    Of two places that give the name, the one in the later file is blamed.
    Offices and legal issues may share names with other things ("due process").
    """
    owners: dict[tuple[str, str], Known] = {}
    for entity in known:
        room = entity.type if entity.type in schema.apart else ""
        for label in entity.labels:
            other = owners.setdefault((room, normal(label)), entity)
            if other is entity or entity.values("ambiguityNote") or other.values("ambiguityNote"):
                continue
            reason = f"{label!r} names {entity.id} and {other.id}; add a kg:ambiguityNote to one"
            both = (*spots[other.id], *spots[entity.id])
            named = [spot for spot in both if spot.has(label)] or both
            max(named, key=lambda spot: spot.order).fail(label, reason)
