"""Posts on social media: whose a post is, on which platform it stands, and who reacts to it.

In: an analyzed article with its mentions. Out: drafts of the relations published, publishedOn and
reactsTo; `link_posts` says first which later words mean a post that was named before.
Not done: a platform that only stands behind a verb ("said on X") makes no post.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.context import Context
from kg.extract.drafts import Draft
from kg.extract.tree import Tree
from kg.model import Mention
from kg.rules import load_rules

_AGENTS = ("Person", "Institution")
# So many characters before a post are looked at; a genitive or a verb with its object takes fewer.
_BEFORE = 160
# So many characters behind "post" a platform may begin: "post early on Tuesday on X".
_BEHIND = 24
_POST = "SocialMediaPosting"
_DEFINITE = ("the ", "this ", "that ")


def link_posts(context: Context, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return the mentions; "the post" and "Ruiz's post" mean the post named last before them.

    A post with an owner means an earlier one whose sentence names that owner.
    """
    posts = [item for item in mentions if item.cls == _POST]
    linked: dict[str, Mention] = {}
    for number, post in enumerate(posts):
        owner = _owner_of(context, post, mentions)
        is_definite = post.evidence.quote.lower().startswith(_DEFINITE)
        if post.antecedent is not None or (owner is None and not is_definite):
            continue
        for earlier in reversed(posts[:number]):
            if owner is None or _names(earlier, owner, mentions):
                first = earlier.antecedent or earlier.id
                reason = f"“{earlier.evidence.quote}” is the post named before"
                linked[post.id] = replace(post, antecedent=first, reason=reason)
                break
    return tuple(linked.get(item.id, item) for item in mentions)


def find_posts(context: Context, mentions: Sequence[Mention], tree: Tree | None) -> Iterator[Draft]:
    """Yield who published which post, where, and who reacts to it."""
    for post in mentions:
        if post.cls != _POST:
            continue
        owner = _owner_of(context, post, mentions)
        if owner is not None:
            yield _draft(owner, "published", post, "posts/owner")
        platform = _platform_of(post, mentions)
        if platform is not None:
            yield _draft(post, "publishedOn", platform, "posts/platform")
        start = post.evidence.start if owner is None else owner.evidence.start
        for rule, relation in (("posts/author", "published"), ("posts/reaction", "reactsTo")):
            agent = _agent_of(rule, context, post, start, mentions, tree)
            if agent is not None and (owner is None or relation != "published"):
                yield _draft(agent, relation, post, rule)


def _draft(subject: Mention, relation: str, target: Mention, rule: str) -> Draft:
    """Return the draft of a relation between two mentions."""
    start = min(subject.evidence.start, target.evidence.start)
    end = max(subject.evidence.end, target.evidence.end)
    return Draft(start, end, subject.id, relation, target.id, None, rule, is_aside=True)


def _owner_of(context: Context, post: Mention, mentions: Sequence[Mention]) -> Mention | None:
    """Return whose a post is by the genitive before it."""
    start = post.evidence.start
    hit = _before("posts/owner", context, start)
    if hit is None:
        return None
    ends = {hit, start, start - 1}
    near = [item for item in mentions if item.type in _AGENTS and item.evidence.end in ends]
    return max(near, key=lambda item: (item.evidence.start, item.id), default=None)


def _before(rule: str, context: Context, end: int) -> int | None:
    """Return where the words of a rule begin that stand right before a place."""
    regex = load_rules("posts").rule(rule).regex
    start = max(0, end - _BEFORE)
    hit = None if regex is None else regex.search(context.article.text[start:end])
    return None if hit is None else start + hit.start()


def _names(post: Mention, owner: Mention, mentions: Sequence[Mention]) -> bool:
    """Tell whether the sentence of a post names its owner by the same last word, or known."""
    last = owner.name.casefold().split()[-1:]
    return any(
        item.type == owner.type
        and item.evidence.sentence == post.evidence.sentence
        and (
            item.name.casefold().split()[-1:] == last or (item.known and item.known == owner.known)
        )
        for item in mentions
    )


def _platform_of(post: Mention, mentions: Sequence[Mention]) -> Mention | None:
    """Return the platform that is named in the words of a post or right behind."""
    last = post.evidence.end + _BEHIND
    near = [
        item
        for item in mentions
        if item.cls == "Platform" and post.evidence.start <= item.evidence.start <= last
    ]
    return min(near, key=lambda item: (item.evidence.start, item.id), default=None)


def _agent_of(
    rule: str,
    context: Context,
    post: Mention,
    end: int,
    mentions: Sequence[Mention],
    tree: Tree | None,
) -> Mention | None:
    """Return whose verb stands before a post: its subject, else the nearest agent before it."""
    verb = _before(rule, context, end)
    if verb is None:
        return None
    if tree is not None:
        starts = [token.idx for token in tree.doc]
        token = tree.doc[max(bisect_right(starts, verb) - 1, 0)]
        subjects = (child for child in token.children if child.dep_ == "nsubj")
        picked = (tree.pick(child, _AGENTS) for child in subjects)
        return next((item for item in picked if item is not None), None)
    near = [
        item
        for item in mentions
        if item.type in _AGENTS
        and item.evidence.sentence == post.evidence.sentence
        and item.evidence.end <= verb
    ]
    return max(near, key=lambda item: (item.evidence.end, item.id), default=None)
