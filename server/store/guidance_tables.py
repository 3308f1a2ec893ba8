"""The tables of guidance: releases and what became of them, and consultations kept under a code."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Table, Text

from server.store.tables import metadata

releases = Table(
    "releases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("submitted_at", BigInteger, nullable=False),
)
"""`id` is the SHA-256 of `body`: a row is never changed. What became of it is told by `release_acts`."""

release_acts = Table(
    "release_acts",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("release", Text, ForeignKey("releases.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("department", Text),
    Column("note", Text, nullable=False),
    Column("in_force_at", BigInteger),
    Column("withdraws", BigInteger, ForeignKey("release_acts.number")),
    Column("signed", Text),
    Column("signature", Text),
    Column("key", Text, ForeignKey("release_keys.key")),
    CheckConstraint(
        "kind <> 'published' OR (in_force_at IS NOT NULL AND signed IS NOT NULL AND signature IS NOT NULL"
        " AND key IS NOT NULL)",
        name="published",
    ),
    CheckConstraint("kind <> 'withdrawn' OR withdraws IS NOT NULL", name="withdrawn"),
    CheckConstraint("number >= 1", name="number"),
    Index("ix_release_acts_in_force", "in_force_at", "number"),
)
"""Who did what to which release, in order, without a gap: only ever added to."""

release_keys = Table(
    "release_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("made_at", BigInteger, nullable=False),
    Column("retired_at", BigInteger),
)
"""Public keys that releases were signed with; the one that is not retired is in use. Its private half is a file."""

consultations = Table(
    "consultations",
    metadata,
    Column("code", Text, primary_key=True),
    Column("release", Text, ForeignKey("releases.id"), nullable=False),
    Column("edition", Text),
    Column("checklists", Text, nullable=False),
    Column("answers", Text, nullable=False),
    Column("wish", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("center", Text),
    Index("ix_consultations_expires_at", "expires_at"),
)
"""All that a consultation rests on: the same release, edition, day and answers give the same verdicts for ever.

`center` is the hall in which it began; NULL at home, and before that was kept.
"""

line_marks = Table(
    "line_marks",
    metadata,
    Column("about", Text, primary_key=True),
    Column("line", Text, primary_key=True),
    Column("why", Text, primary_key=True),
    Column("center", Text, primary_key=True),
    Column("count", BigInteger, nullable=False),
    Column("last_day", Text, nullable=False),
    CheckConstraint("count >= 1", name="count"),
)
"""How often counters of a center said that a line of a list is wrong, and why: of nobody in particular.

`center` is empty for what was said before that was kept.
"""

unfound_sentences = Table(
    "unfound_sentences",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("words", Text),
    Column("count", BigInteger, nullable=False),
    Column("last_day", Text, nullable=False),
    CheckConstraint("count >= 1 AND (words IS NULL OR count >= 2)", name="said_again"),
)
"""How often people looked for something in vain; its words are kept only when they were said a second time."""

unfound_places = Table(
    "unfound_places",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("center", Text, primary_key=True),
    Column("count", BigInteger, nullable=False),
    Column("last_day", Text, nullable=False),
    CheckConstraint("count >= 1", name="count"),
)
"""How often each sentence of `unfound_sentences` was said in a hall; what was said at home is counted there alone."""

guidance_drafts = Table(
    "guidance_drafts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("begun_from", Text, nullable=False),
    Column("begun_at", BigInteger, nullable=False),
    Column("begun_by", Text, nullable=False),
)
"""Packs that editors write in the browser; `begun_by` is what the person was called."""

guidance_draft_files = Table(
    "guidance_draft_files",
    metadata,
    Column("draft", Text, ForeignKey("guidance_drafts.id"), primary_key=True),
    Column("file", Text, primary_key=True),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    CheckConstraint("version >= 1", name="version"),
)
"""Every state that each file of a draft has been in, letter for letter: only ever added to.

The highest `version` is what it is now; without a `body` it is taken out.
"""
