"""Floors on small samples of the open corpora, where they are at hand; else skipped.

The whole is measured by ``make evaluate``; these samples are its guard in every run.
"""

from itertools import islice
from pathlib import Path

import pytest

from kg.analyze.models import shipped_folder
from kg.analyze.parses import Parser
from kg.analyze.sentences import read_weights, sentences_of
from kg.analyze.tokens import words_of
from training.corpora import Example, read_conllu, read_iob2
from training.measures import measure_names, measure_raw, measure_syntax
from training.names import to_masks
from training.raw import read_raw

pytestmark = pytest.mark.shared

# Sentences of each sample.
SAMPLE = 150
FLOORS = {
    "EWT": {"UPOS": 97.5, "UAS": 91.3, "LAS": 89.0, "lemmas": 98.0},
    "GUM news": {"UPOS": 96.5, "UAS": 91.0, "LAS": 89.0, "lemmas": 97.3},
}
FLOOR_NAMES, FLOOR_WORDS, FLOOR_SENTENCES = 74.5, 98.4, 84.0


@pytest.fixture(scope="module")
def corpora() -> Path:
    folder = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"
    if not (folder / "ud-ewt").is_dir():
        pytest.skip("the open corpora are not here")
    return folder


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser(shipped_folder())


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_syntax_reaches_the_floor(corpora: Path, parser: Parser, name: str) -> None:
    part = {"EWT": "ud-ewt/en_ewt-ud-dev", "GUM news": "ud-gum/en_gum-ud-dev"}[name]
    blocks = read_conllu(corpora / f"{part}.conllu.gz")
    if name == "GUM news":
        blocks = (block for block in blocks if "_news_" in block.sent_id)
    sample = list(islice(blocks, SAMPLE))
    assert len(sample) > 50
    figures = measure_syntax(parser, sample)
    below = {key: figures[key] for key, floor in FLOORS[name].items() if figures[key] < floor}
    assert not below


def test_names_reach_the_floor(corpora: Path, parser: Parser) -> None:
    rows = islice(read_iob2(corpora / "uner-ewt/en_ewt-ud-dev.iob2.gz"), 4 * SAMPLE)
    examples = [Example(words, None, to_masks(len(words), s, ()), "uner") for _, (words, s) in rows]
    assert len(examples) == 4 * SAMPLE
    figures = measure_names(parser, examples, frozenset({"Person", "Organization", "Place"}))
    assert figures["all"] >= FLOOR_NAMES


def test_words_and_sentences_reach_the_floor(corpora: Path) -> None:
    weights = read_weights(shipped_folder() / "sentences.json")
    rows = []
    for document in islice(read_raw(corpora / "ud-ewt/en_ewt-ud-dev.conllu.gz"), 60):
        words = words_of(document.text)
        found = sentences_of(document.text, words, weights)
        rows.append((document, words, [(words[a][0], words[b - 1][1]) for a, b in found]))
    figures = measure_raw(rows)
    assert figures["words"] >= FLOOR_WORDS
    assert figures["sentences"] >= FLOOR_SENTENCES
