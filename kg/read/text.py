"""Plain text: the file decoded, with nothing changed; a byte order mark is not part of it."""

from kg.read.decode import decode
from kg.read.draft import Draft


def read_text(name: str, data: bytes, *, declared: str | None = None) -> Draft:
    """Return the draft of a text file.

    Raises:
        UnreadableSource: binary or undecodable content.
    """
    text, note = decode(name, data, declared)
    return Draft(text, notes=(note,) if note is not None else ())
