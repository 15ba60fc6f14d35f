"""Independent sources: articles that copy each other, or report one agency or paper, count once.

In: the findings of all articles, the facts and the quote clusters. Out: groups of articles that
count once, with the reason, and for each fact the number of sources that are left.
Copies are found by shingles (runs of words) in a table, so the cost grows with the text. Quoted
speech is left out of them: who quotes the same speech copies nobody.
Source: resemblance by shingles, A. Broder, "On the resemblance and containment of documents",
Compression and Complexity of Sequences (1997).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.collate.words import words_of
from kg.collation import Fact, QuoteCluster, SourceGroup
from kg.ids import digest_of
from kg.model import ArticleId, EntityId, Evidence, Findings, Resolution
from kg.rules import Rule, load_rules

# Words in a shingle; shingles that two articles must share, and which share of the shorter one's.
_SHINGLE = 8
_FEWEST, _SHARE = 15, 0.2
# Credits stand at the head or the foot: so many letters of each are looked at.
_EDGE = 400
_QUOTED = frozenset({"direct", "mixed"})
_SPACE = re.compile(r"\s+")

# Stretches of articles that report a quote: (start, end, id of the quote).
Spans = Mapping[ArticleId, Sequence[tuple[int, int, str]]]


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
    return spans


def _around(evidence: Evidence, spans: Spans) -> set[str]:
    """Return the quotes in whose reports some words stand."""
    return {
        quote
        for start, end, quote in spans.get(evidence.article, ())
        if start <= evidence.start and evidence.end <= end
    }


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
    places: dict[int, list[ArticleId]] = defaultdict(list)
    for article, found in shingles.items():
        for shingle in found:
            places[shingle].append(article)
    shared: Counter[tuple[ArticleId, ArticleId]] = Counter()
    for articles in places.values():
        shared.update(_neighbors(articles))
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


def _neighbors(articles: Sequence[ArticleId]) -> Iterator[tuple[ArticleId, ArticleId]]:
    """Yield pairs of articles with one shingle: each with the one before it and with the first."""
    for index in range(1, len(articles)):
        yield articles[index - 1], articles[index]
        if index > 1:
            yield articles[0], articles[index]


def _shingles_of(found: Findings) -> frozenset[int]:
    """Return the runs of words of an article outside of quotations, as numbers."""
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
    return frozenset(
        int(digest_of(*words[at : at + _SHINGLE]), 16)
        for words in map(words_of, parts)
        for at in range(len(words) - _SHINGLE + 1)
    )


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
