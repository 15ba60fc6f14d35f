"""Contexts and mentions of short texts, with blank English and the shipped reference data."""

from collections.abc import Sequence
from functools import cache

import spacy
from factories import make_article
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.context import Context, context_of
from kg.extract.mentions import find_mentions
from kg.knowledge import load_knowledge
from kg.model import Mention


@cache
def _blank() -> Language:
    """Return blank English that splits sentences at full stops."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def context_for(text: str, *, names: Sequence[tuple[str, str]] = ()) -> Context:
    """Return the context of a text; `names` are (words, label) that a model would mark."""
    doc: Doc = _blank()(text)
    if names:
        doc.ents = [_span(doc, words, label) for words, label in names]
        for token in doc:
            token.dep_ = "dep"
            token.head = token
    return context_of(make_article(text), doc, load_knowledge())


def _span(doc: Doc, words: str, label: str) -> Span:
    """Return the first place of some words as a span with a label."""
    start = doc.text.index(words)
    span = doc.char_span(start, start + len(words), label=label, alignment_mode="expand")
    assert span is not None
    return span


def mentions_in(text: str, *, names: Sequence[tuple[str, str]] = ()) -> tuple[Mention, ...]:
    """Return the mentions of a text."""
    return find_mentions(context_for(text, names=names))


def quotes_of(mentions: Sequence[Mention], kind: str) -> list[str]:
    """Return the words of the mentions of one type, in the order of the text."""
    return [item.evidence.quote for item in mentions if item.type == kind]


def known_of(mentions: Sequence[Mention], quote: str) -> str | None:
    """Return the reference id of the first mention with these words."""
    return next(item.known for item in mentions if item.evidence.quote == quote)
