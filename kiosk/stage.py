"""The window: shows the session's screen, gives touches to the flow, and hands its effects to the threads outside."""

import gc
import logging
import secrets
import signal
from collections import deque
from collections.abc import Callable

from kivy.app import App
from kivy.cache import Cache
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.label import Label
from msgspec.structs import replace

from config.font import font_file, rare_fonts
from hardware.id_card.driver import open_reader
from hardware.printer.driver import open_printer
from hardware.printer.lettering import Lettering
from hardware.printer.model import model_of
from kiosk.clock import now, ticks, time_of_day
from kiosk.flow import machine as flow
from kiosk.memory import clear_freed
from kiosk.page.paging import lines_of
from kiosk.screens.catalogue import PAGES, RULES
from kiosk.screens.frame import Page
from kiosk.screens.stand import Stand
from kiosk.settings import KioskSettings
from kiosk.visit.session import Session
from kiosk.visit.touches import (
    Abandon,
    AskAgain,
    AskNumber,
    AskPlaces,
    AskSlots,
    BookSlot,
    CardLifted,
    CardRead,
    Effect,
    Forget,
    GiveBack,
    KeepConsultation,
    LookAround,
    LookAt,
    NoteUnfound,
    OpenConsultation,
    Pressed,
    PrintBooking,
    PrintPlan,
    PrintTicket,
    SaveConsultation,
    TakeTicket,
    Ticked,
    Touch,
)
from kiosk.visit.world import News, World
from kiosk.window import widgets
from kiosk.window.picture import picture_of
from kiosk.window.theme import tone
from kiosk.window.trace import Trace
from kiosk.work.card_thread import CardThread
from kiosk.work.local_guide import HeldRelease
from kiosk.work.lookout import Lookout
from kiosk.work.orders import Answer, Orders
from kiosk.work.outbox import Outbox
from kiosk.work.own_token import put_aside
from kiosk.work.print_thread import PrintThread
from server.client.commands import Commands
from server.wire.health import HealthReport
from server.wire.orders import Order, OrderDone

_log = logging.getLogger("kiosk.stage")
CLEARS_AFTER = (0.5, 5.0)
"""Seconds after a wipe: nobody waits then, and the last page is gone; later also what the threads had in hand."""
TIDY_AFTER = 0.25
"""Seconds after a new screen: longer than its first frame, shorter than a person needs to read it."""
LOOKS_AT_PRINTER = 1.5
RESTING = 2000
"""Milliseconds after which what lies on the glass is no finger that is about to let go."""
UNREAD = 500
"""Milliseconds in which nobody can have read a screen that came by itself: a touch was meant for the one before."""


