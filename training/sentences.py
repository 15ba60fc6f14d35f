"""Treebank documents in, weights out that say where a sentence ends (logistic regression).

Plain Python with a fixed order and AdaGrad: a minute, the same figures each time.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from kg.analyze.sentences import blocks_of, candidates_of, features_of
from training.corpora import read_labels
from training.raw import RawDocument, read_raw

EPOCHS, RATE, SHRINK, SEED = 12, 0.25, 2e-5, 7
# Weights nearer to zero than this are not kept.
SMALLEST = 0.05
Row = tuple[list[str], bool]


def learn_sentences(corpora: Path) -> dict[str, float]:
    """Return feature → weight; positive means that a sentence ends."""
    rows = [row for document in read_documents(corpora) for row in rows_of(document)]
    return fit(rows)


def read_documents(corpora: Path) -> Iterator[RawDocument]:
    """Yield the training documents that a shipped model may learn from."""
    yield from read_raw(corpora / "ud-ewt/en_ewt-ud-train.conllu.gz")
    genres = read_labels()["gum_genres"]["train"]
    for document in read_raw(corpora / "ud-gum/en_gum-ud-train.conllu.gz"):
        if document.name.split("_")[1] in genres:
            yield document


def rows_of(document: RawDocument) -> Iterator[Row]:
    """Yield what is seen at each place of `document` and whether a sentence ends there."""
    ends = {end for _, end in document.sentences}
    at = 0
    for _, block_end in blocks_of(document.text):
        words = []
        while at < len(document.words) and document.words[at][0] < block_end:
            words.append(document.words[at])
            at += 1
        forms = [document.text[slice(*word)] for word in words]
        gaps = [b[0] > a[1] for a, b in pairwise(words)]
        start = 0
        for place in candidates_of(forms, gaps):
            is_end = words[place][1] in ends
            yield features_of(forms, gaps, place, start), is_end
            if is_end:
                start = place + 1


def fit(rows: Iterable[Row]) -> dict[str, float]:
    """Return weights that tell the rows apart."""
    order = list(rows)
    counts: dict[str, int] = defaultdict(int)
    for names, _ in order:
        for name in names:
            counts[name] += 1
    kept = [([n for n in names if counts[n] > 1], is_end) for names, is_end in order]
    weights: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(lambda: 1e-6)
    chance = random.Random(SEED)
    for _ in range(EPOCHS):
        chance.shuffle(kept)
        for names, is_end in kept:
            total = sum(weights[name] for name in names)
            error = 1.0 / (1.0 + math.exp(-max(min(total, 30.0), -30.0))) - is_end
            for name in names:
                slope = error + SHRINK * weights[name]
                squares[name] += slope * slope
                weights[name] -= RATE * slope / math.sqrt(squares[name] + 1.0)
    return {n: round(w, 2) for n, w in sorted(weights.items()) if abs(w) >= SMALLEST}
