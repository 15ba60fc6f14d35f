"""The application in a real browser: clicked through by mouse and keyboard, on names that attack.

Nothing runs but our own scripts, nobody but this server is asked, nothing is complained of.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest
from accessibility import grave_faults, needs_axe
from browser import chromium, complaints_of, needs_browser, requests_of, show_as
from served import Server, serving
from web_graph import HOSTILE, hostile_folder

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

pytest_plugins = ("web_servers",)

pytestmark = [pytest.mark.browser, needs_browser()]

PAGES = (
    "/", "/issues", "/articles", "/timeline", "/positions", "/conflicts", "/query", "/review",
    "/review?kind=link", "/search?q=er",
)  # fmt: skip


@pytest.fixture(scope="module")
def driver() -> "Iterator[WebDriver]":
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return the application on a graph in which every name attacks."""
    folder = hostile_folder(tmp_path_factory.mktemp("hostile") / "graph")
    file = tmp_path_factory.mktemp("judged") / "judgements.jsonl"
    with serving(folder, judgements=str(file)) as server:
        yield server


@pytest.fixture
def view(driver: "WebDriver", corpus: Server) -> "View":
    """Return a window on the sample articles."""
    show_as(driver, width=1280, height=900)
    return View(driver, corpus)


class View:
    """A window on a server: opens pages and reads them."""

    def __init__(self, driver: "WebDriver", server: Server) -> None:
        self.driver = driver
        self.server = server

    def open(self, path: str) -> "View":
        """Open a page, with both logs emptied before."""
        requests_of(self.driver)
        complaints_of(self.driver)
        self.driver.get(self.server.url + path)
        return self

    def run(self, script: str, *given: object) -> Any:
        """Return what a script returns."""
        return self.driver.execute_script(script, *given)

    def text(self, selector: str = "main") -> str:
        """Return the words that an element shows."""
        words: str = self.run("return document.querySelector(arguments[0]).innerText", selector)
        return words

    def path(self) -> str:
        """Return the address that is open, without the server."""
        return self.driver.current_url.removeprefix(self.server.url)

    def click(self, words: str, within: str = "main") -> None:
        """Follow the first link, or press the first button, of these words."""
        from selenium.webdriver.common.by import By

        place = self.driver.find_element(By.CSS_SELECTOR, within)
        place.find_element(
            By.XPATH, f".//a[contains(., '{words}')] | .//button[contains(., '{words}')]"
        ).click()

    def keys(self, *keys: str) -> None:
        """Type on the keyboard."""
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()

    def chord(self, key: str) -> None:
        """Press a key while Control is held."""
        from selenium.webdriver.common.action_chains import ActionChains
        from selenium.webdriver.common.keys import Keys

        keys = ActionChains(self.driver).key_down(Keys.CONTROL).send_keys(key)
        keys.key_up(Keys.CONTROL).perform()

    def until(self, script: str) -> None:
        """Wait until a script returns something true."""
        from selenium.webdriver.support.wait import WebDriverWait

        WebDriverWait(self.driver, 20, poll_frequency=0.05).until(
            lambda driver: driver.execute_script(f"return {script}")
        )

    def expect_clean(self) -> None:
        """Check that only this server was asked, and that nothing ran or was complained of."""
        asked = requests_of(self.driver)
        assert all(address.startswith(self.server.url) for address in asked), asked
        assert complaints_of(self.driver) == []
        assert self.run("return window.ran") is None


def test_every_page_is_clean_and_has_one_heading(view: View) -> None:
    for path in PAGES:
        view.open(path)
        assert view.run("return document.querySelectorAll('h1').length") == 1, path
        assert "undefined" not in view.text(), path
        view.expect_clean()


@pytest.mark.parametrize(("width", "scheme"), [(380, "dark"), (380, "light"), (1280, "dark")])
def test_pages_fit_a_phone_and_the_dark(view: View, width: int, scheme: str) -> None:
    show_as(view.driver, width=width, height=800, scheme=scheme)
    for path in (*PAGES, first(view, "article"), first(view, "issue")):
        view.open(path)
        assert view.run("return document.documentElement.scrollWidth") <= width, path
    ground = view.run("return getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(17, 21, 27)" if scheme == "dark" else "rgb(246, 247, 249)")


@needs_axe()
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_hard_to_use_for_anybody(view: View, scheme: str) -> None:
    asked = [
        f"/query?{urlencode(fields)}"
        for fields in (
            {"name": "positions", "run": "1"},
            {"name": "entities", "p.class": "Person", "run": "1", "view": "chart"},
            {"query": "SELECT * { ?s kg:holdsOffice ?o }", "view": "network"},
            {"query": "SELECT * {"},
        )
    ]
    things = [first(view, "article"), first(view, "issue")]
    view.open(things[1])
    things += view.run(
        "return ['.stand .line a', '.stand blockquote a'].map("
        "s => document.querySelector(s).getAttribute('href'))"
    )
    show_as(view.driver, width=1280, height=900, scheme=scheme)
    for path in (*PAGES, *asked, *things, "/network", "/nothing"):
        view.open(path)
        assert grave_faults(view.driver) == [], path


