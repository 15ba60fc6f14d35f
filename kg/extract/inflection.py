"""The forms of English verbs, by rule.

In: the basic form of a verb, also of several words ("stand by"). Out: all its forms. Verbs that no
rule fits are given as data.
"""

import re

# A short verb that ends so doubles its last letter: "ban", "banned".
_DOUBLES = re.compile(r"(?:^|[^aeiou])[aeiou][bdgmnprt]$")
_LONGEST_DOUBLED = 5


def verb_forms(lemma: str, irregular: str | None = None) -> tuple[str, ...]:
    """Return basic form, third person, past and participles of a verb, each once.

    Args:
        lemma: the basic form; of several words the first is the verb.
        irregular: the other forms of the first word, where no rule gives them.

    >>> verb_forms("defy")
    ('defy', 'defies', 'defied', 'defying')
    >>> verb_forms("stand by", "stands stood standing")
    ('stand by', 'stands by', 'stood by', 'standing by')

    """
    first, *rest = lemma.split()
    forms = (first, *(irregular.split() if irregular is not None else _regular(first)))
    return tuple(dict.fromkeys(" ".join((form, *rest)) for form in forms))


def _regular(verb: str) -> tuple[str, str, str]:
    """Return third person, past and present participle by rule."""
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if verb.endswith("e"):
        return third, verb + "d", (verb if verb.endswith("ee") else verb[:-1]) + "ing"
    if len(verb) <= _LONGEST_DOUBLED and _DOUBLES.search(verb):
        return third, verb + verb[-1] + "ed", verb + verb[-1] + "ing"
    return third, verb + "ed", verb + "ing"
