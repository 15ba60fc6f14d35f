"""Ids from content: the same content always gets the same id, whoever computes it.

In: text or parts of a finding. Out: short, readable, stable strings.
Not done: no counters, no clock, no random numbers.
"""

import hashlib
import re
import unicodedata

# Sixteen hexadecimal digits are 64 bits: two of a million articles collide with p < 10^-7.
DIGEST_LENGTH = 16
SLUG_LENGTH = 80


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest_of(*parts: object) -> str:
    """Return a short digest of some values, whose order counts and whose borders are kept apart."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return sha256_of(joined)[:DIGEST_LENGTH]


def slug_of(name: str) -> str:
    """Return a name as an id segment of a-z, 0-9 and "-".

    A name in another script keeps its identity through a digest.

    >>> slug_of("Farabundo Martí National Liberation Front")
    'farabundo-marti-national-liberation-front'
    """
    plain = unicodedata.normalize("NFKD", name.replace("’s", "s").replace("'s", "s")).casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"(?<=[a-z])\.(?=[a-z]\.?)", "", plain)
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not slug or len(slug) > SLUG_LENGTH:
        slug = f"{slug[: SLUG_LENGTH // 2].strip('-')}-{digest_of(name)}".strip("-")
    return slug
