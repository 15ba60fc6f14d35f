"""Evidence after the Web Annotation Data Model, provenance after PROV, graphs after our shapes."""

import copy
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from held import kg, sound

from kg.api import Graph
from kg.api import build as build_graph
from kg.pipeline import BuildSettings

# Fixtures: pytest finds them by their names in this module.
FIXTURES = (sound,)

HERE = Path(__file__).parent
PROV = "PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
TURTLE = PROV.replace("PREFIX", "@prefix").replace("> ", "> . ")


@pytest.fixture(scope="module")
def graph(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """Return the graph of the sample articles, found with patterns alone."""
    folder = tmp_path_factory.mktemp("standards")
    settings = BuildSettings(model="blank", workers=1)
    built = build_graph(root / "data" / "articles", folder / "kg-graph", settings=settings)
    yield built
    built._store.close()


@pytest.fixture(scope="module")
def document(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the exported annotations."""
    folder = tmp_path_factory.mktemp("annotations")
    (path,) = graph.export(folder / "evidence.annotations.jsonld")
    return json.loads(path.read_text(encoding="utf-8"))


def violations(document: Any) -> list[str]:
    """Return what in a document is not as the model demands."""
    from jsonschema import Draft202012Validator

    schema = json.loads((HERE / "annotation.schema.json").read_text(encoding="utf-8"))
    return [error.message for error in Draft202012Validator(schema).iter_errors(document)]


def test_annotations_are_as_the_model_demands(document: Any) -> None:
    assert violations(document) == []
    assert document["total"] == len(document["first"]["items"]) > 100


def test_annotations_quote_their_article(graph: Graph, document: Any) -> None:
    """Words and offsets of each target agree with the text, and something rests on most."""
    texts = {article.id: article.text for article in graph.articles()}
    items = document["first"]["items"]
    for item in items:
        position, quote = item["target"]["selector"]
        text = texts[item["target"]["source"].removeprefix("https://w3id.org/legalkg/id/")]
        assert text[position["start"] : position["end"]] == quote["exact"]
    assert sum("body" in item for item in items) > len(items) / 2


DEFECTS: dict[str, tuple[str, ...]] = {
    "no target": ("target",),
    "no type": ("type",),
    "no id": ("id",),
    "no source": ("target", "source"),
    "no exact": ("target", "selector", "exact"),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_schema_sees_what_is_missing(document: Any, name: str) -> None:
    """The check itself can fail."""
    broken = copy.deepcopy(document)
    place = broken["first"]["items"][0]
    *way, last = DEFECTS[name]
    for step in way:
        place = place[step]
    del (place[1] if isinstance(place, list) else place)[last]
    assert violations(broken)


def constraints() -> list[dict[str, str]]:
    """Return the constraints on provenance."""
    with (HERE / "provenance.toml").open("rb") as file:
        return list(tomllib.load(file)["constraint"])


@pytest.mark.parametrize("constraint", constraints(), ids=lambda found: found["name"])
def test_provenance_breaks_no_constraint(graph: Graph, constraint: dict[str, str]) -> None:
    assert graph.query(PROV + constraint["query"]) is False
    broken = pyoxigraph.Store()
    broken.load(f"{TURTLE}{constraint['breaks']}".encode(), format=pyoxigraph.RdfFormat.TURTLE)
    assert bool(broken.query(PROV + constraint["query"]))


def test_provenance_is_there(graph: Graph) -> None:
    """The constraints would hold of nothing, too."""
    assert graph.query(f"{PROV} ASK {{ ?x prov:used ?y }}") is True


def test_built_graph_passes_its_shapes(graph: Graph) -> None:
    """The gate: SHACL shapes, closed vocabulary, every quotation against its article."""
    result = graph.validate()
    assert result.conforms, result.problems[:5]


def test_annotations_are_exported_by_the_command_line(sound: Path, tmp_path: Path) -> None:
    target = tmp_path / "evidence.annotations.jsonld"
    done = kg("export", "-o", target, cwd=sound)
    assert done.returncode == 0
    assert violations(json.loads(target.read_text(encoding="utf-8"))) == []
