"""Addresses: only public ones, within limits; never a real network."""

import gzip
import threading
from collections.abc import Callable, Iterator, Sequence

import httpx
import pytest

from kg.errors import FetchError, ReadError, UnsupportedSource
from kg.model import Article
from kg.read import Web, read_article
from kg.read.url import is_public
from kg.settings import ReadSettings

PUBLIC = "93.184.215.14"
PAGE = "<html><body><article>" + "<p>The court said that it is the law of the land.</p>" * 9
HTML = {"content-type": "text/html; charset=utf-8"}
Answer = Callable[[httpx.Request], httpx.Response]


def _web(answer: Answer | httpx.Response, *addresses: str) -> Web:
    """Return a web in which every host has these addresses and every request this answer."""
    handler = answer if callable(answer) else lambda _request: answer

    def resolve(_host: str, _port: int) -> Sequence[str]:
        return addresses or (PUBLIC,)

    return Web(transport=httpx.MockTransport(handler), resolve=resolve)


def _read(url: str, web: Web, settings: ReadSettings | None = None) -> Article:
    return read_article(url, web=web, settings=settings or ReadSettings())


def test_page_is_read_with_its_address() -> None:
    article = _read("https://news.example/a", _web(httpx.Response(200, html=PAGE)))
    assert "law of the land" in article.text
    assert (article.source, article.url) == ("https://news.example/a", "https://news.example/a")


def test_connection_goes_to_the_address_that_was_checked() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, text="Words.")

    _read("https://news.example:8443/a?b=c#d", _web(answer))
    assert str(seen[0].url) == f"https://{PUBLIC}:8443/a?b=c"
    assert seen[0].headers["host"] == "news.example:8443"
    assert seen[0].extensions["sni_hostname"] == "news.example"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1",
        "2001::1", "not an address", "",
    ],
)  # fmt: skip
def test_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(FetchError, match="not on the public internet"):
        _read("http://news.example/a", _web(httpx.Response(200, html=PAGE), PUBLIC, address))


@pytest.mark.parametrize("address", [PUBLIC, "2606:4700::1111", "::ffff:93.184.215.14"])
def test_public_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://[::1]/", "http://0x7f.1/", "http://2130706433/"]
)
def test_address_in_another_writing_is_refused_by_what_it_resolves_to(url: str) -> None:
    with pytest.raises(FetchError, match=r"not on the public internet|there is no host"):
        _read(url, Web(transport=httpx.MockTransport(lambda _request: httpx.Response(200))))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "kg fetches http and https, not file"),
        ("ftp://news.example/a", "not ftp"),
        ("data:text/plain,words", "not data"),
        ("gopher://news.example/", "not gopher"),
        ("https://user@news.example/", "a user name"),
        ("https://news.example:22/", "port 22 may not be fetched"),
        ("https:///path", "has no host"),
        ("http://[::1", "no answer|has no host"),
    ],
)
def test_address_that_may_not_be_fetched_is_refused(url: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason):
        _read(url, _web(httpx.Response(200, html=PAGE)))


def _redirects(*targets: str) -> Answer:
    """Return an answer that redirects to each target in turn, then gives a page."""
    left = list(targets)

    def answer(_request: httpx.Request) -> httpx.Response:
        if left:
            return httpx.Response(302, headers={"location": left.pop(0)})
        return httpx.Response(200, html=PAGE)

    return answer


def test_redirect_is_followed_to_where_the_page_is() -> None:
    article = _read("http://news.example/a", _web(_redirects("/b", "https://other.example/c")))
    assert article.url == "https://other.example/c"


def test_sixth_redirect_is_too_many() -> None:
    with pytest.raises(FetchError, match="more than 5 times"):
        _read("http://news.example/a", _web(_redirects(*["/b"] * 6)))


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://news.example/b", "from https to http"),
        ("file:///etc/passwd", "not file"),
        ("https://news.example:25/", "port 25"),
    ],
)
def test_redirect_is_checked_like_the_first_address(target: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason):
        _read("https://news.example/a", _web(_redirects(target)))