class Stage(App):
    """One window. Everything that may wait (server, printer, disk) is done by threads; they come back through Clock."""

    def __init__(self, settings: KioskSettings) -> None:
        super().__init__()
        self.settings = settings
        self.session = Session()
        self.world = World(phone_url=settings.phone_url, patience=settings.patience)
        self.trace = Trace(settings.trace)
        self.page: Page | None = None
        self._unseen: Page | None = None
        self.shown: tuple[Session, World, int] | None = None
        self.waiting: deque[Callable[[], None]] = deque()
        self.held_since = 0
        self.readable_at = 0
        self.tidy = Clock.create_trigger(lambda _: gc.collect(), TIDY_AFTER)
        home, center = settings.home_dir, settings.center
        self.outbox = Outbox(Commands(settings.server_url, settings.token), center, home / "outbox.json", self._come)
        self.lookout = Lookout(
            Commands(settings.server_url, settings.token),
            center,
            HeldRelease(home, settings.release_key),
            lambda: now(self.world.timezone),
            self._learn,
            self._is_unknown,
            self._health,
        )
        self.orders = Orders(Commands(settings.server_url, settings.token), self._told_to, self._begin_anew)
        self.anew = False
        model = model_of(settings.printing)
        self.printing = PrintThread(
            open_printer(settings.printer_url, model),
            model,
            Lettering(font_file(), rare_fonts()).raster,
            self._come,
            self._learn,
        )
        reader = settings.reader_url
        self.cards = CardThread(open_reader(reader), self._come_of_card, self._learn) if reader else None

    def build(self) -> Stand:
        """Load the rules of the screens and show the first one."""
        for name in RULES:
            widgets.load(name)
        Window.clearcolor = tone("paper")
        self.stand = Stand(Window.width, Window.height)
        self._show()
        Clock.schedule_interval(lambda _: self._outside(lambda: self.happen(Ticked(ticks()))), 1)
        Clock.schedule_interval(lambda _: self._mind_the_printer(), LOOKS_AT_PRINTER)
        Window.bind(on_request_close=lambda *_: True)
        return self.stand

    def on_start(self) -> None:
        """Let the threads begin once there is something to see."""
        # Python looks for garbage when much was made: always while a screen is built, for 200 ms. Here it looks after
        # each screen instead, when nobody waits, and never at what was made at the start.
        gc.collect()
        gc.freeze()
        gc.disable()
        self.outbox.start()
        self.lookout.start()
        self.orders.start()
        self.printing.start()
        self.printing.ask_state()
        if self.cards is not None:
            self.cards.start()
        # After the window is there: opening it takes these signals for a wish to close, which nobody may have here.
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self._told_to_end)

    def _told_to_end(self, sign: int, _frame: object) -> None:
        """End; whoever asks a second time does not wait for anything."""
        signal.signal(sign, signal.SIG_DFL)
        self.stop()

    def on_stop(self) -> None:
        """End the threads, each within a moment: what is left ends with the process."""
        self.outbox.close()
        self.lookout.close()
        self.orders.close()
        self.printing.close()
        if self.cards is not None:
            self.cards.close()
        self.trace.close()

    def open_settings(self, *_: object) -> bool:
        """Keep Kivy's own settings panel (F1) away from the public."""
        return False

    def _mind_the_printer(self) -> None:
        """Where the screen tells how the printer is, it tells it now: paper that was put in is seen at once."""
        if self.session.screen in ("confirm", "trouble"):
            self.printing.ask_state()

    def happen(self, event: Touch) -> None:
        """Let the flow answer an event, do what it wants done, and show what changed."""
        self.session, effects = flow.touch(self.session, event, self.world)
        for effect in effects:
            self._do(effect)
        if self.cards is not None:
            self.cards.wants(card=self.session.inquiry.guided)
        self._show()

    def _come_of_card(self, visit: int, event: CardRead | CardLifted) -> None:
        """Let something happen to the card of whoever is still there; what it says of those who left is dropped."""

        def happens() -> None:
            if self.cards is not None and self.cards.visit == visit:
                self.happen(event)

        Clock.schedule_once(lambda _: self._outside(happens), 0)

    def _come(self, event: Touch) -> None:
        Clock.schedule_once(lambda _: self._outside(lambda: self.happen(event)), 0)

    def _learn(self, news: News) -> None:
        def learned() -> None:
            self.world = self.world.after(news)
            self._show()

        Clock.schedule_once(lambda _: self._outside(learned), 0)

    def _health(self) -> HealthReport:
        """Return how printer and machine are as far as is known, and ask the printer for the next time."""
        self.printing.ask_state()
        told = HealthReport(0, printer=self.world.printer.value, printed_ago=self.printing.ticket_ago())
        return replace(told, **self.settings.box())

    def _is_unknown(self) -> None:
        """Ask to be let in anew, where the token came from there: whoever runs the kiosk gives it no other one."""

        def end(_: float) -> None:
            put_aside(self.settings.home_dir)
            self.anew = True
            self.stop()

        if self.settings.paired:
            Clock.schedule_once(end, 0)

    def _told_to(self, order: Order, answer: Answer) -> None:
        Clock.schedule_once(lambda _: self._obey(order, answer), 0)

    def _obey(self, order: Order, answer: Answer) -> None:
        """Do what whoever looks after this kiosk wants; what somebody at the glass does is theirs alone."""
        if order.kind == "print":
            self.printing.print_trial(self.world, now(self.world.timezone), answer)
        elif self.session != Session():
            answer(OrderDone("in_use"))
        elif order.kind == "restart":
            answer(OrderDone("begins_anew"))
        elif order.kind == "picture":
            try:
                answer(OrderDone("seen", picture=picture_of(self.stand)))
            except Exception:
                # Of any kind: a graphics driver that cannot be read is no reason to end.
                _log.exception("no picture of the screen")
                answer(OrderDone("failed"))
        else:
            answer(OrderDone("failed"))

    def _begin_anew(self) -> None:
        """End and begin anew, once nobody is there."""

        def end(_: float) -> None:
            if self.session == Session():
                self.anew = True
                self.stop()
            else:
                Clock.schedule_once(end, 1)

        Clock.schedule_once(end, 0)

    def _outside(self, happens: Callable[[], None]) -> None:
        """Let something from outside happen, in order, and not while a finger is down: no button goes from under it."""
        self.waiting.append(happens)
        self._let_in()

    def _let_in(self, *_: object) -> None:
        held = any(press.state == "down" and press.usable for press in self._presses())
        self.held_since = (self.held_since or ticks()) if held else 0
        if held and ticks() - self.held_since < RESTING:
            Clock.unschedule(self._let_in)
            Clock.schedule_once(self._let_in, 0.05)
            return
        while self.waiting:
            before = self.session.screen
            self.waiting.popleft()()
            if self.session.screen != before:
                self.readable_at = ticks() + UNREAD

    def _do(self, effect: Effect) -> None:
        match effect:
            case SaveConsultation() | KeepConsultation():
                self.outbox.save(effect)
            case OpenConsultation() | AskNumber() | AskSlots() | AskPlaces():
                self.outbox.ask(effect)
            case TakeTicket():
                self.outbox.take(effect)
            case BookSlot():
                self.outbox.book(effect)
            case Abandon(key=key):
                self.outbox.abandon(key)
            case GiveBack(ticket=ticket):
                self.outbox.give_back(ticket)
            case NoteUnfound(sentence=sentence):
                self.outbox.note_unfound(sentence)
            case AskAgain():
                self.outbox.hurry()
                self.lookout.look()
            case PrintTicket():
                self.printing.print_ticket(effect, self.world)
            case PrintBooking():
                self.printing.print_booking(effect, self.world)
            case PrintPlan():
                self.printing.print_plan(effect, self.world)
            case LookAround():
                self.printing.ask_state()
                self.lookout.look()
            case LookAt(center=center):
                self.lookout.look_at(center)
            case Forget():
                self._forget()

    def _forget(self) -> None:
        """Leave nothing personal in the window's own memory of pictures and measures, nor in freed memory."""
        if self.cards is not None:
            self.cards.forget()
        for name in ("kv.texture", "kv.image"):
            Cache.remove(name)
        lines_of.cache_clear()
        # After the next frame: the page that is on the glass still has its words.
        for seconds in CLEARS_AFTER:
            Clock.schedule_once(lambda _: self._clear_memory(), seconds)

    def _clear_memory(self) -> None:
        if self.session == Session():
            gc.collect()
            clear_freed()

    def _show(self) -> None:
        clock = time_of_day(self.world.timezone)
        left = flow.seconds_left(self.session, self.world, ticks())
        seen = self.session.having(replace(self.session.presence, touched=0, pressed="", pressed_at=0))
        if (seen, self.world, left) == self.shown:
            if self.page is not None:
                self.stand.show_time(self.page, clock)
            return
        self.shown = (seen, self.world, left)
        page = PAGES[self.session.screen](self.session, self.world, clock, left)
        self.stand.show(page)
        self.page = page
        self.tidy()
        for widget in self._presses():
            widget.bind(on_release=self._released)
        self._trace(page)

    def _presses(self) -> list[widgets.Press]:
        found = self.page.walk(restrict=True) if self.page else ()
        return [widget for widget in found if isinstance(widget, widgets.Press)]

    def _released(self, press: widgets.Press) -> None:
        # The old screen stays under the finger until the new one is painted: only the page on stage may speak.
        if press.target and press in self._presses() and ticks() >= self.readable_at:
            self.trace.write(touch=press.target, at=ticks())
            self.happen(Pressed(press.target, ticks(), secrets.token_urlsafe(18)))

    def _trace(self, page: Page) -> None:
        """Write down what is on the screen after its frame is on the glass."""
        if self.settings.trace is None:
            return
        # One wish at most: with one for each page, the first to be answered would keep its frame from the others.
        if self._unseen is None:
            Window.bind(on_flip=self._flipped)
        self._unseen = page

    def _flipped(self, *_: object) -> bool:
        Window.unbind(on_flip=self._flipped)
        page, self._unseen = self._unseen, None
        # Flipping here and telling Kivy so is the only way to know the moment at which it is done.
        Window.flip()
        if page is not None and page is self.page:
            self._painted(page)
        return True

    def _painted(self, page: Page) -> None:
        """Write down the screen that is on the glass now."""
        session = page.session
        targets = {}
        for press in self._presses():
            if press.target in page.open:
                left, top = page.x + press.x, Window.height - page.y - press.top
                targets[press.target] = [left, top, press.width, press.height]
        ticket = session.taking.ticket
        held = {"id": ticket.id, "number": ticket.number, "service": ticket.service} if ticket else None
        question = session.place.question
        self.trace.write(
            screen=session.screen,
            targets=targets,
            at=ticks(),
            readable_at=self.readable_at,
            ticket=held,
            question=question,
            slip=session.printing.slip,
            language=session.language,
            elder=session.elder,
            words=[label.text for label in page.walk(restrict=True) if isinstance(label, Label)],
        )
