"""Articles are searched by several processes, or by this one, through one interface.

A `Job` names what is to be done to each item, as a function that any process can import; an
`Executor` does it to many items, in any order: `InProcess` here, `LocalPool` in processes of this
machine. Another executor needs only `run`.
"""

from kg.parallel.gather import Gathered, gather
from kg.parallel.inprocess import InProcess
from kg.parallel.job import Done, Executor, Job
from kg.parallel.pool import LocalPool, usable_cores
from kg.parallel.search import Search

__all__ = [
    "Done",
    "Executor",
    "Gathered",
    "InProcess",
    "Job",
    "LocalPool",
    "Search",
    "gather",
    "usable_cores",
]
