"""Asks the competency questions of a graph and compares the answers with those of the gold.

In: the gold's questions and statements (`../shared/gold`), `questions.toml` (which named query with
which parameters gives each part of an answer) and `names.toml` (what the gold's names are called
here). Out: for each part what is missing from the answer and what is in it too much.

An item of an answer is a string: the parts of a gold answer joined by "|", such as
"person/ana-ruiz|article/2" for a list that stands under a name.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kg.query import run
from kg.store import Rows, Store

HERE = Path(__file__).parent
# A row speaks of a gold statement where both share so much of the shorter of them.
_SHARE = 0.5
_ARTICLES = "SELECT ?article ?source { ?article a kg:Article ; kg:source ?source }"
_STATEMENTS = """SELECT ?statement ?article ?start ?end ?text {
  ?statement a kg:Statement ; kg:inArticle ?article ; kg:start ?start ; kg:end ?end ;
             kg:text ?text }"""


@dataclass(frozen=True, slots=True)
class Part:
    """One query and the part of a question's answer that it gives.

    `path` are the keys that lead to the part in the gold's answer, `pick` the fields of answers
    that are records, `item` the template of an item from the columns of a row; a template that is
    not wanted for a row, since a column is empty, gives none. `where` keeps rows with these values.
    `also` are items that are right and not missed. `instead` replaces items of the gold that are
    worded in prose by those that say the same here (several behind blanks), or takes them out.
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


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold's answers by question, its statements, and what its names are called here."""

    answers: Mapping[str, Any]
    statements: Sequence[Mapping[str, Any]]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Graph:
    """A store with the file of each article and the gold statements that each statement has."""

    store: Store
    names: Mapping[str, str]
    spoken: Mapping[str, tuple[str, ...]]


def read_parts() -> tuple[Part, ...]:
    """Return the parts of all questions in order."""
    table = tomllib.loads((HERE / "questions.toml").read_text(encoding="utf-8"))
    return tuple(_part(fields) for fields in table["part"])


def _part(fields: dict[str, Any]) -> Part:
    """Return a part with tuples for lists."""
    made: dict[str, Any] = {
        key: tuple(one) if isinstance(one, list) else one for key, one in fields.items()
    }
    return Part(**made)


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
    files = {row["article"]: Path(row["source"]).name for row in _rows(store, _ARTICLES, {})}
    by_number = {f"article/{name[:3]}": article for article, name in files.items()}
    spoken = {
        row["statement"]: statements_of(files[row["article"]], row, gold)
        for row in _rows(store, _STATEMENTS, {})
    }
    graph = Graph(store, {**by_number, **gold.names}, spoken)
    return tuple(_ask(graph, part, gold) for part in read_parts())


def statements_of(file: str, row: Mapping[str, str], gold: Gold) -> tuple[str, ...]:
    """Return the gold statements of whose words a statement has half, or they of its words.

    An article may have the same words twice, as a teaser and in its text.
    """
    start, end = int(row["start"]), int(row["end"])
    found = set()
    for statement in gold.statements:
        for content in statement["content"]:
            shorter = min(end - start, content["end"] - content["start"])
            overlap = min(end, content["end"]) - max(start, content["start"])
            is_same = overlap >= _SHARE * shorter or content["quote"] == row["text"]
            if content["file"] == file and is_same:
                found.add(statement["id"])
    return tuple(sorted(found))


def _ask(graph: Graph, part: Part, gold: Gold) -> Outcome:
    """Return how the answer to a part differs."""
    wanted = list(_wanted(part, gold, graph.names))
    right = {name for names in wanted for name in names}
    right |= {_renamed(item, graph.names) for item in part.also}
    given, extra = set[str](), set[str]()
    for items in _given(graph, part):
        given |= items
        extra |= items if not items & right else set()
    optional = {_renamed(item, graph.names) for item in part.also}
    missing = {names[0] for names in wanted if not {*names} & given and not {*names} & optional}
    return Outcome(part, tuple(sorted(missing)), tuple(sorted(extra)))


def _wanted(part: Part, gold: Gold, names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield the items of the gold's answer in the names used here, each with its equals."""
    answer = gold.answers[part.question]
    for key in part.path:
        answer = answer[key]
    others = {item["id"]: item.get("accept_also") or {} for item in gold.statements}
    for item in _flat(answer, part.pick):
        for replaced in part.instead.get(item, item).split(" & "):
            if replaced:
                equal = _equals(replaced, others)
                yield tuple(_renamed(one, names) for one in (replaced, *equal))


def _equals(item: str, others: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield an item of the matrix with the other stance that the gold accepts for a statement."""
    *rest, last = item.split("|")
    stance = others.get(last, {}).get("stance")
    if stance is not None and len(rest) == 2:
        yield "|".join((rest[0], stance, last))


def _flat(answer: object, pick: Sequence[str]) -> Iterator[str]:
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


def _given(graph: Graph, part: Part) -> Iterator[set[str]]:
    """Yield what each row gives: one item, or one for each gold statement that it speaks of."""
    asked = {key: graph.names.get(value, value) for key, value in part.parameters.items()}
    for row in _rows(graph.store, part.query, asked):
        if all(row[key] in values for key, values in part.where.items()):
            yield set(_items(part.item, row, graph))


def _items(template: str, row: Mapping[str, str], graph: Graph) -> Iterator[str]:
    """Yield the items of a row."""
    spoken: Sequence[str] = ("",)
    if "{statement}" in template:
        spoken = graph.spoken.get(row["statement"]) or (row["statement"],)
    for statement in spoken:
        yield template.format_map({**row, "statement": statement})


def _rows(store: Store, query: str, parameters: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the rows of a query; ids in short form."""
    rows = run(store, query, dict(parameters))
    assert isinstance(rows, Rows)
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.ids()]
