"""What a text gets wrong, from its words to the status of the fact: kept, but never plain."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.collate import collate
from kg.pipeline import BuildSettings, find

# Articles of their own newsrooms, so that none is taken for a copy of another.
OFFICES = (
    "Peru's President Ana Ruizo signed the port law in Lima.\n",
    "Fishing is safe again, Peru's President Ana Ruizo told farmers in Cusco.\n",
    "The harvest was poor. Peru's President Ana Ruizo promised seed and tools.\n",
)


def statuses_of(
    folder: Path, texts: Sequence[str], relation: str
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the statuses of the facts of one relation by subject and object."""
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    sources = [str(path) for path in sorted(folder.glob("*.txt"))]
    found = find(sources, settings=BuildSettings(model="blank", strict=True))
    collation = collate(found.findings, found.resolution, found.knowledge)
    return {
        (str(fact.subject), str(fact.object)): fact.statuses
        for fact in collation.facts
        if fact.relation == relation
    }


def test_office_of_the_wrong_country_is_disputed(tmp_path: Path) -> None:
    """One article against three gives a president another country: kept, but as disputed."""
    wrong = "Crowds cheered as Chile's President Ana Ruizo opened a bridge.\n"
    found = statuses_of(tmp_path, (*OFFICES, wrong), "holdsOffice")
    assert found == {
        ("person/ana-ruizo", "place/peru"): ("asserted",),
        ("person/ana-ruizo", "place/chile"): ("disputed",),
    }


def test_office_given_to_another_person_is_disputed(tmp_path: Path) -> None:
    """One article against three names another president."""
    wrong = "Crowds cheered as Peru's President Leo Kantor opened a bridge.\n"
    found = statuses_of(tmp_path, (*OFFICES, wrong), "holdsOffice")
    assert found["person/ana-ruizo", "place/peru"] == ("asserted",)
    assert found["person/leo-kantor", "place/peru"] == ("disputed",)


def test_one_word_against_another_settles_nothing(tmp_path: Path) -> None:
    """Two articles that differ leave both facts as they are: nobody is outvoted."""
    wrong = "Crowds cheered as Chile's President Ana Ruizo opened a bridge.\n"
    found = statuses_of(tmp_path, (OFFICES[0], wrong), "holdsOffice")
    assert set(found.values()) == {("asserted",)}


def test_garbled_name_is_the_known_person(tmp_path: Path) -> None:
    """A misspelt surname of the same article makes no second president."""
    text = "Peru's President Ana Ruizonda spoke in Lima. “It is done,” Ruizondo said.\n"
    found = statuses_of(tmp_path, (text,), "holdsOffice")
    assert {person for person, _ in found} == {"person/ana-ruizonda"}


@pytest.mark.parametrize(
    ("text", "place", "status"),
    [
        ("CECOT, a prison in Honduras, is full.\n", "place/honduras", "disputed"),
        ("CECOT, a prison in El Salvador, is full.\n", "place/el-salvador", "asserted"),
    ],
)
def test_place_against_reference_knowledge_is_disputed(
    tmp_path: Path, text: str, place: str, status: str
) -> None:
    """One article is enough where reference knowledge says otherwise."""
    found = statuses_of(tmp_path, (text,), "locatedIn")
    assert found["prison/cecot", place] == (status,)
