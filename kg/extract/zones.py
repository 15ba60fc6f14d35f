"""Which lines of an article are prose, headings, captions, keywords or page furniture.

In: the text of an article. Out: its lines, each with a kind, so that boilerplate yields few
mentions. Only general features of lines count; nothing is cut from the text.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from kg.rules import load_rules

# A heading has no more words than this; the longest headlines of news sites have about twenty.
_HEADING_WORDS = 20
# A keyword line that is not a list has no more words than this.
_KEYWORD_WORDS = 6
# So many short lines in a row are a menu.
_MENU_LINES = 4
_MENU_WORDS = 4
# Share of longer words with a capital above which a line is set in Title Case.
_TITLE_SHARE = 0.7
# Lines longer than this are prose without a closer look.
_LONGEST_LINE = 400
_END = re.compile(r"[.!;…][”\"'’)\]]*$|[,][”\"]$|[”\"]$")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Zone:
    """One line of an article; `kind` is body, heading, caption, keywords or metadata."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Zones:
    """All lines of an article in order."""

    items: tuple[Zone, ...]
    starts: tuple[int, ...]

    def kind_at(self, offset: int) -> str:
        """Return the kind of the line that holds an offset; "body" outside of all lines."""
        number = bisect_right(self.starts, offset) - 1
        return self.items[number].kind if number >= 0 else "body"


def find_zones(text: str) -> Zones:
    """Return the lines of a text with their kinds; blank lines are left out."""
    lines = [
        (hit.start(), hit.end(), hit.group().strip())
        for hit in re.finditer(r"[^\n]+", text)
        if hit.group().strip()
    ]
    kinds = [_kind_of(line) for _, _, line in lines]
    _mark_menus(lines, kinds)
    items = tuple(
        Zone(start, end, kind) for (start, end, _), kind in zip(lines, kinds, strict=True)
    )
    return Zones(items, tuple(item.start for item in items))


def is_title_case(line: str) -> bool:
    """Tell whether most of the longer words of a line have a capital.

    >>> is_title_case("Court Blocks New Rule"), is_title_case("The court blocked the rule")
    (True, False)
    """
    words = [word for word in _WORD.findall(line) if len(word) > 3]
    return bool(words) and sum(word[0].isupper() for word in words) >= _TITLE_SHARE * len(words)


def _kind_of(line: str) -> str:
    """Return the kind that a line has by itself."""
    if len(line) > _LONGEST_LINE:
        return "body"
    for rule in load_rules("zones").rules:
        if rule.regex is not None and rule.regex.search(line):
            return str(rule.extra["kind"])
    words = _WORD.findall(line)
    if not words:
        return "metadata"
    if line == line.lower() and _is_keywords(line, words):
        return "keywords"
    is_short = len(words) <= _HEADING_WORDS and not _END.search(line)
    if is_short and (is_title_case(line) or line.endswith(("?", ":")) or line.isupper()):
        return "heading"
    return "body"


def _is_keywords(line: str, words: list[str]) -> bool:
    """Tell whether a line in lower case is a keyword or a list of them."""
    if _END.search(line):
        return False
    return len(words) <= _KEYWORD_WORDS or line.count(",") * _KEYWORD_WORDS >= len(words)


def _mark_menus(lines: list[tuple[int, int, str]], kinds: list[str]) -> None:
    """Turn the kinds of long runs of short lines that end without a stop into metadata."""
    run: list[int] = []
    for number in range(len(lines) + 1):
        short = number < len(lines) and (
            kinds[number] in ("metadata", "keywords", "heading")
            and len(lines[number][2].split()) <= _MENU_WORDS
            and not lines[number][2].endswith(("?", ":"))
        )
        if short:
            run.append(number)
            continue
        if len(run) >= _MENU_LINES:
            for item in run:
                if kinds[item] == "heading":
                    kinds[item] = "metadata"
        run = []
