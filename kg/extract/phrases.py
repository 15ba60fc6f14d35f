"""Further phrases for the thing at issue: "the plan", "El Salvador's offer", "this proposal".

In: an article's context, mentions, and the target that the search for statements chose. Out: one
mention of type Proposal for each further phrase, with the target as antecedent and the reason; and
one of type Agreement for each agreement that is named by its kind ("a nuclear cooperation MOU").
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.extract.context import Context
from kg.extract.evidence import evidence_at, mention_id
from kg.model import Mention
from kg.rules import alternation, load_rules

RULE = "phrase.same-noun"


def find_phrases(context: Context, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the phrases for the main proposal, and the agreements that are named by kind."""
    return (*_proposals(context, mentions), *_agreements(context, mentions))


def _proposals(context: Context, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the further phrases for the main proposal."""
    targets = [item for item in mentions if item.type == "Proposal"]
    if not targets:
        return ()
    target = min(targets, key=lambda item: (item.evidence.start, item.id))
    noun = target.name.lower().split()[-1]
    same = load_rules("proposals").lists["same_thing"]
    also = load_rules("proposals").lists["same_thing_too"]
    nouns = tuple(dict.fromkeys((*same, noun))) if noun in (*same, *also) else (noun,)
    taken = [(item.evidence.start, item.evidence.end) for item in mentions if item.form == "name"]
    taken += [(item.evidence.start, item.evidence.end) for item in targets]
    return tuple(_mentions(context, target, nouns, taken))


def _mentions(
    context: Context,
    target: Mention,
    nouns: tuple[str, ...],
    taken: Sequence[tuple[int, int]],
) -> Iterator[Mention]:
    """Yield a mention for each phrase with one of the nouns that crosses no earlier mention."""
    for hit in _pattern(nouns).finditer(context.article.text):
        start, end = hit.start("phrase"), hit.end()
        if any(_crosses((start, end), span) for span in taken):
            continue
        evidence = evidence_at(context, start, end)
        yield Mention(
            id=mention_id(evidence, RULE),
            evidence=evidence,
            type=target.type,
            cls=target.cls,
            name=hit["noun"].lower(),
            rule=RULE,
            form="description",
            antecedent=target.id,
            reason=f"“{evidence.quote}” is taken for “{target.evidence.quote}”, the thing at issue",
        )


def _agreements(context: Context, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the agreements that a phrase names by their kind, apart from the main proposal."""
    rule = load_rules("proposals").rule("agreement.kind")
    taken = [
        (item.evidence.start, item.evidence.end)
        for item in mentions
        if item.type in ("Proposal", "Agreement", "LegalProvision")
    ]
    for hit in rule.regex.finditer(context.article.text) if rule.regex is not None else ():
        if any(first < hit.end() and hit.start() < last for first, last in taken):
            continue
        evidence = evidence_at(context, hit.start("phrase"), hit.end("phrase"))
        yield Mention(
            id=mention_id(evidence, rule.id),
            evidence=evidence,
            type="Agreement",
            cls="Agreement",
            name=evidence.quote,
            rule=rule.id,
            form="description",
        )


def _crosses(phrase: tuple[int, int], taken: tuple[int, int]) -> bool:
    """Tell whether two spans overlap other than by a name at the start of the phrase."""
    overlaps = taken[0] < phrase[1] and phrase[0] < taken[1]
    return overlaps and not (phrase[0] <= taken[0] and taken[1] < phrase[1])


@cache
def _pattern(nouns: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for definite and indefinite phrases with one of some nouns as head.

    Behind an owner the noun may have a capital, as in headlines: "Peru's Offer to Take Prisoners".
    """
    headline = alternation(tuple(noun.capitalize() for noun in nouns))
    return re.compile(
        r"(?P<phrase>\b(?:[Tt]h(?:e|is|at)|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|"
        r"(?:[A-Z][\w.]*\s){0,2}[A-Z][\w.]*[’'‘]s?)\s"
        r"(?:(?!(?:of|to|and|that|in|for|on|with|by|as|at|from)\b)[\w’'-]+\s){0,2}?"
        rf"(?P<noun>{alternation(nouns)}|(?<=[’'‘]s\s){headline}))(?![\w’'-])",
    )
