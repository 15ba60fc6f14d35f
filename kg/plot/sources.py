"""Which facts stand in several articles, how each puts them, and how many sources that makes."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
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
from kg.vocab import id_of, load_terms

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kg.store import Store
    from kg.store.terms import Value

# Inches from the left: where the columns begin; the height of the heads.
_FIRST, _LAST, _HEAD = 3.35, 0.75, 1.65
# With more articles than this a head has one line only.
_ROOMY = 7

Row = Mapping[str, "Value | None"]


@dataclass(frozen=True, slots=True)
class Shared:
    """A fact of several articles: how each puts it, and how many independent sources that is."""

    text: str
    statuses: Mapping[str, tuple[str, ...]]
    independent: int


def sources_of(store: "Store") -> Plot:
    """Return the plot of sources; see `Plots.sources`."""
    title = words("sources_title")
    rows = store.select(query("sources")).dicts()
    by_fact: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        by_fact[row["subject"], row["relation"], row["object"]].append(row)
    several = [own for own in by_fact.values() if len({row["article"] for row in own}) > 1]
    if not several:
        return nothing(title, words("sources_empty"))
    names = {str(row["article"]): _name(row) for row in rows}
    order = sorted(names, key=lambda key: (names[key], key))
    facts = sorted(map(_shared, several), key=lambda fact: (
        -fact.independent, -len(fact.statuses), fact.text))  # fmt: skip
    limits = style()["limits"]
    shown, columns = facts[: limits["facts"]], order[: limits["articles"]]
    alone = Counter(str(own[0]["article"]) for own in by_fact.values() if own not in several)
    left = len(facts) - len(shown) + len(order) - len(columns)
    notes = (words("sources_note"), *((words("more", count=left),) if left else ()))
    figure = _draw(title, shown, {key: (names[key], alone[key]) for key in columns}, notes)
    return Plot(figure, title, _alt(shown, names))


def _name(row: Row) -> str:
    """Return what an article is called: its title, else its file."""
    return str(row["title"] or PurePosixPath(str(row["source"])).stem)


def _shared(rows: Sequence[Row]) -> Shared:
    """Return one fact with all articles that have it."""
    first = rows[0]
    relation = str(first["relation"]).rpartition("#")[2]
    terms = load_terms()
    verb = terms[relation].label if relation in terms else relation
    subject = first["subjectName"] or id_of(str(first["subject"]))
    value = first["objectName"] or first["object"]
    statuses: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        statuses[str(row["article"])].add(str(row["status"]).rpartition("#")[2])
    independent = max(int(str(row["independent"] or 1)) for row in rows)
    ranked = {key: tuple(s for s in style()["statuses"] if s in own)
              for key, own in statuses.items()}  # fmt: skip
    return Shared(f"{subject} {verb} {value}", ranked, independent)


def _alt(facts: Sequence[Shared], names: Mapping[str, str]) -> str:
    unit = words("independent")
    told = (f"{fact.text}: {len(fact.statuses)} articles, {fact.independent} {unit}."
            for fact in facts)  # fmt: skip
    return " ".join((words("sources_alt", facts=len(facts), articles=len(names)), *told))


def _draw(
    title: str,
    facts: Sequence[Shared],
    articles: Mapping[str, tuple[str, int]],
    notes: tuple[str, ...],
) -> "Figure":
    page, wrap = style()["page"], style()["wrap"]
    texts = [first_of(lines_of(fact.text, wrap["fact"]), 3) for fact in facts]
    rows = [(len(lines) + 0.8) * page["line"] for lines in texts]
    body = _HEAD + sum(rows) + page["line"] * 4.2
    step = (page["width"] - _FIRST - _LAST) / max(len(articles), 5)
    places = {key: _FIRST + (number + 0.5) * step for number, key in enumerate(articles)}
    with drawing():
        canvas, figure, top = paper(title, notes, body)
        _heads(canvas, articles, places, top + _HEAD)
        y = top + _HEAD
        for fact, lines, height in zip(facts, texts, rows, strict=True):
            _row(canvas, fact, lines, y, places)
            y += height
        _alone(canvas, articles, places, y)
        _key(canvas, y + page["line"] * 3.4)
    return figure


def _heads(
    canvas: Canvas,
    articles: Mapping[str, tuple[str, int]],
    places: Mapping[str, float],
    base: float,
) -> None:
    """Set the names of the articles, upright, over their columns."""
    page, width = style()["page"], style()["wrap"]["column"]
    room = 2 if len(places) <= _ROOMY else 1
    for key, x in places.items():
        name = "\n".join(first_of(lines_of(articles[key][0], width), room))
        canvas.axes.text(x, base - 0.08, name, rotation=90, ha="center", va="bottom",
                         size=page["small"], parse_math=False, linespacing=1.1)  # fmt: skip
    canvas.text(page["width"] - page["margin"], base - 0.1, words("independent"), ha="right",
                size=page["small"], weight="bold")  # fmt: skip


def _row(
    canvas: Canvas, fact: Shared, lines: tuple[str, ...], y: float, places: Mapping[str, float]
) -> None:
    """Draw one fact: its words, a mark for each article, and the number of sources."""
    page = style()["page"]
    right = page["width"] - page["margin"]
    canvas.rule((page["margin"], right), (y, y))
    canvas.lines(page["margin"], y + page["line"] * 0.9, lines)
    middle = y + (len(lines) + 0.8) * page["line"] / 2
    for key, x in places.items():
        looks = [style()["statuses"][status] for status in fact.statuses.get(key, ())]
        for number, look in enumerate(looks):
            shift = (number - (len(looks) - 1) / 2) * 0.14
            canvas.mark(x + shift, middle, look["marker"], filled=look["filled"])
    canvas.text(right - 0.2, middle, str(fact.independent), ha="center", weight="bold")


def _alone(
    canvas: Canvas,
    articles: Mapping[str, tuple[str, int]],
    places: Mapping[str, float],
    y: float,
) -> None:
    """Say how many facts each article has for itself."""
    page, ink = style()["page"], style()["ink"]
    right = page["width"] - page["margin"]
    canvas.rule((page["margin"], right), (y, y), color=ink["text"], linewidth=1.0)
    canvas.text(page["margin"], y + page["line"], words("only_here"), color=ink["soft"])
    for key, x in places.items():
        canvas.text(x, y + page["line"], str(articles[key][1]), ha="center", color=ink["soft"])


def _key(canvas: Canvas, y: float) -> None:
    """Say what the marks mean."""
    page = style()["page"]
    for number, look in enumerate(style()["statuses"].values()):
        x = page["margin"] + 0.06 + number * 1.62
        canvas.mark(x, y, look["marker"], filled=look["filled"], size=5.5)
        canvas.text(x + 0.1, y, look["label"], size=page["small"])
