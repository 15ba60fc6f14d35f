"""An issue map: the answers to a legal issue, the grounds of each, and who gives them.

Source: the IBIS notation of issues, positions and arguments (W. Kunz, H. Rittel, 1970).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    from kg.store.terms import Value

# Inches from the left: the trunk, the answers, the grounds.
_TRUNK, _ANSWER, _WIDTH, _GROUND = 0.25, 0.45, 1.55, 2.3

_QUOTE_SIGNS = frozenset('"“”')

Row = Mapping[str, "Value | None"]


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground of an answer: the provisions, who gives it how often, and the words of one."""

    name: str
    speakers: Mapping[str, int]
    statements: int
    quote: str


def issue_of(store: "Store", issue: str) -> Plot:
    """Return the plot of an issue; see `Plots.issue`."""
    node = find_entity(store, issue).value
    rows = [row for row in store.select(query("issue")).dicts() if row["issue"] == node]
    name = str(rows[0]["issueName"]) if rows else issue
    title = words("issue_title", issue=name)
    if not rows:
        return nothing(title, words("issue_empty", issue=name))
    answers = {
        answer: _grounds([row for row in rows if row["answer"] == answer])
        for answer in style()["answers"]
        if any(row["answer"] == answer for row in rows)
    }
    alt = words("issue_alt", issue=name, count=len(answers))
    told = (f"{style()['answers'][key]}: {_told(grounds)}." for key, grounds in answers.items())
    return Plot(_draw(title, answers), title, " ".join((alt, *told)))


def _grounds(rows: Sequence[Row]) -> tuple[Ground, ...]:
    """Return the grounds of one answer, those with most statements first."""
    provisions: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        provisions[str(row["argument"])] |= {str(row["provisionName"])} - {"None"}
    by_name: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        names = sorted(provisions[str(row["argument"])])
        by_name[", ".join(names) or words("no_ground")].append(row)
    grounds = []
    for name, own in sorted(by_name.items()):
        spoken = {str(row["statement"]): str(row["name"] or words("article_voice")) for row in own}
        speakers = Counter(spoken.values())
        grounds.append(Ground(name, speakers, len(spoken), _quote(own, speakers)))
    return tuple(sorted(grounds, key=lambda ground: (-ground.statements, ground.name)))


def _quote(rows: Sequence[Row], speakers: Mapping[str, int]) -> str:
    """Return what the first speaker named says: the words nearest to a line in length."""
    first = min(speakers, key=lambda name: (-speakers[name], name))
    own = (str(row["text"]) for row in rows if str(row["name"] or words("article_voice")) == first)
    return min(own, key=lambda text: (abs(len(text) - style()["wrap"]["ground"]), text))


def _told(grounds: Sequence[Ground]) -> str:
    """Return grounds in words."""
    return "; ".join(f"{ground.name} ({_who(ground)})" for ground in grounds)


def _who(ground: Ground) -> str:
    """Return who gives a ground, each with the number of statements."""
    limit = style()["limits"]["names"]
    order = sorted(ground.speakers.items(), key=lambda item: (-item[1], item[0]))
    more = [words("more", count=len(order) - limit)] if len(order) > limit else []
    return ", ".join([f"{name} {count}" for name, count in order[:limit]] + more)


def _draw(title: str, answers: Mapping[str, Sequence[Ground]]) -> "Figure":
    page, limit = style()["page"], style()["limits"]["grounds"]
    blocks = {
        key: [_lines(ground) for ground in grounds[:limit]] for key, grounds in answers.items()
    }
    heights = {
        key: max(4.6, sum(sum(map(len, parts)) + 0.6 for parts in block) + 0.6) * page["line"]
        for key, block in blocks.items()
    }
    left = sum(max(0, len(grounds) - limit) for grounds in answers.values())
    notes = (words("issue_note"), *((words("more", count=left),) if left else ()))
    with drawing():
        canvas, figure, top = paper(title, notes, sum(heights.values()))
        y, last = top, top
        for key, block in blocks.items():
            last = _answer(canvas, key, answers[key], y)
            _block(canvas, block, y)
            y += heights[key]
        canvas.rule((_TRUNK, _TRUNK), (top - page["line"] / 2, last), linewidth=1.2,
                    color=style()["ink"]["text"])  # fmt: skip
    return figure


def _lines(ground: Ground) -> tuple[tuple[str, ...], ...]:
    """Return the lines of a ground: its name, the words of one statement, who gives it."""
    width = style()["wrap"]["ground"]
    quote = ground.quote if _QUOTE_SIGNS & set(ground.quote) else f"“{ground.quote}”"
    return (
        lines_of(ground.name, width),
        first_of(lines_of(quote, width), 3),
        lines_of(_who(ground), width),
    )


def _answer(canvas: Canvas, key: str, grounds: Sequence[Ground], y: float) -> float:
    """Draw the box of an answer and its link to the trunk; return where the link is."""
    page, ink = style()["page"], style()["ink"]
    count = sum(ground.statements for ground in grounds)
    lines = (*lines_of(style()["answers"][key], style()["wrap"]["position"]), f"({count})")
    height = (len(lines) + 0.7) * page["line"]
    canvas.box(_ANSWER, y, _WIDTH, height, linewidth=1.2)
    canvas.lines(_ANSWER + 0.1, y + page["line"] * 0.85, lines, weight="bold")
    middle: float = y + page["line"] * 0.85
    canvas.rule((_TRUNK, _ANSWER), (middle, middle), linewidth=1.2, color=ink["text"])
    return middle


def _block(canvas: Canvas, block: Sequence[tuple[tuple[str, ...], ...]], y: float) -> None:
    """Draw the grounds of an answer, a bracket before each."""
    page, ink = style()["page"], style()["ink"]
    first = y + page["line"] * 0.85
    y = first
    for name, quote, who in block:
        canvas.rule((_ANSWER + _WIDTH, _GROUND - 0.15, _GROUND - 0.15, _GROUND - 0.05),
                    (first, first, y, y))  # fmt: skip
        canvas.lines(_GROUND, y, name, weight="bold")
        y += len(name) * page["line"]
        canvas.lines(_GROUND, y, quote, style="italic")
        y += len(quote) * page["line"]
        canvas.lines(_GROUND, y, who, size=page["small"], color=ink["soft"])
        y += (len(who) + 0.6) * page["line"]
