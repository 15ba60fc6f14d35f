"""What the tests of the graph make of findings: quads, lines, and answers to patterns."""

from collections.abc import Sequence

from factories import make_article, make_findings, make_mention, make_relation, make_statement
from graph_sample import link, small_knowledge, world
from pyoxigraph import Quad, RdfFormat, Store, serialize

from kg.collate import collate
from kg.graph import build_quads
from kg.model import Entity, EntityId, Findings, Relation, Resolution, Value
from kg.vocab import PREFIXES

HEAD = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())
ID = "BASE <https://w3id.org/legalkg/id/>\n"


def quads_of(findings: Sequence[Findings], resolution: Resolution) -> list[Quad]:
    """Return all quads of some findings."""
    collation = collate(findings, resolution)
    return list(build_quads(findings, resolution, collation, small_knowledge()))


def sample() -> list[Quad]:
    """Return all quads of the small world."""
    return quads_of(*world())


def lines_of(quads: Sequence[Quad]) -> list[str]:
    """Return sorted N-Quads."""
    text = serialize(quads, format=RdfFormat.N_QUADS)
    assert text is not None
    return sorted(text.decode("utf-8").split("\n")[:-1])


def ask(quads: Sequence[Quad], pattern: str) -> bool:
    """Tell whether a pattern is in the graph; ids in it are relative."""
    store = Store()
    store.extend(quads)
    return bool(store.query(f"{ID}{HEAD}\nASK {{ {pattern} }}"))


def one_article(
    text: str, name: str, *, value: Value | None = None, entity: str = "person/x"
) -> tuple[list[Findings], Resolution]:
    """Return findings of an article that begins with a name, linked to an entity."""
    article = make_article(text, source=name, title=name, publisher=name, url=f"https://{name}")
    mention = make_mention(article, name)
    relations: tuple[Relation, ...] = ()
    if value is not None:
        relations = (make_relation(article, name, mention, "hasTerm", value),)
    found = make_findings(
        article,
        mentions=(mention,),
        statements=(make_statement(article, name, speaker=mention, cue=name),),
        relations=relations,
    )
    entities = (Entity(EntityId(entity), "Person", "Person", name, aliases=(name, name + "!")),)
    return [found], Resolution(entities, link((mention, entity)))
