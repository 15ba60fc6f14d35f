"""Graphs in any SPARQL 1.1 store over HTTP: put there by `upload`, asked with `RemoteStore`.

For graphs that outgrow one machine, on engines that exist. The graph folder of a build stays the
truth; the store is a copy that can be loaded again.
"""

from kg.store.remote.endpoint import Endpoint, endpoint_of
from kg.store.remote.load import upload
from kg.store.remote.store import RemoteStore, open_remote

__all__ = ["Endpoint", "RemoteStore", "endpoint_of", "open_remote", "upload"]
