"""Dates in an article, as ISO 8601 values with what they rest on.

In: an article's context. Out: spans with their value, precision and basis: "stated" where the text
has all of it, "relative" where the article's own date was needed ("Tuesday", "last November").
A relative date in an article without a date of its own is not resolved and left out.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kg.extract.context import Context
from kg.rules import load_rules

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A month and day that lie further ahead than this belong to the year before.
_AHEAD = timedelta(days=180)
_NEAR = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_YEARS = {"last": -1, "this": 0, "next": 1}


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date at its place; `value` is YYYY, YYYY-MM or YYYY-MM-DD, `precision` says which.

    `basis` is "stated" or "relative".
    """

    start: int
    end: int
    text: str
    value: str
    precision: str
    basis: str


def find_dates(context: Context) -> tuple[DateSpan, ...]:
    """Return the dates of an article in text order; of overlapping ones the longest."""
    text = context.article.text
    anchor = _anchor(context.article.published)
    found: list[DateSpan] = []
    for rule in load_rules("dates").rules:
        if rule.regex is None:
            continue
        for hit in rule.regex.finditer(text):
            value = _READERS[rule.id](hit, anchor)
            if value is not None:
                basis = "stated" if rule.id in _STATED else "relative"
                precision = ("year", "month", "day")[value.count("-")]
                found.append(DateSpan(*hit.span(), hit[0], value, precision, basis))
    return tuple(_without_overlaps(found))


def _without_overlaps(found: list[DateSpan]) -> Iterator[DateSpan]:
    """Yield spans in order, the longest of those that overlap."""
    kept: list[DateSpan] = []
    taken: set[int] = set()
    for item in sorted(found, key=lambda span: (span.start - span.end, span.start, span.value)):
        # What was kept before is longer: it holds one end of whatever it overlaps.
        if item.start not in taken and item.end - 1 not in taken:
            kept.append(item)
            taken.update(range(item.start, item.end))
    yield from sorted(kept, key=lambda span: span.start)


def _anchor(published: str | None) -> date | None:
    """Return the day of publication, None where the day is not known."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _month(name: str) -> int:
    """Return the number of a month from its name or digits."""
    return int(name) if name.isdigit() else _MONTHS.index(name[:3].lower()) + 1


def _full(hit: re.Match[str], anchor: date | None) -> str | None:
    """Return a date that the text states to the day; None for a day that no calendar has."""
    del anchor
    try:
        return date(int(hit["year"]), _month(hit["month"]), int(hit["day"])).isoformat()
    except ValueError:
        return None


def _month_year(hit: re.Match[str], anchor: date | None) -> str:
    """Return a month."""
    del anchor
    return f"{int(hit['year']):04}-{_month(hit['month']):02}"


def _year(hit: re.Match[str], anchor: date | None) -> str:
    """Return a year."""
    del anchor
    return hit["year"]


def _month_day(hit: re.Match[str], anchor: date | None) -> str | None:
    """Return month and day in the year of publication, or in the one before if far ahead."""
    if anchor is None:
        return None
    try:
        day = date(anchor.year, _month(hit["month"]), int(hit["day"]))
        return (day.replace(year=day.year - 1) if day - anchor > _AHEAD else day).isoformat()
    except ValueError:
        return None


def _weekday(hit: re.Match[str], anchor: date | None) -> str | None:
    """Return the last such weekday up to the publication."""
    if anchor is None:
        return None
    wanted = load_rules("dates").lists["weekdays"].index(hit["weekday"])
    return (anchor - timedelta(days=(anchor.weekday() - wanted) % 7)).isoformat()


def _last_month(hit: re.Match[str], anchor: date | None) -> str | None:
    """Return the latest such month that was over at the publication."""
    if anchor is None:
        return None
    month = _month(hit["month"])
    return f"{anchor.year - (month >= anchor.month):04}-{month:02}"


def _counted_year(hit: re.Match[str], anchor: date | None) -> str | None:
    """Return a year counted from the publication."""
    return None if anchor is None else f"{anchor.year + _YEARS[hit['word'].lower()]:04}"


def _near(hit: re.Match[str], anchor: date | None) -> str | None:
    """Return a day counted from the publication."""
    if anchor is None:
        return None
    return (anchor + timedelta(days=_NEAR[hit["word"].lower()])).isoformat()


_READERS: Mapping[str, Callable[[re.Match[str], date | None], str | None]] = {
    "date.us": _full,
    "date.world": _full,
    "date.iso": _full,
    "date.month-year": _month_year,
    "date.month-day": _month_day,
    "date.day-month": _month_day,
    "date.year": _year,
    "date.weekday": _weekday,
    "date.last-month": _last_month,
    "date.last-year": _counted_year,
    "date.near": _near,
}
_STATED = frozenset({"date.us", "date.world", "date.iso", "date.month-year", "date.year"})
