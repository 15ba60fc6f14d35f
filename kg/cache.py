"""What was found in each article, kept on disk, so that only changed articles are searched again.

In: articles and their findings. Out: the same findings, for an article, model, rules, reference
data and code that are all as they were; otherwise nothing. A file that is damaged counts as none.
Not done: nothing about several articles is kept; what they have in common is worked out anew, so
that the graph equals one built from nothing.
"""

import contextlib
import gzip
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from kg.ids import digest_of, sha256_of
from kg.model import Article, Evidence, Findings, Mention, Relation, Statement, Value

_SUFFIX = ".json.gz"
# Quick to write; findings shrink to a tenth even so.
_COMPRESSION = 1
# Rooms whose code decides what is found in an article.
_CODE = ("analyze", "extract", "knowledge", "rules")
_Finding = Mention | Statement | Relation


class Cache:
    """Findings by article in a folder; made for one state of model, rules, knowledge and code.

    `used` are the names of the files that this build read or will write; the others go.
    """

    def __init__(self, folder: Path, *state: str) -> None:
        self._folder = folder
        self._state = digest_of(*state)
        self._fresh: dict[str, Findings] = {}
        self._used: set[str] = set()

    def get(self, article: Article) -> Findings | None:
        """Return what was found in an article before, or None."""
        name = self._name_of(article)
        try:
            raw = json.loads(gzip.decompress((self._folder / name).read_bytes()))
            found = _findings_of(article, raw)
        except (OSError, EOFError, ValueError, TypeError, KeyError, AttributeError):
            return None
        self._used.add(name)
        return found

    def keep(self, found: Findings) -> None:
        """Remember findings until `write`."""
        self._fresh[self._name_of(found.article)] = found

    def write(self) -> None:
        """Write what is new and remove what this build had no use for.

        A disk that refuses costs time at the next build, and nothing else.
        """
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            for name, found in sorted(self._fresh.items()):
                text = json.dumps(_row_of_findings(found), separators=(",", ":"))
                packed = gzip.compress(text.encode("ascii"), _COMPRESSION, mtime=0)
                partial = self._folder / f".{name}.{os.getpid()}"
                partial.write_bytes(packed)
                partial.replace(self._folder / name)
            kept = self._used | set(self._fresh)
            for path in self._folder.iterdir():
                if path.name.endswith(_SUFFIX) and path.name not in kept:
                    path.unlink()

    def _name_of(self, article: Article) -> str:
        """Return the name of an article's file: all that its findings depend on decides it."""
        return digest_of(self._state, json.dumps(asdict(article), sort_keys=True)) + _SUFFIX


def code_digest() -> str:
    """Return a digest of the code that decides what is found in an article."""
    package = Path(__file__).parent
    files = sorted(path for room in _CODE for path in (package / room).rglob("*.py"))
    return digest_of(*(sha256_of(path.read_text("utf-8")) for path in files))


def files_digest(paths: Iterable[Path]) -> str:
    """Return a digest of some files, or of all Turtle files of a folder among them."""
    files = [
        file for path in paths for file in (sorted(path.glob("*.ttl")) if path.is_dir() else [path])
    ]
    return digest_of(*(sha256_of(file.read_bytes().hex()) for file in files))


def _row_of_findings(found: Findings) -> dict[str, Any]:
    """Return findings as plain lists, in the order of the fields, words of the text left out."""
    return {
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


def _findings_of(article: Article, raw: dict[str, Any]) -> Findings:
    """Return the findings that plain lists hold."""
    return Findings(
        article=article,
        sentences=_frozen(raw["sentences"]),
        mentions=tuple(Mention(**_fields_of(Mention, row, article)) for row in raw["mentions"]),
        statements=tuple(
            Statement(**_fields_of(Statement, row, article)) for row in raw["statements"]
        ),
        relations=tuple(Relation(**_fields_of(Relation, row, article)) for row in raw["relations"]),
    )


def _fields_of(cls: type[_Finding], row: Sequence[Any], article: Article) -> dict[str, Any]:
    """Return the fields of a finding by name.

    Raises:
        ValueError: the row has other fields than the class.

    """
    found: dict[str, Any] = {}
    for field, value in zip(fields(cls), row, strict=True):
        if field.name == "evidence":
            start, end, *rest = value
            found["evidence"] = Evidence(article.id, start, end, article.text[start:end], *rest)
        elif field.name == "value" and value is not None:
            found["value"] = Value(*value)
        else:
            found[field.name] = _frozen(value)
    return found


def _frozen(value: Any) -> Any:
    """Return lists as tuples, however deep."""
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
