"""The network of a graph, and the page that shows it.

In: a store, or the network made of it. Out: a networkx MultiDiGraph, or HTML.
"""

from kg.network.graph import network_of
from kg.network.page import frame_of, page_of

__all__ = ["frame_of", "network_of", "page_of"]
