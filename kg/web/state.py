"""What all requests share: the settings, the graph that is open now, and its processes.

In: the folder of a graph. Out: `State`, replaced when a build has put another graph there.
"""

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.web.pool import Pool
from kg.web.settings import WebSettings

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request

    from kg.store import LocalStore, Manifest

logger = logging.getLogger(__name__)

# How many pages keep what they show; a graph does not change while it is open.
PAGES_KEPT = 50


@dataclass(frozen=True, slots=True)
class State:
    """One open graph with its processes; `kept` holds what pages show, by their address.

    `made` holds what is made of the whole graph once: its network.
    """

    manifest: "Manifest"
    settings: WebSettings
    pool: Pool
    token: str
    kept: OrderedDict[str, Mapping[str, Any]] = field(default_factory=OrderedDict)
    made: dict[str, Any] = field(default_factory=dict)

    def keep(self, key: str, data: Mapping[str, Any]) -> None:
        """Remember what a page shows."""
        self.kept[key] = data
        if len(self.kept) > PAGES_KEPT:
            self.kept.popitem(last=False)


class Live:
    """The graph of a folder as it is now; to be started and closed in an event loop."""

    def __init__(self, folder: Path, settings: WebSettings, templates: "Environment") -> None:
        self.folder = folder
        self.settings = settings
        self.templates = templates
        self._token = secrets.token_urlsafe(32)
        self._stamp = 0
        self._state: State | None = None
        self._opening = False
        self._tasks: set[asyncio.Future[None]] = set()

    def current(self) -> State:
        """Return the open graph; another one than before where a build replaced it.

        Raises:
            StoreError: where there is none.
        """
        from kg.store.manifest import MANIFEST_NAME

        try:
            stamp = (self.folder / MANIFEST_NAME).stat().st_mtime_ns
        except OSError:
            stamp = self._stamp
        if stamp != self._stamp and self._state is not None and not self._opening:
            self._opening = True
            self._tasks.add(asyncio.ensure_future(self._replace(stamp)))
        if self._state is None:
            raise StoreError(f"there is no graph in {self.folder}")
        return self._state

    async def start(self) -> None:
        """Open the graph and load it once, so that no question has to wait for that.

        Raises:
            StoreError: where there is no graph, or it cannot be loaded.
        """
        from kg.store.manifest import MANIFEST_NAME

        self._opening = True
        await self._replace((self.folder / MANIFEST_NAME).stat().st_mtime_ns)

    async def close(self) -> None:
        """End all processes."""
        if self._state is not None:
            await self._state.pool.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _replace(self, stamp: int) -> None:
        """Open the graph anew; the one before answers until this one is loaded."""
        try:
            store = await asyncio.to_thread(_loaded, self.folder, self.settings.memory_bytes)
        except StoreError:
            if self._state is None:
                raise
            logger.exception("the new graph in %s cannot be opened; the old one stays", self.folder)
            return
        finally:
            self._stamp = stamp
            self._opening = False
        pool, before = Pool(store.again, self.settings), self._state
        pool.start()
        self._state = State(store.manifest, self.settings, pool, self._token)
        store.close()
        if before is not None:
            await before.pool.close()


def _loaded(folder: Path, memory_bytes: int) -> "LocalStore":
    """Return a graph that has answered once; its copy on disk, where it needs one, is made."""
    from kg.store import open_graph

    store = open_graph(folder, memory_bytes=memory_bytes)
    store.query("ASK {}")
    return store


def state_of(request: "Request") -> State:
    """Return the state of the application that a request came to."""
    live: Live = request.app.state.live
    return live.current()
