"""A graph of one good article, built once, and a copy of it that a test may damage."""

import shutil
from pathlib import Path

import pytest
from held import GOOD, build, talk_of


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
