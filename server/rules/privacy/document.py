"""The data map as a document, with the form of an impact assessment after it: Markdown in either language."""

from collections.abc import Iterator
from typing import Final

from config.centers import Language
from config.retention import LIMITS, Retention
from config.words import say
from server.rules.privacy.data_map import HELD, Held

WHOSE: Final = {"citizens": "About citizens", "staff": "About staff"}
HEADS: Final = ("What is held", "Why", "How long", "Then", "Who sees it")
NOT_KEPT: Final = (
    "No name, address or identity number of a citizen is ever kept. What an identity card tells stays in the kiosk "
    "until the visit is over. Of a telephone number only a keyed hash is kept, which means nothing in another hall."
)
ASSESSMENT: Final = (
    ("Which body is responsible, and who answers in it (name, telephone)?", ""),
    (
        "For what is personal data used, by which right or task?",
        "Each row above says what for. The task: public services of the hall.",
    ),
    (
        "Is each item needed, and is as little as possible held?",
        "A number is given without a name; answers are asked only where they change the list of papers.",
    ),
    (
        "Is sensitive data used? Why is that needed, and what guards it?",
        "Rows with the sign ●: with notice beforehand, deleted after the days above, never on a screen of the hall.",
    ),
    (
        "Who receives it, inside and outside? Does it leave the country?",
        "Who sees it stands in each row. Nothing is sent to anybody else; the server needs no internet.",
    ),
    ("What could happen to people if it leaked, was changed or lost? How likely is that?", ""),
    (
        "What guards it?",
        "Hashes and seals, roles, a record of changes that is proved, deletion that is proved, sealed backups.",
    ),
    (
        "How do people hear of it, see their data, have it deleted?",
        "A line before the first personal question; `banshi person export` and `erase`, and the page *Privacy*.",
    ),
    ("Which risks are left, who accepts them, until when?", ""),
    ("Assessed by, on, next time on (kept for three years at least, PIPL article 56):", ""),
)
"""Questions of articles 55 and 56 of the PIPL, with what holds of Banshi itself."""
ALSO: Final = (
    "Backups hold all of this and are deleted after keep_days of banshi.toml (14 as delivered): what is deleted here "
    "is gone from the last of them that many days later.",
    "Logs hold addresses and what was done, never names, numbers or answers of citizens.",
    "On PostgreSQL the rows are gone at once, their bytes with the next VACUUM, and with the archived logs as long as "
    "those are kept. Run VACUUM after a purge where that must be sooner.",
    "With the server stopped, the command purge also writes the whole file of the embedded database anew.",
)


def how_long(held: Held, kept: Retention, language: Language) -> str:
    """Return after how many days something goes, a dash where no number of days ends it."""
    return say(language, "{days} days", days=getattr(kept, held.days)) if held.days else "–"


def document(kept: Retention, language: Language) -> str:
    """Return the whole document for a city that keeps things as long as `kept` says."""
    return "\n".join(_lines(kept, language)) + "\n"


def _lines(kept: Retention, language: Language) -> Iterator[str]:
    yield f"# {say(language, 'What is held about people')}"
    yield ""
    yield say(language, NOT_KEPT)
    for whose, title in WHOSE.items():
        yield from ("", f"## {say(language, title)}", "")
        yield f"| {' | '.join(say(language, each) for each in HEADS)} | |"
        yield "|---|---|---|---|---|---|"
        for held in HELD:
            if held.whose == whose:
                told = (held.what, held.why, None, held.then, held.seen_by)
                cells = [how_long(held, kept, language) if each is None else say(language, each) for each in told]
                cells[0] += " ●" if held.sensitive else ""
                yield f"| {' | '.join(cells)} | `{held.table}`: {', '.join(held.columns)} |"
    yield from ("", say(language, "● is sensitive personal data."), "")
    yield from (f"* {say(language, each)}" for each in ALSO)
    yield from ("", f"## {say(language, 'How few and how many days the city may choose')}", "")
    yield f"| {say(language, 'Setting')} | {say(language, 'At least')} | {say(language, 'At most')} |"
    yield "|---|---:|---:|"
    yield from (f"| `retention.{name}` | {least} | {most} |" for name, (least, most) in LIMITS.items())
    yield from ("", f"## {say(language, 'Impact assessment, to be filled in')}", "")
    for number, (question, answer) in enumerate(ASSESSMENT, 1):
        yield from (f"{number}. **{say(language, question)}**", f"   {say(language, answer)}" if answer else "   ……")
