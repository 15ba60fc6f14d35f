"""`kg view`, `kg export` and `kg validate`: pages, files and checks of a built graph."""

from pathlib import Path

import click

from kg.cli.failure import FAILED
from kg.cli.options import FORCE, open_store, place_option
from kg.cli.output import harmless, refuse_overwrite, talk, write_data


@click.command()
@click.argument("entity", required=False)
@place_option
@click.option("-o", "--output", default="network.html", show_default=True, metavar="FILE")
@click.option(
    "--depth", type=click.IntRange(1, 4), default=1, show_default=True, help="Steps around ENTITY."
)
@FORCE
def view(entity: str | None, graph: str | None, output: str, depth: int, force: bool) -> int:
    """Write the interactive page of the whole graph, or of the neighbourhood of ENTITY.

    The page opens from disk and asks nothing of any network. Where it takes the place of an earlier
    one of the whole graph, what was drawn there keeps its place.

    Example: kg view "Marco Rubio" -o rubio.html
    """
    from kg.network import network_of, page_of
    from kg.network.places import places_in

    if output != "-":
        refuse_overwrite(Path(output), force=force)
    earlier = places_in(Path(output)) if output != "-" and entity is None else None
    with open_store(graph) as store:
        title = f"Knowledge graph: {store.title}"
        network = network_of(store)
        page = page_of(network, around=entity, depth=depth, title=title, earlier=earlier)
    write_data(page, output, force=force)
    return 0


@click.command()
@place_option
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="The suffix says the format: ttl trig nq nt jsonld rdf graphml gexf csv argdown aif "
    "annotations.jsonld.",
)
@click.option(
    "--shards",
    type=int,
    metavar="N",
    help="Write N files of N-Quads, FILE's name with their numbers, for bulk loaders.",
)
@FORCE
def export(graph: str | None, output: str, shards: int | None, force: bool) -> int:
    """Write the graph to FILE in the format of its suffix.

    Example: kg export -o graph.ttl
    """
    from kg.store.exports import export_graph
    from kg.store.shards import export_shards, shard_paths

    target = Path(output)
    for path in (target,) if shards is None else shard_paths(target, shards):
        refuse_overwrite(path, force=force)
    with open_store(graph) as store:
        written = (
            export_graph(store, target) if shards is None else export_shards(store, target, shards)
        )
    for path in written:
        talk(f"wrote {path}")
    return 0


@click.command()
@place_option
def validate(graph: str | None) -> int:
    """Check the graph against its SHACL shapes, and every quotation against its article.

    Example: kg validate --graph kg-graph
    """
    from kg.validate import validate as check

    with open_store(graph) as store:
        store.check()
        result = check(store.quads(), {article.id: article.text for article in store.articles()})
    for problem in result.problems:
        click.echo(harmless(str(problem)))
    checked = ", ".join(f"{count} {name}" for name, count in sorted(result.counts.items()))
    verdict = "conforms" if result.conforms else f"{len(result.problems)} problems"
    talk(f"{verdict}; checked {checked}")
    return 0 if result.conforms else FAILED
