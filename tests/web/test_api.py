"""`/api`: every address that the document names answers as the document says."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from served import PATIENCE, Server, free_port, serving
from web_graph import sample_folder

import kg.web
from kg.errors import SettingsError
from kg.web import WebSettings

pytest_plugins = ("web_servers",)


def document(server: Server) -> dict[str, object]:
    """Return the OpenAPI document."""
    found: dict[str, object] = json.loads(server.ask("/api").body)
    return found


def test_the_document_names_what_there_is(corpus: Server) -> None:
    found = document(corpus)
    assert found["openapi"] == "3.1.0"
    paths = found["paths"]
    assert isinstance(paths, dict)
    for path, methods in paths.items():
        address = path.replace("{name}", "CECOT" if "card" in path else "positions")
        query = "?q=law" if path == "/api/search" else ""
        for method in set(methods) & {"get"}:
            reply = corpus.ask(address + query, method=method.upper(), headers={"Accept": "*/*"})
            assert reply.status == 200, path
            kinds = methods[method]["responses"]["200"].get("content")
            if kinds is not None:
                assert reply.headers["content-type"].split(";")[0] in kinds


def test_every_reference_of_the_document_leads_somewhere(corpus: Server) -> None:
    text = corpus.ask("/api").text
    found = json.loads(text)
    for part in {one.split('"')[0] for one in text.split('"$ref":"#/')[1:]}:
        place = found
        for key in part.split("/"):
            place = place[key]


def test_search_and_card(corpus: Server) -> None:
    things = json.loads(corpus.ask("/api/search?q=rubio").body)["things"]
    assert "Marco Rubio" in [one["label"] for one in things]
    card = json.loads(corpus.ask("/api/card/Marco%20Rubio").body)
    assert card["name"] == "Marco Rubio"
    assert card["says"]
    assert corpus.ask("/api/card/nobody-at-all").status == 404
    assert corpus.ask("/api/search?q=r").status == 400


def test_questions_take_parameters(corpus: Server) -> None:
    names = [one["name"] for one in json.loads(corpus.ask("/api/questions").body)["questions"]]
    assert "positions" in names
    rows = json.loads(corpus.ask("/api/questions/entities?class=Prison").body)
    assert rows["results"]["bindings"]
    assert corpus.ask("/api/questions/entities?nope=1").status == 400
    assert corpus.ask("/api/questions/none").status == 404


def test_a_new_build_is_served_without_a_restart(tmp_path: Path) -> None:
    from web_graph import REPORT, _thing

    from kg.store import write_graph

    folder = sample_folder(tmp_path / "graph")
    with serving(folder) as server:
        ask = "ASK { <person/new> a kg:Person }"
        assert json.loads(server.query(ask).body)["boolean"] is False
        write_graph(folder, _thing("person/new", "Person", "New"), (), REPORT)
        turn, end = threading.Event(), time.monotonic() + PATIENCE
        while (reply := server.query(ask)).status != 200 or not json.loads(reply.body)["boolean"]:
            assert reply.status in {200, 503}  # between two graphs it says when to come back
            assert time.monotonic() < end
            turn.wait(0.05)


def test_a_port_in_use_is_told(small: Server, tmp_path: Path) -> None:
    folder = sample_folder(tmp_path / "graph")
    done = subprocess.run(
        [sys.executable, "-c", "from kg.cli import main; main()", "serve", "--graph", str(folder),
         "--port", str(small.port)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "give another --port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_a_graph_is_told(tmp_path: Path) -> None:
    from kg.errors import StoreError
    from kg.web import create_app

    with pytest.raises(StoreError, match="kg build"):
        create_app(tmp_path)


def test_another_host_is_warned_of_and_its_name_is_answered() -> None:
    settings = WebSettings(host="192.0.2.7", port=80)
    assert not settings.is_loopback
    assert "192.0.2.7:80" in settings.hosts
    assert "evil.example" not in settings.hosts
    assert WebSettings(host="::1", port=1).is_loopback


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_server_that_listens_everywhere_answers_to_numbers_and_not_to_names(host: str) -> None:
    settings = WebSettings(host=host, port=80)
    assert settings.answers_to("192.0.2.7:80")
    assert settings.answers_to("[2001:db8::7]:80")
    assert settings.is_own_origin("http://192.0.2.7:80")
    assert not settings.answers_to("evil.example:80")
    assert not settings.answers_to("192.0.2.7:81")
    assert not WebSettings(port=80).answers_to("192.0.2.7:80")
    assert not settings.is_loopback


def test_a_limit_that_nothing_passes_is_refused() -> None:
    with pytest.raises(SettingsError, match="rows"):
        WebSettings(rows=0)


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "starlette.applications", None)
    with pytest.raises(SettingsError, match=r'pip install "kg\[web\]"'):
        kg.web.create_app(tmp_path)


def test_free_ports_differ_from_those_in_use(small: Server) -> None:
    assert free_port() != small.port
