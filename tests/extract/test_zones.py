"""What a line of an article is: prose, heading, caption, keywords, or page furniture."""

import pytest

from kg.extract.zones import find_zones


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("The court ruled on Monday that the plan was void.", "body"),
        ("Can hold 900 inmates but housed only 620 as of May", "body"),
        ("Court Blocks New Rule on Street Music", "heading"),
        ("What happens next?", "heading"),
        ("Legal Considerations:", "heading"),
        ("https://example.org/2025/a-story.html", "metadata"),
        ("desk@example.org", "metadata"),
        ("2025-02-06T18:52+0000", "metadata"),
        ("Subscribe", "metadata"),
        ("Ana Ruiz/AFP via Getty Images", "caption"),
        ("ana ruiz", "keywords"),
        ("el salvador, us prisons, human rights abuses", "keywords"),
    ],
)
def test_line_has_its_kind(line: str, kind: str) -> None:
    assert [zone.kind for zone in find_zones(line).items] == [kind]


def test_menu_is_furniture_and_the_prose_behind_it_is_not() -> None:
    text = "World\nAmericas\nAsia\nEurope\nAfrica\nThe court ruled on Monday that it was void."
    kinds = [zone.kind for zone in find_zones(text).items]
    assert kinds == ["metadata"] * 5 + ["body"]


def test_offset_outside_of_lines_is_prose() -> None:
    assert find_zones("").kind_at(3) == "body"
