"""Checks a graph: its shape, every quotation against its article, and that no claim became a fact.

In: the quads of a graph and the texts of its articles. Out: a `Validation` with every problem in
words: where, what is wrong, what to do.
Shapes are kg/shapes.ttl (SHACL), further checks are the queries checks/*.rq.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.model import ArticleId
from kg.validate.problem import Problem
from kg.validate.queries import check_queries
from kg.validate.quotes import check_quotes
from kg.validate.shacl import check_shapes
from kg.validate.terms import check_terms

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["Problem", "Validation", "validate"]


@dataclass(frozen=True, slots=True)
class Validation:
    """What was checked and what is wrong.

    `conforms` is true where there is no problem; `problems` are sorted; `counts` tells how many
    nodes and quads were looked at, by kind ("evidence", "mention", "statement", "assertion",
    "article", "quad"), and the problems of each check.
    """

    conforms: bool
    problems: tuple[Problem, ...]
    counts: Mapping[str, int]


def validate(dataset: Iterable["Quad"], texts: Mapping[ArticleId, str]) -> Validation:
    """Return what is wrong with a graph.

    Args:
        dataset: all quads, of the default graph and of all named ones.
        texts: the text of each article by its id, as it was read.

    """
    from pyoxigraph import Store

    store = Store()
    store.bulk_extend(dataset)
    quoted = check_quotes(store, texts)
    problems = (
        *check_terms(store),
        *check_shapes(store),
        *quoted.problems,
        *check_queries(store),
    )
    by_check = Counter(f"problem/{problem.check}" for problem in problems)
    return Validation(
        conforms=not problems,
        problems=tuple(sorted(problems)),
        counts=MappingProxyType({**quoted.counts, "quad": len(store), **by_check}),
    )
