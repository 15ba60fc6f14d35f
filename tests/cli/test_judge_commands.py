"""`kg judge`, `kg diff` and `kg path` as a user meets them."""

import json
import subprocess
from pathlib import Path

import pytest
from test_commands import ARTICLE, kg

SIGNED = ("--who", "Ana", "--why", "read it again", "--when", "2025-02-07")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one article and the graph built from it."""
    (tmp_path / "lyon.txt").write_text(ARTICLE, encoding="utf-8")
    done = kg("build", "lyon.txt", "--model", "blank", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


def statement_of(folder: Path) -> str:
    """Return the id of a statement of the graph."""
    query = "SELECT ?s WHERE { ?s a kg:Statement } ORDER BY ?s LIMIT 1"
    done = kg("query", query, "--format", "json", cwd=folder)
    iri = json.loads(done.stdout)["results"]["bindings"][0]["s"]["value"]
    return str(iri).partition("/id/")[2]


def build_again(folder: Path) -> subprocess.CompletedProcess[str]:
    """Build the graph of the folder once more."""
    return kg("build", "lyon.txt", "--model", "blank", cwd=folder)


def count_statements(folder: Path) -> int:
    """Return how many statements the graph has."""
    query = "SELECT (COUNT(?s) AS ?n) WHERE { ?s a kg:Statement }"
    return int(kg("query", query, "--format", "csv", cwd=folder).stdout.split()[1])


def test_rejected_statement_is_gone_until_it_is_undone(folder: Path) -> None:
    """A judgement is replayed by every build, and a later line takes it back."""
    before, target = count_statements(folder), statement_of(folder)
    done = kg("judge", "reject", target, *SIGNED, cwd=folder)
    assert done.returncode == 0, done.stderr
    judgement = done.stderr.split()[0]
    assert "does not apply" not in build_again(folder).stderr
    assert count_statements(folder) == before - 1
    assert judgement in kg("judge", "list", cwd=folder).stdout
    assert kg("validate", cwd=folder).returncode == 0
    assert kg("judge", "undo", judgement, *SIGNED, cwd=folder).returncode == 0
    build_again(folder)
    assert count_statements(folder) == before
    assert kg("judge", "list", cwd=folder).stdout == ""


def test_things_are_judged_by_name_or_refused(folder: Path) -> None:
    """A name that `kg show` knows is written as its id; one that nothing has writes nothing."""
    done = kg("judge", "different", "Ana Ruiz", "Lyon", *SIGNED, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "left=person/ana-ruiz right=place/lyon" in kg("judge", "list", cwd=folder).stdout
    done = kg("judge", "same", "Ana Ruiz", "Anna Ruizz", *SIGNED, cwd=folder)
    assert done.returncode == 2
    assert "nothing in the graph is called 'Anna Ruizz'" in done.stderr
    assert len(kg("judge", "list", cwd=folder).stdout.splitlines()) == 1


def test_judgement_on_what_is_gone_is_reported(folder: Path) -> None:
    """The article changed; the judgement stays in its file and is named."""
    target = statement_of(folder)
    kg("judge", "reject", target, *SIGNED, cwd=folder)
    text = ARTICLE.replace("Monday", "Tuesday")
    (folder / "lyon.txt").write_text(text, encoding="utf-8")
    done = build_again(folder)
    assert done.returncode == 0
    assert "judgement does not apply: judgement/" in done.stderr
    assert target in done.stderr


def test_unknown_target_is_told_and_kept(folder: Path) -> None:
    """A slip is seen at once; the line is kept, for another graph may have it."""
    done = kg("judge", "accept", "assertion/none", *SIGNED, cwd=folder)
    assert done.returncode == 0
    assert "the graph has no assertion/none" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("reject", "statement/1", "--who", "Ana"),
        ("reject", "statement/1", "--who", "Ana", "--why", "x", "--when", "today"),
        ("undo", "judgement/none", *SIGNED),
        ("add", "a", "metWith", "--article", "b", "--quote", "c", *SIGNED),
    ],
)
def test_wrong_judgement_is_wrong_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Nothing is written."""
    done = kg("judge", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()


def test_date_of_a_judgement_is_today_unless_given(tmp_path: Path) -> None:
    """The clock is read here and nowhere else."""
    kg("judge", "same", "a", "b", "--who", "Ana", "--why", "x", cwd=tmp_path)
    (line,) = (tmp_path / "data" / "judgements.jsonl").read_text("utf-8").splitlines()
    assert len(json.loads(line)["when"]) == len("2025-02-07")


def test_diff_of_two_builds(folder: Path) -> None:
    """What changed is on stdout, how much on stderr."""
    (folder / "kg-graph").rename(folder / "old")
    changed = ARTICLE.replace("unlawful", "lawful")
    (folder / "lyon.txt").write_text(changed, encoding="utf-8")
    build_again(folder)
    done = kg("diff", "old", "kg-graph", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "~ article: lyon.txt" in done.stdout
    assert " changed" in done.stderr
    as_json = kg("diff", "old", "kg-graph", "--format", "json", cwd=folder)
    assert json.loads(as_json.stdout)
    assert kg("diff", "kg-graph", "kg-graph", cwd=folder).stdout == ""


def test_path_between_two_entities(folder: Path) -> None:
    """Each step has its sentence."""
    done = kg("path", "Ana Ruiz", "Fourteenth Amendment", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Fourteenth Amendment" in done.stdout
    assert "She argued that" in done.stdout
    assert kg("path", "Ana Ruiz", "Nobody", cwd=folder).returncode == 2


def test_full_address_is_an_id_and_a_wrong_value_is_told(folder: Path) -> None:
    """What a query prints can be judged as it is; a stance that there is not is told at once."""
    target = "https://w3id.org/legalkg/id/assertion/0123456789abcdef"
    assert kg("judge", "reject", target, *SIGNED, cwd=folder).returncode == 0
    listed = kg("judge", "list", cwd=folder).stdout
    assert "target=assertion/0123456789abcdef" in listed
    wrong = kg("judge", "correct", "statement/1", "stance", "furious", *SIGNED, cwd=folder)
    assert wrong.returncode == 2
    assert "the stance is one of" in wrong.stderr
    assert kg("judge", "list", cwd=folder).stdout == listed
