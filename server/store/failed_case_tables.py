"""The tables of what could not be done (办不成事): cases, and what was done about each. Nothing is deleted here."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from server.store.tables import metadata

failed_cases = Table(
    "failed_cases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("center", Text, ForeignKey("centers.id"), nullable=False),
    Column("ticket", Text, ForeignKey("tickets.id"), nullable=False),
    Column("label", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("due", Text, nullable=False),
    Column("held_by", Text, nullable=False),
    Column("outcome", Text),
    Column("closed_at", BigInteger),
    CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="outcome"),
    Index("ix_failed_cases_center", "center", "closed_at", "due"),
    Index("ix_failed_cases_ticket", "ticket"),
)
"""What ticket `label` of `day` came for and could not be done, `why`, and what was `asked`.

`due` is the last day (ISO date) to answer it, `held_by` whoever has it now, as they are called, or
the id of a counter, "" for nobody yet.
"""

failed_case_steps = Table(
    "failed_case_steps",
    metadata,
    Column("case", Text, ForeignKey("failed_cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("what", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("held_by", Text, nullable=False),
    Column("outcome", Text),
    Column("person", Text),
    Column("name", Text, nullable=False),
    Column("counter", Text),
    CheckConstraint("number >= 1", name="number"),
)
"""What was done about a case, in order: only ever added to.

`person` did it, called `name` then, at a `counter` or in the administrators' house; neither of both: the ticket's
holder did it.
"""
