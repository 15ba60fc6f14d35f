"""The shipped folder and the held-back corpora in, ``figures.json`` and the model card out.

Nothing here has been learned from. CrossNER's test part is not at hand: its development part
stands in for it. GUM is measured in all its genres, although only some may be learned from.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from kg.analyze.models import ShippedModel
from kg.analyze.parses import Parser
from kg.analyze.sentences import read_weights, sentences_of
from kg.analyze.tokens import words_of
from training.card import write_card
from training.corpora import Block, Example, read_conllu, read_iob2, read_labels, read_tagged
from training.files import write_json
from training.measures import (
    measure_agreement,
    measure_names,
    measure_raw,
    measure_syntax,
    universal,
)
from training.names import demonyms_of, gum_names, to_masks
from training.raw import RawDocument, read_raw

COARSE = frozenset({"Person", "Organization", "Place"})
CROSSNER = COARSE | {"Event"}
Figures = dict[str, Any]


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="the shipped folder")
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--reference", type=Path, help="the same model exported with --bits 32")
    options = parser.parse_args()
    figures = evaluate(options.model, options.corpora, options.reference)
    if options.reference is None:
        figures |= _keep_agreement(options.model)
    write_json(options.model / "figures.json", figures)
    write_card(options.model)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


def evaluate(model: Path, corpora: Path, reference: Path | None) -> Figures:
    """Return every figure of the card."""
    figures: Figures = {"speed": measure_speed(model, corpora)}
    parser = Parser(model)
    blocks = read_blocks(corpora)
    figures["syntax"] = {name: measure_syntax(parser, part) for name, part in blocks.items()}
    figures["names"] = measure_all_names(parser, corpora, blocks["GUM news, dev and test"])
    figures["raw text"] = measure_raw_text(parser, model, corpora)
    if reference is not None:
        train = read_conllu(corpora / "ud-gum/en_gum-ud-train.conllu.gz")
        news = [*blocks["GUM news, dev and test"], *(b for b in train if "_news_" in b.sent_id)]
        words = [[token.form for token in block.tokens] for block in news]
        parses = [list(one.parse(words)) for one in (parser, Parser(reference))]
        held_back = len(blocks["GUM news, dev and test"])
        alone = measure_agreement(*(part[:held_back] for part in parses))
        figures["agreement with 32 bits"] = measure_agreement(*parses) | {
            f"{name}, dev and test alone": value for name, value in alone.items()
        }
    libraries = ("onnxruntime", "numpy", "tokenizers", "spacy")
    figures["versions"] = {name: metadata.version(name) for name in libraries}
    return figures


def _keep_agreement(model: Path) -> Figures:
    """Return the agreement measured before, when the 32-bit model was at hand."""
    path, key = model / "figures.json", "agreement with 32 bits"
    before = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return {key: before[key]} if key in before else {}


def read_blocks(corpora: Path) -> dict[str, list[Block]]:
    """Return the held-back treebanks by name."""
    gum = corpora / "ud-gum"
    test = list(read_conllu(gum / "en_gum-ud-test.conllu.gz"))
    dev = list(read_conllu(gum / "en_gum-ud-dev.conllu.gz"))
    return {
        "EWT test": list(read_conllu(corpora / "ud-ewt/en_ewt-ud-test.conllu.gz")),
        "GUM test": test,
        "GUM news, dev and test": [b for b in (*dev, *test) if "_news_" in b.sent_id],
    }


def measure_all_names(parser: Parser, corpora: Path, news: list[Block]) -> Figures:
    """Return F1 of names on Universal NER, CrossNER politics and the news of GUM."""
    uner = read_iob2(corpora / "uner-ewt/en_ewt-ud-test.iob2.gz")
    rows = [
        Example(words, None, to_masks(len(words), spans, ()), "uner") for _, (words, spans) in uner
    ]
    politics = [
        Example(words, None, to_masks(len(words), spans, ()), "crossner")
        for words, spans in read_tagged(corpora / "crossner-politics/dev.txt", "crossner")
    ]
    groups = demonyms_of(list(read_conllu(corpora / "ud-ewt/en_ewt-ud-train.conllu.gz")))
    gum = []
    for block in news:
        spans, unknown = gum_names(block, groups, read_labels())
        masks = to_masks(len(block.tokens), spans, unknown)
        gum.append(Example(tuple(t.form for t in block.tokens), None, masks, "gum"))
    return {
        "UNER EWT test": measure_names(parser, rows, COARSE),
        "CrossNER politics dev": measure_names(parser, politics, CROSSNER),
        "GUM news, dev and test": measure_names(parser, gum, COARSE),
    }


def measure_raw_text(parser: Parser, model: Path, corpora: Path) -> Figures:
    """Return F1 of own words and sentences on raw text, and LAS over words that are the same."""
    weights = read_weights(model / "sentences.json")
    parts = {
        "EWT test": list(read_raw(corpora / "ud-ewt/en_ewt-ud-test.conllu.gz")),
        "GUM news, dev and test": [
            document
            for part in ("dev", "test")
            for document in read_raw(corpora / f"ud-gum/en_gum-ud-{part}.conllu.gz")
            if "_news_" in document.name
        ],
    }
    figures = {}
    for name, documents in parts.items():
        found = []
        for document in documents:
            words = words_of(document.text)
            found.append((words, sentences_of(document.text, words, weights)))
        rows = [
            (document, words, [(words[a][0], words[b - 1][1]) for a, b in sentences])
            for document, (words, sentences) in zip(documents, found, strict=True)
        ]
        las = list(_aligned(parser, rows, [s for _, s in found]))
        figures[name] = {
            **measure_raw(rows),
            "LAS over aligned words": round(100 * sum(las) / len(las), 2),
        }
    return figures


def _aligned(
    parser: Parser,
    rows: list[tuple[RawDocument, list[tuple[int, int]], list[tuple[int, int]]]],
    sentences: list[list[tuple[int, int]]],
) -> Iterator[bool]:
    """Yield for each word that gold and we cut alike whether its head and relation are right."""
    for (document, words, _), ranges in zip(rows, sentences, strict=True):
        forms = [document.text[slice(*word)] for word in words]
        parses = parser.parse([forms[a:b] for a, b in ranges])
        found: dict[tuple[int, int], tuple[object, str]] = {}
        for (first, _), parse in zip(ranges, parses, strict=True):
            for place, head in enumerate(parse.heads):
                above = words[first + head - 1] if head else None
                found[words[first + place]] = (above, universal(parse.rels[place]))
        for place, word in enumerate(document.words):
            if word in found:
                head = document.heads[place]
                above = document.words[head] if head >= 0 else None
                yield found[word] == (above, universal(document.rels[place]))


def measure_speed(model: Path, corpora: Path) -> Figures:
    """Return seconds to load, words a second from text to ``Doc``, and the peak memory in MB.

    Seconds are those of the one core that was used, so that other work does not count.
    """
    documents = read_raw(corpora / "ud-gum/en_gum-ud-test.conllu.gz")
    texts = [document.text for document in documents]
    start = time.process_time()
    shipped = ShippedModel(model)
    load = time.process_time() - start
    shipped.parse(texts[0])
    start = time.process_time()
    words = sum(sum(not t.is_space for t in shipped.parse(text)) for text in texts)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "seconds of one core to load": round(load, 2),
        "words a second on one core": round(words / seconds),
        "peak memory in MB": round(peak),
    }


if __name__ == "__main__":
    main()
