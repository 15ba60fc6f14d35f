"""`kg serve`: the web application on a built graph, for this machine alone by default."""

import contextlib

import click

from kg.cli.options import folder_of, graph_option
from kg.cli.output import talk
from kg.errors import SettingsError


@click.command()
@graph_option
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Where to listen; another address than this machine's own opens the graph to others.",
)
@click.option(
    "--judgements",
    metavar="FILE",
    help="Where /review writes what you decide (default: data/judgements.jsonl).",
)
@click.option(
    "--who", envvar="KG_WHO", default="", metavar="NAME", help="Who judges on /review (or $KG_WHO)."
)
def serve(graph: str | None, port: int, host: str, judgements: str | None, who: str) -> int:
    """Serve pages, a SPARQL endpoint and an API on the graph, until interrupted.

    Example: kg serve --port 8000
    """
    from kg.web import WebSettings
    from kg.web import serve as run

    settings = WebSettings(host=host, port=port, judgements=judgements, who=who)
    _check_port(host, port)
    if not settings.is_loopback:
        talk(f"warning: whoever can reach {host}:{port} can read this graph; nobody logs in")
    talk(f"serving {folder_of(graph)} at http://{host}:{port}/ (stop with Ctrl-C)")
    with contextlib.suppress(KeyboardInterrupt):  # the usual end of a server
        run(folder_of(graph), settings)
    return 0


def _check_port(host: str, port: int) -> None:
    """Raise SettingsError where nothing can listen at an address."""
    import socket

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise SettingsError(
            f"{host}:{port} cannot be listened at: {error.strerror or error}; "
            "give another --port or --host"
        ) from error
