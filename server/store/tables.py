"""Every table of a center's truth, with the constraints that make a wrong state impossible.

Times are milliseconds since the epoch (UTC). Columns that hold JSON hold text: both databases carry it alike, and
nothing is ever searched inside it.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)

cities = Table(
    "cities",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("ways", Text, nullable=False, server_default="[]"),
)
"""`ways` are the minutes from center to center that the city has written (JSON)."""

services = Table(
    "services",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("position", Integer, nullable=False),
)

centers = Table(
    "centers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("city", Text, ForeignKey("cities.id"), nullable=False),
    Column("parent", Text, ForeignKey("centers.id")),
    Column("position", Integer, nullable=False),
    Column("level", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("hours", Text, nullable=False),
    Column("calendar", Text, nullable=False, server_default="{}"),
    Column("special_days", Text, nullable=False, server_default="[]"),
    Column("rules", Text, nullable=False),
    Column("elastic", Text, nullable=False, server_default="[]"),
    Column("alarms", Text, nullable=False, server_default="[]"),
    Column("revision", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("told_at", BigInteger, nullable=False, server_default="0"),
    Column("day", Text),
    Column("day_seq", BigInteger, nullable=False, server_default="0"),
    Column("epoch", BigInteger, nullable=False, server_default="1"),
    CheckConstraint("seq >= 0", name="seq"),
)
"""`seq` is the journal's last number of this center and `told_at` that fact's moment; `day` is the day that numbers are
given out for and `day_seq` the last fact of the day before; `epoch` is another one in a database that was restored;
`revision` grows with every change of the configuration.

No table lists the states, kinds and scopes there are: the rules do, and a new one must not rebuild a table.
"""

center_services = Table(
    "center_services",
    metadata,
    Column("center", Text, ForeignKey("centers.id"), primary_key=True),
    Column("service", Text, ForeignKey("services.id"), primary_key=True),
    Column("prefix", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("bookings", Text),
    Column("quotas", Text, nullable=False, server_default="[]"),
)
"""`bookings` is how the service is booked here (JSON), null where it is not; `quotas` is a list (JSON)."""

counters = Table(
    "counters",
    metadata,
    Column("id", Text, primary_key=True),
    Column("center", Text, ForeignKey("centers.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("taken_away_at", BigInteger),
    Column("place", Text),
    Column("paused_at", BigInteger),
    Column("chooses", Integer, nullable=False, server_default="0"),
    Column("undo", Text),
    Column("undo_until", BigInteger),
    Column("help_at", BigInteger),
    Column("pause_reason", Text),
    Column("person", Text),
    Column("seated_at", BigInteger),
    Column("helps", Text),
    Column("helps_by", Text),
    Column("sign_in", Text),
    Index("ix_counters_center", "center"),
    Index("ix_counters_person", "person", unique=True),
)
"""A counter that settings do not name any more is taken away, not deleted: tickets and facts of its time name it.

`paused_at` is when its pause began, while it is paused; one that `chooses` (1) may call a number that is not the next.
`undo` is what its last press did (JSON), which it can take back before `undo_until`.
It asks for help since `help_at`, while it does. `person`, one of the staff, sits at it since `seated_at`: nobody sits
at two. It is no foreign key because all staff of a center are written anew with its settings.
It `helps` the line of that service because of the rule `helps_by`, besides its own lines.
"""

counter_services = Table(
    "counter_services",
    metadata,
    Column("counter", Text, ForeignKey("counters.id"), primary_key=True),
    Column("service", Text, ForeignKey("services.id"), primary_key=True),
    Column("position", Integer, nullable=False),
)

counter_lines = Table(
    "counter_lines",
    metadata,
    Column("counter", Text, ForeignKey("counters.id"), primary_key=True),
    Column("service", Text, ForeignKey("services.id"), primary_key=True),
    Column("position", Integer, nullable=False),
)
"""The lines that a counter calls from now.

