"""Nouns that stand for a name: "the county" behind it, "a court" before it."""

from pathlib import Path

import pytest

from kg.analyze import Model, load_model
from kg.extract import extract
from kg.knowledge import load_knowledge
from kg.model import Article, ArticleId, Findings

SHIPPED = Path(__file__).parents[2] / "data" / "model"


@pytest.fixture(scope="module")
def model() -> Model:
    """The shipped language model; its tests are left out where it is not there."""
    if not (SHIPPED / "model.onnx").exists():
        pytest.skip("no language model")
    return load_model(None)


def findings_of(model: Model, text: str) -> Findings:
    """Return what is found in a text."""
    article = Article(ArticleId("article/0"), "a.txt", "0", text)
    return extract(article, model.parse(text), load_knowledge())


def facts_of(model: Model, text: str) -> set[tuple[str, str, str]]:
    """Return (subject, relation, object) by names."""
    found = findings_of(model, text)
    names = {item.id: item.name for item in found.mentions}
    return {
        (names[item.subject], item.relation, names[item.object])
        for item in found.relations
        if item.object is not None
    }


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "Marlow County limits signs. The Sign Owners League, which sued the county, is small.",
            ("Sign Owners League", "sued", "Marlow County"),
        ),
        (
            "Oregon passed the Dune Act. The Sierra Riders Association has sued the state.",
            ("Sierra Riders Association", "sued", "Oregon"),
        ),
        (
            "An appeals court struck down the Dune Act. The 9th U.S. Circuit Court of Appeals sat.",
            ("U.S. Court of Appeals for the Ninth Circuit", "ruledOn", "Dune Act"),
        ),
        (
            "The Dune Act took effect in May. It was signed by Gov. Ana Ruiz.",
            ("Dune Act", "signedBy", "Ana Ruiz"),
        ),
    ],
    ids=["word", "kind", "later", "it"],
)
def test_noun_takes_part_for_its_name(model: Model, text: str, fact: tuple[str, str, str]) -> None:
    """What is said of "the county" is said of Marlow County."""
    found = facts_of(model, text)
    turned = (fact[2], "signed", fact[0])
    assert fact in found or turned in found, sorted(found)


def test_every_choice_has_its_reason(model: Model) -> None:
    """A reader can see why a noun was taken for a name."""
    found = findings_of(model, "Marlow County limits signs. Two clubs sued the county.")
    (mention,) = [item for item in found.mentions if item.evidence.quote == "the county"]
    assert mention.antecedent is not None
    assert mention.reason == "Marlow County has the word county in its name"


@pytest.mark.parametrize(
    "text",
    [
        "Oregon and Nevada passed laws. Two clubs sued the state.",
        "Marlow County limits signs. Two clubs sued the neighboring county.",
        "Marlow County limits signs. The county commission met.",
    ],
    ids=["two of a kind", "told apart", "part of another noun"],
)
def test_doubtful_noun_stays_open(model: Model, text: str) -> None:
    """Where two would do, or the noun means another thing, nothing is chosen."""
    found = findings_of(model, text)
    assert not [item for item in found.mentions if item.rule.startswith("definite/")]
