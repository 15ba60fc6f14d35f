"""Articles on a legal controversy in, an RDF graph out in which every fact has its sentence.

>>> import kg
>>> graph = kg.build("data/articles")      # doctest: +SKIP
>>> graph.query("opponents")               # doctest: +SKIP
"""

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
