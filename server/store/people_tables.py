"""The tables of people who sign in: who they are, what they may, what they showed, and how often somebody was wrong."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from server.store.tables import metadata

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password", Text),
    Column("password_at", BigInteger, nullable=False, server_default="0"),
    Column("must_change", Integer, nullable=False, server_default="0"),
    Column("pin", Text),
    Column("card", Text, unique=True),
    Column("second", Text),
    Column("second_step", BigInteger, nullable=False, server_default="0"),
    Column("created_at", BigInteger, nullable=False),
    Column("disabled_at", BigInteger),
    Column("seen_at", BigInteger),
)
"""`login` is what somebody types, in small letters. `password` and `pin` are argon2id hashes, `card` the hash of what a
card tells, `second` the sealed secret of one-time codes, `second_step` the last of them that was used. Nobody is ever
deleted: what they did names them."""

person_roles = Table(
    "person_roles",
    metadata,
    Column("person", Text, ForeignKey("people.id"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("center", Text, primary_key=True),
    Column("staff", Text),
    Column("given_at", BigInteger, nullable=False),
    Column("given_by", Text, nullable=False),
)
"""`center` "" is the whole city. `staff` is whom a clerk is among the staff that the center's settings list."""

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("person", Text, ForeignKey("people.id"), nullable=False),
    Column("began_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("afresh_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("why_ended", Text),
    Column("address", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("how", Text, nullable=False, server_default="password"),
    Index("ix_sign_ins_person", "person"),
    Index("ix_sign_ins_began_at", "began_at"),
)
"""`hash` is that of what the browser keeps; `afresh_at` is when the password was shown last. `how` somebody
signed in is "password", or at a desk also "pin" or "card"."""

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("person", Text, ForeignKey("people.id"), nullable=False),
    Column("used_at", BigInteger),
    Index("ix_recovery_codes_person", "person"),
)

past_passwords = Table(
    "past_passwords",
    metadata,
    Column("person", Text, ForeignKey("people.id"), primary_key=True),
    Column("until", BigInteger, primary_key=True),
    Column("password", Text, nullable=False),
)

wrong_tries = Table(
    "wrong_tries",
    metadata,
    Column("who", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("locks", Integer, nullable=False),
    Column("until", BigInteger, nullable=False),
    Index("ix_wrong_tries_since", "since"),
)
"""`who` is `name LOGIN`, `place ADDRESS` or `pairing PERSON`."""

audit = Table(
    "audit",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("center", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("ix_audit_at", "at"),
    Index("ix_audit_who", "who", "seq"),
    Index("ix_audit_what", "what", "seq"),
    Index("ix_audit_center", "center", "seq"),
)
"""Every change that a person made: one row, chained to the one before by its `hash`. `what` is a stable code, `about`
what was changed, `before` and `after` JSON, `place` the address that it came from."""

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint("id = 1", name="one"),
)
"""How far the record of changes is: one row, whose lock keeps two writers apart."""
