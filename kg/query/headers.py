"""Reads named queries: SPARQL in a file, with a head of comments that says what it is for.

In: the text of a `.rq` file. Out: `NamedQuery`, or RuleError with file and line.

    # question: Who holds an office?
    # competency: Q01                          (which competency questions it answers; optional)
    # param office: text = "" | words of the title   (TYPE [= DEFAULT] | MEANING)
    # param of: entity? | the institution            (? = may be left out, then it is any)
    # column person: who holds it
    # example: office="foreign minister"
    # note: …                                  (optional)

Types: entity (an id, an IRI, or any name), term (a word of the ontology), text, integer.
Not done: no checking of the SPARQL itself (the engine does that, and a test runs each).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import RuleError

TYPES = ("entity", "term", "text", "integer")
_LINE = re.compile(r"# (?P<key>[a-z]+)(?: (?P<name>[A-Za-z]\w*))?: (?P<value>\S.*)")
_PARAM = re.compile(
    r"(?P<type>[a-z]+)(?P<optional>\?)?(?: = (?P<default>\"[^\"]*\"|\S+))? \| (?P<meaning>.+)"
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a query takes: `default` is its text, None where there is none."""

    name: str
    type: str
    meaning: str
    default: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question that is asked by name; `columns` are (name, meaning), `example` parameters."""

    name: str
    question: str
    text: str
    parameters: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    example: str
    competency: tuple[str, ...] = ()
    note: str = ""


def read_query(path: Path) -> NamedQuery:
    """Return the named query of a file.

    Raises:
        RuleError: naming the line that is wrong, or line 1 when a part is missing.
    """
    text = path.read_text(encoding="utf-8")
    single: dict[str, str] = {}
    parameters: list[Parameter] = []
    columns: list[tuple[str, str]] = []
    for number, line in _head(text):
        match = _LINE.fullmatch(line)
        if match is None:
            raise RuleError(str(path), number, f"{line!r} is not '# key: value'")
        key, name, value = match["key"], match["name"], match["value"]
        if key == "param" and name is not None:
            parameters.append(_to_parameter(path, number, name, value))
        elif key == "column" and name is not None:
            columns.append((name, value))
        elif key in _SINGLE and name is None and key not in single:
            single[key] = value
        else:
            raise RuleError(str(path), number, f"{line!r} has an unknown or repeated key")
    if not {"question", "example"} <= single.keys() or not columns:
        raise RuleError(str(path), 1, "question, example or column is missing")
    _check_names(path, [one.name for one in parameters], [name for name, _ in columns])
    return NamedQuery(
        name=path.stem,
        question=single["question"],
        text=text,
        parameters=tuple(parameters),
        columns=tuple(columns),
        example="" if single["example"] == "-" else single["example"],
        competency=tuple(single.get("competency", "").split()),
        note=single.get("note", ""),
    )


_SINGLE = frozenset({"question", "competency", "example", "note"})


def _head(text: str) -> Iterator[tuple[int, str]]:
    """Return the comment lines before the query, with their numbers from 1."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            return
        yield number, line


def _to_parameter(path: Path, number: int, name: str, value: str) -> Parameter:
    match = _PARAM.fullmatch(value)
    if match is None or match["type"] not in TYPES:
        raise RuleError(str(path), number, f"a param is 'TYPE[?] [= DEFAULT] | MEANING': {value!r}")
    default = match["default"]
    return Parameter(
        name=name,
        type=match["type"],
        meaning=match["meaning"],
        default=None if default is None else default.strip('"'),
        optional=match["optional"] is not None,
    )


def _check_names(path: Path, parameters: list[str], columns: list[str]) -> None:
    for names in (parameters, columns):
        if len(set(names)) < len(names):
            raise RuleError(str(path), 1, "a param or column is named twice")
