"""The ground of the hall: facts with from and to, days that close, epochs, and no table that lists states.

SQLite cannot drop a constraint: there a table that had a list is made anew, which its foreign keys allow because they
are off while the schema changes (`server.store.opening`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OLD_CALLS = (
    "kind IN ('ticket.called', 'ticket.recalled', 'ticket.started', 'ticket.missed', 'ticket.finished',"
    " 'ticket.cancelled', 'ticket.expired')"
)
ABOUT_CALLS = "ticket IS NOT NULL AND counter IS NOT NULL"

NEW_IN_JOURNAL = (
    "state_from",
    "state_to",
    "service_from",
    "service_to",
    "reason",
    "person",
    "visit",
    "private",
)

STATE_FROM = """CASE
    WHEN kind = 'ticket.called' THEN 'waiting'
    WHEN kind IN ('ticket.recalled', 'ticket.started', 'ticket.missed') THEN 'called'
    WHEN kind = 'ticket.finished' THEN 'serving'
    WHEN kind IN ('ticket.cancelled', 'ticket.expired') AND counter IS NULL THEN 'waiting'
    WHEN kind IN ('ticket.cancelled', 'ticket.expired') THEN 'missed'
    WHEN kind = 'ticket.issued' AND EXISTS (
        SELECT 1 FROM intervals i WHERE i.ticket = journal.ticket AND i.seq < journal.seq
    ) THEN 'finished'
END"""
"""A further step was told as `ticket.issued` once more: it comes from the finished step before."""
STATE_TO = """CASE kind
    WHEN 'ticket.issued' THEN 'waiting' WHEN 'ticket.called' THEN 'called' WHEN 'ticket.recalled' THEN 'called'
    WHEN 'ticket.started' THEN 'serving' WHEN 'ticket.missed' THEN 'missed' WHEN 'ticket.finished' THEN 'finished'
    WHEN 'ticket.cancelled' THEN 'cancelled' WHEN 'ticket.expired' THEN 'expired'
