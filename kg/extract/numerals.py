"""Numbers as law and news write them: ordinals, Roman and Arabic numerals.

In: the words of a number. Out: the number, or None.
"""

import re

from kg.rules import load_rules

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def number_of(text: str) -> int | None:
    """Return the number of an ordinal, Roman or Arabic numeral, or None.

    >>> number_of("Twenty-fifth"), number_of("14th"), number_of("XIV"), number_of("230")
    (25, 14, 14, 230)
    """
    if digits := re.match(r"\d+", text):
        return int(digits.group())
    ordinals = load_rules("citations").lists["ordinals"]
    if text.capitalize() in ordinals or text in ordinals:
        words = list(dict.fromkeys(word.lower() for word in ordinals if word[0].isalpha()))
        return words.index(text.lower()) + 1
    if re.fullmatch(r"[IVXLC]+", text):
        values = [_ROMAN[char] for char in text]
        return sum(
            -value if value < max(values[place:]) else value for place, value in enumerate(values)
        )
    return None
