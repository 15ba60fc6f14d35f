"""Things that share a name, and names that stand beside others: from text to entities."""

from pathlib import Path

import pytest

from kg.pipeline import BuildSettings, find


def entities_of(folder: Path, text: str, model: str = "blank") -> dict[str, str]:
    """Return the entity of each mention by its words; the last one where words come twice."""
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    found = find([str(path)], settings=BuildSettings(model=model, strict=True))
    links = found.resolution.links
    return {
        mention.evidence.quote: str(links[mention.id].entity)
        for mention in found.findings[0].mentions
        if mention.id in links
    }


def test_department_of_a_state_is_not_the_federal_one(tmp_path: Path) -> None:
    """ "The state's Department of Commerce" is that of Ohio, and so is it without an owner."""
    found = entities_of(
        tmp_path,
        "The state's Department of Commerce closed, officials in Ohio said. "
        "The Department of Commerce gave no reason.\n",
    )
    assert found["Department of Commerce"] == "org/department-of-commerce-of-ohio-state"


def test_federal_department_stays_federal(tmp_path: Path) -> None:
    """Without a state as owner the department is the one of reference knowledge."""
    found = entities_of(tmp_path, "The Department of Commerce set tariffs on U.S. steel.\n")
    assert found["Department of Commerce"] == "org/us-commerce-department"


def test_person_and_body_joined_by_of_are_two(tmp_path: Path) -> None:
    """Without a language model too, "James Whitlow of Georgetown University" is no one name."""
    found = entities_of(tmp_path, "James Whitlow of Georgetown University called it unlawful.\n")
    assert found["James Whitlow"] == "person/james-whitlow"
    assert found["Georgetown University"] == "org/georgetown-university"


def test_acronym_behind_an_article_is_that_of_the_treaty(tmp_path: Path) -> None:
    """ "(ECHR)" behind "Article 3 of the European Convention on Human Rights" is the convention."""
    found = entities_of(
        tmp_path,
        "It breaks Article 3 of the European Convention on Human Rights (ECHR). "
        "The ECHR binds all members.\n",
    )
    assert found["ECHR"] == "law/echr"


@pytest.mark.parametrize("name", ["Ruth Anderson", "Paul Anderson"])
def test_same_surname_makes_no_one_person(tmp_path: Path, name: str) -> None:
    """Two people of one surname stay two, and the bare surname is left open."""
    found = entities_of(
        tmp_path,
        "Senator Ruth Anderson is for it. Sheriff Paul Anderson is against it. "
        "“No,” Anderson said.\n",
    )
    assert found[name] == f"person/{name.lower().replace(' ', '-')}"
    assert "Anderson" not in found


def test_genitive_belongs_to_no_name(tmp_path: Path) -> None:
    """ "The CWT's director" has the name CWT, which the text explains."""
    found = entities_of(
        tmp_path,
        "The Clean Water Trust (CWT) sued. The CWT's director, Leo Kantor, spoke.\n",
    )
    assert found["CWT"] == "org/clean-water-trust"
