"""The document of personal data is what the map says, in the language that is asked for; `docs/privacy.md` is it."""

import re
from pathlib import Path

from config.retention import LIMITS, Retention
from server.rules.privacy.data_map import HELD
from server.rules.privacy.document import document

ROOT = Path(__file__).parents[4]


def test_the_page_of_the_docs_is_made_of_the_map() -> None:
    """`banshi privacy --delivered > docs/privacy.md` makes it."""
    assert (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8") == document(Retention(), "en")


def test_it_names_everything_and_its_days() -> None:
    told = document(Retention(ticket_days=17, record_days=999), "en")
    assert all(f"`{held.table}`: {', '.join(held.columns)}" in told for held in HELD)
    assert "| 17 days |" in told
    assert "| 999 days |" in told
    assert all(f"`retention.{name}` | {least} | {most} |" in told for name, (least, most) in LIMITS.items())
    assert "Impact assessment" in told


def test_it_is_wholly_chinese_where_that_is_asked_for() -> None:
    words = re.sub(r"`[^`]*`(?:: [\w, ]+)?", "", document(Retention(), "zh"))
    assert not re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", words)
