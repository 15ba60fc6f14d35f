"""Bytes of a file, and what kind of content they are.

In: a path. Out: at most `max_bytes` bytes, or a ReadError that names file, reason and remedy.
Not done: no decoding; a name is never trusted over the content.
"""

import os
import stat
from pathlib import Path

from kg.errors import UnreadableSource, UnsupportedSource
from kg.rules import load_rules

# Magic numbers and the html rule look at no more than this; a PDF header may begin late.
_HEAD_BYTES = 4096
_PDF_HEADER_WITHIN = 1024
NO_ARTICLE_FOLDER = "is a folder without a file that kg reads"


def display(name: str) -> str:
    r"""Return a name that is safe to print on one line: no controls, no bytes that are no text.

    >>> display("a\nb")
    'a\\nb'
    """
    readable = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in readable
    )


def read_bytes(source: str, max_bytes: int) -> bytes:
    """Return the content of a regular file.

    Raises:
        UnreadableSource: missing, not a regular file, not permitted, or larger than `max_bytes`.
    """
    name = display(source)
    try:
        # O_NONBLOCK: opening a FIFO that nobody writes to must not wait for ever.
        handle = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError as error:
        raise UnreadableSource(name, "there is no such file; check the name") from error
    except PermissionError as error:
        raise UnreadableSource(name, "may not be read; check its permissions") from error
    except (OSError, ValueError) as error:
        raise UnreadableSource(name, f"cannot be opened ({_reason(error)})") from error
    # Before `fdopen`, which refuses a folder in words of its own.
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        what = NO_ARTICLE_FOLDER if stat.S_ISDIR(mode) else "is not a regular file"
        raise UnreadableSource(name, f"{what}; name the articles themselves")
    with os.fdopen(handle, "rb", closefd=True) as file:
        try:
            data = file.read(max_bytes + 1)
        except OSError as error:
            raise UnreadableSource(name, f"cannot be read ({_reason(error)})") from error
    check_size(name, len(data), max_bytes)
    return data


def check_size(name: str, size: int, max_bytes: int) -> None:
    """Raise UnreadableSource where `size` is more than `max_bytes`."""
    if size > max_bytes:
        limit = f"{max_bytes / 1e6:g} MB"
        raise UnreadableSource(name, f"is larger than the limit of {limit}; split it or raise it")


def kind_by_name(source: str) -> str:
    """Return the kind of reader that a file's suffix asks for: text, markdown, html, or pdf.

    Raises:
        UnsupportedSource: for a suffix that has no reader, or none at all.
    """
    kinds = load_rules("reading").maps["suffixes"]
    suffix = Path(source).suffix.lower()
    if suffix in kinds:
        return kinds[suffix]
    what = f"files named {display(suffix)}" if suffix else "files without a suffix"
    known = ", ".join(sorted(kinds))
    raise UnsupportedSource(
        display(source), f"kg does not read {what}; convert it to one of {known}"
    )


def kind_by_content(data: bytes) -> str:
    """Return what the bytes are: "pdf", "html", the name of a foreign kind, or "text"."""
    head = data[:_HEAD_BYTES]
    if b"%PDF-" in head[:_PDF_HEADER_WITHIN]:
        return "pdf"
    for magic, kind in load_rules("reading").maps["magic"].items():
        if head.startswith(bytes.fromhex(magic)):
            return kind
    regex = load_rules("reading").rule("reading/html").regex
    text = head.decode("utf-8", "ignore").removeprefix("\ufeff")
    return "html" if regex is not None and regex.search(text) else "text"


def check_name(source: str, named: str, data: bytes) -> None:
    """Raise UnreadableSource where the content is not what the file's name says.

    Text under an HTML name passes: a page may begin with anything.
    """
    found = kind_by_content(data)
    same = {"text": "text", "markdown": "text"}.get(named, named)
    if found == same or (named == "html" and found == "text"):
        return
    suffix = display(Path(source).suffix)
    remedy = f"rename it to .{found}" if found in ("pdf", "html") else "convert it, or leave it out"
    raise UnreadableSource(display(source), f"is named {suffix} but holds {found}; {remedy}")


def _reason(error: Exception) -> str:
    """Return what the system says about an error, without the file's name."""
    return getattr(error, "strerror", None) or str(error)
