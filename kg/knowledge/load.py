"""Reading reference files strictly: whatever is not understood is an error with file and line.

In: data/reference/*.ttl and further files. Out: `Knowledge`.
Several files may speak about one entity: a user's file can add a name to a shipped entity.
Not done: no cache on disk; all shipped files parse in about a tenth of a second.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import RuleError
from kg.knowledge.base import Knowledge, Known
from kg.knowledge.check import Spot, check_labels, check_value
from kg.knowledge.schema import Schema, load_schema
from kg.model import EntityId
from kg.resources import data_path

if TYPE_CHECKING:
    from pyoxigraph import Quad

# Predicates whose values have their own field in `Known`.
_FIELDS = {
    "type": "classes",
    "prefLabel": "names",
    "altLabel": "aliases",
    "weakLabel": "weak",
    "demonym": "demonyms",
    "exactMatch": "same_as",
}


@dataclass(slots=True)
class _Draft:
    """One entity while its files are read; `spots` are the places that speak of it, in order."""

    spots: list[Spot] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)
    demonyms: list[str] = field(default_factory=list)
    same_as: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str, Spot]] = field(default_factory=list)


def load_knowledge(extra: Sequence[Path] = ()) -> Knowledge:
    """Return the shipped reference knowledge together with the user's own files.

    Args:
        extra: further Turtle files, in the vocabulary of kg/knowledge/schema.toml.

    Raises:
        RuleError: syntax, unknown predicate or class, missing or second name, wrong year or date,
            link to nothing, name of two entities without a note; with file and line.

    """
    return _load(tuple(Path(path) for path in extra))


@cache
def _load(extra: tuple[Path, ...]) -> Knowledge:
    """Return the knowledge of all shipped files and some others."""
    schema = load_schema()
    drafts: dict[str, _Draft] = {}
    files = (*sorted(data_path("reference").glob("*.ttl")), *extra)
    for order, path in enumerate(files):
        _read(path, order, drafts, schema)
    known = [_known_of(name, draft, schema) for name, draft in drafts.items()]
    for draft in drafts.values():
        for predicate, target, spot in draft.links:
            if target not in drafts:
                spot.fail(target, f"{predicate} leads to {target}, which no file defines")
    check_labels(known, {name: draft.spots for name, draft in drafts.items()}, schema)
    return Knowledge.of(known, schema)


def _read(path: Path, order: int, drafts: dict[str, _Draft], schema: Schema) -> None:
    """Add what one file says to the drafts."""
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(str(path), 0, f"cannot be read: {error}") from error
    spot = Spot(str(path), text, "", order)
    for quad in _parse(str(path), text, schema):
        name = quad.subject.value.removeprefix(schema.base)  # type: ignore[union-attr]
        if name != spot.subject:
            spot = _spot_of(name, quad, spot, schema)
            drafts.setdefault(name, _Draft()).spots.append(spot)
        _add(drafts[name], quad, spot, schema)


def _parse(path: str, text: str, schema: Schema) -> Iterator["Quad"]:
    """Yield the triples of one file."""
    from pyoxigraph import RdfFormat, parse

    data = text.encode("utf-8")
    try:
        yield from parse(input=data, format=RdfFormat.TURTLE, base_iri=schema.base)
    except SyntaxError as error:
        raise RuleError(path, error.lineno or 0, f"not Turtle: {error.msg}") from error


def _spot_of(name: str, quad: "Quad", earlier: Spot, schema: Schema) -> Spot:
    """Return where the triples about an entity are, in the file of an earlier spot."""
    spot = replace(earlier, subject=name)
    if quad.subject.value != schema.base + name or not name:  # type: ignore[union-attr]
        spot.fail("", f"{quad.subject} is not an entity: its address must start with {schema.base}")
    return spot


def _add(draft: _Draft, quad: "Quad", spot: Spot, schema: Schema) -> None:
    """Add one triple to its entity's draft."""
    predicate = quad.predicate.value
    kind = schema.kinds.get(predicate)
    if kind is None:
        spot.fail(predicate, f"unknown predicate {predicate}")
    local = schema.locals[predicate]
    value = check_value(quad.object, kind, local, spot, schema)
    if local in _FIELDS:
        getattr(draft, _FIELDS[local]).append(value)
        return
    draft.facts.append((local, value))
    if kind == "entity":
        draft.links.append((local, value, spot))


def _known_of(name: str, draft: _Draft, schema: Schema) -> Known:
    """Return a finished entity."""
    for values, what in ((draft.classes, "class"), (draft.names, "skos:prefLabel")):
        if len(set(values)) != 1:
            draft.spots[0].fail("", f"{name} needs exactly one {what}, not {sorted(values)}")
    return Known(
        id=EntityId(name),
        type=schema.types[draft.classes[0]],
        cls=draft.classes[0],
        name=draft.names[0],
        labels=tuple(dict.fromkeys((draft.names[0], *sorted(draft.aliases)))),
        weak_labels=tuple(sorted(set(draft.weak))),
        demonyms=tuple(sorted(set(draft.demonyms))),
        same_as=tuple(sorted(set(draft.same_as))),
        facts=tuple(sorted(set(draft.facts))),
    )
