"""What all parts of the extraction look at: an analyzed article, and what is known beforehand."""

from dataclasses import dataclass

from spacy.tokens import Doc

from kg.knowledge import Knowledge
from kg.model import Article


@dataclass(frozen=True, slots=True)
class Context:
    """One article with its analysis and the reference knowledge.

    `has_syntax` is False with the blank model: no tags, heads or names in `doc` then.
    `sentences` are (start, end) offsets of the sentences in order.
    """

    article: Article
    doc: Doc
    knowledge: Knowledge
    has_syntax: bool
    sentences: tuple[tuple[int, int], ...]


def context_of(article: Article, doc: Doc, knowledge: Knowledge) -> Context:
    """Return the context of one analyzed article; `doc.text` must equal the article's text."""
    sentences = tuple(
        _trimmed(sent.text, sent.start_char) for sent in doc.sents if sent.text.strip()
    )
    return Context(article, doc, knowledge, doc.has_annotation("DEP") and len(doc) > 0, sentences)


def _trimmed(words: str, start: int) -> tuple[int, int]:
    """Return the borders of a sentence without the white space around it."""
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())