def test_from_an_issue_to_a_statement_to_its_article(view: View) -> None:
    view.open("/issues")
    name = view.text(".card h2 a")
    view.click(name)
    assert view.text("h1") == name
    words = view.text(".stand blockquote")
    view.run("document.querySelector('.stand blockquote a').click()")
    view.until("location.pathname.startsWith('/statement/')")
    assert words in view.text("h1")
    assert view.text("blockquote mark") in words
    view.run("document.querySelector('cite a').click()")
    view.until("location.pathname.startsWith('/article/')")
    assert words.strip('"“”') in view.text("#text")
    view.expect_clean()


def test_words_of_an_article_are_explained_on_hover_and_on_focus(view: View) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By

    view.open(first(view, "article"))
    name = view.driver.find_element(By.CSS_SELECTOR, "#text a.name")
    ActionChains(view.driver).move_to_element(name).perform()
    assert view.text("#bubble b") == name.get_attribute("data-name")
    view.keys("\ue00c")
    assert view.run("return document.getElementById('bubble').hidden") is True
    view.run("document.querySelectorAll('#text a.name')[1].focus()")
    assert view.run("return document.getElementById('bubble').hidden") is False
    note = view.run(
        "const piece = document.querySelector('.piece.st');"
        "piece.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));"
        "return piece.dataset.note"
    )
    assert "on" in view.run(f"return [...document.getElementById('{note}').classList]")
    view.expect_clean()


def test_an_article_shows_each_of_its_words_once_and_in_order(view: View) -> None:
    view.open(first(view, "article"))
    shown = view.run(
        "return [...document.querySelectorAll('.paragraph > p')].map("
        "p => [...p.querySelectorAll('.piece')].map(x => x.textContent).join('')).join('\\n\\n')"
    )
    address = view.path().removeprefix("/")
    text = next(article.text for article in articles_of(view) if article.id == address)
    assert "".join(shown.split()) == "".join(text.split())


def test_slash_searches_and_enter_finds_names_and_statements(view: View) -> None:
    view.open("/")
    speaker = view.text(".ranked a")
    view.keys("/", speaker, "\ue007")
    view.until("location.pathname === '/search'")
    assert speaker in view.text(".tiles")
    view.click(speaker, ".tiles")
    assert view.text("h1") == speaker
    assert "Says" in view.text()
    view.expect_clean()


def test_the_matrix_leads_to_statements(view: View) -> None:
    view.open("/positions")
    assert view.run("return document.querySelectorAll('.matrix tbody tr').length") > 3
    view.run("document.querySelector('a.cell').click()")
    view.until("location.pathname.startsWith('/statement/')")
    view.expect_clean()


def test_the_timeline_is_filtered(view: View) -> None:
    view.open("/timeline")
    assert view.run("return document.querySelectorAll('.entry.statement').length") > 0
    view.open("/timeline?kind=fact&from=2023")
    assert view.run("return document.querySelectorAll('.entry.statement').length") == 0
    dates = view.run("return [...document.querySelectorAll('time')].map(t => t.dateTime)")
    assert dates
    assert min(dates) >= "2023"


def test_a_question_is_chosen_filled_in_and_answered_three_ways(view: View) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.select import Select

    view.open("/query")
    Select(view.driver.find_element(By.ID, "name")).select_by_value("entities")
    view.until("document.getElementById('p-class')")
    view.driver.find_element(By.ID, "p-class").send_keys("Person")
    view.click("Ask", "form.ask:nth-of-type(2)")
    view.until("document.querySelector('.results')")
    assert "p.class=Person" in view.path()
    view.click("Chart")
    view.until("document.querySelector('svg.chart rect')")
    view.open("/query?name=facts&run=1&view=network")
    assert view.run("return document.querySelectorAll('svg.web circle').length") > 5
    view.expect_clean()


def test_a_wrong_query_says_where_it_is_wrong(view: View) -> None:
    view.open("/query?" + urlencode({"query": "SELECT * {\n ?s nope:x ?o }"}))
    assert "line 2, column 5" in view.text(".problem")
    assert "nope:x" in view.run("return document.getElementById('query').value")


def test_sparql_is_asked_from_the_field_without_any_script(view: View) -> None:
    view.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        view.open("/query?" + urlencode({"query": "SELECT ?l { ?s a kg:Person ; rdfs:label ?l }"}))
        source = view.driver.page_source
    finally:
        view.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert source.count("<td>") > 5
    assert "<textarea" in source


