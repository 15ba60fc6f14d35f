"""The page and its layout, without a browser."""

import base64
import hashlib
import itertools
import json
import re
from pathlib import Path
from typing import Any

import networkx
import pytest
from network_sample import sample_store, store_of_size, store_with_names

from kg.errors import KgError
from kg.network import frame_of, network_of, page_of
from kg.network.layout import BOX, positions_of
from kg.network.page import to_json
from kg.network.places import places_in
from kg.network.style import load_style

# WCAG 2.2, 1.4.11: what one must see to understand a drawing stands out from its ground 3:1.
LEAST_CONTRAST = 3.0
OPENING = '<script type="application/json" id="kg-nodes">'
GROUNDS = {"light": "#f6f7f9", "dark": "#11151b"}


@pytest.fixture(scope="module")
def page() -> str:
    return page_of(network_of(sample_store()), title="Ferries & <b>law</b>")


def _data(page: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="kg-{name}">(.*?)</script>', page)
    assert found is not None
    return json.loads(found[1])


def test_page_is_the_same_bytes_for_the_same_store(page: str) -> None:
    assert page_of(network_of(sample_store()), title="Ferries & <b>law</b>") == page


def test_page_asks_for_nothing_from_elsewhere(page: str) -> None:
    outside = page[: page.index("<script")] + page[page.rindex("</script>") :]
    assert not re.search(r"https?://|@import|url\(", outside)
    assert not re.search(r"<(?:script|img|iframe|link|object)[^>]+(?:src|href)=.(?!data:,)", page)
    assert "cdn" not in outside


def test_page_policy_names_its_own_scripts_and_nothing_else(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    rules = policy[1].replace("&#39;", "'")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 2
    for script in scripts:
        digest = hashlib.sha256(script.encode()).digest()
        assert f"sha256-{base64.b64encode(digest).decode()}" in rules
    assert rules.startswith("default-src 'none'")
    assert "unsafe" not in rules


def test_page_escapes_its_title(page: str) -> None:
    assert "Ferries &amp; &lt;b&gt;law&lt;/b&gt;" in page
    assert "<b>law</b>" not in page


def test_page_data_cannot_end_its_element(page: str) -> None:
    names = ["</script><script>alert(1)</script>", "a\u2028b"]
    hostile = page_of(network_of(store_with_names(names)))
    labels = [node["label"] for node in _data(hostile, "nodes")]
    assert "</script><script>alert(1)</script>" in labels
    assert hostile.count("<script") == page.count("<script")
    assert hostile.count("</script") == page.count("</script")
    assert "\u2028" not in hostile
    assert to_json({"a": "<&>'\u2029"}) == r'{"a":"\u003c\u0026\u003e\u0027\u2029"}'


def test_page_cuts_a_name_that_nobody_could_read() -> None:
    page = page_of(network_of(store_with_names(["x" * 100_000])))
    small = page_of(network_of(sample_store()))
    assert len(page) - len(small) < 20_000


def test_page_holds_the_most_important_and_says_how_many_it_leaves_out() -> None:
    graph = network_of(store_of_size(120))
    content = _data(page_of(graph, limit=50), "content")
    assert content["left_out"] == len(graph) - 50 == 79
    assert content["first"] <= 60


def test_page_around_an_entity_begins_with_it_and_holds_what_is_near() -> None:
    page = page_of(network_of(sample_store()), around="Ministry of Ferries")
    assert [node["label"] for node in _data(page, "nodes")] == ["Ministry of Ferries", "Ada Ferró"]
    assert _data(page, "content")["elsewhere"] == 7


def test_page_of_an_unknown_entity_is_refused() -> None:
    with pytest.raises(KgError, match="nothing in the graph is called"):
        page_of(network_of(sample_store()), around="Zzyzx")


def test_page_of_an_empty_graph_is_a_page() -> None:
    assert _data(page_of(networkx.MultiDiGraph()), "nodes") == []


def test_page_physics_is_off_and_edges_are_straight(page: str) -> None:
    options = json.loads(_data(page, "options"))
    assert options["physics"]["enabled"] is False
    assert options["edges"]["smooth"] is False


def test_frame_shuts_the_page_off_and_escapes_it(page: str) -> None:
    frame = frame_of(page, height=500)
    assert frame.count("<") == 2
    assert 'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"' in frame


def test_layout_is_the_same_each_time_and_no_two_boxes_overlap() -> None:
    network = networkx.barabasi_albert_graph(500, 2, seed=3)
    names = [f"n{index}" for index in network]
    links = [(names[a], names[b]) for a, b in network.edges()]
    places = positions_of(names[:60], names[60:], links)
    assert places == positions_of(names[:60], names[60:], list(reversed(links)))
    assert len(places) == 500
    pairs = itertools.combinations(places.values(), 2)
    hits = [
        p
        for p in pairs
        if abs(p[0][0] - p[1][0]) < BOX[0] - 2 and abs(p[0][1] - p[1][1]) < BOX[1] - 2
    ]
    assert hits == []


@pytest.mark.parametrize("links", [[], [("a", "a")], [("a", "b")]])
def test_layout_of_next_to_nothing_works(links: list[tuple[str, str]]) -> None:
    assert set(positions_of(["a", "b"], ["c"], links)) == {"a", "b", "c"}


def test_style_colors_can_be_seen_on_their_ground() -> None:
    style = load_style()
    looks = [*style.types.values(), *style.kinds.values()]
    assert len(looks) == 27
    for look in looks:
        for scheme, ground in GROUNDS.items():
            assert _contrast(look[scheme], ground) >= LEAST_CONTRAST, (look, scheme)


def test_style_types_differ_in_shape_as_well() -> None:
    shapes = [look["shape"] for name, look in load_style().types.items() if name != "Other"]
    assert len(set(shapes)) == len(shapes) == 14


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colors as WCAG 2.2 defines it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def places_of(page: str, folder: Path) -> dict[str, tuple[float, float]]:
    (folder / "page.html").write_text(page, encoding="utf-8")
    return places_in(folder / "page.html")


def test_what_stays_does_not_jump_when_the_graph_grows(tmp_path: Path) -> None:
    before = places_of(page_of(network_of(sample_store())), tmp_path)
    grown = network_of(store_with_names(["New Person", "Other Person"]))
    moved = places_of(page_of(grown), tmp_path)
    kept = places_of(page_of(grown, earlier=before), tmp_path)
    assert len(before) > 5
    assert {entity: kept[entity] for entity in before} == before
    assert {entity: moved[entity] for entity in before} != before
    assert len(set(kept.values())) == len(kept) > len(before)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>",
        OPENING + '[1, {"entity": "a"}, {"entity": "b", "x": 1e999, "y": 0}]</script>',
        OPENING + '[{"entity": "c", "x": "1", "y": 2}]</script>',
        OPENING + "[" * 100_000,
    ],
)
def test_a_file_that_is_no_page_gives_no_places(tmp_path: Path, text: str) -> None:
    assert places_of(text, tmp_path) == {}
    assert places_in(tmp_path / "missing.html") == {}
