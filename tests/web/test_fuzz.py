"""Whatever anybody sends, the server answers with a reason and goes on."""

from urllib.parse import quote, urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from served import Server

pytest_plugins = ("web_servers",)

PATHS = (
    "/search", "/timeline", "/query", "/query/download", "/network", "/sparql", "/api/search",
    "/api/questions/positions", "/entity/person/ada", "/review",
)  # fmt: skip
FIELDS = ("q", "query", "name", "p.class", "kind", "from", "to", "format", "view", "page", "run",
          "around", "depth", "target", "after", "default-graph-uri")  # fmt: skip
WORDS = st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace").decode())
QUIET = settings(
    max_examples=80, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip


def expect_reason(server: Server, path: str, accept: str) -> None:
    """Check that a request is answered, or refused with a reason."""
    reply = server.ask(path, headers={"Accept": accept})
    assert reply.status < 500 or reply.status == 503, (path, reply.text[:300])
    assert b"Traceback" not in reply.body
    assert reply.headers["x-content-type-options"] == "nosniff"


@QUIET
@given(st.sampled_from(PATHS), st.dictionaries(st.sampled_from(FIELDS), WORDS, max_size=4))
def test_any_fields_are_answered(small: Server, path: str, fields: dict[str, str]) -> None:
    expect_reason(small, f"{path}?{urlencode(fields)}", "text/html")


@QUIET
@given(st.sampled_from(("entity", "issue", "statement", "article", "api/card", "static")), WORDS)
def test_any_address_is_answered(small: Server, kind: str, words: str) -> None:
    expect_reason(small, f"/{kind}/{quote(words)}", "text/turtle, text/html;q=0.5")


@QUIET
@given(st.text(alphabet="{}()<>?*|^/;.,'\"\\ \n#:@ASKselectwhereFILTER0", max_size=120))
def test_any_query_is_answered(small: Server, text: str) -> None:
    expect_reason(small, f"/sparql?{urlencode({'query': text})}", "*/*")


@QUIET
@given(st.text(alphabet="abqQ=;,/*. 019+-jsontexhml", max_size=60))
def test_any_accept_is_answered(small: Server, accept: str) -> None:
    expect_reason(small, "/sparql?query=ASK%7B%7D", accept.strip())


@QUIET
@given(st.binary(max_size=200), st.sampled_from(("application/sparql-query", "text/plain", "")))
def test_any_body_is_answered(small: Server, body: bytes, kind: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    reply = small.ask("/sparql", method="POST", body=body, headers=headers)
    assert reply.status < 500
