"""The pages build without a warning, link to what is there, and leave nothing undocumented."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import click
import pytest

import kg
from kg.cli import _COMMANDS, cli
from kg.query import named_queries
from kg.vocab import BASE, NAMESPACE, load_terms
from scripts import context
from scripts.pages import diagram, figures, library, ontology, questions, scale
from scripts.pages.commands import commands_below, commands_page
from scripts.pages.transcript import CommandFailed, performed

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted((ROOT / "docs").rglob("*.md"))
_SHELL = re.compile(r"^```(?:sh|console)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`(kg [a-z]+[^`\n]*)`")


class Html(HTMLParser):
    """Gathers the ids of a page, what it links to, and what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "link" and given.get("rel") != "canonical" and "href" in given:
            self.loads.append(given["href"])
        elif "src" in given:
            self.loads.append(given["src"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built pages; a warning of mkdocs is an error."""
    pytest.importorskip("material", reason='not installed: pip install "kg[docs]"')
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-W", "ignore", "-m", "mkdocs", "build", "-q", "-d", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=1200,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def html(site: Path) -> dict[Path, Html]:
    """Return all built pages, read."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        found[path] = Html()
        found[path].feed(path.read_text("utf-8"))
    return found


def test_every_page_is_built_and_filled(site: Path, html: dict[Path, Html]) -> None:
    """No page is left out, and no part that scripts make is missing."""
    assert len(html) >= len(PAGES) > 20
    for path in PAGES:
        text = (site / path.relative_to(ROOT / "docs").with_suffix(".html")).read_text("utf-8")
        assert "generated: " not in text, path


def test_links_within_the_pages_lead_somewhere(site: Path, html: dict[Path, Html]) -> None:
    """Each link to a page or a place of a page finds it; those to other hosts are not followed."""
    checked = 0
    for path, page in html.items():
        if path.name == "404.html":  # its links count from wherever it is shown
            continue
        for link in page.links:
            address, anchor = urldefrag(link)
            if re.match(r"[a-z]+:", address):
                continue
            target = (path.parent / unquote(address)).resolve() if address else path
            assert target.exists(), f"{path.name}: {link}"
            if anchor and target.suffix == ".html":
                assert unquote(anchor) in html[site / target.relative_to(site)].ids, link
            checked += 1
    assert checked > 1000


def test_pages_load_nothing_from_other_hosts(html: dict[Path, Html]) -> None:
    loaded = [address for page in html.values() for address in page.loads]
    assert loaded
    assert [address for address in loaded if re.match(r"([a-z]+:)?//", address)] == []


def test_every_command_and_option_has_its_section() -> None:
    page = commands_page()
    for name in _COMMANDS:
        assert f"{{ #kg-{name} }}" in page, name
    for below in commands_below(cli, click.Context(cli, info_name="kg")):
        for one in below.command.params:
            if isinstance(one, click.Option):
                assert one.opts[0] in page, f"{below.command_path} {one.opts}"


def test_every_public_name_and_method_is_described() -> None:
    page = library.library_page()
    for name in kg.__all__:
        assert f"### `kg.{name}`" in page, name
    for name, _ in library.members_of(kg.Graph):
        assert f"#### `{name}` {{ #kg.Graph.{name} }}" in page, name


def test_every_environment_variable_is_described() -> None:
    """A setting that stands nowhere is one that nobody finds."""
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "kg").rglob("*.py"))
    used = set(re.findall(r"\"(KG_[A-Z_]+)\"", text))
    assert used >= {"KG_GRAPH", "KG_WHO"}
    page = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")
    assert sorted(name for name in used if f"`{name}`" not in page) == []


def test_every_optional_part_is_described() -> None:
    parts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    page = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")
    for name in parts["optional-dependencies"]:
        assert f"`kg[{name}]`" in page, name


def commands_shown() -> list[tuple[str, str]]:
    """Return the page and the text of each command of kg in blocks and in running text."""
    shown = []
    for path in PAGES:
        text = path.read_text("utf-8")
        for block in _SHELL.findall(text):
            lines = re.findall(r"(?:^\$ |^|[|;&(] *)(kg [a-z][^|;&\n]*)", block, re.MULTILINE)
            shown += [(path.name, line) for line in lines]
        shown += [(path.name, line) for line in _INLINE.findall(text)]
    return shown


