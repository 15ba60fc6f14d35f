"""Quote clusters: the same utterance as several places report it, in whatever words.

In: utterances of all articles. Out: clusters of two or more, sorted by id.
Utterances are compared only with those that share a rare word or a legal frame and the speaker,
and within such a block only with near neighbors, so the cost grows with their number. Clusters of
several speakers are joined where a phrase that nobody else uses is in both: one of them is wrong,
or one repeats the other, and `kg.collate.conflicts` says so.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from kg.collate.likeness import Features, coverage, features_of, likeness, run_bonus
from kg.collate.utterances import place_of
from kg.collate.words import stems_of
from kg.collation import QuoteCluster, Utterance
from kg.ids import digest_of
from kg.model import ArticleId, EntityId

# Found on hand-made pairs of reports: below, utterances share a topic; above, they are the same.
_ALIKE = 0.32
# Rare words of an utterance that open a block, and how many neighbors in it are compared.
_KEYS, _NEIGHBORS = 10, 12
# Scores of one speaker that are remembered; more are worked out again.
_REMEMBERED = 200_000
# Members of large clusters that stand for all in an average.
_SAMPLE = 5
# A phrase of exactly so many speakers joins them; more make it a phrase of the topic.
_SPEAKERS = 2
# Which share of the shorter one's content the other must have then.
_COVERED = 0.6
_QUOTED = frozenset({"direct", "mixed"})
_KIND_ORDER = ("direct", "mixed", "indirect", "narrated")

# Articles on one topic name so many of the same entities, the speaker aside, or this share of them.
_SAME_TOPIC, _TOPIC_SHARE = 2, 0.2

Cluster = tuple[Utterance, ...]


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Compares utterances: by their features, and by what their articles are about."""

    features: Mapping[str, Features]
    topics: Mapping[ArticleId, frozenset[EntityId]]

    def score(self, left: Utterance, right: Utterance) -> float:
        """Return how alike two utterances are, 0 where they cannot be the same one.

        What stands in one sentence, or in one statement, was said one after the other.
        """
        if left.statement == right.statement:
            return 0.0
        if left.evidence.article == right.evidence.article and not self._repeats(left, right):
            return 0.0
        one, two = self.features[left.id], self.features[right.id]
        return likeness(one, two, framed=self._framed(left, right))

    def _framed(self, left: Utterance, right: Utterance) -> bool:
        """Tell whether two utterances say the same of lawfulness in articles on one topic."""
        one, two = self.features[left.id], self.features[right.id]
        if one.frame is None or one.frame != two.frame:
            return False
        here = self.topics.get(left.evidence.article, frozenset())
        there = self.topics.get(right.evidence.article, frozenset())
        shared = (here & there) - {left.speaker}
        return here is there or (
            len(shared) >= _SAME_TOPIC and len(shared) >= _TOPIC_SHARE * min(len(here), len(there))
        )

    def _repeats(self, left: Utterance, right: Utterance) -> bool:
        """Tell whether an article comes back to an utterance, rather than going on with it."""
        if left.evidence.sentence == right.evidence.sentence:
            return False
        one, two = self.features[left.id], self.features[right.id]
        same = one.words == two.words or run_bonus(one, two) > 0
        return same or self._framed(left, right)

    def coverage(self, left: Utterance, right: Utterance) -> float:
        """Return which share of the shorter one's content the other one has."""
        return coverage(self.features[left.id], self.features[right.id])


def quote_clusters(
    utterances: Sequence[Utterance], topics: Mapping[ArticleId, frozenset[EntityId]]
) -> tuple[QuoteCluster, ...]:
    """Return all clusters of two or more utterances, sorted by id.

    Args:
        utterances: what is said in all articles.
        topics: the entities that each article names; what two articles of different topics have
            in common is not taken for the same utterance on the strength of its legal frame.

    """
    comparison = _Comparison(features_of(utterances), topics)
    said: dict[str, list[Utterance]] = defaultdict(list)
    for item in sorted(utterances, key=place_of):
        if item.speaker is not None:
            said[item.speaker].append(item)
    clusters = [cluster for items in said.values() for cluster in _merge(_Said(items, comparison))]
    clusters.sort(key=lambda cluster: place_of(cluster[0]))
    joined = _join_speakers(clusters, comparison)
    return tuple(sorted(map(_cluster_of, joined), key=lambda item: item.id))


