"""Documents: the text is kept exactly, sentences and names stay in place, for any text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.analyze import Model, analyze, load_model
from kg.model import Article, ArticleId

# Text as it comes from the web: any character, and much of what breaks offsets.
TRICKY = st.lists(
    st.sampled_from(
        ["The court ruled. ", "Marco Rubio", " ", "\n", "\r\n", "\t", "\u00a0", "\u200b", "\ufeff",
         "😀", "👩‍⚖️", "é", "e\u0301", "“", "”", "’s", "...", "\x00", "\x85", "\u2028", "U.S.",
         "http://a.b/c", "\ud83d", "don't", "(", "§", "Ω", "法院", "\u202e", "  ", "-"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@pytest.fixture(scope="module")
def blank() -> Model:
    return load_model("blank")


@pytest.fixture(scope="module")
def shipped() -> Model:
    return load_model()


def make_article(text: str, name: str = "a") -> Article:
    return Article(id=ArticleId(f"article/{name}"), source=f"{name}.txt", sha256="", text=text)


def is_utf8(text: str) -> bool:
    """spaCy keeps strings in UTF-8, so half of a surrogate pair cannot be kept."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(st.text(max_size=120), TRICKY).filter(is_utf8))
def test_blank_document_keeps_the_text(blank: Model, text: str) -> None:
    assert blank.parse(text).text == text


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(TRICKY.filter(is_utf8))
def test_shipped_document_keeps_text_and_sentences(shipped: Model, text: str) -> None:
    doc = shipped.parse(text)
    assert doc.text == text
    assert [token.i for sent in doc.sents for token in sent] == list(range(len(doc)))
    for sent in doc.sents:
        assert [token.head.i for token in sent if token.head.i == token.i] == [sent.root.i]
    for name in doc.ents:
        assert text[name.start_char : name.end_char] == name.text == name.text.strip()


def test_white_space_is_in_tokens_of_its_own(blank: Model) -> None:
    doc = blank.parse(" a  b\n\nc ")
    assert [token.text_with_ws for token in doc] == [" ", "a ", " ", "b", "\n\n", "c "]


def test_white_space_is_in_the_sentence_before_it(shipped: Model) -> None:
    doc = shipped.parse("The court ruled.\n\nIt was late.\n")
    assert [sent.text for sent in doc.sents] == ["The court ruled.\n\n", "It was late.\n"]
    assert [token.pos_ for token in doc if token.is_space] == ["SPACE", "SPACE"]


@pytest.mark.parametrize("text", ["", " ", "\n", "\n\n \t\r\n"])
def test_document_of_nothing(shipped: Model, blank: Model, text: str) -> None:
    for model in (shipped, blank):
        doc = model.parse(text)
        assert doc.text == text
        assert not doc.ents


def test_wrapped_line_end_is_inside_the_sentence(shipped: Model) -> None:
    text = (
        "The proposal to send prisoners who are citizens of the United States\n"
        "to a prison abroad has no precedent, and lawyers doubted that it is\n"
        "legal."
    )
    assert len(list(shipped.parse(text).sents)) == 1


def test_analyze_keeps_order_and_says_which_article(blank: Model) -> None:
    articles = [make_article("One.", "a"), make_article("Two.", "b")]
    docs = list(analyze(articles, model=blank))
    assert [doc.user_data["article"] for doc in docs] == ["article/a", "article/b"]
    assert [doc.user_data["model"] for doc in docs] == ["blank", "blank"]


def test_analyze_does_not_depend_on_the_order(shipped: Model) -> None:
    texts = ["Rubio met Bukele in San Salvador.", "The ACLU sued. A judge in Boston ruled.", "No."]
    there = [
        doc.to_bytes(exclude=["user_data"])
        for doc in analyze([make_article(text) for text in texts], model=shipped)
    ]
    back = [
        doc.to_bytes(exclude=["user_data"])
        for doc in analyze([make_article(text) for text in texts[::-1]], model=shipped)
    ]
    assert there == back[::-1]
