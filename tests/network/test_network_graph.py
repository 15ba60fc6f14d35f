"""The network that is made of a store."""

from typing import Any

import networkx
import pyoxigraph as ox
import pytest
from network_sample import sample_store, store_of_size

from kg.errors import KgError
from kg.network.choose import entity_named, first_view, neighbourhood, order_of
from kg.network.graph import network_of


@pytest.fixture(scope="module")
def graph() -> "networkx.MultiDiGraph[str]":
    return network_of(sample_store())


def _edge(graph: "networkx.MultiDiGraph[str]", relation: str) -> tuple[str, str, dict[str, Any]]:
    found = [edge for edge in graph.edges(data=True) if edge[2]["relation"] == relation]
    assert len(found) == 1, f"{len(found)} edges {relation}"
    start, end, attributes = found[0]
    return str(start), str(end), dict(attributes)


def test_network_node_has_names_types_and_web_links_only(
    graph: "networkx.MultiDiGraph[str]",
) -> None:
    person, body = graph.nodes["person/ada-ferro"], graph.nodes["org/ministry"]
    assert (person["label"], person["aliases"]) == ("Ada Ferró", ("Ferró", "Minister Ferró"))
    assert (body["type"], body["cls"]) == ("Institution", "GovernmentBody")
    assert graph.nodes["prison/rock"]["links"] == ("https://example.org/rock",)
    assert graph.nodes["law/basic"]["background"] is True
    assert person["roles"] == ("Minister",)
    assert graph.nodes["right/return"]["definition"] == "No citizen may be kept out."


def test_network_leaves_out_what_nothing_links_or_mentions(
    graph: "networkx.MultiDiGraph[str]",
) -> None:
    assert "office/unused" not in graph
    assert "quantity/40" not in graph
    assert "article/00aa" not in graph
    assert len(graph) == 9


@pytest.mark.parametrize(
    ("relation", "start", "end", "kind"),
    [
        ("holdsOffice", "person/ada-ferro", "org/ministry", "fact"),
        ("criticised", "person/bo-lind", "person/ada-ferro", "opposes"),
        ("prohibits", "law/basic/article-3", "proposal/ferry", "claimed"),
        ("metWith", "person/ada-ferro", "person/bo-lind", "negated"),
        ("rightUnder", "right/return", "law/basic", "inferred"),
        ("partOf", "law/basic/article-3", "law/basic", "reference"),
        ("supports", "person/ada-ferro", "proposal/ferry", "supports"),
        ("opposes", "person/bo-lind", "proposal/ferry", "opposes"),
        ("assertsUnlawful", "person/bo-lind", "law/basic/article-3", "says"),
        ("speaksOn", "person/bo-lind", "issue/exile", "says"),
    ],
)
def test_network_edge_says_how_sure_it_is(
    graph: "networkx.MultiDiGraph[str]", relation: str, start: str, end: str, kind: str
) -> None:
    edge = _edge(graph, relation)
    assert (edge[0], edge[1], edge[2]["kind"]) == (start, end, kind)


def test_network_fact_is_there_once_with_its_sentence_and_the_words_in_it(
    graph: "networkx.MultiDiGraph[str]",
) -> None:
    (quote,) = _edge(graph, "holdsOffice")[2]["evidence"]
    assert quote.sentence[quote.start : quote.end] == "Minister Ada Ferró"
    assert (quote.source.publisher, quote.source.date) == ("The Harbor Post", "2031-05-04")
    assert quote.source.url == "https://example.org/a"


def test_network_mention_is_marked_where_it_stands_not_where_the_word_comes_first(
    graph: "networkx.MultiDiGraph[str]",
) -> None:
    (quote,) = graph.nodes["prison/rock"]["mentions"]
    assert quote.sentence[quote.start :] == "the ferry plan."


def test_network_statement_over_two_sentences_is_marked_in_both(
    graph: "networkx.MultiDiGraph[str]",
) -> None:
    quotes = graph.graph["sayings"]["statement/3"].evidence
    assert [quote.sentence[quote.start : quote.end] for quote in quotes] == [
        "the island.",
        "Bo Lind",
    ]


def test_network_qualifier_without_a_property_has_its_own_name(
    graph: "networkx.MultiDiGraph[str]",
) -> None:
    assert _edge(graph, "criticised")[2]["qualifiers"] == (("place", "the pier"),)


def test_network_pronouns_are_no_mentions(graph: "networkx.MultiDiGraph[str]") -> None:
    (quote,) = graph.nodes["person/ada-ferro"]["mentions"]
    assert quote.number == 0


def test_network_fact_with_a_value_is_a_detail_of_its_subject(
    graph: "networkx.MultiDiGraph[str]",
) -> None:
    (detail,) = graph.nodes["prison/rock"]["details"]
    assert (detail.relation, detail.value, detail.kind) == (
        "capacity",
        "40 inmates",
        "hypothetical",
    )
    assert [d.value for d in graph.nodes["law/basic/article-3"]["details"]] == ["1901"]


@pytest.mark.parametrize("name", ["person/ada-ferro", "ada ferro", "MINISTER FERRÓ", "ferro"])
def test_entity_is_found_by_id_and_by_any_name(
    graph: "networkx.MultiDiGraph[str]", name: str
) -> None:
    assert entity_named(graph, name) == "person/ada-ferro"


def test_entity_that_nothing_is_called_is_refused_with_near_names(
    graph: "networkx.MultiDiGraph[str]",
) -> None:
    with pytest.raises(KgError, match="Ada Ferró"):
        entity_named(graph, "Ada Ferrro")


def test_neighbourhood_reaches_as_far_as_asked(graph: "networkx.MultiDiGraph[str]") -> None:
    near = neighbourhood(graph, "org/ministry", 1)
    far = neighbourhood(graph, "org/ministry", 2)
    assert set(near) == {"org/ministry", "person/ada-ferro"}
    assert "proposal/ferry" in far


def test_first_view_is_limited_and_linked() -> None:
    graph = network_of(store_of_size(300))
    first = first_view(graph, order_of(graph), 60)
    inside = graph.subgraph(first)
    assert len(first) == 60
    assert all(inside.degree(node) for node in inside)
    assert "proposal/ferry" in first


def test_network_does_not_depend_on_the_order_of_rows() -> None:
    turned = ox.Store()
    for quad in sorted(sample_store(), key=str, reverse=True):
        turned.add(quad)
    assert list(network_of(turned).edges(keys=True)) == list(
        network_of(sample_store()).edges(keys=True)
    )


def test_network_of_an_answer_that_was_cut_is_refused() -> None:
    class Cut(list[tuple[str, ...]]):
        truncated = True

    class CutStore:
        def query(self, _text: str) -> Cut:
            return Cut()

    with pytest.raises(KgError, match="too large"):
        network_of(CutStore())
