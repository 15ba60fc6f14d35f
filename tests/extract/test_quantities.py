"""Quantities in words are amounts like those in digits."""

import pytest
from names_made import context_for

from kg.extract.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "amount", "kind"),
    [
        ("The act protects four counties.", 4, "thing"),
        ("It closes a dozen prisons.", 12, "thing"),
        ("Some two dozen towns joined.", 24, "thing"),
        ("It holds three hundred inmates.", 300, "person"),
        ("Seventeen families left.", 17, "person"),
    ],
)
def test_number_in_words_is_an_amount(text: str, amount: int, kind: str) -> None:
    (found,) = find_quantities(context_for(text))
    assert (found.amount, found.kind) == (amount, kind)


def test_dozens_are_no_number() -> None:
    assert find_quantities(context_for("Dozens of prisons and hundreds of wells closed.")) == ()
