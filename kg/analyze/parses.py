"""Sentences of words in, their tags, trees, lemmas and names out: encoder and decoder together.

Sentences are scored in portions, so that memory does not grow with the article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kg.analyze.decode import to_heads, to_spans
from kg.analyze.encoder import Encoder, Scores
from kg.analyze.lemmas import Lemmas

# Sentences that are scored before any is decided; more do not make it faster.
PORTION = 512


@dataclass(frozen=True, slots=True)
class Parse:
    """What was decided of one sentence.

    `heads` count words from 1, 0 is the root; `names` are (first word, after the last, label),
    and marks alone are none.
    """

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    lemmas: tuple[str, ...]
    heads: tuple[int, ...]
    rels: tuple[str, ...]
    names: tuple[tuple[int, int, str], ...]


class Parser:
    """The shipped model: network, decoder, lemmas."""

    def __init__(self, folder: Path) -> None:
        """Load the model in `folder`."""
        self.encoder = Encoder(folder)
        self.lemmas = Lemmas(folder / "lemmas.json")

    def parse(self, sentences: Sequence[Sequence[str]]) -> Iterator[Parse]:
        """Yield the parse of each of `sentences`, in order; none may be empty."""
        rest = iter(sentences)
        while portion := list(islice(rest, PORTION)):
            scores = self.encoder.score(portion)
            heads = [to_heads(one.arcs) for one in scores]
            rels = self.encoder.label(scores, heads)
            for words, one, head, rel in zip(portion, scores, heads, rels, strict=True):
                yield self._decide(words, one, head, rel)

    def _decide(
        self, words: Sequence[str], scores: Scores, heads: list[int], rels: list[str]
    ) -> Parse:
        labels = self.encoder.labels
        xpos = tuple(labels.xpos[number] for number in scores.xpos.argmax(axis=1))
        lemmas = (
            self.lemmas.find(word, tag, place == 0)
            for place, (word, tag) in enumerate(zip(words, xpos, strict=True))
        )
        return Parse(
            tuple(labels.upos[number] for number in scores.upos.argmax(axis=1)),
            xpos,
            tuple(lemmas),
            tuple(heads),
            tuple("root" if not head else rel for head, rel in zip(heads, rels, strict=True)),
            tuple(
                span
                for span in to_spans(scores.names, labels.names)
                if any(word[:1].isalnum() for word in words[span[0] : span[1]])
            ),
        )
