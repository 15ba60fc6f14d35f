"""Corpora in, sentences with every label out; labels are mapped by ``labels.toml``.

What a corpus does not annotate is left open (``None``, or a set of labels that may be right),
never guessed. Sentences that also stand in a test part are dropped.
"""

from __future__ import annotations

import gzip
import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from training.names import Span, demonyms_of, gum_names, refine, to_masks

LABELS = Path(__file__).with_name("labels.toml")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a treebank; `head` counts from 1, 0 is the root; `misc` is column ten."""

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    rel: str
    misc: str


@dataclass(frozen=True, slots=True)
class Block:
    """One sentence of a treebank with its id, its document, its text as printed."""

    sent_id: str
    document: str
    text: str
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence to learn from.

    `tokens` is ``None`` where the corpus has no syntax; `masks` has one bit field a word
    of the name labels that may be right (bit 0 is "no name").
    """

    words: tuple[str, ...]
    tokens: tuple[Token, ...] | None
    masks: tuple[int, ...]
    corpus: str


@lru_cache(maxsize=1)
def read_labels() -> dict[str, Any]:
    """Return the table of labels (``labels.toml``)."""
    with LABELS.open("rb") as file:
        return tomllib.load(file)


def read_train(folder: Path) -> list[Example]:
    """Return all sentences that a shipped model may learn from."""
    ewt = list(read_conllu(folder / "ud-ewt/en_ewt-ud-train.conllu.gz"))
    gum = [
        block
        for block in read_conllu(folder / "ud-gum/en_gum-ud-train.conllu.gz")
        if genre_of(block) in read_labels()["gum_genres"]["train"]
    ]
    uner = dict(read_iob2(folder / "uner-ewt/en_ewt-ud-train.2022-12-02.iob2.gz"))
    groups = demonyms_of(ewt + gum)
    examples = [_from_ewt(block, uner, groups) for block in ewt]
    examples += [_from_gum(block, groups) for block in gum]
    for corpus, rows in _name_corpora(folder):
        for words, spans in rows:
            fine = [refine(words, span, groups, read_labels()["refine"]) for span in spans]
            examples.append(Example(words, None, to_masks(len(words), fine, ()), corpus))
    held_back = {words_of(block) for block in read_tests(folder)}
    return [e for e in examples if e.words and (len(e.words) < 6 or e.words not in held_back)]


def read_tests(folder: Path) -> list[Block]:
    """Return the sentences of every treebank part that is only for measuring."""
    names = ["ud-ewt/en_ewt-ud-test", "ud-ewt/en_ewt-ud-dev", "ud-gum/en_gum-ud-test"]
    names.append("ud-gum/en_gum-ud-dev")
    return [block for name in names for block in read_conllu(folder / f"{name}.conllu.gz")]


def genre_of(block: Block) -> str:
    """Return the genre of a GUM sentence ("GUM_news_asylum-3" gives "news")."""
    return block.sent_id.split("_")[1]


def words_of(block: Block) -> tuple[str, ...]:
    """Return the words of a sentence."""
    return tuple(token.form for token in block.tokens)


def read_conllu(path: Path) -> Iterator[Block]:
    """Yield the sentences of a CoNLL-U file; ranges and empty nodes are left out."""
    document = ""
    for comments, rows in _read_blocks(path):
        document = comments.get("newdoc id", document)
        tokens = tuple(
            Token(row[1], row[2], row[3], row[4], int(row[6]), row[7], row[9])
            for row in rows
            if row[0].isdigit()
        )
        yield Block(comments.get("sent_id", ""), document, comments.get("text", ""), tokens)


def read_iob2(path: Path) -> Iterator[tuple[str, tuple[tuple[str, ...], list[Span]]]]:
    """Yield sentence id, words and name spans of a Universal NER file."""
    for comments, rows in _read_blocks(path):
        words = tuple(row[1] for row in rows)
        yield comments.get("sent_id", ""), (words, spans_of([row[2] for row in rows], "uner"))


def spans_of(tags: list[str], corpus: str) -> list[Span]:
    """Return the spans of BIO (or IO) `tags`, with the labels that `corpus` maps them to."""
    table = read_labels()[corpus]
    spans: list[Span] = []
    previous = "O"
    for place, tag in enumerate([*tags, "O"]):
        prefix, _, label = tag.partition("-")
        if label and prefix == "I" and previous == label and spans:
            spans[-1] = Span(spans[-1].start, place + 1, spans[-1].labels)
        elif label:
            spans.append(Span(place, place + 1, tuple(table[label])))
        previous = label
    return spans


def _from_ewt(block: Block, uner: dict[str, Any], groups: frozenset[str]) -> Example:
    words = words_of(block)
    found = uner.get(block.sent_id)
    if found is None or found[0] != words:
        return Example(words, block.tokens, to_masks(len(words), (), range(len(words))), "ewt")
    fine = [refine(words, span, groups, read_labels()["refine"]) for span in found[1]]
    return Example(words, block.tokens, to_masks(len(words), fine, ()), "ewt")


def _from_gum(block: Block, groups: frozenset[str]) -> Example:
    spans, unknown = gum_names(block, groups, read_labels())
    masks = to_masks(len(block.tokens), spans, unknown)
    return Example(words_of(block), block.tokens, masks, "gum")


def _name_corpora(folder: Path) -> Iterator[tuple[str, Iterable[Any]]]:
    yield "wikigold", read_tagged(folder / "wikigold/wikigold.conll.txt", "wikigold")
    yield "crossner", read_tagged(folder / "crossner-politics/train.txt", "crossner")
    yield "redocred", read_redocred(folder / "re-docred/dev_revised.json.gz")


def read_tagged(path: Path, corpus: str) -> Iterator[tuple[tuple[str, ...], list[Span]]]:
    """Yield words and spans of a file with one word and one tag a line."""
    rows: list[list[str]] = []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        if line.strip() and not line.startswith("-DOCSTART-"):
            rows.append(line.split())
        elif rows:
            words = tuple(row[0] for row in rows)
            yield words, spans_of([row[-1] for row in rows], corpus)
            rows = []


def read_redocred(path: Path) -> Iterator[tuple[tuple[str, ...], list[Span]]]:
    """Yield words and spans of the sentences of Re-DocRED; times and numbers are no names."""
    table = read_labels()["redocred"]
    for document in json.loads(gzip.decompress(path.read_bytes())):
        spans: list[dict[tuple[int, int], Span]] = [{} for _ in document["sents"]]
        for mention in (m for cluster in document["vertexSet"] for m in cluster):
            start, end = mention["pos"]
            if mention["type"] in table:
                span = Span(start, end, tuple(table[mention["type"]]))
                spans[mention["sent_id"]].setdefault((start, end), span)
        for words, found in zip(document["sents"], spans, strict=True):
            yield tuple(words), list(found.values())


def _read_blocks(path: Path) -> Iterator[tuple[dict[str, str], list[list[str]]]]:
    comments: dict[str, str] = {}
    rows: list[list[str]] = []
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").split("\n"):
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            comments.setdefault(key.strip(), value.strip())
        elif line:
            rows.append(line.split("\t"))
        elif rows:
            yield comments, rows
            comments, rows = {}, []
