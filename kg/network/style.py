"""How types and links look and are called: `style.toml`, read once and checked.

In: the file beside this one. Out: a frozen `Style`.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import RuleError
from kg.vocab import load_terms, terms_above

_PATH = Path(__file__).parent / "style.toml"
_TABLES = frozenset(
    {"shapes", "types", "kinds", "relations", "statements", "fold", "limits", "options"}
)
_TYPE_KEYS = frozenset({"one", "many", "shape", "light", "dark", "first"})
_KIND_KEYS = frozenset({"label", "help", "light", "dark", "dash", "width"})
_COLOR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Style:
    """The tables of `style.toml`; see the comments there."""

    shapes: Mapping[str, list[list[float]]]
    types: Mapping[str, Mapping[str, Any]]
    kinds: Mapping[str, Mapping[str, Any]]
    relations: Mapping[str, str]
    statements: Mapping[str, str]
    fold: Mapping[str, str]
    limits: Mapping[str, int]
    options: Mapping[str, Any]

    def relation(self, name: str) -> str:
        """Return a relation as words: ours, or those of the ontology.

        >>> load_style().relation("ruledOn")
        'ruled on'
        """
        return self.relations.get(name) or words_of(name)

    def type_of(self, classes: Iterable[str]) -> str:
        """Return the type that is drawn for an entity of some classes; "Other" where none fits.

        >>> load_style().type_of(["Court"])
        'Institution'
        """
        terms = load_terms()
        above = {up for name in classes if name in terms for up in terms_above(name)}
        return next((name for name in self.types if name in above), "Other")


@cache
def load_style() -> Style:
    """Return the style.

    Raises:
        RuleError: a table or key is unknown or missing, or a color or shape is none.
    """
    raw = tomllib.loads(_PATH.read_text(encoding="utf-8"))
    if set(raw) != _TABLES:
        raise RuleError(str(_PATH), 0, f"tables are not {sorted(_TABLES)}")
    for table, keys in (("types", _TYPE_KEYS), ("kinds", _KIND_KEYS)):
        for name, look in raw[table].items():
            if set(look) != keys:
                raise RuleError(str(_PATH), 0, f"{table}.{name} has not the keys {sorted(keys)}")
            if not (_COLOR.fullmatch(look["light"]) and _COLOR.fullmatch(look["dark"])):
                raise RuleError(str(_PATH), 0, f"{table}.{name} has a color that is not #rrggbb")
    if unknown := {look["shape"] for look in raw["types"].values()} - set(raw["shapes"]):
        raise RuleError(str(_PATH), 0, f"unknown shapes {sorted(unknown)}")
    return Style(**raw)


def words_of(name: str) -> str:
    """Return the label that the ontology has for a name, or the name's own words.

    >>> words_of("StatuteSection"), words_of("unheardOf")
    ('section of a statute', 'unheard of')
    """
    if name in load_terms():
        return load_terms()[name].label
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name).lower().strip()
