"""Scores in, decisions out: tags, a well-formed tree, names without broken spans.

Scores come rounded (see ``encoder``); among equals the lower number wins, everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
# Lower than any score; an arc or a step that may not be.
NEVER = -1e9


def to_heads(arcs: Floats) -> list[int]:
    """Return the head of each word (0 the root, words count from 1): one tree with one root.

    Args:
        arcs: scores of shape (words, words + 1); row i is word i + 1, column 0 the root.
    """
    table = arcs.astype(np.float64)
    size = len(table)
    table[np.arange(size), np.arange(size) + 1] = NEVER
    heads = table.argmax(axis=1)
    roots = np.flatnonzero(heads == 0)
    if len(roots) == 1 and not find_cycle([0, *heads]):
        return [int(head) for head in heads]
    return _best_tree(table, roots)


def find_cycle(heads: Sequence[int]) -> list[int]:
    """Return the words of one cycle of `heads`, or nothing; place 0 is the root.

    >>> find_cycle([0, 2, 1])
    [1, 2]
    """
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        path, word = [], start
        while state[word] == 0:
            state[word] = 1
            path.append(word)
            word = int(heads[word])
        if state[word] == 1:
            return sorted(path[path.index(word) :])
        for seen in path:
            state[seen] = 2
    return []


def to_spans(scores: Floats, tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return the names as (first word, word after the last, label), by the best legal path.

    Args:
        scores: shape (words, tags).
        tags: the names of the columns: "O", "B-Person", "I-Person", ...
    """
    path = _best_path(scores.astype(np.float64), _legal_steps(tuple(tags)), tags)
    spans: list[tuple[int, int, str]] = []
    for place, number in enumerate(path):
        prefix, _, label = tags[number].partition("-")
        if prefix == "B":
            spans.append((place, place + 1, label))
        elif prefix == "I":
            spans[-1] = (spans[-1][0], place + 1, label)
    return spans


def _best_tree(table: NDArray[np.float64], greedy_roots: NDArray[np.intp]) -> list[int]:
    """Return the best tree with one root: each likely root is tried.

    Trying every word as the root costs too much in long sentences; the words that score best
    under the root (and those that chose it) are tried.
    """
    likely = np.argsort(-table[:, 0], kind="stable")[:4]
    best: tuple[float, list[int]] | None = None
    for root in sorted({int(place) for place in (*likely, *greedy_roots[:4])}):
        single = table.copy()
        single[:, 0] = NEVER
        single[root] = NEVER
        single[root, 0] = 0.0
        heads = _spanning_tree(single)
        score = table[root, 0] + sum(
            table[place, head] for place, head in enumerate(heads) if place != root
        )
        if best is None or score > best[0]:
            best = (float(score), heads)
    return best[1] if best is not None else []


def _spanning_tree(table: NDArray[np.float64]) -> list[int]:
    """Return the best heads without a cycle (Chu and Liu 1965, Edmonds 1967)."""
    size = len(table) + 1
    scores = np.full((size, size), NEVER)
    scores[1:] = table
    return _edmonds(scores)[1:]


def _edmonds(scores: NDArray[np.float64]) -> list[int]:
    """Return heads for the square table `scores` (row: word, column: head); word 0 is the root.

    Cycles are contracted one after the other in a list of steps, not by calling itself, so that
    a long sentence does not meet the limit of recursion.
    """
    steps: list[tuple[NDArray[np.float64], list[int], list[int], list[int], list[int]]] = []
    while True:
        np.fill_diagonal(scores, -np.inf)
        heads = [0, *(int(head) for head in scores[1:].argmax(axis=1))]
        cycle = find_cycle(heads)
        if not cycle:
            break
        scores = _contract(scores, heads, cycle, steps)
    for before, rest, cycle, entries, exits in reversed(steps):
        heads = _expand(before, heads, rest, cycle, entries, exits)
    return heads


def _contract(
    scores: NDArray[np.float64],
    heads: list[int],
    cycle: list[int],
    steps: list[tuple[NDArray[np.float64], list[int], list[int], list[int], list[int]]],
) -> NDArray[np.float64]:
    """Return the table with `cycle` as one node, the last; note in `steps` how to undo it."""
    inside = set(cycle)
    rest = [place for place in range(len(scores)) if place not in inside]
    kept = sum(scores[word, heads[word]] for word in cycle)
    losses = np.array([scores[word, heads[word]] for word in cycle])
    into = scores[np.ix_(cycle, rest)] - losses[:, None] + kept
    out = scores[np.ix_(rest, cycle)]
    smaller = np.full((len(rest) + 1, len(rest) + 1), -np.inf)
    smaller[:-1, :-1] = scores[np.ix_(rest, rest)]
    smaller[-1, :-1] = into.max(axis=0)
    smaller[:-1, -1] = out.max(axis=1)
    entries = [cycle[place] for place in into.argmax(axis=0)]
    exits = [cycle[place] for place in out.argmax(axis=1)]
    before = np.array(heads)
    steps.append((before, rest, cycle, entries, exits))
    return smaller


def _expand(
    before: NDArray[np.float64],
    heads: list[int],
    rest: list[int],
    cycle: list[int],
    entries: list[int],
    exits: list[int],
) -> list[int]:
    """Return the heads with the contracted node, the last of `heads`, as its cycle again."""
    whole = [0] * len(before)
    for place, word in enumerate(rest):
        if place:
            whole[word] = exits[place] if heads[place] == len(rest) else rest[heads[place]]
    for word in cycle:
        whole[word] = int(before[word])
    whole[entries[heads[-1]]] = rest[heads[-1]]
    return whole


@lru_cache(maxsize=4)
def _legal_steps(tags: tuple[str, ...]) -> NDArray[np.float64]:
    """Return 0 where the tag of the column may follow that of the row, else ``NEVER``."""
    steps = np.zeros((len(tags), len(tags)))
    for row, before in enumerate(tags):
        for column, after in enumerate(tags):
            prefix, _, label = after.partition("-")
            if prefix == "I" and before.partition("-")[2] != label:
                steps[row, column] = NEVER
    return steps


def _best_path(
    scores: NDArray[np.float64], steps: NDArray[np.float64], tags: Sequence[str]
) -> list[int]:
    """Return the tags of the best path (Viterbi); no path begins inside a name."""
    free = scores.argmax(axis=1)
    if not free.any():
        return [0] * len(scores)
    first = np.array([NEVER if tag.startswith("I") else 0.0 for tag in tags])
    value, back = scores[0] + first, []
    for row in scores[1:]:
        table = value[:, None] + steps
        back.append(table.argmax(axis=0))
        value = table.max(axis=0) + row
    path = [int(value.argmax())]
    for choice in reversed(back):
        path.append(int(choice[path[-1]]))
    return path[::-1]
