"""From findings to quads: what is in the graph, and in which graph."""

import datetime
import itertools
from pathlib import Path

import pytest
from factories import make_article, make_findings, make_mention, make_relation, make_statement
from graph_made import ask, lines_of, one_article, quads_of, sample
from graph_sample import link, small_knowledge, world
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.collate import collate
from kg.errors import VocabularyError
from kg.graph import Run, to_quads
from kg.graph.reference import background_of
from kg.model import Entity, EntityId, Findings, Mention, Resolution, Value
from kg.vocab import term_iri

GOLDEN = Path(__file__).parent.parent / "golden" / "graph.nq"


def test_graph_equals_the_golden_one() -> None:
    """The whole graph of the small world, line by line; pytest prints the difference.

    To renew it after a deliberate change: tests/golden/README says how.
    """
    assert lines_of(sample()) == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_every_quad_is_there_once() -> None:
    """Nothing is repeated, neither in the default graph nor in named ones."""
    quads = sample()
    assert len(quads) == len(set(quads))


def test_order_of_articles_does_not_matter() -> None:
    """Byte for byte the same sequence, not only the same set."""
    findings, resolution = world()
    expected = quads_of(findings, resolution)
    for some in itertools.permutations(findings):
        assert quads_of(some, resolution) == expected


def test_graph_has_no_blank_nodes() -> None:
    """Every node can be cited."""
    for quad in sample():
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode | Literal)


def test_named_graphs_hold_direct_triples_only() -> None:
    """GRAPH ?article gives the facts of that article and nothing of the record-keeping."""
    named = [quad for quad in sample() if "/id/article/" in getattr(quad.graph_name, "value", "")]
    assert len(named) == 5
    assert {quad.predicate.value for quad in named} == {
        term_iri(name) for name in ("holdsOffice", "metWith", "hasCapacity")
    }


def test_named_graph_triples_are_in_the_default_graph_too() -> None:
    """A plain query needs no GRAPH."""
    quads = set(sample())
    for quad in quads:
        assert Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) in quads


def test_claim_has_no_direct_triple() -> None:
    """Lind says that Ruiz signed: no article does."""
    quads = sample()
    assert not ask(quads, "<person/ana-ruiz> kg:signed ?pact")
    assert ask(
        quads,
        """?claim a kg:Assertion ; rdf:predicate kg:signed ; kg:status kg:Claimed ;
        kg:assertedBy <person/bo-lind>""",
    )


@pytest.mark.parametrize(
    ("option", "status"), [("negated", "kg:Negated"), ("hypothetical", "kg:Hypothetical")]
)
def test_negated_and_hypothetical_have_no_direct_triple(option: str, status: str) -> None:
    """ "Ann has not met Bob" and "Ann may meet Bob" are no meetings."""
    article = make_article("Ann met Bob.")
    ann, bob = make_mention(article, "Ann"), make_mention(article, "Bob")
    made = make_relation(article, "Ann met Bob", ann, "metWith", bob, **{option: True})  # type: ignore[arg-type]
    found = make_findings(article, mentions=(ann, bob), relations=(made,))
    quads = quads_of([found], Resolution((), link((ann, "person/ann"), (bob, "person/bob"))))
    assert not ask(quads, "?someone kg:metWith ?other")
    assert ask(quads, f"?fact kg:status {status}")


def test_quantity_is_a_node_with_amount_and_unit() -> None:
    """So that numbers can be compared in a query."""
    assert ask(
        sample(),
        """<prison/hill-jail> kg:hasCapacity ?many . ?many a kg:Quantity ; kg:amount 40000 ;
        kg:unit "person" ; rdfs:label "40,000 people" """,
    )


def test_words_become_a_node_below_an_object_property() -> None:
    """An object property never leads to a literal."""
    quads = quads_of(*one_article("A fee is due.", "A fee", value=Value("a fee")))
    assert ask(quads, '?offer kg:hasTerm ?term . ?term a kg:Words ; rdfs:label "a fee"')


def test_date_becomes_a_typed_literal() -> None:
    """With the precision that the text has."""
    article = make_article("The jail opened in May 2023.")
    jail = make_mention(article, "The jail", type="Prison")
    value = Value("May 2023", "2023-05", "date")
    made = make_relation(article, "opened in May 2023", jail, "openedOn", value)
    found = make_findings(article, mentions=(jail,), relations=(made,))
    quads = quads_of([found], Resolution((), link((jail, "prison/jail"))))
    assert ask(quads, '<prison/jail> kg:openedOn "2023-05"^^xsd:gYearMonth')


def test_qualifier_without_a_term_is_kept_in_words() -> None:
    """Nothing that a rule says of a fact is lost."""
    assert ask(sample(), '?fact kg:qualifier "mood: calm" ; kg:date "2025-02-03"^^xsd:date')


def test_narrated_statement_is_spoken_by_its_article() -> None:
    """The article's own voice has a speaker too."""
    assert ask(
        sample(), "?said a kg:NarratedStatement ; kg:speaker ?article ; kg:inArticle ?article"
    )


