"""Which model is loaded by which name, and what is said when one is missing or unsuitable."""

from pathlib import Path

import pytest
import spacy
from spacy.training import Example

from kg.analyze import load_model
from kg.errors import ModelNotInstalled

PARTS = ["tagger", "parser", "ner"]


def save_pipeline(folder: Path, parts: list[str], relation: str = "dobj") -> Path:
    """Write a tiny English pipeline that has seen one sentence."""
    nlp = spacy.blank("en")
    for part in parts:
        nlp.add_pipe(part, config={"min_action_freq": 1} if part == "parser" else {})
    facts = {
        "words": ["He", "left"],
        "heads": [1, 1],
        "deps": [relation, "ROOT"],
        "tags": ["PRP", "VBD"],
        "pos": ["PRON", "VERB"],
        "entities": ["U-PERSON", "O"],
    }
    if parts:
        nlp.initialize(lambda: [Example.from_dict(nlp.make_doc("He left"), facts)])
    nlp.to_disk(folder)
    return folder


def test_blank_has_words_and_sentences_only() -> None:
    doc = load_model("blank").parse("The court ruled. It was late.")
    assert len(list(doc.sents)) == 2
    assert not doc.has_annotation("DEP")
    assert not doc.ents


@pytest.mark.parametrize("name", [None, "kg"])
def test_shipped_is_the_default(name: str | None) -> None:
    assert load_model(name).name == "kg"


def test_missing_model_says_what_to_do() -> None:
    with pytest.raises(ModelNotInstalled, match=r"not installed.*spacy download en_none_sm"):
        load_model("en_none_sm")


def test_folder_without_a_pipeline_says_what_lacks(tmp_path: Path) -> None:
    with pytest.raises(ModelNotInstalled, match=r"it has no meta\.json"):
        load_model(tmp_path)


def test_folder_with_pickles_is_refused(tmp_path: Path) -> None:
    save_pipeline(tmp_path, [])
    (tmp_path / "weights.pkl").write_bytes(b"")
    with pytest.raises(ModelNotInstalled, match="pickles"):
        load_model(tmp_path)


@pytest.mark.parametrize(
    ("parts", "missing"), [([], "tags, trees, names"), (["tagger", "ner"], "trees")]
)
def test_pipeline_without_a_part_says_which(tmp_path: Path, parts: list[str], missing: str) -> None:
    with pytest.raises(ModelNotInstalled, match=f"gives no {missing}"):
        load_model(save_pipeline(tmp_path / "m", parts))


def test_pipeline_of_another_language_is_refused(tmp_path: Path) -> None:
    spacy.blank("de").to_disk(tmp_path)
    with pytest.raises(ModelNotInstalled, match="is for 'de'"):
        load_model(tmp_path)


def test_pipeline_with_foreign_relations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelNotInstalled, match="does not know"):
        load_model(save_pipeline(tmp_path / "m", PARTS, relation="SB"))


def test_other_pipeline_takes_the_place(tmp_path: Path) -> None:
    model = load_model(save_pipeline(tmp_path / "m", PARTS))
    text = "He left.\nShe  stayed in Panama 😀"
    doc = model.parse(text)
    assert doc.text == text
    assert {token.dep_ for token in doc} <= {"root", "obj", "dep"}
    assert any(token.is_sent_start and token.text == "She" for token in doc)
