"""What is installed from the wheel works elsewhere, and missing parts say what to install."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
_TEXT = "The ban violates the First Amendment, Ana Ruiz, a lawyer for the union, said on Monday.\n"


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that finds nothing by an environment that this one has."""
    environ = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "KG_"))
    }
    return subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, check=False, timeout=600
    )


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with a wheel and an sdist, built from the checkout."""
    pytest.importorskip("hatchling", reason="not installed: hatchling")
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    done = run(build, ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def installed(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs of a new environment with the wheel, which borrows what kg needs."""
    home = tmp_path_factory.mktemp("home")
    venv.create(home, with_pip=False, symlinks=True)
    wheel = next(dist.glob("*.whl"))
    install = ["-m", "pip", "--python", str(home), "install", "-q", "--no-deps", "--no-index"]
    done = run([sys.executable, *install, str(wheel)], home)
    assert done.returncode == 0, done.stderr
    (site,) = (home / "lib").glob("python*/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home / "bin"


def test_wheel_carries_all_data(dist: Path) -> None:
    """Rules, queries, templates, page parts, reference data, ontology, context and model."""
    names = set(zipfile.ZipFile(next(dist.glob("*.whl"))).namelist())
    for folder in ("kg", "data/model", "data/reference"):
        for path in (ROOT / folder).rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            is_data = path.is_file() and "__pycache__" not in name and "static/editor" not in name
            if is_data and name != "data/reference/README.md":
                assert name.replace("data/", "kg/data/", 1 if folder != "kg" else 0) in names
    assert {"kg/data/ontology.ttl", "kg/context.jsonld", "kg/shapes.ttl"} <= names
    assert [name for name in names if name.startswith(("tests/", "training/", "docs/"))] == []


def test_sdist_holds_what_a_wheel_is_built_from(dist: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "CITATION.cff", "ontology.ttl"} <= names
    assert {"data/model/model.onnx", "kg/cli/build.py", "docs/tutorial.md"} <= names


def test_installed_wheel_builds_and_answers_elsewhere(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "ban.txt").write_text(_TEXT, encoding="utf-8")
    where = run([str(installed / "python"), "-c", "import kg; print(kg.__file__)"], tmp_path)
    assert where.stdout.startswith(str(installed.parent)), where
    done = run([str(installed / "kg"), "build", "news"], tmp_path)
    assert done.returncode == 0, done.stderr
    answer = run([str(installed / "kg"), "query", "provisions-named", "--format", "csv"], tmp_path)
    assert "law/usconst/amendment-1" in answer.stdout, answer
    done = run([str(installed / "kg"), "view", "-o", "page.html"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Ana Ruiz" in (tmp_path / "page.html").read_text("utf-8")
    done = run([str(installed / "kg"), "validate"], tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


_RUN = "import kg.cli, sys; sys.argv = 'kg build a.txt"
_MISSING = {
    "web": ("starlette", "from kg.web import create_app; create_app('none')"),
    "pdf": ("pypdf", "import kg; kg.build('a.pdf')"),
    "cluster": ("distributed", f"{_RUN} --cluster tcp://127.0.0.1:9'.split(); kg.cli.main()"),
    "plot": ("matplotlib", "import kg; kg.open('kg-graph').plot.timeline()"),
    "notebook": ("pandas", "import kg; kg.open('kg-graph').query('articles').to_pandas()"),
}


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a text, something called PDF, and a graph."""
    import kg

    folder = tmp_path_factory.mktemp("missing")
    (folder / "a.txt").write_text(_TEXT, encoding="utf-8")
    (folder / "a.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    kg.build(folder / "a.txt", folder / "kg-graph")
    return folder


@pytest.mark.parametrize("part", sorted(_MISSING))
def test_missing_part_says_what_to_install(part: str, furnished: Path) -> None:
    """Whoever has not installed a part reads how to, and not a traceback of imports."""
    module, code = _MISSING[part]
    blocked = f"import sys; sys.modules[{module!r}] = None\n{code}"
    done = run([sys.executable, "-W", "ignore", "-c", blocked], furnished)
    assert done.returncode != 0
    assert f"kg[{part}]" in done.stderr.splitlines()[-1] + done.stdout, done.stderr[-600:]
