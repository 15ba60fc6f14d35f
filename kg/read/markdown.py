"""Markdown with front matter: `key: value` lines between two lines of three hyphens.

In: bytes. Out: a draft whose text is everything behind the front matter, without the marks of
emphasis ("*Ruiz v. Lyon*"), which are no part of a name; all other markup stays.
A small part of YAML on purpose: one value a line, plain or quoted. Keys that kg does not use may
hold anything; a key that it uses must be right, so that a wrong date is not lost silently.
"""

from urllib.parse import urlsplit

from kg.errors import UnreadableSource
from kg.read.decode import decode
from kg.read.draft import Draft
from kg.read.metadata import iso_date
from kg.rules import load_rules

_FENCES = ("---", "...")
# Front matter is short; a fence that is never closed must not swallow a book.
_MOST_LINES = 200
# Emphasis within emphasis, and that in a third one: nobody writes more.
_MOST_MARKS = 3


def read_markdown(name: str, data: bytes, *, declared: str | None = None) -> Draft:
    """Return the draft of a Markdown file; its first heading is the title if nothing else is.

    Raises:
        UnreadableSource: undecodable content, or front matter that is wrong, with its line.
    """
    text, note = decode(name, data, declared)
    fields, body = _split(name, text)
    body = _unmarked(body)
    if "title" not in fields and (title := _heading(body)) is not None:
        fields["title"] = title
    return Draft(body, notes=(note,) if note is not None else (), **fields)


def _split(name: str, text: str) -> tuple[dict[str, str], str]:
    """Return the fields of the front matter and the text behind it."""
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != _FENCES[0]:
        return {}, text
    for number, line in enumerate(lines[1 : _MOST_LINES + 1], start=2):
        if line.rstrip() in _FENCES:
            return _fields(name, lines[1 : number - 1]), "".join(lines[number:])
    reason = f"line 1: front matter begins with --- but no line within {_MOST_LINES} ends it so"
    raise UnreadableSource(name, reason)


def _fields(name: str, lines: list[str]) -> dict[str, str]:
    """Return the fields that kg uses, checked."""
    book = load_rules("reading")
    one, other = (
        book.rule("reading/front-matter-line").regex,
        book.rule("reading/front-matter-other").regex,
    )
    fields: dict[str, str] = {}
    for number, raw in enumerate(lines, start=2):
        line = raw.rstrip()
        hit = one.match(line) if one is not None else None
        if hit is None:
            if other is None or other.match(line) is None:
                raise UnreadableSource(name, f"line {number}: front matter must be key: value")
            continue
        field = book.maps["front_matter"].get(hit["key"].lower())
        if field is None:
            continue
        if field in fields:
            raise UnreadableSource(name, f"line {number}: {hit['key']} is given twice")
        if value := _value(name, number, hit["key"], hit["value"] or ""):
            fields[field] = _checked(name, number, field, value)
    return fields


def _value(name: str, number: int, key: str, value: str) -> str:
    """Return a plain or quoted value, refusing everything else that YAML knows."""
    foreign = load_rules("reading").rule("reading/front-matter-foreign").regex
    for quote in "\"'":
        if value.startswith(quote):
            if len(value) < 2 or not value.endswith(quote):
                raise UnreadableSource(name, f"line {number}: the quote of {key} is not closed")
            return value[1:-1].replace(f"\\{quote}", quote).replace(quote * 2, quote).strip()
    if foreign is not None and foreign.match(value):
        reason = f"line {number}: {key} must be one plain value; put it in quotes"
        raise UnreadableSource(name, reason)
    return value.strip()


def _checked(name: str, number: int, field: str, value: str) -> str:
    """Return the value of a field in its final form."""
    if field == "published":
        if (day := iso_date(value)) is None:
            reason = f"line {number}: {value[:40]!r} is not a date; write it as 2025-02-04"
            raise UnreadableSource(name, reason)
        return day
    if field == "url" and not _is_address(value):
        raise UnreadableSource(name, f"line {number}: the url must begin with http:// or https://")
    if field == "language":
        return value[:2].lower()
    return value


def _is_address(value: str) -> bool:
    """Tell whether a value is an address on the web."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _unmarked(body: str) -> str:
    """Return a text without the marks of emphasis around words; one may stand within another."""
    regex = load_rules("reading").rule("reading/emphasis").regex
    for _ in range(_MOST_MARKS):
        if regex is None:
            break
        plain = regex.sub(lambda hit: hit["starred"] or hit["lined"], body)
        if plain == body:
            break
        body = plain
    return body


def _heading(body: str) -> str | None:
    """Return the first heading of the first level, or None."""
    regex = load_rules("reading").rule("reading/heading").regex
    hit = regex.search(body) if regex is not None else None
    return hit["title"] if hit is not None else None
