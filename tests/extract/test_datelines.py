"""Datelines name places; they are nobody, and no part of what somebody says."""

import pytest
from names_made import context_for, mentions_in

from kg.extract.coreference import resolve_references
from kg.extract.datelines import find_datelines
from kg.extract.mentions import find_mentions
from kg.extract.scene import scene_of

LINES = [
    ("KINGMAN, Ariz. — ", ["KINGMAN", "Ariz."]),
    ("NAIROBI (Kenya) – ", ["NAIROBI", "Kenya"]),
    ("LONDON, May 3 (Agency) - ", ["LONDON"]),
    ("Berlin/Vienna — ", ["Berlin", "Vienna"]),
    ("PORT OF SPAIN — ", ["PORT OF SPAIN"]),
    ("QUORL, 3 May 2025 -- ", ["QUORL"]),
]


@pytest.mark.parametrize(("line", "places"), LINES)
def test_dateline_names_places_and_nobody(line: str, places: list[str]) -> None:
    """A model that knows no such place calls it a person, and "he" was that person then."""
    text = f"{line}A judge spoke on Thursday. He said that the law stands."
    first = places[0]
    context = context_for(text, names=[(first, "Person")])
    found = resolve_references(context, find_mentions(context))
    inside = [item for item in found if item.evidence.end <= len(line)]
    assert [item.evidence.quote for item in inside if item.type == "Place"] == places
    assert not [item for item in inside if item.type == "Person"]
    assert not [item for item in found if item.form == "pronoun"]


@pytest.mark.parametrize(
    "text",
    [
        "Ruiz — who spoke first — left.",
        "Ana Ruiz — the mayor — left.",
        "The law stands - for now.",
        "UPDATE — The law stands.",
        "FBI — the agency — declined.",
        "NATO — the alliance — met.",
    ],
)
def test_other_dashes_are_no_datelines(text: str) -> None:
    assert find_datelines(context_for(text)) == ()


def test_dateline_is_cut_from_the_sentence_behind_it() -> None:
    """What is said began with the place where it was reported."""
    context = context_for("KINGMAN, Ariz. — The law is unfair, Ana Ruiz said.")
    (dateline,) = find_datelines(context)
    assert dateline.end in {start for start, _ in scene_of(context, ()).segments}


def test_country_in_brackets_is_no_agency() -> None:
    found = mentions_in("NAIROBI (Kenya) – The court met. Kenya agreed.")
    assert not [item for item in found if item.type == "Institution" and item.name == "Kenya"]
