"""Sentences of words in, scores of every head out: the ONNX sessions and their batches.

One thread and a fixed order of batches, so that the same sentences give the same scores.
What is decided from the scores is in ``decode``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.analyze.pieces import Encoded, Pieces

Floats = NDArray[np.float32]
# Word pieces of one batch, padding counted. Measured, words a second: 192 and 384 3,100, 768 2,800,
# 2048 2,000, since the values of a larger batch do not stay in the cache.
BATCH_PIECES = 384
# Scores are rounded to this step before anything is chosen by them, so that differences in the
# last bits between processors do not tip a near-tie; equal scores go to the lower number.
STEP = 1.0 / 256.0


@dataclass(frozen=True, slots=True)
class Labels:
    """Names of the labels of each head, in the order of their numbers."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    rels: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one sentence, rounded; `arcs` is (words, words + 1), its first column the root."""

    upos: Floats
    xpos: Floats
    names: Floats
    arcs: Floats
    dep: Floats
    head: Floats


class Encoder:
    """The shipped network, ready to run on one thread."""

    def __init__(self, folder: Path) -> None:
        """Load the graphs, the word pieces and the labels from `folder`."""
        self.pieces = Pieces(folder / "tokenizer.json")
        self._main = _open_session(folder / "model.onnx")
        self._labels = _open_session(folder / "labels.onnx")
        table = json.loads((folder / "labels.json").read_text("utf-8"))
        self.labels = Labels(*(tuple(table[field]) for field in ("upos", "xpos", "rels", "names")))

    def score(self, sentences: Sequence[Sequence[str]]) -> list[Scores]:
        """Return the scores of each of `sentences`, in their order; none may be empty."""
        coded = [self.pieces.encode(words) for words in sentences]
        found: list[Scores | None] = [None] * len(coded)
        for places in to_batches([len(code.ids) for code in coded]):
            for place, scores in zip(places, self._run([coded[p] for p in places]), strict=True):
                found[place] = scores
        return [scores for scores in found if scores is not None]

    def label(self, scores: Sequence[Scores], heads: Sequence[Sequence[int]]) -> list[list[str]]:
        """Return the relation of each word to its head; head 0 is the root, words count from 1."""
        dep = np.concatenate([one.dep for one in scores])
        head = np.concatenate([s.head[list(h)] for s, h in zip(scores, heads, strict=True)])
        found: list[str] = []
        for start in range(0, len(dep), BATCH_PIECES):
            part = slice(start, start + BATCH_PIECES)
            (values,) = self._labels.run(None, {"dep": dep[part], "head": head[part]})
            best = _round(values).argmax(axis=-1)
            found.extend(self.labels.rels[number] for number in best)
        rows, place = [], 0
        for one in heads:
            rows.append(found[place : place + len(one)])
            place += len(one)
        return rows

    def _run(self, coded: Sequence[Encoded]) -> Iterator[Scores]:
        feed = {
            "ids": _pad([code.ids for code in coded]),
            "shapes": _pad([code.shapes for code in coded]),
            "firsts": _pad([code.firsts for code in coded]),
        }
        wanted = ["upos", "xpos", "names", "arcs", "dep", "head"]
        upos, xpos, names, arcs, dep, head = self._main.run(wanted, feed)
        for row, code in enumerate(coded):
            size = len(code.firsts)
            yield Scores(
                _round(upos[row, :size]),
                _round(xpos[row, :size]),
                _round(names[row, :size]),
                _round(arcs[row, :size, : size + 1]),
                dep[row, :size],
                head[row, : size + 1],
            )


def to_batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the places of `lengths` in batches of like length, the shortest first."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda p: (lengths[p], p)):
        if batch and lengths[place] * (len(batch) + 1) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _open_session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.use_deterministic_compute = True
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(path), sess_options=options, providers=["CPUExecutionProvider"]
    )


def _pad(rows: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    table = np.zeros((len(rows), max(len(row) for row in rows)), dtype=np.int64)
    for place, row in enumerate(rows):
        table[place, : len(row)] = row
    return table


def _round(values: Floats) -> Floats:
    rounded: Floats = np.rint(values / np.float32(STEP))
    return rounded
