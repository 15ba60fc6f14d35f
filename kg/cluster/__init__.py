"""Articles are searched on many machines: an executor over a dask.distributed cluster.

In: the address of a scheduler. Out: `Cluster`, used by the pipeline in place of its processes.
Workers need `kg` in the same version and nothing else: the content of files travels with the
task, and what was found travels back, so no folder has to be shared.
Source: M. Rocklin, Dask: parallel computation with blocked algorithms and task scheduling (2015).
"""

from kg.cluster.executor import Cluster

__all__ = ["Cluster"]
