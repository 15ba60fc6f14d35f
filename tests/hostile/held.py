"""What hostile tests share: a good article and its graph, and the command line in a folder."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

GOOD = (
    "The Data Board fined the city of Lyon on Monday.\n\n"
    "“The fine is unlawful,” said Ana Ruiz, mayor of Lyon. "
    "She argued that the Fourteenth Amendment bars the plan.\n"
)
# How long a command may take on a busy machine before a test gives up; nothing waits for it.
PATIENCE = 300.0


def kg(
    *arguments: str | Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
    wrapper: Sequence[str] = (),
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a folder; `env` is added to the environment, "" takes away."""
    environ = {**os.environ, "PYTHONWARNINGS": "ignore", **(env or {})}
    environ = {name: value for name, value in environ.items() if value or name not in (env or {})}
    environ.pop("KG_GRAPH", None)
    return subprocess.run(
        [*wrapper, sys.executable, "-m", "kg", *map(str, arguments)],
        cwd=cwd, input=stdin.encode(), capture_output=True, check=False, env=environ,
        timeout=PATIENCE,
    )  # fmt: skip


def build(*articles: str | Path, cwd: Path, **options: str) -> subprocess.CompletedProcess[bytes]:
    """Build a graph with patterns alone in the folder "kg-graph"."""
    return kg("build", *articles, "--model", "blank", "--workers", "1", cwd=cwd, env=options)


def talk_of(done: "subprocess.CompletedProcess[bytes]") -> str:
    """Return what a command said on stderr."""
    return done.stderr.decode("utf-8", "surrogateescape")


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a good article and its graph, which no test changes."""
    folder = tmp_path_factory.mktemp("sound")
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    done = build("good.txt", cwd=folder)
    assert done.returncode == 0, talk_of(done)
    return folder


@pytest.fixture
def copied(sound: Path, tmp_path: Path) -> Path:
    """Return a copy of the folder with the graph."""
    shutil.copytree(sound, tmp_path / "copy")
    return tmp_path / "copy"
