"""Independent sources: articles that copy each other, or report one agency or paper, count once.

In: the findings of all articles, the facts and the quote clusters. Out: groups of articles that
count once, with the reason, and for each fact the number of sources that are left.
Copies are found by shingles (runs of words) in a table, so the cost grows with the text. Quoted
speech is left out of them: who quotes the same speech copies nobody.
Source: resemblance by shingles, A. Broder, "On the resemblance and containment of documents",
Compression and Complexity of Sequences (1997).
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Self

from kg.collate.words import words_of
from kg.collation import Fact, QuoteCluster, SourceGroup
from kg.ids import digest_of
from kg.model import ArticleId, EntityId, Evidence, Findings, Resolution
from kg.rules import Rule, load_rules

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Words in a shingle; shingles that two articles must share, and which share of the shorter one's.
_SHINGLE = 8
_FEWEST, _SHARE = 15, 0.2
# An odd number near 2^64 divided by the golden ratio mixes well (D. Knuth, TAOCP 3, section 6.4).
_FACTOR = 0x9E3779B97F4A7C15
# Credits stand at the head or the foot: so many letters of each are looked at.
_EDGE = 400
_QUOTED = frozenset({"direct", "mixed"})
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Reports:
    """Where an article reports quotes: sorted (start, end, id), and the longest of them."""

    spans: tuple[tuple[int, int, str], ...]
    longest: int

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int, str]]) -> Self:
        """Return the sorted reports of one article, at least one."""
        ordered = tuple(sorted(spans))
        return cls(ordered, max(end - start for start, end, _ in ordered))


Spans = Mapping[ArticleId, _Reports]


@dataclass(frozen=True, slots=True)
class Sources:
    """Groups of articles that count once, and the group number of each article."""

    groups: tuple[SourceGroup, ...]
    group_of: Mapping[ArticleId, int]


def find_sources(findings: Sequence[Findings], resolution: Resolution) -> Sources:
    """Return the groups of articles that do not count as independent of each other."""
    ordered = sorted(findings, key=lambda item: item.article.id)
    groups = [
        *_passage_groups(ordered),
        *_named_groups("wire", _wires(ordered, resolution)),
        *_named_groups("publisher", _publishers(ordered)),
    ]
    parent = {item.article.id: item.article.id for item in ordered}
    for group in groups:
        for article in group.articles[1:]:
            _unite(parent, group.articles[0], article)
    roots = sorted({_root(parent, article) for article in parent})
    numbers = {root: number for number, root in enumerate(roots)}
    return Sources(
        groups=tuple(sorted(groups, key=lambda group: group.id)),
        group_of={article: numbers[_root(parent, article)] for article in sorted(parent)},
    )


def independent_counts(
    facts: Iterable[Fact], quotes: Iterable[QuoteCluster], sources: Sources
) -> dict[str, int]:
    """Return for each fact how many independent sources state it.

    Articles whose only evidence lies in reports of one and the same utterance count once.
    """
    spans = _spans_of(quotes)
    return {fact.id: _count(fact, spans, sources) for fact in facts}


def quotes_behind(
    facts: Iterable[Fact], quotes: Iterable[QuoteCluster]
) -> dict[str, tuple[str, ...]]:
    """Return for each fact the quote clusters in whose reports evidence of it lies."""
    spans = _spans_of(quotes)
    found = {
        fact.id: {quote for evidence in fact.evidence for quote in _around(evidence, spans)}
        for fact in facts
    }
    return {fact: tuple(sorted(found[fact])) for fact in sorted(found) if found[fact]}


def _spans_of(quotes: Iterable[QuoteCluster]) -> Spans:
    """Return where reports of quotes stand: (start, end, id) by article."""
    spans: dict[ArticleId, list[tuple[int, int, str]]] = defaultdict(list)
    for quote in quotes:
        for item in quote.variants:
            evidence = item.evidence
            spans[evidence.article].append((evidence.start, evidence.end, quote.id))
    return {article: _Reports.of(found) for article, found in spans.items()}


def _around(evidence: Evidence, spans: Spans) -> set[str]:
    """Return the quotes in whose reports some words stand."""
    reports = spans.get(evidence.article)
    if reports is None:
        return set()
    last = bisect_right(reports.spans, (evidence.start + 1,))
    first = bisect_left(reports.spans, (evidence.end - reports.longest,))
    return {quote for _, end, quote in reports.spans[first:last] if evidence.end <= end}


def _count(fact: Fact, spans: Spans, sources: Sources) -> int:
    """Return the number of independent sources of one fact."""
    origins: dict[int, set[str]] = defaultdict(set)
    for evidence in fact.evidence:
        inside = _around(evidence, spans)
        origins[sources.group_of[evidence.article]].add(min(inside, default=""))
    own = [group for group, quotes in origins.items() if "" in quotes]
    told = {min(quotes) for group, quotes in origins.items() if "" not in quotes}
    return len(own) + len(told)


def _passage_groups(findings: Sequence[Findings]) -> Iterator[SourceGroup]:
    """Yield groups of articles that share long passages in their own words."""
    shingles = {item.article.id: _shingles_of(item) for item in findings}
    shared = _shared(tuple(shingles.values()), tuple(shingles))
    parent = {article: article for article in shingles}
    for (left, right), count in shared.items():
        shorter = min(len(shingles[left]), len(shingles[right]))
        if count >= max(_FEWEST, _SHARE * shorter):
            _unite(parent, left, right)
    members: dict[ArticleId, list[ArticleId]] = defaultdict(list)
    for article in sorted(parent):
        members[_root(parent, article)].append(article)
    for articles in members.values():
        if len(articles) > 1:
            yield _group("passage", "", articles)


def _shared(
    shingles: "Sequence[NDArray[np.uint64]]", articles: Sequence[ArticleId]
) -> Mapping[tuple[ArticleId, ArticleId], int]:
    """Return how many shingles pairs of articles share.

    Of the articles with one shingle each is paired with the one before it and with the first.
    """
    import numpy as np

    every = np.concatenate([np.empty(0, np.uint64), *shingles])
    owners = np.repeat(np.arange(len(shingles)), [len(item) for item in shingles])
    order = np.argsort(every, kind="stable")
    every, owners = every[order], owners[order]
    again = np.flatnonzero(every[1:] == every[:-1]) + 1
    begins = np.concatenate([[True], every[1:] != every[:-1]]) if len(every) else every
    firsts = np.maximum.accumulate(np.where(begins, np.arange(len(every)), 0))[again]
    far = firsts < again - 1
    left = np.concatenate([owners[again - 1], owners[firsts[far]]])
    right = np.concatenate([owners[again], owners[again[far]]])
    found, counts = np.unique(left * len(shingles) + right, return_counts=True)
    return {
        (articles[pair // len(shingles)], articles[pair % len(shingles)]): count
        for pair, count in zip(found.tolist(), counts.tolist(), strict=True)
    }


def _shingles_of(found: Findings) -> "NDArray[np.uint64]":
    """Return the runs of words of an article outside of quotations, as numbers, each once."""
    import numpy as np

    text = found.article.text
    parts, last = [], 0
    spans = sorted(
        (item.evidence.start, item.evidence.end)
        for item in found.statements
        if item.kind in _QUOTED
    )
    for start, end in spans:
        if start >= last:
            parts.append(text[last:start])
        last = max(last, end)
    parts.append(text[last:])
    numbers = [[_number_of(word) for word in words_of(part)] for part in parts]
    rows = [np.array(row, np.uint64) for row in numbers if len(row) >= _SHINGLE]
    runs = [_runs_of(row) for row in rows]
    return np.unique(np.concatenate([np.empty(0, np.uint64), *runs]))


def _runs_of(words: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    """Return a number for each run of words, from the numbers of the words (modulo 2^64)."""
    import numpy as np

    count = len(words) - _SHINGLE + 1
    total = np.zeros(count, np.uint64)
    for at in range(_SHINGLE):
        total = total * np.uint64(_FACTOR) + words[at : at + count]
    return total


@lru_cache(maxsize=1_000_000)
def _number_of(word: str) -> int:
    """Return a number of 64 bits for a word."""
    return int(digest_of(word), 16)


def _wires(findings: Sequence[Findings], resolution: Resolution) -> Mapping[str, list[ArticleId]]:
    """Return articles by the agency that they are credited to, or that published them."""
    names = {entity.id: entity.name for entity in resolution.entities}
    credited: dict[str, list[ArticleId]] = defaultdict(list)
    for item in findings:
        for agency in sorted(_credits_of(item, resolution)):
            credited[names.get(agency, agency)].append(item.article.id)
    return credited


def _credits_of(found: Findings, resolution: Resolution) -> set[EntityId]:
    """Return the newsrooms to which an article is credited as a whole."""
    text, agencies = found.article.text, set[EntityId]()
    for mention in found.mentions:
        start, end = mention.evidence.start, mention.evidence.end
        link = resolution.links.get(mention.id)
        if link is None or mention.cls != "MediaOrganization":
            continue
        if _EDGE < start < len(text) - _EDGE:
            continue
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", end)
        line = f"{text[line_start:start]}{{}}{text[end : line_end if line_end >= 0 else None]}"
        if any(rule.regex and rule.regex.search(line) for rule in _credit_rules()):
            agencies.add(link.entity)
    return agencies


def _credit_rules() -> tuple[Rule, ...]:
    """Return the rules by which a line is a credit."""
    rules = load_rules("collate").rules
    return tuple(rule for rule in rules if rule.id.startswith("collate/credit"))


def _publishers(findings: Sequence[Findings]) -> Mapping[str, list[ArticleId]]:
    """Return articles by their publisher."""
    published: dict[str, list[ArticleId]] = defaultdict(list)
    for item in findings:
        if item.article.publisher:
            name = _SPACE.sub(" ", item.article.publisher).strip()
            published[name.casefold()].append(item.article.id)
    return published


def _named_groups(basis: str, named: Mapping[str, list[ArticleId]]) -> Iterator[SourceGroup]:
    """Yield a group of articles for each name that several have."""
    for name in sorted(named):
        if len(named[name]) > 1:
            yield _group(basis, name, named[name])


def _group(basis: str, name: str, articles: Sequence[ArticleId]) -> SourceGroup:
    """Return a group with its id and reason."""
    reason = load_rules("collate").maps["source_reasons"][basis].format(name=name)
    ordered = tuple(sorted(articles))
    return SourceGroup(f"sources/{digest_of(basis, name, *ordered)}", basis, reason, ordered)


def _unite(parent: dict[ArticleId, ArticleId], left: ArticleId, right: ArticleId) -> None:
    """Put two articles into one group, whose root is the smaller id."""
    one, two = sorted((_root(parent, left), _root(parent, right)))
    parent[two] = one


def _root(parent: dict[ArticleId, ArticleId], article: ArticleId) -> ArticleId:
    """Return the article that stands for a group."""
    while parent[article] != article:
        parent[article] = parent[parent[article]]
        article = parent[article]
    return article
