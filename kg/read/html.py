"""Web pages: the article's text by trafilatura, and what the page's metadata states.

In: bytes of a page. Out: a draft. Nothing is fetched; scripts and markup never get into the text.
The page is parsed in a child process with limits, as PDF files are; it stays for the next page.
"""

import html
import json
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import UnreadableSource
from kg.read.child import Child, ChildDied
from kg.read.decode import decode, plain
from kg.read.draft import Draft
from kg.read.metadata import iso_date
from kg.rules import load_rules
from kg.settings import ReadSettings

_CHILD = Path(__file__).with_name("html_child.py")
# The declaration of the charset must stand within the first 1024 bytes; pages are laxer.
_DECLARED_WITHIN = 4096
# Tags of a page, both ends: more than this is no article, and takes minutes.
_MOST_TAGS = 100_000
# Fewer words are a menu, a notice about cookies, or an error page, not an article.
_FEWEST_WORDS = 20


def read_html(
    name: str, data: bytes, settings: ReadSettings, *, declared: str | None = None
) -> Draft:
    """Return the draft of a web page; `declared` is the charset that its server named.

    Raises:
        UnreadableSource: undecodable content, a page without an article, or over the limits.
    """
    head = data[:_DECLARED_WITHIN].decode("ascii", "replace")
    text, note = decode(name, data, declared or _stated_in(head, "charset"))
    if text.count("<") > _MOST_TAGS:
        raise UnreadableSource(name, f"has more than {_MOST_TAGS} tags; save its text instead")
    page = _ask_child(name, plain(_without_control_references(text)), settings)
    body = plain(page.get("text") or "")
    if len(body.split()) < _FEWEST_WORDS:
        reason = "has no article text (a menu, a notice, or a page made by scripts); save its text"
        raise UnreadableSource(name, reason)
    url = page["url"] or ""
    return Draft(
        text=body,
        title=_line(page["title"]),
        publisher=_line(page["sitename"]),
        published=iso_date(page["date"]) if page["date"] else None,
        url=url if url.startswith(("http://", "https://")) else None,
        language=_stated_in(head, "language"),
        notes=(note,) if note is not None else (),
    )


def _without_control_references(text: str) -> str:
    """Return a page in which no reference stands for a control, at which the parser gives up.

    `&#146;`, an apostrophe to every browser, becomes one; `&#1;` goes.
    """
    regex = load_rules("reading").rule("reading/html-control-reference").regex
    return regex.sub(lambda hit: html.unescape(hit[0]), text) if regex is not None else text


@cache
def _child(memory: int, seconds: int) -> Child:
    """Return the child of this process that reads pages within some limits."""
    return Child(_CHILD, memory, seconds)


def _ask_child(name: str, text: str, settings: ReadSettings) -> dict[str, Any]:
    """Return what the child finds in a page: its fields, or nothing."""
    child, seconds = _child(settings.html_bytes, settings.html_seconds), settings.html_seconds
    try:
        answer: dict[str, Any] = json.loads(child.ask(text.encode(), seconds=2 * seconds))
    except ChildDied as error:
        reason = "cannot be read within the limits of time and memory; save its text"
        raise UnreadableSource(name, reason) from error
    if "error" in answer:
        raise UnreadableSource(name, answer["error"])
    return answer


def _stated_in(head: str, what: str) -> str | None:
    """Return the page's declared charset or language, or None."""
    regex = load_rules("reading").rule(f"reading/html-{what}").regex
    hit = regex.search(head) if regex is not None else None
    return hit[what].lower() if hit is not None else None


def _line(text: str | None) -> str | None:
    """Return a text on one line without controls, or None where nothing is left."""
    return " ".join(plain(text or "").split()) or None
