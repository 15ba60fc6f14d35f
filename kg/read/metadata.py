"""Title, publisher, date and address of an article, where its text states them.

In: a draft. Out: the same draft with empty fields filled; what is already there stays.
Not done: nothing is inferred. A rule that finds two different values finds nothing.
Rules: kg/rules/metadata.toml.
"""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from kg.ids import slug_of
from kg.read.draft import Draft
from kg.rules import Rule, load_rules

# Code points. Bylines, datelines and page metadata stand before this; what is behind is prose.
_HEAD_LENGTH = 4000
# Of a longer text only this much of each end is searched for labelled lines.
_END_LENGTH = 100_000
# A headline has words enough that its address cannot name another article.
_TITLE_WORDS = 3
_MORE_NAME_WORDS = 3
_NUMBERED = re.compile(r"^(?:\d+-)?(.*?)(?:-\d+)?(?:\.[a-z]{3,5})?$")
_ISO = re.compile(r"^\d{4}(?:-\d{2})?(?:-\d{2})?$")


def stated(draft: Draft) -> Draft:
    """Return the draft with title, publisher, date and address that its text states."""
    draft = _with_address(draft)
    return replace(
        draft,
        title=draft.title or _only(draft, "title"),
        publisher=draft.publisher or _publisher(draft),
        published=draft.published or _published(draft),
    )


def iso_date(text: str) -> str | None:
    """Return a written date as ISO 8601 (YYYY, YYYY-MM or YYYY-MM-DD), or None if it is none.

    >>> iso_date("Feb. 4, 2025")
    '2025-02-04'
    """
    text = text.strip()
    if _ISO.match(text):
        return text if _is_day((text + "-01-01")[:10]) else None
    regex = load_rules("metadata").rule("metadata/published-label").regex
    hit = regex.search(f"Date: {text}") if regex is not None else None
    return _date_of(hit) if hit is not None else None


def _with_address(draft: Draft) -> Draft:
    """Return the draft with its address, and the title that the address spells, if any."""
    if draft.url is not None:
        return draft
    if labelled := _only(draft, "url", but="metadata/url-line"):
        return replace(draft, url=labelled)
    head = draft.text[:_HEAD_LENGTH]
    titles = {_compact(slug_of(line)): line.strip() for line in reversed(head.splitlines())}
    for rule in _rules("url"):
        for hit in rule.regex.finditer(head) if rule.regex is not None else ():
            slug = _slug_in(hit["url"])
            if slug.count("-") + 1 >= _TITLE_WORDS and _compact(slug) in titles:
                title = draft.title or titles[_compact(slug)]
                return replace(draft, url=hit["url"], title=title)
    return draft


def _published(draft: Draft) -> str | None:
    """Return the date of publication by the first rule that finds exactly one."""
    for rule in _rules("published"):
        if rule.regex is None:
            continue
        found = {_date_of(hit) for hit in rule.regex.finditer(_where(draft, rule))}
        if len(found - {None}) == 1:
            return (found - {None}).pop()
    return None


def _publisher(draft: Draft) -> str | None:
    """Return the publisher; one named by its rights gets the fuller name that the page repeats."""
    name = _only(draft, "publisher")
    if name is None:
        return None
    lines = Counter(line.strip() for line in draft.text[: 2 * _HEAD_LENGTH].splitlines())
    fuller = [
        line
        for line, count in lines.items()
        if count > 1 and line.startswith(f"{name} ") and line.istitle()
        and len(line[len(name) :].split()) <= _MORE_NAME_WORDS
    ]  # fmt: skip
    return max(fuller, key=lambda line: (lines[line], line), default=name)


def _only(draft: Draft, field: str, *, but: str = "") -> str | None:
    """Return the value that the first successful rule for a field finds, if it is only one."""
    for rule in _rules(field):
        if rule.regex is None or rule.id == but:
            continue
        found = {hit[field].strip() for hit in rule.regex.finditer(_where(draft, rule))}
        if len(found) == 1:
            return found.pop()
    return None


def _rules(field: str) -> tuple[Rule, ...]:
    """Return the rules for one field in order of trust."""
    return tuple(rule for rule in load_rules("metadata").rules if rule.extra["field"] == field)


def _where(draft: Draft, rule: Rule) -> str:
    """Return the part of a draft that a rule looks at."""
    if rule.extra["where"] == "url":
        return draft.url or ""
    if rule.extra["where"] == "head":
        return draft.text[:_HEAD_LENGTH]
    if len(draft.text) <= 2 * _END_LENGTH:
        return draft.text
    return f"{draft.text[:_END_LENGTH]}\n{draft.text[-_END_LENGTH:]}"


def _date_of(hit: re.Match[str]) -> str | None:
    """Return the ISO date in a match's groups year, month and day, or None if no such day is."""
    groups = {key.rstrip("23"): part for key, part in hit.groupdict().items() if part}
    months = load_rules("metadata").maps["months"]
    month = months.get(groups["month"][:3].lower(), groups["month"].zfill(2))
    day = f"{groups['year']}-{month}-{groups['day'].zfill(2)}"
    return day if _is_day(day) else None


def _is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar, written YYYY-MM-DD."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _slug_in(url: str) -> str:
    """Return the headline in the last part of an address, without numbers and suffix."""
    try:
        last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""
    hit = _NUMBERED.match(last)
    return hit[1] if hit is not None else ""


def _compact(slug: str) -> str:
    """Return a slug without hyphens: sites differ in where they put them around a genitive."""
    return slug.replace("-", "")
