"""The tables of alerts: who is told, what is wrong since when, what was told, and what is on its way."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, Text

from server.store.tables import metadata

alert_addresses = Table(
    "alert_addresses",
    metadata,
    Column("id", Text, primary_key=True),
    Column("center", Text, ForeignKey("centers.id")),
    Column("kind", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("worst", Text, nullable=False),
    Column("lasting", Integer, nullable=False),
    Column("quiet_from", Text, nullable=False),
    Column("quiet_to", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("sent_at", BigInteger),
    Column("trouble", Text),
)
"""`kind` is mail or webhook, whose bodies are signed with the `secret`; `center` None is the whole city. Told is what
is as bad as `worst` for `lasting` minutes, at no quiet clock. `trouble` is why the last one failed."""

alert_causes = Table(
    "alert_causes",
    metadata,
    Column("token", Text, ForeignKey("tokens.id"), primary_key=True),
    Column("cause", Text, primary_key=True),
    Column("since", BigInteger, nullable=False),
)
"""What is wrong with each device, and since when that is known."""

alert_told = Table(
    "alert_told",
    metadata,
    Column("address", Text, ForeignKey("alert_addresses.id"), primary_key=True),
    Column("token", Text, primary_key=True),
    Column("cause", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)
"""What each address was told is wrong, and not yet that it is well again."""

alert_letters = Table(
    "alert_letters",
    metadata,
    Column("id", Text, primary_key=True),
    Column("address", Text, ForeignKey("alert_addresses.id"), nullable=False),
    Column("body", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
)
"""What is on its way: tried again at `due_at`."""
