"""The one place that makes Evidence, and checks it."""

from bisect import bisect_right

from kg.extract.context import Context
from kg.ids import digest_of
from kg.model import Evidence, MentionId

# Sorts behind every end offset, so that a sentence that begins at `start` is found itself.
_BEYOND = 10**12


def evidence_at(context: Context, start: int, end: int) -> Evidence:
    """Return the evidence for a span of the article, white space at its ends left out.

    Args:
        context: the article and its sentences.
        start: first code point.
        end: code point behind the last one.

    Raises:
        EvidenceError: where the span is empty or outside of the text.

    """
    text = context.article.text
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    number, borders = _sentence_of(context.sentences, start, end)
    evidence = Evidence(
        article=context.article.id,
        start=start,
        end=end,
        quote=text[start:end],
        sentence=number,
        sentence_start=borders[0],
        sentence_end=borders[1],
    )
    evidence.check(text)
    return evidence


def mention_id(evidence: Evidence, rule: str) -> MentionId:
    """Return the id of a mention: its article, offsets and kind of rule decide it."""
    digest = digest_of(evidence.article, evidence.start, evidence.end, rule)
    return MentionId(f"mention/{digest}")


def finding_id(kind: str, evidence: Evidence, *parts: object) -> str:
    """Return the id of a statement or relation from its article, offsets and content."""
    digest = digest_of(evidence.article, evidence.start, evidence.end, *parts)
    return f"{kind}/{digest}"


def _sentence_of(
    sentences: tuple[tuple[int, int], ...], start: int, end: int
) -> tuple[int, tuple[int, int]]:
    """Return number and borders of the sentence that holds `start`, stretched to hold `end`."""
    number = max(bisect_right(sentences, (start, _BEYOND)) - 1, 0)
    if not sentences:
        return 0, (start, end)
    first, last = sentences[number]
    return number, (min(first, start), max(last, end))
