"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ABOUT_CALLS = (
    "kind IN ('ticket.called', 'ticket.recalled', 'ticket.started', 'ticket.missed', 'ticket.finished',"
    " 'ticket.cancelled', 'ticket.expired')"
)


def upgrade() -> None:
    op.create_table(
        "cities",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cities")),
    )
    op.create_table(
        "idempotency",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token", "key", name=op.f("pk_idempotency")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("idempotency", schema=None) as batch_op:
        batch_op.create_index("ix_idempotency_at", ["at"], unique=False)

    op.create_table(
        "releases",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
    )
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.create_index("ix_releases_published_at", ["published_at"], unique=False)

    op.create_table(
        "services",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("prefix", name=op.f("uq_services_prefix")),
    )
    op.create_table(
        "centers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("level IN ('city', 'town', 'village')", name=op.f("ck_centers_level")),
        sa.CheckConstraint("seq >= 0", name=op.f("ck_centers_seq")),
        sa.ForeignKeyConstraint(["city"], ["cities.id"], name=op.f("fk_centers_city")),
        sa.ForeignKeyConstraint(["parent"], ["centers.id"], name=op.f("fk_centers_parent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centers")),
    )
    op.create_table(
        "consultations",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("checklists", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["release"], ["releases.id"], name=op.f("fk_consultations_release")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_consultations")),
    )
    op.create_table(
        "center_services",
        sa.Column("center", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_center_services_center")),
        sa.ForeignKeyConstraint(["service"], ["services.id"], name=op.f("fk_center_services_service")),
        sa.PrimaryKeyConstraint("center", "service", name=op.f("pk_center_services")),
    )
    op.create_table(
        "counters",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("center", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'paused', 'closed')", name=op.f("ck_counters_state")),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_counters_center")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counters")),
    )
    with op.batch_alter_table("counters", schema=None) as batch_op:
        batch_op.create_index("ix_counters_center", ["center"], unique=False)

    op.create_table(
        "journal",
        sa.Column("center", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=True),
        sa.Column("counter", sa.Text(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_journal_seq")),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_journal_center")),
        sa.PrimaryKeyConstraint("center", "seq", name=op.f("pk_journal")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index(
            "ix_journal_calls",
            ["center", "seq"],
            unique=False,
            sqlite_where=sa.text(ABOUT_CALLS),
            postgresql_where=sa.text(ABOUT_CALLS),
        )

    op.create_table(
        "lines",
        sa.Column("center", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.CheckConstraint("waiting >= 0", name=op.f("ck_lines_waiting")),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_lines_center")),
        sa.ForeignKeyConstraint(["service"], ["services.id"], name=op.f("fk_lines_service")),
        sa.PrimaryKeyConstraint("center", "service", name=op.f("pk_lines")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "numbers",
        sa.Column("center", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_numbers_center")),
        sa.PrimaryKeyConstraint("center", "prefix", "day", name=op.f("pk_numbers")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "access_codes",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("center", sa.Text(), nullable=True),
        sa.Column("counter", sa.Text(), nullable=True),
        sa.Column("granted_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_access_codes_center")),
        sa.ForeignKeyConstraint(["counter"], ["counters.id"], name=op.f("fk_access_codes_counter")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_access_codes")),
    )
    op.create_table(
        "counter_services",
        sa.Column("counter", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["counter"], ["counters.id"], name=op.f("fk_counter_services_counter")),
        sa.ForeignKeyConstraint(["service"], ["services.id"], name=op.f("fk_counter_services_service")),
        sa.PrimaryKeyConstraint("counter", "service", name=op.f("pk_counter_services")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("center", sa.Text(), nullable=False),
        sa.Column("counter", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_staff_center")),
        sa.ForeignKeyConstraint(["counter"], ["counters.id"], name=op.f("fk_staff_counter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_table(
        "tickets",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("center", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("services", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("ready_at", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("counter", sa.Text(), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.BigInteger(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("priority IN ('normal', 'appointment', 'priority')", name=op.f("ck_tickets_priority")),
        sa.CheckConstraint("state <> 'waiting' OR (counter IS NULL AND calls = 0)", name=op.f("ck_tickets_waiting")),
        sa.CheckConstraint(
            "state IN ('waiting', 'called', 'serving', 'missed', 'finished', 'cancelled')",
            name=op.f("ck_tickets_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('called', 'serving') OR counter IS NOT NULL", name=op.f("ck_tickets_counter")
        ),
        sa.CheckConstraint("number >= 1 AND step >= 0 AND calls >= 0", name=op.f("ck_tickets_counts")),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_tickets_center")),
        sa.ForeignKeyConstraint(["counter"], ["counters.id"], name=op.f("fk_tickets_counter")),
        sa.ForeignKeyConstraint(["service"], ["services.id"], name=op.f("fk_tickets_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("center", "prefix", "day", "number", name=op.f("uq_tickets_center_prefix_day_number")),
    )
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.create_index(
            "ix_tickets_line",
            ["center", "service", "key", "ready_at", "prefix", "number"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(
            "uq_tickets_open_counter",
            ["counter"],
            unique=True,
            sqlite_where=sa.text("state IN ('called', 'serving')"),
            postgresql_where=sa.text("state IN ('called', 'serving')"),
        )

    op.create_table(
        "tokens",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("center", sa.Text(), nullable=True),
        sa.Column("counter", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("scope <> 'counter' OR counter IS NOT NULL", name=op.f("ck_tokens_counter")),
        sa.CheckConstraint("scope IN ('kiosk', 'counter', 'display', 'channel')", name=op.f("ck_tokens_scope")),
        sa.ForeignKeyConstraint(["center"], ["centers.id"], name=op.f("fk_tokens_center")),
        sa.ForeignKeyConstraint(["counter"], ["counters.id"], name=op.f("fk_tokens_counter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("hash", name=op.f("uq_tokens_hash")),
    )
    op.create_table(
        "intervals",
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("counter", sa.Text(), nullable=True),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("ended_at >= began_at", name=op.f("ck_intervals_order")),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_intervals_ticket")),
        sa.PrimaryKeyConstraint("ticket", "seq", name=op.f("pk_intervals")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("intervals", schema=None) as batch_op:
        batch_op.create_index(
            "uq_intervals_open",
            ["ticket"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("intervals", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_intervals_open", sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")
        )

    op.drop_table("intervals")
    op.drop_table("tokens")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_tickets_open_counter",
            sqlite_where=sa.text("state IN ('called', 'serving')"),
            postgresql_where=sa.text("state IN ('called', 'serving')"),
        )
        batch_op.drop_index(
            "ix_tickets_line", sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'")
        )

    op.drop_table("tickets")
    op.drop_table("staff")
    op.drop_table("counter_services")
    op.drop_table("access_codes")
    op.drop_table("numbers")
    op.drop_table("lines")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_journal_calls",
            sqlite_where=sa.text(ABOUT_CALLS),
            postgresql_where=sa.text(ABOUT_CALLS),
        )

    op.drop_table("journal")
    with op.batch_alter_table("counters", schema=None) as batch_op:
        batch_op.drop_index("ix_counters_center")

    op.drop_table("counters")
    op.drop_table("center_services")
    op.drop_table("consultations")
    op.drop_table("centers")
    op.drop_table("services")
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.drop_index("ix_releases_published_at")

    op.drop_table("releases")
    with op.batch_alter_table("idempotency", schema=None) as batch_op:
        batch_op.drop_index("ix_idempotency_at")

    op.drop_table("idempotency")
    op.drop_table("cities")
