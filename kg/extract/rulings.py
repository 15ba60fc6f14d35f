"""What the newest ruling in an article does to what the article is about.

In: a scene. Out: opposes where a court, regulator or judge ends or forbids the thing, supports
where they leave it in force, None where none of this is told. The verbs are data
(rules/stance.toml).
"""

import re
from functools import cache

from kg.extract.modality import find_modality
from kg.extract.scene import Scene
from kg.rules import alternation, load_rules

# Rules in the order in which they are believed where they begin at one place.
_VERDICTS = ("upheld-stop", "upheld", "struck-down")
# What counts wherever it stands in a sentence.
_REFUSED = "request-refused"
# Where in a long article a first ruling is still what it is about (segments).
_FIRST_SEGMENTS = 40
_MODALITIES = {"asserts_unlawful": "opposes", "asserts_lawful": "supports"}


def ruling_of(scene: Scene) -> str | None:
    """Return what the first ruling that the article tells does to the thing at issue."""
    for start, end in scene.segments[:_FIRST_SEGMENTS]:
        words = scene.masked[start:end]
        if not _deciders().search(words):
            continue
        verdict = verdict_in(words) or _finding_in(scene.text[start:end])
        if verdict is not None:
            return verdict[0]
    return None


def verdict_in(words: str) -> tuple[str, str] | None:
    """Return the side of the first verdict in some words, and its words."""
    book = load_rules("stance")
    found = []
    rule = book.rule(f"stance/{_REFUSED}")
    if rule.regex is not None and (hit := rule.regex.search(words)) is not None:
        return str(rule.extra["value"]), hit[0]
    for rank, name in enumerate(_VERDICTS):
        rule = book.rule(f"stance/{name}")
        hit = rule.regex.search(words) if rule.regex is not None else None
        if hit is not None:
            found.append((hit.start(), rank, str(rule.extra["value"]), hit[0]))
    return min(found)[2:] if found else None


def _finding_in(words: str) -> tuple[str, str] | None:
    """Return the side of a court that says what is lawful: "the judge said it did not breach"."""
    hit = _says().search(words)
    modality = find_modality(words[hit.end() :]) if hit is not None else None
    side = _MODALITIES.get(modality.value) if modality is not None else None
    return (side, modality.words) if side is not None and modality is not None else None


@cache
def _deciders() -> re.Pattern[str]:
    """Return the pattern of who decides."""
    return re.compile(rf"\b{alternation(load_rules('stance').lists['courts'])}\b", re.IGNORECASE)


@cache
def _says() -> re.Pattern[str]:
    """Return the pattern of a court that speaks."""
    courts = alternation(load_rules("stance").lists["courts"])
    verbs = alternation(load_rules("stance").lists["deciding"])
    return re.compile(rf"\b{courts}\b(?:\s(?!to\b)[\w’'.,-]+){{0,4}}?\s{verbs}\b", re.IGNORECASE)
