"""Names of reference knowledge in a text: longest first, whole words, by rules of case.

In: a text with its zones, and the reference knowledge. Out: `Hit`s that do not overlap.
The labels are compiled once for each `Knowledge` into tries of words, so that a text is walked
once, whatever the number of labels. What a hit means is decided in `mentions`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.extract.zones import Zones
from kg.knowledge import Knowledge, Known
from kg.rules import load_rules

# A word ends where the web glued two together ("RuizEl Salvador"); labels are cut alike.
_TOKEN = re.compile(r"\w+?(?<=[a-z]{3})(?=[A-Z][a-z])|\w+|[^\w\s]")
_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-"})
# No label has more words and signs than this; it bounds the walk at each word.
_LONGEST = 24
# Words between the words of a name that may be in lower case in Title Case.
_SMALL = re.compile(r"^(?:a|an|and|at|by|de|del|for|in|of|on|or|the|to|v|with)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One label of one entity; `strength` is sure, weak or demonym."""

    label: str
    known: Known
    strength: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A label found in a text, with every entity that has it."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    @property
    def strength(self) -> str:
        """Return the strongest of the entries' strengths."""
        found = {entry.strength for entry in self.entries}
        return next(item for item in ("sure", "demonym", "weak") if item in found)


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """Tries of labels: by their letters as they stand, and in lower case."""

    exact: dict[str, Any]
    folded: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Key:
    """Knowledge compared by identity, so that a gazetteer is built once for each."""

    knowledge: Knowledge

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.knowledge is other.knowledge

    def __hash__(self) -> int:
        return id(self.knowledge)


def gazetteer_of(knowledge: Knowledge) -> Gazetteer:
    """Return the compiled labels of some knowledge."""
    return _compile(_Key(knowledge))


def find_known(text: str, zones: Zones, knowledge: Knowledge) -> tuple[Hit, ...]:
    """Return the labels found in a text, none overlapping, weak ones only with support.

    A weak label counts where the text has a sure label or demonym of the same entity.
    """
    found = tuple(_scan(text, zones, gazetteer_of(knowledge)))
    sure = tuple(_select(found, {"sure", "demonym"}, frozenset()))
    supported = frozenset(entry.known.id for hit in sure for entry in hit.entries)
    return tuple(_select(found, {"sure", "demonym", "weak"}, supported))


def count_countries(hits: tuple[Hit, ...], knowledge: Knowledge) -> Counter[str]:
    """Return how often each country is named, by its names, demonyms, and what lies in it.

    Names that several countries have ("Supreme Court", "the Constitution") tell of none.
    """
    counts: Counter[str] = Counter()
    for hit in hits:
        if any(is_shared(entry, knowledge) for entry in hit.entries):
            continue
        for country in sorted({country_of(entry.known, knowledge) for entry in hit.entries} - {""}):
            counts[country] += 1
    return counts


def is_shared(entry: Entry, knowledge: Knowledge) -> bool:
    """Tell whether several countries have what bears this name, and it names none of them."""
    known = entry.known
    if known.type == "Institution":
        return bool(known.values("ambiguityNote"))
    shared = load_rules("citations").lists["shared_laws"]
    if known.type != "LegalProvision" or entry.label.casefold().split()[-1] not in shared:
        return False
    country = knowledge.entities.get(country_of(known, knowledge))  # type: ignore[call-overload]
    names = (*country.labels, *country.weak_labels, *country.demonyms) if country else ()
    return not any(name in entry.label for name in names)


def country_of(known: Known, knowledge: Knowledge) -> str:
    """Return the id of the country of an entity, or "" where none is given."""
    if known.cls == "Country":
        return known.id
    for predicate in ("jurisdiction", "country", "locatedIn", "partOf"):
        for value in known.values(predicate):
            other = knowledge.entities.get(value)  # type: ignore[call-overload]
            if other is not None and other.cls == "Country":
                return str(value)
    return ""


def choose(hit: Hit, countries: Counter[str], knowledge: Knowledge) -> Known | None:
    """Return the one entity a hit means, or None where that stays open.

    Of several, the one whose country the article names most is taken.
    """
    strength = hit.strength
    known = {entry.known.id: entry.known for entry in hit.entries if entry.strength == strength}
    if len(known) == 1:
        return next(iter(known.values()))
    ranked = sorted(
        ((-countries[country_of(item, knowledge)], key) for key, item in known.items()),
    )
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        return None
    return known[ranked[0][1]]