Of its `counter_services`, and the line that it helps, those that whoever sits there can do.
"""

staff = Table(
    "staff",
    metadata,
    Column("id", Text, primary_key=True),
    Column("center", Text, ForeignKey("centers.id"), nullable=False),
    Column("counter", Text, ForeignKey("counters.id")),
    Column("name", Text, nullable=False),
    Column("number", Text),
    Column("skills", Text),
    Column("languages", Text, nullable=False, server_default="[]"),
    Index("ix_staff_number", "center", "number", unique=True),
)
"""`skills` and `languages` are lists (JSON); no skills at all (NULL) are every service."""

ASIDE = text("open_day IS NOT NULL AND line IS NULL AND in_hand IS NULL AND bound IS NULL")
"""Tickets of a day that nobody calls as they are: missed, on hold; said the same way by their index and its query."""
AWAY = text("back_at IS NOT NULL")
"""Tickets that come back into line by themselves; said the same way by their index and its query."""
PLANNED = text("plan IS NOT NULL")
"""The tickets that were taken with a plan; said the same way by their index and its query."""
TIED = text("visit <> id")
"""The tickets that belong to the visit of another; said the same way by their index and its query."""
tickets = Table(
    "tickets",
    metadata,
    Column("id", Text, primary_key=True),
    Column("center", Text, ForeignKey("centers.id"), nullable=False),
    Column("prefix", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("services", Text, nullable=False),
    Column("step", Integer, nullable=False),
    Column("service", Text, ForeignKey("services.id"), nullable=False),
    Column("priority", Text, nullable=False),
    Column("ready_at", BigInteger, nullable=False),
    Column("key", BigInteger, nullable=False),
    Column("place", BigInteger, nullable=False),
    Column("line", Text),
    Column("in_hand", Text),
    Column("open_day", Text),
    Column("counter", Text, ForeignKey("counters.id")),
    Column("calls", Integer, nullable=False),
    Column("called_at", BigInteger),
    Column("plan", Text),
    Column("visit", Text, nullable=False),
    Column("secret_hash", Text, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("misses", Integer, nullable=False, server_default="0"),
    Column("missed_at", BigInteger),
    Column("postpones", Integer, nullable=False, server_default="0"),
    Column("back_at", BigInteger),
    Column("bound", Text),
    Column("return_to", Text),
    Column("note", Text),
    Column("cases", Integer, nullable=False, server_default="1"),
    Column("ground", Text),
    Column("proven", Integer, nullable=False, server_default="0"),
    Column("class_before", Text),
    Column("language", Text),
    UniqueConstraint("center", "prefix", "day", "number"),
    CheckConstraint("line IS NULL OR (line = service AND in_hand IS NULL)", name="line"),
    CheckConstraint("in_hand IS NULL OR in_hand = counter", name="in_hand"),
    CheckConstraint("number >= 1 AND step >= 0 AND calls >= 0", name="counts"),
    Index(
        "uq_tickets_in_hand",
        "in_hand",
        unique=True,
        sqlite_where=text("in_hand IS NOT NULL"),
        postgresql_where=text("in_hand IS NOT NULL"),
    ),
    Index(
        "ix_tickets_open",
        "center",
        "open_day",
        sqlite_where=text("open_day IS NOT NULL"),
        postgresql_where=text("open_day IS NOT NULL"),
    ),
    Index(
        "ix_tickets_bound",
        "bound",
        "key",
        "ready_at",
        "place",
        sqlite_where=text("bound IS NOT NULL"),
        postgresql_where=text("bound IS NOT NULL"),
    ),
    Index("ix_tickets_aside", "center", "state", sqlite_where=ASIDE, postgresql_where=ASIDE),
    Index("ix_tickets_visit", "visit", sqlite_where=TIED, postgresql_where=TIED),
    Index("ix_tickets_plan", "plan", "issued_at", sqlite_where=PLANNED, postgresql_where=PLANNED),
    Index("ix_tickets_back", "center", "back_at", sqlite_where=AWAY, postgresql_where=AWAY),
    Index(
        "ix_tickets_oldest",
        "center",
        "line",
        "ready_at",
        sqlite_where=text("line IS NOT NULL"),
        postgresql_where=text("line IS NOT NULL"),
    ),
    Index(
        "ix_tickets_line",
        "center",
        "line",
        "key",
        "ready_at",
        "place",
        sqlite_where=text("line IS NOT NULL"),
        postgresql_where=text("line IS NOT NULL"),
    ),
)
"""`services` are the steps in order, `step` the index of the one at hand and `service` that step's id;
`calls` and `called_at` speak of the step at hand.

