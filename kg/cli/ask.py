"""`kg query` and `kg show`: questions to a built graph."""

import json
import shutil
import sys
from typing import TYPE_CHECKING

import click

from kg.cli.options import FORCE, open_store, place_option
from kg.cli.output import harmless, talk, write_data

if TYPE_CHECKING:
    from kg.store import Result

# Tables in a pipe or a file are as wide as a printed page in landscape.
_PIPE_WIDTH = 160
_FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "nt", "jsonld", "rdf", "spreadsheet")


@click.command()
@click.argument("question", required=False)
@click.argument("parameters", nargs=-1, metavar="[NAME=VALUE]...")
@place_option
@click.option("--list", "list_questions", is_flag=True, help="List the named questions.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="Default: table. csv is exact, spreadsheet is CSV without formulas.",
)
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=30.0, show_default=True, help="Seconds."
)
@click.option("-o", "--output", metavar="FILE", help="Write there instead of stdout.")
@FORCE
def query(
    question: str | None,
    parameters: tuple[str, ...],
    graph: str | None,
    list_questions: bool,
    form: str | None,
    timeout: float,
    output: str | None,
    force: bool,
) -> int:
    """Ask QUESTION: a SPARQL string, a file (.rq), "-" for stdin, or the name of a question.

    Example: kg query statements-by speaker="Marco Rubio"
    """
    from kg.query import run

    if list_questions or question is None:
        write_data(_questions(), output, force=force)
        return 0
    if question == "-":
        question = sys.stdin.read()
    with open_store(graph) as store:
        answer = run(store, question, _pairs(parameters), timeout=timeout)
    write_data(_rendered(answer, form), output, force=force)
    if getattr(answer, "truncated", False):
        talk("the answer was cut: add LIMIT, or ask for less")
    return 0


def _rendered(answer: "Result", form: str | None) -> str:
    """Return an answer in a format; rows as a table and triples as Turtle where none is named."""
    from kg.store import Rows

    if isinstance(answer, bool):
        words = (
            json.dumps({"head": {}, "boolean": answer}) if form == "json" else str(answer).lower()
        )
        return f"{words}\n"
    if isinstance(answer, Rows) and form in (None, "table"):
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _PIPE_WIDTH
        return answer.to_text(width=width) + "\n"
    if isinstance(answer, Rows) and form == "spreadsheet":
        return answer.to_csv(for_spreadsheet=True)
    return answer.to_format("ttl" if form in (None, "table") else str(form))


def _questions() -> str:
    """Return the named questions with parameters and an example each."""
    from kg.query import named_queries

    lines = []
    for item in named_queries():
        lines += [item.name, f"    {item.question}"]
        lines += [f"    example: kg query {item.name} {item.example}".rstrip()]
    return "\n".join(lines) + "\n"


def _pairs(parameters: tuple[str, ...]) -> dict[str, str]:
    """Return the NAME=VALUE arguments as a dictionary."""
    pairs = {}
    for item in parameters:
        name, equals, value = item.partition("=")
        if not equals:
            raise click.UsageError(f"{item!r} is not NAME=VALUE")
        pairs[name.lstrip("-")] = value
    return pairs


@click.command()
@click.argument("entity")
@place_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def show(entity: str, graph: str | None, form: str) -> int:
    """Show ENTITY, by id or any name: types, names, roles, what it said, what is said of it.

    Each line has its sentence, article and date.

    Example: kg show "Marco Rubio"
    """
    from kg.card import card_of

    with open_store(graph) as store:
        card = card_of(store, entity)
    write_data(card.to_json() if form == "json" else harmless(card.to_text()), None)
    return 0
