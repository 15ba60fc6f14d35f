"""Argdown and AIF: the debate of the graph, whole, with nothing of the texts read as markup."""

import json
import re
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
from store_samples import REPORT, sample_articles, sample_quads, store

from kg.store import Store, open_graph, write_graph
from kg.store.debates import to_aif, to_argdown
from kg.store.exports import export_graph

FIXTURES = (store,)
HOSTILE = "[x]: <y> # not a heading\n+ <z> \\ {a: b} **c**"


def hostile_store(folder: Path) -> Store:
    """Return the sample with a text full of markup in place of each label and statement."""
    quads = []
    for quad in sample_quads():
        value = quad.object
        if quad.predicate.value.rpartition("#")[2] in {"label", "text"}:
            value = pyoxigraph.Literal(f"{HOSTILE} {value.value}")  # type: ignore[union-attr]
        quads.append(pyoxigraph.Quad(quad.subject, quad.predicate, value, quad.graph_name))
    write_graph(folder, quads, sample_articles(), REPORT)
    return open_graph(folder)


def test_argdown_has_each_position_and_argument_with_who_says_it(store: Store) -> None:
    lines = to_argdown(store).splitlines()
    positions = [line for line in lines if line.startswith("[")]
    arguments = [line for line in lines if line.startswith("<")]
    asked = "SELECT ?p ?a { ?a kg:arguesFor|kg:arguesAgainst ?p }"
    pairs = store.select(asked).values
    assert len(positions) == len({position for position, _ in pairs})
    assert len(arguments) == len({argument for _, argument in pairs})
    assert sum(line.startswith(("  + <", "  - <")) for line in lines) == len(pairs)
    assert all(" — " in line for line in arguments)


def test_aif_joins_arguments_to_positions_by_schemes(store: Store) -> None:
    document = json.loads(to_aif(store))
    kinds = {node["nodeID"]: node["type"] for node in document["nodes"]}
    assert len(kinds) == len(document["nodes"])
    steps = Counter((kinds[edge["fromID"]], kinds[edge["toID"]]) for edge in document["edges"])
    assert set(steps) <= {
        ("I", "RA"), ("RA", "I"), ("I", "CA"), ("CA", "I"), ("L", "YA"), ("YA", "I")
    }  # fmt: skip
    assert steps["I", "RA"] == steps["RA", "I"] > 0
    assert steps["L", "YA"] == steps["YA", "I"] > 0


def test_no_text_becomes_markup_in_argdown(tmp_path: Path) -> None:
    with hostile_store(tmp_path / "g") as opened:
        text = to_argdown(opened)
    for line in text.splitlines():
        bare = re.sub(r"\\.", "", line)
        assert re.fullmatch(
            r"(# )?[^\[\]<>#{}*+]*|  [+-] <[^<>]*>|\[[^\[\]]*\]|<[^<>]*>: [^\[\]<>#{}*+]*", bare
        ), line


@pytest.mark.parametrize("suffix", [".argdown", ".aif"])
def test_the_same_graph_gives_the_same_file(store: Store, tmp_path: Path, suffix: str) -> None:
    first, second = (
        export_graph(store, tmp_path / f"{name}{suffix}")[0].read_bytes() for name in "ab"
    )
    assert first == second
