"""The ontology: every term explained, consistent, and no term used that it lacks."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from kg.errors import VocabularyError
from kg.graph.inference import load_inference_rules
from kg.knowledge.schema import load_schema
from kg.vocab import (
    NAMESPACE,
    PREFIXES,
    Term,
    carried,
    compact,
    expand,
    id_of,
    iri_of,
    load_terms,
    term,
    term_iri,
    terms_above,
)

TERMS = tuple(load_terms().values())
# The names of shared/findings.md, relations, at the end; those of the gold are read from it.
FURTHER_RELATIONS = frozenset(
    {"agreedWith", "appointedBy", "cites", "deportedTo", "detains", "enacted", "leads"}
    | {"operates", "opposes", "ordered", "prohibits", "protects", "represents", "ruledOn"}
    | {"signed", "spokespersonFor", "sued", "suedIn", "supports", "violates"}
)
TERM_IN_TEXT = re.compile(r"(?<![\w/])kg:([A-Za-z]\w*)")


def quads(root: Path) -> list[Quad]:
    """Return the triples of the ontology."""
    return list(parse(path=root / "ontology.ttl"))


def named(root: Path, predicate: str) -> list[tuple[str, str]]:
    """Return (subject, object) of a predicate where both are IRIs."""
    return [
        (quad.subject.value, quad.object.value)
        for quad in quads(root)
        if quad.predicate.value == expand(predicate)
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
    ]


def test_ontology_has_all_its_terms() -> None:
    """A slip in the file that cuts it short is seen."""
    assert len(TERMS) > 200


@pytest.mark.parametrize("defined", TERMS, ids=lambda item: item.name)
def test_term_is_explained(defined: Term) -> None:
    """Every term has a kind, a label and a comment of its own."""
    assert defined.kind != "unknown"
    assert defined.label
    assert len(defined.comment) > 10
    assert defined.comment.endswith((".", "?"))


@pytest.mark.parametrize("defined", TERMS, ids=lambda item: item.name)
def test_term_names_follow_their_kind(defined: Term) -> None:
    """Classes and values begin with a capital letter, properties with a small one."""
    is_property = defined.kind in {"object", "datatype"}
    assert defined.name[0].islower() == is_property


def test_parents_are_defined_and_of_the_same_kind() -> None:
    """No class is below a property, and nothing is below what does not exist."""
    for defined in TERMS:
        assert {term(parent).kind for parent in defined.parents} <= {defined.kind}


def test_classes_of_reference_schema_lie_below_their_type() -> None:
    """What the schema of reference files calls the type of a class is above it here too."""
    for cls, coarse in load_schema().types.items():
        assert coarse in terms_above(cls)


def test_predicates_of_reference_schema_are_defined_by_kind() -> None:
    """A predicate whose values are entities is an object property, others are not."""
    schema = load_schema()
    for iri, kind in schema.kinds.items():
        if iri.startswith(NAMESPACE):
            expected = "object" if kind == "entity" else "datatype"
            assert term(schema.locals[iri]).kind == expected, iri


def test_relation_names_of_findings_are_properties() -> None:
    """Each relation that extraction may name is a property here."""
    assert {term(name).kind for name in FURTHER_RELATIONS} == {"object"}


def test_relation_names_of_the_gold_are_properties(shared: Path) -> None:
    """So are those of the gold standard."""
    text = (shared / "gold" / "relations.yaml").read_text(encoding="utf-8")
    names = re.findall(r"^- name: (\w+)", text, re.MULTILINE)
    assert len(names) == 39
    assert {term(name).kind for name in names} <= {"object", "datatype"}


def files_with_terms(root: Path) -> Iterator[Path]:
    """Yield all code, shapes, queries, pages and reference files."""
    for folder, suffixes in (
        ("kg", (".py", ".rq", ".ttl", ".toml", ".js")),
        ("data/reference", (".ttl",)),
    ):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in suffixes:
                yield path


def test_no_file_uses_a_term_that_is_not_defined(root: Path) -> None:
    """Shapes, queries, reference data and code use only what the ontology explains."""
    files = tuple(files_with_terms(root))
    missing = [
        f"{path.relative_to(root)}: kg:{name}"
        for path in files
        for name in sorted(set(TERM_IN_TEXT.findall(path.read_text(encoding="utf-8"))))
        if name not in load_terms()
    ]
    assert len(files) > 50
    assert not missing


def test_ontology_declares_foreign_terms_that_it_builds_on(root: Path) -> None:
    """OWL 2 DL asks for a declaration of every class and property that axioms name."""
    declared = {subject for subject, _ in named(root, "rdf:type")}
    axioms = (*named(root, "rdfs:subClassOf"), *named(root, "rdfs:subPropertyOf"))
    assert axioms
    assert {above for _, above in axioms} <= declared


def test_reserved_words_of_rdf_are_not_classes(root: Path) -> None:
    """OWL 2 DL keeps rdf: names for itself: rdf:Statement may not be a superclass."""
    above = {above for _, above in named(root, "rdfs:subClassOf")}
    assert not any(iri.startswith(PREFIXES["rdf"]) for iri in above)


def test_issue_and_position_are_kept_apart(root: Path) -> None:
    """IBIS lets nothing be an issue and a position at once, and neither do we."""
    ibis = [pair for pair in named(root, "rdfs:subClassOf") if "ibis#" in pair[1]]
    above = {below: name.rpartition("#")[2] for below, name in ibis}
    assert above[term_iri("Proposal")] == "Position"
    assert above[term_iri("LegalIssue")] == "Issue"


def test_ontology_is_consistent(root: Path, tmp_path: Path) -> None:
    """A reasoner finds no contradiction and no class that can have no member."""
    if shutil.which("java") is None:
        pytest.skip("the reasoner of owlready2 needs Java, which is not installed")
    owlready2 = pytest.importorskip("owlready2")
    plain = tmp_path / "ontology.nt"
    triples = (quad.triple for quad in quads(root))
    with plain.open("wb") as file:
        serialize(triples, file, format=RdfFormat.N_TRIPLES)
    world = owlready2.World()
    ontology = world.get_ontology(plain.as_uri()).load()
    with ontology:
        owlready2.sync_reasoner(world, debug=0)
    assert list(world.inconsistent_classes()) == []
    assert len(list(world.classes())) > 70


def test_inverse_and_symmetric_rules_know_all_such_properties(root: Path) -> None:
    """The rules of inference list exactly the pairs and properties that the ontology declares."""
    rules = {rule.name: rule.query for rule in load_inference_rules()}
    symmetric = {defined.name for defined in TERMS if defined.symmetric}
    assert set(re.findall(r"VALUES \?relation \{ (.*?) \}", rules["both-ways"])[0].split()) == {
        f"kg:{name}" for name in symmetric
    }
    pairs = {(compact(left), compact(right)) for left, right in named(root, "owl:inverseOf")}
    listed = set(re.findall(r"\((kg:\w+) (kg:\w+)\)", rules["seen-from-other-side"]))
    assert listed == pairs | {(right, left) for left, right in pairs}


def test_unknown_term_is_refused() -> None:
    """A slip of the pen never becomes a property."""
    with pytest.raises(VocabularyError, match="kg:holdsOfice"):
        term_iri("holdsOfice")


@pytest.mark.parametrize("name", ["foaf:name", "kg:nothing", "plain"])
def test_unknown_prefixed_name_is_refused(name: str) -> None:
    """Neither prefix nor term may be made up."""
    with pytest.raises(VocabularyError):
        expand(name)


@pytest.mark.parametrize(
    "entity",
    [
        "law/usconst/article-1",
        "a b<c>\"'\n",
        "ü/漢字/\u202e",
        "50%25",
        "\udcff",
        "x" * 10_000,
        "../..",
    ],
)
def test_id_survives_its_iri(entity: str) -> None:
    """Whatever an id holds, its IRI is plain ASCII and leads back to it."""
    iri = iri_of(entity)
    NamedNode(iri)
    assert iri.isascii()
    assert id_of(iri) == entity


def test_foreign_iri_has_no_id() -> None:
    """Addresses of others are none of our ids."""
    assert id_of("https://example.org/person/x") is None


def test_carried_text_keeps_its_length() -> None:
    """What XML cannot hold is replaced one for one; the rest stays."""
    words = "a\x00b\ud800c\ufffed\te\nf\r\U0001f600"
    assert carried(words) == "a\ufffdb\ufffdc\ufffdd\te\nf\r\U0001f600"
    assert len(carried(words)) == len(words)