@lru_cache(maxsize=4)
def _compile(key: _Key) -> Gazetteer:
    """Return the tries of all labels."""
    exact: dict[str, Any] = {}
    folded: dict[str, Any] = {}
    for label, known, strength in key.knowledge.labels():
        entry = Entry(label, known, strength)
        _add(exact, _keys(label), entry)
        _add(folded, _keys(label.casefold()), entry)
    return Gazetteer(exact, folded)


def _add(trie: dict[str, Any], keys: tuple[str, ...], entry: Entry) -> None:
    """Put one label into a trie; the key "" of a node holds its entries."""
    node = trie
    for key in keys:
        node = node.setdefault(key, {})
    node.setdefault("", []).append(entry)


def _keys(label: str) -> tuple[str, ...]:
    """Return the words and signs of a label, with a space before those that follow one.

    >>> _keys("U.S. Army")
    ('U', '.', 'S', '.', ' Army')
    """
    text = label.translate(_SAME)
    keys, end = [], 0
    for hit in _TOKEN.finditer(text):
        keys.append((" " if hit.start() > end else "") + hit.group())
        end = hit.end()
    return tuple(keys)


def _scan(text: str, zones: Zones, gazetteer: Gazetteer) -> Iterator[Hit]:
    """Yield every label at every word of a text that the rules of case allow."""
    plain = text.translate(_SAME)
    lower = plain.lower() if len(plain.lower()) == len(plain) else plain
    tokens = [hit.span() for hit in _TOKEN.finditer(plain)]
    for number, (start, _) in enumerate(tokens):
        ends: dict[int, list[Entry]] = {}
        for words, trie in ((plain, gazetteer.exact), (lower, gazetteer.folded)):
            for end, entries in _walk(words, tokens, number, trie):
                fit = [
                    entry
                    for entry in entries
                    if entry not in ends.get(end, ())
                    and (words is plain or _may_fold(text[start:end], entry, zones.kind_at(start)))
                ]
                if words is plain and _is_shouted(text, start, end):
                    fit = []
                ends.setdefault(end, []).extend(fit)
        for end, fit in sorted(ends.items(), reverse=True):
            if fit:
                yield Hit(start, end, tuple(fit))


def _walk(
    words: str, tokens: list[tuple[int, int]], number: int, trie: dict[str, Any]
) -> Iterator[tuple[int, list[Entry]]]:
    """Yield (end, entries) for the labels of a trie that begin at one word."""
    node: dict[str, Any] | None = trie
    for place in range(number, min(number + _LONGEST, len(tokens))):
        start, end = tokens[place]
        gap = words[tokens[place - 1][1] : start] if place > number else ""
        if "\n\n" in gap or len(gap) > 3:
            return
        node = node.get((" " if gap else "") + words[start:end]) if node else None
        if node is None:
            return
        if "" in node:
            yield end, node[""]


def _may_fold(surface: str, entry: Entry, kind: str) -> bool:
    """Tell whether words that differ from a label in case only can be meant."""
    label = entry.label
    words = re.findall(r"\w+", surface)
    if label == label.lower():
        return True
    if kind == "keywords":
        return True
    if len(words) < 2 or entry.strength == "weak":
        named = surface.isupper() or (label.isupper() and surface == label.capitalize())
        return named and len(label) > 3 and entry.strength != "weak"
    if surface.isupper() or all(word[0].isupper() or _SMALL.match(word) for word in words):
        return True
    lists = load_rules("names").lists
    return entry.known.cls in lists["lower_case_classes"] and len(surface) > 7


def _is_shouted(text: str, start: int, end: int) -> bool:
    """Tell whether a short name in capitals stands in a line that is all in capitals."""
    if end - start > 3 or not text[start:end].isupper():
        return False
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line = text[line_start : line_end if line_end >= 0 else len(text)][:400]
    return line.isupper() and len(line) > 12


def _select(
    found: tuple[Hit, ...], strengths: set[str], supported: frozenset[str]
) -> Iterator[Hit]:
    """Yield hits from left to right, the longest at each place, none overlapping."""
    end = 0
    for hit in found:
        if hit.start < end:
            continue
        fit = tuple(
            entry
            for entry in hit.entries
            if entry.strength in strengths
            and (entry.strength != "weak" or entry.known.id in supported)
        )
        if fit:
            yield Hit(hit.start, hit.end, fit)
            end = hit.end
