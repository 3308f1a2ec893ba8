"""The tables of long lines: who helps one, and for which a counter is asked for."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, Text

from server.store.tables import metadata

elastic = Table(
    "elastic",
    metadata,
    Column("center", Text, ForeignKey("centers.id"), primary_key=True),
    Column("rule", Text, primary_key=True),
    Column("helped", Integer, nullable=False),
    Column("since", BigInteger, nullable=False),
)
"""What each rule of a center that lets counters help has decided today: 1 that they do, 0 that they do not any more."""

alarms = Table(
    "alarms",
    metadata,
    Column("center", Text, ForeignKey("centers.id"), primary_key=True),
    Column("service", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("quiet_until", BigInteger, nullable=False),
)
"""For which lines of a center staff were asked today to open a counter: `asked`, `answered`, or `over`."""
