"""Decoding: well-formed trees, the best tree, legal names, ties."""

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from kg.analyze.decode import find_cycle, to_heads, to_spans

TAGS = ("O", "B-Person", "I-Person", "B-Place", "I-Place")


def tables(largest: int) -> st.SearchStrategy[np.ndarray]:
    sizes = st.integers(1, largest)
    numbers = st.integers(-40, 40).map(float)
    return sizes.flatmap(lambda n: hnp.arrays(np.float32, (n, n + 1), elements=numbers))


def is_tree(heads: list[int]) -> bool:
    return heads.count(0) == 1 and not find_cycle([0, *heads])


def total(table: np.ndarray, heads: list[int]) -> float:
    return float(sum(table[word, head] for word, head in enumerate(heads)))


@given(tables(12))
def test_heads_are_one_tree_with_one_root(table: np.ndarray) -> None:
    assert is_tree(to_heads(table))


@given(tables(4))
def test_heads_are_the_best_tree(table: np.ndarray) -> None:
    size = len(table)
    trees = [list(heads) for heads in product(range(size + 1), repeat=size) if is_tree(list(heads))]
    trees = [heads for heads in trees if all(h != w + 1 for w, h in enumerate(heads))]
    assert total(table, to_heads(table)) == max(total(table, heads) for heads in trees)


def test_heads_of_equal_scores_go_to_the_lower_number() -> None:
    assert to_heads(np.zeros((3, 4), dtype=np.float32)) == [0, 1, 1]


def test_heads_of_a_long_ring_need_no_recursion() -> None:
    size = 400
    table = np.zeros((size, size + 1), dtype=np.float32)
    for word in range(size):
        table[word, (word + 1) % size + 1] = 9.0
    assert is_tree(to_heads(table))


@given(st.integers(1, 8).flatmap(lambda n: hnp.arrays(
    np.float32, (n, len(TAGS)), elements=st.integers(-9, 9).map(float))))  # fmt: skip
def test_spans_do_not_overlap_and_have_one_label(scores: np.ndarray) -> None:
    spans = to_spans(scores, TAGS)
    assert all(start < end and label in ("Person", "Place") for start, end, label in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_spans_mend_a_broken_start() -> None:
    scores = np.zeros((2, len(TAGS)), dtype=np.float32)
    scores[0, 1], scores[1, 4], scores[1, 2] = 5.0, 3.0, 2.9
    assert to_spans(scores, TAGS) == [(0, 2, "Person")]


def test_spans_of_nothing() -> None:
    scores = np.zeros((2, len(TAGS)), dtype=np.float32)
    scores[:, 0] = 1.0
    assert to_spans(scores, TAGS) == []
