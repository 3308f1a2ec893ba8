"""The lists of the kiosk, page by page: how high each row is, where it stands, and what fits. Pure."""

from msgspec.structs import replace

from config.look import ELDER_SCALE
from kiosk.page import matters, slots
from kiosk.page.asking import WORTH_SITTING, high, may_say_the_rest
from kiosk.page.block import INNER, PAD
from kiosk.page.blocks import blocks, said
from kiosk.page.choices import rows
from kiosk.page.headlines import READING, headline
from kiosk.page.household import entry_of
from kiosk.page.keys import BOARDS
from kiosk.page.paging import GAP, WIDTH, cut, height_of, size, turned, width_of
from kiosk.page.row import Row
from kiosk.visit.session import Session
from kiosk.visit.world import World

TAIL = 84
"""Room for the number at the end of a row."""
HEAD_TOP = 184
"""Where the headline starts, under the top strip."""
MOST_LARGE = 4
"""Choices on a page in large type."""
CLOSER = 64
"""Letters of choices that would not fit on one page in large type."""
CLOSE_PAD = 20
SMALLER_LARGE = 56
HIT = 104
ROOMIER = 56
WITHOUT_MAIN = (
    "others",
    "trip",
    "why",
    "home",
    "service",
    "working",
    "search",
    "days",
    "places",
    "grounds",
    "naming",
)
CHOOSING = (
    "question",
    "questions",
    "household",
    "naming",
    "basket",
    "checklists",
    "service",
    "home",
    "goals",
    "days",
    "places",
    "cases",
    "grounds",
)
CHOICES_TOP = 640
PAIRED = 14
"""Rows on a page of two columns."""
CLOSE = 16
"""Room between them."""
PAIR_LEAD, PAIR_SMALL = 32, 36
PAIR_LETTERS = {"zh": (44, 40, 36, 32), "en": (36, 32)}
"""Nobody has to reach higher than this for a choice."""


def foot_top(session: Session) -> float:
    """Return where the bottom strip starts: in large type the main action has a row of its own, if there is one."""
    if session.screen == "idle":
        return 1920
    if not session.elder:
        return 1680
    # A touch on the last answer goes on by itself.
    chooses = any(each.kind != "number" and not each.many for each in session.unsaid_in_group)
    found = session.inquiry.consultation
    long = found is not None and found.about_left >= WORTH_SITTING
    phone = long and session.place.screen == "questions"
    return 1704 if session.screen in WITHOUT_MAIN or (chooses and not phone) else 1520


def fits_on_a_page(session: Session, world: World) -> bool:
    """Return whether the questions of this page fit on it, also with the way on under them once all are answered."""
    own_row = 1704 - 1520 if session.elder else 0
    return list_top(session, world) + high(session, world) <= body_bottom(session, world) - own_row


def body_bottom(session: Session, world: World) -> float:
    """Return where what belongs to the screen alone ends: the plan has buttons more, or keys, above the strip."""
    bottom = foot_top(session) - GAP
    if session.place.screen in BOARDS:
        return bottom - BOARDS[session.place.screen].height - GAP
    if session.place.screen == "slots":
        return bottom - 136 if slots.several_days(session) else bottom
    if session.place.screen == "checklists" or (
        session.place.screen == "verdicts" and not session.elder and said(session)
    ):
        return bottom - 136
    if session.place.screen in ("question", "questions") and entry_of(session, world) is not None:
        bottom -= 136
    if session.place.screen == "questions":
        return bottom - 136 if may_say_the_rest(session) else bottom
    if session.place.screen == "plan":
        return bottom - (272 if slots.books(session, world) else 136)
    return bottom - 136 if offers_to_leave_out(session) else bottom


def offers_to_leave_out(session: Session) -> bool:
    """Return whether the item that is explained can be left out of the plan, or taken in again."""
    if session.place.screen != "why" or session.inquiry.consultation is None:
        return False
    return any(
        each.item == session.place.item and each.state == "can" for each in session.inquiry.consultation.verdicts
    )


def head_sizes(session: Session) -> tuple[float, float]:
    """Return the type sizes of the headline and its note, smaller where large type would leave too little room."""
    elder = session.elder
    if session.place.screen in ("verdicts", "trip", "search", "leaf", "code", "number", "slots", "person"):
        return (72, 52) if elder else (56, 40)
    if elder and session.place.screen == "checklists":
        return 72, 52
    if session.place.screen == "questions":
        return (64, 44) if elder else (52, 40)
    if elder and session.place.screen == "question":
        keypad = session.question is not None and session.question.kind in ("number", "date")
        return (72, 52) if keypad else (80, 56)
    if elder and session.place.screen in READING:
        return 84, 52
    name = "question" if session.place.screen in CHOOSING else "title"
    return size(name, elder=elder), size("body", elder=elder)


def head_top(session: Session, world: World, title: str, note: str) -> float:
    """Return where the headline starts: right above the choices, below the strip where there is much to read."""
    top = HEAD_TOP + head_height(session)
    if session.place.screen not in CHOOSING:
        return top
    large, small = head_sizes(session)
    high = height_of(title, large) + height_of(note, small) + (GAP if note else 0) + GAP
    return max(top, list_top(session, world) - high - GAP)


