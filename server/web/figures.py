"""The figures of a server for Prometheus: what it answered, what it costs, how its halls and its care stand."""

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from server.rules.errors import Refusal
from server.store import tables
from server.store.store import Store
from server.watched import troubles

_l = tables.lines.c
_WAITING = select(_l.center, func.sum(_l.waiting)).group_by(_l.center)


def figures_of(store: Store, overdue: Callable[[], bool]) -> CollectorRegistry:
    """Return the registry of one server; `overdue` says whether the last good backup is too old."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Halls(store, overdue))
    return registry


class _Halls(Collector):
    """Looked at when it is asked for; a store that cannot be read gives no people, and says so."""

    def __init__(self, store: Store, overdue: Callable[[], bool]) -> None:
        self._store = store
        self._overdue = overdue

    def describe(self) -> Iterator[Metric]:
        """Say nothing beforehand: nobody is asked while a server begins."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Look now."""
        waiting = GaugeMetricFamily("banshi_waiting", "People in line", labels=["center"])
        readable = 1
        try:
            for center, count in self._store.read(lambda reading: reading.rows(_WAITING)):
                waiting.add_metric([center], int(count))
        except Refusal:
            readable = 0
        yield waiting
        yield GaugeMetricFamily("banshi_store_readable", "1 while the store can be read", value=readable)
        yield GaugeMetricFamily("banshi_workers_failing", "Parts of this process that fail", value=len(troubles()))
        yield GaugeMetricFamily("banshi_backup_overdue", "1 when no good backup is young enough", value=self._overdue())
