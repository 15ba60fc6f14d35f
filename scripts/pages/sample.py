"""The graph of the sample articles, built once, on which all answers in the pages rest."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import kg
from kg.store import Store, open_graph

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Sample:
    """The folder of the built graph, and the graph, open."""

    folder: Path
    store: Store

    def furnish(self, folder: Path) -> None:
        """Put into a folder what the commands of a page find there: articles and the graph."""
        shutil.copytree(ROOT / "data" / "articles", folder / "data" / "articles")
        shutil.copytree(self.folder, folder / "kg-graph")


@cache
def sample() -> Sample:
    """Return the graph of the sample articles; it lasts as long as the process."""
    home = Path(tempfile.mkdtemp(prefix="kg-pages"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    folder = home / "kg-graph"
    kg.build(ROOT / "data" / "articles", folder)
    return Sample(folder, open_graph(folder))