END"""
SERVICE = {
    "sqlite": "json_extract(payload, '$.service.id')",
    "postgresql": "payload::jsonb #>> '{service,id}'",
}


def upgrade() -> None:
    for column in (
        sa.Column("told_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("day", sa.Text()),
        sa.Column("day_seq", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("epoch", sa.BigInteger(), nullable=False, server_default="1"),
    ):
        op.add_column("centers", column)
    _add_to_tickets()
    _add_to_journal()
    for table, checks in LISTS.items():
        with op.batch_alter_table(table) as batch:
            for name in checks:
                batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
    with op.batch_alter_table("services") as batch:
        batch.drop_constraint(op.f("uq_services_prefix"), type_="unique")
    _partial("uq_tickets_in_hand", "tickets", ["in_hand"], "in_hand IS NOT NULL", unique=True)
    _partial("ix_tickets_open", "tickets", ["center", "open_day"], "open_day IS NOT NULL")
    _partial("ix_tickets_line", "tickets", ["center", "line", "key", "ready_at", "place"], "line IS NOT NULL")
    _partial("ix_journal_calls", "journal", ["center", "seq"], ABOUT_CALLS)
    op.execute(
        "UPDATE centers SET told_at = coalesce((SELECT max(j.at) FROM journal j WHERE j.center = centers.id), 0),"
        " day = (SELECT max(t.day) FROM tickets t WHERE t.center = centers.id)"
    )


def _add_to_tickets() -> None:
    op.drop_index("ix_tickets_line", "tickets")
    op.drop_index("uq_tickets_open_counter", "tickets")
    op.add_column("tickets", sa.Column("place", sa.BigInteger()))
    for name in ("line", "in_hand", "open_day", "visit"):
        op.add_column("tickets", sa.Column(name, sa.Text()))
    op.execute(
        "UPDATE tickets SET visit = id,"
        " line = CASE WHEN state = 'waiting' THEN service END,"
        " in_hand = CASE WHEN state IN ('called', 'serving') THEN counter END,"
        " open_day = CASE WHEN state IN ('waiting', 'called', 'serving', 'missed') THEN day END,"
        " place = coalesce((SELECT min(i.seq) FROM intervals i WHERE i.ticket = tickets.id), 0)"
    )
    with op.batch_alter_table("tickets") as batch:
        batch.alter_column("place", existing_type=sa.BigInteger(), nullable=False)
        batch.alter_column("visit", existing_type=sa.Text(), nullable=False)
        for name, what in NEW_CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_tickets_{name}"), what)


def _add_to_journal() -> None:
    op.drop_index("ix_journal_calls", "journal")
    op.add_column("journal", sa.Column("epoch", sa.BigInteger(), nullable=False, server_default="1"))
    for name in NEW_IN_JOURNAL:
        op.add_column("journal", sa.Column(name, sa.Text()))
    service = SERVICE[op.get_bind().dialect.name]
    op.execute(
        f"UPDATE journal SET visit = ticket, state_to = {STATE_TO}, service_to = {service},"  # noqa: S608 - no input
        f" state_from = {STATE_FROM}, service_from = CASE WHEN kind <> 'ticket.issued' THEN {service} END"
        " WHERE ticket IS NOT NULL"
    )
    op.execute("UPDATE journal SET service_from = service_to WHERE state_from = 'finished'")


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    """Go back to the tables of before; a ticket that expired counts as cancelled there."""
    for index, table in (
        ("ix_journal_calls", "journal"),
        ("ix_tickets_line", "tickets"),
        ("ix_tickets_open", "tickets"),
        ("uq_tickets_in_hand", "tickets"),
    ):
        op.drop_index(index, table)
    op.execute("UPDATE tickets SET state = 'cancelled' WHERE state = 'expired'")
    with op.batch_alter_table("tickets") as batch:
        for name in NEW_CHECKS:
            batch.drop_constraint(op.f(f"ck_tickets_{name}"), type_="check")
    for name in ("place", "line", "in_hand", "open_day", "visit"):
        op.drop_column("tickets", name)
    for name in ("epoch", *NEW_IN_JOURNAL):
        op.drop_column("journal", name)
    for name in ("told_at", "day", "day_seq", "epoch"):
        op.drop_column("centers", name)
    for table, checks in LISTS.items():
        with op.batch_alter_table(table) as batch:
            for name, what in checks.items():
                batch.create_check_constraint(op.f(f"ck_{table}_{name}"), what)
    with op.batch_alter_table("services") as batch:
        batch.create_unique_constraint(op.f("uq_services_prefix"), ["prefix"])
    _partial("uq_tickets_open_counter", "tickets", ["counter"], "state IN ('called', 'serving')", unique=True)
    line = ["center", "service", "key", "ready_at", "prefix", "number"]
    _partial("ix_tickets_line", "tickets", line, "state = 'waiting'")
    _partial("ix_journal_calls", "journal", ["center", "seq"], OLD_CALLS)


NEW_CHECKS = {
    "line": "line IS NULL OR (line = service AND in_hand IS NULL)",
    "in_hand": "in_hand IS NULL OR in_hand = counter",
}
LISTS = {
    "centers": {"level": "level IN ('city', 'town', 'village')"},
    "counters": {"state": "state IN ('open', 'paused', 'closed')"},
    "tokens": {"scope": "scope IN ('kiosk', 'counter', 'display', 'channel')"},
    "release_acts": {"kind": "kind IN ('submitted', 'checked', 'reviewed', 'returned', 'published', 'withdrawn')"},
    "tickets": {
        "state": "state IN ('waiting', 'called', 'serving', 'missed', 'finished', 'cancelled')",
        "priority": "priority IN ('normal', 'appointment', 'priority')",
        "counter": "state NOT IN ('called', 'serving') OR counter IS NOT NULL",
        "waiting": "state <> 'waiting' OR (counter IS NULL AND calls = 0)",
    },
}
"""What tables said of words that the rules now say alone."""
