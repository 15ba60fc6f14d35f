"""What collating all articles gave of each single one: its own share, which goes with its part.

In: the collation. Out: a `Share` for each article.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.collation import Collation, Utterance
from kg.debate import Condition, Effect, Stance
from kg.model import ArticleId, Evidence


@dataclass(slots=True)
class Share:
    """What stands in one article, but takes the others to find; each list by id.

    `added` is what facts rest on that no relation of the article gave; `variants` are those of its
    utterances that other places report too. `effects` are those of all articles: they depend on
    their article and its links alone, and are found when they are asked for.
    """

    effects: Mapping[ArticleId, Sequence[Effect]]
    added: list[Evidence] = field(default_factory=list)
    variants: list[Utterance] = field(default_factory=list)
    stances: list[Stance] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)

    def key(self) -> Iterator[str]:
        """Yield what tells a share from others of the same findings with the same links."""
        yield repr(self.added)
        yield from (item.id for item in self.variants)
        for stance in self.stances:
            yield stance.id
            yield from stance.statements


def shares_of(collation: Collation) -> Mapping[ArticleId, Share]:
    """Return the shares of all articles."""
    debate = collation.debate
    shares: dict[ArticleId, Share] = defaultdict(lambda: Share(debate.effects))
    for fact in collation.facts:
        for evidence in fact.evidence if not fact.relations else ():
            shares[evidence.article].added.append(evidence)
    variants = {item.id: item for quote in collation.quotes for item in quote.variants}
    for key in sorted(variants):
        shares[variants[key].evidence.article].variants.append(variants[key])
    for stance in debate.stances:
        shares[stance.article].stances.append(stance)
    for condition in debate.conditions:
        shares[condition.evidence.article].conditions.append(condition)
    return shares
