"""What a statement says about lawfulness: breach, lawfulness, doubt, a condition, or a rule.

In: the words of a statement. Out: one of the values of findings.md, or None, with the words that
show it. The rules are data (rules/modality.toml), tried in order, so that a condition or a doubt
("if it is legal", "may violate") is never read as an assertion.
"""

from dataclasses import dataclass

from kg.rules import load_rules

# Quotation marks around single words would part what belongs together ("was “plainly lawful”").
_NO_MARKS = str.maketrans(dict.fromkeys('“”"„«»', ""))


@dataclass(frozen=True, slots=True)
class Modality:
    """A value of `modality` with the words that show it and the rule that read them."""

    value: str
    words: str
    rule: str


def find_modality(words: str) -> Modality | None:
    """Return what some words say about lawfulness, None where they say nothing of it.

    >>> find_modality("this is unconstitutional").value
    'asserts_unlawful'
    >>> find_modality("he would do it if it is legal").value
    'states_condition'
    """
    plain = " ".join(words.translate(_NO_MARKS).split())
    for rule in load_rules("modality").rules:
        hit = rule.regex.search(plain) if rule.regex is not None else None
        if hit is not None:
            return Modality(str(rule.extra["value"]), hit[0].strip(), rule.id)
    return None
