"""Who stands where on a proposal: speakers by stance, a square for the share of statements."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
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
from kg.vocab import id_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kg.store import Store
    from kg.store.terms import Value

# Inches: where the columns begin, how wide each is, and the height of a row.
_FIRST, _COLUMN, _ROW = 2.1, 0.98, 0.36
_SQUARE = 0.3

Row = Mapping[str, "Value | None"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker: how many statements of each stance, in how many articles."""

    name: str
    counts: Mapping[str, int]
    articles: int


def positions_of(store: "Store", target: str | None) -> Plot:
    """Return the plot of positions; see `Plots.positions`."""
    rows = store.select(query("positions")).dicts()
    targets = Counter[str]()
    for row in rows:
        if not str(row["stance"]).endswith("#Neutral"):
            targets[str(row["target"])] += int(str(row["statements"]))
    chosen = (
        find_entity(store, target).value
        if target
        else max(sorted(targets), key=targets.__getitem__, default=None)
    )
    own = [row for row in rows if row["target"] == chosen]
    name = str((own[0]["targetName"] or id_of(str(chosen))) if own else target or "")
    title = words("positions_title", target=name or "…")
    if not own:
        return nothing(title, words("positions_empty"))
    speakers = _speakers(own)
    shown = speakers[: style()["limits"]["speakers"]]
    notes = [words("statements"), words("stance_limit")]
    if left := len(speakers) - len(shown):
        notes.append(words("more", count=left))
    if others := len(targets.keys() - {chosen}):
        notes.append(words("positions_more", count=others))
    return Plot(_draw(title, shown, tuple(notes)), title, _alt(name, shown))


def _speakers(rows: Sequence[Row]) -> tuple[Speaker, ...]:
    """Return the speakers, who takes sides first, then by name."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    articles: defaultdict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for row in rows:
        who = str(row["speaker"])
        names[who] = min(str(row["name"]), names.get(who, str(row["name"])))
        counts[who][str(row["stance"]).rpartition("#")[2]] += int(str(row["statements"]))
        articles[who].add(str(row["article"]))
    speakers = [Speaker(names[who], counts[who], len(articles[who])) for who in sorted(counts)]
    return tuple(sorted(speakers, key=_rank))


def _rank(speaker: Speaker) -> tuple[bool, float, int, str]:
    """Return the place of a speaker: against before in favor, much before little."""
    counts = speaker.counts
    sided = counts.get("Opposes", 0) + counts.get("Conditional", 0) + counts.get("Supports", 0)
    balance = (counts.get("Supports", 0) - counts.get("Opposes", 0)) / max(1, sided)
    return not sided, balance, -sided, speaker.name


def _alt(target: str, speakers: Sequence[Speaker]) -> str:
    stances = style()["stances"]
    told = [
        f"{speaker.name}: "
        + ", ".join(
            f"{speaker.counts[key]} {look['label']}"
            for key, look in stances.items()
            if speaker.counts.get(key)
        )
        for speaker in speakers
    ]
    return f"{words('positions_alt', speakers=len(speakers), target=target)} {'; '.join(told)}."


def _draw(title: str, speakers: Sequence[Speaker], notes: tuple[str, ...]) -> "Figure":
    page, ink = style()["page"], style()["ink"]
    stances = style()["stances"]
    most = max(max(speaker.counts.values()) for speaker in speakers)
    head = 0.3
    with drawing():
        canvas, figure, top = paper(title, notes, head + len(speakers) * _ROW)
        for column, look in enumerate(stances.values()):
            canvas.text(_FIRST + (column + 0.5) * _COLUMN, top + head / 2, look["label"],
                        ha="center", weight="bold")  # fmt: skip
        right = page["width"] - page["margin"]
        canvas.text(right, top + head / 2, words("articles"), ha="right", size=page["small"])
        for number, speaker in enumerate(speakers):
            upper = top + head + number * _ROW
            canvas.rule((page["margin"], right), (upper, upper))
            _row(canvas, speaker, upper + _ROW / 2, most)
            canvas.text(right - 0.2, upper + _ROW / 2, str(speaker.articles), ha="center",
                        color=ink["soft"])  # fmt: skip
    return figure


def _row(canvas: Canvas, speaker: Speaker, middle: float, most: int) -> None:
    """Draw the name and squares of one speaker."""
    page = style()["page"]
    lines = first_of(lines_of(speaker.name, style()["wrap"]["name"]), 2)
    canvas.lines(page["margin"], middle - (len(lines) - 1) * page["line"] / 2, lines)
    for column, (key, look) in enumerate(style()["stances"].items()):
        count = speaker.counts.get(key, 0)
        if not count:
            continue
        center = _FIRST + (column + 0.5) * _COLUMN
        side = max(0.07, _SQUARE * sqrt(count / most))
        canvas.box(center - 0.1 - side / 2, middle - side / 2, side, side,
                   facecolor=look["fill"], hatch=look["hatch"])  # fmt: skip
        canvas.text(center + 0.12, middle, str(count))
