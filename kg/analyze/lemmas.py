"""Word and tag in, lemma out: exceptions first, then the longest ending that has a rule.

The table is learned by ``training/lemmas.py`` from the lemma column of the treebanks; its parts
are ``exceptions`` (tag → word in small letters → lemma), ``endings`` (tag → ending →
[letters to cut, letters to add]), ``changes`` (tag → the frequent [cut, add], best first) and
``known`` (all lemmas seen). A tag is the Penn tag, which tells numbers and tenses.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

# Longest ending that is looked up.
ENDING = 5
# Tags whose words keep their capitals ("Americans" as a name gives "American").
_NAMES = frozenset({"NNP", "NNPS"})
_MARKS = frozenset("’‘")


class Lemmas:
    """Lemmas by one table."""

    def __init__(self, path: Path) -> None:
        """Read the table at `path`."""
        table = json.loads(path.read_text("utf-8"))
        self._exceptions: dict[str, dict[str, str]] = table["exceptions"]
        self._endings: dict[str, dict[str, list[object]]] = table["endings"]
        self._changes: dict[str, list[list[object]]] = table["changes"]
        self._known = frozenset(table["known"])
        self.find = lru_cache(maxsize=50_000)(self._find)

    def _find(self, word: str, tag: str, is_first: bool) -> str:
        """Return the lemma of `word` with Penn tag `tag`; `is_first` in its sentence."""
        plain = "".join("'" if char in _MARKS else char for char in word)
        small = plain.lower()
        known = self._exceptions.get(tag, {}).get(small)
        if known is not None:
            return known
        keeps = tag in _NAMES or (tag == "JJ" and not is_first and word[:1].isupper())
        if keeps:
            return apply_ending(plain, self._endings.get(tag, {}))
        return choose(small, self._endings.get(tag, {}), self._changes.get(tag, ()), self._known)


def choose(
    word: str,
    endings: Mapping[str, list[object]],
    changes: Sequence[list[object]],
    known: frozenset[str],
) -> str:
    """Return the lemma by the ending, or by the first change that gives a known lemma.

    The ending alone cannot tell "ruled" (rule) from "mailed" (mail).

    >>> choose("ruled", {"ed": [2, ""]}, [[2, ""], [1, ""]], frozenset({"rule"}))
    'rule'
    """
    lemma = apply_ending(word, endings)
    if lemma in known:
        return lemma
    tried = (_change(word, rule) for rule in changes)
    return next((other for other in tried if other in known), lemma)


def apply_ending(word: str, endings: Mapping[str, list[object]]) -> str:
    """Return `word` changed by the rule of its longest known ending, else `word`.

    >>> apply_ending("parties", {"s": [1, ""], "ies": [3, "y"]})
    'party'
    """
    for length in range(min(ENDING, len(word) - 1), -1, -1):
        rule = endings.get(word[len(word) - length :].lower())
        if rule is not None:
            return _change(word, rule)
    return word


def _change(word: str, rule: Sequence[object]) -> str:
    cut, add = int(str(rule[0])), str(rule[1])
    return (word[: len(word) - cut] if cut < len(word) else "") + add or word
