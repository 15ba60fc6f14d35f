"""Any bytes under any name give an article or a ReadError, and nothing else."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.ids import sha256_of
from kg.read import read_article
from kg.rules import load_rules

PIECES = st.sampled_from(
    [
        b"---\n", b"title: x\n", b"date: 2025\n", b"<html>", b"<p>", b"</p>", b"<!--", b"<![CDATA[",
        b"%PDF-1.7\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"&#xD800;", b"&#1;",
        b'<meta charset="',
        b"https://news.example/a-b-c\n", b"Published February 4, 2025\n",
        b"PK\x03\x04",
        b"\r", b"\n",
    ]
)  # fmt: skip
BYTES = st.lists(PIECES | st.binary(max_size=40) | st.text(max_size=40).map(
    lambda text: text.encode("utf-8", "surrogatepass")
), max_size=20).map(b"".join)  # fmt: skip


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
@given(data=BYTES)
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_bytes_give_an_article_or_a_read_error(suffix: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(data)
        try:
            article = read_article(str(path))
        except ReadError as caught:
            article, error = None, caught
    if article is None:
        assert str(path) in str(error)
        return
    assert article.text.strip()
    assert article.sha256 == sha256_of(article.text)
    article.text.encode("utf-8")


@given(text=st.text(min_size=1).filter(str.strip))
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_text_in_utf8_comes_back_as_it_is(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(text.encode())
        try:
            found = read_article(str(path)).text
        except ReadError as error:
            found = error.reason
    refused = any(word in found for word in ("NUL", "control characters", "empty", "holds"))
    assert found == text.removeprefix("\ufeff") or refused


@pytest.mark.parametrize("name", ["reading", "metadata"])
def test_rules_hold_their_examples(name: str) -> None:
    rules = load_rules(name).rules
    assert len(rules) >= 9
    for rule in rules:
        assert rule.regex is not None
        assert [text for text in rule.matches if not rule.regex.search(text)] == [], rule.id
        assert [text for text in rule.ignores if rule.regex.search(text)] == [], rule.id
