"""Words of approval and blame in a text, with negation.

In: words. Out: signs, in order: which words, for or against, how strongly, and of what kind. The
lexicon is data (rules/attitudes.toml); it is looked up by first words, in time linear in the text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.extract.inflection import verb_forms
from kg.rules import load_rules

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
# List of rules/attitudes.toml -> side, and how much a sign counts.
_KINDS: tuple[tuple[str, str, int], ...] = (
    ("phrases_for", "supports", 3),
    ("phrases_against", "opposes", 3),
    ("glad", "supports", 2),
    ("sorry", "opposes", 2),
    ("court_blame", "opposes", 3),
    ("suit_blame", "opposes", 3),
    ("nouns_for", "supports", 2),
    ("nouns_against", "opposes", 2),
    ("adjectives_for", "supports", 2),
    ("adjectives_against", "opposes", 2),
    ("verbs_for", "supports", 2),
    ("verbs_against", "opposes", 2),
    ("verbs_harm", "opposes", 2),
    ("verbs_good", "supports", 1),
    ("nouns_weak", "opposes", 1),
)
# How many words before a sign its negation may stand, and behind an adjective what it describes.
NEGATION_REACH = 3
NOUN_REACH = 3
# Signs of these lists mean nothing when negated: who does not appeal need not be glad.
_NOT_TURNED = frozenset({"glad", "sorry", "court_blame", "suit_blame"})
# What these lists say is forbidden, not denied, by "cannot".
_HARMS = frozenset({"verbs_harm", "nouns_weak"})
OTHER = {"supports": "opposes", "opposes": "supports"}


@dataclass(frozen=True, slots=True)
class Sign:
    """Words of approval or blame: their span in the text, side, weight, and list."""

    start: int
    end: int
    words: str
    side: str
    weight: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the lexicon as words, with its side, weight and list."""

    words: tuple[str, ...]
    side: str
    weight: int
    kind: str


def find_signs(text: str) -> tuple[Sign, ...]:
    """Return the words of approval and blame in a text, in order, none within another.

    >>> [(sign.words, sign.side) for sign in find_signs("a cruel plan, not a sensible one")]
    [('cruel', 'opposes'), ('not a sensible', 'opposes')]
    """
    spans = [hit.span() for hit in _WORD.finditer(text)]
    words = [text[start:end].lower().replace("’", "'") for start, end in spans]
    found = []
    place = 0
    while place < len(words):
        entry = _longest(words, place)
        if entry is None or _is_no_sign(text, spans, words, place, entry):
            place += 1
            continue
        last = place + len(entry.words) - 1
        first, side = place, entry.side
        if (negation := _negation(text, spans, words, place, entry)) is not None:
            if entry.kind in _HARMS and words[negation] in _forbidding():
                negation = place
            elif entry.kind in _NOT_TURNED:
                place = last + 1
                continue
            first, side = negation, OTHER[side] if negation < place else side
        start, end = spans[first][0], spans[last][1]
        found.append(Sign(start, end, text[start:end], side, entry.weight, entry.kind))
        place = last + 1
    return tuple(found)


def verbs_of(name: str) -> tuple[str, ...]:
    """Return all forms of the verbs of a list of rules/attitudes.toml."""
    book = load_rules("attitudes")
    irregular = book.maps["irregular"]
    return tuple(
        dict.fromkeys(
            form
            for lemma in book.lists[name]
            for form in verb_forms(lemma, irregular.get(lemma.split()[0]))
        )
    )


def _longest(words: list[str], place: int) -> _Entry | None:
    """Return the longest entry of the lexicon that begins at a word."""
    for entry in _lexicon().get(words[place], ()):
        if tuple(words[place : place + len(entry.words)]) == entry.words:
            return entry
    return None


def _is_no_sign(
    text: str, spans: list[tuple[int, int]], words: list[str], place: int, entry: _Entry
) -> bool:
    """Tell whether words describe people, are part of a name, or say what a law does."""
    behind = place + len(entry.words)
    if _is_of_person(entry, words, behind):
        return True
    if entry.kind == "verbs_good" and place and words[place - 1] in _laws():
        return True
    if place == 0 or not text[spans[place][0]].isupper():
        return False
    return any(
        0 < other < len(spans)
        and text[spans[other][0]].isupper()
        and not re.search(
            r"[^\w ]", text[spans[min(place, other)][1] : spans[max(place, other)][0]]
        )
        for other in (place - 1, behind)
    )


def _forbidding() -> tuple[str, ...]:
    """Return the negations that forbid a harm instead of denying it: "you cannot burden"."""
    return load_rules("attitudes").lists["forbidding"]


def _laws() -> tuple[str, ...]:
    """Return the nouns that say of what follows that a law does it: "the charter protects"."""
    return load_rules("attitudes").lists["laws"]


def _is_of_person(entry: _Entry, words: list[str], behind: int) -> bool:
    """Tell whether an adjective describes people or things: "dangerous criminals"."""
    if entry.kind not in ("adjectives_against", "adjectives_for"):
        return False
    persons = load_rules("attitudes").lists["persons"]
    return any(word in persons for word in words[behind : behind + NOUN_REACH])


def _negation(
    text: str, spans: list[tuple[int, int]], words: list[str], place: int, entry: _Entry
) -> int | None:
    """Return the place of the word that negates a sign, None where nothing does."""
    negators = load_rules("attitudes").lists["negators"]
    if any(word in negators for word in entry.words):
        return None
    for number in range(place - 1, max(-1, place - 1 - NEGATION_REACH), -1):
        if re.search(r"[,;:.!?]", text[spans[number][1] : spans[number + 1][0]]):
            return None
        if words[number] in negators or words[number].endswith("n't"):
            is_more = words[number + 1] == "only"
            return None if is_more else number
    return None


@cache
def _lexicon() -> Mapping[str, tuple[_Entry, ...]]:
    """Return the entries by their first word, longest first."""
    found: dict[str, dict[tuple[str, ...], _Entry]] = {}
    for kind, side, weight in _KINDS:
        for form in _forms(kind):
            words = tuple(_WORD.findall(form.lower()))
            entries = found.setdefault(words[0], {})
            entries.setdefault(words, _Entry(words, side, weight, kind))
    return {
        first: tuple(sorted(entries.values(), key=lambda entry: (-len(entry.words), entry.words)))
        for first, entries in found.items()
    }


def _forms(kind: str) -> Iterator[str]:
    """Yield the entries of a list; of verbs the forms that are not mostly other words."""
    book = load_rules("attitudes")
    if not kind.startswith("verbs"):
        yield from book.lists[kind]
        return
    inflected = book.lists["only_inflected"]
    bare = {form for verb in inflected for form in (verb, verb_forms(verb)[1])}
    yield from (form for form in verbs_of(kind) if form not in bare)
