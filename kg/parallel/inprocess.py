"""The executor without processes: one item after the other, here."""

from collections.abc import Iterable, Iterator

from kg.parallel.job import Done, Job


class InProcess:
    """Does the work in this process; an item that kills it ends everything."""

    def run(self, job: Job, items: Iterable[str]) -> Iterator[Done]:
        """Yield each item as it is done, in order."""
        work = job.start()
        for item in items:
            yield Done(item, work(item))
