"""Settings as documents: what the tables say becomes revision 1 of the city and of each center, written by `seed`.

The prefix of a service belongs to the center that offers it.
"""

import json
import time
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SHIPPED = {"credit_appointment": 20, "credit_priority": 25, "miss_after_seconds": 0, "miss_after_calls": 1}


def upgrade() -> None:
    op.create_table(
        "settings",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("effective_at", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_settings_revision")),
        sa.PrimaryKeyConstraint("scope", "revision", name=op.f("pk_settings")),
    )
    op.create_table(
        "settings_in_force",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_settings_in_force")),
    )
    op.add_column("counters", sa.Column("taken_away_at", sa.BigInteger(), nullable=True))
    op.add_column("center_services", sa.Column("prefix", sa.Text(), nullable=True))
    op.execute(
        "UPDATE center_services SET prefix = (SELECT prefix FROM services WHERE services.id = center_services.service)"
    )
    with op.batch_alter_table("center_services", schema=None) as batch_op:
        batch_op.alter_column("prefix", existing_type=sa.Text(), nullable=False)
    _write_documents()
    op.drop_column("services", "prefix")


def _write_documents() -> None:
    database = op.get_bind()
    now = time.time_ns() // 1_000_000
    for name, pack in database.execute(sa.text("SELECT name, pack FROM cities")).all():
        services = [
            {"id": id_, "name": json.loads(words), "note": json.loads(note)}
            for id_, words, note in database.execute(sa.text("SELECT id, name, note FROM services ORDER BY position"))
        ]
        _write("city", {"name": json.loads(name), "pack": pack, "services": services}, now)
    found = database.execute(
        sa.text("SELECT id, name, level, parent, address, timezone, hours, rules FROM centers ORDER BY position")
    )
    for id_, name, level, parent, address, timezone, hours, rules in found.all():
        document = {
            "name": json.loads(name),
            "level": level,
            "parent": parent,
            "address": json.loads(address),
            "services": _rows("SELECT service AS id, prefix FROM center_services WHERE center = :of", id_),
            "counters": [
                {
                    "id": counter["id"],
                    "name": json.loads(counter["name"]),
                    "services": [
                        each["service"]
                        for each in _rows("SELECT service FROM counter_services WHERE counter = :of", counter["id"])
                    ],
                }
                for counter in _rows("SELECT id, name FROM counters WHERE center = :of", id_)
            ],
            "staff": _rows("SELECT id, name, counter FROM staff WHERE center = :of", id_, "id"),
            "timezone": timezone,
            "hours": json.loads(hours),
            "rules": {rule: value for rule, value in json.loads(rules).items() if SHIPPED.get(rule) != value},
        }
        _write(f"center/{id_}", document, now)


def _rows(query: str, of: str, order: str = "position") -> list[dict[str, Any]]:
    found = op.get_bind().execute(sa.text(f"{query} ORDER BY {order}"), {"of": of})
    return [dict(row) for row in found.mappings()]


def _write(scope: str, document: dict[str, object], now: int) -> None:
    op.get_bind().execute(
        sa.text(
            'INSERT INTO settings (scope, revision, effective_at, written_at, "by", body)'
            " VALUES (:scope, 1, :now, :now, 'seed', :body)"
        ),
        {"scope": scope, "now": now, "body": json.dumps(document, ensure_ascii=False, separators=(",", ":"))},
    )
    op.get_bind().execute(
        sa.text("INSERT INTO settings_in_force (scope, revision, since) VALUES (:scope, 1, :now)"),
        {"scope": scope, "now": now},
    )


def downgrade() -> None:
    """Go back to one prefix per service in the whole city: the one that the first center gives it."""
    op.add_column("services", sa.Column("prefix", sa.Text(), nullable=True))
    op.execute(
        "UPDATE services SET prefix = coalesce((SELECT min(prefix) FROM center_services"
        " WHERE center_services.service = services.id), id)"
    )
    with op.batch_alter_table("services", schema=None) as batch_op:
        batch_op.alter_column("prefix", existing_type=sa.Text(), nullable=False)
    op.drop_column("center_services", "prefix")
    op.drop_column("counters", "taken_away_at")
    op.drop_table("settings_in_force")
    op.drop_table("settings")
