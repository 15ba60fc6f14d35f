"""Evidence nodes: one for each sentence that something rests on, shared by all that does.

In: findings. Out: which sentence nodes a span touches, and the triples of these nodes, as Web
Annotation targets with both a quote and a position selector.
Source: W3C Web Annotation Data Model, sections 4.2.4 and 4.2.5.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph import terms
from kg.model import ArticleId, Evidence, Findings

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Quad

# Code points before and after a quote that let it be found again in an edited text.
_CONTEXT = 32


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """One sentence of an article, as a node of the graph."""

    article: ArticleId
    start: int
    end: int
    number: int
    id: str

    def node(self) -> "NamedNode":
        """Return the sentence's IRI."""
        return terms.node(self.id)


class Sentences:
    """Which sentence nodes a span of an article touches; built once for all articles."""

    def __init__(self, findings: Sequence[Findings]) -> None:
        self._borders: Mapping[ArticleId, tuple[tuple[int, int], ...]] = {
            found.article.id: found.sentences for found in findings
        }

    def of(self, evidence: Evidence) -> tuple[Sentence, ...]:
        """Return the sentences that a quote touches, in order; at least one.

        Words outside of all sentences get a node of their own, with the evidence's borders.
        """
        borders = self._borders.get(evidence.article, ())
        first = max(bisect_right(borders, evidence.start, key=lambda pair: pair[0]) - 1, 0)
        found: list[Sentence] = []
        for number in range(first, len(borders)):
            start, end = borders[number]
            if start >= evidence.end:
                break
            if end > evidence.start:
                found.append(_sentence(evidence.article, start, end, number, str(number)))
        return tuple(found) or (_outside(evidence),)


def evidence_quads(
    found: Findings, sentences: Sentences, further: Sequence[Evidence] = ()
) -> Iterator["Quad"]:
    """Yield the triples of all sentences of an article that its findings rest on.

    Args:
        found: the findings of the article.
        sentences: those of all articles.
        further: what else rests on words of this article, such as facts that a person added.

    """
    evidence = (
        *(mention.evidence for mention in found.mentions),
        *(statement.evidence for statement in found.statements),
        *(relation.evidence for relation in found.relations),
        *further,
    )
    used = {sentence for item in evidence for sentence in sentences.of(item)}
    for sentence in sorted(used):
        yield from _sentence_quads(sentence, found.article.text)


def _sentence_quads(sentence: Sentence, text: str) -> Iterator["Quad"]:
    """Yield the triples of one sentence with its two selectors."""
    node, words = sentence.node(), terms.text(text[sentence.start : sentence.end])
    quote, position = terms.node(f"{sentence.id}/quote"), terms.node(f"{sentence.id}/position")
    before = text[max(sentence.start - _CONTEXT, 0) : sentence.start]
    after = text[sentence.end : sentence.end + _CONTEXT]
    yield terms.triple(node, "rdf:type", terms.name("kg:Evidence"))
    yield terms.triple(node, "rdf:type", terms.name("oa:SpecificResource"))
    yield terms.triple(node, "oa:hasSource", terms.node(sentence.article))
    yield terms.triple(node, "kg:exact", words)
    yield terms.triple(node, "kg:sentenceNumber", terms.integer(sentence.number))
    yield terms.triple(node, "oa:hasSelector", quote)
    yield terms.triple(node, "oa:hasSelector", position)
    yield terms.triple(quote, "rdf:type", terms.name("oa:TextQuoteSelector"))
    yield terms.triple(quote, "oa:exact", words)
    yield terms.triple(quote, "oa:prefix", terms.text(before))
    yield terms.triple(quote, "oa:suffix", terms.text(after))
    yield terms.triple(position, "rdf:type", terms.name("oa:TextPositionSelector"))
    yield terms.triple(position, "oa:start", terms.integer(sentence.start))
    yield terms.triple(position, "oa:end", terms.integer(sentence.end))


def _outside(evidence: Evidence) -> Sentence:
    """Return a node for words that no sentence holds."""
    start, end = evidence.sentence_start, evidence.sentence_end
    return _sentence(evidence.article, start, end, evidence.sentence, f"{start}-{end}")


def _sentence(article: ArticleId, start: int, end: int, number: int, last: str) -> Sentence:
    """Return a sentence with its id."""
    return Sentence(article, start, end, number, f"evidence/{terms.hex_of(article)}-{last}")
