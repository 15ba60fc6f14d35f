"""The kinds of language model: the shipped one, none (`blank`), an installed spaCy pipeline.

A model turns a text into a ``Doc``; how it was made does not matter to those who read the ``Doc``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.analyze.pieces import Pieces
from kg.analyze.sentences import read_weights, sentences_of
from kg.analyze.tokens import words_of
from kg.errors import KgError, ModelNotInstalled
from kg.resources import data_path

if TYPE_CHECKING:
    from spacy.tokens import Doc

Span = tuple[int, int]
# Word pieces of one sentence that the encoder is given; it has room for 512 with two marks.
MAX_PIECES = 480
# The files of the shipped model, as ``training`` writes them.
FILES = (
    "model.onnx",
    "labels.onnx",
    "tokenizer.json",
    "labels.json",
    "lemmas.json",
    "sentences.json",
)


class Model(Protocol):
    """What ``analyze`` needs of a language model."""

    @property
    def name(self) -> str:
        """What the model was asked for by: "kg", "blank", a package or a folder."""

    @property
    def digest(self) -> str:
        """A SHA-256 that changes with every decision the model might change."""

    def parse(self, text: str) -> Doc:
        """Return the document of `text`; ``doc.text == text``."""


class BlankModel:
    """Words and sentences, no tags, trees or names."""

    name = "blank"

    def __init__(self, folder: Path) -> None:
        """Take the weights of the sentence splitter from `folder`."""
        from spacy.lang.en import English

        self._weights = read_weights(folder / "sentences.json")
        self._vocab = English().vocab
        self.digest = _digest_of_file(folder / "sentences.json")

    def parse(self, text: str) -> Doc:
        """Return words and sentences of `text`."""
        from kg.analyze.documents import to_doc

        words = words_of(text)
        return to_doc(self._vocab, text, words, sentences_of(text, words, self._weights), None)


class ShippedModel:
    """The model that comes with `kg`."""

    name = "kg"

    def __init__(self, folder: Path) -> None:
        """Load the model in `folder`."""
        from spacy.lang.en import English

        from kg.analyze.parses import Parser

        self._parser = Parser(folder)
        self._weights = read_weights(folder / "sentences.json")
        self._vocab = English().vocab
        self.digest = digest_of(folder)

    def parse(self, text: str) -> Doc:
        """Return the document of `text` with tags, trees, lemmas and names."""
        from kg.analyze.documents import to_doc

        words = words_of(text)
        forms = [text[start:end] for start, end in words]
        whole = sentences_of(text, words, self._weights)
        sentences = fit_pieces(forms, whole, self._parser.encoder.pieces)
        parses = list(self._parser.parse([forms[first:last] for first, last in sentences]))
        return to_doc(self._vocab, text, words, sentences, parses)


def load_model(name: str | Path | None = None) -> Model:
    """Return the language model called `name`.

    Args:
        name: ``None`` or "kg" for the shipped model; "blank" for words and sentences only; else
            the name of an installed spaCy pipeline or the folder of one.

    Raises:
        ModelNotInstalled: it is not there, or lacks a part that `kg` needs.
    """
    if name is None or str(name) == ShippedModel.name:
        return ShippedModel(shipped_folder())
    if str(name) == BlankModel.name:
        return BlankModel(shipped_folder())
    from kg.analyze.pipelines import InstalledModel

    return InstalledModel(str(name))


def identify_model(name: str | Path | None = None) -> tuple[str, str]:
    """Return name and digest of a language model; those that come with `kg` are not loaded.

    Raises:
        ModelNotInstalled: as `load_model`.
    """
    if name is None or str(name) == ShippedModel.name:
        return ShippedModel.name, digest_of(shipped_folder())
    if str(name) == BlankModel.name:
        return BlankModel.name, _digest_of_file(shipped_folder() / "sentences.json")
    model = load_model(name)
    return model.name, model.digest


def shipped_folder() -> Path:
    """Return the folder of the shipped model, with all its files there."""
    try:
        folder = data_path("model")
    except KgError as error:
        raise ModelNotInstalled(str(error)) from error
    missing = [file for file in FILES if not (folder / file).is_file()]
    if missing:
        raise ModelNotInstalled(
            f"the language model in {folder} lacks {', '.join(missing)}; install kg again, "
            "or in a checkout run: make train",
            folder=str(folder),
            missing=tuple(missing),
        )
    return folder


def digest_of(folder: Path) -> str:
    """Return the SHA-256 over the files of the model in `folder`."""
    total = hashlib.sha256()
    for file in FILES:
        total.update(hashlib.sha256((folder / file).read_bytes()).digest())
    return total.hexdigest()


def _digest_of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fit_pieces(forms: Sequence[str], sentences: Sequence[Span], pieces: Pieces) -> list[Span]:
    """Return `sentences`, those with more pieces than the encoder can read cut into parts."""
    found: list[Span] = []
    for first, last in sentences:
        start, size = first, 0
        for place in range(first, last):
            count = len(pieces.ids_of(forms[place]))
            if size + count > MAX_PIECES:
                found.append((start, place))
                start, size = place, 0
            size += count
        found.append((start, last))
    return found
