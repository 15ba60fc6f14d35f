"""Proposals: who makes them, to whom, for whom, where, and on what terms.

Works on the sentences that make or describe the article's main proposal; which one that is the
search for statements has found (mentions of type Proposal). Without one nothing is found here.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from kg.extract.context import Context
from kg.extract.drafts import Draft
from kg.extract.template import Encoded, Slot, compile_template, encode
from kg.model import Mention, Statement, Value
from kg.rules import Rule, load_rules

# Relations whose object is the slot of the pattern and whose subject is the proposal.
_OBJECTS = {"proposal.recipient": "offeredTo", "proposal.facility": "wouldUseFacility"}
_VALUES = {
    "term": "hasTerm",
    "status": "acceptanceStatus",
    "size": "amountInWords",
    "withheld": "amountWithheld",
}
# So many sentences behind the offer are still read for its terms.
_REACH = 1
# An owner's name begins so close before its proposal.
_OWNER = 120


def find_proposals(
    context: Context, mentions: Sequence[Mention], statements: Sequence[Statement]
) -> tuple[tuple[Mention, ...], tuple[Draft, ...]]:
    """Return no further mentions, and what is said of the article's main proposal."""
    del statements
    proposals = [item for item in mentions if _can_be_proposed(item)]
    if not proposals:
        return (), ()
    drafts = [*_possessors(context, proposals, mentions)]
    drafts += _from_sentences(context, proposals[0], mentions)
    return (), tuple(drafts)


def _can_be_proposed(mention: Mention) -> bool:
    """Tell whether the thing at issue is a proposal by its noun, not a tax or a ruling."""
    lists = load_rules("proposals").lists
    nouns = (*lists["same_thing"], *lists["same_thing_too"], *lists["proposed_things"])
    words = mention.name.lower().split()
    return mention.type == "Proposal" and bool(words) and any(noun in words for noun in nouns)


def _possessors(
    context: Context, proposals: Sequence[Mention], mentions: Sequence[Mention]
) -> Iterator[Draft]:
    """Yield who proposed, from "Peru's proposal": a possessor inside of or just before it."""
    text = context.article.text
    makers = [item for item in mentions if item.type in ("Person", "Place", "Institution")]
    makers.sort(key=lambda item: item.evidence.start)
    starts = [item.evidence.start for item in makers]
    for proposal in proposals:
        start, end = proposal.evidence.start, proposal.evidence.end
        for item in makers[bisect_left(starts, start - _OWNER) : bisect_left(starts, end)]:
            behind = text[item.evidence.end : item.evidence.end + 2]
            gap = text[item.evidence.end : max(start, item.evidence.end)]
            inside = start <= item.evidence.start and item.evidence.end < end
            if behind in ("’s", "'s") and (inside or gap.strip() in ("’s", "'s")):
                first = min(start, item.evidence.start)
                yield _draft(first, end, item, "proposed", proposal, "proposal.possessor")


def _from_sentences(
    context: Context, proposal: Mention, mentions: Sequence[Mention]
) -> Iterator[Draft]:
    """Yield what the sentences that make the proposal, and the next ones, say of it."""
    last_offer = -_REACH - 1
    ordered = sorted(mentions, key=lambda item: item.evidence.start)
    starts = [item.evidence.start for item in ordered]
    verbs = load_rules("stance").maps["proposing_nouns"]
    for number, (start, end) in enumerate(context.sentences):
        near = ordered[bisect_left(starts, start) : bisect_left(starts, end)]
        inside = [item for item in near if item.evidence.end <= end]
        slots = [
            Slot(item.evidence.start, item.evidence.end, item.type, place)
            for place, item in enumerate(inside)
            # A proposal that is named by its verb leaves the verb to the patterns.
            if item.evidence.quote not in verbs
        ]
        encoded = encode(context.article.text, start, end, slots)
        makes = _hit("proposal.makes", encoded)
        if makes is not None:
            last_offer = number
            span = encoded.offsets[makes.start()], encoded.offsets[makes.end()]
            maker = inside[int(makes["subject"])]
            yield _draft(*span, maker, "proposed", proposal, "proposal.makes")
            yield from _groups(inside, span[1], proposal)
        elif (aims := _hit("proposal.aims", encoded)) is not None:
            yield from _groups(inside, encoded.offsets[aims.end()], proposal)
        is_near = number - last_offer <= _REACH or any(item.type == "Proposal" for item in inside)
        yield from _terms(encoded, inside, proposal, is_near=is_near)


def _groups(inside: Sequence[Mention], position: int, proposal: Mention) -> Iterator[Draft]:
    """Yield the groups that an offer is about: those behind its verb in the same sentence."""
    for item in inside:
        if item.type == "Group" and item.cls != "SpeakerGroup" and item.evidence.start >= position:
            yield Draft(
                item.evidence.start,
                item.evidence.end,
                proposal.id,
                "coversGroup",
                item.id,
                None,
                "proposal.covers",
                is_settled=True,
            )


def _terms(
    encoded: Encoded, inside: Sequence[Mention], proposal: Mention, *, is_near: bool
) -> Iterator[Draft]:
    """Yield recipient, facility, terms and status from one sentence.

    Where people would be held is read only `is_near` the offer: prisons are named elsewhere too.
    """
    for rule, pattern in _patterns().values():
        kind = rule.id.removeprefix("proposal.").split("-")[0]
        relation = _OBJECTS.get(rule.id) or _VALUES.get(kind)
        if relation is None or (relation == "wouldUseFacility" and not is_near):
            continue
        for hit in pattern.finditer(encoded.text):
            span = encoded.offsets[hit.start()], encoded.offsets[hit.end()]
            if rule.id in _OBJECTS:
                target = inside[int(hit["object"])]
                yield Draft(*span, proposal.id, relation, target.id, None, rule.id, is_settled=True)
            else:
                value = _plain(hit, inside, rule)
                yield Draft(*span, proposal.id, relation, None, value, rule.id, is_settled=True)


def _plain(hit: re.Match[str], inside: Sequence[Mention], rule: Rule) -> Value:
    """Return the words of a term, with the words of slots in their place."""
    if rule.extra["value"] != "group:value":
        return Value(str(rule.extra["value"]))
    words = re.sub(r"⟨\w+=(\d+)⟩", lambda slot: inside[int(slot[1])].evidence.quote, hit["value"])
    words = f"{rule.extra.get('before', '')}{words}"
    return Value(" ".join(words.replace('"', "").split()))


def _draft(
    start: int, end: int, subject: Mention, relation: str, target: Mention, rule: str
) -> Draft:
    """Return a draft between two mentions; what makes a proposal is neither negated nor "would"."""
    return Draft(start, end, subject.id, relation, target.id, None, rule, is_settled=True)


def _hit(rule_id: str, encoded: Encoded) -> re.Match[str] | None:
    """Return the first place where a rule's pattern is found."""
    return _patterns()[rule_id][1].search(encoded.text)


@cache
def _patterns() -> Mapping[str, tuple[Rule, re.Pattern[str]]]:
    """Return the compiled templates of this file's rules by id."""
    book = load_rules("proposals")
    return {rule.id: (rule, compile_template(rule, book.lists)) for rule in book.rules}
