"""Words of a text in, sentences out; lists are in ``sentences.toml``, weights with the model.

First the text is cut into blocks: lines, unless they were only wrapped. In a block, each place
after a mark or before a capital is judged by a sum of weights (logistic regression over the words
around it), from left to right. Sentences are ranges of words; together they hold every word.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.analyze.pieces import to_shape

TABLE = Path(__file__).with_name("sentences.toml")
Span = tuple[int, int]
Weights = Mapping[str, float]
# Code points by which the lines of a wrapped text differ at most, the last one left out.
_RAGGED = 15
# Words before a place in which open quotation marks and brackets are looked for.
_SEEN = 60
_LINE = re.compile(r"[^\n\r\u0085\u2028\u2029\u000b\u000c]+")


@dataclass(frozen=True, slots=True)
class Marks:
    """The lists of ``sentences.toml``."""

    closers: frozenset[str]
    stops: frozenset[str]
    quotes: frozenset[str]
    holding: frozenset[str]
    bullets: frozenset[str]
    openers: frozenset[str]
    shortest: int
    longest: int
    max_words: int


def sentences_of(text: str, words: Sequence[Span], weights: Weights) -> list[Span]:
    """Return the sentences of `text` as ranges of `words`: (first, after the last)."""
    found: list[Span] = []
    first = 0
    for _, end in blocks_of(text):
        last = first
        while last < len(words) and words[last][0] < end:
            last += 1
        if last > first:
            forms = [text[slice(*span)] for span in words[first:last]]
            gaps = [after[0] > before[1] for before, after in pairwise(words[first:last])]
            found.extend((first + a, first + b) for a, b in split_block(forms, gaps, weights))
        first = last
    return found


def split_block(forms: Sequence[str], gaps: Sequence[bool], weights: Weights) -> list[Span]:
    """Return the sentences of one block of words.

    Args:
        forms: the words.
        gaps: for each word but the last, whether white space follows it.
        weights: see ``features_of``; positive means that a sentence ends.
    """
    found: list[Span] = []
    start = 0
    for place in candidates_of(forms, gaps):
        if _is_opened(forms, place) or _weigh(forms, gaps, place, start, weights) > 0:
            found.extend(_limit(forms, start, place + 1))
            start = place + 1
    found.extend(_limit(forms, start, len(forms)))
    return found


def candidates_of(forms: Sequence[str], gaps: Sequence[bool]) -> Iterator[int]:
    """Yield the places of words after which a sentence may end."""
    marks = read_marks()
    for place, has_gap in enumerate(gaps):
        here, there = forms[place], forms[place + 1]
        if here in marks.holding or there in marks.stops:
            continue
        is_closed = here in marks.closers or here[-1] in marks.stops
        is_begun = has_gap and not there[0].islower() and (there[0].isalnum() or place > 0)
        if (is_closed and (has_gap or here[-1] in "?!.")) or is_begun:
            yield place


def features_of(forms: Sequence[str], gaps: Sequence[bool], place: int, start: int) -> list[str]:
    """Return the names of what is seen around the gap after word `place`.

    `start` is the first word of the sentence that may end here.
    """
    before, here = _word(forms, place - 1), _word(forms, place)
    there, after = _word(forms, place + 1), _word(forms, place + 2)
    shapes = [_shape(forms, place + step) for step in (-1, 0, 1, 2)]
    gap = int(gaps[place])
    seen = forms[max(start, place + 1 - _SEEN) : place + 1]
    opened = sum(form in ("“", "‘", "(", "[") for form in seen)
    closed = sum(form in ("”", "’", ")", "]") for form in seen)
    straight = sum(form == '"' for form in seen) % 2
    size, left = min(place - start, 40), len(forms) - place - 1
    return [
        "bias",
        f"h={here} {gap}",
        f"t={there} {gap}",
        f"b={before}",
        f"a={after}",
        f"bh={before} {here}",
        f"ht={here} {there}",
        f"ta={there} {after}",
        f"hs={here} {shapes[2]}",
        f"hss={here} {shapes[2]} {shapes[3]}",
        f"st={shapes[1]} {there}",
        f"s={shapes[0]} {shapes[1]} {shapes[2]} {shapes[3]} {gap}",
        f"hb={here} {shapes[0]} {shapes[2]}",
        f"o={min(max(opened - closed, -1), 1)}{straight} {here} {shapes[2]}",
        f"n={size if size < 6 else size // 5 * 5} {shapes[2]} {here if len(here) == 1 else ''}",
        f"l={min(left, 4)} {shapes[1]}",
        f"p={min(len(forms) // 10, 6)} {shapes[1]} {shapes[2]}",
    ]


def blocks_of(text: str) -> list[Span]:
    r"""Return the (start, end) of the blocks of `text`: lines, wrapped lines put together.

    >>> blocks_of("One.\nTwo.")
    [(0, 4), (5, 9)]
    """
    lines = [hit.span() for hit in _LINE.finditer(text) if not hit[0].isspace()]
    found: list[Span] = []
    widths = _widths(text, lines)
    for number, (start, end) in enumerate(lines):
        if found and _is_wrapped(text, lines[number - 1], (start, end), widths[number]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def read_weights(path: Path) -> dict[str, float]:
    """Return the learned weights: feature → weight."""
    table: dict[str, float] = json.loads(path.read_text("utf-8"))
    return table


@lru_cache(maxsize=1)
def read_marks() -> Marks:
    """Return the lists of this module (``sentences.toml``)."""
    with TABLE.open("rb") as file:
        table: dict[str, Any] = tomllib.load(file)
    names = ("closers", "stops", "quotes", "holding", "bullets", "openers")
    wrap = table["wrap"]
    return Marks(
        **{name: frozenset(table[name]) for name in names},
        shortest=wrap["shortest"],
        longest=wrap["longest"],
        max_words=table["limits"]["words"],
    )


def _is_opened(forms: Sequence[str], place: int) -> bool:
    """Tell whether "U.S." and the like are followed by a word that begins sentences."""
    here = forms[place]
    return here.count(".") > 1 and here[0].isupper() and forms[place + 1] in read_marks().openers


def _weigh(
    forms: Sequence[str], gaps: Sequence[bool], place: int, start: int, weights: Weights
) -> float:
    return sum(weights.get(name, 0.0) for name in features_of(forms, gaps, place, start))


def _limit(forms: Sequence[str], start: int, end: int) -> Iterator[Span]:
    """Yield ``[start, end)`` in parts that are not too long, cut behind a mark if there is one."""
    longest = read_marks().max_words
    while end - start > longest:
        cut = start + longest
        for place in range(start + longest - 1, start + longest // 2, -1):
            if forms[place] in (";", ":", ",", ".", "|", "•", "–", "—", ")"):
                cut = place + 1
                break
        yield start, cut
        start = cut
    yield start, end


def _widths(text: str, lines: Sequence[Span]) -> list[tuple[int, bool]]:
    """Return for each line what its neighbours without a blank line are wrapped to.

    That is the longest of them, and whether they look wrapped at all: a second one comes near it
    and one goes on in small letters (headlines of like length do not).
    """
    widths: list[tuple[int, bool]] = []
    first = 0
    for number in range(1, len(lines) + 1):
        if number < len(lines) and _is_next(text, lines[number - 1], lines[number]):
            continue
        sizes = sorted(end - start for start, end in lines[first:number])
        goes_on = any(text[start:end].lstrip()[0].islower() for start, end in lines[first:number])
        is_evident = goes_on and len(sizes) > 1 and sizes[-1] - sizes[-2] <= _RAGGED
        widths.extend([(sizes[-1], is_evident)] * (number - first))
        first = number
    return widths


def _is_next(text: str, earlier: Span, later: Span) -> bool:
    return text[earlier[1] : later[0]] in ("\n", "\r\n", "\r")


def _is_wrapped(text: str, earlier: Span, later: Span, width: tuple[int, bool]) -> bool:
    """Tell whether the line `later` goes on with the sentence of the line `earlier`."""
    marks = read_marks()
    if not marks.shortest <= width[0] <= marks.longest or not _is_next(text, earlier, later):
        return False
    line, following = text[slice(*earlier)].rstrip(), text[slice(*later)].lstrip()
    word = following.split(maxsplit=1)[0]
    if word in marks.bullets or len(line) < marks.shortest // 2:
        return False
    is_full = len(line) + 1 + len(word) > width[0]
    return is_full and (following[0].islower() or width[1])


def _word(forms: Sequence[str], place: int) -> str:
    return forms[place][:20].lower() if 0 <= place < len(forms) else "<>"


def _shape(forms: Sequence[str], place: int) -> str:
    if not 0 <= place < len(forms):
        return "-"
    form = forms[place]
    shape = to_shape(form)
    if shape == 7:
        return "p" + form[0]
    return str(shape) + ("." if form.endswith(".") else "")
