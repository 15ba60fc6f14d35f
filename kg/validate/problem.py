"""One thing that is wrong with a graph, in words."""

from dataclasses import dataclass

from kg.errors import VocabularyError
from kg.vocab import compact, id_of


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Where, what and what to do.

    `check` is the id of the check ("shape/Assertion", "quote", "claim-without-direct-triple"),
    `focus` the node by its id or IRI, `path` the property (prefixed) or an empty text.
    """

    check: str
    focus: str
    path: str
    what: str
    remedy: str

    def __str__(self) -> str:
        """Return the problem as one line for a reader."""
        place = f"{self.focus} ({self.path})" if self.path else self.focus
        return f"{place}: {self.what}. {self.remedy} [{self.check}]"


def short(iri: str) -> str:
    """Return an IRI as a reader knows it: an id, a prefixed name, or else the whole."""
    own = id_of(iri)
    if own is not None:
        return own
    try:
        return compact(iri)
    except VocabularyError:
        return iri
