"""`%%sparql` and `%sparql`: questions to a graph of the notebook, answers as tables.

%%sparql --to rows          a query in the cell; the answer is kept as `rows`, too
%sparql opponents stance=Supports      a named question with its parameters
"""

import argparse
import shlex
from typing import TYPE_CHECKING, Never

from kg.errors import KgError
from kg.notebook.graphs import graphs_of
from kg.notebook.tables import Table
from kg.query import run
from kg.store import Rows, Store, Triples

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


class _Parser(argparse.ArgumentParser):
    """A parser that tells the notebook what is wrong instead of ending the process."""

    def error(self, message: str) -> Never:
        """Raise what the notebook shows as one line."""
        raise _usage(f"{message}\n{self.format_usage()}")

    def exit(self, status: int = 0, message: str | None = None) -> Never:  # noqa: ARG002
        """Stop the cell after `--help`."""
        raise _usage(message or "")


class SparqlMagic:
    """The magic of one shell; it looks for graphs among the names of the notebook."""

    def __init__(self, shell: "InteractiveShell") -> None:
        self._shell = shell

    def sparql(self, line: str, cell: str | None = None) -> "Table | Triples | bool":
        """Ask a graph: SPARQL in the cell, or a named question with its parameters on the line.

        Returns:
            A `Table` of a SELECT, `Triples` of a CONSTRUCT or DESCRIBE, or the answer of an ASK.

        """
        try:
            given = _parser().parse_args(shlex.split(line))
            if given.to is not None and not given.to.isidentifier():
                raise _usage(f"--to {given.to}: this is no name for a variable")
            store = self._graph(given.graph)
            question, parameters = _question(given.words, cell)
            answer = run(store, question, parameters, timeout=given.timeout)
        except (KgError, ValueError) as error:
            raise _usage(str(error)) from error
        if given.to is not None:
            self._shell.user_ns[given.to] = answer
        return Table(answer, store) if isinstance(answer, Rows) else answer

    def graphs(self) -> dict[str, Store]:
        """Return the graphs that have a name in the notebook, by name."""
        return graphs_of(self._shell.user_ns)

    def only_graph(self) -> Store | None:
        """Return the one graph of the notebook; None where there are none or several."""
        stores = {id(store): store for store in self.graphs().values()}
        return next(iter(stores.values())) if len(stores) == 1 else None

    def _graph(self, name: str | None) -> Store:
        graphs = self.graphs()
        if name is not None and name in graphs:
            return graphs[name]
        if name is None and (only := self.only_graph()) is not None:
            return only
        if name is None and graphs:
            raise _usage(f"there are several graphs; add --graph {' or --graph '.join(graphs)}")
        import os

        from kg.settings import graph_folder
        from kg.store import open_graph

        return open_graph(graph_folder(name, os.environ))


def _parser() -> _Parser:
    parser = _Parser(prog="%sparql", description="Ask a graph.")
    parser.add_argument("words", nargs="*", metavar="QUESTION NAME=VALUE", help="a named question")
    parser.add_argument("--to", metavar="NAME", help="keep the answer under this name")
    parser.add_argument("--graph", metavar="NAME", help="a graph of the notebook, or its folder")
    parser.add_argument("--timeout", type=float, default=30.0, metavar="SECONDS")
    return parser


def _question(words: list[str], cell: str | None) -> tuple[str, dict[str, str]]:
    """Return what is asked, and its parameters."""
    if cell is None or not cell.strip():
        if not words:
            raise _usage("give a named question (kg query --list), or use %%sparql with a query")
        question, *words = words
    else:
        question = cell
    pairs = [word.partition("=") for word in words]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        raise _usage(f"{wrong[0]!r} is not NAME=VALUE; put values with spaces in quotes")
    # A query of one word would be taken for a name.
    text = question if cell is None or not cell.strip() else f"{question}\n "
    return text, {name: value for name, _, value in pairs}


def _usage(message: str) -> Exception:
    """Return an error that IPython shows as one line, without a traceback."""
    from IPython.core.error import UsageError

    return UsageError(message)
