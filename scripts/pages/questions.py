"""The page of named questions with their answers on the sample articles, and what they cover."""

import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

from kg.query import NamedQuery, named_queries, run
from kg.store import Rows
from scripts.pages.sample import ROOT, Sample
from scripts.pages.words import cell, table

# Rows of an answer that are shown, and characters of a cell.
_ROWS, _WIDTH = 4, 110


def questions_page(made: Sample) -> str:
    """Return one section for each named question."""
    return "\n".join(part for query in named_queries() for part in _section(query, made))


def competency_table(made: Sample | None = None) -> str:
    """Return which named questions answer each competency question."""
    del made
    path = Path(__file__).with_name("competency.toml")
    asked: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))["question"]
    rows = [(key, cell(words), _links(key)) for key, words in sorted(asked.items())]
    return table(("", "competency question", "answered by"), rows)


def answering(key: str) -> tuple[str, ...]:
    """Return the names of the named questions that answer a competency question."""
    text = (ROOT / "tests" / "competency" / "questions.toml").read_text(encoding="utf-8")
    tested = {part["query"] for part in tomllib.loads(text)["part"] if part["question"] == key}
    return tuple(sorted(tested | {one.name for one in named_queries() if key in one.competency}))


def _links(key: str) -> str:
    return ", ".join(f"[{name}](questions.md#{name})" for name in answering(key))


def _section(query: NamedQuery, made: Sample) -> Iterator[str]:
    yield f"## `{query.name}` {{ #{query.name} }}\n"
    yield f"{cell(query.question)}\n"
    if query.note:
        yield f"{cell(query.note)}\n"
    parameters = [
        (f"`{one.name}`", one.type, _default(one.default, optional=one.optional), cell(one.meaning))
        for one in query.parameters
    ]
    yield table(("parameter", "type", "if left out", "meaning"), parameters)
    yield table(
        ("column", "meaning"), [(f"`{name}`", cell(words)) for name, words in query.columns]
    )
    yield f"```sh\nkg query {query.name} {query.example}".rstrip() + "\n```\n"
    yield _answer(query, made)


def _default(text: str | None, *, optional: bool) -> str:
    if text is not None:
        return f"`{text}`" if text else "empty"
    return "any" if optional else "must be given"


def _answer(query: NamedQuery, made: Sample) -> str:
    """Return the first rows of the answer to the example, on the sample articles."""
    given = dict(part.split("=", 1) for part in shlex.split(query.example))
    answer = run(made.store, query.name, given)
    if not isinstance(answer, Rows):
        return f"On the sample articles: {cell(str(answer))}\n"
    if not len(answer):
        return "On the sample articles: no row.\n"
    count = len(answer)
    shown = f", the first {_ROWS}" if count > _ROWS else ""
    rows = [
        [cell("" if value is None else str(value), width=_WIDTH) for value in row]
        for row in answer.ids()[:_ROWS]
    ]
    head = f"On the sample articles: {count} row{'s' * (count > 1)}{shown}.\n"
    return f"{head}\n{table(answer.columns, rows)}"