def list_top(session: Session, world: World) -> float:
    """Return where the list starts: under its headline, controls never above `CHOICES_TOP` in normal type."""
    title, note = headline(session, world)
    large, small = head_sizes(session)
    below = HEAD_TOP + head_height(session) + height_of(title, large)
    below += height_of(note, small) + (GAP if note else 0) + 2 * GAP
    if session.place.screen == "checklists" and matters.themes(world):
        return max(below - GAP, 392 if session.elder else 560)
    if session.place.screen == "questions":
        return max(below - GAP, min(CHOICES_TOP, body_bottom(session, world) - high(session, world)))
    if session.place.screen in READING:
        return below - GAP
    if session.place.screen == "slots":
        gone = slots.NOTICE[session.elder] + GAP if session.reserving.gone else 0
        return below - GAP + gone + (slots.CHOSEN[session.elder] + GAP if session.reserving.clock else 0)
    if session.place.screen == "search":
        return max(below + field_height(session) + GAP, 540)
    return max(below, 560 if session.elder else CHOICES_TOP)


def field_height(session: Session) -> float:
    """Return how high the field is in which typed letters stand."""
    return 120 if session.elder else 104


def head_height(session: Session) -> float:
    """Return what the progress line above a question takes."""
    if session.place.screen not in ("question", "questions"):
        return 0
    return 120 if session.elder else 96


def row_letters(session: Session, world: World) -> float:
    """Return the type size of the choices: large type gives way a little before a page has to be turned for it."""
    if session.place.screen == "search":
        return SMALLER_LARGE if session.elder else size("body", elder=False)
    usual = size("button", elder=session.elder)
    room = body_bottom(session, world) - list_top(session, world)
    for letters in (usual, CLOSER) if session.elder else ():
        heights = [_row_height(row, letters, elder=True) for row in rows(session, world)]
        if len(heights) <= MOST_LARGE and len(cut(heights, room)) == 1:
            return letters
    return usual


def row_heights(session: Session, world: World) -> tuple[float, ...]:
    """Return the height of each row of a one-column list; few rows are higher, so that they are easy to hit."""
    listed = rows(session, world)
    letters = row_letters(session, world)
    if session.place.screen == "search":
        # Close together: the keys take half of the screen, and what is meant mostly stands among the first.
        return tuple(max(height_of(row.text, letters, INNER) + CLOSE_PAD, HIT) for row in listed)
    heights = [_row_height(row, letters, elder=session.elder) for row in listed]
    spare = body_bottom(session, world) - list_top(session, world) - sum(heights) - GAP * len(heights)
    more = min(spare / len(heights), ROOMIER) if heights and spare > 0 else 0
    return tuple(height + more for height in heights)


def _row_height(row: Row, letters: float, *, elder: bool) -> float:
    scale = ELDER_SCALE if elder else 1
    end = max(TAIL * scale, 60 * scale + tail_width(row.tail, 36 * scale)) if row.tail else 0
    words = height_of(row.text, letters, INNER - end)
    note = height_of(row.note, size("note", elder=elder), INNER)
    return max(words + note + 2 * (CLOSE_PAD if elder else PAD), 128)


def columns(session: Session, world: World) -> int:
    """Return in how many columns the list stands: services in two, so that all are seen at once, if they have room."""
    two = session.place.screen == "service" and not session.elder
    return 2 if two and pair_letters(session, world) is not None else 1


def pair_height(session: Session, world: World) -> float:
    """Return the height of a row where the list stands in two columns."""
    lines = max(-(-min(len(world.services), PAIRED) // 2), 4)
    room = body_bottom(session, world) - list_top(session, world)
    return min((room - (lines - 1) * CLOSE) / lines, 160)


def pair_letters(session: Session, world: World) -> float | None:
    """Return the type size at which all names stand in two columns, or None where no legible one lets them."""
    high = pair_height(session, world)
    listed = rows(session, world)
    for letters in PAIR_LETTERS[session.language]:
        if all(
            height_of(
                row.text, letters, (WIDTH - GAP) / 2 - PAIR_LEAD - PAIR_SMALL - 44 - tail_width(row.tail, PAIR_SMALL)
            )
            <= high
            for row in listed
        ):
            return letters
    return None


def tail_width(tail: str, small: float) -> float:
    """Return the room for the number at the end of a row."""
    return max(small * 1.3, width_of(tail, small) + 8) if tail else 0


def pages(session: Session, world: World) -> tuple[range, ...]:
    """Return the pages of this screen's list as ranges of its rows or blocks."""
    if session.place.screen in READING:
        first, later = (
            session.having(replace(session.way, place=replace(session.place, page=page))) for page in (0, 1)
        )
        less = list_top(first, world) - list_top(later, world)
        read = blocks(session, world)
        heads = [number for number, block in enumerate(read) if block.bare and not block.marked]
        return cut(
            [block.height for block in read],
            body_bottom(session, world) - list_top(later, world),
            heads=heads,
            less=less,
        )
    listed = rows(session, world)
    if session.place.screen == "slots":
        room = body_bottom(session, world) - list_top(session, world)
        return slots.pages_of_times(len(listed), room, elder=session.elder)
    if columns(session, world) == 2:
        starts = range(0, len(listed), PAIRED)
        return tuple(range(start, min(start + PAIRED, len(listed))) for start in starts) or (range(0),)
    room = body_bottom(session, world) - list_top(session, world)
    if session.place.screen == "checklists" and matters.themes(world):
        return matters.pages(session, world, room)
    return cut(row_heights(session, world), room, MOST_LARGE if session.elder else 7)


def page_of_filled(session: Session, world: World) -> int:
    """Return the page on which the answer stands that a card has filled in, the first where it has none."""
    question = session.question
    if session.place.screen != "question" or question is None or session.filled_in(question.id) is None:
        return 0
    picked = [number for number, row in enumerate(rows(session, world)) if row.picked]
    return next((page for page, seen in enumerate(pages(session, world)) if {*picked} & {*seen}), 0)


def seen_page(session: Session, world: World) -> range:
    """Return the rows or blocks that are on the page turned up now."""
    return turned(pages(session, world), session.place.page)
