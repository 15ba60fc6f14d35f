"""Independent sources: copies, agency copy and reports of one speech count once."""

from collate_made import Made, collated

from kg.collation import Collation
from kg.model import Value

PASSAGE = (
    "The county bought the land in spring and paid for it in three parts, as the minutes of the "
    "board show, and the clerk confirmed that the last part was paid before the auditors came."
)


def about_land(source: str, body: str = "", publisher: str | None = None) -> Made:
    """Return an article that says what the land cost."""
    made = Made(f"Grey Rock cost $5. {source}\n{body}\n", publisher=publisher, source=source)
    rock = made.name("Grey Rock", "place/grey-rock", cls="Facility")
    made.fact("Grey Rock cost $5", rock, "hasCost", Value("$5", 5, "USD"))
    return made


def counts(collation: Collation) -> list[tuple[int, int]]:
    """Return (articles, independent sources) of each fact."""
    return [(len(fact.articles), collation.independent[fact.id]) for fact in collation.facts]


def test_articles_of_their_own_count_each() -> None:
    """Two reporters are two sources."""
    assert counts(collated(about_land("a"), about_land("b"))) == [(2, 2)]


def test_articles_that_share_a_passage_count_once() -> None:
    """A copy adds nothing, and the graph says why."""
    collation = collated(about_land("a", PASSAGE), about_land("b", PASSAGE), about_land("c"))
    assert counts(collation) == [(3, 2)]
    (group,) = collation.sources
    assert (group.basis, len(group.articles)) == ("passage", 2)
    assert group.reason


def test_shared_quotation_is_no_copy() -> None:
    """Who quotes the same long speech copies nobody."""
    made = [about_land(name, PASSAGE) for name in "ab"]
    for item in made:
        item.says(PASSAGE, item.name("Grey Rock", "place/grey-rock", cls="Facility"))
    assert collated(*made).sources == ()


def test_agency_copy_counts_once() -> None:
    """Both articles are credited to one agency in their first line."""

    def wire(source: str) -> Made:
        made = Made(f"CEDAR FALLS (Wire One) — Grey Rock cost $5.\n{source}\n", source=source)
        rock = made.name("Grey Rock", "place/grey-rock", cls="Facility")
        made.name("Wire One", "org/wire-one", cls="MediaOrganization")
        made.fact("Grey Rock cost $5", rock, "hasCost", Value("$5", 5, "USD"))
        return made

    collation = collated(wire("a"), wire("b"))
    assert counts(collation) == [(2, 1)]
    assert [group.basis for group in collation.sources] == ["wire"]


def test_agency_named_in_passing_is_no_credit() -> None:
    """Two articles that cite an agency have reporters of their own."""

    def citing(source: str) -> Made:
        made = about_land(source, "Wire One had reported it first.")
        made.name("Wire One", "org/wire-one", cls="MediaOrganization")
        return made

    assert collated(citing("a"), citing("b")).sources == ()


def test_articles_of_one_newsroom_count_once() -> None:
    """A newsroom does not confirm itself."""
    collation = collated(
        about_land("a", publisher="The Herald"), about_land("b", publisher="The  herald")
    )
    assert counts(collation) == [(2, 1)]


def test_facts_out_of_one_speech_count_once() -> None:
    """Two articles that rest on the same words of one speaker have one source."""

    def told(source: str) -> Made:
        made = Made(f"{source}: Ann spoke.\nGrey Rock has cost the county $5.\n", source=source)
        ann = made.name("Ann", "person/ann")
        rock = made.name("Grey Rock", "place/grey-rock", cls="Facility")
        made.says("Grey Rock has cost the county $5.", ann)
        made.fact("Grey Rock has cost", rock, "hasCost", Value("$5", 5, "USD"))
        return made

    collation = collated(told("a"), told("b"))
    assert counts(collation) == [(2, 1)]
    (fact,) = collation.facts
    assert collation.rests_on[fact.id] == (collation.quotes[0].id,)
