"""When two values are the same: amounts and dates by what they mean, words by how they read.

In: a `Value` of a relation. Out: a key that equal values share.
Not done: no rounding and no conversion of units; "about 40,000" and "40,500" stay two values.
"""

import re
from decimal import Decimal, InvalidOperation

from kg.collation import ValueKey
from kg.model import Value

# ISO 8601 calendar dates of the three precisions that articles have.
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_DATE_UNITS = frozenset({"date", "year", "month"})
_SPACE = re.compile(r"\s+")
# Marks around words that two newsrooms set differently.
_MARKS = " \t\n.,;:!?\"'“”‘’«»()[]"

# 10^30 is beyond any amount in the news; larger exponents would write out millions of zeros.
_LARGEST_EXPONENT = 30


def key_of(value: Value) -> ValueKey:
    """Return (kind, content, unit): kind is "date", "amount" or "words".

    >>> key_of(Value("40,000 inmates", 40000.0, "person"))
    ('amount', '40000', 'person')
    >>> key_of(Value("February 3", "2025-02-03", "date"))
    ('date', '2025-02-03', '')
    """
    unit = _fold(value.unit or "")
    raw = value.text if value.amount is None else str(value.amount)
    if (unit in _DATE_UNITS or (not unit and value.amount is None)) and _DATE.fullmatch(
        raw.strip()
    ):
        return "date", raw.strip(), ""
    number = None if value.amount is None else number_of(value.amount)
    if number is not None:
        return "amount", format(number, "f"), unit
    return "words", _fold(raw), unit


def number_of(amount: float | str) -> Decimal | None:
    """Return an amount as an exact number without idle zeros, or None where it is none."""
    try:
        number = Decimal(str(amount).replace(",", "").strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        return None
    return Decimal(0) if number == 0 else number.normalize()


def _fold(text: str) -> str:
    """Return words without case, outer marks, and idle white space."""
    return _SPACE.sub(" ", text).strip(_MARKS).casefold()
