"""`kg query` and `kg show`: questions to a built graph."""

import click

from kg.cli.options import FORCE, folder_of, graph_option
from kg.cli.output import harmless, talk, write_data

_FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "nt", "jsonld", "rdf")


@click.command()
@click.argument("question", required=False)
@click.argument("parameters", nargs=-1, metavar="[NAME=VALUE]...")
@graph_option
@click.option("--list", "list_questions", is_flag=True, help="List the named questions.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="Default: table in a terminal and in a pipe.",
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

    Example: kg query statements-by agent="Marco Rubio"
    """
    from kg.query import describe_queries, named_queries, run
    from kg.store import open_graph

    if list_questions or question is None:
        click.echo(describe_queries(named_queries()))
        return 0
    if question == "-":
        question = click.get_text_stream("stdin").read()
    answer = run(open_graph(folder_of(graph)), question, _pairs(parameters), timeout=timeout)
    data = answer.render(form or "table")
    write_data(data, output, force=force)
    if answer.is_cut:
        talk("the answer was cut: add LIMIT, or ask for less")
    return 0


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
@graph_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def show(entity: str, graph: str | None, form: str) -> int:
    """Show ENTITY, by id or any name: types, names, roles, what it said, what is said of it.

    Each line has its sentence, article and date.

    Example: kg show "Marco Rubio"
    """
    from kg.card import card_of
    from kg.store import open_graph

    card = card_of(open_graph(folder_of(graph)), entity)
    write_data(card.to_json() if form == "json" else harmless(card.to_text()), None)
    return 0