What the state means for others is kept beside it, null where it does not hold: `line` is the service whose line the
ticket stands in, `in_hand` the counter that has it, `open_day` its day until it is over. `counter` is the last one that
called it, `place` the seq of the fact that brought it into its line; `misses` counts how often it was missed, the last
time at `missed_at`, `postpones` how often it was put off, while it is so until `back_at`; `visit` ties the tickets
of one way through several centers.

A waiting ticket stands in a `line` or is `bound` to a counter, where it goes first; `return_to` is the counter that it
will be bound to for its next step. `note` is for clerks alone and is deleted when the ticket ends.

It brings so many `cases`; its holder speaks `language`, where that is not what everybody there does. Who has priority
has it on a `ground`, `proven` (1) once staff have seen it, and was of `class_before` until then; the ground is deleted
when the ticket ends.
"""

intervals = Table(
    "intervals",
    metadata,
    Column("ticket", Text, ForeignKey("tickets.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("service", Text, nullable=False),
    Column("counter", Text),
    Column("began_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    CheckConstraint("ended_at >= began_at", name="order"),
    Index(
        "uq_intervals_open",
        "ticket",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    sqlite_with_rowid=False,
)
"""Every state that a ticket was in; `seq` is the journal row that began it; open while `ended_at` is null."""

lines = Table(
    "lines",
    metadata,
    Column("center", Text, ForeignKey("centers.id"), primary_key=True),
    Column("service", Text, ForeignKey("services.id"), primary_key=True),
    Column("waiting", Integer, nullable=False),
    Column("stretched", Integer, nullable=False, server_default="0"),
    CheckConstraint("waiting >= 0", name="waiting"),
    sqlite_with_rowid=False,
)
"""How many wait per line: kept beside the tickets so that `ahead` and the board never count a long line.

`stretched` is 1 while the line's stretches are kept.
"""

stretches = Table(
    "stretches",
    metadata,
    Column("center", Text, ForeignKey("centers.id"), primary_key=True),
    Column("service", Text, ForeignKey("services.id"), primary_key=True),
    Column("key", BigInteger, primary_key=True),
    Column("ready_at", BigInteger, primary_key=True),
    Column("place", BigInteger, primary_key=True),
    Column("waiting", Integer, nullable=False),
    CheckConstraint("waiting >= 0", name="waiting"),
    sqlite_with_rowid=False,
)
"""How many of a long line stand from one place on to the next that is named here."""

numbers = Table(
    "numbers",
    metadata,
    Column("center", Text, ForeignKey("centers.id"), primary_key=True),
    Column("prefix", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("last", Integer, nullable=False),
    sqlite_with_rowid=False,
)

ABOUT_CALLS = text("ticket IS NOT NULL AND counter IS NOT NULL")
"""The journal rows that a board's list of calls is folded from; said the same way by their index and its query."""

journal = Table(
    "journal",
    metadata,
    Column("center", Text, ForeignKey("centers.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("ticket", Text),
    Column("counter", Text),
    Column("payload", Text, nullable=False),
    Column("epoch", BigInteger, nullable=False, server_default="1"),
    Column("state_from", Text),
    Column("state_to", Text),
    Column("service_from", Text),
    Column("service_to", Text),
    Column("reason", Text),
    Column("person", Text),
    Column("visit", Text),
    Column("private", Text),
    CheckConstraint("seq >= 1", name="seq"),
    Index(
        "ix_journal_calls",
        "center",
        "seq",
        sqlite_where=ABOUT_CALLS,
        postgresql_where=ABOUT_CALLS,
    ),
    sqlite_with_rowid=False,
)
"""`payload` is what a screen may know and has no column of its own; `private` and `person` are the office's alone.

`actor` is the device (a token's id, or a role), `person` whoever works at it.
"""

idempotency = Table(
    "idempotency",
    metadata,
    Column("who", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_idempotency_at", "at"),
    sqlite_with_rowid=False,
)
"""`who` is a token's id, or `ticket` and a ticket's; `digest` stands for method, path and body; `answer` is sealed."""