def test_redirect_to_a_private_host_is_refused() -> None:
    def resolve(host: str, _port: int) -> Sequence[str]:
        return ("10.0.0.1",) if host == "inside.example" else (PUBLIC,)

    transport = httpx.MockTransport(_redirects("https://inside.example/"))
    with pytest.raises(FetchError, match=r"inside\.example is not on the public internet"):
        _read("https://news.example/a", Web(transport=transport, resolve=resolve))


def test_unknown_host_is_named() -> None:
    def resolve(_host: str, _port: int) -> Sequence[str]:
        raise OSError

    with pytest.raises(FetchError, match=r"there is no host news\.example"):
        _read("https://news.example/a", Web(resolve=resolve))


def test_endless_body_is_cut_off() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 1000

    answer = httpx.Response(200, headers=HTML, content=endless())
    with pytest.raises(FetchError, match=r"larger than the limit of 0\.1 MB"):
        _read("https://news.example/a", _web(answer), ReadSettings(max_bytes=100_000))


def test_packed_body_is_unpacked() -> None:
    headers = {"content-encoding": "gzip", "content-type": "text/plain"}
    answer = httpx.Response(200, headers=headers, stream=httpx.ByteStream(gzip.compress(b"Words.")))
    assert _read("https://news.example/a", _web(answer)).text == "Words."


def test_bomb_is_not_unpacked_beyond_the_limit() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    headers = {"content-encoding": "gzip", "content-type": "text/plain"}
    answer = httpx.Response(200, headers=headers, stream=httpx.ByteStream(bomb))
    with pytest.raises(FetchError, match="larger than the limit"):
        _read("https://news.example/a", _web(answer), ReadSettings(max_bytes=100_000))


def test_bomb_within_a_bomb_is_refused() -> None:
    headers = {"content-encoding": "gzip, gzip", "content-type": "text/plain"}
    answer = httpx.Response(200, headers=headers, stream=httpx.ByteStream(b"x"))
    with pytest.raises(FetchError, match="came packed as gzip, gzip"):
        _read("https://news.example/a", _web(answer))


def test_server_that_never_ends_its_answer_is_left() -> None:
    done = threading.Event()

    def answer(_request: httpx.Request) -> httpx.Response:
        done.wait()
        return httpx.Response(200, text="Words.")

    try:
        with pytest.raises(FetchError, match=r"took longer than 0\.05 s"):
            _read("https://news.example/a", _web(answer), ReadSettings(fetch_seconds=0.05))
    finally:
        done.set()


@pytest.mark.parametrize("status", [204, 404, 429, 500])
def test_other_answer_than_a_page_is_named(status: int) -> None:
    with pytest.raises(FetchError, match=f"the server answered {status}"):
        _read("https://news.example/a", _web(httpx.Response(status)))


def test_broken_connection_is_named() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(FetchError, match=r"no answer \(refused\)"):
        _read("https://news.example/a", _web(answer))


def test_charset_of_the_header_is_used() -> None:
    answer = httpx.Response(
        200,
        headers={"content-type": "text/plain; charset=windows-1251"},
        content="закон".encode("cp1251"),
    )
    assert _read("https://news.example/a", _web(answer)).text == "закон"


@pytest.mark.parametrize("kind", ["application/json", "image/png", "application/zip"])
def test_other_content_than_an_article_is_refused(kind: str) -> None:
    answer = httpx.Response(200, headers={"content-type": kind}, content=b"{}")
    with pytest.raises(UnsupportedSource, match=kind):
        _read("https://news.example/a", _web(answer))


def test_content_decides_over_the_type_that_the_server_names() -> None:
    answer = httpx.Response(200, headers={"content-type": "text/plain"}, content=PAGE.encode())
    assert "<p>" not in _read("https://news.example/a", _web(answer)).text


def test_empty_answer_is_refused() -> None:
    with pytest.raises(ReadError, match="is empty"):
        _read("https://news.example/a", _web(httpx.Response(200, text="")))
