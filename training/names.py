"""Names: spans of words with the labels they may have, made finer, and as bit fields for the loss.

GUM marks mentions, not names: here a mention that a proper noun heads is cut to its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from training.corpora import Block, Token

# Order of the labels in the bit field: "O", then B and I of each; must match ``labels.toml``.
ORDER = ("Person", "Organization", "Place", "Event", "Work", "Group", "Misc")
TAGS = ("O", *(f"{prefix}-{name}" for name in ORDER for prefix in "BI"))
OPEN = (1 << len(TAGS)) - 1
_ENTITY = re.compile(r"\((\d+)(?:\[\d+/\d+\])?-([a-z]+)-[^()]*|(\d+)(?:\[\d+/\d+\])?\)|\)")


class Span(NamedTuple):
    """Words ``[start, end)`` of a sentence that are a name with one of `labels`."""

    start: int
    end: int
    labels: tuple[str, ...]


def to_masks(length: int, spans: Iterable[Span], unknown: Iterable[int]) -> tuple[int, ...]:
    """Return for each word the bit field of tags (see ``TAGS``) that may be right."""
    masks = [1] * length
    for place in unknown:
        masks[place] = OPEN
    for span in sorted(spans, key=lambda found: found.start - found.end):
        if any(masks[place] not in (1, OPEN) for place in range(span.start, span.end)):
            continue
        for place in range(span.start, span.end):
            prefix = "B" if place == span.start else "I"
            masks[place] = sum(1 << TAGS.index(f"{prefix}-{name}") for name in span.labels)
    return tuple(masks)


def demonyms_of(blocks: Iterable[Block]) -> frozenset[str]:
    """Return the capitalized adjectives of the treebanks ("American", "Shiite"), by their lemma."""
    found = set()
    for block in blocks:
        for place, token in enumerate(block.tokens):
            is_capital = token.form[:1].isupper() and token.form[1:].islower()
            is_adjective = token.upos == "ADJ" and token.xpos == "JJ"
            if is_adjective and place and is_capital and token.lemma[:1].isupper():
                found |= {token.form, token.form + "s"}
    return frozenset(found)


def refine(words: Sequence[str], span: Span, groups: frozenset[str], table: dict[str, Any]) -> Span:
    """Return `span` with finer labels where its words tell (a demonym, "... War", quotes)."""
    is_coarse = len(span.labels) > 1
    if span.end - span.start == 1 and words[span.start] in groups:
        return span._replace(labels=("Group",)) if is_coarse or span.labels == ("Place",) else span
    if not is_coarse:
        return span
    heads = {words[span.end - 1].lower(), words[span.start].lower()}
    for label in ("Event", "Work", "Misc"):
        if label in span.labels and heads & set(table[label.lower()]):
            return span._replace(labels=(label,))
    before, after = words[max(span.start - 1, 0)], words[min(span.end, len(words) - 1)]
    if before in table["quotes"] and after in table["quotes"] and "Work" in span.labels:
        return span._replace(labels=("Work",))
    return span


def gum_names(
    block: Block, groups: frozenset[str], table: dict[str, Any]
) -> tuple[list[Span], list[int]]:
    """Return the names of a GUM sentence and the words of which nothing is known."""
    tokens = block.tokens
    spans, taken, times = [], set[int](), set[int]()
    for start, end, kind in sorted(mentions_of(tokens), key=lambda m: m[0] - m[1]):
        if kind in table["gum_genres"]["not_names"]:
            times |= set(range(start, end))
        if kind not in table["gum"]:
            continue
        name = cut_to_name(tokens, start, end, kind, table["refine"])
        if name is not None and not taken & set(range(*name)):
            if {token.form.lower() for token in tokens[slice(*name)]} & set(
                table["refine"]["plain"]
            ):
                continue
            taken |= set(range(*name))
            spans.append(Span(*name, tuple(table["gum"][kind])))
    words = [token.form for token in tokens]
    spans = [refine(words, span, groups, table["refine"]) for span in spans]
    unknown = []
    for place, token in enumerate(tokens):
        if place in taken or place in times:
            continue
        if token.form in groups and place:
            spans.append(Span(place, place + 1, ("Group",)))
        elif _is_nameish(tokens, place) and token.form.lower() not in table["refine"]["titles"]:
            unknown.append(place)
    return spans, unknown


def mentions_of(tokens: Sequence[Token]) -> list[tuple[int, int, str]]:
    """Return start, end and kind of the mentions that column ten of GUM opens and closes."""
    found: list[tuple[int, int, str]] = []
    opened: list[tuple[str, int, str]] = []
    for place, token in enumerate(tokens):
        fields = dict(part.partition("=")[::2] for part in token.misc.split("|"))
        for match in _ENTITY.finditer(fields.get("Entity", "")):
            if match[1]:
                opened.append((match[1], place, match[2]))
                continue
            ids = [entry for entry in opened if match[3] in (None, entry[0])]
            if ids:
                opened.remove(ids[-1])
                found.append((ids[-1][1], place + 1, ids[-1][2]))
    return found


def cut_to_name(
    tokens: Sequence[Token], start: int, end: int, kind: str, table: dict[str, Any]
) -> tuple[int, int] | None:
    """Return the words of a mention that are its name, or ``None`` where no name heads it."""
    heads = [p for p in range(start, end) if not start < tokens[p].head <= end]
    if len(heads) != 1 or tokens[heads[0]].upos != "PROPN":
        return None
    if kind == "person":
        return _cut_to_person(tokens, heads[0], end, table)
    first, last = heads[0], heads[0]
    joints = table["joints"]
    while (step := _reach(tokens, first, -1, start, end, joints)) is not None:
        first = step
    while (step := _reach(tokens, last, 1, start, end, joints)) is not None:
        last = step
    return first, last + 1


def _cut_to_person(
    tokens: Sequence[Token], head: int, end: int, table: dict[str, Any]
) -> tuple[int, int] | None:
    """Return the head of a person's mention with its ``flat`` words, the titles before it cut.

    "NASA Administrator Charles Bolden" gives "Charles Bolden", "the Chairman" nothing.
    """
    flat = [place for place in range(head + 1, end) if _is_flat(tokens, place, head)]
    first, last = head, max(flat, default=head)
    while first <= last and tokens[first].form.lower() in table["titles"]:
        first += 1
    return (first, last + 1) if first <= last else None


def _is_flat(tokens: Sequence[Token], place: int, head: int) -> bool:
    return tokens[place].rel.startswith("flat") and tokens[place].head == head + 1


def _reach(
    tokens: Sequence[Token], place: int, step: int, start: int, end: int, joints: Sequence[str]
) -> int | None:
    """Return the next word of the name in one direction, over at most two joining words."""
    for distance in (1, 2, 3):
        there = place + step * distance
        if not start <= there < end:
            return None
        if _is_nameish(tokens, there):
            return there
        if tokens[there].form.lower() not in (*joints, "-"):
            return None
    return None


def _is_nameish(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.upos == "PROPN" or token.xpos in ("NNP", "NNPS"):
        return True
    return place > 0 and token.form[:1].isupper() and token.upos in ("ADJ", "NOUN", "NUM", "VERB")
