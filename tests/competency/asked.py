"""Asks the competency questions of a graph and compares the answers with those of the gold.

In: the gold's questions and statements (`../shared/gold`), `questions.toml` (which named query with
which parameters gives each part of an answer) and `names.toml` (what the gold's names are called
here). Out: for each question what is missing from the answer and what is in it too much.

An item of an answer is a string: the parts of a gold answer joined by "|", such as
"person/ana-ruiz|article/2" for a list that stands under a name. Items that stand under `also` are
right where they are given, and not missed where they are absent.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kg.query import run
from kg.store import Rows, Store

HERE = Path(__file__).parent
_FIELD = re.compile(r"\{(\w+)\}")
# A row speaks of a gold statement where both share so much of the shorter of them.
_SHARE = 0.5
_ARTICLES = "SELECT ?article ?source { ?article a kg:Article ; kg:source ?source }"


@dataclass(frozen=True, slots=True)
class Part:
    """One query and the part of a question's answer that it gives.

    `path` are the keys that lead to the part in the gold's answer, `pick` the fields of answers
    that are records, `item` the template of an item from the columns of a row. `where` keeps rows
    with these values, `also` are items accepted besides, `instead` replaces items of the gold
    (worded in prose) by those that say the same here; an empty one takes an item out.
    """

    question: str
    query: str
    item: str
    path: tuple[str, ...] = ()
    pick: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    instead: Mapping[str, str] = field(default_factory=dict)
    constant: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the answer to one part differs from the gold."""

    part: Part
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Tell whether the answer is exactly that of the gold."""
        return not self.missing and not self.extra


def read_parts() -> tuple[Part, ...]:
    """Return the parts of all questions in order."""
    table = tomllib.loads((HERE / "questions.toml").read_text(encoding="utf-8"))
    return tuple(
        Part(**{key: tuple(value) if isinstance(value, list) else value for key, value in one.items()})
        for one in table["part"]
    )


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold's answers by question, its statements, and what its names are called here."""

    answers: Mapping[str, Any]
    statements: Sequence[Mapping[str, Any]]
    names: Mapping[str, str]


def read_gold(folder: Path) -> Gold:
    """Return the gold of a folder."""
    questions = yaml.safe_load((folder / "competency_questions.yaml").read_text("utf-8"))
    statements = yaml.safe_load((folder / "statements.yaml").read_text("utf-8"))
    return Gold(
        {item["id"]: item["expected"] for item in questions["questions"]},
        statements["statements"],
        tomllib.loads((HERE / "names.toml").read_text("utf-8"))["names"],
    )


def ask_all(store: Store, gold: Gold) -> tuple[Outcome, ...]:
    """Return the outcome of each part, in order."""
    files = {
        str(row["article"]): Path(row["source"]).name for row in _rows(store, _ARTICLES, {})
    }
    names = {
        **{f"article/{name[:3]}": article for article, name in files.items()},
        **gold.names,
    }
    return tuple(_ask(store, part, gold, names, files) for part in read_parts())


def _ask(
    store: Store, part: Part, gold: Gold, names: Mapping[str, str], files: Mapping[str, str]
) -> Outcome:
    """Return how the answer to a part differs."""
    wanted = set(_wanted(part, gold, names))
    also = {_renamed(item, names) for item in part.also}
    given = _given(store, part, gold, files)
    missing = sorted(item for item in wanted - also if item not in given)
    return Outcome(part, tuple(missing), tuple(sorted(given - wanted - also)))


def _wanted(part: Part, gold: Gold, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the items of the gold's answer, in the names used here."""
    answer = gold.answers[part.question]
    for key in part.path:
        answer = answer[key]
    for item in _flat(answer, part.pick):
        replaced = part.instead.get(item, item)
        if replaced:
            yield _renamed(replaced, names)


def _flat(answer: Any, pick: Sequence[str]) -> Iterator[str]:  # noqa: ANN401 (YAML is anything)
    """Yield the items of an answer: lists one by one, names before what stands under them."""
    if isinstance(answer, Mapping) and pick:
        yield "|".join(str(answer[key]) for key in pick)
    elif isinstance(answer, Mapping):
        for key, value in answer.items():
            yield from (f"{key}|{item}" for item in _flat(value, ()))
    elif isinstance(answer, list):
        for value in answer:
            yield from _flat(value, pick)
    else:
        yield str(answer)


def _renamed(item: str, names: Mapping[str, str]) -> str:
    """Return an item with each of its parts under the name used here."""
    return "|".join(names.get(name, name) for name in item.split("|"))


def _given(store: Store, part: Part, gold: Gold, files: Mapping[str, str]) -> set[str]:
    """Return the items of the answer that the graph gives."""
    if part.constant is not None:
        return set(part.constant)
    rows = [
        row
        for row in _rows(store, part.query, part.parameters)
        if all(row[key] in values for key, values in part.where.items())
    ]
    return {item for row in rows for item in _items(part.item, row, gold, files)}


def _items(
    template: str, row: Mapping[str, str], gold: Gold, files: Mapping[str, str]
) -> Iterator[str]:
    """Yield the items of a row: one, or one for each gold statement that it speaks of."""
    if "{statement}" not in template:
        yield _FIELD.sub(lambda hit: row[hit[1]], template)
        return
    for statement in statements_of(row, gold, files) or (f"none: {row['text'][:60]}",):
        yield _FIELD.sub(lambda hit, name=statement: {**row, "statement": name}[hit[1]], template)


def statements_of(
    row: Mapping[str, str], gold: Gold, files: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the gold statements of whose words a row has at least half, or they of its words."""
    start = int(row["start"])
    end = start + len(row["text"])
    found = set()
    for statement in gold.statements:
        for content in statement["content"]:
            shorter = min(end - start, content["end"] - content["start"])
            overlap = min(end, content["end"]) - max(start, content["start"])
            if content["file"] == files[row["article"]] and overlap / shorter >= _SHARE:
                found.add(statement["id"])
    return tuple(sorted(found))


def _rows(store: Store, query: str, parameters: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the rows of a query; ids in short form."""
    rows = run(store, query, dict(parameters))
    assert isinstance(rows, Rows)
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.ids()]
