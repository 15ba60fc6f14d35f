"""Text, words, sentences and parses in, a spaCy ``Doc`` out whose text is the text, exactly.

spaCy knows one space after a token; all other white space becomes tokens of their own, with the
part of speech ``SPACE``, in the sentence before them. Downstream must not take them for words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.analyze.parses import Parse

Span = tuple[int, int]


@dataclass
class _Rows:
    """The columns of a document, one entry a token; `places` leads from word to token."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    is_word: list[bool] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


def to_doc(
    vocab: Vocab,
    text: str,
    words: Sequence[Span],
    sentences: Sequence[Span],
    parses: Sequence[Parse] | None,
) -> Doc:
    """Return the document of `text`.

    Args:
        vocab: what the document keeps its strings in.
        text: any text; ``doc.text`` equals it.
        words: (start, end) in code points, in order, all of `text` but white space.
        sentences: ranges of `words`, in order, all of them.
        parses: one for each sentence, or ``None`` for words and sentences only.
    """
    rows = _lay_out(text, words)
    if parses is None:
        starts = [False] * len(rows.words)
        for first, _ in sentences:
            starts[rows.places[first]] = True
        if starts:
            _pull_back(starts, rows)
        return Doc(vocab, words=rows.words, spaces=rows.spaces, sent_starts=list(starts))
    return _fill(vocab, rows, sentences, parses)


def _pull_back(starts: list[bool], rows: _Rows) -> None:
    """White space before the first word begins the first sentence."""
    if not starts[0]:
        starts[0] = True
        if rows.places:
            starts[rows.places[0]] = rows.places[0] == 0


def _lay_out(text: str, words: Sequence[Span]) -> _Rows:
    rows = _Rows()
    at = 0
    for start, end in words:
        _add_gap(rows, text[at:start])
        rows.places.append(len(rows.words))
        _add(rows, text[start:end], is_word=True)
        at = end
    _add_gap(rows, text[at:])
    return rows


def _add_gap(rows: _Rows, gap: str) -> None:
    """Add the white space between two words: a flag, a token of its own, or both."""
    if gap.startswith(" ") and rows.words:
        rows.spaces[-1] = True
        gap = gap[1:]
    if gap:
        _add(rows, gap, is_word=False)


def _add(rows: _Rows, word: str, *, is_word: bool) -> None:
    rows.words.append(word)
    rows.spaces.append(False)
    rows.is_word.append(is_word)


def _fill(vocab: Vocab, rows: _Rows, sentences: Sequence[Span], parses: Sequence[Parse]) -> Doc:
    size = len(rows.words)
    pos, tags, deps = ["SPACE"] * size, ["_SP"] * size, ["dep"] * size
    lemmas, names = list(rows.words), ["O"] * size
    heads = _heads_of_spaces(rows)
    for (first, last), parse in zip(sentences, parses, strict=True):
        places = rows.places[first:last]
        for number, place in enumerate(places):
            pos[place], tags[place] = parse.upos[number], parse.xpos[number]
            lemmas[place], deps[place] = parse.lemmas[number], parse.rels[number]
            head = parse.heads[number]
            heads[place] = places[head - 1] if head else place
        for start, end, label in parse.names:
            inner = range(places[start] + 1, places[end - 1] + 1)
            names[places[start]] = f"B-{label}"
            names[slice(inner.start, inner.stop)] = [f"I-{label}"] * len(inner)
    if not rows.places:
        deps[:] = ["ROOT"] * size
    return Doc(
        vocab,
        words=rows.words,
        spaces=rows.spaces,
        pos=pos,
        tags=tags,
        lemmas=lemmas,
        heads=heads,
        deps=deps,
        ents=names,
    )


def _heads_of_spaces(rows: _Rows) -> list[int]:
    """Return for every token the word before it; for white space at the very start the first."""
    heads, before = [], rows.places[0] if rows.places else 0
    for place, is_word in enumerate(rows.is_word):
        before = place if is_word else before
        heads.append(before)
    return heads
