"""Measures `kg serve` under load: many clients with cheap queries while a few ask hostile ones.

In: the folder of a graph. Out: JSON with latencies in milliseconds, statuses, and whether the
server is still the same process. Bounded: at most 200 + 4 clients, 60 seconds, this machine only.

    python benchmarks/serve.py GRAPH [--clients 200] [--seconds 20]
"""

import argparse
import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "web"))
from served import free_port

MAX_CLIENTS, MAX_SECONDS = 200, 60
CHEAP = (
    "SELECT ?s ?t { ?s kg:speaker ?who ; kg:text ?t } OFFSET {n} LIMIT 5",
    "ASK { ?s kg:stance kg:Supports . FILTER(?s != <x:{n}>) }",
    "SELECT (COUNT(?s) AS ?n) { ?s a kg:Statement ; kg:start ?a FILTER(?a > {n}) }",
    "SELECT ?l { ?e rdfs:label ?l } ORDER BY ?l OFFSET {n} LIMIT 3",
)
HOSTILE = (
    "SELECT (COUNT(*) AS ?c) { ?a ?b ?c1 . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY RAND()",
    "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>)* ?b . ?c (!<x:z>)* ?d }",
    "SELECT (STRLEN(?x34) AS ?n) { BIND('aaaaaaaa' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(34))
    + " }",
)


class Client:
    """A client that keeps its connection, as browsers do."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, query: str) -> tuple[int, float, float]:
        """Return status, seconds, and how many seconds the server wants to have peace."""
        start = time.perf_counter()
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        path = f"/sparql?query={quote(query)}"
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        await reader.readexactly(int(fields["content-length"]))
        if fields.get("connection") == "close":
            self.streams = None
        return int(head[9:12]), time.perf_counter() - start, float(fields.get("retry-after", 0))


async def cheap_client(
    number: int, port: int, end: float, found: list[float], statuses: Counter[int]
) -> None:
    """Ask one cheap query after another, each another one, with a pause as people have it."""
    turn = 0
    client = Client(port)
    while time.perf_counter() < end:
        text = CHEAP[(number + turn) % len(CHEAP)].replace("{n}", str(number * 7 + turn))
        status, seconds, _ = await client.send(text)
        found.append(seconds)
        statuses[status] += 1
        turn += 1
        await asyncio.sleep(0.5)


async def hostile_client(number: int, port: int, end: float, statuses: Counter[int]) -> None:
    """Ask one hostile query over and over, as often as the server allows."""
    client = Client(port)
    while time.perf_counter() < end:
        status, _, wait = await client.send(f"{HOSTILE[number % len(HOSTILE)]} # {time.time_ns()}")
        statuses[status] += 1
        await asyncio.sleep(wait)


async def measure(port: int, clients: int, hostile: int, seconds: float) -> dict[str, object]:
    """Return the latencies and statuses of a run."""
    found: list[float] = []
    cheap: Counter[int] = Counter()
    bad: Counter[int] = Counter()
    end = time.perf_counter() + seconds
    attackers = [asyncio.create_task(hostile_client(i, port, end, bad)) for i in range(hostile)]
    async with asyncio.TaskGroup() as group:
        for number in range(clients):
            group.create_task(cheap_client(number, port, end, found, cheap))
    for task in attackers:
        task.cancel()
    found.sort()
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
    at = {name: round(1000 * found[int(x * (len(found) - 1))], 1) for name, x in shares.items()}
    return {"answers": len(found), "milliseconds": at, "cheap": dict(cheap), "hostile": dict(bad)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--hostile", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=20.0)
    given = parser.parse_args()
    clients, seconds = min(given.clients, MAX_CLIENTS), min(given.seconds, MAX_SECONDS)
    port = free_port()
    program = str(Path(sys.executable).with_name("kg"))
    command = [program, "serve", "--graph", given.graph, "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        quiet = asyncio.run(measure(port, clients, 0, seconds / 2))
        attacked = asyncio.run(measure(port, clients, given.hostile, seconds))
        alive = server.poll() is None
    finally:
        server.terminate()
        server.wait(30)
    result = {"clients": clients, "quiet": quiet, "attacked": attacked, "same process": alive}
    print(json.dumps(result, indent=1))
    good = alive and attacked["milliseconds"]["p99"] < 1000 and set(attacked["cheap"]) == {200}
    return 0 if good else 1


def wait_for(port: int) -> None:
    """Return when the server answers."""
    for _ in range(300):
        try:
            status, _, _ = asyncio.run(Client(port).send("ASK {}"))
        except OSError:
            time.sleep(0.1)
        else:
            if status == 200:
                return
    raise SystemExit("the server does not answer")


if __name__ == "__main__":
    sys.exit(main())
