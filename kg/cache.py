"""What was found in each article, kept on disk, so that only changed articles are searched again.

In: findings, and the content they come from. Out: the same findings, for content, model, rules,
reference data and code that are all as they were; otherwise nothing. A record is written at once
and whole, by whatever process; one that is damaged counts as none.
"""

import contextlib
import gzip
import json
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kg.ids import digest_of, sha256_of
from kg.model import Article, Evidence, Findings, Mention, Relation, Statement, Value

_SUFFIX = ".json.gz"
# In the names of all records, and of halves that a killed build left.
_PACKED = (_SUFFIX, ".part.gz")
# What the last graph was made of.
_GRAPH = "graph.json"
# Quick to write; findings shrink to a tenth even so.
_COMPRESSION = 1
# Rooms and files whose code decides what is found in an article.
_CODE = ("analyze", "extract", "knowledge", "read", "rules", "cache.py", "ids.py", "model.py")
# Libraries that do.
_LIBRARIES = ("numpy", "onnxruntime", "pypdf", "spacy", "trafilatura")
# Fields of findings that hold tuples.
_TUPLES = frozenset({"roles", "via", "provisions", "issues", "pieces", "qualifiers"})
_Finding = Mention | Statement | Relation


class Cache:
    """Findings by content in a folder; made for one state of model, rules, knowledge and code."""

    def __init__(self, folder: Path, *state: str) -> None:
        self.folder = folder
        self._state = digest_of(*state)

    def name_of(self, *content: object) -> str:
        """Return the name of a record: all that its findings depend on decides it.

        Args:
            content: an article; or what identifies the content of a file.

        """
        plain = [asdict(item) if isinstance(item, Article) else item for item in content]
        return digest_of(self._state, json.dumps(plain, sort_keys=True)) + _SUFFIX

    def get(self, name: str) -> Findings | None:
        """Return the findings of a record, or None."""
        try:
            raw = json.loads(gzip.decompress((self.folder / name).read_bytes()))
            return _findings_of(raw)
        except (OSError, EOFError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def keep(self, name: str, found: Findings) -> None:
        """Write a record, whole or not at all.

        Raises:
            OSError: the disk refuses.

        """
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(_row_of_findings(found), separators=(",", ":"))
        replace_file(self.folder / name, gzip.compress(text.encode("ascii"), _COMPRESSION, mtime=0))


def replace_file(path: Path, body: bytes) -> None:
    """Write a file that no reader ever sees half of.

    Raises:
        OSError: the disk refuses.

    """
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_bytes(body)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def clear_folder(folder: Path, kept: Collection[str]) -> None:
    """Remove records that are not to be kept, and halves of any; others' files stay."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            ours = any(suffix in path.name for suffix in _PACKED)
            if ours and path.name not in kept:
                path.unlink()


def note_graph(folder: Path, inputs: str, data: str) -> None:
    """Note which data a graph made of some inputs has.

    Raises:
        OSError: the disk refuses.

    """
    body = json.dumps({"inputs": inputs, "data": data})
    replace_file(folder / _GRAPH, body.encode("ascii"))


def noted_graph(folder: Path, inputs: str) -> str | None:
    """Return the data of the last graph, if it was made of the same inputs."""
    try:
        noted = json.loads((folder / _GRAPH).read_bytes())
        return str(noted["data"]) if noted["inputs"] == inputs else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def code_digest(rooms: Iterable[str] = _CODE) -> str:
    """Return a digest of the code of some rooms; without any, of what searches an article."""
    package = Path(__file__).parent
    files = [
        file
        for room in sorted(rooms)
        for file in (
            [package / room] if room.endswith(".py") else sorted((package / room).rglob("*.py"))
        )
    ]
    return digest_of(*(sha256_of(path.read_text("utf-8")) for path in files))


def library_versions() -> str:
    """Return the versions of the libraries that decide what is found."""
    found = []
    for name in _LIBRARIES:
        with contextlib.suppress(PackageNotFoundError):
            found.append(f"{name} {version(name)}")
    return " ".join(found)


def files_digest(paths: Iterable[Path]) -> str:
    """Return a digest of some files, or of all Turtle files of a folder among them."""
    files = [
        file for path in paths for file in (sorted(path.glob("*.ttl")) if path.is_dir() else [path])
    ]
    return digest_of(*(sha256_of(file.read_bytes().hex()) for file in files))


def _row_of_findings(found: Findings) -> dict[str, Any]:
    """Return findings as plain lists, in the order of the fields, words of the text left out."""
    return {
        "article": asdict(found.article),
        "sentences": found.sentences,
        "mentions": [_row_of(item) for item in found.mentions],
        "statements": [_row_of(item) for item in found.statements],
        "relations": [_row_of(item) for item in found.relations],
    }


def _row_of(item: _Finding) -> list[Any]:
    """Return a finding as a list."""
    row: list[Any] = []
    for field in fields(item):
        value = getattr(item, field.name)
        if isinstance(value, Evidence):
            borders = (value.sentence_start, value.sentence_end)
            value = [value.start, value.end, value.sentence, *borders]
        elif isinstance(value, Value):
            value = [value.text, value.amount, value.unit]
        row.append(value)
    return row


def _findings_of(raw: dict[str, Any]) -> Findings:
    """Return the findings that plain lists hold."""
    article = Article(**{**raw["article"], "sources": tuple(raw["article"]["sources"])})
    return Findings(
        article=article,
        sentences=_frozen(raw["sentences"]),
        mentions=tuple(_made(Mention, raw["mentions"], article)),
        statements=tuple(_made(Statement, raw["statements"], article)),
        relations=tuple(_made(Relation, raw["relations"], article)),
    )


def _made(cls: type[Any], rows: Sequence[list[Any]], article: Article) -> list[Any]:
    """Return the findings of some rows.

    Raises:
        ValueError: a row has other fields than the class.

    """
    names = [field.name for field in fields(cls)]
    place = names.index("evidence")
    value_place = names.index("value") if "value" in names else None
    nested = [at for at, name in enumerate(names) if name in _TUPLES]
    text, made = article.text, []
    for row in rows:
        if len(row) != len(names):
            raise ValueError(f"{len(names)} fields expected")
        start, end, *rest = row[place]
        row[place] = Evidence(article.id, start, end, text[start:end], *rest)
        if value_place is not None and row[value_place] is not None:
            row[value_place] = Value(*row[value_place])
        for at in nested:
            row[at] = _frozen(row[at])
        made.append(cls(*row))
    return made


def _frozen(value: Any) -> Any:
    """Return lists as tuples, however deep."""
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
