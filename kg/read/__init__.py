"""Reading: from a file or an address to an `Article` whose text never changes again.

    read_article("a.html") → Article     read_many([...]) → Article | Skip ...
    list_sources(["articles/", "*.md", "-"], stdin=sys.stdin) → names for both

A reader is chosen by scheme and suffix, and the content is looked at too: a file that is not what
its name says is refused with what it is. The id of an article comes from its text, so that the
same text under two names is one article; the pipeline joins the names.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kg.errors import ReadError, UnreadableSource, UnsupportedSource
from kg.ids import DIGEST_LENGTH, sha256_of
from kg.model import Article, ArticleId, Skip
from kg.read.draft import Draft
from kg.read.files import (
    NO_ARTICLE_FOLDER,
    check_name,
    display,
    kind_by_content,
    kind_by_name,
    read_bytes,
)
from kg.read.language import language_of
from kg.read.metadata import stated
from kg.read.sources import is_address, list_sources
from kg.read.url import Web, fetch
from kg.rules import load_rules
from kg.settings import ReadSettings

__all__ = ["Web", "content_of", "list_sources", "read_article", "read_many"]

logger = logging.getLogger(__name__)

# The language that the rules and the language model know.
_LANGUAGE = "en"
_DEFAULTS = ReadSettings()
_WEB = Web()
# What servers say where they know nothing about a file.
_UNTOLD = ("", "application/octet-stream", "binary/octet-stream")


def read_article(source: str, *, settings: ReadSettings = _DEFAULTS, web: Web = _WEB) -> Article:
    """Return the article that a file or an address has.

    Its `source` is the file's name without its folder, so that the same articles give the same
    graph wherever they lie, or the address as it was given.

    Raises:
        UnsupportedSource: there is no reader for this kind.
        UnreadableSource: missing, misnamed, broken, encrypted, binary, empty, or too large.
        FetchError: the address may not be fetched or gave no article.
    """
    if is_address(source):
        name, draft = display(source), _from_web(source, settings, web)
    else:
        name, draft = display(Path(source).name), _from_file(source, settings)
    if not draft.text.strip():
        raise UnreadableSource(display(source), "is empty; leave it out")
    if len(draft.text) > settings.max_chars:
        reason = f"has {len(draft.text)} characters, more than {settings.max_chars}; split it"
        raise UnreadableSource(display(source), reason)
    for note in draft.notes:
        logger.warning("%s: %s", display(source), note)
    article = _article(name, stated(draft))
    if article.language not in (None, _LANGUAGE):
        note = "is in another language than English (%s); little is found in it"
        logger.warning(f"%s: {note}", display(source), article.language)
    return article


def content_of(source: str, *, settings: ReadSettings = _DEFAULTS) -> tuple[str, str] | None:
    """Return what decides the article of a file: its name, and the SHA-256 of its content.

    None for an address, whose content only reading it tells.

    Raises:
        UnreadableSource: as `read_article`.
    """
    if is_address(source):
        return None
    data = read_bytes(source, settings.max_bytes)
    return display(Path(source).name), hashlib.sha256(data).hexdigest()


def read_many(
    sources: Iterable[str], *, settings: ReadSettings = _DEFAULTS, web: Web = _WEB
) -> Iterator[Article | Skip]:
    """Yield, in the order of the sources, each article or why it could not be read."""
    for source in sources:
        try:
            yield read_article(source, settings=settings, web=web)
        except ReadError as error:
            yield Skip(display(source), "read", error.reason)


def _from_file(source: str, settings: ReadSettings) -> Draft:
    """Return the draft of a file, which must be what its name says."""
    if Path(source).is_dir():
        reason = f"{NO_ARTICLE_FOLDER}; name the articles themselves"
        raise UnreadableSource(display(source), reason)
    kind = kind_by_name(source)
    data = read_bytes(source, settings.max_bytes)
    check_name(source, kind, data)
    return _read(display(source), kind, data, settings, None)


def _from_web(source: str, settings: ReadSettings, web: Web) -> Draft:
    """Return the draft of an address; its content decides where the server names no type."""
    got = fetch(source, settings=settings, web=web)
    found = kind_by_content(got.data)
    kind = load_rules("reading").maps["media_types"].get(got.media_type, "")
    if found != "text" or got.media_type in _UNTOLD:
        kind = found
    if not kind:
        reason = f"is {display(got.media_type)}; kg reads pages, text and PDF files"
        raise UnsupportedSource(display(source), reason)
    draft = _read(display(source), kind, got.data, settings, got.charset)
    return draft if draft.url is not None else replace(draft, url=got.url)


def _read(name: str, kind: str, data: bytes, settings: ReadSettings, declared: str | None) -> Draft:
    """Return the draft that the reader of a kind makes of some bytes."""
    if kind == "pdf":
        from kg.read.pdf import read_pdf

        return read_pdf(name, data, settings)
    if kind == "html":
        from kg.read.html import read_html

        return read_html(name, data, settings, declared=declared)
    if kind == "markdown":
        from kg.read.markdown import read_markdown

        return read_markdown(name, data, declared=declared)
    if kind == "text":
        from kg.read.text import read_text

        return read_text(name, data, declared=declared)
    raise UnsupportedSource(name, f"holds {kind}; kg reads text, Markdown, HTML and PDF")


def _article(name: str, draft: Draft) -> Article:
    """Return the article of a draft, with the id of its text."""
    sha256 = sha256_of(draft.text)
    return Article(
        id=ArticleId(f"article/{sha256[:DIGEST_LENGTH]}"),
        source=name,
        sha256=sha256,
        text=draft.text,
        sources=(name,),
        title=draft.title,
        publisher=draft.publisher,
        published=draft.published,
        url=draft.url,
        language=draft.language or language_of(draft.text),
    )
