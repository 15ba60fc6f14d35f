"""Gold and found in, figures out: shares of right words, precision and recall of spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.analyze.parses import Parse, Parser
from training.corpora import Block, Example
from training.names import OPEN, TAGS
from training.raw import RawDocument

# Sentences given to the parser at once.
PORTION = 2000


@dataclass
class Spans:
    """Counts of spans: right, found, gold."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, gold: set[object], found: set[object]) -> None:
        """Count one sentence or document."""
        self.right += len(gold & found)
        self.found += len(found)
        self.gold += len(gold)

    @property
    def f1(self) -> float:
        """F1 in percent."""
        return percent(2 * self.right, self.found + self.gold)


@dataclass
class Syntax:
    """Counts of words: all, and those with the right tag, head, relation, lemma."""

    words: int = 0
    right: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, is_right: bool) -> None:
        """Count one word under `name`."""
        self.right[name] = self.right.get(name, 0) + is_right

    def figures(self) -> dict[str, float]:
        """Return every share in percent."""
        shares = {name: percent(count, self.words) for name, count in self.right.items()}
        return {"words": self.words, **shares}


class Name(NamedTuple):
    """A name in a sentence."""

    sentence: int
    start: int
    end: int
    label: str


def percent(part: float, whole: float) -> float:
    """Return `part` of `whole` in percent, two digits."""
    return round(100 * part / whole, 2) if whole else 0.0


def measure_syntax(parser: Parser, blocks: Sequence[Block]) -> dict[str, float]:
    """Return shares of right tags, heads, relations and lemmas on gold words and sentences.

    LAS compares relations without their subtypes, "LAS full" with them.
    """
    counts = Syntax()
    parses = parser.parse([[token.form for token in block.tokens] for block in blocks])
    for block, parse in zip(blocks, parses, strict=True):
        counts.words += len(block.tokens)
        for place, token in enumerate(block.tokens):
            is_head = parse.heads[place] == token.head
            counts.add("UPOS", parse.upos[place] == token.upos)
            counts.add("XPOS", parse.xpos[place] == token.xpos)
            counts.add("lemmas", parse.lemmas[place] == token.lemma)
            counts.add("UAS", is_head)
            counts.add("LAS", is_head and universal(parse.rels[place]) == universal(token.rel))
            counts.add("LAS full", is_head and parse.rels[place] == token.rel)
    return counts.figures()


def measure_names(
    parser: Parser, examples: Sequence[Example], scored: frozenset[str]
) -> dict[str, float]:
    """Return F1 of exact names by label and over all labels in `scored`.

    Where gold leaves words open, what is found there is not counted; where gold allows several
    labels, the found one counts as right if it is among them.
    """
    by_label = {label: Spans() for label in (*sorted(scored), "all")}
    merged = Spans()
    for number, (example, parse) in enumerate(
        zip(examples, parser.parse([e.words for e in examples]), strict=True)
    ):
        found = {
            Name(number, start, end, label)
            for start, end, label in parse.names
            if not any(example.masks[place] == OPEN for place in range(start, end))
        }
        gold = gold_names(number, example.masks, found)
        for label, counts in by_label.items():
            wanted = scored if label == "all" else {label}
            counts.add(
                {name for name in gold if name.label in wanted},
                {name for name in found if name.label in wanted},
            )
        merged.add(
            {_merge(n) for n in gold if n.label in scored},
            {_merge(n) for n in found if n.label in scored},
        )
    figures = {label: counts.f1 for label, counts in by_label.items()}
    return {**figures, "all, Organization and Place merged": merged.f1}


def gold_names(number: int, masks: Sequence[int], found: set[Name]) -> set[Name]:
    """Return the gold names of one sentence from its bit fields (see ``training.names``)."""
    gold = set()
    for start, mask in enumerate(masks):
        labels = [TAGS[bit][2:] for bit in range(1, len(TAGS), 2) if mask >> bit & 1]
        if mask in (1, OPEN) or not labels:
            continue
        end = start + 1
        while end < len(masks) and masks[end] != OPEN and masks[end] == mask << 1:
            end += 1
        matching = [label for label in labels if Name(number, start, end, label) in found]
        gold.add(Name(number, start, end, (matching or labels)[0]))
    return gold


def measure_raw(
    documents: Iterable[tuple[RawDocument, list[tuple[int, int]], list[tuple[int, int]]]],
) -> dict[str, float]:
    """Return F1 of words and sentences; each row is a document and what was found in its text."""
    words, sentences = Spans(), Spans()
    for document, found_words, found_sentences in documents:
        words.add(set(document.words), set(found_words))
        sentences.add(set(document.sentences), set(found_sentences))
    return {"words": words.f1, "sentences": sentences.f1}


def measure_agreement(left: Sequence[Parse], right: Sequence[Parse]) -> dict[str, float]:
    """Return the shares of words on which two models agree: tags, heads, relations, names."""
    counts = Syntax()
    for one, other in zip(left, right, strict=True):
        size = len(one.upos)
        counts.words += size
        names = [_name_tags(parse, size) for parse in (one, other)]
        for place in range(size):
            counts.add("UPOS", one.upos[place] == other.upos[place])
            counts.add("heads", one.heads[place] == other.heads[place])
            counts.add("relations", one.rels[place] == other.rels[place])
            counts.add("names", names[0][place] == names[1][place])
    return counts.figures()


def universal(relation: str) -> str:
    """Return a relation without its subtype."""
    return relation.partition(":")[0]


def _merge(name: Name) -> Name:
    return name._replace(label="Place") if name.label == "Organization" else name


def _name_tags(parse: Parse, size: int) -> list[str]:
    tags = ["O"] * size
    for start, end, label in parse.names:
        tags[start:end] = [f"B-{label}", *([f"I-{label}"] * (end - start - 1))]
    return tags
