"""Comforts of a notebook: `%load_ext kg` gives `%%sparql`, completion, and displays with sentences.

In: the running IPython shell. Out: nothing; the shell knows more.
Without a shell nothing here is imported. All names and texts are escaped on the way to HTML.
"""

from typing import TYPE_CHECKING, Any

from kg.notebook.reading import Reading, Saying, reading_of, saying_of
from kg.notebook.tables import Table

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["Reading", "Saying", "Table", "load", "reading_of", "saying_of"]


def load(shell: "InteractiveShell") -> None:
    """Teach a shell the magic, its completion, and how answers, cards and articles look."""
    from kg.notebook.completion import Matcher
    from kg.notebook.displays import register
    from kg.notebook.magic import SparqlMagic

    magic = SparqlMagic(shell)
    register_magic: Any = shell.register_magic_function
    register_magic(magic.sparql, "line_cell", "sparql")
    register(shell, magic)
    completer = shell.Completer
    if not any(isinstance(known, Matcher) for known in completer.custom_matchers):
        completer.custom_matchers.append(Matcher(shell))
