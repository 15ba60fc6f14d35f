"""What follows from what is known: each rule once with what it must and must not draw."""

import pytest
from graph_made import ask, sample
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.graph import infer, terms
from kg.graph.inference import load_inference_rules
from kg.vocab import term_iri

Triple = tuple[str, str, str]


def store_of(*triples: Triple, reference: tuple[Triple, ...] = ()) -> Store:
    """Return a store with some triples; objects with a prefix are terms, others ids."""
    store = Store()
    for subject, predicate, value in (*triples, *reference):
        node = terms.name(value) if value.startswith("kg:") else terms.node(value)
        store.add(terms.triple(terms.node(subject), predicate, node))
    for subject, predicate, value in reference:
        quad = terms.triple(terms.node(subject), predicate, terms.node(value), "graph/reference")
        store.add(quad)
    return store


def drawn(store: Store) -> set[Triple]:
    """Return the inferred triples as (id, local name, id)."""
    graph = terms.node(terms.INFERRED_GRAPH)
    base = len("https://w3id.org/legalkg/id/")
    return {
        (
            quad.subject.value[base:],
            quad.predicate.value.rpartition("#")[2],
            quad.object.value[base:],
        )
        for quad in infer(store)
        if quad.graph_name == graph
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
    }


LAW = (
    ("law/whole", "rdf:type", "kg:LegalProvision"),
    ("law/part", "rdf:type", "kg:LegalProvision"),
    ("right/fair", "rdf:type", "kg:LegalProvision"),
    ("law/part", "kg:partOf", "law/whole"),
    ("law/part", "kg:protects", "right/fair"),
)


SPOKEN = (
    ("mention/l", "kg:refersTo", "law/whole"),
    ("mention/l", "kg:evidence", "evidence/e"),
    ("evidence/e", "oa:hasSource", "article/a"),
    ("statement/s", "kg:inArticle", "article/a"),
)


def test_rules_are_the_ones_we_test() -> None:
    """A new rule needs a test here."""
    assert [rule.name for rule in load_inference_rules()] == [
        "article-mentions-provision",
        "article-touches-granting",
        "article-touches-whole",
        "both-ways",
        "located-in-larger-place",
        "more-general",
        "named-to-invoked",
        "named-to-whole",
        "part-of-part",
        "right-to-provision",
        "seen-from-other-side",
    ]


@pytest.mark.parametrize("rule", load_inference_rules(), ids=lambda rule: rule.name)
def test_rule_says_what_it_means(rule: object) -> None:
    """In a sentence."""
    assert str(getattr(rule, "meaning", "")).endswith(".")


def test_statement_that_names_a_right_invokes_provision_and_constitution() -> None:
    """Right, amendment, constitution: what is background law to a lawyer."""
    found = drawn(store_of(*LAW, *SPOKEN, ("statement/s", "kg:provision", "right/fair")))
    assert {item for item in found if item[1] == "invokes"} == {
        ("statement/s", "invokes", "right/fair"),
        ("statement/s", "invokes", "law/part"),
        ("statement/s", "invokes", "law/whole"),
    }


@pytest.mark.parametrize(
    ("mentioned", "expected"),
    [("org/ministry", {"law/code"}), ("law/pact", {"law/pact"}), ("org/other", set())],
)
def test_right_leads_to_laws_of_the_article_s_subject_only(
    mentioned: str, expected: set[str]
) -> None:
    """A right has a law in every country; an article on one does not invoke them all."""
    found = drawn(
        store_of(
            ("law/code", "rdf:type", "kg:LegalProvision"),
            ("law/pact", "rdf:type", "kg:LegalProvision"),
            ("law/code", "kg:protects", "right/fair"),
            ("law/pact", "kg:protects", "right/fair"),
            ("law/code", "kg:jurisdiction", "place/land"),
            ("org/ministry", "kg:country", "place/land"),
            ("mention/m", "kg:refersTo", mentioned),
            ("mention/m", "kg:evidence", "evidence/e"),
            ("evidence/e", "oa:hasSource", "article/a"),
            ("statement/s", "kg:inArticle", "article/a"),
            ("statement/s", "kg:provision", "right/fair"),
        )
    )
    invoked = {item[2] for item in found if item[1] == "invokes"}
    assert invoked == {"right/fair", *expected}