def test_the_editor_colors_completes_and_asks_nobody(view: View) -> None:
    view.open("/query")
    if not view.run("return !!window.Yasgui"):
        pytest.skip("the editor is not fetched: scripts/editor")
    view.until("document.documentElement.dataset.editor")
    assert view.run("return document.querySelectorAll('.cm-keyword').length") > 2
    view.run(
        "const e = document.querySelector('.CodeMirror').CodeMirror;"
        "e.setValue('ASK { ?s kg:stanceWo }'); e.setCursor(0, 20); e.focus();"
    )
    view.chord(" ")
    view.until("document.querySelector('.CodeMirror').CodeMirror.getValue().includes('stanceWords')"
               " || document.querySelector('.CodeMirror-hint')")  # fmt: skip
    view.run(
        "const e = document.querySelector('.CodeMirror').CodeMirror;"
        "e.setValue('ASK { ?s kg:speaker ?o }'); e.focus();"
    )
    view.chord("\ue007")
    view.until("document.querySelector('.claim')")
    assert view.text(".claim") == "Yes"
    view.expect_clean()


def test_judging_by_keyboard_writes_a_judgement_and_takes_it_back(view: View) -> None:
    from selenium.webdriver.common.by import By

    file = Path(view.server.settings.judgements or "")
    view.open("/review")
    judged = view.text(".card .kicker")
    view.driver.find_element(By.ID, "who").send_keys("Ana Ruiz")
    view.run("document.activeElement.blur()")
    view.keys("r")
    view.until("document.body.innerText.includes('Written.')")
    line = json.loads(file.read_text(encoding="utf-8").splitlines()[-1])
    assert (line["verdict"], line["target"], line["who"]) == ("reject", judged, "Ana Ruiz")
    assert view.text(".card .kicker") != judged
    assert view.run("return document.getElementById('who').value") == "Ana Ruiz"
    view.run("document.activeElement.blur()")
    view.keys("u")
    view.until("!document.body.innerText.includes('Written.')")
    lines = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1])["verdict"] == "undo"
    view.open("/review")
    assert view.text(".card .kicker") == judged
    view.run("document.activeElement.blur()")
    view.keys("s")
    view.until("location.search.includes('after=')")
    assert view.text(".card .kicker") != judged
    view.expect_clean()


def test_the_network_is_drawn_below_the_navigation(view: View) -> None:
    view.open("/network")
    view.driver.switch_to.frame(0)
    view.until("document.documentElement.dataset.ready === 'yes'")
    view.driver.switch_to.default_content()
    view.expect_clean()


def test_the_network_around_a_name_is_asked_of_the_server(view: View) -> None:
    from selenium.webdriver.common.by import By

    view.open("/network")
    view.driver.find_element(By.NAME, "around").send_keys("gelern")
    view.until("document.querySelectorAll('#names option').length > 0")
    name = view.run("return document.querySelector('#names option').value")
    view.run("document.getElementsByName('around')[0].value = arguments[0]", name)
    view.click("Show")
    view.until("document.querySelector('iframe').contentDocument.body?.innerText.includes("
               f"{json.dumps(name)})")  # fmt: skip
    assert view.path().startswith("/network?around=")
    view.driver.back()
    view.until("location.search === ''")
    view.expect_clean()


def test_names_that_attack_do_nothing_on_any_page(driver: "WebDriver", hostile: Server) -> None:
    show_as(driver, width=1280, height=900)
    view = View(driver, hostile)
    things = [
        f"/{kind}/h{n}"
        for n in range(len(HOSTILE))
        for kind in ("entity/person", "issue", "statement")
    ]
    articles = [f"/article/{n:016x}" for n in range(len(HOSTILE))]
    searches = [f"/search?q={quote(name[:40])}" for name in HOSTILE]
    asked = [f"/query?{urlencode({'query': 'SELECT * { ?s rdfs:label ?o }', 'view': view_})}"
             for view_ in ("table", "chart", "network")]  # fmt: skip
    for path in (*PAGES, *things, *articles, *searches, *asked):
        view.open(path)
        assert view.run("return document.querySelectorAll('h1').length") == 1, path
        assert (
            view.run("return document.querySelectorAll('main img, main b[onmouseover]').length")
            == 0
        )
        addresses = view.run("return [...document.querySelectorAll('a')].map(a => a.protocol)")
        assert set(addresses) <= {"http:", "https:"}, path
        view.expect_clean()


def test_names_are_shown_as_they_are(driver: "WebDriver", hostile: Server) -> None:
    view = View(driver, hostile)
    for number, name in enumerate(HOSTILE[:10]):
        view.open(f"/entity/person/h{number}")
        assert view.run("return document.querySelector('h1').textContent") == name


def first(view: View, kind: str) -> str:
    """Return the address of the first article or issue that a list shows."""
    view.open(f"/{kind}s")
    path: str = view.run("return document.querySelector('.card h2 a').getAttribute('href')")
    return path


def articles_of(view: View) -> Any:
    """Return the articles of the graph that a window shows."""
    import kg

    return kg.open(view.server.app.app.state.live.folder).articles()
