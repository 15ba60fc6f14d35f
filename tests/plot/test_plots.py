"""Plots are the same bytes each time, say what they show, and obey no text that they draw."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from display_graph import HOSTILE, made_store

from kg.errors import SettingsError
from kg.plot import NAMES, Plot, Plots
from kg.plot.canvas import SUFFIXES, drawing, lines_of, style
from kg.store import LocalStore as Store

ALL = tuple(NAMES)
_SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with made_store(tmp_path_factory.mktemp("plain") / "graph") as store:
        yield store


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with made_store(tmp_path_factory.mktemp("hostile") / "graph", HOSTILE) as store:
        yield store


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with made_store(tmp_path_factory.mktemp("bare") / "graph", empty=True) as store:
        yield store


def drawn(store: Store, name: str) -> Plot:
    return Plots(store).named(name, **({"issue": "issue/x"} if name == "issue" else {}))


def texts_of(plot: Plot) -> str:
    root = ET.fromstring(plot.svg)
    return " ".join(part.text or "" for part in root.iter(f"{_SVG}text"))


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_same_graph_same_bytes(plain: Store, name: str, suffix: str) -> None:
    """No clock, no random id: two drawings are equal byte for byte."""
    assert drawn(plain, name).to_bytes(suffix) == drawn(plain, name).to_bytes(suffix)


@pytest.mark.parametrize("name", ALL)
def test_svg_tells_what_it_shows(plain: Store, name: str) -> None:
    """Title and description are the first things inside, and name the speaker."""
    plot = drawn(plain, name)
    root = ET.fromstring(plot.svg)
    assert root.attrib["role"] == "img"
    assert [part.tag for part in root][:2] == [f"{_SVG}title", f"{_SVG}desc"]
    assert root[0].text == plot.title
    assert root[1].text == plot.alt
    assert "Ada Stern" in plot.alt
    assert 'alt="' in plot._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize("name", ALL)
def test_names_are_drawn_as_text(plain: Store, name: str) -> None:
    """What is drawn can be searched and copied: text stays text."""
    assert "Ada Stern" in texts_of(drawn(plain, name))


@pytest.mark.parametrize("name", ALL)
def test_hostile_names_stay_text(hostile: Store, name: str) -> None:
    """No element or attribute comes from a name, no math is read, no direction is turned."""
    plot = drawn(hostile, name)
    tags = {part.tag.removeprefix(_SVG) for part in ET.fromstring(plot.svg).iter()}
    assert not tags & {"script", "img", "b", "a", "image", "foreignObject"}
    assert "\u202e" not in plot.svg.partition("</desc>")[2]
    html = plot._repr_mimebundle_()["text/html"]
    assert html.count("<") == 1
    assert "onerror=window" not in html.replace("&lt;img src=x onerror=window", "")


@pytest.mark.parametrize("name", ALL)
def test_texts_stay_on_the_page(hostile: Store, name: str) -> None:
    """Long names are wrapped: no text runs over the right edge of the page."""
    figure = drawn(hostile, name).figure
    width = figure.get_size_inches()[0] * figure.dpi
    with drawing():
        renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
        edges = [text.get_window_extent(renderer).x1 for text in figure.axes[0].texts]
    assert max(edges) <= width


@pytest.mark.parametrize("name", [name for name in ALL if name != "issue"])
def test_empty_graph_says_so(bare: Store, name: str) -> None:
    """Nothing to draw is told in words, not by an empty sheet or an error."""
    plot = drawn(bare, name)
    assert plot.alt == style()["words"][f"{name}_empty"]
    assert plot.alt.split()[0] in texts_of(plot)


def test_stances_differ_without_color() -> None:
    """No two stances share shade and hatch."""
    looks = [(look["fill"], look["hatch"]) for look in style()["stances"].values()]
    assert len(set(looks)) == len(looks)
    assert all(len({fill[1:3], fill[3:5], fill[5:7]}) == 1 for fill, _ in looks)


def test_lines_are_bounded() -> None:
    """A text without spaces is broken, and an endless one is cut."""
    lines = lines_of("x" * 5000, 20)
    assert max(map(len, lines)) <= 20
    assert sum(map(len, lines)) <= style()["wrap"]["total"]


def test_no_file_is_replaced_by_accident(plain: Store, tmp_path: Path) -> None:
    """A file that is there stays, unless asked otherwise."""
    target = tmp_path / "plot.svg"
    target.write_text("mine")
    with pytest.raises(SettingsError, match="exists"):
        drawn(plain, "positions").save(target)
    assert target.read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("pie", {}, "no plot 'pie'"),
        ("issue", {}, "needs issue"),
        ("sources", {"about": "x"}, "no parameter 'about'"),
    ],
)
def test_wrong_use_is_told(plain: Store, name: str, given: dict[str, str], message: str) -> None:
    """Unknown plots and parameters are refused by name."""
    with pytest.raises(SettingsError, match=message):
        Plots(plain).named(name, **given)


def test_the_user_s_settings_do_not_matter(plain: Store) -> None:
    """What somebody set in matplotlib before changes nothing, and is not changed."""
    import matplotlib as mpl

    before = drawn(plain, "positions").svg
    with mpl.rc_context({"font.size": 30.0, "lines.linewidth": 9.0}):
        assert drawn(plain, "positions").svg == before
        assert mpl.rcParams["font.size"] == 30.0


def test_command_writes_the_same_plot(plain: Store, tmp_path: Path) -> None:
    """`kg plot` gives the bytes of the library, and refuses an unknown suffix."""
    from kg.cli.plot import plot

    target = tmp_path / "out.svg"
    given = ["issue", "issue=issue/x", "--graph", str(plain.folder), "-o"]
    result = CliRunner().invoke(plot, [*given, str(target)])
    assert result.exception is None
    assert target.read_bytes() == drawn(plain, "issue").to_bytes(".svg")
    wrong = CliRunner().invoke(plot, [*given, str(tmp_path / "out.gif")])
    assert isinstance(wrong.exception, SettingsError)
