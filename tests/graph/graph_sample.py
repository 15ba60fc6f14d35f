"""A small world for the tests of the graph: two articles, their findings, and a resolution."""

from collections.abc import Sequence

from factories import (
    make_article,
    make_findings,
    make_mention,
    make_relation,
    make_statement,
)

from kg.knowledge import Knowledge, Known
from kg.knowledge.schema import load_schema
from kg.model import (
    Entity,
    EntityId,
    Findings,
    Link,
    Mention,
    MentionId,
    Resolution,
    Value,
)

FIRST = (
    "Ana Ruiz, minister of Norland, met Bo Lind on Monday.\n"
    "“This breaks the Eighth Amendment,” Lind said.\n"
    "Hill Jail can hold 40,000 inmates.\n"
    "Lind said Ruiz signed the pact.\n"
)
SECOND = (
    "Bo Lind and Ana Ruiz met.\n"
    "The Hill Jail holds up to 40,000 people, officials wrote.\n"
    "The plan denies due process, which the Constitution grants.\n"
)


def link(*pairs: tuple[Mention, str]) -> dict[MentionId, Link]:
    """Return the links of some mentions to entity ids."""
    return {
        mention.id: Link(EntityId(entity), "test/link", f"{mention.name} is {entity}")
        for mention, entity in pairs
    }


def entities_of(links: dict[MentionId, Link], mentions: Sequence[Mention]) -> tuple[Entity, ...]:
    """Return the entities of some links, named by their longest mention."""
    found: dict[EntityId, Mention] = {}
    for mention in mentions:
        if mention.id in links:
            entity = links[mention.id].entity
            if entity not in found or len(mention.name) > len(found[entity].name):
                found[entity] = mention
    return tuple(
        Entity(entity, mention.type, mention.cls, mention.name)
        for entity, mention in sorted(found.items())
    )


def first() -> tuple[Findings, dict[MentionId, Link]]:
    """Return the findings of the first article and their links."""
    article = make_article(
        FIRST, source="first.txt", title="A <b>meeting</b>", publisher="Daily", published="2025-02"
    )
    ruiz = make_mention(article, "Ana Ruiz", roles=("minister",))
    norland = make_mention(article, "Norland", type="Place", cls="Country")
    lind = make_mention(article, "Bo Lind")
    again = make_mention(article, "Lind", nth=2, antecedent=lind)
    eighth = make_mention(
        article, "Eighth Amendment", type="LegalProvision", cls="ConstitutionalAmendment"
    )
    jail = make_mention(article, "Hill Jail", type="Prison")
    claimant = make_mention(article, "Lind", nth=3)
    signer = make_mention(article, "Ruiz", nth=2)
    pact = make_mention(article, "the pact", type="Agreement", form="description")
    links = link(
        (ruiz, "person/ana-ruiz"),
        (norland, "place/norland"),
        (lind, "person/bo-lind"),
        (again, "person/bo-lind"),
        (eighth, "law/usconst/amendment-8"),
        (jail, "prison/hill-jail"),
        (claimant, "person/bo-lind"),
        (signer, "person/ana-ruiz"),
        (pact, "agreement/pact"),
    )
    found = make_findings(
        article,
        mentions=(ruiz, norland, lind, again, eighth, jail, claimant, signer, pact),
        statements=(
            make_statement(
                article,
                "“This breaks the Eighth Amendment,”",
                speaker=again,
                stance="opposes",
                target=pact,
                modality="asserts_unlawful",
                provisions=(eighth,),
            ),
            make_statement(article, "Hill Jail can hold 40,000 inmates", kind="narrated", cue=None),
        ),
        relations=(
            make_relation(
                article,
                "Ana Ruiz, minister of Norland",
                ruiz,
                "holdsOffice",
                norland,
                qualifiers=(("title", "minister"),),
            ),
            make_relation(
                article,
                "met Bo Lind on Monday",
                ruiz,
                "metWith",
                lind,
                qualifiers=(("dateBasis", "relative"), ("date", "2025-02-03"), ("mood", "calm")),
            ),
            make_relation(
                article,
                "Hill Jail can hold 40,000 inmates",
                jail,
                "hasCapacity",
                Value("40,000 inmates", 40000, "person"),
            ),
            make_relation(
                article, "Ruiz signed the pact", signer, "signed", pact, asserted_by=claimant
            ),
        ),
    )
    return found, links


