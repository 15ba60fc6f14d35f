"""What is compared: mentions of one article that bear the same name make one node.

In: findings. Out: nodes. Mentions that reference data decided are one node for all articles,
and so are names of institutions, laws and places; a person's name is one node in each article.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.ids import digest_of
from kg.model import ArticleId, EntityId, Findings, Mention, MentionId
from kg.resolve.names import PersonName, institution_key, person_of, plain

NodeId = tuple[str, ...]
# Types whose descriptions mean something only inside their article.
_LOCAL_TYPES = frozenset({"Agreement", "Event", "Person", "Proposal", "Work"})
# Links from a description to its name are followed so many steps.
_LONGEST_CHAIN = 20


@dataclass(slots=True)
class Node:
    """Mentions that are one by name; `article` is None where the name is one for all articles.

    `given_name` is a name that a rule made; it wins over those of the text.
    """

    id: NodeId
    type: str
    cls: str
    known: EntityId | None
    article: ArticleId | None
    generic: bool
    given_name: str = ""
    names: Counter[str] = field(default_factory=Counter)
    roles: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
    articles: set[ArticleId] = field(default_factory=set)

    @property
    def name(self) -> str:
        """Return the best name: full before surname, then frequent, then long, then by letters."""
        if not self.names:
            return ""
        full = [item for item in self.names if self.type == "Person" and person_of(item).is_full]
        return min(full or self.names, key=lambda item: (-self.names[item], -len(item), item))

    @property
    def person(self) -> PersonName:
        """Return the parts of the name of a person."""
        return person_of(self.name)


@dataclass(frozen=True, slots=True)
class Nodes:
    """All nodes by id; which node every mention belongs to; what each article mentions."""

    by_id: dict[NodeId, Node]
    of_mention: dict[MentionId, NodeId]
    context: dict[ArticleId, frozenset[NodeId]]

    def of_type(self, *types: str) -> Iterator[Node]:
        """Yield the nodes of some types, ordered by id."""
        for key in sorted(self.by_id):
            if self.by_id[key].type in types:
                yield self.by_id[key]


def nodes_of(ordered: Sequence[Findings], *, alone: frozenset[MentionId]) -> Nodes:
    """Return the nodes of all articles; mentions in `alone` get nodes of their own."""
    by_id: dict[NodeId, Node] = {}
    of_mention: dict[MentionId, NodeId] = {}
    context: dict[ArticleId, frozenset[NodeId]] = {}
    for found in ordered:
        own = {mention.id: mention for mention in found.mentions}
        here = set()
        for mention in sorted(found.mentions, key=lambda item: (item.evidence.start, item.id)):
            head = _head_of(mention, own)
            if not _is_somebody(head):
                continue
            key = _key_of(head, found.article.id)
            if mention.id in alone:
                key = (*key, mention.id)
            node = by_id.get(key) or _new_node(key, head, found.article.id)
            by_id[key] = node
            _add(node, mention, head, found.article.id)
            of_mention[mention.id] = key
            here.add(key)
        context[found.article.id] = frozenset(here)
    return Nodes(by_id, of_mention, context)


def _is_somebody(head: Mention) -> bool:
    """Tell whether a mention can be linked: pronouns and unnamed people ("a reporter") cannot."""
    if head.known is not None or head.form == "name":
        return True
    return head.form == "description" and head.type != "Person"


def is_local(mention: Mention) -> bool:
    """Tell whether a mention describes something that only its article knows."""
    described = mention.form != "name" or mention.generic
    return described and (mention.type in _LOCAL_TYPES or mention.cls == "SpeakerGroup")


def _head_of(mention: Mention, own: dict[MentionId, Mention]) -> Mention:
    """Return the mention at the end of the chain of antecedents, of the same article."""
    seen = {mention.id}
    head = mention
    for _ in range(_LONGEST_CHAIN):
        if head.antecedent is None or head.antecedent not in own or head.antecedent in seen:
            break
        head = own[head.antecedent]
        seen.add(head.id)
    return head


def _key_of(mention: Mention, article: ArticleId) -> NodeId:
    """Return the id of the node that a mention belongs to."""
    if mention.known is not None:
        return ("known", mention.known)
    if is_local(mention):
        return ("local", mention.type, plain(mention.name), digest_of(article))
    if mention.type == "Person":
        return ("person", plain(mention.name), article)
    if mention.type == "Institution":
        return ("name", mention.type, institution_key(mention.name))
    return ("name", mention.type, plain(mention.name))


def _new_node(key: NodeId, head: Mention, article: ArticleId) -> Node:
    """Return an empty node for a mention."""
    shared = key[0] in ("known", "name")
    return Node(
        id=key,
        type=head.type,
        cls=head.cls,
        known=head.known,
        article=None if shared else article,
        generic=is_local(head),
    )


def _add(node: Node, mention: Mention, head: Mention, article: ArticleId) -> None:
    """Add a mention to its node; only names count as names."""
    node.mentions.append(mention)
    node.articles.add(article)
    node.roles.update(mention.roles)
    if mention is head or mention.form == "name":
        node.names[mention.name] += 1
    if not node.names:
        node.names[head.name] += 0
