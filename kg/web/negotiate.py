"""Which form of an answer a client wants, by its Accept header (RFC 9110, section 12.5.1).

In: the header and the media types on offer, the preferred one first. Out: one of them, or None.
"""

from collections.abc import Sequence

# Longer headers are cut: no client names more types than fit.
MAX_LENGTH = 4096


def choose(header: str, offers: Sequence[str]) -> str | None:
    """Return the offer that a client wants most, the first of several; None where it wants none.

    >>> choose("text/turtle;q=0.5, application/*", ["text/turtle", "application/json"])
    'application/json'
    """
    if not header.strip():
        return offers[0]
    wanted = [_read(part) for part in header[:MAX_LENGTH].lower().split(",") if part.strip()]
    best: tuple[float, str] | None = None
    for offer in offers:
        quality = _quality(offer, wanted)
        if quality > 0 and (best is None or quality > best[0]):
            best = quality, offer
    return None if best is None else best[1]


def _quality(offer: str, wanted: Sequence[tuple[str, float]]) -> float:
    """Return how much a client wants a type, 0 to 1; the most specific range decides."""
    group = offer.partition("/")[0]
    for kind in (offer, f"{group}/*", "*/*"):
        found = [quality for name, quality in wanted if name == kind]
        if found:
            return max(found)
    return 0.0


def _read(part: str) -> tuple[str, float]:
    """Return a range of the header with its quality; 0 for one that is no number."""
    name, *parameters = (piece.strip() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return name, 0.0
    return name, quality if 0 <= quality <= 1 else 0.0
