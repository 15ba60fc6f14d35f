"""A headless Chromium for tests: found, started, and asked what it did.

Debian: `apt-get install chromium chromium-driver`. Elsewhere set CHROMIUM and CHROMEDRIVER, or have
both on the PATH. Where either is absent, `needs_browser` skips with that reason.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from selenium.webdriver.chrome.webdriver import WebDriver

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_SWITCHES = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--no-first-run",
    "--disable-sync", "--disable-default-apps", "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip


def browser_path() -> str | None:
    """Return the path of Chromium or Chrome, or None."""
    return os.environ.get("CHROMIUM") or _first(_BROWSERS)


def driver_path() -> str | None:
    """Return the path of chromedriver, or None."""
    return os.environ.get("CHROMEDRIVER") or _first(("chromedriver",))


def needs_browser() -> pytest.MarkDecorator:
    """Return the mark of a test that skips where there is no browser or no driver."""
    missing = [
        name
        for name, path in (("chromium", browser_path()), ("chromium-driver", driver_path()))
        if path is None
    ]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {' and '.join(missing)}")


@contextmanager
def chromium(*, width: int = 1366, height: int = 768, dark: bool = False) -> Iterator["WebDriver"]:
    """Yield a started browser with an empty profile; it ends with the block."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = browser_path() or ""
    for switch in (*_SWITCHES, f"--window-size={width},{height}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(driver_path()))
    try:
        scheme = "dark" if dark else "light"
        show_as(driver, width=width, height=height, scheme=scheme)
        yield driver
    finally:
        driver.quit()


def show_as(driver: "WebDriver", *, width: int, height: int, scheme: str = "light") -> None:
    """Give the page this size in pixels and this color scheme."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
    )
    features = [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def open_page(driver: "WebDriver", path: Path) -> None:
    """Open a file, with both logs emptied before."""
    requests_of(driver)
    complaints_of(driver)
    driver.get(path.resolve().as_uri())


def requests_of(driver: "WebDriver") -> list[str]:
    """Return the addresses asked for since the last call, data: addresses aside."""
    events = [json.loads(entry["message"])["message"] for entry in _log_of(driver, "performance")]
    addresses = [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]
    return [address for address in addresses if not address.startswith("data:")]


def complaints_of(driver: "WebDriver") -> list[str]:
    """Return what the console was told since the last call: errors, refusals, warnings."""
    return [entry["message"] for entry in _log_of(driver, "browser") if entry["level"] != "INFO"]


def _first(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def _log_of(driver: "WebDriver", name: str) -> list[dict[str, Any]]:
    """Return the entries of a log since the last call."""
    entries: list[dict[str, Any]] = driver.get_log(name)  # type: ignore[no-untyped-call]
    return entries
