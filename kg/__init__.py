"""Articles on a legal controversy in, an RDF graph out in which every fact has its sentence.

>>> import kg
>>> graph = kg.build("data/articles")      # doctest: +SKIP
>>> graph.query("opponents")               # doctest: +SKIP
"""

from typing import TYPE_CHECKING

from kg.api import Graph, build, open  # noqa: A004 - kg.open is the public name
from kg.errors import (
    EvidenceError,
    KgError,
    ModelNotInstalled,
    QueryError,
    ReadError,
    RuleError,
    SettingsError,
    StoreError,
    VocabularyError,
)

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__version__ = "0.1.0"

__all__ = [
    "EvidenceError",
    "Graph",
    "KgError",
    "ModelNotInstalled",
    "QueryError",
    "ReadError",
    "RuleError",
    "SettingsError",
    "StoreError",
    "VocabularyError",
    "build",
    "open",
]


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """Give a notebook `%%sparql` and displays with sentences; called by `%load_ext kg`."""
    from kg.notebook import load

    load(shell)
