"""Paper, ink and words of all plots: a figure measured in inches from its upper left corner.

In: texts, marks and places. Out: `Plot`.
All text is hostile: it is wrapped, cut, stripped of controls, and never read as markup or math.
"""

import base64
import html
import io
import logging
import textwrap
import tomllib
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kg.errors import SettingsError
from kg.store.tables import neutralize, replace_non_xml

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Seed of the ids inside an SVG, so that the same plot has the same bytes.
_SALT = "kg"
_DPI = 200
SUFFIXES = (".svg", ".png", ".pdf")


@cache
def style() -> Mapping[str, Any]:
    """Return the tables of `style.toml`."""
    path = Path(__file__).parent / "style.toml"
    return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))


def words(key: str, **values: object) -> str:
    """Return one of the texts of `style.toml`, filled in.

    >>> words("more", count=3)
    '3 more not shown'
    """
    text: str = style()["words"][key]
    return text.format(**values)


def query(name: str) -> str:
    """Return the text of one of the queries beside this file."""
    return (Path(__file__).parent / f"{name}.rq").read_text(encoding="utf-8")


def lines_of(text: str, width: int) -> tuple[str, ...]:
    """Return text as lines of at most `width` characters, harmless, cut where it is too long."""
    plain = " ".join(replace_non_xml(neutralize(text)).split())
    limit = style()["wrap"]["total"]
    if len(plain) > limit:
        plain = f"{plain[: limit - 1]}…"
    return tuple(textwrap.wrap(plain, width)) or ("",)


