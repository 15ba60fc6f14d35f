"""The surface of one article: zones, words, reference names and titles, found once for all finders.

In: a context. Out: a `Surface`, which every finder of mentions looks at.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kg.extract.context import Context
from kg.extract.gazetteer import Hit, count_countries, find_known
from kg.extract.runs import Run, Word, find_runs, find_words
from kg.extract.zones import Zones, find_zones
from kg.rules import load_rules

# Behind these a capital is expected, so it tells little about a name.
_OPENING = re.compile(r"(?:^|[\n.!?:…•\-–—][\s]*|[“\"‘'(\[][\s]*)$")


@dataclass(frozen=True, slots=True)
class Title:
    """A title or noun of role that stands directly before a capital."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Surface:
    """What all finders share; `titles` are by their end offset, `hits` by their start."""

    context: Context
    zones: Zones
    words: tuple[Word, ...]
    runs: tuple[Run, ...]
    titles: Mapping[int, Title]
    hits: tuple[Hit, ...]
    countries: Counter[str]
    lower_words: frozenset[str]
    capitals: frozenset[str]

    @property
    def text(self) -> str:
        """Return the article's text."""
        return self.context.article.text

    def hit_over(self, start: int, end: int) -> Hit | None:
        """Return the first reference name that overlaps a span, if there is one."""
        number = max(bisect_right(self.hits, start, key=lambda hit: hit.start) - 1, 0)
        for hit in self.hits[number : number + 3]:
            if hit.start < end and start < hit.end:
                return hit
        return None

    def sentence_of(self, start: int) -> tuple[int, int]:
        """Return the borders of the sentence that holds an offset."""
        number = bisect_right(self.context.sentences, (start, len(self.text) + 1)) - 1
        if number < 0:
            return 0, len(self.text)
        return self.context.sentences[number]

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """Return the words that lie in a span."""
        first = bisect_left(self.words, start, key=lambda word: word.start)
        last = bisect_left(self.words, end, key=lambda word: word.start)
        return self.words[first:last]


def surface_of(context: Context) -> Surface:
    """Return the surface of one article."""
    text = context.article.text
    zones = find_zones(text)
    words = find_words(text)
    hits = find_known(text, zones, context.knowledge)
    titles = _find_titles(text, hits)
    hits = _outside(hits, titles)
    breaks = frozenset(
        word.start for title in titles.values() for word in words_between(words, title)
    )
    starts = [start for start, _ in context.sentences]
    starts += [
        word.start for word in words if _OPENING.search(text[max(0, word.start - 4) : word.start])
    ]
    lower = frozenset(word.text for word in words if word.text.islower())
    return Surface(
        context=context,
        zones=zones,
        words=words,
        runs=find_runs(text, words, starts, breaks),
        titles=titles,
        hits=hits,
        countries=count_countries(hits, context.knowledge),
        lower_words=lower,
        capitals=frozenset(word.text for word in words if word.text[0].isupper()),
    )


def words_between(words: tuple[Word, ...], title: Title) -> tuple[Word, ...]:
    """Return the words of a title."""
    first = bisect_left(words, title.start, key=lambda word: word.start)
    last = bisect_left(words, title.end, key=lambda word: word.start)
    return words[first:last]


def _outside(hits: tuple[Hit, ...], titles: Mapping[int, Title]) -> tuple[Hit, ...]:
    """Return the reference names that are no part of a title ("State" in "Secretary of State")."""
    inside = {place for title in titles.values() for place in range(title.start, title.end)}
    return tuple(hit for hit in hits if hit.start not in inside)


def _find_titles(text: str, hits: tuple[Hit, ...]) -> dict[int, Title]:
    """Return titles by their end; those inside a longer reference name are left out."""
    rule = load_rules("names").rule("names/title")
    inside = {place for hit in hits for place in range(hit.start, hit.end)}
    found: dict[int, Title] = {}
    if rule.regex is None:
        return found
    heads = set(load_rules("organizations").lists["heads"])
    for item in rule.regex.finditer(text):
        start, end = item.span()
        follower = re.match(r",?[ ]([\w’'-]+)", text[end : end + 60])
        if follower and follower[1] in heads:
            continue
        if end - 1 in inside and end in inside:
            continue
        while start in inside and start < end:
            start += 1
        while start < end and text[start].isspace():
            start += 1
        if start < end:
            found[end] = Title(start, end, text[start:end])
    return found
