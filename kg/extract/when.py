"""Which verb or noun a date belongs to, by the parse.

In: an analyzed article and its dates. Out: for tokens the date that hangs on them. A date belongs
to the words above it up to the first verb: in "the arrest of Ruiz on May 3 shocked the town" to
"arrest" or "shocked", whichever it hangs on.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.extract.arguments import is_verb
from kg.extract.dates import DateSpan
from kg.extract.drafts import Draft
from kg.extract.tree import Tree

# Types whose names may have a year in them.
_NAMES = ("LegalProvision", "Work", "Institution", "Event")
# A date hangs at most so many words below its verb.
_DEPTH = 6


def dates_by_token(tree: Tree, dates: Sequence[DateSpan]) -> Mapping[int, DateSpan]:
    """Return the date of each token that one hangs on; the first where there are several.

    Years that are part of a name ("the Mining Act of 1995") date nothing.
    """
    doc = tree.doc
    starts = [token.idx for token in doc]
    found: dict[int, DateSpan] = {}
    for date in dates:
        first = max(bisect_right(starts, date.start) - 1, 0)
        tokens = doc[first : bisect_left(starts, date.end)]
        root = tokens.root if len(tokens) else None
        if root is not None and tree.name_at(root, _NAMES) is not None:
            continue
        for token in _above(root):
            found.setdefault(token.i, date)
    return found


def dated(draft: Draft, date: DateSpan | None) -> Draft:
    """Return a draft with a date and what it rests on as qualifiers; as it is without one."""
    if date is None:
        return draft
    return replace(
        draft, qualifiers=(*draft.qualifiers, ("date", date.value), ("dateBasis", date.basis))
    )


def _above(token: Token | None) -> tuple[Token, ...]:
    """Return a token and those above it, up to the first verb."""
    path: list[Token] = []
    while token is not None and len(path) < _DEPTH:
        path.append(token)
        if is_verb(token) or token.head is token:
            break
        token = token.head
    return tuple(path)
