"""Tables for a terminal, a notebook and a spreadsheet, of text that nobody may trust.

In: names of columns and cells of text. Out: text in which no control or direction character is
left (it could move the cursor, hide words or turn them round), or HTML in which all is escaped.
Not done: no shortening of words; a cell that is too wide goes on in the next line.
"""

import csv
import html
import io
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

# A column is not made narrower than this many characters.
MIN_WIDTH = 12
GAP = "  "
# More rows than this make a page heavy; the notebook says how many are left out.
MAX_HTML_ROWS = 200

# Characters with which a spreadsheet takes a cell for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")
_SPACES = re.compile(r"[\t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
# Controls (C0, DEL, C1), marks of direction (Unicode TR 36, 3.6), and halves of characters.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
# XML 1.0, section 2.2: all that is not a Char.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def neutralize(text: str) -> str:
    r"""Return text that a terminal shows and does not obey; line ends become spaces.

    >>> neutralize("a\x1b[31mb\nc")
    'a\\x1b[31mb c'
    """
    return _UNSAFE.sub(lambda match: _escape(match.group()), _SPACES.sub(" ", text))


def replace_non_xml(text: str) -> str:
    """Return text in which each character that XML 1.0 cannot hold is U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)


def to_text(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, width: int | None = None
) -> str:
    """Return a table in plain text; `width` is that of the terminal in columns, None for any.

    >>> print(to_text(["who"], [["Rubio"]]))
    who
    -----
    Rubio
    """
    table = [[neutralize(cell) for cell in row] for row in (columns, *rows)]
    widths = _fit([max(map(width_of, cells)) for cells in zip(*table, strict=True)], width)
    lines = _to_lines(table[0], widths)
    lines.append(GAP.join("-" * width for width in widths))
    for row in table[1:]:
        lines += _to_lines(row, widths)
    return "\n".join(line.rstrip() for line in lines)


def to_html(columns: Sequence[str], rows: Sequence[Sequence[str]], *, truncated: bool) -> str:
    """Return an HTML table of the first rows, everything escaped."""
    head = "".join(_cell("th", name) for name in columns)
    body = "".join(
        "<tr>" + "".join(_cell("td", cell) for cell in row) + "</tr>"
        for row in rows[:MAX_HTML_ROWS]
    )
    note = f"{len(rows)} rows" + (" (cut off by a limit)" if truncated else "")
    if len(rows) > MAX_HTML_ROWS:
        note += f", the first {MAX_HTML_ROWS} shown"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{note}</p>"


def to_csv(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """Return comma-separated values with line ends of RFC 4180."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def disarm(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP ASVS 5.0, 1.2.10)."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes (wide East Asian characters take two)."""
    if text.isascii():
        return len(text)
    return sum(_width_of_char(char) for char in text)


def _width_of_char(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _fit(widths: Sequence[int], total: int | None) -> list[int]:
    """Return widths that fit into the total, taken from the widest columns first."""
    widths = list(widths)
    if total is None:
        return widths
    excess = sum(widths) + len(GAP) * (len(widths) - 1) - total
    while excess > 0:
        widest = max(range(len(widths)), key=lambda index: widths[index])
        if widths[widest] <= MIN_WIDTH:
            break
        widths[widest] -= 1
        excess -= 1
    return widths


def _to_lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    cells = [_wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
    height = max(map(len, cells), default=0)
    padded = [cell + [""] * (height - len(cell)) for cell in cells]
    return [
        GAP.join(_pad(part, width) for part, width in zip(line, widths, strict=True))
        for line in zip(*padded, strict=True)
    ]


def _wrap(cell: str, width: int) -> list[str]:
    if width_of(cell) <= width:
        return [cell]
    # A wide character takes two columns, so half as many of them go into a line.
    chars = width if width_of(cell) == len(cell) else max(1, width // 2)
    return textwrap.wrap(cell, chars, break_on_hyphens=False) or [""]


def _pad(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def _cell(tag: str, text: str) -> str:
    return f"<{tag}>{html.escape(neutralize(text))}</{tag}>"
