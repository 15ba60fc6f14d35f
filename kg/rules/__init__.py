"""Rules and word lists kept as data: TOML files beside this one, loaded strictly.

In: the name of a file in this folder. Out: frozen rules with compiled patterns, or word lists.
Every rule carries examples: `matches` must be found, `ignores` must not (tests/test_rules.py).

A file may hold three kinds of tables:
    [[rule]]        id, pattern, source, matches, ignores; any further keys go to `Rule.extra`
    [lists.NAME]    words = [...], source = "..."
    [maps.NAME]     entries = { key = "value", ... }, source = "..."
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.errors import RuleError
from kg.ids import digest_of

_FOLDER = Path(__file__).parent
_RULE_KEYS = {"id", "pattern", "source", "matches", "ignores"}
_TABLES = {"rule", "lists", "maps"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern with its id, where it comes from, and its examples.

    `regex` is None for a rule whose `pattern` is not a regular expression (`syntax` is then the
    name of its notation); `extra` has the rule's further keys.
    """

    id: str
    pattern: str
    source: str
    matches: tuple[str, ...]
    ignores: tuple[str, ...]
    regex: re.Pattern[str] | None
    extra: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All that one file holds."""

    rules: tuple[Rule, ...]
    lists: Mapping[str, tuple[str, ...]]
    maps: Mapping[str, Mapping[str, str]]

    def rule(self, rule_id: str) -> Rule:
        """Return the rule of that id; KeyError where the file has none."""
        return next(rule for rule in self.rules if rule.id == rule_id)


@cache
def load_rules(name: str) -> RuleBook:
    """Return the rules and lists of `kg/rules/NAME.toml`.

    A list's words may be put into patterns as `{NAME}`: an alternation, longest word first.

    Raises:
        RuleError: unknown or missing key, wrong pattern, id given twice; with file and line.

    """
    path = _FOLDER / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(str(path), 0, f"not TOML: {error}") from error
    if unknown := set(raw) - _TABLES:
        raise RuleError(str(path), 0, f"unknown tables {sorted(unknown)}")
    lists = {key: tuple(table["words"]) for key, table in raw.get("lists", {}).items()}
    maps = {
        key: MappingProxyType(dict(table["entries"])) for key, table in raw.get("maps", {}).items()
    }
    rules = tuple(_rule_of(item, lists, path, text) for item in raw.get("rule", []))
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise RuleError(str(path), _line_of(text, rule.id), f"rule {rule.id} is there twice")
        seen.add(rule.id)
    return RuleBook(rules, MappingProxyType(lists), MappingProxyType(maps))


def rule_files() -> tuple[str, ...]:
    """Return the names of all rule files, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def rules_digest() -> str:
    """Return a digest of all rule files: it changes with every word that could change a result."""
    parts = [(_FOLDER / f"{name}.toml").read_text(encoding="utf-8") for name in rule_files()]
    return digest_of(*parts)


def alternation(words: tuple[str, ...]) -> str:
    r"""Return a pattern part that matches any of some words, longest first.

    >>> alternation(("say", "tell", "say no"))
    '(?:say\\ no|tell|say)'
    """
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in ordered) + ")"


def _rule_of(
    item: dict[str, Any], lists: dict[str, tuple[str, ...]], path: Path, text: str
) -> Rule:
    """Return one checked rule."""
    line = _line_of(text, str(item.get("id", "")))
    if missing := _RULE_KEYS - set(item):
        raise RuleError(str(path), line, f"rule {item.get('id')} lacks {sorted(missing)}")
    if not item["matches"]:
        raise RuleError(str(path), line, f"rule {item['id']} has no example in matches")
    extra = {key: value for key, value in item.items() if key not in _RULE_KEYS}
    regex = None
    if "syntax" not in extra:
        pattern = re.sub(
            r"\{([a-z_]+)\}",
            lambda hit: alternation(lists[hit[1]]) if hit[1] in lists else hit[0],
            item["pattern"],
        )
        try:
            regex = re.compile(pattern, re.VERBOSE)
        except re.error as error:
            raise RuleError(str(path), line, f"rule {item['id']}: {error}") from error
    return Rule(
        item["id"],
        item["pattern"],
        item["source"],
        tuple(item["matches"]),
        tuple(item["ignores"]),
        regex,
        MappingProxyType(extra),
    )


def _line_of(text: str, rule_id: str) -> int:
    """Return the 1-based line on which a rule's id stands, or 0."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.replace(" ", "").startswith(f'id="{rule_id}"'):
            return number
    return 0
