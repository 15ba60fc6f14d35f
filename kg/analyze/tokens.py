"""Text in, words with their offsets out; patterns are in ``tokens.toml``.

Words hold no white space, never overlap, and leave out nothing but white space. Time grows with
the length of the text alone: every repetition in the patterns is bounded or without a choice.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("tokens.toml")
# Longest word that is looked at for endings and parts; longer ones are no English words.
_LONGEST = 100

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Patterns:
    words: re.Pattern[str]
    clitic: re.Pattern[str]
    alone: re.Pattern[str]
    parts: dict[str, tuple[int, ...]]


def words_of(text: str) -> list[Span]:
    """Return the words of `text` as (start, end), in order, in code points.

    >>> [ "don't go"[start:end] for start, end in words_of("don't go") ]
    ['do', "n't", 'go']
    """
    patterns = _read_patterns()
    found: list[Span] = []
    at = 0
    while (match := patterns.words.search(text, at)) is not None:
        start, end = match.span()
        alone = patterns.alone.match(text, start)
        if alone is not None and found and found[-1][1] == start:
            end = alone.end()
            found.append((start, end))
        else:
            found.extend(_cut(text, start, end, patterns))
        at = end
    return found


def read_table() -> dict[str, Any]:
    """Return the table of this module (``tokens.toml``)."""
    with TABLE.open("rb") as file:
        return tomllib.load(file)


def _cut(text: str, start: int, end: int, patterns: _Patterns) -> Iterator[Span]:
    """Yield the parts of one word: "couldn't've" gives three."""
    if end - start == 1 or end - start > _LONGEST:
        yield start, end
        return
    sizes = patterns.parts.get(text[start:end].lower())
    if sizes is not None:
        for size in sizes:
            yield start, start + size
            start += size
        return
    ends = []
    while (match := patterns.clitic.search(text[start:end])) is not None and match.start() > 0:
        ends.append((start + match.start(), end))
        end = start + match.start()
    yield start, end
    yield from reversed(ends)


@lru_cache(maxsize=1)
def _read_patterns() -> _Patterns:
    table = read_table()
    filled = {name: _fill(entry, table) for name, entry in _entries(table)}
    return _Patterns(
        re.compile(
            "|".join(f"(?:{pattern})" for name, pattern in filled.items() if name[0] != "*")
        ),
        re.compile(filled["*clitic"]),
        re.compile(filled["*alone"]),
        {
            word: tuple(len(part) for part in parts.split("|"))
            for word, parts in table["parts"].items()
        },
    )


def _entries(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for entry in table["pattern"]:
        yield entry["id"], entry["pattern"]
    yield "*clitic", table["clitics"]["pattern"]
    yield "*alone", table["clitics"]["alone"]


def _fill(pattern: str, table: dict[str, Any]) -> str:
    for name, value in table["classes"].items():
        pattern = pattern.replace("{" + name + "}", value)
    for name, words in table["lists"].items():
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        pattern = pattern.replace("{" + name + "}", "|".join(map(re.escape, longest_first)))
    return pattern
