"""Quotations of a text: where quotation marks open and close, however badly they are set.

In: a text. Out: its quotations in order, outer ones only, each with the borders of its words.
Handled: every kind of double and single mark, mixed pairs (“…"), an opening mark that is never
closed (runs to the end of its paragraph), a closing mark that was never opened, quotations that
go on in the next paragraph. Not done: who says it, or whether it is speech at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.extract.paragraphs import paragraphs_of
from kg.rules import load_rules

# A single-quoted span longer than this is an apostrophe gone wrong rather than a quotation.
LONGEST_SINGLE = 600
# Words that a stray closing mark may claim for itself.
LONGEST_STRAY = 400
# An inner quotation, with what follows it up to the outer closing mark, is no longer than this.
LONGEST_INNER = 2000
STRAIGHT = '"'
DOUBLED = ("''", "``")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words: `start` and `end` with the marks, `inner_start` and `inner_end` without.

    `paragraph` numbers its paragraph; `closed` is False where no closing mark was found;
    `opens` tells that nothing stands before it in its paragraph; `continues` that it goes on
    from an unclosed quotation of the paragraph before.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    paragraph: int
    closed: bool = True
    opens: bool = False
    continues: bool = False


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Return the outer quotations of a text, in order and without overlap.

    >>> [(item.start, item.end) for item in find_quotations("He said: “No.”")]
    [(9, 14)]
    """
    found: list[Quotation] = []
    for number, (start, end) in enumerate(paragraphs_of(text)):
        inside = tuple(_scan(text, start, end, number))
        if inside and found and _goes_on(found[-1], inside[0]):
            inside = (replace(inside[0], continues=True), *inside[1:])
        found.extend(inside)
    return tuple(found)


def mask_quotations(text: str, quotations: tuple[Quotation, ...]) -> str:
    """Return the text, as long as before, with quoted words as "·" and outer marks as '"'.

    So patterns can see that something is quoted, and never match inside it.
    """
    pieces: list[str] = []
    last = 0
    for item in quotations:
        pieces.append(text[last : item.start])
        opening = STRAIGHT * (item.inner_start - item.start)
        closing = STRAIGHT * (item.end - item.inner_end)
        pieces.append(opening + "·" * (item.inner_end - item.inner_start) + closing)
        last = item.end
    return "".join([*pieces, text[last:]])


def _goes_on(earlier: Quotation, later: Quotation) -> bool:
    """Tell whether a quotation continues an unclosed one of the paragraph before."""
    return later.opens and not earlier.closed and later.paragraph == earlier.paragraph + 1


def _scan(text: str, start: int, end: int, number: int) -> Iterator[Quotation]:
    """Yield the quotations of one paragraph."""
    at = last = start
    while at < end:
        width = 2 if text[at : at + 2] in DOUBLED else 1
        close = _closing(text, at, start, end)
        if close is None or close[0] <= at + width:
            stray = _stray(text, at, last, end) if text[at] in "”»" else None
            if stray is not None:
                yield Quotation(stray, at + 1, stray, at, number)
            last = at + 1 if text[at] in "”»" else last
            at += width
            continue
        inner_end, after = close
        opens = not text[start:at].strip(" -•*>–—")
        yield Quotation(at, after, at + width, inner_end, number, after > inner_end, opens)
        at = last = after


def _closing(text: str, at: int, start: int, end: int) -> tuple[int, int] | None:
    """Return end of words and end of mark for the quotation that opens at `at`, or None."""
    book = load_rules("quotes")
    mark = text[at]
    if text[at : at + 2] in DOUBLED:
        return _doubled(text, at, start, end)
    if mark == "”" and not text[start:at].strip():
        return _double(text, at, end, "”“")
    if mark in book.maps["double"]:
        return _double(text, at, end, book.maps["double"][mark])
    if mark == STRAIGHT:
        return _double(text, at, end, STRAIGHT + "”") if _may_open(text, at, start, end) else None
    if mark in book.maps["single"] and _may_open(text, at, start, end):
        return _single(text, at, end, book.maps["single"][mark])
    return None


