"""`kg view`, `kg export` and `kg validate`: pages, files and checks of a built graph."""

from pathlib import Path

import click

from kg.cli.failure import FAILED
from kg.cli.options import FORCE, folder_of, graph_option
from kg.cli.output import harmless, refuse_overwrite, talk, write_data


@click.command()
@click.argument("entity", required=False)
@graph_option
@click.option("-o", "--output", default="network.html", show_default=True, metavar="FILE")
@click.option(
    "--depth", type=click.IntRange(1, 4), default=1, show_default=True, help="Steps around ENTITY."
)
@FORCE
def view(entity: str | None, graph: str | None, output: str, depth: int, force: bool) -> int:
    """Write the interactive page of the whole graph, or of the neighbourhood of ENTITY.

    The page opens from disk and asks nothing of any network.

    Example: kg view "Marco Rubio" -o rubio.html
    """
    from kg.network import network_of, page_of
    from kg.store import open_graph

    if output != "-":
        refuse_overwrite(Path(output), force=force)
    store = open_graph(folder_of(graph))
    write_data(page_of(network_of(store), around=entity, depth=depth), output, force=force)
    return 0


@click.command()
@graph_option
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="The suffix says the format: ttl trig nq nt jsonld rdf graphml gexf csv.",
)
@FORCE
def export(graph: str | None, output: str, force: bool) -> int:
    """Write the graph to FILE in the format of its suffix.

    Example: kg export -o graph.ttl
    """
    from kg.store import export_graph, open_graph

    store = open_graph(folder_of(graph))
    for path in export_graph(store, Path(output), force=force):
        talk(f"wrote {path}")
    return 0


@click.command()
@graph_option
def validate(graph: str | None) -> int:
    """Check the graph against its SHACL shapes, and every quotation against its article.

    Example: kg validate --graph kg-graph
    """
    from kg.store import open_graph
    from kg.validate import validate as check

    store = open_graph(folder_of(graph))
    result = check(store.quads(), store.texts())
    click.echo(harmless(result.to_text()))
    return 0 if result.conforms else FAILED
