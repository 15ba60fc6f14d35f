"""Another spaCy pipeline in the place of the shipped model.

Only what spaCy itself loads is loaded: an installed package or a folder with a configuration.
Folders that hold Python pickles are refused, since reading one runs whatever it says.
"""

from __future__ import annotations

import hashlib
import json
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from kg.analyze.schemes import find_scheme, read_table, to_ud
from kg.analyze.sentences import blocks_of
from kg.errors import ModelNotInstalled

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Endings of files that are, or may be, pickles.
_PICKLES = (".pkl", ".pickle", ".pt", ".pth", ".joblib")


class InstalledModel:
    """A spaCy pipeline that the user has installed or trained."""

    def __init__(self, name: str) -> None:
        """Load the pipeline called `name`, a package or a folder."""
        self.name = name
        self._nlp = _load(name)
        _check_parts(self._nlp, name)
        labels = frozenset(self._nlp.pipe_labels["parser"])
        scheme = find_scheme(labels)
        if scheme is None:
            raise ModelNotInstalled(
                f"the parser of {name} uses relations that kg does not know "
                f"({', '.join(sorted(labels)[:8])}); use a pipeline with Universal Dependencies "
                "or ClearNLP labels",
                name=name,
            )
        self._scheme = scheme
        facts = json.dumps([name, self._nlp.meta], sort_keys=True, default=str)
        self.digest = hashlib.sha256(facts.encode()).hexdigest()

    def parse(self, text: str) -> Doc:
        """Return the document of `text` with our labels; sentences end where lines end."""
        self._nlp.max_length = max(self._nlp.max_length, len(text) + 1)
        doc = self._nlp.make_doc(text)
        starts = {start for start, _ in blocks_of(text)}
        for token in doc:
            if token.idx in starts:
                token.is_sent_start = True
        return to_ud(self._nlp(doc), self._scheme)


def _load(name: str) -> Language:
    import spacy

    folder = Path(name)
    if folder.is_dir():
        _check_folder(folder)
    elif not spacy.util.is_package(name):
        raise ModelNotInstalled(
            f"language model {name} is not installed, and there is no folder of that name; "
            f"install it (python -m spacy download {name}), give the folder of a spaCy pipeline, "
            "or leave --model out to use the model that comes with kg",
            name=name,
        )
    try:
        return spacy.load(name)
    except (OSError, ValueError, ImportError, KeyError, metadata.PackageNotFoundError) as error:
        raise ModelNotInstalled(f"language model {name} cannot be loaded: {error}") from error


def _check_folder(folder: Path) -> None:
    for needed in ("meta.json", "config.cfg"):
        if not (folder / needed).is_file():
            raise ModelNotInstalled(
                f"{folder} is not a spaCy pipeline: it has no {needed}; give the folder that "
                "nlp.to_disk wrote",
                name=str(folder),
            )
    pickles = sorted(p.name for p in folder.rglob("*") if p.suffix in _PICKLES)
    if pickles:
        raise ModelNotInstalled(
            f"{folder} holds Python pickles ({', '.join(pickles[:3])}), which are not read since "
            "that could run foreign code; use a pipeline without them",
            name=str(folder),
        )


def _check_parts(nlp: Language, name: str) -> None:
    """Raise ``ModelNotInstalled`` if `nlp` is not English or lacks tags, trees or names."""
    if nlp.lang != "en":
        raise ModelNotInstalled(
            f"language model {name} is for {nlp.lang!r}; kg reads English, use an English one",
            name=name,
        )
    factories = {nlp.get_pipe_meta(pipe).factory for pipe in nlp.pipe_names}
    needs = read_table()["needs"]
    missing = [part for part, pipes in needs.items() if not factories & set(pipes)]
    if missing or "parser" not in nlp.pipe_names:
        raise ModelNotInstalled(
            f"language model {name} gives no {', '.join(missing or ['trees'])}; kg needs "
            f"{', '.join(needs)}: use a full English pipeline, or leave --model out",
            name=name,
            missing=tuple(missing),
        )
