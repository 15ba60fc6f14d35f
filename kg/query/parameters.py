"""Turns what a person typed for a parameter into the RDF term that the query is bound to.

In: a store, the parameters of a query, and texts by name. Out: terms by name.
A name is looked up among the labels of the graph; one that several things have is an error that
lists them, never a guess. Values are bound by the engine and never written into a query's text.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.errors import QueryError
from kg.query.headers import NamedQuery, Parameter
from kg.store.terms import BASE, NAMESPACE, shorten

if TYPE_CHECKING:
    import pyoxigraph

    from kg.store import Store

Argument = str | int
# How many things a message lists.
MAX_CANDIDATES = 8
# Characters of a name that a message repeats; no name in the graph that matters is longer.
MAX_SHOWN = 100
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})
_TERM = re.compile(r"(?:kg:)?([A-Za-z]\w*)")
# "person/marco-rubio", "law/usc/8/1231"
_ID = re.compile(r"[a-z]+/[a-z0-9/._%-]+")
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Named:
    """A thing of the graph under one of its names; `rank` 0 is its own label, 1 another name."""

    iri: str
    name: str
    rank: int
    background: bool


def bind_parameters(
    store: "Store", query: NamedQuery, arguments: Mapping[str, Argument]
) -> dict[str, object]:
    """Return the terms for a query's parameters; those left out that may be are absent.

    Raises:
        QueryError: when one is unknown, missing, no value of its type, or an ambiguous name.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in arguments:
        if name not in known:
            has = ", ".join(known) or "none"
            raise QueryError(f"{query.name} has no parameter {name!r}; it has: {has}")
    bindings: dict[str, object] = {}
    for parameter in query.parameters:
        value = arguments.get(parameter.name, parameter.default)
        if value is not None:
            bindings[parameter.name] = _to_term(store, query.name, parameter, str(value))
        elif not parameter.optional:
            message = f"{query.name} needs {parameter.name}: {parameter.meaning}"
            raise QueryError(f"{message} (for example: {query.name} {query.example})")
    return bindings


def find_entity(store: "Store", text: str) -> "pyoxigraph.NamedNode":
    """Return the thing that an id, an IRI, or any of its names means.

    Raises:
        QueryError: when nothing has the name, or several things have it.
    """
    import pyoxigraph

    names = tuple(_read_names(store))
    iris = {named.iri for named in names}
    for iri in (text, BASE + quote(text.strip(), safe="/-_.~%", errors="replace")):
        if iri in iris:
            return pyoxigraph.NamedNode(iri)
    found = _best(names, _fold(text))
    if len(found) == 1:
        return pyoxigraph.NamedNode(found[0])
    if found:
        listed = ", ".join(shorten(iri) for iri in found[:MAX_CANDIDATES])
        raise QueryError(f"{_shown(text)} may mean {listed}; use one of these ids")
    raise QueryError(f"nothing in the graph is called {_shown(text)}{_suggest(names, text)}")


def guess_term(store: "Store", value: Argument) -> object:
    """Return the term for a parameter whose type nobody stated: a thing where the text is its id.

    Raises:
        QueryError: when the text is an id but the graph has no such thing.
    """
    if isinstance(value, str) and (value.startswith(BASE) or _ID.fullmatch(value)):
        return find_entity(store, value)
    return value


def _to_term(store: "Store", query: str, parameter: Parameter, text: str) -> object:
    import pyoxigraph

    if parameter.type == "entity":
        return find_entity(store, text)
    if parameter.type == "text":
        return text
    pattern = _TERM if parameter.type == "term" else _INTEGER
    match = pattern.fullmatch(text)
    if match is None:
        raise QueryError(f"{query}: {parameter.name}={text!r} is no {parameter.type}")
    return pyoxigraph.NamedNode(NAMESPACE + match[1]) if parameter.type == "term" else int(text)


def _read_names(store: "Store") -> Iterable[Named]:
    text = (Path(__file__).with_name("lookup") / "names.rq").read_text(encoding="utf-8")
    for iri, name, is_label, background in store.select(text).values:
        yield Named(str(iri), str(name), 0 if is_label else 1, bool(background))


def _best(names: tuple[Named, ...], folded: str) -> list[str]:
    """Return the things of that name: own labels before others, read about before background."""
    hits = [named for named in names if _fold(named.name) == folded]
    best = min(((named.rank, named.background) for named in hits), default=None)
    return sorted({named.iri for named in hits if (named.rank, named.background) == best})


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFC", text.translate(_QUOTES))
    return _SPACES.sub(" ", plain).strip().casefold()


def _shown(text: str) -> str:
    """Return a name for a message, cut where it is too long for one."""
    return repr(text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…")


def _suggest(names: tuple[Named, ...], text: str) -> str:
    by_name = {_fold(named.name): named.name for named in names}
    wanted = _fold(text)[:MAX_SHOWN]
    close = difflib.get_close_matches(wanted, sorted(by_name), n=3, cutoff=0.6)
    return f"; did you mean {', '.join(repr(by_name[name]) for name in close)}?" if close else ""
