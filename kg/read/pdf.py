"""PDF files: their text layer, read by pypdf in a child process with limits.

In: bytes of a PDF file. Out: a draft whose lines are joined to paragraphs again.
Why a child: files that make a PDF parser loop, fill the memory, or crash turn up every month.
Not done: no text recognition of scanned pages, and no reading order beyond that of the file.
"""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from kg.errors import UnreadableSource
from kg.read.decode import plain
from kg.read.draft import Draft
from kg.settings import ReadSettings

_CHILD = Path(__file__).with_name("pdf_child.py")
# A line this long, compared with the longest of its page, runs on in the next one.
_FULL_LINE = 0.7
_LINE_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad]$")
_TITLE_WITHIN = 2000


def read_pdf(name: str, data: bytes, settings: ReadSettings) -> Draft:
    """Return the draft of a PDF file.

    Raises:
        UnreadableSource: encrypted, broken, without text, or over the limits; or pypdf is missing.
    """
    if importlib.util.find_spec("pypdf") is None:
        raise UnreadableSource(name, "PDF files need pypdf; run: pip install 'kg[pdf]'")
    answer = _ask_child(name, data, settings)
    if "error" in answer:
        raise UnreadableSource(name, str(answer["error"]))
    pages = [unwrap(plain(page)) for page in answer["pages"]]
    text = "\n\n".join(page for page in pages if page)
    if not text.strip():
        reason = "has no text layer (scanned pages?); run text recognition on it first"
        raise UnreadableSource(name, reason)
    return Draft(text, title=_title(answer["title"], text))


def unwrap(page: str) -> str:
    r"""Return the text of a page with the lines of each paragraph joined.

    >>> unwrap("The court decided that the or-\nder may stand.\nNext.")
    'The court decided that the order may stand.\nNext.'
    """
    lines = [" ".join(line.split()) for line in page.split("\n")]
    longest = max(map(len, lines), default=0)
    joined: list[str] = []
    runs_on = False
    for line in lines:
        if runs_on and line:
            before = joined.pop()
            hyphen = _LINE_HYPHEN.search(before) if line[0].islower() else None
            joined.append(before[:-1] + line if hyphen else f"{before} {line}")
        else:
            joined.append(line)
        runs_on = len(line) >= longest * _FULL_LINE and bool(line)
    return "\n".join(joined).strip()


def _ask_child(name: str, data: bytes, settings: ReadSettings) -> dict[str, Any]:
    """Return what the child found out about a file: pages and title, or an error."""
    limits = (settings.pdf_bytes, settings.pdf_seconds, settings.max_chars)
    # Isolated mode: neither the folder of the articles nor this package shadows a module.
    command = [sys.executable, "-I", str(_CHILD), *(str(limit) for limit in limits)]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program; the file comes by standard input
            command, input=data, capture_output=True, timeout=2 * settings.pdf_seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        reason = f"took longer than {2 * settings.pdf_seconds} s to read; save it again as PDF"
        raise UnreadableSource(name, reason) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        reason = "cannot be read within the limits of time and memory; save it again as PDF"
        raise UnreadableSource(name, reason) from error
    return dict(answer)


def _title(title: str | None, text: str) -> str | None:
    """Return the document's title if the first page has it too; many are left from a template."""
    title = " ".join(plain(title or "").split())
    begin = " ".join(text[:_TITLE_WITHIN].split())
    return title if title and title.casefold() in begin.casefold() else None
