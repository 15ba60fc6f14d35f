"""The web application on a graph: pages for people, `/sparql` and `/api` for programs.

In: the folder of a graph. Out: an ASGI application that only reads the graph, and writes nothing
but judgements (`review`). All routes are in `_routes`, the gate before them is `guard`.
"""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import SettingsError
from kg.web.settings import WebSettings

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.routing import BaseRoute

    from kg.web.guard import Guard

__all__ = ["WebSettings", "create_app", "serve"]

INSTALL = 'the web application needs more packages; run: pip install "kg[web]"'


def create_app(folder: Path | str, settings: WebSettings | None = None) -> "Guard":
    """Return the application on the graph of a folder.

    Raises:
        SettingsError: the packages it needs are not installed.
        StoreError: there is no graph, or it is damaged.
    """
    try:
        from starlette.applications import Starlette
    except ImportError as error:
        raise SettingsError(INSTALL) from error
    from kg.store import open_graph
    from kg.web.failure import handlers
    from kg.web.guard import Guard
    from kg.web.render import environment
    from kg.web.state import Live

    limits = settings or WebSettings()
    open_graph(folder).close()  # better no server than one without a graph

    @contextlib.asynccontextmanager
    async def lifespan(app: "Starlette") -> AsyncIterator[None]:
        app.state.live = Live(Path(folder), limits, environment())
        await app.state.live.start()
        yield
        await app.state.live.close()

    app = Starlette(routes=_routes(), lifespan=lifespan, exception_handlers=handlers())
    return Guard(app, limits)


def serve(folder: Path | str, settings: WebSettings) -> None:
    """Serve the graph of a folder until interrupted.

    Raises:
        SettingsError: the packages it needs are not installed, or the port is in use.
    """
    try:
        import uvicorn
    except ImportError as error:
        raise SettingsError(INSTALL) from error
    app = create_app(folder, settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        server_header=False,
        http="h11",
        ws="none",
        limit_concurrency=1000,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=5,
    )
    uvicorn.Server(config).run()


def _routes() -> "list[BaseRoute]":
    """Return all that the application answers to."""
    from starlette.routing import Route

    from kg.web import api, ask, pages, records, review, sparql, static
    from kg.web.network import network_page, viewer

    both = ["GET", "POST"]
    return [
        Route("/", pages.overview),
        Route("/search", pages.search),
        Route("/issues", pages.issues),
        Route("/issue/{rest:path}", records.issue),
        Route("/entity/{rest:path}", records.entity),
        Route("/statement/{rest:path}", records.statement),
        Route("/article/{rest:path}", records.article),
        Route("/articles", pages.articles),
        Route("/timeline", pages.timeline),
        Route("/positions", pages.positions),
        Route("/conflicts", pages.conflicts),
        Route("/network", network_page),
        Route("/network/page", viewer),
        Route("/query", ask.page),
        Route("/query/download", ask.download),
        Route("/query/terms", ask.terms),
        Route("/review", review.page, methods=both),
        Route("/sparql", sparql.endpoint, methods=both),
        Route("/sparql/", sparql.endpoint, methods=both),
        Route("/api", api.document),
        Route("/api/openapi.json", api.document),
        Route("/api/search", api.search),
        Route("/api/card/{rest:path}", api.card),
        Route("/api/questions", api.questions),
        Route("/api/questions/{name}", api.question),
        Route("/static/{rest:path}", static.file),
        Route("/favicon.ico", static.icon),
    ]
