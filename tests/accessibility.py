"""Asks axe-core what is wrong with the page that a browser shows; fetched by `scripts/axe`."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

_FOLDER = Path(__file__).resolve().parent.parent / ".cache"
_GRAVE = frozenset({"serious", "critical"})
_ASK = """
const done = arguments[0];
axe.run(document, {resultTypes: ["violations"]}).then((found) => done(found.violations.map(
  (one) => [one.impact, one.id, one.nodes[0].html.slice(0, 200), one.nodes[0].failureSummary])));
"""


def axe_path() -> Path | None:
    """Return where axe-core lies, or None."""
    return min(_FOLDER.glob("axe-*.min.js"), default=None)


def needs_axe() -> pytest.MarkDecorator:
    """Return the mark of a test that skips where axe-core is not there."""
    return pytest.mark.skipif(axe_path() is None, reason="axe-core is not fetched: scripts/axe")


def grave_faults(driver: "WebDriver") -> list[list[str]]:
    """Return what is seriously wrong with the open page: impact, rule, element, explanation.

    The script is given to the page by the debugger, so that no policy of the page has to let it in.
    """
    path = axe_path()
    if path is None:
        raise FileNotFoundError("axe-core is not fetched; run scripts/axe")
    driver.execute_cdp_cmd("Runtime.evaluate", {"expression": path.read_text(encoding="utf-8")})
    found: list[list[str]] = driver.execute_async_script(_ASK)
    return [fault for fault in found if fault[0] in _GRAVE]