def _may_open(text: str, at: int, start: int, end: int, width: int = 1) -> bool:
    """Tell whether an ambiguous mark stands where a quotation may begin."""
    before = text[at - 1] if at > start else " "
    after = text[at + width] if at + width < end else " "
    free = before.isspace() or before in load_rules("quotes").lists["before_opening"]
    return free and not after.isspace()


def _double(text: str, at: int, end: int, closers: str) -> tuple[int, int] | None:
    """Return where a double-quoted span ends; an unclosed one ends with its paragraph.

    A new opening mark before any closing one means that the first was never closed: it then
    ends with the sentence before the new one. Within straight marks, curly ones are inner ones
    where the straight ones close behind them.
    """
    inner = at
    for place in range(at + 1, end):
        mark = text[place]
        if place < inner:
            continue
        if mark in "“„«" and mark not in closers:
            inner = _inner_end(text, at, place, end)
            if inner <= place:
                return _cut(text, at, place)
        if mark == "“" and text[at] == "“":
            return _cut(text, at, place)
        if mark in closers and _may_close(text, place, end, mark):
            return place, place + 1
    return _unclosed(text, at, end)


def _inner_end(text: str, at: int, place: int, end: int) -> int:
    """Return where an inner curly quotation of a straight one ends, `place` where it is none."""
    end = min(end, place + LONGEST_INNER)
    close = text.find("”", place, end) if text[at] == STRAIGHT and text[place] == "“" else -1
    last = text.find(STRAIGHT, close + 1, end) if close > place else -1
    return close + 1 if last > close and not _may_open(text, last, at, end) else place


def _doubled(text: str, at: int, start: int, end: int) -> tuple[int, int] | None:
    """Return where a span ends that opens with two single marks, as on typewriters."""
    if not _may_open(text, at, start, end, width=2):
        return None
    close = text.find("''", at + 2, end)
    return (close, close + 2) if close > at + 2 else None


def _may_close(text: str, place: int, end: int, mark: str) -> bool:
    """Tell whether a mark that closes stands where a quotation may end."""
    if mark != STRAIGHT:
        return True
    after = text[place + 1] if place + 1 < end else " "
    before = text[place - 1]
    return not (before.isspace() and (after.isalnum() or after in "(["))


def _cut(text: str, at: int, place: int) -> tuple[int, int] | None:
    """Return the end of the last sentence between an unclosed mark and the next opening one."""
    stops = load_rules("quotes").lists["after_sentence"]
    ends = [spot + 1 for spot in range(at + 2, place) if text[spot] in stops]
    return (ends[0], ends[0]) if ends else None


def _unclosed(text: str, at: int, end: int) -> tuple[int, int] | None:
    """Return the end of the paragraph where the mark is surely an opening one."""
    before = text[:at].rstrip()[-1:] if at else ""
    sure = text[at] in "“„«" or before in ("", ":", ",") or text[at - 1 : at] in ("", "\n")
    words = len(text[at:end].rstrip())
    return (at + words, at + words) if sure and words > 1 else None


def _single(text: str, at: int, end: int, closers: str) -> tuple[int, int] | None:
    """Return where a single-quoted span ends; apostrophes within words are passed over."""
    for place in range(at + 2, min(end, at + LONGEST_SINGLE)):
        if text[place] not in closers or text[place - 1].isspace():
            continue
        after = text[place + 1] if place + 1 < end else " "
        possessive = text[place - 1] == "s" and after == " "
        later = any(mark in text[place + 1 : min(end, at + LONGEST_SINGLE)] for mark in closers)
        if after.isalnum() or (possessive and later):
            continue
        return place, place + 1
    return None


def _stray(text: str, at: int, last: int, end: int) -> int | None:
    """Return where the words begin that a closing mark without an opening one may belong to.

    They are a whole sentence directly behind another quotation ('"A lot." Many countries.”').
    """
    words = text[last:at]
    begin = last + len(words) - len(words.lstrip())
    whole = words.strip()[:1].isupper() and words.rstrip()[-1:] in ".?!" and begin > last
    behind = last > 0 and text[last - 1] in '”"»'
    return begin if whole and behind and at - begin <= LONGEST_STRAY and at < end else None
