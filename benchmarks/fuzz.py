"""Random and broken input for every reader: `python -m benchmarks.fuzz --minutes 20 [TARGET...]`.

In: names of targets (all without any), minutes for all together, a seed. Out: executions and
findings of each target. A finding is anything but an answer or an error of ours within the time
allowed: another exception, a quotation that is not in the text, a process that is gone, a status
of 500. Each one becomes a test of its own (tests/hostile).
"""

import argparse
import contextlib
import logging
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from benchmarks import fuzz_pieces as pieces
from benchmarks.measure import kg
from kg.analyze import analyze, load_model
from kg.errors import FetchError, QueryError, ReadError, RuleError
from kg.extract import extract
from kg.ids import sha256_of
from kg.judge import read_decisions
from kg.knowledge import load_knowledge
from kg.pipeline import BuildSettings, build
from kg.read import read_article
from kg.settings import ReadSettings
from kg.store import Store, open_graph

# Seconds that one input of a few kilobytes may take on a busy machine.
MOST_SECONDS = 20.0
QUERY_SECONDS = 1.0
_ROUND = 40
# Characters of either end of a traceback.
_SHOWN = 1200


@dataclass(frozen=True, slots=True)
class Target:
    """What is tried: inputs, and a check that raises where one is not handled as promised."""

    inputs: st.SearchStrategy[Any]
    check: Callable[[Any], None]


def targets(store: Store, port: int | None) -> dict[str, Target]:
    """Return all targets by name, on an open graph and the port of a running server (or None)."""
    found = {
        suffix: Target(_mixed(pieces.PIECES), _reader(f".{suffix}"))
        for suffix in ("txt", "md", "html")
    }
    found["pdf"] = Target(_broken(_pdf()), _reader(".pdf"))
    found["prose"] = Target(st.lists(st.sampled_from(pieces.PROSE) | st.text(max_size=30)), _search)
    found["judgement"] = Target(_mixed(pieces.JUDGEMENT), _judge)
    query = st.lists(st.sampled_from(pieces.QUERY) | st.text(max_size=8), max_size=60).map("".join)
    found["query"] = Target(query, lambda text: _ask(store, text))
    if port is not None:
        found["http"] = Target(_mixed(pieces.HTTP), lambda data: _send(port, data))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="TARGET")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    findings = 0
    with tempfile.TemporaryDirectory() as folder, tried(Path(folder)) as found:
        names = options.names or list(found)
        for name in names:
            count, faults = fuzz(found[name], 60 * options.minutes / len(names), options.seed)
            print(f"{name:10} {count:8} executions, {len(faults)} findings", flush=True)
            print("\n".join(faults), flush=True)
            findings += len(faults)
    return 1 if findings else 0


@contextlib.contextmanager
def tried(folder: Path) -> Iterator[dict[str, Target]]:
    """Give the targets, with a graph and a server of their own in a folder."""
    article = folder / "a.txt"
    article.write_text("“The plan is unlawful,” said Ana Ruiz, mayor of Lyon.\n", encoding="utf-8")
    build([str(article)], folder / "graph", settings=BuildSettings(model="blank", workers=1))
    port = _free_port()
    command = kg("serve", "--graph", folder / "graph", "--port", str(port))
    with (
        open_graph(folder / "graph") as store,
        subprocess.Popen(command, stderr=subprocess.DEVNULL) as server,
    ):
        try:
            _await_server(port)
            yield targets(store, port)
        finally:
            server.terminate()


def fuzz(target: Target, seconds: float, start: int) -> tuple[int, list[str]]:
    """Return how often a target was tried, and what was found."""
    end, count, faults = time.monotonic() + seconds, 0, []
    while time.monotonic() < end:
        start += 1

        @seed(start)
        @settings(
            max_examples=_ROUND,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # shrinking may take longer than all the rest
            suppress_health_check=list(HealthCheck),
        )
        @given(target.inputs)
        def try_one(data: Any) -> None:
            nonlocal count
            count += 1
            expect_quick(target.check, data)

        try:
            try_one()
        except Exception:
            text = traceback.format_exc(limit=-6)
            faults.append(f"seed {start}\n{text[:_SHOWN]}\n{text[-_SHOWN:]}")
            if len(faults) == 5:
                break
    return count, faults


