"""The language of a text, told by its function words (kg/rules/languages.toml)."""

import re

from kg.rules import load_rules

# Code points that are looked at: enough for a stable share of function words.
_SAMPLE = 20_000
_FEWEST_WORDS = 8
# Running text of a language has at least this share of its function words (a page with its menus
# about 0.13, prose 0.25 to 0.4) …
_LEAST_SHARE = 0.1
# … and this many times as many as of any other.
_LEAST_LEAD = 1.5
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language, or None where nothing can be said.

    >>> language_of("The court said that it is for the states to decide what the law is.")
    'en'
    """
    words = [word.casefold() for word in _WORD.findall(text[:_SAMPLE])]
    if len(words) < _FEWEST_WORDS:
        return None
    shares = sorted(
        (sum(word in known for word in words) / len(words), code)
        for code, known in (
            (code, frozenset(words)) for code, words in load_rules("languages").lists.items()
        )
    )
    (second, _), (first, code) = shares[-2:]
    return code if first >= _LEAST_SHARE and first >= second * _LEAST_LEAD else None
