"""What differs between two graphs: articles, facts and statements that came, went, or changed.

In: two stores. Out: a `Difference`. Things are compared by what they say, never by their ids, for
an edited article gets new ids; a fact that kept its words but lost a sentence is changed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.store import LocalStore

_SIGNS = {"new": "+", "gone": "-", "changed": "~"}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `kind` is article, fact or statement; `how` is new, gone or changed.

    `lost` and `won` are sentences with their source, or details ("status Claimed").
    """

    kind: str
    how: str
    what: str
    lost: tuple[str, ...] = ()
    won: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes, sorted by kind and words."""

    changes: tuple[Change, ...]

    def to_json(self) -> str:
        """Return the changes as JSON."""
        return (
            json.dumps([asdict(item) for item in self.changes], ensure_ascii=False, indent=2) + "\n"
        )

    def to_text(self) -> str:
        """Return the changes for reading in a terminal, like a diff."""
        lines = []
        for item in self.changes:
            lines.append(f"{_SIGNS[item.how]} {item.kind}: {_plain(item.what)}")
            lines += [f"    - {_plain(words)}" for words in item.lost]
            lines += [f"    + {_plain(words)}" for words in item.won]
        return "".join(f"{line}\n" for line in lines)


def difference(old: LocalStore, new: LocalStore) -> Difference:
    """Return what differs between an older and a newer graph."""
    changes = list(_changes("article", _articles(old), _articles(new)))
    for kind, query in (("fact", "facts"), ("statement", "statements")):
        changes += _changes(kind, _things(old, query), _things(new, query))
    return Difference(tuple(sorted(changes, key=lambda item: (item.kind, item.what, item.how))))


def _changes(
    kind: str, old: Mapping[str, frozenset[str]], new: Mapping[str, frozenset[str]]
) -> Iterator[Change]:
    """Yield what differs between things by name and what belongs to each."""
    for what in sorted(old.keys() | new.keys()):
        before, after = old.get(what, frozenset()), new.get(what, frozenset())
        if before == after:
            continue
        how = "new" if what not in old else "gone" if what not in new else "changed"
        yield Change(kind, how, what, tuple(sorted(before - after)), tuple(sorted(after - before)))


def _articles(store: LocalStore) -> dict[str, frozenset[str]]:
    """Return the digest of each article by its source."""
    return {
        entry.source: frozenset({f"sha256 {entry.sha256}"}) for entry in store.manifest.articles
    }


def _things(store: LocalStore, query: str) -> dict[str, frozenset[str]]:
    """Return details and sentences of each fact or statement, by what it says."""
    text = (Path(__file__).parent / f"{query}.rq").read_text(encoding="utf-8")
    rows = store.select(text)
    found: dict[str, set[str]] = {}
    for row in rows:
        words = {
            column: "" if value is None else str(value)
            for column, value in zip(rows.columns, row, strict=True)
        }
        what = f"{words['subject']} {words['relation']} {words['object']}"
        parts = found.setdefault(what, set())
        parts.add(words["detail"])
        parts.add(f"“{words['sentence']}” · {words['source']}")
    return {what: frozenset(parts) for what, parts in found.items()}


def _plain(words: str) -> str:
    """Return words on one line."""
    return " ".join(words.split())
