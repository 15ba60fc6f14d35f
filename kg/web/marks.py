"""An article's text with what was found in it, as pieces that a template can write one by one.

In: the text and the rows of mentions, statements and facts, with offsets in code points. Out:
paragraphs of `Piece`s, each with what covers it, and the notes that belong to each paragraph.
Spans may overlap in any way, so the text is cut at every border instead of being nested.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from kg.web.rows import Row

# One empty line or more ends a paragraph.
_BREAK = re.compile(r"\n\s*\n")
# Marks on one article; more nobody reads, and a page of them would be slow.
MAX_MARKS = 5000


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of a part of the text: `kind` is "statement" or "fact", `number` from 1."""

    kind: str
    number: int
    row: Row
    start: int
    end: int
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words between two borders: the mention they are (or None), and the notes on them."""

    text: str
    mention: Row | None
    statement: Note | None
    fact: Note | None
    ends: tuple[Note, ...]
    starts: bool


@dataclass(slots=True)
class Paragraph:
    """A paragraph of the text with its pieces, and the notes that begin in it."""

    pieces: list[Piece] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def paragraphs_of(
    text: str, mentions: Iterable[Row], statements: Iterable[Row], facts: Iterable[Row]
) -> list[Paragraph]:
    """Return the paragraphs of a text, cut at all borders of what was found."""
    named = _mentions(mentions, len(text))
    notes = _numbered([*_statements(statements, len(text)), *_facts(facts, text)])
    found = []
    for start, end in _bounds(text):
        inside = [note for note in notes if start <= note.start < end]
        paragraph = Paragraph(notes=inside)
        around = [note for note in notes if note.start < end and note.end > start]
        names = [row for row in named if start <= int(row["start"]) < end]
        paragraph.pieces = _pieces(text, start, end, names, around)
        found.append(paragraph)
    return found


def _bounds(text: str) -> Iterable[tuple[int, int]]:
    position = 0
    for match in [*_BREAK.finditer(text), None]:
        end = len(text) if match is None else match.start()
        if text[position:end].strip():
            yield position, end
        position = end if match is None else match.end()


def _pieces(text: str, start: int, end: int, names: list[Row], notes: list[Note]) -> list[Piece]:
    borders = {start, end}
    for row in names:
        borders |= {int(row["start"]), min(int(row["end"]), end)}
    for note in notes:
        borders |= {max(note.start, start), min(note.end, end)}
    cuts = sorted(borders)
    by_start = {int(row["start"]): row for row in reversed(names)}
    pieces = []
    current: Row | None = None
    for left, right in pairwise(cuts):
        starts = left in by_start
        if starts:
            current = by_start[left]
        if current is not None and int(current["end"]) <= left:
            current = None
        over = [note for note in notes if note.start <= left and right <= note.end]
        ends = tuple(note for note in notes if note.end == right or (note.end > end == right))
        pieces.append(
            Piece(text[left:right], current, _first(over, "statement"), _first(over, "fact"),
                  ends, starts)
        )  # fmt: skip
    return pieces


def _first(notes: list[Note], kind: str) -> Note | None:
    """Return the shortest note of a kind: the one inside says most about the words."""
    those = [note for note in notes if note.kind == kind]
    return min(those, key=lambda note: (note.end - note.start, note.number), default=None)


def _mentions(rows: Iterable[Row], length: int) -> list[Row]:
    """Return one row for each mention with all classes of its entity, without overlaps."""
    found: dict[str, Row] = {}
    for row in rows:
        if row["record"] in found:
            found[row["record"]]["classes"] += f" {row['class']}"
        elif 0 <= int(row["start"]) < int(row["end"]) <= length:
            found[row["record"]] = {**row, "classes": row["class"]}
    kept: list[Row] = []
    for row in sorted(found.values(), key=lambda row: (int(row["start"]), -int(row["end"]))):
        if not kept or int(row["start"]) >= int(kept[-1]["end"]):
            kept.append(row)
    return kept[:MAX_MARKS]


def _statements(rows: Iterable[Row], length: int) -> Iterable[Note]:
    seen = set()
    for row in rows:
        start, end = int(row["start"]), int(row["end"])
        if row["record"] not in seen and 0 <= start < end <= length:
            seen.add(row["record"])
            yield Note("statement", 0, row, start, end)


def _facts(rows: Iterable[Row], text: str) -> Iterable[Note]:
    """Yield one note for each fact, at its words, or its sentence where they are not found."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["record"], []).append(row)
    for group in groups.values():
        row = group[0]
        start, end = int(row["start"]), int(row["end"])
        at = text.find(row["quote"], start, end) if row["quote"] else -1
        if at >= 0:
            start, end = at, at + len(row["quote"])
        if 0 <= start < end <= len(text):
            statuses = tuple(sorted({one["status"] for one in group}))
            yield Note("fact", 0, row, start, end, statuses)


def _numbered(notes: list[Note]) -> list[Note]:
    """Return notes in the order of the text, numbered from 1."""
    notes.sort(key=lambda note: (note.start, note.end, note.kind, note.row["record"]))
    return [
        Note(note.kind, number, note.row, note.start, note.end, note.statuses)
        for number, note in enumerate(notes[:MAX_MARKS], start=1)
    ]
