"""Only somebody at this machine, on our own form, can write a judgement."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest
from served import Reply, Server

pytest_plugins = ("web_servers",)

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def form_of(server: Server) -> dict[str, str]:
    """Return the hidden fields of the form, filled in."""
    page = server.ask("/review", headers={"Accept": "text/html"}).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    return {**hidden, "who": "Ana Ruiz", "why": "read it", "verdict": "accept"}


def send(server: Server, fields: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
    """Return the answer to a form that was sent."""
    body = urlencode(fields).encode()
    return server.ask("/review", method="POST", body=body, headers={**FORM, **headers})


def lines(server: Server) -> list[dict[str, str]]:
    """Return what has been judged."""
    file = Path(server.settings.judgements or "")
    return (
        [json.loads(one) for one in file.read_text("utf-8").splitlines()] if file.exists() else []
    )


def test_a_form_of_ours_is_written_and_leads_on(corpus: Server) -> None:
    fields = form_of(corpus)
    before = len(lines(corpus))
    reply = send(corpus, fields, {"Origin": corpus.url})
    assert reply.status == 303
    assert reply.headers["location"].startswith("/review?")
    assert "samesite=strict" in reply.headers["set-cookie"].lower()
    written = lines(corpus)
    assert len(written) == before + 1
    assert written[-1]["target"] == fields["target"]
    assert written[-1]["who"] == "Ana Ruiz"


@pytest.mark.parametrize(
    ("changed", "headers", "status"),
    [
        ({"token": "0" * 43}, {}, 403),
        ({"token": "é"}, {}, 403),
        ({}, {"Origin": "https://evil.example"}, 403),
        ({}, {"Origin": "null"}, 403),
        ({}, {"Sec-Fetch-Site": "cross-site"}, 403),
        ({}, {"Sec-Fetch-Site": "same-site"}, 403),
        ({"verdict": "drop"}, {}, 400),
        ({"who": ""}, {}, 400),
        ({"why": "x" * 1000}, {}, 400),
        ({"target": ""}, {}, 400),
    ],
)
def test_another_form_writes_nothing(
    corpus: Server, changed: dict[str, str], headers: dict[str, str], status: int
) -> None:
    before = lines(corpus)
    fields = {**form_of(corpus), **changed}
    reply = send(corpus, fields, {"Origin": corpus.url, **headers})
    assert reply.status == status, reply.text
    assert lines(corpus) == before


def test_a_form_without_origin_writes_nothing(corpus: Server) -> None:
    before = lines(corpus)
    assert send(corpus, form_of(corpus), {}).status == 403
    assert lines(corpus) == before


def test_other_kinds_of_content_are_refused(corpus: Server) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x", "Origin": corpus.url}
    reply = corpus.ask("/review", method="POST", body=b"--x--", headers=headers)
    assert reply.status == 415


def test_nobody_judges_on_a_server_that_others_reach(small: Server) -> None:
    from dataclasses import replace

    from kg.web.body import Refusal
    from kg.web.review import _refuse_strangers

    state = small.app.app.state.live.current()
    far = _Request("192.0.2.7")
    with pytest.raises(Refusal) as told:
        _refuse_strangers(far, state)  # type: ignore[arg-type]
    assert told.value.status == 403
    open_to_all = replace(state, settings=replace(state.settings, host="0.0.0.0"))
    with pytest.raises(Refusal):
        _refuse_strangers(_Request("127.0.0.1"), open_to_all)  # type: ignore[arg-type]
    _refuse_strangers(_Request("127.0.0.1"), state)  # type: ignore[arg-type]


class _Request:
    """As much of a request as tells where it comes from."""

    def __init__(self, host: str) -> None:
        self.client = type("Client", (), {"host": host})()
