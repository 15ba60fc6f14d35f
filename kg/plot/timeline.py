"""What happened when: time to scale on the left, the words of the articles on the right."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kg.plot.canvas import (
    Canvas,
    Plot,
    drawing,
    first_of,
    lines_of,
    nothing,
    paper,
    query,
    style,
    words,
)
from kg.query import find_entity

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kg.store import Store

# Places from the left, in inches: the scale, dates, marks, words.
_SCALE, _DATE, _MARK, _TEXT = 0.75, 1.15, 2.45, 2.62
_DAYS, _LEAP = 366, 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated thing: `when` in years, `day` as people write it, `look` a key of [dates]."""

    when: float
    date: str
    day: str
    look: str
    text: str
    source: str


def timeline_of(store: "Store", about: str | None) -> Plot:
    """Return the timeline; see `Plots.timeline`."""
    title = words("timeline_title")
    entries = tuple(_entries(store, about))
    if not entries:
        return nothing(title, words("timeline_empty"))
    limit = style()["limits"]["events"]
    shown = entries[:limit]
    left = len(entries) - len(shown)
    notes = (words("timeline_note"), *((words("more", count=left),) if left else ()))
    alt = words("timeline_alt", count=len(shown), first=shown[0].day, last=shown[-1].day)
    alt = " ".join((alt, *(f"{item.day}: {item.text}." for item in shown)))
    return Plot(_draw(title, shown, notes), title, alt)


def _entries(store: "Store", about: str | None) -> Iterator[Entry]:
    """Yield one entry for each date and sentence: several facts of one sentence are one entry."""
    node = None if about is None else find_entity(store, about).value
    rows = [
        row
        for row in store.select(query("timeline")).dicts()
        if node is None or node in (row["what"], row["object"])
    ]
    for _, group in groupby(
        rows, key=lambda row: (str(row["date"]), row["article"], row["sentence"])
    ):
        same = tuple(group)
        row = max(same, key=lambda row: (len(str(row["quote"])), str(row["name"])))
        name, quote = str(row["name"] or ""), str(row["quote"])
        told = quote if _names(quote, name) else f"{name}: {quote}"
        look = str(row["basis"]) if row["basis"] in style()["dates"] else "other"
        date = str(row["date"])
        source = "" if look == "article" else str(row["title"] or "")
        yield Entry(_years(date), date, _day(date), look, told, source)


def _names(quote: str, name: str) -> bool:
    """Tell whether the words name the thing already."""
    return not name or name.casefold() in quote.casefold()


def _years(date: str) -> float:
    """Return an ISO date (negative years, too) as years; a month or year counts from its start.

    >>> _years("2023-07-02")
    2023.5
    """
    sign, plain = (-1, date[1:]) if date.startswith("-") else (1, date)
    parts = [int(part) for part in plain[:10].split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    days = datetime.date(_LEAP, month, day).timetuple().tm_yday - 1
    return round(sign * year + days / _DAYS, 4)


def _day(date: str) -> str:
    """Return an ISO date as people write it.

    >>> _day("2023-01"), _day("2025-02-03")
    ('January 2023', 'February 3, 2025')
    """
    parts = date[:10].split("-")
    if date.startswith("-") or len(parts) == 1:
        return date[:10]
    month = style()["months"]["names"][int(parts[1]) - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{month} {int(parts[2])}, {parts[0]}"


def _draw(title: str, entries: Sequence[Entry], notes: tuple[str, ...]) -> "Figure":
    page, wrap = style()["page"], style()["wrap"]
    texts = [lines_of(entry.text, wrap["event"]) for entry in entries]
    sources = [
        first_of(lines_of(entry.source, wrap["event"]), 1) if entry.source else ()
        for entry in entries
    ]
    rows = [(len(a) + len(b) + 0.7) * page["line"] for a, b in zip(texts, sources, strict=True)]
    body = sum(rows) + 1.6 * page["line"]
    with drawing():
        canvas, figure, top = paper(title, notes, body)
        ends = (top + page["line"] / 2, top + sum(rows) - page["line"])
        _scale(canvas, entries, ends)
        y = top + page["line"] / 2
        for index, entry in enumerate(entries):
            _entry(canvas, entry, y, _place(entry, entries, ends))
            canvas.lines(_TEXT, y, texts[index])
            below = y + len(texts[index]) * page["line"]
            soft = style()["ink"]["soft"]
            canvas.lines(_TEXT, below, sources[index], size=page["small"], color=soft)
            y += rows[index]
        _key(canvas, y + page["line"] * 0.3)
    return figure


def _place(entry: Entry, entries: Sequence[Entry], ends: tuple[float, float]) -> float:
    """Return how far down a date stands on the scale."""
    first, last = entries[0].when, entries[-1].when
    if last <= first:
        return ends[0]
    return ends[0] + (ends[1] - ends[0]) * (entry.when - first) / (last - first)


def _scale(canvas: Canvas, entries: Sequence[Entry], ends: tuple[float, float]) -> None:
    """Draw the line of time, with the years that have room on it."""
    page, ink = style()["page"], style()["ink"]
    canvas.rule((_SCALE, _SCALE), ends, color=ink["text"], linewidth=1.2)
    first, last = int(entries[0].when), int(entries[-1].when)
    steps = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000)
    room = max(1, int((ends[1] - ends[0]) / (page["line"] * 1.2)))
    step = next((step for step in steps if (last - first) / step <= room), steps[-1])
    years = [year for year in range(first, last + 1, step) if year >= entries[0].when - 1]
    for year in years:
        mark = Entry(float(year), "", str(year), "", "", "")
        y = _place(mark, entries, ends)
        if ends[0] - 0.01 <= y <= ends[1] + 0.01:
            canvas.rule((_SCALE - 0.06, _SCALE), (y, y), color=ink["text"])
            canvas.text(_SCALE - 0.1, y, str(year), ha="right", size=page["small"])


def _entry(canvas: Canvas, entry: Entry, y: float, place: float) -> None:
    look = style()["dates"][entry.look]
    canvas.rule((_SCALE, _SCALE + 0.12, _DATE - 0.12, _DATE - 0.03), (place, place, y, y))
    canvas.text(_DATE, y, entry.day, weight="bold")
    canvas.mark(_MARK, y, look["marker"], filled=look["filled"])


def _key(canvas: Canvas, y: float) -> None:
    """Say what the marks mean."""
    page = style()["page"]
    for number, look in enumerate(style()["dates"].values()):
        x = _DATE + number * 1.6
        canvas.mark(x, y, look["marker"], filled=look["filled"], size=5.5)
        canvas.text(x + 0.1, y, look["label"], size=page["small"])
