"""Filters, paths, issues, address, undo and exports of the page, clicked through in a browser."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from accessibility import grave_faults, needs_axe
from browser import chromium, complaints_of, needs_browser, open_page, requests_of, show_as

from kg.network import network_of, page_of
from kg.pipeline import build
from kg.store import open_graph

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

pytestmark = [pytest.mark.browser, needs_browser()]

# Keeps what the page saves, in place of a download.
_KEEP_SAVED = """
window.saved = {};
HTMLAnchorElement.prototype.click = function () {
  fetched = window.blobs.get(this.href);
  if (this.download) fetched.text().then((text) => { window.saved[this.download] = text; });
};
let fetched;
window.blobs = new Map();
const plain = URL.createObjectURL;
URL.createObjectURL = (blob) => {
  const address = plain.call(URL, blob);
  window.blobs.set(address, blob);
  return address;
};
"""


@pytest.fixture(scope="module")
def driver() -> "Iterator[WebDriver]":
    with chromium() as started:
        started.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _KEEP_SAVED})
        yield started


@pytest.fixture(scope="module")
def page(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of the sample corpus."""
    folder = tmp_path_factory.mktemp("views")
    sources = sorted(str(path) for path in (root / "data" / "articles").glob("*.md"))
    build(sources, folder / "graph")
    with open_graph(folder / "graph") as store:
        text = page_of(network_of(store), title="Sample", endpoint="/network?around=")
    (folder / "page.html").write_text(text, encoding="utf-8")
    return folder / "page.html"


@pytest.fixture
def opened(driver: "WebDriver", page: Path) -> "WebDriver":
    return go(driver, page)


def go(driver: "WebDriver", page: Path, fragment: str = "") -> "WebDriver":
    show_as(driver, width=1366, height=800)
    open_page(driver, page)
    if fragment:
        driver.get(f"{page.as_uri()}#{fragment}")
        driver.refresh()
    assert ask(driver, "document.documentElement.dataset.ready") == "yes"
    return driver


def ask(driver: "WebDriver", expression: str, *given: object) -> Any:
    return driver.execute_script(f"return {expression}", *given)


def text_of(driver: "WebDriver", selector: str) -> str:
    return str(ask(driver, "document.querySelector(arguments[0]).innerText", selector))


def drawn(driver: "WebDriver") -> int:
    return int(text_of(driver, "#count").split()[0])


