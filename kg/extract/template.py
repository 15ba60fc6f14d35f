"""Relation patterns over text in which mentions stand as typed slots.

A sentence such as "Rubio met with Bukele in San Salvador" is encoded as
`⟨Person=0⟩ met with ⟨Person=1⟩ in ⟨Place=2⟩`, and a template such as
`{Person:subject} met with {Person:object}` is matched against that.
So one pattern serves whatever the names are, with a language model or without.

In a template, `{Type:group}` (or `{Type|Type:group}`) is a slot, `{gap}` up to 40 characters
without slots, `{far}` up to 80 characters with or without slots, both inside of one clause;
`{name}` a word list of the rule file; anything else is a regular expression.
White space is one blank in both; quotation marks and apostrophes are the straight ones.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.rules import Rule, alternation

_SLOT = re.compile(r"\{([A-Z][A-Za-z|]*):([a-z_]+)\}")
_LIST = re.compile(r"\{([a-z_]+)\}")
_GAPS = {"gap": r"[^⟨⟩.;:?!\"]{0,40}?", "far": r"[^.;:?!\"]{0,80}?"}
# Marked examples: "[Person Marco Rubio] met with [Person Nayib Bukele]".
_MARKED = re.compile(r"\[([A-Z][A-Za-z]*) ([^\[\]]+)\]")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


@dataclass(frozen=True, slots=True)
class Slot:
    """A typed span of the article: a mention, a date or a quantity, by its number in a table."""

    start: int
    end: int
    type: str
    number: int


@dataclass(frozen=True, slots=True)
class Encoded:
    """A stretch of text with slots; `offsets[i]` is where encoded character i comes from.

    `offsets` is one longer than `text`: its last item is the end of the stretch.
    """

    text: str
    offsets: tuple[int, ...]


def compile_template(rule: Rule, lists: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Return the regular expression of a template rule, whose slots are groups of numbers."""

    def slot(hit: re.Match[str]) -> str:
        types = "\\w+" if hit[1] == "Any" else f"(?:{hit[1]})"
        return f"⟨{types}=(?P<{hit[2]}>\\d+)⟩"

    def word_list(hit: re.Match[str]) -> str:
        return _GAPS.get(hit[1]) or alternation(tuple(lists[hit[1]]))

    pattern = " ".join(rule.pattern.split())
    return re.compile(_LIST.sub(word_list, _SLOT.sub(slot, pattern)), re.IGNORECASE)


def overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield all hits of a pattern, those too that begin inside of an earlier one."""
    hit = pattern.search(text)
    while hit is not None:
        yield hit
        hit = pattern.search(text, hit.start() + 1)


def encode(text: str, start: int, end: int, slots: Sequence[Slot]) -> Encoded:
    """Return `text[start:end]` with its outermost slots in their place.

    Slots that begin inside of an earlier, longer one are left out; a slot that crosses the border
    of the stretch too.
    """
    parts: list[str] = []
    offsets: list[int] = []
    here = start
    for slot in sorted(slots, key=lambda item: (item.start, -item.end)):
        if slot.start < here or slot.end > end:
            continue
        _plain(text, here, slot.start, parts, offsets)
        mark = f"⟨{slot.type}={slot.number}⟩"
        parts.append(mark)
        offsets.extend([slot.start] * len(mark))
        here = slot.end
    _plain(text, here, end, parts, offsets)
    return Encoded("".join(parts), (*offsets, end))


def _plain(text: str, start: int, end: int, parts: list[str], offsets: list[int]) -> None:
    """Append plain text: blanks folded, quotation marks straight, slot brackets taken out."""
    for position in range(start, end):
        char = text[position].translate(_STRAIGHT)
        if char.isspace():
            if parts and parts[-1] == " ":
                continue
            char = " "
        elif char in "⟨⟩":
            char = " "
        parts.append(char[:1])
        offsets.append(position)


def encode_example(example: str) -> Encoded:
    """Return a marked example of a rule file as if its marks were mentions.

    >>> encode_example("[Person Rubio] met [Person Bukele]").text
    '⟨Person=0⟩ met ⟨Person=1⟩'
    """
    text, slots, shift = "", [], 0
    for number, hit in enumerate(_MARKED.finditer(example)):
        text += example[shift : hit.start()]
        slots.append(Slot(len(text), len(text) + len(hit[2]), hit[1], number))
        text += hit[2]
        shift = hit.end()
    text += example[shift:]
    return encode(text, 0, len(text), slots)