def second() -> tuple[Findings, dict[MentionId, Link]]:
    """Return the findings of the second article and their links."""
    article = make_article(SECOND, source="second.txt")
    lind = make_mention(article, "Bo Lind")
    ruiz = make_mention(article, "Ana Ruiz")
    jail = make_mention(article, "Hill Jail", type="Prison")
    plan = make_mention(article, "The plan", type="Proposal", form="description")
    right = make_mention(article, "due process", type="LegalProvision", cls="Right")
    whole = make_mention(article, "Constitution", type="LegalProvision", cls="Constitution")
    links = link(
        (lind, "person/bo-lind"),
        (ruiz, "person/ana-ruiz"),
        (jail, "prison/hill-jail"),
        (right, "right/due-process"),
        (whole, "law/usconst"),
    )
    found = make_findings(
        article,
        mentions=(lind, ruiz, jail, plan, right, whole),
        statements=(
            make_statement(
                article,
                "The plan denies due process",
                kind="narrated",
                cue=None,
                provisions=(right,),
            ),
        ),
        relations=(
            make_relation(article, "Bo Lind and Ana Ruiz met", lind, "metWith", ruiz),
            make_relation(
                article,
                "holds up to 40,000 people",
                jail,
                "hasCapacity",
                Value("40,000 people", "40,000", "person"),
            ),
            make_relation(article, "The plan denies", plan, "violates", right),
        ),
    )
    return found, links


def world() -> tuple[tuple[Findings, ...], Resolution]:
    """Return both articles and their resolution."""
    pairs = (first(), second())
    links = {mention: link for _, some in pairs for mention, link in some.items()}
    findings = tuple(found for found, _ in pairs)
    mentions = [mention for found in findings for mention in found.mentions]
    return findings, Resolution(entities_of(links, mentions), links)


def known(
    entity: str, cls: str, name: str, *facts: tuple[str, str], type_: str = "LegalProvision"
) -> Known:
    """Return one entity of reference knowledge."""
    return Known(EntityId(entity), type_, cls, name, (name,), facts=tuple(sorted(facts)))


def small_knowledge() -> Knowledge:
    """Return a reference of few entities: amendments, their constitution, rights, a place."""
    usconst = ("partOf", "law/usconst")
    due_process, punishment = "right/due-process", "right/no-cruel-punishment"
    entities = (
        known("law/usconst", "Constitution", "Constitution", ("year", "1787")),
        known(
            "law/usconst/amendment-8",
            "ConstitutionalAmendment",
            "Eighth Amendment",
            usconst,
            ("protects", punishment),
            ("seeAlso", "https://constitution.example/amendment-8"),
        ),
        known(
            "law/usconst/amendment-5",
            "ConstitutionalAmendment",
            "Fifth Amendment",
            usconst,
            ("protects", due_process),
        ),
        known(
            "law/usconst/amendment-14",
            "ConstitutionalAmendment",
            "Fourteenth Amendment",
            usconst,
        ),
        known(due_process, "Right", "due process", ("rightUnder", "law/usconst/amendment-14")),
        known(punishment, "Right", "no cruel punishment"),
        known("place/farland", "Country", "Farland", type_="Place"),
        known(
            "law/farland-charter",
            "Constitution",
            "Charter of Farland",
            ("jurisdiction", "place/farland"),
            ("protects", due_process),
        ),
    )
    return Knowledge.of(entities, load_schema())