def first_of(lines: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return the first lines, with "…" at their end where there were more.

    >>> first_of(("a", "b", "c"), 2)
    ('a', 'b…')
    """
    if len(lines) <= count:
        return lines
    return (*lines[: count - 1], f"{lines[count - 1]}…")


@dataclass(frozen=True)
class Plot:
    """A drawn plot: `figure` of matplotlib, `title`, and `alt`, what it shows in words."""

    figure: "Figure" = field(repr=False)
    title: str
    alt: str

    @property
    def svg(self) -> str:
        """The plot as SVG, with title and description inside for who cannot see it."""
        text = self._bytes("svg").decode("utf-8")
        fonts = style()["page"]
        text = text.replace(f"'{fonts['font']}'", fonts["fallback"])
        start = text.index("<svg")
        inside = text.index(">", start) + 1
        head = text[start : inside - 1]
        title, alt = html.escape(self.title), html.escape(self.alt)
        label = f' role="img" aria-label="{title}. {alt}"'
        told = f"\n <title>{title}</title>\n <desc>{alt}</desc>"
        return f"{text[:start]}{head}{label}>{told}{text[inside:]}"

    def save(self, path: str | Path, *, force: bool = False) -> Path:
        """Write the plot in the format of the suffix (.svg .png .pdf) and return the path.

        Raises:
            SettingsError: another suffix, or a file that is there already.

        """
        target = Path(path)
        if target.exists() and not force:
            raise SettingsError(f"{target} exists; give force=True to replace it")
        body = self.to_bytes(target.suffix.lower())
        try:
            target.write_bytes(body)
        except OSError as error:
            raise SettingsError(f"{target} cannot be written: {error.strerror}") from error
        return target

    def to_bytes(self, suffix: str) -> bytes:
        """Return the plot as ".svg", ".png" or ".pdf".

        Raises:
            SettingsError: another suffix.

        """
        if suffix not in SUFFIXES:
            known = " ".join(SUFFIXES)
            raise SettingsError(f"a plot cannot be written as {suffix!r}; choose one of {known}")
        return self.svg.encode() if suffix == ".svg" else self._bytes(suffix.removeprefix("."))

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return the plot for a notebook: a picture with alternative text, and that text."""
        data = base64.b64encode(self.svg.encode()).decode("ascii")
        alt = html.escape(f"{self.title}. {self.alt}")
        picture = (
            f'<img src="data:image/svg+xml;base64,{data}" alt="{alt}"'
            ' style="max-width:100%;background:#fff">'
        )
        return {"text/html": picture, "text/plain": f"{self.title}\n{self.alt}"}

    def _bytes(self, form: str) -> bytes:
        out = io.BytesIO()
        dated = {"svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None}}
        with drawing():
            self.figure.savefig(out, format=form, dpi=_DPI, metadata=dated.get(form))
        return out.getvalue()


@dataclass(frozen=True)
class Canvas:
    """Paper of the width of a page; x and y are inches from the upper left corner."""

    axes: "Axes"
    height: float

    def text(self, x: float, y: float, text: str, **look: Any) -> None:
        """Set one line of text, its middle at y; `size`, `weight`, `color`, `ha` as matplotlib."""
        given = {"size": style()["page"]["text"], "color": style()["ink"]["text"], **look}
        self.axes.text(x, y, text, va="center", parse_math=False, **given)

    def lines(self, x: float, y: float, texts: tuple[str, ...], **look: Any) -> None:
        """Set lines of text, the first at y."""
        for number, line in enumerate(texts):
            self.text(x, y + number * style()["page"]["line"], line, **look)

    def rule(self, xs: tuple[float, ...], ys: tuple[float, ...], **look: Any) -> None:
        """Draw a line through points."""
        given = {"color": style()["ink"]["rule"], "linewidth": 0.7, **look}
        self.axes.plot(xs, ys, solid_capstyle="butt", **given)

    def mark(self, x: float, y: float, marker: str, *, filled: bool, size: float = 6.5) -> None:
        """Draw a marker, black or hollow."""
        ink = style()["ink"]
        self.axes.plot(
            [x], [y], marker=marker, markersize=size, color=ink["text"], linestyle="none",
            markerfacecolor=ink["text"] if filled else ink["paper"], markeredgewidth=1.0,
        )  # fmt: skip

    def box(self, x: float, y: float, width: float, height: float, **look: Any) -> None:
        """Draw a rectangle from its upper left corner."""
        from matplotlib.patches import Rectangle

        given = {"facecolor": "none", "edgecolor": style()["ink"]["text"], "linewidth": 0.8, **look}
        self.axes.add_patch(Rectangle((x, y), width, height, **given))


@contextmanager
def drawing() -> Iterator[None]:
    """Set matplotlib so that nothing depends on the user's own settings, fonts or clock."""
    try:
        import matplotlib as mpl
    except ImportError as error:
        message = 'matplotlib is not installed; run: pip install "kg[plot]"'
        raise SettingsError(message) from error
    page = style()["page"]
    own: dict[Any, Any] = {
        "svg.hashsalt": _SALT,
        "svg.fonttype": "none",
        "font.family": [page["font"]],
        "font.size": page["text"],
        "hatch.linewidth": 0.6,
        "axes.unicode_minus": False,
    }
    # Signs that the font lacks are drawn as boxes; who reads the SVG has other fonts.
    loud = logging.getLogger("matplotlib.font_manager")
    level = loud.level
    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()
        mpl.rcParams.update(own)
        warnings.filterwarnings("ignore", message="Glyph")
        loud.setLevel(logging.ERROR)
        try:
            yield
        finally:
            loud.setLevel(level)


def paper(title: str, notes: tuple[str, ...], body: float) -> tuple[Canvas, "Figure", float]:
    """Return paper with title and notes for a body of that height, and where the body begins."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    page, ink = style()["page"], style()["ink"]
    head, foot = _heads(title, notes)
    top = page["margin"] + len(head) * page["line"] * 1.35 + page["line"]
    height = top + body + page["margin"] + (len(foot) + 1) * page["line"]
    figure = Figure(figsize=(page["width"], height), facecolor=ink["paper"])
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, page["width"]), ylim=(height, 0))
    axes.axis("off")
    canvas = Canvas(axes, height)
    for number, line in enumerate(head):
        y = page["margin"] + (number + 0.5) * page["line"] * 1.35
        canvas.text(page["margin"], y, line, size=page["title"], weight="bold")
    start = top + body + page["line"]
    canvas.lines(page["margin"], start, foot, size=page["small"], color=ink["soft"])
    return canvas, figure, top


def _heads(title: str, notes: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    wrap = style()["wrap"]
    foot = tuple(line for note in notes for line in lines_of(note, wrap["note"]))
    return lines_of(title, wrap["title"]), foot


def nothing(title: str, message: str) -> Plot:
    """Return a plot that says why it is empty."""
    page = style()["page"]
    with drawing():
        texts = lines_of(message, style()["wrap"]["title"])
        canvas, figure, top = paper(title, (), len(texts) * page["line"])
        canvas.lines(page["margin"], top + page["line"] / 2, texts)
    return Plot(figure, title, message)
