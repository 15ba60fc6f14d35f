"""Small parts of Markdown: tables, cells, and text in which nothing is markup."""

import re
from collections.abc import Iterable, Sequence

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#])")
_SPACES = re.compile(r"\s+")


def cell(text: str, *, width: int = 400) -> str:
    """Return text for a cell or paragraph, in one line, with nothing in it that is markup."""
    plain = _SPACES.sub(" ", text).strip()
    cut = plain if len(plain) <= width else f"{plain[: width - 1].rstrip()}…"
    return _MARKUP.sub(lambda match: f"&#{ord(match[1])};", cut)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; nothing where it has no row. Cells are Markdown already."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if not lines:
        return ""
    return "\n".join([f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *lines, ""])
