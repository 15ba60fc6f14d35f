"""Who may ask, and what every answer carries: hosts, origins, sites, sizes, methods, headers."""

import pytest
from served import Server

pytest_plugins = ("web_servers",)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "localhost:1", ""])
def test_a_foreign_host_is_not_answered(small: Server, host: str) -> None:
    """DNS rebinding: a page of evil.example that resolves to this machine reads nothing."""
    reply = small.ask("/", headers={"Host": host})
    assert reply.status == 421
    assert b"issue" not in reply.body


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LocalHost"])
def test_names_of_this_machine_are_answered(small: Server, host: str) -> None:
    assert (
        small.ask("/sparql?query=ASK%7B%7D", headers={"Host": f"{host}:{small.port}"}).status == 200
    )


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1"])
def test_pages_of_other_origins_may_not_ask(small: Server, origin: str) -> None:
    reply = small.ask("/sparql?query=ASK%7B%7D", headers={"Origin": origin})
    assert reply.status == 403
    assert "access-control-allow-origin" not in reply.headers


def test_our_own_origin_may_ask(small: Server) -> None:
    assert small.ask("/sparql?query=ASK%7B%7D", headers={"Origin": small.url}).status == 200


def test_a_request_made_by_another_site_is_refused_and_a_followed_link_is_not(
    small: Server,
) -> None:
    made = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    assert small.ask("/network/page", headers=made).status == 403
    framed = {**made, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}
    assert small.ask("/", headers=framed).status == 403
    link = {**made, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert small.ask("/", headers=link).status == 200


def test_preflight_allows_nothing(small: Server) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    reply = small.ask("/sparql", method="OPTIONS", headers=headers)
    assert reply.status == 403
    assert not [name for name in reply.headers if name.startswith("access-control")]


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/sparql", "/entity/person/ada", "/review"])
def test_other_methods_are_told_what_is_allowed(small: Server, method: str, path: str) -> None:
    reply = small.ask(path, method=method)
    assert reply.status == 405
    assert "GET" in reply.headers["allow"]


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd", "/static/../settings.py", "/static/%2e%2e/settings.py",
        "/static/..%2fsettings.py", "/static//etc/passwd", "/static/style.css%00", "/nothing",
        "/entity/%00", "/entity/" + "a" * 5000, "/article/article/..", "/issue/",
        "/entity/person/%ff%fe", "/statement/%3Cscript%3E",
    ],
)  # fmt: skip
def test_an_address_of_nothing_is_not_found(small: Server, path: str) -> None:
    reply = small.ask(path, headers={"Accept": "text/html"})
    assert reply.status in {400, 404}, reply.text
    assert b"root:" not in reply.body
    assert b"Traceback" not in reply.body
    assert b"<script>" not in reply.body


@pytest.mark.parametrize(
    "path", ["/", "/sparql?query=ASK%7B%7D", "/static/style.css", "/nothing", "/sparql?query=x"]
)
def test_every_answer_keeps_browsers_safe(small: Server, path: str) -> None:
    headers = small.ask(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


def test_the_viewer_runs_only_its_own_scripts(corpus: Server) -> None:
    policy = corpus.ask("/network/page").headers["content-security-policy"]
    assert "'sha256-" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'self'" in policy


def test_a_body_that_is_too_large_is_refused_before_it_is_read(small: Server) -> None:
    size = small.settings.body_bytes + 1
    headers = {"Content-Type": "application/sparql-query"}
    head = f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{small.port}\r\n"
    answer = small.send_raw(f"{head}Content-Length: {10**9}\r\n\r\nASK".encode())
    assert b" 413 " in answer.split(b"\r\n")[0]
    assert small.ask("/sparql", method="POST", body=b" " * size, headers=headers).status == 413


def test_a_body_in_chunks_is_counted(small: Server) -> None:
    head = (
        f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{small.port}\r\n"
        "Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
    answer = small.send_raw(head.encode() + chunk * 9)
    assert b" 413 " in answer.split(b"\r\n")[0]


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"NONSENSE\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nz",
        b"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x00\xff" * 500 + b"\r\n\r\n",
    ],
)  # fmt: skip
def test_bytes_that_are_no_request_leave_the_server_alive(small: Server, data: bytes) -> None:
    answer = small.send_raw(data)
    assert not answer or answer.split(b" ")[1][:1] == b"4", answer[:100]
    assert small.query("ASK {}").status == 200


def test_many_ranges_are_ignored(small: Server) -> None:
    ranges = ",".join(f"{n}-{n}" for n in range(3000))
    reply = small.ask("/static/style.css", headers={"Range": f"bytes={ranges}"})
    assert reply.status == 200


def test_a_doubled_field_of_a_form_is_refused(small: Server) -> None:
    reply = small.ask(
        "/review", method="POST", body=b"who=a&who=b",
        headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": small.url},
    )  # fmt: skip
    assert reply.status == 400