def test_options_that_pages_name_exist() -> None:
    """What a page shows can be typed: the command is there, and so is each of its options."""
    context_ = click.Context(cli, info_name="kg")
    known = {one.command_path: one.command for one in commands_below(cli, context_)}
    shown = commands_shown()
    assert len(shown) > 60
    for page, line in shown:
        try:
            words = shlex.split(line)
        except ValueError:
            words = line.split()
        command = known.get(" ".join(words[:3])) or known.get(" ".join(words[:2]))
        assert command is not None, f"{page}: {line}"
        options = {name for one in command.params for name in one.opts + one.secondary_opts}
        for word in words:
            if word.startswith("--"):
                assert word.split("=")[0] in options, f"{page}: {line}"


def test_every_competency_question_has_a_query_that_answers_it() -> None:
    path = ROOT / "scripts" / "pages" / "competency.toml"
    asked = set(tomllib.loads(path.read_text("utf-8"))["question"])
    named = {key for query in named_queries() for key in query.competency}
    assert named <= asked
    assert [key for key in sorted(asked) if not questions.answering(key)] == []


def test_every_class_and_property_has_an_example() -> None:
    assert ontology.without_example() == ()


def test_examples_use_terms_that_exist() -> None:
    """A renamed term is renamed in the examples too."""
    text = (ROOT / "ontology.ttl").read_text("utf-8")
    examples = re.findall(r"skos:example \"(.*)\"@en", text)
    assert len(examples) > 200
    used = {name for one in examples for name in re.findall(r"\bkg:(\w+)", one)}
    assert used - set(load_terms()) == set()


def test_drawing_names_terms_that_exist() -> None:
    assert diagram.described() - set(load_terms()) == set()


def test_figures_have_words_that_fit_the_floors() -> None:
    assert figures.unexplained() == set()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", figures.date_of())
    assert "LAS" in figures.model_tables()


def test_plan_grows_with_the_articles() -> None:
    """Linear growth is 1, and a table has a column for each size."""
    assert scale.exponent(2.0, 8.0, times=4) == pytest.approx(1.0)
    assert "| articles | 10,000 | 1,000,000 | 100,000,000 |" in scale.scale_tables()


def test_context_is_that_of_the_ontology() -> None:
    """Renew it with scripts/context.py --write."""
    assert context.PATH.read_text("utf-8") == context.context_text()


def test_context_turns_short_json_into_triples_of_the_graph() -> None:
    from pyoxigraph import Literal, NamedNode, RdfFormat, parse

    text = json.loads(context.PATH.read_text("utf-8"))
    text |= {"id": "statement/1", "type": "Statement", "stance": "Opposes", "start": 4,
             "speaker": "person/ana-ruiz", "text": "no"}  # fmt: skip
    integer = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    expected = {
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", NamedNode(f"{NAMESPACE}Statement")),
        (f"{NAMESPACE}stance", NamedNode(f"{NAMESPACE}Opposes")),
        (f"{NAMESPACE}speaker", NamedNode(f"{BASE}person/ana-ruiz")),
        (f"{NAMESPACE}text", Literal("no")),
        (f"{NAMESPACE}start", Literal("4", datatype=integer)),
    }
    quads = list(parse(json.dumps(text), format=RdfFormat.JSON_LD))
    assert {quad.subject for quad in quads} == {NamedNode(f"{BASE}statement/1")}
    assert {(quad.predicate.value, quad.object) for quad in quads} == expected


def test_transcript_shows_what_is_printed_and_cuts_it(tmp_path: Path) -> None:
    page = "```text file=a.txt\none\n```\n\n```console 2\n$ cat a.txt; seq 5\n```\n"
    assert "$ cat a.txt; seq 5\none\n1\n…\n```" in performed(page, tmp_path)


def test_transcript_ends_where_a_command_fails(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="status 3: exit 3"):
        performed("```console\n$ exit 3\n```\n", tmp_path)
    with pytest.raises(CommandFailed, match="skipped"):
        performed("```console\n$ echo 'skipped (read): a.txt' | cat\n```\n", tmp_path)
