"""Web pages: the article's text by trafilatura, and what the page's metadata states.

In: bytes of a page. Out: a draft. Nothing is fetched; scripts and markup never get into the text.
"""

import html
from typing import Any

from kg.errors import UnreadableSource
from kg.read.decode import decode, plain
from kg.read.draft import Draft
from kg.read.metadata import iso_date
from kg.rules import load_rules

# The declaration of the charset must stand within the first 1024 bytes; pages are laxer.
_DECLARED_WITHIN = 4096
# Tags of a page, both ends: more than this is no article, and takes minutes.
_MOST_TAGS = 100_000
# Fewer words are a menu, a notice about cookies, or an error page, not an article.
_FEWEST_WORDS = 20
# `max_date` keeps the clock out: the default is today.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2200-01-01"}


def read_html(name: str, data: bytes, *, declared: str | None = None) -> Draft:
    """Return the draft of a web page; `declared` is the charset that its server named.

    Raises:
        UnreadableSource: undecodable content, or a page without an article.
    """
    head = data[:_DECLARED_WITHIN].decode("ascii", "replace")
    text, note = decode(name, data, declared or _stated_in(head, "charset"))
    if text.count("<") > _MOST_TAGS:
        raise UnreadableSource(name, f"has more than {_MOST_TAGS} tags; save its text instead")
    page = _extract(name, plain(_without_control_references(text)))
    if page is None or len((page.text or "").split()) < _FEWEST_WORDS:
        reason = "has no article text (a menu, a notice, or a page made by scripts); save its text"
        raise UnreadableSource(name, reason)
    return Draft(
        text=plain(page.text),
        title=_line(page.title),
        publisher=_line(page.sitename),
        published=iso_date(page.date) if page.date else None,
        url=page.url if (page.url or "").startswith(("http://", "https://")) else None,
        language=_stated_in(head, "language"),
        notes=(note,) if note is not None else (),
    )


def _without_control_references(text: str) -> str:
    """Return a page in which no reference stands for a control, at which the parser gives up.

    `&#146;`, an apostrophe to every browser, becomes one; `&#1;` goes.
    """
    regex = load_rules("reading").rule("reading/html-control-reference").regex
    return regex.sub(lambda hit: html.unescape(hit[0]), text) if regex is not None else text


def _extract(name: str, text: str) -> Any:
    """Return what trafilatura finds, or None."""
    import trafilatura

    try:
        return trafilatura.bare_extraction(
            text,
            with_metadata=True,
            include_comments=False,
            date_extraction_params=_DATES,
        )
    except Exception as error:  # a parser of hostile input; what it may raise is not documented
        reason = f"cannot be parsed ({type(error).__name__}); save the page again, or its text"
        raise UnreadableSource(name, reason) from error


def _stated_in(head: str, what: str) -> str | None:
    """Return the page's declared charset or language, or None."""
    regex = load_rules("reading").rule(f"reading/html-{what}").regex
    hit = regex.search(head) if regex is not None else None
    return hit[what].lower() if hit is not None else None


def _line(text: str | None) -> str | None:
    """Return a text on one line without controls, or None where nothing is left."""
    return " ".join(plain(text or "").split()) or None
