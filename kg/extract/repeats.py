"""Where people are named again: by surname, by title and surname, garbled, or in keyword lists.

In: the surface of an article and the people found in it. Out: candidates for the further places.
Who is meant is left to resolving; here only that a person is meant.
"""

import re
from collections.abc import Iterator

from rapidfuzz.distance import JaroWinkler

from kg.extract.candidate import Candidate
from kg.extract.people import surnames_of
from kg.extract.surface import Surface
from kg.rules import load_rules

# Two surnames are taken for one misspelt when their Jaro-Winkler similarity, in [0, 1], higher is
# closer, is at least this: "Hallender" and "Hollander" have 0.86, "Miller" and "Mueller" 0.80.
_GARBLED = 0.82
# Less will do for one who is said to speak.
_GARBLED_SPEAKER = 0.79
# Shorter words are alike by chance.
_SHORTEST = 5


def find_repeats(
    surface: Surface, people: list[Candidate], extra: tuple[str, ...]
) -> Iterator[Candidate]:
    """Yield further places of people.

    Args:
        surface: the article.
        people: those found by name.
        extra: surnames that are known without a place ("Ruiz" of "the Ruiz administration").
    """
    names = sorted({item.name for item in people})
    forms = {form for name in names for form in surnames_of(name)} | set(extra)
    forms = {form for form in forms if len(form) > 2} | {name for name in names if " " in name}
    yield from _places(surface, forms)
    yield from _garbled(surface, {form for form in forms if " " not in form})
    yield from _keywords(surface, [name for name in names if " " in name])


def _places(surface: Surface, forms: set[str]) -> Iterator[Candidate]:
    """Yield the places where a form stands; a short title before a surname belongs to it."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for form in sorted(forms):
        parts = tuple(form.split())
        by_first.setdefault(parts[0], []).append(parts)
    words = surface.words
    for number, word in enumerate(words):
        for parts in by_first.get(word.text, ()):
            row = words[number : number + len(parts)]
            if tuple(item.text for item in row) != parts:
                continue
            if surface.zones.kind_at(word.start) == "metadata":
                continue
            hit = surface.hit_over(word.start, row[-1].end)
            if hit is not None and not _is_person_here(surface, word.start):
                continue
            if len(parts) == 1 and surface.text[max(0, word.start - 4) : word.start] == "the ":
                continue
            start, roles = _with_title(surface, word.start, len(parts))
            name = " ".join(parts)
            yield Candidate(
                start, row[-1].end, "Person", "Person", name, "names/repeat", tier=1, roles=roles
            )


def _is_person_here(surface: Surface, start: int) -> bool:
    """Tell whether a surname that is also a place stands where no place would."""
    before = surface.text[max(0, start - 12) : start].split()
    prepositions = load_rules("nominals").lists["place_prepositions"]
    return not (before and before[-1].lower() in prepositions)


def _with_title(surface: Surface, start: int, parts: int) -> tuple[int, tuple[str, ...]]:
    """Return where the span begins and the roles, with a title directly before it."""
    title = surface.titles.get(start - 1)
    if title is None:
        return start, ()
    honorific = title.text in load_rules("names").lists["honorifics"]
    roles = () if honorific else (title.text,)
    short = parts == 1 and title.text[0].isupper() and " " not in title.text
    return (title.start if short else start), roles


def _garbled(surface: Surface, surnames: set[str]) -> Iterator[Candidate]:
    """Yield single capitalized words that are nearly a surname of this article."""
    lists = load_rules("names").lists
    speaks = load_rules("names").rule("names/speaks-after").regex
    other = {
        place
        for ent in surface.context.doc.ents
        if ent.label_ != "Person"
        for place in range(ent.start_char, ent.end_char)
    }
    by_letter: dict[str, list[str]] = {}
    for form in sorted(form for form in surnames if len(form) >= _SHORTEST):
        by_letter.setdefault(form[0], []).append(form)
    for run in surface.runs:
        word = run.words[0].text
        if len(run.words) > 1 or len(word) < _SHORTEST or word in surnames or word.isupper():
            continue
        if word in lists["starters"] or word.lower() in surface.lower_words:
            continue
        if run.start in other:
            continue
        if surface.zones.kind_at(run.start) != "body" or surface.hit_over(run.start, run.end):
            continue
        if word in lists["surname_stops"] or word in lists["titles"]:
            continue
        known = by_letter.get(word[0], [])
        best = max((JaroWinkler.similarity(word, form) for form in known), default=0.0)
        inside = any(word in form or form in word for form in known)
        says = speaks is not None and speaks.match(surface.text, run.end)
        if best >= (_GARBLED_SPEAKER if says else _GARBLED) and not inside:
            yield Candidate(run.start, run.end, "Person", "Person", word, "names/garbled", tier=1)


def _keywords(surface: Surface, names: list[str]) -> Iterator[Candidate]:
    """Yield full names that a keyword list prints in lower case."""
    for zone in surface.zones.items:
        if zone.kind != "keywords":
            continue
        line = surface.text[zone.start : zone.end]
        for name in names:
            for hit in re.finditer(rf"\b{re.escape(name.lower())}\b", line):
                start = zone.start + hit.start()
                yield Candidate(
                    start, zone.start + hit.end(), "Person", "Person", name, "names/keyword", tier=2
                )