def test_statement_that_names_the_whole_does_not_invoke_its_parts() -> None:
    """Who speaks of the constitution does not mean each amendment."""
    found = drawn(store_of(*LAW, ("statement/s", "kg:provision", "law/whole")))
    assert {item for item in found if item[1] == "invokes"} == {
        ("statement/s", "invokes", "law/whole")
    }


def test_article_mentions_what_it_names_and_touches_what_that_belongs_to() -> None:
    """The two are kept apart: nothing inferred counts as mentioned."""
    found = drawn(
        store_of(
            *LAW,
            *SPOKEN,
            ("mention/m", "kg:refersTo", "right/fair"),
            ("mention/m", "kg:evidence", "evidence/e"),
        )
    )
    mentioned = {item[2] for item in found if item[1] == "mentionsProvision"}
    assert mentioned == {"right/fair", "law/whole"}
    assert {item[2] for item in found if item[1] == "touchesProvision"} == {
        "right/fair",
        "law/part",
        "law/whole",
    }


def test_part_of_a_part_is_part_of_the_whole() -> None:
    """Also over three steps; a circle makes nothing part of itself."""
    chain = (("a", "kg:partOf", "b"), ("b", "kg:partOf", "c"), ("c", "kg:partOf", "d"))
    assert drawn(store_of(*chain)) == {
        ("a", "partOf", "c"),
        ("a", "partOf", "d"),
        ("b", "partOf", "d"),
    }
    assert drawn(store_of(("a", "kg:partOf", "b"), ("b", "kg:partOf", "a"))) == set()


def test_thing_in_a_city_is_in_its_country_by_reference_only() -> None:
    """A country that an article gives to a place may be wrong; it is not carried further."""
    reference = (("place/city", "kg:country", "place/land"),)
    triples = (
        ("place/land", "rdf:type", "kg:Place"),
        ("place/moon", "rdf:type", "kg:Place"),
        ("prison/p", "kg:locatedIn", "place/city"),
        ("place/city", "kg:locatedIn", "place/moon"),
    )
    found = drawn(store_of(*triples, reference=reference))
    assert ("prison/p", "locatedIn", "place/land") in found
    assert ("prison/p", "locatedIn", "place/moon") not in found


def test_relation_is_seen_from_the_other_side() -> None:
    """Symmetric and inverse ones."""
    found = drawn(store_of(("a", "kg:metWith", "b"), ("c", "kg:signed", "d")))
    assert found == {("b", "metWith", "a"), ("d", "signedBy", "c")}


def test_special_relation_is_the_general_one_too() -> None:
    """Who criticized something opposes it."""
    assert drawn(store_of(("a", "kg:criticised", "b"))) == {("a", "opposes", "b")}


def test_what_is_said_is_not_inferred_again() -> None:
    """A triple that an article states is none of ours."""
    assert drawn(store_of(("a", "kg:metWith", "b"), ("b", "kg:metWith", "a"))) == set()


def test_inferred_triple_is_in_no_graph_of_an_article() -> None:
    """And counts for none."""
    quads = sample()
    store = Store()
    store.extend(quads)
    inferred = list(store.quads_for_pattern(None, None, None, terms.node(terms.INFERRED_GRAPH)))
    assert inferred
    for quad in inferred:
        graphs = {
            getattr(item.graph_name, "value", "")
            for item in store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        }
        assert graphs == {"", terms.node(terms.INFERRED_GRAPH).value}


def test_inference_tells_rule_and_what_it_used() -> None:
    """So that an inferred triple can be explained."""
    assert ask(
        sample(),
        """?why a kg:Inference, rdf:Statement ; rdf:predicate kg:invokes ;
        rdf:object <law/usconst/amendment-5> ; kg:rule "infer/right-to-provision" ;
        prov:used <right/due-process>""",
    )


def test_inference_leaves_the_store_as_it_is() -> None:
    """The caller decides what becomes of the new quads."""
    store = store_of(("a", "kg:metWith", "b"))
    infer(store)
    assert list(store) == [
        Quad(terms.node("a"), NamedNode(term_iri("metWith")), terms.node("b"), DefaultGraph())
    ]


def test_inference_is_in_a_fixed_order() -> None:
    """Whatever order the store has."""
    triples: tuple[Triple, ...] = (
        *LAW,
        ("s", "kg:provision", "right/fair"),
        ("a", "kg:metWith", "b"),
    )
    assert infer(store_of(*triples)) == infer(store_of(*reversed(triples)))
