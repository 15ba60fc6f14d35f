"""Every group of hostile input has a test that exists, and so has every promise of SECURITY.md."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
FIRST, LAST = 1, 112


def groups() -> list[dict[str, object]]:
    """Return the table of groups."""
    with (HERE / "groups.toml").open("rb") as file:
        return list(tomllib.load(file)["group"])


@cache
def defined_in(path: Path) -> frozenset[str]:
    """Return the names of the tests in a file."""
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def missing(root: Path, names: list[str]) -> list[str]:
    """Return those of some tests, named FILE::TEST, that are not there."""
    parts = [name.partition("::") for name in names]
    return [f"{file}::{test}" for file, _, test in parts if test not in defined_in(root / file)]


def test_every_group_is_listed_once() -> None:
    assert [group["number"] for group in groups()] == list(range(FIRST, LAST + 1))


def test_every_group_has_tests_that_exist(root: Path) -> None:
    for group in groups():
        names = group["tests"]
        assert isinstance(names, list)
        assert names, group["number"]
        assert missing(root, names) == [], group["number"]


def test_every_promise_has_a_test_that_exists(root: Path) -> None:
    """Each line of the promises ends with one or more tests."""
    page = (root / "SECURITY.md").read_text(encoding="utf-8")
    promised = page.partition("## What is promised")[2].partition("\n## ")[0]
    promises = [line for line in promised.splitlines() if line.startswith("- ")]
    assert len(promises) >= 12
    for line in promises:
        names = re.findall(r"`(tests/\S+::test_\w+)`", line)
        assert names, line
        assert missing(root, names) == [], line
