"""What people type becomes the term they mean, or an error that helps."""

import importlib
import sys
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.query import find_entity, run
from kg.store import Rows, Store
from kg.store.terms import BASE

# The sample graph belongs to the tests of the store.
sys.path.insert(0, str(Path(__file__).parent.parent / "store"))
store_samples = importlib.import_module("store_samples")
store = store_samples.store


@pytest.mark.parametrize(
    "text",
    [
        "person/ada-stern",
        BASE + "person/ada-stern",
        "Ada Stern",
        "ada  STERN",
        "Sternn",
        " Stern ",
    ],
)
def test_a_thing_is_found_by_id_iri_and_any_name(store: Store, text: str) -> None:
    assert find_entity(store, text).value == BASE + "person/ada-stern"


def test_typographic_and_typewriter_apostrophes_are_one(store: Store) -> None:
    assert find_entity(store, "Lind's post").value == BASE + "work/lind-post"


def test_a_name_of_several_things_lists_them(store: Store) -> None:
    with pytest.raises(QueryError, match="person/cy-marsh, person/dee-marsh"):
        find_entity(store, "Marsh")


def test_an_unknown_name_brings_similar_ones(store: Store) -> None:
    with pytest.raises(QueryError, match="did you mean 'Ada Stern'"):
        find_entity(store, "Ada Sterne")


@pytest.mark.parametrize("text", ["", "x" * 100_000, "> } DROP ALL", "\ud800", "a\0b", "%zz"])
def test_hostile_names_are_just_not_found(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match="nothing in the graph is called") as caught:
        find_entity(store, text)
    assert len(str(caught.value)) < 300


def test_a_quantity_has_no_name(store: Store) -> None:
    with pytest.raises(QueryError):
        find_entity(store, "800 inmates")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "needs speaker: who speaks"),
        ({"speaker": "Ada Stern", "when": "now"}, "no parameter 'when'; it has: speaker, article"),
    ],
)
def test_missing_and_unknown_parameters_are_named(
    store: Store, arguments: dict[str, str], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        run(store, "statements-by", arguments)


@pytest.mark.parametrize(
    ("query", "arguments"),
    [
        ("corroborated-facts", {"articles": "two"}),
        ("corroborated-facts", {"articles": "2 || true"}),
        ("opponents", {"stance": "kg:Opposes> . ?x"}),
        ("opponents", {"stance": ""}),
    ],
)
def test_values_of_another_type_are_refused(
    store: Store, query: str, arguments: dict[str, str]
) -> None:
    with pytest.raises(QueryError, match=r"is no (integer|term)"):
        run(store, query, arguments)


def test_text_is_bound_and_never_becomes_part_of_the_query(store: Store) -> None:
    everything = run(store, "office-holder")
    hostile = run(store, "office-holder", {"office": '" || true || "'})
    assert isinstance(everything, Rows)
    assert len(everything) > 0
    assert isinstance(hostile, Rows)
    assert len(hostile) == 0


def test_in_plain_sparql_an_id_is_a_thing_and_other_text_a_string(store: Store) -> None:
    query = "SELECT ?name ?who { ?who rdfs:label ?name }"
    by_id = run(store, query, {"who": "person/ada-stern"})
    by_name = run(store, query, {"name": "Ada Stern"})
    assert isinstance(by_id, Rows)
    assert by_id == by_name
    assert by_id[0] == ("Ada Stern", BASE + "person/ada-stern")
