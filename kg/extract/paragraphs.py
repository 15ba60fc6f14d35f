"""Paragraphs of a text, with lines that were only wrapped put together.

In: a text. Out: the (start, end) of its paragraphs. Nothing is changed.
"""

import re
from itertools import pairwise

# In a text wrapped at a column, most lines that are followed by another reach nearly that far.
WIDEST_WRAPPED = 120
NEARLY_FULL = 0.7
SHARE_FULL = 0.7
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")


def paragraphs_of(text: str) -> tuple[tuple[int, int], ...]:
    r"""Return the paragraphs that hold more than white space, in order, without line ends.

    >>> paragraphs_of("One.\nTwo.")
    ((0, 4), (5, 9))
    """
    lines = [hit.span() for hit in _LINE.finditer(text) if hit[0].strip()]
    if not _is_wrapped(text, lines):
        return tuple(lines)
    found = lines[:1]
    for line in lines[1:]:
        if _is_next_line(text, found[-1], line):
            found[-1] = (found[-1][0], line[1])
        else:
            found.append(line)
    return tuple(found)


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Tell whether the text's lines were broken at a column, paragraphs by empty lines."""
    inner = [
        end - start
        for (start, end), following in pairwise(lines)
        if _is_next_line(text, (start, end), following)
    ]
    if len(inner) < 3 or max(inner) > WIDEST_WRAPPED:
        return False
    widest = max(inner)
    full = sum(length >= NEARLY_FULL * widest for length in inner)
    return full >= SHARE_FULL * len(inner)


def _is_next_line(text: str, earlier: tuple[int, int], later: tuple[int, int]) -> bool:
    """Tell whether a line follows directly on another, without an empty line between."""
    return text[earlier[1] : later[0]] in ("\n", "\r\n", "\r")