def press(driver: "WebDriver", *keys: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(driver).send_keys(*keys).perform()


def search(driver: "WebDriver", words: str) -> None:
    from selenium.webdriver.common.keys import Keys

    press(driver, "/", words, Keys.ENTER)


def choose(driver: "WebDriver", field: str, index: int) -> str:
    """Choose an option of a field by its place, and return its words."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select

    select = Select(driver.find_element(By.ID, field))
    select.select_by_index(index)
    words = str(select.first_selected_option.text)
    driver.execute_script("document.activeElement.blur()")
    return words


def saved(driver: "WebDriver", button: str, name: str) -> str:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    element = driver.find_element(By.ID, button)
    driver.execute_script("arguments[0].scrollIntoView()", element)
    element.click()
    return str(
        WebDriverWait(driver, 10).until(lambda d: ask(d, "window.saved[arguments[0]]", name))
    )


def test_a_relation_filter_leaves_only_its_links(opened: "WebDriver") -> None:
    before = drawn(opened)
    relation = choose(opened, "by-relation", 1)
    assert 0 < drawn(opened) < before
    press(opened, "t")
    opened.execute_script("document.querySelectorAll('#table .tabs button')[1].click()")
    relations = ask(
        opened,
        "[...document.querySelectorAll('#table tbody td:nth-child(2)')]"
        ".map((cell) => cell.innerText)",
    )
    assert set(relations) == {relation}


def test_an_outlet_filter_leaves_what_that_outlet_says_and_clears(opened: "WebDriver") -> None:
    before = drawn(opened)
    outlet = choose(opened, "by-outlet", 1)
    assert drawn(opened) <= before
    rows = list(
        csv.DictReader(io.StringIO(saved(opened, "save-csv", "network.csv").lstrip("\ufeff")))
    )
    assert rows
    assert ask(opened, "location.hash").startswith("#outlet=")
    assert outlet
    opened.execute_script("document.getElementById('clear-filters').click()")
    assert drawn(opened) == before


def test_a_view_in_the_address_is_restored(driver: "WebDriver", page: Path) -> None:
    go(driver, page)
    search(driver, "Nayib Bukele")
    press(driver, "n")
    around, panel = drawn(driver), text_of(driver, "#panel h2")
    fragment = str(ask(driver, "location.hash"))[1:]
    assert "around=person" in fragment
    driver.get("about:blank")
    go(driver, page, fragment)
    assert (drawn(driver), text_of(driver, "#panel h2")) == (around, panel)
    assert "Neighbors of" in text_of(driver, "#crumb")


def test_an_address_of_nonsense_harms_nothing(driver: "WebDriver", page: Path) -> None:
    nonsense = "chosen=__proto__&amount=-5&least=x&from=%22%3E&around=nobody&view=<b>&way=a%20b"
    go(driver, page, nonsense)
    assert drawn(driver) >= 1
    assert complaints_of(driver) == []


def test_undo_takes_back_hiding_filters_and_pins(opened: "WebDriver") -> None:
    before = drawn(opened)
    search(opened, "Nayib Bukele")
    press(opened, "h")
    assert drawn(opened) == before - 1
    choose(opened, "by-relation", 2)
    press(opened, "u")
    assert drawn(opened) == before - 1
    press(opened, "u")
    assert drawn(opened) == before
    assert ask(opened, "document.getElementById('undo').disabled") is True


def test_a_pinned_entity_stays_when_fewer_are_drawn(opened: "WebDriver") -> None:
    search(opened, "Nayib Bukele")
    press(opened, "f")
    assert "Unpin" in text_of(opened, "#panel .acts")
    opened.execute_script(
        "const field = document.getElementById('amount'); field.value = field.min;"
        "field.dispatchEvent(new Event('input'))"
    )
    assert "pinned=person" in str(ask(opened, "decodeURIComponent(location.hash)"))
    few = drawn(opened)
    search(opened, "Nayib Bukele")
    press(opened, "f")
    assert drawn(opened) in {few, few - 1}


def test_the_path_between_two_entities_has_a_sentence_for_each_step(opened: "WebDriver") -> None:
    search(opened, "Nayib Bukele")
    press(opened, "p")
    assert "click or search the other end" in text_of(opened, "#crumb")
    press(opened, "Lee Gelernt", "\ue007")  # the field has the focus; Enter
    assert "Path from Nayib Bukele to Lee Gelernt" in text_of(opened, "#crumb")
    steps = int(text_of(opened, "#panel .kicker").split()[0])
    assert drawn(opened) == steps + 1
    assert ask(opened, "document.querySelectorAll('#panel blockquote').length") >= 1
    assert "way=" in str(ask(opened, "location.hash"))


def test_the_issue_view_sets_sides_beside_each_other(opened: "WebDriver") -> None:
    press(opened, "i")
    assert ask(opened, "document.querySelectorAll('#issues .issue').length") >= 3
    against = text_of(opened, "#issues .side.against")
    assert "unlawful" in against
    opened.execute_script("document.querySelectorAll('#issues details')[0].open = true")
    assert ask(opened, "document.querySelectorAll('#issues blockquote').length") >= 1
    opened.execute_script("document.querySelector('#issues .answer .act-name').click()")
    assert text_of(opened, "#panel h2")


def test_doubtful_links_are_drawn_otherwise_than_facts(opened: "WebDriver") -> None:
    dashes = ask(
        opened,
        "Object.fromEntries([...document.querySelectorAll('#kinds button')].map((key) =>"
        " [key.value, key.querySelector('line').getAttribute('stroke-dasharray')]))",
    )
    assert dashes["fact"] == ""
    doubtful = {
        name: dash for name, dash in dashes.items() if name in {"claimed", "disputed", "inferred"}
    }
    assert len(doubtful) >= 2
    assert all(doubtful.values())
    assert len(set(doubtful.values())) == len(doubtful)


def test_the_picture_is_saved_as_svg_with_what_is_drawn(opened: "WebDriver") -> None:
    from xml.etree import ElementTree

    root = ElementTree.fromstring(saved(opened, "save-svg", "network.svg"))
    shapes = [item for item in root.iter() if item.tag.endswith(("polygon", "circle"))]
    assert len(shapes) == drawn(opened)
    assert root.find("{http://www.w3.org/2000/svg}title") is not None


def test_the_table_is_saved_without_formulas(driver: "WebDriver", tmp_path: Path) -> None:
    from network_sample import store_with_names

    text = page_of(network_of(store_with_names(["=HYPERLINK(1)", "+1", "@x", 'a "b", c'])))
    (tmp_path / "p.html").write_text(text, encoding="utf-8")
    go(driver, tmp_path / "p.html")
    rows = list(csv.reader(io.StringIO(saved(driver, "save-csv", "network.csv").lstrip("\ufeff"))))
    cells = {cell for row in rows for cell in row}
    assert {"'=HYPERLINK(1)", "'+1", "'@x", 'a "b", c'} <= cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_where_a_server_has_more_the_panel_leads_there(opened: "WebDriver") -> None:
    search(opened, "Nayib Bukele")
    link = ask(opened, "document.querySelector('#panel a.act').getAttribute('href')")
    assert link == f"/network?around={quote('person/nayib-bukele', safe='')}"


@needs_axe()
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["", "view=issues", "view=table", "chosen=person%2Fnayib-bukele"])
def test_no_view_has_a_serious_fault_for_assistive_technology(
    driver: "WebDriver", page: Path, view: str, scheme: str
) -> None:
    go(driver, page, view)
    show_as(driver, width=1366, height=800, scheme=scheme)
    assert grave_faults(driver) == []
    assert {address.split("/")[0] for address in requests_of(driver)} == {"file:"}
