"""What a center decides for lines that grow long: which counters help them, when staff are alarmed; frozen data."""

import msgspec


class ElasticRule(msgspec.Struct, frozen=True):
    """Other counters help a line while it is long; `id` names the rule in the journal.

    When more than `waiting` people stand in the line of `service`, or somebody stands there for more than `minutes`,
    the `counters` call from it too, besides their own lines: at most `at_most` of them at once, in the order in which
    they are named; without it all of them. That ends when fewer than `until` stand there and nobody for more than
    `minutes`. Whatever the rule decides holds for `least_minutes`.
    """

    id: str
    service: str
    counters: tuple[str, ...]
    until: int
    waiting: int | None = None
    minutes: int | None = None
    at_most: int | None = None
    least_minutes: int = 5


class AlarmRule(msgspec.Struct, frozen=True):
    """Staff are asked to open a counter for a line that grows long while one that could serve it is closed or paused.

    When more than `waiting` people stand in the line of `service`, or somebody stands there for more than `minutes`,
    until fewer than `until` stand there and nobody for longer. Within `again_minutes` nobody is asked a second time.
    """

    service: str
    until: int
    waiting: int | None = None
    minutes: int | None = None
    again_minutes: int = 10
