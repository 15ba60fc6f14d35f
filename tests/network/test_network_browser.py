"""The page in a real browser: nothing runs, nothing is asked of anyone, everything can be used."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import chromium, complaints_of, needs_browser, open_page, requests_of, show_as
from network_sample import sample_store, store_of_size, store_with_names

from kg.network import frame_of, network_of, page_of

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

pytestmark = [pytest.mark.browser, needs_browser()]

HOSTILE = [
    "</script><script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    "<svg/onload=window.ran=1>",
    "javascript:window.ran=1",
    "<a href='https://evil.example/'>href</a>",
    "https://evil.example/pixel.png",
    "{{7*7}} {% raw %} ${window.ran=1}",
    "__proto__",
    "constructor",
    "toString",
    "\u202eesrever\u202c \u2066isolate\u2069 \u200f",
    "]]> --> <!-- & &amp; \u2028 \u2029",
    "x" * 100_000,
    "…",
]

# Keeps the object that vis-network makes, so that tests know where on the canvas to click.
_KEEP_NETWORK = """
let made;
Object.defineProperty(window, "vis", {
  get: () => made,
  set: (vis) => {
    made = vis;
    let Network;
    Object.defineProperty(vis, "Network", {
      get: () => Network,
      set: (Plain) => {
        Network = class extends Plain {
          constructor(...given) { super(...given); window.drawn = this; }
        };
      },
    });
  },
});
"""


@pytest.fixture(scope="module")
def driver() -> "Iterator[WebDriver]":
    with chromium() as started:
        started.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _KEEP_NETWORK})
        yield started


@pytest.fixture
def opened(driver: "WebDriver", tmp_path: Path) -> "WebDriver":
    """Return the browser with the page of the sample open."""
    show_as(driver, width=1366, height=768)
    return _open(driver, tmp_path, page_of(network_of(sample_store()), title="Ferries"))


def _open(driver: "WebDriver", folder: Path, page: str) -> "WebDriver":
    file = folder / "network.html"
    file.write_text(page, encoding="utf-8")
    open_page(driver, file)
    return driver


def _keys(driver: "WebDriver", *keys: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(driver).send_keys(*keys).perform()


def _text(driver: "WebDriver", selector: str) -> str:
    text: str = driver.execute_script(
        "return document.querySelector(arguments[0]).innerText", selector
    )
    return text


def _click(driver: "WebDriver", words: str, within: str = "body") -> None:
    """Click the button or tab of these words."""
    from selenium.webdriver.common.by import By

    driver.find_element(
        By.XPATH, f"//*[@id='{within}' or name()='{within}']//button[contains(., '{words}')]"
    ).click()


def _search(driver: "WebDriver", words: str) -> None:
    from selenium.webdriver.common.keys import Keys

    _keys(driver, "/", words, Keys.ENTER)


def _expect_clean(driver: "WebDriver") -> None:
    """Check that nothing ran, nothing was asked for but the file, and nothing was complained of."""
    asked = requests_of(driver)
    assert [address.split("/")[0] for address in asked] == ["file:"]
    assert complaints_of(driver) == []
    assert driver.execute_script("return window.ran") is None


def test_page_of_hostile_names_runs_nothing_and_asks_nobody(
    driver: "WebDriver", tmp_path: Path
) -> None:
    from selenium.webdriver.common.keys import Keys

    page = page_of(network_of(store_with_names(HOSTILE)), title=HOSTILE[1])
    _open(driver, tmp_path, page)
    assert driver.execute_script("return document.documentElement.dataset.ready") == "yes"
    for name in HOSTILE:
        _search(driver, name[:40].replace("\u2028", ""))
        assert "leads" in _text(driver, "#panel"), name[:40]
        driver.execute_script(
            "document.querySelectorAll('#panel details').forEach(d => d.open = true)"
        )
        addresses = driver.execute_script(
            "return [...document.querySelectorAll('#panel a')].map(a => a.protocol)"
        )
        assert set(addresses) <= {"https:"}
        _keys(driver, "n", Keys.ESCAPE, Keys.ESCAPE)
    _keys(driver, "t")
    assert (
        driver.execute_script(
            "return document.querySelectorAll('#panel img, #table img, svg[onload]').length"
        )
        == 0
    )
    _expect_clean(driver)


def test_search_without_accents_opens_the_panel_with_sentence_source_and_link(
    opened: "WebDriver",
) -> None:
    _search(opened, "minister ferro")
    panel = _text(opened, "#panel")
    assert panel.index("Ada Ferró") < panel.index("supports")
    assert "The Harbor Post · 2031-05-04 · open" in panel
    assert _text(opened, "#panel mark") == "help 🚢 the island"
    assert (
        opened.execute_script("return document.querySelector('#panel a').rel")
        == "noopener noreferrer"
    )
    _expect_clean(opened)


def test_escape_clears_the_search_then_closes_the_panel(opened: "WebDriver") -> None:
    from selenium.webdriver.common.keys import Keys

    _keys(opened, "/", "lind")
    assert "Bo Lind" in _text(opened, "#hits")
    _keys(opened, Keys.ESCAPE)
    assert opened.execute_script("return document.getElementById('search').value") == ""
    _keys(opened, Keys.ESCAPE)
    _search(opened, "lind")
    _keys(opened, Keys.ESCAPE)
    assert opened.execute_script("return document.getElementById('panel').hidden") is True


def test_click_on_a_drawn_entity_and_on_a_link_shows_what_they_are(opened: "WebDriver") -> None:
    entity = _spot_of(opened, "Bo Lind")
    _click_at(opened, entity)
    assert _text(opened, "#panel h2") == "Bo Lind"
    other = _spot_of(opened, "ferry plan")
    share = 0.35
    _click_at(opened, tuple(a + (b - a) * share for a, b in zip(entity, other, strict=True)))
    panel = _text(opened, "#panel")
    assert "1 link" in panel
    assert "opposes" in panel
    assert "Bo Lind says Article 3 forbids the ferry plan." in panel


def test_double_click_draws_the_neighborhood_alone_and_reset_undoes_it(
    opened: "WebDriver",
) -> None:
    _click_at(opened, _spot_of(opened, "Ministry of Ferries"), times=2)
    assert _drawn(opened) == 2
    assert "Neighbors of Ministry of Ferries" in _text(opened, "#crumb")
    _click(opened, "Reset")
    assert _drawn(opened) == 8


def test_legend_filters_and_hide_takes_out(opened: "WebDriver") -> None:
    before = _drawn(opened)
    _click(opened, "People", "types")
    assert _drawn(opened) == before - 2
    _click(opened, "People", "types")
    _search(opened, "lind")
    _click(opened, "Hide", "panel")
    assert _drawn(opened) == before - 1


def test_table_has_the_same_data_and_follows_search_and_legend(opened: "WebDriver") -> None:
    _click(opened, "Table")
    assert "Entities: 9 under" in _text(opened, "#table")
    _click(opened, "Links", "table")
    assert "Links: 10 under" in _text(opened, "#table caption")
    _click(opened, "Opposes", "kinds")
    assert "Links: 8 under" in _text(opened, "#table caption")
    _keys(opened, "/", "ministry")
    assert "Links: 1 under" in _text(opened, "#table caption")


def test_page_in_the_dark_and_on_a_narrow_screen_stays_usable(opened: "WebDriver") -> None:
    show_as(opened, width=380, height=700, scheme="dark")
    _search(opened, "ferro")
    size: Any = opened.execute_script(
        "return [document.documentElement.scrollWidth,"
        " document.getElementById('panel').offsetWidth,"
        " getComputedStyle(document.body).backgroundColor]"
    )
    assert size[:2] == [380, 380]
    assert size[2] == "rgb(17, 21, 27)"
    _expect_clean(opened)


def test_page_shows_inside_a_notebook(driver: "WebDriver", tmp_path: Path) -> None:
    show_as(driver, width=1366, height=768)
    frame = frame_of(page_of(network_of(sample_store())))
    _open(driver, tmp_path, f"<!doctype html><meta charset=utf-8><title>n</title>{frame}")
    driver.switch_to.frame(0)
    assert driver.execute_script("return document.documentElement.dataset.ready") == "yes"
    assert _drawn(driver) == 8
    driver.switch_to.default_content()
    assert complaints_of(driver) == []


def test_page_of_a_large_graph_says_what_it_leaves_out(driver: "WebDriver", tmp_path: Path) -> None:
    _open(driver, tmp_path, page_of(network_of(store_of_size(1500))))
    assert "509 more are left out" in _text(driver, "#notice")
    assert _drawn(driver) <= 60


def _drawn(driver: "WebDriver") -> int:
    return int(_text(driver, "#count").split()[0])


def _spot_of(driver: "WebDriver", name: str) -> tuple[float, ...]:
    """Return where an entity is drawn, in pixels of the window."""
    spot: list[float] = driver.execute_script(
        """
        const nodes = JSON.parse(document.getElementById("kg-nodes").textContent);
        const {id} = nodes.find((node) => node.label === arguments[0]);
        const {x, y} = window.drawn.canvasToDOM(window.drawn.getPosition(id));
        const box = document.getElementById("network").getBoundingClientRect();
        return [box.x + x, box.y + y];
        """,
        name,
    )
    return tuple(spot)


def _click_at(driver: "WebDriver", spot: tuple[float, ...], *, times: int = 1) -> None:
    x, y = spot
    for _ in range(times):
        for kind in ("mousePressed", "mouseReleased"):
            driver.execute_cdp_cmd(
                "Input.dispatchMouseEvent",
                {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1},
            )
    _wait_for_clicks(driver)


def _wait_for_clicks(driver: "WebDriver") -> None:
    """Return when what the clicks changed has been painted."""
    driver.execute_async_script(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done))"
    )
