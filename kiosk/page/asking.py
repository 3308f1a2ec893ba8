"""Questions that stand together on one page: each a block with its answers as buttons, and what fits. Pure."""

from collections.abc import Iterable

from config.rule import Value
from config.words import say
from kiosk.page import wording
from kiosk.page.block import BUTTON_LETTERS, PAD, Block, Button, Said, measured
from kiosk.page.card import card_words
from kiosk.page.paging import GAP, WIDTH, width_of
from kiosk.visit.session import Session
from kiosk.visit.world import World
from server.rules.guidance.judge.verdict import Question

WORTH_SITTING = 12
"""Questions left from which people may rather sit and answer on their phone."""
AROUND = 48
"""Room that a button has around its words."""
TICK = 62
"""Room for the tick of an answer that is given, and its gap."""


def asked_together(session: Session, world: World) -> tuple[Block, ...]:
    """Return the questions of this page, one block each."""
    return tuple(_block(session, world, each) for each in session.group)


def rest(session: Session) -> tuple[str, ...]:
    """Return what one touch can say to all that is still open on the page: yes where they can all be that, or no."""
    left = session.unsaid_in_group
    if len(left) < 2 or not all(no_to(each) for each in left):
        return ()
    return ("rest:yes", "rest:no") if all(each.kind == "yes_no" for each in left) else ("rest:no",)


def no_to(question: Question) -> tuple[Value, ...]:
    """Return the answer that is a plain no to `question`; nothing where it has none."""
    if question.kind == "yes_no":
        return (False,)
    return tuple(each.value for each in question.choices if each.no)[:1]


def may_say_the_rest(session: Session) -> bool:
    """Return whether one touch may come to say all that is open: its room is kept from the beginning."""
    return sum(bool(no_to(each)) for each in session.group) > 1


def high(session: Session, world: World) -> float:
    """Return how high the blocks of this page are, with the room between them."""
    blocks = [measured(each, elder=session.elder) for each in asked_together(session, world)]
    return sum(each.height for each in blocks) + GAP * (len(blocks) - 1)


def may_sit(session: Session, world: World) -> bool:
    """Return whether the questions that are left are many, and can be answered on a phone."""
    found = session.inquiry.consultation
    screen, open_here = session.place.screen, session.open_in_group
    # In large type a list of answers has no room to give.
    listed = screen == "question" and any(each.kind != "number" for each in open_here)
    asks = screen in ("question", "questions") and bool(open_here) and not (session.elder and listed)
    return asks and bool(world.phone_url and world.center) and found is not None and found.about_left >= WORTH_SITTING


def _block(session: Session, world: World, question: Question) -> Block:
    language = session.language
    asked = question.easy if session.elder and question.easy else question.text
    said = [Said(asked.say(language), "body", bold=True, after=4)]
    several = bool(session.inquiry.wish.household.members)
    if question.entity is not None and (several or any(each.entity != question.entity for each in session.group)):
        # Several people, on one page or one after the other: each question says whom it is about.
        said.insert(0, Said(question.entity.say(language), ink="muted", after=0))
    shown = session.place.item == question.id
    if shown and question.help:
        said.append(Said(question.help.say(language), ink="muted"))
    if card := card_words(session, world, question.id):
        said.append(Said(card, ink="primary", bold=True))
    buttons = tuple(_answers(session, question))
    how = (
        Button(f"how:{question.id}", say(language, "How to tell"), quiet=True) if question.help and not shown else None
    )
    return Block(tuple(said), buttons=buttons, columns=_columns(buttons, elder=session.elder), aside=how)


def _answers(session: Session, question: Question) -> Iterable[Button]:
    language = session.language
    given = session.inquiry.answers.get(question.id, session.filled_in(question.id))
    unclear = question.id in session.inquiry.unclear
    if question.kind == "yes_no":
        texts = {choice.value: choice.text for choice in question.choices}
        for name, value in (("yes", True), ("no", False)):
            words = wording.answer_words(language, value, texts.get(value))
            yield Button(f"of:{question.id}:{name}", words, given is value and not unclear)
    for choice in question.choices if question.kind in ("choice", "number") else ():
        picked = given == choice.value and not unclear
        yield Button(f"of:{question.id}:{choice.value}", choice.text.say(language), picked)
    if question.kind == "number":
        other = given is not None and not unclear and all(each.value != given for each in question.choices)
        yield Button(f"type:{question.id}", say(language, "Type the number"), other)
    yield Button(f"of:{question.id}:", say(language, "Not sure"), unclear, quiet=True)


def _columns(buttons: tuple[Button, ...], *, elder: bool) -> int:
    """Return in how many columns the buttons stand, so that none has to break its words."""
    loud = [each.text for each in buttons if not each.quiet]
    widest = max(width_of(each, BUTTON_LETTERS[elder]) for each in loud) + AROUND + TICK
    for columns in (3, 2):
        if widest <= (WIDTH - 2 * PAD - (columns - 1) * GAP) / columns:
            return columns
    return 1
