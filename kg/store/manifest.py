"""The manifest of a graph folder: what is in it, and the digests by which that is checked.

In: a folder. Out: `Manifest`, or StoreError that says what is wrong with the folder.
The manifest is renamed into place last: it alone says which data folder is the graph.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError
from kg.model import ArticleId

FORMAT = "kg-graph/1"
MANIFEST_NAME = "manifest.json"
GRAPH_NAME = "graph.nq"
FINDINGS_NAME = "findings.jsonl"
BUILD_HINT = "run: kg build ARTICLES --graph"


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article as the manifest lists it; `file` is relative to the data folder."""

    id: ArticleId
    source: str
    sources: tuple[str, ...]
    sha256: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    language: str | None
    file: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a graph folder holds.

    `data` is the folder with the files, relative to the graph folder; `files` are the SHA-256 of
    each of its files by name; `graphs` the IRIs of the named graphs; `quads` counts statements
    with their graph, `triples` those of the default graph; `skips` are (source, stage, reason),
    `duplicates` (source, source of the article it repeats).
    """

    data: str
    quads: int
    triples: int
    graphs: tuple[str, ...]
    articles: tuple[ArticleEntry, ...]
    files: Mapping[str, str]
    counts: Mapping[str, int]
    versions: Mapping[str, str]
    skips: tuple[tuple[str, str, str], ...] = ()
    duplicates: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the N-Quads: equal for equal graphs."""
        return self.files[GRAPH_NAME]

    def to_json(self) -> str:
        """Return the manifest as JSON text with its own digest as last key."""
        fields: dict[str, object] = {"format": FORMAT}
        for name in self.__slots__:
            value = getattr(self, name)
            fields[name] = [_to_dict(one) for one in value] if name == "articles" else value
        return json.dumps({**fields, "digest": _digest_of(fields)}, ensure_ascii=False, indent=1)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a graph folder.

    Raises:
        StoreError: when the folder is missing, holds no graph, or its manifest is damaged.
    """
    path = folder / MANIFEST_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise _not_there(folder) from error
    except NotADirectoryError as error:
        message = f"{folder} is a file, not a graph folder"
        raise StoreError(message, path=folder) from error
    except (OSError, UnicodeDecodeError) as error:
        raise damaged(folder, f"{MANIFEST_NAME} cannot be read ({error})") from error
    try:
        return _parse(json.loads(text), folder)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise damaged(folder, f"{MANIFEST_NAME} is not whole ({error})") from error


def damaged(folder: Path, reason: str) -> StoreError:
    """Return the error for a graph that cannot be trusted."""
    message = f"the graph in {folder} is damaged: {reason}; {BUILD_HINT} {folder}"
    return StoreError(message, path=folder, reason=reason)


def _parse(fields: dict[str, object], folder: Path) -> Manifest:
    known = fields.get("format") if isinstance(fields, dict) else None
    if known != FORMAT:
        message = f"{folder} holds a graph of format {known!r}, this kg reads {FORMAT!r}"
        raise StoreError(f"{message}; {BUILD_HINT} {folder}", path=folder)
    digest = fields.pop("digest", None)
    if digest != _digest_of(fields):
        raise ValueError("its digest does not fit")
    del fields["format"]
    values: dict[str, object] = {name: _freeze(value) for name, value in fields.items()}
    values["articles"] = tuple(_to_entry(one) for one in _as_list(fields["articles"]))
    manifest = Manifest(**values)  # type: ignore[arg-type]
    if manifest.quads < 1 or "/" in manifest.data or "\\" in manifest.data:
        raise ValueError("it holds no statements")
    return manifest


def _to_entry(fields: object) -> ArticleEntry:
    if not isinstance(fields, dict):
        raise TypeError("an article is not an object")
    values: dict[str, object] = {name: _freeze(value) for name, value in fields.items()}
    return ArticleEntry(**values)  # type: ignore[arg-type]


def _as_list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("a list is missing")
    return value


def _freeze(value: object) -> object:
    return tuple(_freeze(item) for item in value) if isinstance(value, list) else value


def _to_dict(entry: ArticleEntry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in entry.__slots__}


def _digest_of(fields: Mapping[str, object]) -> str:
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _not_there(folder: Path) -> StoreError:
    if not folder.exists():
        return StoreError(f"{folder} does not exist; {BUILD_HINT} {folder}", path=folder)
    if not any(folder.iterdir()):
        return StoreError(f"{folder} is empty; {BUILD_HINT} {folder}", path=folder)
    message = f"{folder} holds no graph (no {MANIFEST_NAME}); {BUILD_HINT} {folder}"
    return StoreError(message, path=folder)
