"""What all requests share: the settings, the graph that is open now, and its processes.

In: the folder of a graph. Out: `State`, replaced when a build has put another graph there.
"""

import asyncio
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

    from kg.store import Manifest

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
        self._closing: set[asyncio.Task[None]] = set()

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
        if stamp != self._stamp or self._state is None:
            self._replace(stamp)
        if self._state is None:
            raise StoreError(f"there is no graph in {self.folder}")
        return self._state

    async def close(self) -> None:
        """End all processes."""
        if self._state is not None:
            await self._state.pool.close()
        if self._closing:
            await asyncio.gather(*self._closing)

    def _replace(self, stamp: int) -> None:
        from kg.store import open_graph

        try:
            store = open_graph(self.folder, memory_bytes=self.settings.memory_bytes)
        except StoreError:
            if self._state is None:
                raise
            return  # a build is under way: the next request looks again
        pool = Pool(store.again, self.settings)
        pool.start()
        if self._state is not None:
            task = asyncio.ensure_future(self._state.pool.close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)
        self._stamp = stamp
        self._state = State(store.manifest, self.settings, pool, self._token)


def state_of(request: "Request") -> State:
    """Return the state of the application that a request came to."""
    live: Live = request.app.state.live
    return live.current()
