"""Validation: a sound graph has no problem, and each kind of damage is named with its remedy."""

from collections.abc import Callable

import pytest
from factories import make_article, make_findings, make_mention, make_relation
from graph_made import one_article, quads_of, sample
from graph_sample import entities_of, link, world
from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import terms
from kg.model import ArticleId, Link, MentionId, Resolution
from kg.validate import Validation, validate
from kg.validate.queries import load_checks
from kg.vocab import term_iri


def texts() -> dict[ArticleId, str]:
    """Return the texts of the small world's articles."""
    return {found.article.id: found.article.text for found in world()[0]}


def checks_of(validation: Validation) -> set[str]:
    """Return the ids of the checks that found something."""
    return {problem.check for problem in validation.problems}


def without(predicate: str, kind: str) -> list[Quad]:
    """Return the sample without one property of the first node of some kind ("mention/")."""
    quads = sample()
    subject = min(
        quad.subject.value
        for quad in quads
        if isinstance(quad.subject, NamedNode)
        and f"/id/{kind}" in quad.subject.value
        and quad.predicate == terms.name(predicate)
    )
    return [
        quad
        for quad in quads
        if not (quad.subject == NamedNode(subject) and quad.predicate == terms.name(predicate))
    ]


def changed(predicate: str, change: Callable[[str], str]) -> list[Quad]:
    """Return the sample with all literals of a property changed."""
    return [
        Quad(
            quad.subject,
            quad.predicate,
            Literal(change(quad.object.value), datatype=quad.object.datatype),
            quad.graph_name,
        )
        if quad.predicate == terms.name(predicate) and isinstance(quad.object, Literal)
        else quad
        for quad in sample()
    ]


def test_sound_graph_conforms() -> None:
    """And the report counts what was looked at."""
    validation = validate(sample(), texts())
    assert validation.problems == ()
    assert validation.conforms
    assert dict(validation.counts) == {
        "article": 2,
        "assertion": 4,
        "evidence": 7,
        "mention": 15,
        "statement": 3,
        "quad": len(sample()),
    }


@pytest.mark.parametrize(
    ("predicate", "kind", "shape"),
    [
        ("kg:evidence", "assertion/", "shape/Assertion"),
        ("kg:quote", "assertion/", "shape/Assertion"),
        ("kg:status", "assertion/", "shape/Assertion"),
        ("kg:evidence", "statement/", "shape/Statement"),
        ("kg:text", "statement/", "shape/Statement"),
        ("kg:evidence", "mention/", "shape/Mention"),
        ("kg:form", "mention/", "shape/Mention"),
        ("oa:hasSource", "evidence/", "shape/Evidence"),
        ("rdfs:label", "person/", "shape/Entity"),
        ("kg:rule", "inference/", "shape/Inference"),
        ("kg:source", "article/", "shape/ReadArticle"),
    ],
)
def test_missing_property_is_named(predicate: str, kind: str, shape: str) -> None:
    """Which node, which property, what is wrong and what to do."""
    problems = validate(without(predicate, kind), texts()).problems
    named = [problem for problem in problems if problem.check == shape]
    assert named
    assert named[0].focus.startswith(kind)
    assert named[0].path == predicate
    assert named[0].what
    assert named[0].remedy


@pytest.mark.parametrize("predicate", ["kg:exact", "kg:text", "kg:quote", "oa:exact"])
def test_changed_quotation_is_found(predicate: str) -> None:
    """One character is enough."""
    validation = validate(changed(predicate, lambda words: words[:-1] + "#"), texts())
    assert checks_of(validation) == {"quote"}


@pytest.mark.parametrize("predicate", ["kg:start", "oa:end"])
def test_shifted_offset_is_found(predicate: str) -> None:
    """By one code point."""
    validation = validate(changed(predicate, lambda number: str(int(number) + 1)), texts())
    assert "quote" in checks_of(validation)


def test_changed_article_is_found() -> None:
    """The graph was built from another text."""
    found = {article: text.replace("\n", " \n") for article, text in texts().items()}
    problems = validate(sample(), found).problems
    assert {problem.path for problem in problems} >= {"kg:sha256"}


def test_missing_article_is_named_once() -> None:
    """Not once for each of its sentences."""
    problems = validate(sample(), dict(list(texts().items())[:1])).problems
    assert [problem.what for problem in problems] == ["the text of this article is not there"]


