"""Examples in, batches of numbers out: shuffled, of like length, letter shapes varied.

Everything random comes from one seeded generator, so that a run can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from kg.analyze.pieces import Pieces
from training.corpora import Example
from training.names import OPEN, TAGS

# Number that the loss leaves out.
IGNORE = -100
# Longest sentence to learn from, in words; longer ones are lists and tables.
MAX_WORDS = 160
# Share of the sentences with all letter shapes changed (title, upper, lower case), of the word
# pieces hidden, and of the sentences that lose their last full stop, as headings have none.
CASED, HIDDEN, UNSTOPPED = 0.08, 0.04, 0.04


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The labels of the heads, in the order of their numbers."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    rels: tuple[str, ...]
    names: tuple[str, ...] = TAGS

    @classmethod
    def of(cls, examples: Sequence[Example]) -> Vocabulary:
        """Return all labels that occur in `examples`, sorted."""
        tokens = [token for e in examples if e.tokens is not None for token in e.tokens]
        return cls(
            tuple(sorted({token.upos for token in tokens})),
            tuple(sorted({token.xpos for token in tokens})),
            tuple(sorted({token.rel for token in tokens})),
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded sentences. Shapes: (sentences, pieces) for `ids`, `shapes`; (sentences, words) else.

    `allowed` is (sentences, words, tags), true where the tag may be right.
    """

    ids: torch.Tensor
    shapes: torch.Tensor
    firsts: torch.Tensor
    lengths: torch.Tensor
    upos: torch.Tensor
    xpos: torch.Tensor
    heads: torch.Tensor
    rels: torch.Tensor
    allowed: torch.Tensor

    @property
    def words(self) -> int:
        """The number of words in the batch."""
        return int(self.lengths.sum())


class Collator:
    """Makes a batch of examples; keeps the numbers of the labels."""

    def __init__(self, pieces: Pieces, vocabulary: Vocabulary) -> None:
        """Use the word pieces `pieces` and the labels `vocabulary`."""
        self.pieces = pieces
        self._upos = {name: place for place, name in enumerate(vocabulary.upos)}
        self._xpos = {name: place for place, name in enumerate(vocabulary.xpos)}
        self._rels = {name: place for place, name in enumerate(vocabulary.rels)}
        self._bits = torch.tensor([1 << place for place in range(len(vocabulary.names))])

    def length_of(self, example: Example) -> int:
        """Return the number of word pieces of `example`, its two marks counted."""
        return sum(len(self.pieces.ids_of(word)) for word in example.words) + 2

    def collate(self, examples: Sequence[Example], chance: random.Random | None) -> Batch:
        """Return `examples` as one batch, varied at random if there is a `chance`."""
        rows = [_vary(example, chance) for example in examples]
        coded = [self.pieces.encode(row.words) for row in rows]
        ids = [_hide(code.ids, self.pieces.mask, chance) for code in coded]
        shapes = [list(code.shapes) for code in coded]
        masks = _pad([list(row.masks) for row in rows], OPEN)
        return Batch(
            ids=_pad(ids, 0),
            shapes=_pad(shapes, 0),
            firsts=_pad([list(code.firsts) for code in coded], 0),
            lengths=torch.tensor([len(row.words) for row in rows]),
            upos=_pad([self._numbers(row, "upos") for row in rows], IGNORE),
            xpos=_pad([self._numbers(row, "xpos") for row in rows], IGNORE),
            heads=_pad([self._numbers(row, "head") for row in rows], IGNORE),
            rels=_pad([self._numbers(row, "rel") for row in rows], IGNORE),
            allowed=(masks.unsqueeze(-1) & self._bits) != 0,
        )

    def _numbers(self, row: Example, field: str) -> list[int]:
        if row.tokens is None:
            return [IGNORE] * len(row.words)
        if field == "head":
            return [token.head for token in row.tokens]
        table = {"upos": self._upos, "xpos": self._xpos, "rel": self._rels}[field]
        return [table.get(getattr(token, field), IGNORE) for token in row.tokens]


def batches_of(
    examples: Sequence[Example], lengths: Sequence[int], pieces: int, chance: random.Random
) -> list[list[int]]:
    """Return the places of `examples` in batches of at most `pieces` padded pieces, shuffled.

    Sentences of like length share a batch; which ones do changes from epoch to epoch.
    """
    order = [p for p in range(len(examples)) if len(examples[p].words) <= MAX_WORDS]
    order.sort(key=lambda place: lengths[place] * chance.uniform(0.9, 1.1))
    batches: list[list[int]] = []
    longest = 0
    for place in order:
        longest = max(longest, lengths[place])
        if not batches or longest * (len(batches[-1]) + 1) > pieces:
            batches.append([])
            longest = lengths[place]
        batches[-1].append(place)
    chance.shuffle(batches)
    return batches


def iterate(batches: Sequence[list[int]], worker: int, workers: int) -> Iterator[list[int]]:
    """Yield the batches of one worker; all workers get the same number."""
    usable = len(batches) - len(batches) % workers
    yield from batches[worker:usable:workers]


def _vary(example: Example, chance: random.Random | None) -> Example:
    if chance is None:
        return example
    tokens, words, masks = example.tokens, example.words, example.masks
    is_chosen = chance.random() < UNSTOPPED and len(words) > 3 and words[-1] in (".", "!")
    if is_chosen and all(token.head != len(words) for token in tokens or ()):
        words, masks = words[:-1], masks[:-1]
        tokens = None if tokens is None else tokens[:-1]
    if chance.random() < CASED:
        change = chance.choice([_title, _title, str.upper, str.lower])
        words = tuple(change(word) for word in words)
    return Example(words, tokens, masks, example.corpus)


def _title(word: str) -> str:
    is_small = len(word) < 4 and word in ("of", "in", "on", "to", "at", "by", "for", "a", "the")
    return word if is_small else word[:1].upper() + word[1:]


def _hide(ids: Sequence[int], mask: int, chance: random.Random | None) -> list[int]:
    if chance is None:
        return list(ids)
    inner = [mask if chance.random() < HIDDEN else number for number in ids[1:-1]]
    return [ids[0], *inner, ids[-1]]


def _pad(rows: Sequence[list[int]], value: int) -> torch.Tensor:
    width = max(len(row) for row in rows)
    return torch.tensor([row + [value] * (width - len(row)) for row in rows])
