"""A treebank file in, its documents as raw text out, with the offsets of words and sentences.

Paragraphs are parted by a blank line, sentences by a space unless the treebank says otherwise.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class RawDocument:
    """The text of a document; `words` and `sentences` are (start, end) in code points.

    `heads` and `rels` go with `words`; a head is the place of a word in `words`, or -1.
    """

    name: str
    text: str = ""
    words: list[tuple[int, int]] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    rels: list[str] = field(default_factory=list)


def read_raw(path: Path) -> Iterator[RawDocument]:
    """Yield the documents of a CoNLL-U file as raw text."""
    current: RawDocument | None = None
    is_glued = False
    for block in gzip.decompress(path.read_bytes()).decode("utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        comments = [line[1:].strip() for line in lines if line.startswith("#")]
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        name = next((c.split("=")[1].strip() for c in comments if c.startswith("newdoc id")), None)
        if name is not None:
            if current is not None:
                yield current
            current = RawDocument(name)
        assert current is not None, f"{path} does not begin with a document"
        if current.text:
            is_paragraph = any(c.startswith("newpar") and "block" not in c for c in comments)
            current.text += "\n\n" if is_paragraph else "" if is_glued else " "
        _add_sentence(current, rows)
        is_glued = "SpaceAfter=No" in _printed_rows(rows)[-1][9]
    if current is not None:
        yield current


def _add_sentence(document: RawDocument, rows: list[list[str]]) -> None:
    """Put one sentence behind the text of `document`."""
    first = len(document.words)
    start = len(document.text)
    inner: dict[str, tuple[int, int]] = {}
    for row in _printed_rows(rows):
        place = len(document.text)
        document.text += row[1]
        if "-" in row[0]:
            low, high = (int(part) for part in row[0].split("-"))
            forms = [r[1] for r in rows if r[0].isdigit() and low <= int(r[0]) <= high]
            for number, span in zip(range(low, high + 1), _cut(row[1], forms, place), strict=True):
                inner[str(number)] = span
        else:
            inner[row[0]] = (place, place + len(row[1]))
        if "SpaceAfter=No" not in row[9]:
            document.text += " "
    document.text = document.text.rstrip(" ")
    for row in rows:
        if row[0].isdigit():
            document.words.append(inner[row[0]])
            document.heads.append(first + int(row[6]) - 1 if row[6] != "0" else -1)
            document.rels.append(row[7])
    document.sentences.append((start, len(document.text)))


def _printed_rows(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows that stand in the text: a range in place of its words."""
    found, covered = [], 0
    for row in rows:
        if "-" in row[0]:
            covered = int(row[0].split("-")[1])
            found.append(row)
        elif row[0].isdigit() and int(row[0]) > covered:
            found.append(row)
    return found


def _cut(printed: str, forms: list[str], place: int) -> list[tuple[int, int]]:
    """Return the spans of `forms` in `printed`; the last takes what is left."""
    spans, at = [], 0
    for number, form in enumerate(forms):
        is_last = number == len(forms) - 1
        end = len(printed) if is_last else min(at + len(form), len(printed))
        spans.append((place + at, place + end))
        at = end
    return spans
