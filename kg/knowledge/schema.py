"""The vocabulary that reference files may use, read from schema.toml.

In: nothing. Out: the frozen `Schema`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

_FILE = Path(__file__).with_name("schema.toml")


@dataclass(frozen=True, slots=True)
class Schema:
    """Classes and predicates of reference files.

    `types` maps a class to its coarse type; `kinds` a predicate's full IRI to the kind of value it
    takes; `locals` a predicate's full IRI to its local name and `iris` that name back to the IRI;
    `apart` are the types whose labels no article names directly (offices, legal issues).
    """

    base: str
    namespace: str
    types: Mapping[str, str]
    kinds: Mapping[str, str]
    locals: Mapping[str, str]
    iris: Mapping[str, str]
    apart: frozenset[str]

    def relative(self, iri: str) -> str:
        """Return an entity's id for its IRI, and any other address unchanged."""
        return iri.removeprefix(self.base)


@cache
def load_schema() -> Schema:
    """Return the schema of reference files."""
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    spaces = raw["namespaces"]
    types = {cls: coarse for coarse, below in raw["types"].items() for cls in (coarse, *below)}
    kinds, names, iris = {}, {}, {}
    for name, kind in raw["predicates"].items():
        prefix, local = name.split(":")
        iri = spaces[prefix] + local
        kinds[iri], names[iri], iris[local] = kind, local, iri
    return Schema(
        base=spaces["base"],
        namespace=spaces["kg"],
        types=MappingProxyType(types),
        kinds=MappingProxyType(kinds),
        locals=MappingProxyType(names),
        iris=MappingProxyType(iris),
        apart=frozenset(raw["apart"]["types"]),
    )
