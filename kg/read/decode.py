"""Bytes to text: byte order mark, UTF-8, declared charset, Windows-1252, in this order.

In: bytes and a declared label. Out: the text unchanged (line ends too) and a note where the
encoding was assumed. A byte order mark is not part of the text.
Not done: no guessing by statistics; what no rule decides is refused.
"""

import codecs
import unicodedata
from collections import Counter

from kg.errors import UnreadableSource
from kg.rules import load_rules

# UTF-32 comes first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FALLBACK = "cp1252"
# Prose has no control characters but these; one in a hundred others means no prose.
_ALLOWED_CONTROLS = frozenset("\t\n\v\f\r\x1a\x1b")
_CONTROLS_PER_CHARACTER = 0.01
# Categories of Unicode that hold no writing: unassigned and private use. Any pair of bytes is some
# character of UTF-16, so that binary behind its mark decodes, to one in seven of these.
_NO_WRITING = frozenset({"Cn", "Co"})
_NO_WRITING_PER_CHARACTER = 0.01
# Any byte is some character of Windows-1252. No language that is written in it has so many letters
# with accents; text in an encoding of another script has few others.
_ACCENTED_PER_CHARACTER = 0.3


def decode(name: str, data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """Return text of an article, and a note for the report or None.

    A text that is valid UTF-8 is taken as such whatever is declared: that declarations lie is
    common, that another encoding looks like UTF-8 is not.

    Raises:
        UnreadableSource: binary or undecodable content.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _written(name, _decoded(name, data[len(mark) :], codec)), None
    codec = load_rules("reading").maps["charsets"].get((declared or "").strip().lower(), "")
    if codec.startswith("utf-16"):
        return _written(name, _decoded(name, data, codec)), None
    if b"\0" in data:
        reason = "holds NUL bytes: binary, or UTF-16 without a mark; save it as UTF-8"
        raise UnreadableSource(name, reason)
    try:
        return _checked(name, data.decode("utf-8")), None
    except UnicodeDecodeError as error:
        note = f"byte {error.start} is not UTF-8; read as {declared if codec else 'Windows-1252'}"
    text = _checked(name, _decoded(name, data, codec or _FALLBACK))
    if not codec and sum(char > "\x7f" for char in text) > len(text) * _ACCENTED_PER_CHARACTER:
        reason = "is neither UTF-8 nor Windows-1252, and names no other encoding; save it as UTF-8"
        raise UnreadableSource(name, reason)
    return text, note


def plain(text: str) -> str:
    """Return text without control characters, lone surrogates and noncharacters.

    For formats whose text is extracted (HTML, PDF); a text file stays as it is.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        char
        for char in text
        if char in "\n\t"
        or not (
            char < " "
            or "\x7f" <= char <= "\x9f"
            or "\ud800" <= char <= "\udfff"
            or char in "\ufeff\ufffe\uffff"
        )
    )


def _decoded(name: str, data: bytes, codec: str) -> str:
    """Return decoded bytes, or raise UnreadableSource with the place of the first wrong byte."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} is neither UTF-8 nor {codec}; save it as UTF-8"
        raise UnreadableSource(name, reason) from error


def _written(name: str, text: str) -> str:
    """Return a text decoded by twos or fours of bytes if it is prose; see `_checked`."""
    none = sum(
        count for char, count in Counter(text).items() if unicodedata.category(char) in _NO_WRITING
    )
    if none > len(text) * _NO_WRITING_PER_CHARACTER:
        raise UnreadableSource(name, "holds characters of no writing: binary, not an article")
    return _checked(name, text)


def _checked(name: str, text: str) -> str:
    """Return the text if it is prose, else raise UnreadableSource."""
    if "\0" in text:
        raise UnreadableSource(name, "holds NUL characters: binary, not an article")
    controls = sum(
        (char < " " or char == "\x7f") and char not in _ALLOWED_CONTROLS for char in text
    )
    if controls > len(text) * _CONTROLS_PER_CHARACTER:
        raise UnreadableSource(name, "is full of control characters: binary, not an article")
    return text