def expect_quick(check: Callable[[Any], None], data: Any) -> None:
    """Run a check and raise where it took too long."""
    begun = time.monotonic()
    check(data)
    taken = time.monotonic() - begun
    if taken > MOST_SECONDS + QUERY_SECONDS:
        raise AssertionError(f"{taken:.1f} s for {data!r:.2000}")


def _mixed(parts: tuple[bytes, ...]) -> st.SearchStrategy[bytes]:
    """Return bytes made of some parts and anything else."""
    text = st.text(max_size=40).map(lambda words: words.encode("utf-8", "surrogatepass"))
    return st.lists(st.sampled_from(parts) | st.binary(max_size=40) | text, max_size=40).map(
        b"".join
    )


def _broken(whole: bytes) -> st.SearchStrategy[bytes]:
    """Return a whole file with some places overwritten, and perhaps its end cut off."""
    edit = st.tuples(
        st.integers(0, len(whole) - 1), st.binary(max_size=8) | st.sampled_from(pieces.PDF)
    )

    def apply(edits: list[tuple[int, bytes]], end: int) -> bytes:
        data = bytearray(whole)
        for place, part in edits:
            data[place : place + len(part)] = part
        return b"%PDF-1.7\n" + bytes(data[9:end])

    return st.builds(apply, st.lists(edit, max_size=12), st.integers(20, len(whole)))


def _pdf() -> bytes:
    """Return a small PDF file with a line of text."""
    words = b"BT /F 12 Tf 50 700 Td (Judge Ana Ruiz said that the plan is unlawful.) Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (x) >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words),
    )
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    return data + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def _reader(suffix: str) -> Callable[[bytes], None]:
    """Return a check: any bytes give an article with its digest, or an error with the file."""
    limits = ReadSettings(pdf_seconds=5, html_seconds=5)

    def check(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"a{suffix}"
            path.write_bytes(data)
            try:
                article = read_article(str(path), settings=limits)
            except ReadError as error:
                if isinstance(error, FetchError) or str(path) not in str(error):
                    raise AssertionError("the error does not name the file") from error
                return
        if not article.text.strip() or article.sha256 != sha256_of(article.text):
            raise AssertionError("the article is empty or not what its digest says")

    return check


@cache
def _model() -> Any:
    return load_model("blank")


def _search(parts: list[str]) -> None:
    """Check that whatever is found in a text stands in it."""
    text = " ".join(parts).encode("utf-8", "replace").decode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(text.encode())
        try:
            article = read_article(str(path))
        except ReadError:
            return
    found = extract(article, next(iter(analyze([article], model=_model()))), load_knowledge(()))
    for item in (*found.mentions, *found.statements, *found.relations):
        item.evidence.check(article.text)


def _judge(data: bytes) -> None:
    """Check that a file of judgements is read, or refused with its place."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "j.jsonl"
        path.write_bytes(data)
        with contextlib.suppress(RuleError):
            read_decisions(path)


def _ask(store: Store, text: str) -> None:
    """Check that a query is answered, refused or stopped in time."""
    begun = time.monotonic()
    with contextlib.suppress(QueryError):
        store.query(text, timeout=QUERY_SECONDS, max_rows=1000)
    # A worker that was stopped starts again within the time of the next query; on a machine that
    # does other things too, that alone has taken 7 s.
    if time.monotonic() - begun > QUERY_SECONDS + MOST_SECONDS:
        raise AssertionError("it was not stopped in time")


def _send(port: int, data: bytes) -> None:
    """Check that bytes that may be no request are answered without a fault, or not at all."""
    answer = b""
    with (
        socket.create_connection(("127.0.0.1", port), timeout=MOST_SECONDS) as connection,
        contextlib.suppress(OSError),  # the server may close before all is sent
    ):
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        while block := connection.recv(65536):
            answer += block
    if re.search(rb"^HTTP/1.1 500|Traceback", answer):
        raise AssertionError(answer[:500].decode("latin-1"))
    expect_answer(port)


def expect_answer(port: int) -> None:
    """Raise where a server does not answer a plain question at once."""
    with socket.create_connection(("127.0.0.1", port), timeout=MOST_SECONDS) as connection:
        request = b"GET /sparql?query=ASK%%7B%%7D HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n"
        connection.sendall(request % port)
        if not connection.recv(15).startswith(b"HTTP/1.1 200"):
            raise AssertionError("the server does not answer any more")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_server(port: int) -> None:
    """Return when a server answers."""
    for _ in range(600):
        with contextlib.suppress(OSError):
            expect_answer(port)
            return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(main())
