"""A small made graph of which every name and text can attack, for plots and notebook displays."""

from pathlib import Path

import pyoxigraph as ox

from kg.model import Article, ArticleId, Report
from kg.store import LocalStore, open_graph, write_graph
from kg.vocab import BASE

KG = "https://w3id.org/legalkg/ontology#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_OA = "http://www.w3.org/ns/oa#"
_SCHEMA = "https://schema.org/"
_DATE = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")

# What would run, load, or break out if it were not escaped; and what matplotlib takes for math.
HOSTILE = (
    "</script><script>window.ran=1</script><img src=x onerror=window.ran=1>"
    '"><b onmouseover=window.ran=1> $\\frac{1}{0$ {{7*7}} ]]> --> \u202eleft &amp; 漢字 '
    "A long name that goes on and on until no line of a page could ever hold all of it"
)


def made_store(folder: Path, name: str = "Ada Stern", *, empty: bool = False) -> LocalStore:
    """Write a graph of two articles with one speaker, proposal, issue and dated fact; open it."""
    text = f"{name} said no.\nThe end."
    articles = tuple(
        Article(ArticleId(f"article/{sign * 16}"), f"{sign}.txt", "0" * 64, text, (f"{sign}.txt",),
                title=name)
        for sign in "ab"
    )  # fmt: skip
    quads = [] if empty else [quad for part in articles for quad in _quads(part, name)]
    quads = quads or [_quad("thing/x", f"{_RDF}type", _kg("Entity"))]
    write_graph(folder, quads, () if empty else articles, Report(counts={}), b"{}\n")
    return open_graph(folder)


def _quads(article: Article, name: str) -> list[ox.Quad]:
    sign = article.id[-1]
    said, fact, evidence = f"statement/{sign}", f"assertion/{sign}", f"evidence/{sign}-0"
    speaker, target, words = _id("person/x"), _id("proposal/x"), ox.Literal(name)
    names = [_quad(key, _LABEL, words) for key in ("person/x", "proposal/x", "issue/x", article.id)]
    return [
        *names,
        _quad("person/x", f"{_RDF}type", _kg("Person")),
        _quad(article.id, f"{_RDF}type", _kg("Article")),
        _quad(article.id, f"{KG}source", ox.Literal(article.source)),
        _quad(article.id, f"{_SCHEMA}url", ox.Literal("javascript:window.ran=1")),
        _quad(evidence, f"{_OA}hasSource", _id(article.id)),
        _quad(evidence, f"{KG}exact", ox.Literal(f"{name} said no.")),
        _quad(evidence, f"{KG}sentenceNumber", ox.Literal(0)),
        _quad("mention/" + sign, f"{_RDF}type", _kg("Mention")),
        _quad("mention/" + sign, f"{KG}refersTo", speaker),
        _quad("mention/" + sign, f"{KG}start", ox.Literal(0)),
        _quad("mention/" + sign, f"{KG}end", ox.Literal(len(name))),
        _quad("mention/" + sign, f"{KG}reason", words),
        _quad("mention/" + sign, f"{KG}evidence", _id(evidence)),
        _quad(said, f"{_RDF}type", _kg("Statement")),
        _quad(said, f"{KG}text", ox.Literal(f"{name} no")),
        _quad(said, f"{KG}start", ox.Literal(len(name) + 6)),
        _quad(said, f"{KG}end", ox.Literal(len(name) + 8)),
        _quad(said, f"{KG}speaker", speaker),
        _quad(said, f"{KG}stance", _kg("Opposes")),
        _quad(said, f"{KG}target", target),
        _quad(said, f"{KG}inArticle", _id(article.id)),
        _quad(said, f"{KG}evidence", _id(evidence)),
        _quad("issue/x", f"{_RDF}type", _kg("LegalIssue")),
        _quad("issue/x", f"{KG}position", _id("position/x")),
        _quad("position/x", f"{KG}answer", ox.Literal("unlawful")),
        _quad("argument/x", f"{KG}arguesFor", _id("position/x")),
        _quad("argument/x", f"{KG}statedIn", _id(said)),
        _quad(fact, f"{_RDF}type", _kg("Assertion")),
        _quad(fact, f"{_RDF}subject", speaker),
        _quad(fact, f"{_RDF}predicate", _kg("metWith")),
        _quad(fact, f"{_RDF}object", target),
        _quad(fact, f"{KG}date", ox.Literal(f"2025-02-0{'ab'.index(sign) + 3}", datatype=_DATE)),
        _quad(fact, f"{KG}status", _kg("Asserted")),
        _quad(fact, f"{KG}evidence", _id(evidence)),
        _quad(fact, f"{KG}inArticle", _id(article.id)),
    ]


def _id(name: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + name)


def _kg(name: str) -> ox.NamedNode:
    return ox.NamedNode(KG + name)


def _quad(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(_id(subject), ox.NamedNode(predicate), value)
