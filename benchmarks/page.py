"""The viewer page beside plain pyvis: writing, first paint, and frames while panning.

    python -m benchmarks.page --nodes 100 500 1000

Both draw the same graph (each node linked to the next two and to one far away), in headless
Chromium with software drawing. "first" is the time until our first view is there, and until pyvis
has settled; "frames" counts animation frames in two seconds of panning with all nodes drawn.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import networkx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
# Longer than this nobody waits for a drawing to settle.
PATIENCE = 60.0
PAN = """
const [drawn, done] = [window.drawn, arguments[0]];
const begin = performance.now();
let frames = 0;
const step = () => {
  frames += 1;
  const now = performance.now();
  if (now - begin > 2000) return done(frames / ((now - begin) / 1000));
  const {x, y} = drawn.getViewPosition();
  drawn.moveTo({position: {x: x + 8, y: y + 3}, animation: false});
  return requestAnimationFrame(step);
};
requestAnimationFrame(step);
"""
# Keeps the object that vis-network makes, and notes when it says that it has settled.
KEEP = """
let made;
Object.defineProperty(window, "vis", {
  get: () => made,
  set: (vis) => {
    made = vis;
    let Network;
    Object.defineProperty(vis, "Network", {
      get: () => Network,
      set: (Plain) => {
        Network = class extends Plain {
          constructor(...given) {
            super(...given);
            window.drawn = this;
            this.once("stabilizationIterationsDone", () => { window.settled = performance.now(); });
          }
        };
      },
    });
  },
});
"""


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--nodes", type=int, nargs="+", default=[100, 500, 1000, 5000, 20000])
    sizes = parser.parse_args().nodes
    print(f"{'nodes':>7} {'write s':>9} {'first ms':>9} {'frames/s':>9}"
          f" {'pyvis write s':>14} {'settled ms':>11} {'frames/s':>9}")  # fmt: skip
    for size in sizes:
        ours, theirs = _ours(size), _pyvis(size)
        print(f"{size:>7} {ours[0]:>9.2f} {ours[1]:>9} {ours[2]:>9}"
              f" {theirs[0]:>14.2f} {theirs[1]:>11} {theirs[2]:>9}", flush=True)  # fmt: skip


def graph_of(size: int) -> "networkx.MultiDiGraph[str]":
    """Return a network as `kg.network` makes it, of so many persons."""
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(sayings={}, sources=(), questions=())
    for index in range(size):
        graph.add_node(
            f"person/p{index}", id=f"person/p{index}", label=f"Person Number {index}",
            type="Person", cls="Person", aliases=(), roles=(), definition=None, background=False,
            links=(), details=(), mentions=(),
        )  # fmt: skip
    for index in range(size):
        for other in sorted({(index + 1) % size, (index + 2) % size, (index * 7 + 3) % size}):
            graph.add_edge(
                f"person/p{index}", f"person/p{other}", key=f"{index}-{other}", id="",
                relation="metWith", kind="fact", status=("Asserted",), qualifiers=(),
                asserted_by=(), rule=None, evidence=(), sayings=(), sources=1,
            )  # fmt: skip
    return graph


def _ours(size: int) -> tuple[float, str, str]:
    from kg.network import page_of

    graph = graph_of(size)
    begin = time.perf_counter()
    page = page_of(graph, limit=size)
    seconds = time.perf_counter() - begin
    ready = "document.documentElement.dataset.ready === 'yes' ? performance.now() : null"
    everything = (
        "const field = document.getElementById('amount'); field.value = field.max;"
        "field.dispatchEvent(new Event('input'));"
    )
    return (seconds, *_in_browser(page, ready, everything))


def _pyvis(size: int) -> tuple[float, str, str]:
    from pyvis.network import Network

    graph = graph_of(size)
    begin = time.perf_counter()
    network = Network(directed=True, cdn_resources="in_line")
    network.nodes = [{"id": node, "label": node, "shape": "dot"} for node in graph]
    network.edges = [{"from": start, "to": end} for start, end in graph.edges()]
    page = network.generate_html()
    seconds = time.perf_counter() - begin
    return (seconds, *_in_browser(page, "window.settled || null", ""))


def _in_browser(page: str, when: str, then: str) -> tuple[str, str]:
    """Return milliseconds until an expression has a value, and frames a second while panning."""
    from browser import chromium

    with tempfile.TemporaryDirectory() as folder, chromium() as driver:
        driver.set_script_timeout(PATIENCE)
        driver.set_page_load_timeout(PATIENCE)
        file = Path(folder) / "page.html"
        file.write_text(page, encoding="utf-8")
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": KEEP})
        try:
            driver.get(file.as_uri())
            first = _wait_for(driver, when)
            if then:
                driver.execute_script(then)
            return f"{first:.0f}", f"{driver.execute_async_script(PAN):.1f}"
        except Exception as error:  # a browser that does not answer is a result here
            return f"> {PATIENCE * 1000:.0f}", type(error).__name__[:9]


def _wait_for(driver: Any, expression: str) -> float:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        value = driver.execute_script(f"return {expression}")
        if value is not None:
            return float(value)
        time.sleep(0.05)
    raise TimeoutError(expression)


if __name__ == "__main__":
    main()
