"""Whether a statement is for or against what the article is about.

In: the words of a statement, the verb that reports them, what they say about lawfulness, and
whether the speaker is who made the thing at issue. Out: supports, opposes, conditional or
neutral, with the words that show it. Negation turns a word round ("not unfair").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.extract.modality import Modality
from kg.rules import load_rules

# What a view on lawfulness means for the thing at issue.
_BY_MODALITY = {
    "asserts_unlawful": "opposes",
    "asserts_lawful": "supports",
    "states_condition": "conditional",
}
# How far before a word its negation may stand (code points).
NEGATION_REACH = 30


@dataclass(frozen=True, slots=True)
class Stance:
    """A value of `stance`, and the words that show it (None for neutral)."""

    value: str
    words: str | None


def find_stance(
    words: str, *, cue: str | None, modality: Modality | None, is_maker: bool
) -> Stance:
    """Return the stance of a statement towards the thing at issue.

    >>> find_stance("an incredible offer", cue="call", modality=None, is_maker=False).value
    'supports'
    """
    lists = load_rules("stance").lists
    signs = _signs(" ".join(words.split()))
    if modality is not None and modality.value in _BY_MODALITY and not _is_warning(modality, signs):
        return Stance(_BY_MODALITY[modality.value], modality.words)
    if signs["supports"] and not signs["opposes"]:
        return Stance("supports", signs["supports"][0])
    if len(signs["opposes"]) > len(signs["supports"]) or cue in lists["against_cues"]:
        return Stance("opposes", (signs["opposes"] or (cue,))[0])
    if signs["supports"]:
        return Stance("supports", signs["supports"][0])
    if cue in lists["for_cues"]:
        return Stance("supports", cue)
    return Stance("supports", None) if is_maker else Stance("neutral", None)


def _is_warning(modality: Modality, signs: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell whether a condition that is not about law only says when something bad would follow.

    "Serious concerns would arise if they were sent" is against sending them.
    """
    one_sided = bool(signs["opposes"]) and not signs["supports"]
    return modality.rule == "modality/condition-main" and one_sided


def _signs(words: str) -> dict[str, tuple[str, ...]]:
    """Return the words for and against, those behind a negation under the other side."""
    book = load_rules("stance")
    negation = book.rule("stance/negation").regex
    found: dict[str, list[str]] = {"supports": [], "opposes": []}
    for name, other in (("for", "opposes"), ("against", "supports")):
        rule = book.rule(f"stance/{name}")
        own = str(rule.extra["value"])
        for hit in rule.regex.finditer(words) if rule.regex is not None else ():
            before = words[max(0, hit.start() - NEGATION_REACH) : hit.start()]
            is_negated = negation is not None and negation.search(before) is not None
            found[other if is_negated else own].append(_with_negation(before, hit, is_negated))
    return {key: tuple(values) for key, values in found.items()}


def _with_negation(before: str, hit: re.Match[str], is_negated: bool) -> str:
    """Return the words of a sign, with the negation before them."""
    return " ".join([*before.split()[-2:], hit[0]]) if is_negated else hit[0]
