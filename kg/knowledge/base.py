"""The nouns of reference knowledge: one `Known` for each entity, and the `Knowledge` of all.

In: checked entities (kg.knowledge.load). Out: answers by name, by id, and by predicate.
Not done: nothing is guessed; a name that no file gives is not found.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

from kg.knowledge.schema import Schema
from kg.model import EntityId

# Quotation marks, hyphens and spaces that typesetting varies.
_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-"})
_THE = re.compile(r"^the ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """An entity that reference files describe.

    `labels` are its sure names, the canonical one first; `weak_labels` stand for it only where the
    article also has a sure one; `demonyms` are a country's adjectives and names of its people;
    `facts` are sorted (local name of the predicate, entity id or literal) pairs, without labels.
    """

    id: EntityId
    type: str
    cls: str
    name: str
    labels: tuple[str, ...]
    weak_labels: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    def values(self, predicate: str) -> tuple[str, ...]:
        """Return the values of one predicate, sorted; empty where there is none."""
        return tuple(value for name, value in self.facts if name == predicate)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All reference entities with their indexes by name; made by `load_knowledge`."""

    entities: Mapping[EntityId, Known]
    schema: Schema
    offices: tuple[Known, ...]
    issues: tuple[Known, ...]
    _sure: Mapping[str, tuple[Known, ...]]
    _weak: Mapping[str, tuple[Known, ...]]
    _demonyms: Mapping[str, tuple[Known, ...]]
    _offices: Mapping[str, tuple[Known, ...]]

    @classmethod
    def of(cls, entities: Iterable[Known], schema: Schema) -> Self:
        """Return the knowledge of some entities, ordered by id."""
        ordered = sorted(entities, key=lambda known: known.id)
        named = [known for known in ordered if known.type not in schema.apart]
        offices = tuple(known for known in ordered if known.type == "Office")
        return cls(
            entities=MappingProxyType({known.id: known for known in ordered}),
            schema=schema,
            offices=offices,
            issues=tuple(known for known in ordered if known.type == "LegalIssue"),
            _sure=_index((label, known) for known in named for label in known.labels),
            _weak=_index((label, known) for known in named for label in known.weak_labels),
            _demonyms=_index((label, known) for known in named for label in known.demonyms),
            _offices=_index(
                (label, known) for known in offices for label in (*known.labels, *known.weak_labels)
            ),
        )

    def by_label(self, text: str) -> tuple[Known, ...]:
        """Return the entities that have this sure name, without offices and issues.

        Upper and lower case count first, and are ignored only for names of several words;
        the kind of apostrophe, hyphen and space, and a leading "the", do not count.
        """
        return _find(self._sure, text)

    def by_weak_label(self, text: str) -> tuple[Known, ...]:
        """Return the entities for which this name can stand once the article has a sure one."""
        return _find(self._weak, text)

    def by_demonym(self, text: str) -> tuple[Known, ...]:
        """Return the countries whose adjective or people this word names ("Salvadoran")."""
        return _find(self._demonyms, text)

    def by_office(self, text: str) -> tuple[Known, ...]:
        """Return the offices of this title ("Secretary of State")."""
        return _find(self._offices, text) or _find(self._offices, text.lower())

    def labels(self) -> Iterator[tuple[str, Known, str]]:
        """Yield (name, entity, "sure" | "weak" | "demonym"), without offices and issues."""
        for known in self.entities.values():
            if known.type in self.schema.apart:
                continue
            yield from ((label, known, "sure") for label in known.labels)
            yield from ((label, known, "weak") for label in known.weak_labels)
            yield from ((label, known, "demonym") for label in known.demonyms)

    def facts(self, entity: str, predicate: str) -> tuple[str, ...]:
        """Return the values of an entity's predicate, sorted; empty for an unknown entity."""
        known = self.entities.get(EntityId(entity))
        return () if known is None else known.values(predicate)

    def type_of(self, cls: str) -> str:
        """Return the coarse type of a class; KeyError for a class that there is not."""
        return self.schema.types[cls]

    def predicate_iri(self, name: str) -> str:
        """Return the full IRI of a predicate by its local name ("partOf")."""
        return self.schema.iris[name]


def normal(text: str) -> str:
    """Return a name with plain apostrophes, hyphens and spaces.

    >>> normal("Tren  de Aragua’s")
    "Tren de Aragua's"
    """
    if not text.isascii():
        text = text.translate(_SAME)
    return " ".join(text.split())


def _index(pairs: Iterable[tuple[str, Known]]) -> Mapping[str, tuple[Known, ...]]:
    """Return an index by name and, for names of several words, by the name in lower case."""
    found: dict[str, dict[EntityId, Known]] = {}
    for label, known in pairs:
        key = normal(label)
        found.setdefault(key, {})[known.id] = known
        if " " in key:
            found.setdefault(key.casefold(), {})[known.id] = known
    return MappingProxyType({key: tuple(entries.values()) for key, entries in found.items()})


def _find(index: Mapping[str, tuple[Known, ...]], text: str) -> tuple[Known, ...]:
    """Return the entries for a name as it stands, then in lower case, then without "the"."""
    key = normal(text)
    for form in (key, _THE.sub("", key)):
        if found := index.get(form):
            return found
        if " " in form and (found := index.get(form.casefold())):
            return found
    return ()
