"""Utterances: the single things said, which are what reports of a speech have in common.

In: the findings of all articles and their resolution. Out: one utterance for each sentence of each
statement, sorted by article and offset.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.collation import Utterance
from kg.ids import digest_of
from kg.model import ArticleId, EntityId, Evidence, Findings, Resolution, Statement

# A quoted fragment says little alone; so many letters after it tell what it is said of.
_CONTEXT = 80
_LINE_END = re.compile(r"[\r\n]")
_NARRATED, _MIXED = "narrated", "mixed"
_LETTER = re.compile(r"[^\W_]")


def utterances_of(findings: Sequence[Findings], resolution: Resolution) -> tuple[Utterance, ...]:
    """Return all utterances, sorted by article and offset."""
    found = (
        utterance
        for item in findings
        for statement in item.statements
        for utterance in _of_statement(statement, item, resolution)
    )
    return tuple(sorted(found, key=place_of))


def topics_of(
    findings: Sequence[Findings], resolution: Resolution
) -> Mapping[ArticleId, frozenset[EntityId]]:
    """Return for each article the entities that it calls by their names."""
    return {
        item.article.id: frozenset(
            resolution.links[mention.id].entity
            for mention in item.mentions
            if mention.form == "name" and mention.id in resolution.links
        )
        for item in findings
    }


def place_of(utterance: Utterance) -> tuple[str, int, int, str]:
    """Return what utterances are sorted by."""
    evidence = utterance.evidence
    return evidence.article, evidence.start, evidence.end, utterance.id


def _of_statement(
    statement: Statement, found: Findings, resolution: Resolution
) -> Iterator[Utterance]:
    """Yield the sentences of a statement."""
    link = None if statement.speaker is None else resolution.links.get(statement.speaker)
    speaker = None if link is None or statement.kind == _NARRATED else link.entity
    text = found.article.text
    for number, start, end in _pieces(statement, found):
        words = text[start:end]
        if _LETTER.search(words) is None:
            continue
        evidence = replace(statement.evidence, start=start, end=end, quote=words, sentence=number)
        yield Utterance(
            id=f"utterance/{digest_of(statement.id, start, end)}",
            statement=statement.id,
            evidence=_within(evidence, found),
            kind=statement.kind,
            speaker=speaker,
            modality=statement.modality,
            stance=statement.stance,
            context=_LINE_END.split(text[end : end + _CONTEXT])[0]
            if statement.kind == _MIXED
            else "",
        )


def _pieces(statement: Statement, found: Findings) -> Iterator[tuple[int, int, int]]:
    """Yield (number, start, end) of the sentences within a statement, or of the statement."""
    begin, stop = statement.evidence.start, statement.evidence.end
    sentences = found.sentences
    first = bisect_right(sentences, begin, key=lambda sentence: sentence[1])
    behind = bisect_left(sentences, stop, key=lambda sentence: sentence[0])
    inside = [
        (number, max(sentences[number][0], begin), min(sentences[number][1], stop))
        for number in range(first, behind)
    ]
    yield from inside or [(statement.evidence.sentence, begin, stop)]


def _within(evidence: Evidence, found: Findings) -> Evidence:
    """Return an evidence with the borders of its own sentence."""
    if evidence.sentence >= len(found.sentences):
        return evidence
    start, end = found.sentences[evidence.sentence]
    if start <= evidence.start and evidence.end <= end:
        return replace(evidence, sentence_start=start, sentence_end=end)
    return evidence
