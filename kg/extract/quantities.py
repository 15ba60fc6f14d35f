"""Quantities in an article: an amount with its unit at its place.

In: an article's context. Out: spans in text order; of overlapping ones the longest. Years and
dates are not quantities (see `dates`). The patterns and units are `kg/rules/quantities.toml`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kg.extract.context import Context
from kg.extract.dates import find_dates
from kg.rules import load_rules


@dataclass(frozen=True, slots=True)
class QuantitySpan:
    """An amount at its place: "$115 million" is 115000000 USD of kind "money".

    `kind`: "person", "money", "area", "share", "duration", "thing" (counties, cells), or
    "count" where the unit is not told.
    """

    start: int
    end: int
    text: str
    amount: int | float
    unit: str
    kind: str


def find_quantities(context: Context) -> tuple[QuantitySpan, ...]:
    """Return the quantities of an article."""
    book = load_rules("quantities")
    text = context.article.text
    found = [
        QuantitySpan(*hit.span(), hit[0], _amount(hit, book.maps), _unit(hit, book.maps), kind)
        for rule in book.rules
        if rule.regex is not None
        for kind in (str(rule.extra["kind"]),)
        for hit in rule.regex.finditer(text)
    ]
    taken = {place for item in find_dates(context) for place in range(item.start, item.end)}
    kept: list[QuantitySpan] = []
    for item in sorted(found, key=lambda span: (span.start - span.end, span.start, span.kind)):
        places = range(item.start, item.end)
        if taken.isdisjoint(places):
            kept.append(item)
            taken.update(places)
    return tuple(sorted(kept, key=lambda span: span.start))


def _amount(hit: re.Match[str], maps: Mapping[str, Mapping[str, str]]) -> int | float:
    """Return the number that a hit states; whole numbers as int."""
    number = hit["number"].lower()
    value = Fraction(maps["number_values"].get(number) or number.replace(",", ""))
    scale = hit.groupdict().get("scale")
    if scale:
        value *= int(maps["scale_values"][scale.lower()])
    return int(value) if value.denominator == 1 else float(value)


def _unit(hit: re.Match[str], maps: Mapping[str, Mapping[str, str]]) -> str:
    """Return the unit of a hit: a code or noun of the rule file, or "person"."""
    groups = hit.groupdict()
    if groups.get("people"):
        return "person"
    return maps["units"].get(" ".join((groups.get("unit") or "").split()), "")