def test_claim_with_a_direct_triple_is_found() -> None:
    """A claim is not a fact."""
    direct = terms.triple(terms.node("person/ana-ruiz"), "kg:signed", terms.node("agreement/pact"))
    problems = validate([*sample(), direct], texts()).problems
    assert [problem.check for problem in problems] == ["claim-without-direct-triple"]
    assert problems[0].path == "kg:signed"


def test_claim_that_another_article_asserts_may_have_a_direct_triple() -> None:
    """Then the direct triple rests on that article."""
    findings = []
    links: dict[MentionId, Link] = {}
    for text, is_claim in (("Cy says Ann met Bob.", True), ("Ann met Bob, Cy knew.", False)):
        article = make_article(text)
        ann, bob, cy = (make_mention(article, name) for name in ("Ann", "Bob", "Cy"))
        claimant = cy if is_claim else None
        met = make_relation(article, "Ann met Bob", ann, "metWith", bob, asserted_by=claimant)
        findings.append(make_findings(article, mentions=(ann, bob, cy), relations=(met,)))
        links |= link((ann, "person/ann"), (bob, "person/bob"), (cy, "person/cy"))
    mentions = [mention for found in findings for mention in found.mentions]
    quads = quads_of(findings, Resolution(entities_of(links, mentions), links))
    known = {found.article.id: found.article.text for found in findings}
    assert validate(quads, known).problems == ()
    claimed = Quad(terms.node("person/ann"), terms.name("kg:metWith"), terms.node("person/bob"))
    assert claimed in quads


def test_asserted_fact_without_direct_triple_is_found() -> None:
    """A plain query would miss it."""
    lost = terms.triple(
        terms.node("person/ana-ruiz"), "kg:holdsOffice", terms.node("place/norland")
    )
    validation = validate([quad for quad in sample() if quad != lost], texts())
    assert checks_of(validation) == {"asserted-with-direct-triple"}


def test_triple_of_an_article_without_assertion_is_found() -> None:
    """Nothing without a span."""
    article = min(texts())
    quad = terms.triple(terms.node("a"), "kg:metWith", terms.node("b"), article)
    assert checks_of(validate([*sample(), quad], texts())) == {"article-triple-with-assertion"}


def test_wrong_count_of_articles_is_found() -> None:
    """Two articles are not three."""
    validation = validate(changed("kg:articleCount", lambda number: str(int(number) + 1)), texts())
    assert checks_of(validation) == {"article-count"}


def test_inferred_triple_without_rule_is_found() -> None:
    """Nothing follows without a reason."""
    quads = [quad for quad in sample() if "/id/inference/" not in str(quad.subject)]
    assert checks_of(validate(quads, texts())) == {"inferred-with-rule"}


def test_unknown_term_is_found() -> None:
    """The vocabulary is closed, for data that others add too."""
    quad = Quad(terms.node("a"), NamedNode(term_iri("metWith") + "Twice"), terms.node("b"))
    problems = validate([*sample(), quad], texts()).problems
    assert [problem.focus for problem in problems] == ["kg:metWithTwice"]


def test_entity_that_is_not_described_is_found() -> None:
    """A dangling reference."""
    quads = [quad for quad in sample() if quad.subject != terms.node("place/norland")]
    assert "named-entity" in checks_of(validate(quads, texts()))


def test_every_check_says_what_to_do() -> None:
    """In a sentence."""
    assert len(load_checks()) >= 11
    assert all(check.remedy.endswith(".") for check in load_checks())


def test_problem_reads_as_one_line() -> None:
    """For a person."""
    problem = validate(without("kg:quote", "assertion/"), texts()).problems[0]
    assert str(problem) == (
        f"{problem.focus} (kg:quote): an assertion quotes the words that state it. "
        "Remove the assertion, or add the words of the article that state it. [shape/Assertion]"
    )


def test_empty_graph_conforms() -> None:
    """There is nothing to be wrong."""
    assert validate([], {}).conforms


def test_report_does_not_depend_on_order() -> None:
    """Problems are sorted."""
    quads = without("kg:quote", "assertion/")
    assert validate(quads, texts()) == validate(list(reversed(quads)), texts())


def test_control_characters_in_an_article_are_no_problem() -> None:
    """What RDF cannot carry is compared with its stand-in."""
    findings, resolution = one_article("An\x00n \ud800 spoke.", "An\x00n \ud800")
    found = {item.article.id: item.article.text for item in findings}
    assert validate(quads_of(findings, resolution), found).problems == ()
