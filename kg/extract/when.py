"""Which verb or noun a date belongs to, by the parse.

In: an analyzed article and its dates. Out: for tokens the date that hangs on them. A date belongs
to the words above it up to the first verb: in "the arrest of Ruiz on May 3 shocked the town" to
"arrest" or "shocked", whichever it hangs on.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from kg.extract.arguments import is_verb
from kg.extract.dates import DateSpan

# A date hangs at most so many words below its verb.
_DEPTH = 6


def dates_by_token(doc: Doc, dates: Sequence[DateSpan]) -> Mapping[int, DateSpan]:
    """Return the date of each token that one hangs on; the first where there are several."""
    starts = [token.idx for token in doc]
    found: dict[int, DateSpan] = {}
    for date in dates:
        first = max(bisect_right(starts, date.start) - 1, 0)
        tokens = doc[first : bisect_left(starts, date.end)]
        for token in _above(tokens.root if len(tokens) else None):
            found.setdefault(token.i, date)
    return found


def _above(token: Token | None) -> tuple[Token, ...]:
    """Return a token and those above it, up to the first verb."""
    path: list[Token] = []
    while token is not None and len(path) < _DEPTH:
        path.append(token)
        if is_verb(token) or token.head is token:
            break
        token = token.head
    return tuple(path)
