"""What differs between two graphs, and how two entities are connected."""

import json
from pathlib import Path

import pytest
from collate_made import Made, resolution_of

from kg.collate import collate
from kg.diff import difference
from kg.errors import QueryError
from kg.graph import build_quads
from kg.knowledge import load_knowledge
from kg.model import Report, Value
from kg.path import path_between
from kg.store import LocalStore, open_graph, write_graph


def graph(folder: Path, *articles: Made) -> LocalStore:
    """Return the graph of some articles."""
    findings = [made.found() for made in articles]
    resolution, knowledge = resolution_of(*articles), load_knowledge()
    collation = collate(findings, resolution, knowledge)
    quads = build_quads(findings, resolution, collation, knowledge)
    write_graph(folder, quads, [made.article for made in articles], Report())
    return open_graph(folder)


def prison(capacity: str, *, source: str = "a.txt", more: str = "") -> Made:
    """Return an article that says how many a prison holds."""
    made = Made(f"Grey Rock can hold {capacity} people.\n{more}\n", source=source)
    rock = made.name("Grey Rock", "person/grey-rock")
    made.fact(f"can hold {capacity}", rock, "hasCapacity", Value(capacity, int(capacity), "person"))
    return made


def test_same_graphs_do_not_differ(tmp_path: Path) -> None:
    """Nothing is reported."""
    with (
        graph(tmp_path / "one", prison("400")) as old,
        graph(tmp_path / "two", prison("400")) as new,
    ):
        assert difference(old, new).changes == ()


def test_edited_article_changes_its_facts_only(tmp_path: Path) -> None:
    """The old value is gone with its sentence; the other article is as it was."""
    other = prison("90", source="b.txt")
    old = graph(tmp_path / "one", prison("400"), other)
    new = graph(tmp_path / "two", prison("500"), other)
    with old, new:
        changes = difference(old, new).changes
    assert [(item.kind, item.how) for item in changes] == [
        ("article", "changed"),
        ("fact", "gone"),
        ("fact", "new"),
    ]
    assert any("400" in words for words in changes[1].lost)
    assert any("500" in words for words in changes[2].won)


def test_fact_that_lost_one_of_its_sentences_is_changed(tmp_path: Path) -> None:
    """It still stands, on less."""
    both = (prison("400"), prison("400", source="b.txt", more="More."))
    with graph(tmp_path / "one", *both) as old, graph(tmp_path / "two", both[0]) as new:
        changes = {(item.kind, item.how): item for item in difference(old, new).changes}
    assert set(changes) == {("article", "gone"), ("fact", "changed")}
    (lost,) = changes["fact", "changed"].lost
    assert "b.txt" in lost


def test_difference_is_json(tmp_path: Path) -> None:
    """Programs can read it."""
    with graph(tmp_path / "one", prison("400")) as old, graph(tmp_path / "two", prison("9")) as new:
        assert len(json.loads(difference(old, new).to_json())) == 3


def people() -> Made:
    """Return an article in which four people are connected in several ways."""
    made = Made("Ann met Bob.\nBob sued Cid.\nAnn and Cid sat down.\nDi stood alone.\n")
    ann, bob = made.name("Ann", "person/ann"), made.name("Bob", "person/bob")
    cid = made.name("Cid", "person/cid")
    made.name("Ann", "person/ann", nth=2)
    made.name("Bob", "person/bob", nth=2)
    made.name("Cid", "person/cid", nth=2)
    made.name("Di", "person/di")
    made.fact("Ann met Bob", ann, "metWith", bob)
    made.fact("Bob sued Cid", bob, "sued", cid)
    return made


def test_facts_come_before_standing_together(tmp_path: Path) -> None:
    """Two facts mean more than one sentence that names both."""
    with graph(tmp_path / "graph", people()) as store:
        way = path_between(store, "Ann", "Cid")
    assert [(step.start, step.end, step.status) for step in way.steps] == [
        ("Ann", "Bob", "Asserted"),
        ("Bob", "Cid", "Asserted"),
    ]
    assert [step.sentence for step in way.steps] == ["Ann met Bob.", "Bob sued Cid."]


def test_direction_of_a_relation_is_shown(tmp_path: Path) -> None:
    """The way back runs against the relation."""
    with graph(tmp_path / "graph", people()) as store:
        (step,) = path_between(store, "Cid", "Bob").steps
    assert step.relation == "← sued —"


def test_standing_together_is_the_last_resort(tmp_path: Path) -> None:
    """Without facts the sentence that has both is shown."""
    made = people()
    made.relations.clear()
    with graph(tmp_path / "graph", made) as store:
        (step,) = path_between(store, "Ann", "Cid").steps
    assert (step.status, step.sentence) == ("together", "Ann and Cid sat down.")


def test_no_connection_is_said(tmp_path: Path) -> None:
    """Not an error, and no empty answer."""
    with graph(tmp_path / "graph", people()) as store:
        way = path_between(store, "Ann", "Di")
    assert way.steps == ()
    assert "not connected" in way.to_text()


def test_unknown_name_is_an_error(tmp_path: Path) -> None:
    """A slip is not taken for "not connected"."""
    with graph(tmp_path / "graph", people()) as store, pytest.raises(QueryError, match="Zoe"):
        path_between(store, "Ann", "Zoe")


def test_a_way_to_itself_is_an_error(tmp_path: Path) -> None:
    """Two names of one thing ask for nothing."""
    with (
        graph(tmp_path / "graph", people()) as store,
        pytest.raises(QueryError, match="both names mean person/ann"),
    ):
        path_between(store, "Ann", "person/ann")
