"""The command line as a user meets it: data on stdout, talk on stderr, honest exit statuses."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.cli.output import Bar

ARTICLE = (
    "The Data Board fined the city of Lyon on Monday.\n\n"
    "“The fine is unlawful,” said Ana Ruiz, mayor of Lyon. "
    "She argued that the Fourteenth Amendment bars the plan.\n"
)


def kg(*arguments: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder, with patterns alone unless told otherwise."""
    command = [sys.executable, "-m", "kg", *arguments]
    environ = {**os.environ, "PYTHONWARNINGS": "ignore"}
    environ.pop("KG_GRAPH", None)
    return subprocess.run(
        command, cwd=cwd, input=stdin, capture_output=True, text=True, check=False, env=environ
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one article and the graph built from it."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "lyon.txt").write_text(ARTICLE, encoding="utf-8")
    done = kg("build", "lyon.txt", "--model", "blank", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "1 source read: 1 article, 0 of" in done.stderr
    assert done.stdout == ""
    return folder


def test_progress_in_a_pipe_is_whole_lines(built: Path) -> None:
    """A line that is never ended stays in the pipe, and its signs for a terminal in the log."""
    done = kg("build", "lyon.txt", "--model", "blank", "-v", "--no-cache", cwd=built)
    lines = [line for line in done.stderr.splitlines() if line.startswith("extract")]
    assert not {"\r", "\x1b"} & set(done.stderr)
    assert [line.rpartition("] ")[2][:3] for line in (lines[0], lines[-1])] == ["0/1", "1/1"]


def test_progress_shows_the_time_while_nothing_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    """One long article looked like a build that hangs."""
    bar = Bar(always=True)
    try:
        bar("extract", 0, 1)
        bar.draw(time.monotonic() + 75)
    finally:
        bar.close()
    assert capsys.readouterr().err.splitlines()[-1].endswith("] 0/1, 1:15 gone")


def test_query_writes_only_data_to_stdout(built: Path) -> None:
    """CSV from `kg query` can be piped as it is."""
    text = "SELECT (COUNT(*) AS ?n) WHERE { ?s a <https://w3id.org/legalkg/ontology#Statement> }"
    done = kg("query", text, "--format", "csv", cwd=built)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["n", "1"] or int(done.stdout.split()[1]) >= 1


def test_query_with_an_error_names_line_and_column(built: Path) -> None:
    """A wrong query is wrong usage: status 2, a message with the place, no traceback."""
    done = kg("query", "SELECT ?s WHERE {\n ?s ?p }", cwd=built)
    assert done.returncode == 2
    assert "line 2" in done.stderr
    assert "Traceback" not in done.stderr


def test_unknown_question_lists_what_there_is(built: Path) -> None:
    """A misspelt name leads on to the ones that are like it, another one to the list."""
    done = kg("query", "oponents", cwd=built)
    assert done.returncode == 2
    assert "did you mean opponents" in done.stderr
    assert "kg query --list" in kg("query", "qqqqqq", cwd=built).stderr


def test_show_gives_sentences(built: Path) -> None:
    """What an entity says comes with the sentence."""
    done = kg("show", "Ana Ruiz", cwd=built)
    assert done.returncode == 0, done.stderr
    assert "The fine is unlawful" in done.stdout


def test_show_does_not_let_a_denial_claim_the_fact(tmp_path: Path) -> None:
    """One who says that a law does not violate a clause is not shown as claiming that it does."""
    text = "Judge Ana Ruiz said that the Data Act does not violate the Fourteenth Amendment.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert kg("build", "a.txt", cwd=tmp_path).returncode == 0
    shown = kg("show", "Data Act", cwd=tmp_path).stdout
    assert "[negated, claimed by Ana Ruiz]" in shown
    assert "[claimed" not in shown


def test_validate_accepts_a_built_graph(built: Path) -> None:
    """A graph that was just built conforms, with every quotation found in its article."""
    done = kg("validate", cwd=built)
    assert done.returncode == 0, done.stdout + done.stderr


def test_view_refuses_to_overwrite(built: Path) -> None:
    """A file that is there stays there without --force."""
    (built / "page.html").write_text("mine", encoding="utf-8")
    done = kg("view", "-o", "page.html", cwd=built)
    assert done.returncode == 2
    assert (built / "page.html").read_text("utf-8") == "mine"
    assert kg("view", "-o", "page.html", "--force", cwd=built).returncode == 0
    assert "Ana Ruiz" in (built / "page.html").read_text("utf-8")


@pytest.mark.parametrize("suffix", ["ttl", "trig", "nq", "nt", "jsonld", "rdf", "graphml", "gexf"])
def test_export_writes_every_format(built: Path, suffix: str) -> None:
    """Each suffix gives a file that is not empty, twice the same bytes."""
    path = built / f"out.{suffix}"
    assert kg("export", "-o", path.name, cwd=built).returncode == 0
    first = path.read_bytes()
    assert kg("export", "-o", path.name, "--force", cwd=built).returncode == 0
    assert first
    assert path.read_bytes() == first


def test_extract_writes_the_promised_format(built: Path) -> None:
    """One JSON object an article, its words at its offsets."""
    done = kg("extract", "lyon.txt", "--model", "blank", cwd=built)
    (line,) = done.stdout.splitlines()
    found = json.loads(line)
    assert found["format"] == "kg-findings/1"
    assert found["statements"]
    for item in (*found["mentions"], *found["statements"], *found["relations"]):
        assert ARTICLE[item["start"] : item["end"]] == item["text"]


def test_bad_articles_are_named_and_the_others_built(tmp_path: Path) -> None:
    """Status 3: one good article is in the graph, each bad one is named with its reason."""
    (tmp_path / "good.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "fake.pdf").write_text("not a pdf", encoding="utf-8")
    names = ["good.txt", "empty.txt", "binary.txt", "fake.pdf", "missing.txt"]
    done = kg("build", *names, "--model", "blank", cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    for name in names[1:]:
        assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert kg("query", "ASK { ?s ?p ?o }", cwd=tmp_path).returncode == 0


def test_what_is_read_with_doubts_is_said(tmp_path: Path) -> None:
    """An article in another language and a folder without articles are told, not passed over."""
    (tmp_path / "good.txt").write_text(ARTICLE, encoding="utf-8")
    french = "Le Conseil a annulé le décret, qui est contraire à la loi, a dit la ministre.\n" * 3
    (tmp_path / "essai.txt").write_text(french, encoding="utf-8")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.docx").write_bytes(b"PK")
    done = kg("build", "good.txt", "essai.txt", "notes", "--model", "blank", cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert "note: essai.txt: is in another language than English (fr)" in done.stderr
    assert "notes: is a folder without a file that kg reads" in done.stderr


def test_nothing_readable_leaves_the_earlier_graph(tmp_path: Path) -> None:
    """A build without any readable article fails and changes nothing."""
    (tmp_path / "good.txt").write_text(ARTICLE, encoding="utf-8")
    assert kg("build", "good.txt", "--model", "blank", cwd=tmp_path).returncode == 0
    before = (tmp_path / "kg-graph" / "manifest.json").read_bytes()
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    done = kg("build", "empty.txt", "--model", "blank", cwd=tmp_path)
    assert done.returncode == 1
    assert (tmp_path / "kg-graph" / "manifest.json").read_bytes() == before


def test_no_graph_says_what_to_do(tmp_path: Path) -> None:
    """Asking where there is no graph names the folder and the command that makes one."""
    done = kg("query", "ASK {}", cwd=tmp_path)
    assert done.returncode == 1
    assert "kg build" in done.stderr


def test_same_text_under_two_names_is_one_article(tmp_path: Path) -> None:
    """Doubled texts count once, and both names are told."""
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    done = kg("build", "one.txt", "two.txt", "--model", "blank", cwd=tmp_path)
    assert done.returncode == 0
    assert "same text" in done.stderr
    assert "2 sources read: 1 article, 1 of" in done.stderr


def test_build_is_the_same_in_any_order(tmp_path: Path) -> None:
    """Two builds with the files in another order give the same N-Quads, byte for byte."""
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "b.txt").write_text(ARTICLE.replace("Lyon", "Nice"), encoding="utf-8")
    quads = []
    for folder, names in (("one", ["a.txt", "b.txt"]), ("two", ["b.txt", "a.txt"])):
        done = kg("build", *names, "--model", "blank", "--graph", folder, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert kg("export", "--graph", folder, "-o", f"{folder}.nq", cwd=tmp_path).returncode == 0
        quads.append((tmp_path / f"{folder}.nq").read_bytes())
    assert quads[0] == quads[1]


def test_help_imports_no_heavy_library(tmp_path: Path) -> None:
    """`kg --help` stays quick: it loads neither spaCy nor rdflib nor the store."""
    code = (
        "import sys, click.testing, kg.cli; "
        "r = click.testing.CliRunner().invoke(kg.cli.cli, ['--help']); assert r.exit_code == 0; "
        "print(sorted({'spacy','rdflib','pyoxigraph','numpy','networkx'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "command", ["build", "extract", "query", "show", "view", "export", "validate"]
)
def test_every_command_has_help_with_an_example(command: str, tmp_path: Path) -> None:
    """`kg VERB --help` explains and gives a line to copy."""
    done = kg(command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "Example: kg" in done.stdout
