"""The content of words: what is left of a sentence when inflection and small words are gone.

In: a stretch of text. Out: stems or concepts of its content words, in order.
Not done: no parsing, no language but English; words of other languages stay as they are.
"""

import re
from functools import cache, lru_cache

from kg.rules import load_rules

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
# Texts whose words are remembered: what is said is looked at by several stages.
_REMEMBERED = 50_000
# A stem keeps at least so many letters, or "sing" would lose its "ing".
_SHORTEST_STEM = 4


@cache
def concept_of(word: str) -> str:
    """Return the stem of a word, or the concept of its synonyms; "" of small words.

    >>> concept_of("Prisons"), concept_of("the"), concept_of("deported"), concept_of("deporting")
    ('prison', '', 'deport', 'deport')
    """
    plain = word.casefold().replace("’", "'").removesuffix("'s")
    book = load_rules("collate")
    if plain in _small_words():
        return ""
    concepts = book.maps["concepts"]
    return concepts.get(plain) or _stem_of(plain)


def content_of(text: str) -> tuple[str, ...]:
    """Return the concepts of a text in order.

    >>> content_of("We have offered the opportunity to outsource part of it.")
    ('offer', 'opportunity', 'outsourc', 'part')
    """
    return tuple(concept for word in words_of(text) if (concept := concept_of(word)))


def stems_of(text: str) -> tuple[str, ...]:
    """Return the stems of the content words of a text in order, synonyms kept apart."""
    return tuple(_stem_of(word) for word in words_of(text) if word not in _small_words())


@lru_cache(maxsize=_REMEMBERED)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters, without marks.

    >>> words_of("“It’s outrageous,” she said.")
    ("it's", 'outrageous', 'she', 'said')
    """
    found = _WORD.findall(text)
    # All words at once: a call for each costs more than the words.
    return tuple("\0".join(found).casefold().replace("’", "'").split("\0")) if found else ()


@cache
def _small_words() -> frozenset[str]:
    """Return the words that carry no content."""
    return frozenset(load_rules("collate").lists["stop"])


@cache
def _stem_of(word: str) -> str:
    """Return a word without its ending and a mute e."""
    for ending in load_rules("collate").lists["endings"]:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    return word.removesuffix("e") if len(word) > _SHORTEST_STEM else word
