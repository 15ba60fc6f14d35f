"""Graphs for the tests of the application: a small plain one, and one of names that attack."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.model import Article, ArticleId, Report
from kg.store import write_graph
from kg.vocab import BASE, iri_of

KG = "https://w3id.org/legalkg/ontology#"
GRAPHS = "https://example.org/graph/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_OA = "http://www.w3.org/ns/oa#"
_SCHEMA = "https://schema.org/"
# So many triples that a product of three copies never ends.
_MANY = 1200

HOSTILE = (
    "</script><script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    "<svg/onload=window.ran=1>",
    "javascript:window.ran=1",
    "<a href='https://evil.example/'>href</a>",
    "https://evil.example/pixel.png",
    "{{7*7}} {% raw %} ${window.ran=1}",
    '"><b onmouseover=window.ran=1>x</b>',
    "__proto__",
    "constructor",
    "\u202eesrever\u202c \u2066isolate\u2069 \u200f",
    "]]> --> <!-- & &amp; \u2028 \u2029",
    '=HYPERLINK("https://evil.example")',
    '" . <a> <b> <c> . #',
    "x" * 20_000,
)

REPORT = Report(counts={})


def sample_folder(folder: Path) -> Path:
    """Write a small graph and return its folder: things, and the graphs one, two and three."""
    quads = [_quad(f"thing/{number}", f"{KG}year", ox.Literal(number)) for number in range(_MANY)]
    quads += [_quad("person/ada", f"{_RDF}type", ox.NamedNode(f"{KG}Person"))]
    quads += [_quad("person/ada", _LABEL, ox.Literal("Ada Stern, minister"))]
    for name in ("one", "two", "three"):
        graph = ox.NamedNode(GRAPHS + name)
        quads.append(ox.Quad(graph, ox.NamedNode(f"{_RDF}type"), ox.NamedNode(f"{KG}Work"), graph))
    write_graph(folder, quads, (), REPORT)
    return folder


def hostile_folder(folder: Path) -> Path:
    """Write a graph in which every name, text, title and address attacks; return its folder."""
    articles = [_article(number, name) for number, name in enumerate(HOSTILE)]
    quads = [quad for number, article in enumerate(articles) for quad in _quads(number, article)]
    write_graph(folder, quads, articles, REPORT)
    return folder


def _article(number: int, name: str) -> Article:
    text = f"So {name} it is.\n\nThen {name} said no."
    identity = ArticleId(f"article/{number:016x}")
    source = f"{number}.txt"
    return Article(
        identity, source, "0" * 64, text, (source,), title=name, publisher=name, url=name
    )


def _quads(number: int, article: Article) -> Iterator[ox.Quad]:
    name, text = HOSTILE[number], article.text
    person, law = f"person/h{number}", f"law/h{number}"
    issue, position = f"issue/h{number}", f"position/h{number}/unlawful"
    place = f"evidence/h{number}"
    yield from _thing(article.id, "Article", name)
    yield _quad(article.id, f"{_SCHEMA}publisher", ox.Literal(name))
    yield _quad(article.id, f"{_SCHEMA}url", ox.Literal(name))
    yield _quad(article.id, f"{_SCHEMA}datePublished", ox.Literal(name))
    yield _quad(article.id, f"{KG}source", ox.Literal(name))
    yield from _thing(person, "Person", name)
    yield from _thing(law, "LegalProvision", name)
    yield from _thing(issue, "LegalIssue", name)
    yield _quad(person, f"{KG}definition", ox.Literal(name))
    yield _quad(issue, f"{KG}question", ox.Literal(name))
    yield _quad(issue, f"{KG}position", ox.NamedNode(BASE + position))
    yield _quad(position, f"{KG}answer", ox.Literal("unlawful"))
    yield from _thing(position, "Position", name)
    yield from _evidence(place, article, text)
    yield from _statement(number, article, person, law)
    yield from _stance(number, article, person, position)
    yield from _fact(number, person, law, place, name)
    yield from _conflict(number, person, place, name)
    mention = f"mention/h{number}"
    yield from _class(mention, "Mention")
    yield _quad(mention, f"{KG}refersTo", ox.NamedNode(BASE + person))
    yield _quad(mention, f"{KG}evidence", ox.NamedNode(BASE + place))
    yield _quad(mention, f"{KG}start", ox.Literal(3))
    yield _quad(mention, f"{KG}end", ox.Literal(3 + len(name)))
    for key in ("exact", "form", "linkRule", "reason"):
        yield _quad(mention, KG + key, ox.Literal(name))


def _statement(number: int, article: Article, person: str, law: str) -> Iterator[ox.Quad]:
    statement, name = f"statement/h{number}", HOSTILE[number]
    start = article.text.rindex(name)
    yield from _class(statement, "Statement", "DirectStatement")
    yield _quad(statement, f"{KG}text", ox.Literal(name))
    yield _quad(statement, f"{KG}start", ox.Literal(start))
    yield _quad(statement, f"{KG}end", ox.Literal(start + len(name)))
    yield _quad(statement, f"{KG}inArticle", ox.NamedNode(BASE + article.id))
    yield _quad(statement, f"{KG}speaker", ox.NamedNode(BASE + person))
    yield _quad(statement, f"{KG}stance", ox.NamedNode(f"{KG}Opposes"))
    yield _quad(statement, f"{KG}target", ox.NamedNode(BASE + law))
    yield _quad(statement, f"{KG}evidence", ox.NamedNode(f"{BASE}evidence/h{number}"))
    for key in ("cue", "speakerText", "stanceWords", "rule"):
        yield _quad(statement, KG + key, ox.Literal(name))


def _stance(number: int, article: Article, person: str, position: str) -> Iterator[ox.Quad]:
    stance = f"stance/h{number}"
    yield from _class(stance, "Stance")
    yield _quad(stance, f"{KG}target", ox.NamedNode(BASE + position))
    yield _quad(stance, f"{KG}statedIn", ox.NamedNode(f"{BASE}statement/h{number}"))
    yield _quad(stance, f"{KG}inArticle", ox.NamedNode(BASE + article.id))
    yield _quad(stance, f"{KG}holder", ox.NamedNode(BASE + person))


def _fact(number: int, person: str, law: str, place: str, name: str) -> Iterator[ox.Quad]:
    fact = f"assertion/h{number}"
    yield from _class(fact, "Assertion")
    yield _quad(fact, f"{_RDF}subject", ox.NamedNode(BASE + person))
    yield _quad(fact, f"{_RDF}predicate", ox.NamedNode(f"{KG}leads"))
    yield _quad(fact, f"{_RDF}object", ox.NamedNode(BASE + law))
    yield _quad(fact, f"{KG}status", ox.NamedNode(f"{KG}Claimed"))
    yield _quad(fact, f"{KG}evidence", ox.NamedNode(BASE + place))
    for key in ("title", "quote", "rule"):
        yield _quad(fact, KG + key, ox.Literal(name))


def _conflict(number: int, person: str, place: str, name: str) -> Iterator[ox.Quad]:
    conflict, side = f"conflict/h{number}", f"conflict/h{number}/side"
    yield from _class(conflict, "Conflict")
    yield _quad(conflict, f"{KG}conflictKind", ox.NamedNode(f"{KG}AttributionConflict"))
    yield _quad(conflict, f"{KG}reason", ox.Literal(name))
    yield _quad(conflict, f"{KG}settled", ox.Literal(value=False))
    yield _quad(conflict, f"{KG}side", ox.NamedNode(BASE + side))
    yield _quad(side, f"{KG}claim", ox.Literal(name))
    yield _quad(side, f"{KG}heldBy", ox.NamedNode(BASE + person))
    yield _quad(side, f"{KG}evidence", ox.NamedNode(BASE + place))


def _evidence(place: str, article: Article, sentence: str) -> Iterator[ox.Quad]:
    yield from _class(place, "Evidence")
    yield _quad(place, f"{_OA}hasSource", ox.NamedNode(BASE + article.id))
    yield _quad(place, f"{KG}exact", ox.Literal(sentence))
    yield _quad(place, f"{_OA}hasSelector", ox.NamedNode(f"{BASE}{place}/position"))
    yield _quad(f"{place}/position", f"{_OA}start", ox.Literal(0))
    yield _quad(f"{place}/position", f"{_OA}end", ox.Literal(len(sentence)))


def _thing(identity: str, cls: str, name: str) -> Iterator[ox.Quad]:
    yield from _class(identity, cls)
    yield _quad(identity, _LABEL, ox.Literal(name))


def _class(identity: str, *classes: str) -> Iterator[ox.Quad]:
    for cls in classes:
        yield _quad(identity, f"{_RDF}type", ox.NamedNode(KG + cls))


def _quad(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(ox.NamedNode(iri_of(subject)), ox.NamedNode(predicate), value)