def test_chain_of_reporting_keeps_its_order() -> None:
    """Nearest to the article first; the speaker is not in it."""
    article = make_article("Ann said Bob heard that Cy agreed.")
    ann, bob, cy = (make_mention(article, name) for name in ("Ann", "Bob", "Cy"))
    said = make_statement(article, "Cy agreed", speaker=cy, via=(ann, bob), kind="indirect")
    found = make_findings(article, mentions=(ann, bob, cy), statements=(said,))
    links = link((ann, "person/b"), (bob, "person/a"), (cy, "person/c"))
    quads = quads_of([found], Resolution((), links))
    assert ask(quads, '?said kg:viaOrder "1:person/b 2:person/a" ; kg:via <person/a>, <person/b>')


def test_quote_over_two_sentences_rests_on_both() -> None:
    """Evidence is one node a sentence, however long the quote."""
    article = make_article("“One.\nTwo,” Ann said.\nThree.\n")
    ann = make_mention(article, "Ann")
    said = make_statement(article, "“One.\nTwo,”", speaker=ann)
    found = make_findings(article, mentions=(ann,), statements=(said,))
    quads = quads_of([found], Resolution((), link((ann, "person/ann"))))
    assert ask(quads, "?said a kg:Statement ; kg:evidence ?one, ?two . FILTER(?one != ?two)")
    assert not ask(quads, "?evidence kg:sentenceNumber 2")


def test_words_outside_of_all_sentences_have_evidence_of_their_own() -> None:
    """A caption that the sentence splitter dropped is still quoted."""
    article = make_article("Ann spoke.")
    ann = make_mention(article, "Ann")
    found = Findings(article, (), (ann,), (), ())
    quads = quads_of([found], Resolution((), link((ann, "person/ann"))))
    assert ask(quads, '?mention kg:evidence/kg:exact "Ann spoke."')


def test_unlinked_mention_refers_to_nothing() -> None:
    """What stayed ambiguous is there, without an entity."""
    quads = sample()
    assert ask(
        quads,
        '?plan a kg:Mention ; kg:exact "The plan" FILTER NOT EXISTS { ?plan kg:refersTo ?x }',
    )


def test_reference_brings_in_what_mentioned_entities_belong_to() -> None:
    """The amendments that protect a mentioned right; no law of a country nobody speaks of."""
    quads = sample()
    assert ask(quads, "<law/usconst/amendment-5> kg:background true")
    assert ask(quads, "<law/usconst/amendment-14> kg:background true")
    assert not ask(quads, "<law/usconst/amendment-8> kg:background ?any")
    assert not ask(quads, "<place/farland> ?any ?thing")
    assert not ask(quads, "<law/farland-charter> ?any ?thing")


def test_reference_triples_can_be_told_from_what_articles_say() -> None:
    """They stand in a graph of their own as well."""
    pattern = "<law/usconst/amendment-8> kg:partOf <law/usconst>"
    assert ask(sample(), f"{pattern} . GRAPH <graph/reference> {{ {pattern} }}")


def test_link_of_a_reference_entity_is_an_iri() -> None:
    """See-also addresses can be followed."""
    assert ask(sample(), "?law rdfs:seeAlso <https://constitution.example/amendment-8>")


def test_run_is_one_node_without_a_clock() -> None:
    """Its id follows from what it names."""
    findings, resolution = world()
    collation = collate(findings, resolution)
    run = Run("0.1.0", "blank", "rules")
    quads = list(to_quads(findings, resolution, collation, small_knowledge(), run=run))
    assert ask(quads, f'<{run.id}> a kg:Run ; kg:codeVersion "0.1.0" . ?article kg:run <{run.id}>')


def test_class_that_the_ontology_lacks_is_refused() -> None:
    """A slip in a rule file never becomes a class."""
    found, resolution = one_article("Ann", "Ann")
    wrong = Entity(EntityId("person/x"), "Person", "Persn", "Ann")
    with pytest.raises(VocabularyError, match="kg:Persn"):
        quads_of(found, Resolution((wrong,), resolution.links))


def test_mention_antecedent_of_another_article_is_not_linked() -> None:
    """Coreference never leaves its article."""
    article = make_article("He spoke.")
    other = make_mention(make_article("Ann left."), "Ann")
    he: Mention = make_mention(article, "He", form="pronoun", antecedent=other)
    quads = quads_of([make_findings(article, mentions=(he,))], Resolution((), {}))
    assert not ask(quads, "?he kg:antecedent ?ann")


def test_dates_are_compared_in_queries() -> None:
    """The type lets SPARQL order articles by date."""
    article = make_article("Ann spoke.", published="2025-02-04")
    quads = quads_of([make_findings(article)], Resolution((), {}))
    day = datetime.date(2025, 2, 3).isoformat()
    assert ask(quads, f'?a schema:datePublished ?day FILTER(?day > "{day}"^^xsd:date)')


def test_mentioned_amendment_brings_in_its_rights_but_no_sibling() -> None:
    """Or one amendment would draw in all that protect the same right."""
    present = {EntityId("law/usconst/amendment-5")}
    assert background_of(present, small_knowledge()) == ("law/usconst", "right/due-process")
    other = {EntityId("law/usconst/amendment-8")}
    assert "law/usconst/amendment-5" not in background_of(other, small_knowledge())
