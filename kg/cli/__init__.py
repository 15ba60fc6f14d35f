"""The command line: `kg VERB OBJECT`. Commands are imported only when they are called.

Exit status: 0 done, 1 expected failure or a graph that is not valid, 2 wrong usage or query,
3 built, but some articles were skipped, 130 interrupted, 143 terminated.
"""

import sys

import click

from kg.cli.lazy import LazyGroup

_COMMANDS = {
    "build": ("kg.cli.build", "Build a graph from articles."),
    "extract": ("kg.cli.build", "Write what is found in articles as JSON Lines."),
    "query": ("kg.cli.ask", "Ask the graph with SPARQL or a named question."),
    "show": ("kg.cli.ask", "Show all that is known of one entity, with its sentences."),
    "path": ("kg.cli.path", "Show how two entities are connected, with a sentence for each step."),
    "diff": ("kg.cli.diff", "Show what differs between two graphs."),
    "judge": ("kg.cli.judge", "Accept, reject, correct or add to what was found."),
    "view": ("kg.cli.look", "Write the interactive network page."),
    "serve": ("kg.cli.serve", "Serve pages and a SPARQL endpoint on the graph."),
    "plot": ("kg.cli.plot", "Draw a timeline, positions, an issue, or sources."),
    "export": ("kg.cli.look", "Write the graph in another format."),
    "validate": ("kg.cli.look", "Check the graph against its shapes and the articles."),
}


@click.group(
    cls=LazyGroup,
    commands_by_name=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="kg")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """Turn articles on a legal controversy into a graph in which every fact has its sentence.

    Example: kg build data/articles && kg query opponents
    """
    import logging

    level, style = (
        (logging.DEBUG, logging.BASIC_FORMAT) if debug else (logging.ERROR, "note: %(message)s")
    )
    logging.basicConfig(level=level, format=style, stream=sys.stderr)
    logging.getLogger("kg").setLevel(min(level, logging.WARNING))
    logging.getLogger("trafilatura").setLevel(logging.ERROR)


def main() -> None:
    """Run the command line and leave with its exit status."""
    from kg.cli.failure import run

    sys.exit(run(cli))
