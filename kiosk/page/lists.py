"""The lists of the kiosk, row by row and page by page: matters, answers, services, wishes; pages of what is read."""

import msgspec
from msgspec.structs import replace

from config.centers import Language
from config.look import ELDER_SCALE
from config.rule import Value
from config.words import say
from kiosk.page import wording
from kiosk.page.blocks import INNER, PAD, blocks
from kiosk.page.keys import BOARDS, IN_A_CODE
from kiosk.page.paging import GAP, WIDTH, cut, height_of, size, turned, width_of
from kiosk.visit.session import Session
from kiosk.visit.world import Leaf, World
from server.rules.guidance.judge.verdict import Question
from server.rules.guidance.plan.wording import GOALS, plan_days, trips

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
EXCERPT = 68
"""Width of a row's text in Latin letters, a hanzi counting two."""
KIND_ICONS = {"checklist": "path", "item": "list", "knowledge": "talk"}
ROOMIER = 56
WITHOUT_MAIN = ("home", "service", "working", "search")
CHOOSING = ("question", "checklists", "service", "home", "goals")
CHOICES_TOP = 640
PAIRED = 14
"""Rows on a page of two columns."""
CLOSE = 16
"""Room between them."""
PAIR_LEAD, PAIR_SMALL = 32, 36
PAIR_LETTERS = {"zh": (44, 40, 36, 32), "en": (36, 32)}
"""Nobody has to reach higher than this for a choice."""


class Row(msgspec.Struct, frozen=True):
    """One thing to touch: its target, words, a smaller second line, whether it is chosen, a number at its end.

    `icon` is its mark, where that does not follow from the rest.
    """

    target: str
    text: str
    note: str = ""
    picked: bool = False
    quiet: bool = False
    tail: str = ""
    icon: str = ""


def foot_top(session: Session) -> float:
    """Return where the bottom strip starts: in large type the main action has a row of its own, if there is one."""
    if session.screen == "idle":
        return 1920
    if not session.elder:
        return 1680
    return 1704 if session.screen in WITHOUT_MAIN else 1520


def body_bottom(session: Session) -> float:
    """Return where what belongs to the screen alone ends: the plan has one button more, or keys, above the strip."""
    bottom = foot_top(session) - GAP
    if session.place.screen in BOARDS:
        return bottom - BOARDS[session.place.screen].height - GAP
    return bottom - 136 if session.place.screen == "plan" or offers_to_leave_out(session) else bottom


def offers_to_leave_out(session: Session) -> bool:
    """Return whether the item that is explained can be left out of the plan, or taken in again."""
    if session.place.screen != "why" or session.inquiry.consultation is None:
        return False
    return any(
        each.item == session.place.item and each.state == "can" for each in session.inquiry.consultation.verdicts
    )


def headline(session: Session, world: World) -> tuple[str, str]:
    """Return the title of a list screen and the note under it, which is read on the first of several pages."""
    title, note = _headline(session, world)
    return title, "" if _reads(session) and session.place.page > 0 else note


def _headline(session: Session, world: World) -> tuple[str, str]:
    language = session.language
    match session.place.screen:
        case "checklists":
            return say(language, "What is it about?"), say(language, "You can choose several matters.")
        case "question" if session.question:
            question = session.question
            asked = question.easy if session.elder and question.easy else question.text
            return asked.say(language), question.help.say(language) if question.help else ""
        case "search":
            return say(language, "Search by name"), say(language, "Type a word, pinyin or initials, for example sbk.")
        case "code":
            note = "It stands on your slip and on your phone: {letters} letters and digits."
            # What is wrong with a code has its room.
            told = "" if session.keeping.not_continued else say(language, note, letters=IN_A_CODE)
            return say(language, "Please enter your code"), told
        case "number":
            note = "Type it as on your slip, with its six digits to change something; or the eight of a booking."
            return say(language, "Please enter your number"), "" if session.holding.untold else say(language, note)
        case "leaf" if session.leaf:
            return _leaf_title(language, session.leaf), ""
        case "home":
            return say(language, "What would you like to do?"), ""
        case "service":
            return say(language, "Which service do you need?"), say(language, "The number says how many are waiting.")
        case "verdicts":
            able = (
                any(each.state == "can" for each in session.inquiry.consultation.verdicts)
                if (session.inquiry.consultation)
                else False
            )
            title = "Your matters, and what can be done" if able else "None of this can be done just now"
            return say(language, title), say(language, "Touch one to see why.")
        case "why":
            return say(language, "Why?"), ""
        case "goals":
            return say(language, "What matters most to you?"), ""
        case "plan" if session.plan:
            return trips(language, session.plan), plan_days(language, session.plan)
        case "papers":
            return say(language, "Do you have these with you?"), say(language, "You may take a ticket either way.")
    return "", ""


