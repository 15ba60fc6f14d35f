"""Measured figures for the pages: the floors that the tests hold, and the language model's card."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from scripts.pages.sample import ROOT, Sample
from scripts.pages.words import table

_DATE = re.compile(r"Measured on (\d{4}-\d{2}-\d{2})")
_REACHES = re.compile(r"^## What it reaches$(.*?)^## ", re.MULTILINE | re.DOTALL)


def figures_table(made: Sample | None = None) -> str:
    """Return the floors of all sets of texts side by side; "–" where a set has no such figure."""
    del made
    words = _words()
    floors = [_floors(one["key"]) for one in words["set"]]
    rows = [
        [name, *(f"{floor[key]:.2f}" if key in floor else "–" for floor in floors)]
        for key, name in words["figure"].items()
    ]
    return table(("floor", *(one["name"] for one in words["set"])), rows)


def unexplained() -> set[str]:
    """Return the keys that figures.toml names and no set of floors has."""
    words = _words()
    known = {key for one in words["set"] for key in _floors(one["key"])}
    return set(words["figure"]) - known


def date_of(made: Sample | None = None) -> str:
    """Return the day on which the figures of the README were measured."""
    del made
    match = _DATE.search((ROOT / "README.md").read_text(encoding="utf-8"))
    return match[1] if match else "an unknown day"


def model_tables(made: Sample | None = None) -> str:
    """Return the measured figures of the language model, from its card."""
    del made
    card = (ROOT / "data" / "model" / "card.md").read_text(encoding="utf-8")
    match = _REACHES.search(card)
    return match[1].strip() if match else ""


def _words() -> dict[str, Any]:
    path = Path(__file__).with_name("figures.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _floors(key: str) -> dict[str, float]:
    path = ROOT / "tests" / "quality" / f"floors_{key}.json"
    floors: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return floors
