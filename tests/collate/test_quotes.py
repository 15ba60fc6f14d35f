"""Quote clusters: the same utterance in other words is one; what merely shares a topic is not."""

import itertools
from dataclasses import replace

import pytest
from collate_made import Made, collated, resolution_of, speech

from kg.collate import collate
from kg.collation import QuoteCluster


def texts(cluster: QuoteCluster) -> list[str]:
    """Return the wordings of a cluster."""
    return sorted(variant.evidence.quote for variant in cluster.variants)


def test_same_words_in_two_articles_are_one_quote() -> None:
    """The plainest case."""
    words = "We will appeal this ruling tomorrow."
    (cluster,) = collated(speech("a", words), speech("b", words)).quotes
    assert len(cluster.variants) == 2
    assert cluster.speakers == ("person/ann",)


def test_reworded_quote_is_found() -> None:
    """Inflection and synonyms do not count."""
    one = "It is no different from our jails, but it is much cheaper and a strong deterrent."
    two = "This is no different from the prison system; it costs less and will be a deterrent."
    other = "Nobody in this town has asked the farmers about their water."
    (cluster,) = collated(speech("a", one), speech("b", two), speech("c", other)).quotes
    assert texts(cluster) == sorted([one, two])


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The court must hear the farmers.", "The farmers lost their water in March."),
        ("We will appeal.", "We will never appeal to voters like that."),
        ("Many countries.", "Other countries pay for their roads."),
    ],
)
def test_shared_topic_is_no_shared_quote(left: str, right: str) -> None:
    """One word in common is too little."""
    assert collated(speech("a", left), speech("b", right)).quotes == ()


def test_legal_condition_in_other_words_is_one_quote() -> None:
    """What is the same in law counts where the articles are on one topic."""

    def made(source: str, quote: str) -> Made:
        article = Made(f"Ann met Bo Lind in Cedar Falls ({source}).\n{quote}\n", source=source)
        ann = article.name("Ann", "person/ann")
        article.name("Bo Lind", "person/bo-lind")
        article.name("Cedar Falls", "place/cedar-falls", cls="City")
        article.says(quote, ann, modality="states_condition")
        return article

    one = made("a", "If it were legally possible, I would not hesitate.")
    two = made("b", "If we had a legal right, I would do it in a heartbeat.")
    (cluster,) = collated(one, two).quotes
    assert len(cluster.variants) == 2


def test_legal_condition_on_another_topic_is_another_quote() -> None:
    """A speaker who says "if it is legal" of two plans says two things."""
    one = speech("a", "If it were legally possible, I would not hesitate.")
    two = speech("b", "If we had a legal right, I would do it in a heartbeat.")
    for made in (one, two):
        made.statements = [replace(item, modality="states_condition") for item in made.statements]
    assert collated(one, two).quotes == ()


def test_sentences_of_one_statement_are_several_utterances() -> None:
    """Each sentence of a long quotation finds its own counterpart."""
    text = "The mayor broke the ordinance twice.\nThe water of the farmers is gone."
    long = Made(f"Ann spoke.\n{text}\n")
    ann = long.name("Ann", "person/ann")
    long.says(text, ann)
    short = speech("b", "The mayor has broken the ordinance twice.")
    (cluster,) = collated(long, short).quotes
    assert texts(cluster) == [
        "The mayor broke the ordinance twice.",
        "The mayor has broken the ordinance twice.",
    ]


def test_same_words_of_two_speakers_are_one_cluster_of_both() -> None:
    """One of the articles is wrong, or one speaker repeats the other."""
    one = speech("a", "Sending prisoners abroad would raise grave concerns.", speaker="Ann")
    two = speech("b", "If prisoners are sent abroad, it will cause grave concerns.", speaker="Bob")
    (cluster,) = collated(one, two).quotes
    assert cluster.speakers == ("person/ann", "person/bob")


def test_phrase_that_everybody_uses_joins_nobody() -> None:
    """With three speakers it is a phrase of the topic."""
    words = "The plan covers citizens and legal residents of the county."
    made = [speech(name, words, speaker=name) for name in ("Ann", "Bob", "Cid")]
    assert collated(*made).quotes == ()


def test_narration_is_no_quote() -> None:
    """What articles say themselves has no speaker."""
    words = "The court will hear the farmers on Monday."
    made = [Made(f"{words}\n{name}\n") for name in "ab"]
    for item in made:
        item.says(words, None, kind="narrated")
    assert collated(*made).quotes == ()


def test_order_of_articles_does_not_matter() -> None:
    """Every order gives the same clusters."""
    made = [
        speech("a", "We will appeal this ruling tomorrow."),
        speech("b", "Tomorrow we will appeal the ruling."),
        speech("c", "We shall appeal that ruling tomorrow, of course."),
    ]
    resolution = resolution_of(*made)
    expected = collate([item.found() for item in made], resolution).quotes
    assert expected
    for some in itertools.permutations(made):
        assert collate([item.found() for item in some], resolution).quotes == expected


def test_many_quotes_with_common_words_stay_apart() -> None:
    """Hundreds of quotes of one speaker are compared in blocks only."""
    words = [f"The court heard alpha{at} beta{at} gamma{at} today." for at in range(900)]
    made = [speech(str(number), quote) for number, quote in enumerate(words)]
    assert collated(*made).quotes == ()