def head_sizes(session: Session) -> tuple[float, float]:
    """Return the type sizes of the headline and its note, smaller where large type would leave too little room."""
    elder = session.elder
    if session.place.screen in ("search", "leaf", "code", "number"):
        return (72, 52) if elder else (56, 40)
    if elder and session.place.screen == "question":
        keypad = session.question is not None and session.question.kind in ("number", "date")
        return (72, 52) if keypad else (80, 56)
    if elder and _reads(session):
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
    if _reads(session):
        return below - GAP
    if session.place.screen == "search":
        return max(below + field_height(session) + GAP, 540)
    return max(below, 560 if session.elder else CHOICES_TOP)


def field_height(session: Session) -> float:
    """Return how high the field is in which typed letters stand."""
    return 120 if session.elder else 104


def head_height(session: Session) -> float:
    """Return what the progress line above a question takes."""
    return (
        96
        if session.place.screen == "question" and not session.elder
        else (120 if session.place.screen == "question" else 0)
    )


def _reads(session: Session) -> bool:
    return session.place.screen in ("verdicts", "why", "plan", "papers", "leaf")


def value_of(question: Question, text: str) -> Value | None:
    """Return the value that an `answer:` target names, or None when the question has no such answer."""
    if question.kind == "yes_no":
        return {"yes": True, "no": False}.get(text)
    return next((choice.value for choice in question.choices if str(choice.value) == text), None)


def rows(session: Session, world: World) -> tuple[Row, ...]:
    """Return what can be chosen from on this screen, all pages together."""
    language = session.language
    match session.place.screen:
        case "checklists":
            return tuple(
                Row(
                    f"checklist:{each.id}",
                    each.topic.say(language),
                    each.theme.say(language),
                    each.id in session.inquiry.chosen,
                )
                for each in (world.guide.checklists() if world.guide else ())
            )
        case "service":
            return tuple(
                Row(f"service:{each.id}", each.name.say(language), tail=str(world.waiting.get(each.id, 0)))
                for each in world.services
            )
        case "search":
            return tuple(
                Row(f"found:{each.kind}:{each.id}", excerpt(each.title.say(language)), icon=KIND_ICONS[each.kind])
                for each in session.typing.hits
            )
        case "goals":
            return tuple(
                Row(f"goal:{goal}", say(language, text), say(language, note), goal == session.inquiry.wish.goal)
                for goal, (text, note) in GOALS.items()
            )
        case "question" if session.question:
            return _answers(session, session.question)
    return ()


def excerpt(text: str) -> str:
    """Return the beginning of `text` as a row shows it; what it leads to has all of it."""
    wide = 0
    for place, sign in enumerate(text):
        wide += 2 if sign > "\u2e7f" else 1
        if wide > EXCERPT:
            kept = text[:place]
            return (kept.rsplit(" ", 1)[0] if sign.isascii() and " " in kept else kept) + "…"
    return text


def _leaf_title(language: Language, leaf: Leaf) -> str:
    """Return the headline of what was found; a question that has no title of its own has a common one."""
    name = leaf.name.say(language)
    return say(language, "Good to know") if any(each.text.say(language) == name for each in leaf.knowledge) else name


def _answers(session: Session, question: Question) -> tuple[Row, ...]:
    if question.kind in ("number", "date"):
        return ()
    given = session.inquiry.answers.get(question.id)
    language = session.language
    unclear = Row("unclear", say(language, "I am not sure"), picked=question.id in session.inquiry.unclear, quiet=True)
    if question.kind == "yes_no":
        texts = {choice.value: choice.text for choice in question.choices}
        both: tuple[tuple[str, bool], ...] = (("yes", True), ("no", False))
        return (
            *(
                Row(f"answer:{name}", wording.answer_words(language, value, texts.get(value)), "", given is value)
                for name, value in both
            ),
            unclear,
        )
    return (
        *(Row(f"answer:{each.value}", each.text.say(language), "", given == each.value) for each in question.choices),
        unclear,
    )


def row_letters(session: Session, world: World) -> float:
    """Return the type size of the choices: large type gives way a little before a page has to be turned for it."""
    if session.place.screen == "search":
        return SMALLER_LARGE if session.elder else size("body", elder=False)
    usual = size("button", elder=session.elder)
    room = body_bottom(session) - list_top(session, world)
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
    spare = body_bottom(session) - list_top(session, world) - sum(heights) - GAP * len(heights)
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
    room = body_bottom(session) - list_top(session, world)
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
    if _reads(session):
        first, later = (
            session.having(replace(session.way, place=replace(session.place, page=page))) for page in (0, 1)
        )
        less = list_top(first, world) - list_top(later, world)
        read = blocks(session)
        heads = [number for number, block in enumerate(read) if block.bare and not block.marked]
        return cut(
            [block.height for block in read], body_bottom(session) - list_top(later, world), heads=heads, less=less
        )
    listed = rows(session, world)
    if columns(session, world) == 2:
        starts = range(0, len(listed), PAIRED)
        return tuple(range(start, min(start + PAIRED, len(listed))) for start in starts) or (range(0),)
    room = body_bottom(session) - list_top(session, world)
    return cut(row_heights(session, world), room, MOST_LARGE if session.elder else 7)


def seen_page(session: Session, world: World) -> range:
    """Return the rows or blocks that are on the page turned up now."""
    return turned(pages(session, world), session.place.page)
