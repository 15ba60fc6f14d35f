"""What tests of collation make of lines: articles in which people say things and facts stand."""

from dataclasses import dataclass

from factories import make_article, make_findings, make_mention, make_relation, make_statement

from kg.collate import collate
from kg.collation import Collation
from kg.model import (
    Entity,
    EntityId,
    Findings,
    Link,
    Mention,
    MentionId,
    Relation,
    Resolution,
    Statement,
    Value,
)


@dataclass
class Made:
    """An article in the making: lines, and what is found in them."""

    text: str
    publisher: str | None = None
    source: str = "article.txt"

    def __post_init__(self) -> None:
        self.article = make_article(self.text, publisher=self.publisher, source=self.source)
        self.mentions: list[Mention] = []
        self.statements: list[Statement] = []
        self.relations: list[Relation] = []
        self.links: dict[MentionId, Link] = {}

    def name(self, words: str, entity: str, *, cls: str = "Person", nth: int = 1) -> Mention:
        """Add a mention that is linked to an entity."""
        mention = make_mention(self.article, words, cls=cls, type=cls, nth=nth)
        if all(item.id != mention.id for item in self.mentions):
            self.mentions.append(mention)
        self.links[mention.id] = Link(EntityId(entity), "test", "test")
        return mention

    def says(
        self,
        quote: str,
        speaker: Mention | None,
        *,
        kind: str = "direct",
        modality: str | None = None,
        target: Mention | None = None,
        provisions: tuple[Mention, ...] = (),
        issues: tuple[str, ...] = (),
    ) -> None:
        """Add a statement."""
        self.statements.append(
            make_statement(
                self.article,
                quote,
                speaker=speaker,
                kind=kind,
                modality=modality,
                target=target,
                provisions=provisions,
                issues=issues,
            )
        )

    def fact(
        self,
        quote: str,
        subject: Mention,
        relation: str,
        target: Mention | Value,
        *,
        title: str | None = None,
        negated: bool = False,
        asserted_by: Mention | None = None,
    ) -> None:
        """Add a relation."""
        qualifiers = (("title", title),) if title is not None else ()
        self.relations.append(
            make_relation(
                self.article,
                quote,
                subject,
                relation,
                target,
                qualifiers=qualifiers,
                negated=negated,
                asserted_by=asserted_by,
            )
        )

    def found(self) -> Findings:
        """Return the findings."""
        findings: Findings = make_findings(
            self.article,
            mentions=tuple(self.mentions),
            statements=tuple(self.statements),
            relations=tuple(self.relations),
        )
        return findings


def resolution_of(*articles: Made) -> Resolution:
    """Return the links of some articles, with an entity for each name."""
    links = {mention: link for made in articles for mention, link in made.links.items()}
    ids = sorted({link.entity for link in links.values()})
    entities = tuple(
        Entity(item, "Person", "Person", item.rpartition("/")[2].title()) for item in ids
    )
    return Resolution(entities, links)


def collated(*articles: Made) -> Collation:
    """Return what several articles have in common, with the shipped reference knowledge."""
    from kg.knowledge import load_knowledge

    found = [made.found() for made in articles]
    return collate(found, resolution_of(*articles), load_knowledge())


def speech(source: str, quote: str, *, speaker: str = "Ann", **options: object) -> Made:
    """Return an article of one quotation in a frame of its own."""
    made = Made(f"From {source} today.\n{speaker} spoke.\n{quote}\n", source=source)
    who = made.name(speaker, f"person/{speaker.lower()}")
    made.says(quote, who, **options)  # type: ignore[arg-type]
    return made
