"""Drawings of the ontology as SVG, in the colors of the page, with words for who cannot see."""

import html
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_ROW, _INDENT, _LETTER = 22, 22, 7.4
_SVG = (
    '<div class="diagram"><svg viewBox="0 0 {width} {height}" role="img" aria-label="{words}" '
    'style="max-width: {width}px" font-family="sans-serif" font-size="12" fill="currentColor">'
    "{body}</svg></div>\n"
)
_LINE = '<path d="{path}" fill="none" stroke="currentColor" stroke-opacity="0.6"{end}/>'
_HEAD = (
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
    'orient="auto"><path d="M0 0 L8 4 L0 8 z"/></marker></defs>'
)


def tree(parents: Mapping[str, Sequence[str]]) -> str:
    """Return a drawing of terms, each under the first of its parents, in alphabetical order."""
    lines = list(_lines(parents, None, 0))
    body, last = [], dict[int, int]()
    for row, (depth, name) in enumerate(lines):
        x, y = depth * _INDENT + 8, row * _ROW + 18
        if depth:
            path = f"M{x - 14} {last[depth - 1] + 6} V{y - 4} H{x - 4}"
            body.append(_LINE.format(path=path, end=""))
        last[depth] = y
        body.append(f'<a href="#{name}"><text x="{x}" y="{y}">{html.escape(name)}</text></a>')
    height, words = len(lines) * _ROW + 12, "Tree of all classes; the sections below say the same."
    return _SVG.format(width=520, height=height, words=words, body="".join(body))


def scheme() -> str:
    """Return the drawing of how articles, evidence, statements and things hang together."""
    text = Path(__file__).with_name("diagram.toml").read_text(encoding="utf-8")
    drawn = tomllib.loads(text)
    wide, high = drawn["box"]
    centers = {
        name: (column * 240 + wide / 2 + 10, row * 125 + high / 2 + 14)
        for name, (column, row) in drawn["boxes"].items()
    }
    body = [_HEAD]
    for arrow in drawn["arrow"]:
        ends = centers[arrow["from"]], centers[arrow["to"]]
        body.append(_arrow(*ends, arrow["label"], (wide, high)))
    for name, (x, y) in centers.items():
        left, top = x - wide / 2, y - high / 2
        body.append(
            f'<rect x="{left}" y="{top}" width="{wide}" height="{high}" rx="6" fill="none" '
            f'stroke="currentColor"/><a href="#{name}"><text x="{x}" y="{y + 5}" '
            f'text-anchor="middle" font-size="15">{html.escape(name)}</text></a>'
        )
    words = "; ".join(f"{one['from']} {one['label']} {one['to']}" for one in drawn["arrow"])
    size = {"width": drawn["width"], "height": drawn["height"]}
    return _SVG.format(**size, words=html.escape(words), body="".join(body))


def described() -> set[str]:
    """Return the terms of kg that the drawing names, on boxes and arrows."""
    text = Path(__file__).with_name("diagram.toml").read_text(encoding="utf-8")
    drawn = tomllib.loads(text)
    labels = {word for one in drawn["arrow"] for word in one["label"].split(", ")}
    return set(drawn["boxes"]) | {word for word in labels if ":" not in word}


def _lines(
    parents: Mapping[str, Sequence[str]], above: str | None, depth: int
) -> Iterator[tuple[int, str]]:
    for name in sorted(parents):
        if next(iter(parents[name]), None) == above:
            yield depth, name
            yield from _lines(parents, name, depth + 1)


def _arrow(
    start: tuple[float, float], end: tuple[float, float], label: str, box: tuple[float, float]
) -> str:
    """Return an arrow between the borders of two boxes, with its label in the middle."""
    (ax, ay), (bx, by) = _border(start, end, box), _border(end, start, box)
    x, y = (ax + bx) / 2, (ay + by) / 2
    line = _LINE.format(
        path=f"M{ax:.0f} {ay:.0f} L{bx:.0f} {by:.0f}", end=' marker-end="url(#tip)"'
    )
    return (
        f'{line}<text x="{x:.0f}" y="{y - 5:.0f}" text-anchor="middle">{html.escape(label)}</text>'
    )


def _border(
    start: tuple[float, float], end: tuple[float, float], box: tuple[float, float]
) -> tuple[float, float]:
    """Return where the line from the middle of a box leaves it."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    reach = min(
        box[0] / 2 / abs(dx) if dx else float("inf"), box[1] / 2 / abs(dy) if dy else float("inf")
    )
    return start[0] + dx * reach, start[1] + dy * reach
