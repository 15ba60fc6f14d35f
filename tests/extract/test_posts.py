"""Posts on social media: whose they are, where they stand, who reacts, what "the post" means."""

from names_made import context_for

from kg.extract.mentions import find_mentions
from kg.extract.posts import find_posts, link_posts
from kg.model import Mention


def posts_in(text: str) -> tuple[list[tuple[str, str, str]], list[Mention]]:
    """Return subject, relation and object of what is found, and the posts, without syntax."""
    context = context_for(text)
    mentions = link_posts(context, find_mentions(context))
    names = {item.id: item.evidence.quote for item in mentions}
    drafts = find_posts(context, mentions, None)
    rows = [
        (names[item.subject], item.relation, names[item.object or item.subject]) for item in drafts
    ]
    return rows, [item for item in mentions if item.cls == "SocialMediaPosting"]


def test_owner_platform_and_reader_are_told() -> None:
    """The genitive owns, the platform stands in the words, the verb before the post reacts."""
    rows, _ = posts_in(
        "Senator Ana Ruiz confirmed the plan in a post on X. Mayor Joao Lima shared Ruiz’s post."
    )
    assert ("Ana Ruiz", "published", "a post on X") in rows
    assert ("a post on X", "publishedOn", "X") in rows
    assert ("Joao Lima", "reactsTo", "Ruiz’s post") in rows


def test_the_post_means_the_one_named_before() -> None:
    """A definite post has the earlier one as antecedent, with the reason."""
    _, (first, second) = posts_in(
        "Senator Ana Ruiz praised the plan in a post on X. Mayor Joao Lima shared the post."
    )
    assert second.antecedent == first.id
    assert second.reason is not None


def test_post_of_another_owner_is_another_post() -> None:
    """Lima's post is not the one that Ruiz wrote."""
    _, posts = posts_in(
        "Senator Ana Ruiz praised the plan in a post on X.\n\nMany saw Joao Lima’s post later."
    )
    assert posts[-1].antecedent is None


def test_a_post_that_is_only_seen_has_no_reader() -> None:
    """Not every verb before a post takes it up."""
    rows, _ = posts_in("Senator Ana Ruiz deleted the post on X.")
    assert [row for row in rows if row[1] == "reactsTo"] == []