@dataclass(frozen=True, slots=True)
class _Said:
    """What one speaker says, in the order of places; utterances go by their numbers in it."""

    items: Sequence[Utterance]
    comparison: _Comparison
    known: dict[int, float] = field(default_factory=dict)

    def score(self, one: int, two: int) -> float:
        """Return how alike two utterances are; clusters that grow ask for the same ones again."""
        key = min(one, two) * len(self.items) + max(one, two)
        found = self.known.get(key)
        if found is None:
            found = self.comparison.score(self.items[one], self.items[two])
            if len(self.known) < _REMEMBERED:
                self.known[key] = found
        return found

    def pairs(self) -> list[tuple[float, int, int]]:
        """Return (score, one, two) of the pairs that are alike, the scores negative."""
        blocks: dict[str, list[int]] = defaultdict(list)
        for number, item in enumerate(self.items):
            for key in _keys_of(self.comparison.features[item.id]):
                blocks[key].append(number)
        near = {pair for block in blocks.values() for pair in _near(block)}
        scored = ((-self.score(one, two), one, two) for one, two in near)
        return [pair for pair in scored if pair[0] <= -_ALIKE]

    def average(self, one: Sequence[int], two: Sequence[int]) -> float:
        """Return how alike the members of two clusters are on average."""
        scores = [self.score(left, right) for left in one[:_SAMPLE] for right in two[:_SAMPLE]]
        return sum(scores) / len(scores)


def _keys_of(features: Features) -> Iterator[str]:
    """Yield the rarest words of an utterance, and its legal frame."""
    yield from sorted(features.weights, key=lambda word: (-features.weights[word], word))[:_KEYS]
    if features.frame is not None:
        yield f"frame {features.frame}"


def _near(block: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block that lie within a number of neighbors."""
    for index, left in enumerate(block):
        for right in block[index + 1 : index + 1 + _NEIGHBORS]:
            yield left, right


def _merge(said: _Said) -> Iterator[Cluster]:
    """Yield clusters in which the average pair is alike; singles included.

    The two clusters that are most alike are joined first; what was joined since is averaged anew.
    """
    clusters = {number: [number] for number in range(len(said.items))}
    parent = list(clusters)
    heap = said.pairs()
    heapq.heapify(heap)
    while heap:
        negative, left, right = heapq.heappop(heap)
        one, two = sorted((_root(parent, left), _root(parent, right)))
        if one == two:
            continue
        average = said.average(clusters[one], clusters[two])
        if average < _ALIKE:
            continue
        if average < -negative:
            heapq.heappush(heap, (-average, one, two))
            continue
        clusters[one] += clusters.pop(two)
        parent[two] = one
    for numbers in clusters.values():
        yield tuple(said.items[number] for number in numbers)


def _join_speakers(clusters: Sequence[Cluster], comparison: _Comparison) -> list[Cluster]:
    """Return clusters of two or more, those of two speakers joined that share a rare phrase.

    Each is joined to at most one other, the best that also finds it the best.
    """
    found: dict[frozenset[int], float] = {}
    for one, two in _sharing_phrases(clusters):
        score = _shared_coverage(clusters[one], clusters[two], comparison)
        if score >= _COVERED:
            found[frozenset((one, two))] = score
    taken: set[int] = set()
    joined: list[Cluster] = []
    for pair in sorted(found, key=lambda item: (-found[item], sorted(item))):
        if taken.isdisjoint(pair):
            taken |= pair
            one, two = sorted(pair)
            joined.append(clusters[one] + clusters[two])
    rest = (cluster for number, cluster in enumerate(clusters) if number not in taken)
    return [*joined, *(cluster for cluster in rest if len(cluster) > 1)]


def _sharing_phrases(clusters: Sequence[Cluster]) -> Iterator[tuple[int, int]]:
    """Yield pairs of clusters with a phrase that only their two speakers use."""
    phrases: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, cluster in enumerate(clusters):
        for phrase in sorted({pair for item in cluster for pair in _phrases(item)}):
            phrases[phrase].append(number)
    for phrase in sorted(phrases):
        numbers = phrases[phrase]
        if not 1 < len(numbers) <= _SAMPLE:
            continue
        speakers = {item.speaker for number in numbers for item in clusters[number]}
        if len(speakers) == _SPEAKERS:
            yield from combinations(numbers, 2)


def _phrases(utterance: Utterance) -> Iterator[tuple[str, str]]:
    """Yield each two content words that follow each other."""
    content = stems_of(utterance.evidence.quote)
    yield from pairwise(content)


def _shared_coverage(one: Cluster, two: Cluster, comparison: _Comparison) -> float:
    """Return how much of each other two clusters of other speakers and articles have, at best."""
    if {item.speaker for item in one} & {item.speaker for item in two}:
        return 0.0
    return max(
        (
            comparison.coverage(left, right)
            for left in one[:_SAMPLE]
            for right in two[:_SAMPLE]
            if left.evidence.article != right.evidence.article
            and not _QUOTED.isdisjoint((left.kind, right.kind))
        ),
        default=0.0,
    )


def _root(parent: list[int], number: int) -> int:
    """Return the first cluster that a cluster was joined to."""
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number


def _cluster_of(members: Cluster) -> QuoteCluster:
    """Return a cluster with its id and its fullest wording."""
    variants = tuple(sorted(members, key=place_of))
    best = min(variants, key=lambda item: (_KIND_ORDER.index(item.kind), -len(item.evidence.quote)))
    return QuoteCluster(
        id=f"quote/{digest_of(*(item.id for item in variants))}",
        text=best.evidence.quote,
        variants=variants,
        speakers=tuple(sorted({item.speaker for item in variants if item.speaker is not None})),
    )
