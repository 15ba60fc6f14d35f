"""What the Tab key offers in `%sparql`: prefixes, classes, properties, questions, parameters.

In: the text around the cursor. Out: completions for IPython's completer (its API of version 2).
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.notebook.graphs import graphs_of
from kg.notebook.html import look
from kg.query import find_query, named_queries
from kg.store.terms import PREFIXES
from kg.vocab import load_terms

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext
    from IPython.core.interactiveshell import InteractiveShell

_MAGIC = re.compile(r"\s*%{1,2}sparql(?:\s|$)")
_WORD = re.compile(r"[\w:.?$-]*$")
_VARIABLE = re.compile(r"[?$]\w{1,100}")
# What the completer shows beside a completion: "class" or "property".
_KINDS = {"class": "class", "object": "property", "datatype": "property", "individual": "value"}


class Matcher:
    """A matcher for IPython's completer; silent outside `%sparql` and `%%sparql`."""

    # Version of the matcher interface of IPython; and what it would read from a function.
    matcher_api_version = 2
    matcher_identifier = "kg.sparql"
    matcher_priority = 100.0

    def __init__(self, shell: "InteractiveShell") -> None:
        self._shell = shell
        self.__qualname__ = "kg.sparql"

    def __call__(self, context: "CompletionContext") -> dict[str, Any]:
        """Return the completions at the cursor; none where it is not in our magic."""
        from IPython.core.completer import SimpleCompletion

        lines = context.full_text.split("\n")
        line = context.text_until_cursor
        if not self._is_ours(lines, line, context.cursor_line):
            return {"completions": []}
        found = _WORD.search(line)
        word = found.group() if found else ""
        on_line = _MAGIC.match(line) is not None
        offers = self._line(line, word) if on_line else _body(context.full_text, word)
        completions = [SimpleCompletion(text=text, type=kind) for text, kind in offers]
        return {
            "completions": completions,
            "matched_fragment": word,
            "suppress": bool(completions),
            "ordered": True,
        }

    def _is_ours(self, lines: list[str], line: str, number: int) -> bool:
        """Tell whether the cursor stands in the cell of a magic, or on its line."""
        first = lines[0] if lines else ""
        whole = first.lstrip().startswith("%%") and _MAGIC.match(first) is not None
        return (whole and number >= 0) or _MAGIC.match(line) is not None

    def _line(self, line: str, word: str) -> Iterator[tuple[str, str]]:
        """Yield what can stand on the line of the magic."""
        words = line.split()[1:]
        before = words[:-1] if word else words
        if before and before[-1] == "--graph":
            yield from _starting(graphs_of(self._shell.user_ns), word, "instance")
            return
        if before and before[-1] == "--to":
            return
        query = next((known for text in before if (known := find_query(text))), None)
        if query is None:
            yield from _starting((known.name for known in named_queries()), word, "question")
        else:
            names = [f"{parameter.name}=" for parameter in query.parameters]
            yield from _starting(names, word, "parameter")
        yield from _starting(look()["completion"]["options"], word, "option")


def _body(text: str, word: str) -> Iterator[tuple[str, str]]:
    """Yield what can stand in a query."""
    if word[:1] in {"?", "$"}:
        names = sorted(set(_VARIABLE.findall(text)) - {word})
        yield from _starting(names, word, "variable")
    elif ":" in word:
        for name, term in load_terms().items():
            yield from _starting((f"kg:{name}",), word, _KINDS.get(term.kind, term.kind))
        yield from _starting(look()["completion"]["prefixed"], word, "term")
    else:
        yield from _starting((f"{prefix}:" for prefix in sorted(PREFIXES)), word, "prefix")
        yield from _starting(look()["completion"]["keywords"], word, "keyword")


def _starting(names: Iterable[str], word: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield the names that begin as the word does, whatever the case."""
    yield from ((name, kind) for name in names if name.casefold().startswith(word.casefold()))
