"""What is on its way to an address: sent outside of every unit of work, tried again later and later, for a day."""

from collections.abc import Callable
from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, select, update

from config.alerting import Alerts
from config.centers import Language
from config.words import say
from server.office.alerts import hook, mail
from server.office.alerts.addresses import AlertAddress, addresses, note_went
from server.office.alerts.watching import Letter, Line, look
from server.office.keeper import Keeper
from server.store.alert_tables import alert_letters
from server.store.store import Store
from server.store.unit_of_work import CITY, UnitOfWork

LOOK_SECONDS: Final = 15
AT_ONCE: Final = 20
FIRST_MS: Final = 30_000
LONGEST_MS: Final = 3600_000
GIVEN_UP_MS: Final = 24 * 3600_000
LINES_MOST: Final = 200
_l = alert_letters.c
_DUE = (
    select(_l.id, _l.address, _l.body, _l.made_at, _l.due_at, _l.tries)
    .where(_l.due_at <= bindparam("now"))
    .order_by(_l.due_at)
    .limit(AT_ONCE)
)
_CLAIM = (
    update(alert_letters)
    .where(_l.id == bindparam("of_id"), _l.due_at == bindparam("was"))
    .values(due_at=bindparam("next"), tries=_l.tries + 1)
)
_DONE = delete(alert_letters).where(_l.id == bindparam("of_id"))


def next_try(tries: int, now: int) -> int:
    """Return when (ms) something is tried again that failed `tries` times before: half a minute, an hour at most."""
    return now + min(FIRST_MS << min(tries, 10), LONGEST_MS)


class AlertKeeper(Keeper):
    """Looks who must be told, and tells them; `clock` tells ms."""

    def __init__(self, store: Store, clock: Callable[[], int], settings: Alerts) -> None:
        super().__init__("alert-keeper", LOOK_SECONDS, "nobody is told of devices in trouble")
        self._store = store
        self._clock = clock
        self._settings = settings

    def look(self) -> None:
        """Note what is wrong, and send what is due."""
        self.attempt(self._look)

    def _look(self) -> None:
        known = {each.id: each for each in self._store.read(addresses)}
        if not known:
            return
        now = self._clock()
        self._store.write(CITY, lambda uow: look(uow, now))
        for id_, address, body, made_at, due_at, tries in self._store.read(lambda r: r.rows(_DUE, now=now)):
            # Before it is sent: another process that looks at the same moment leaves it alone.
            after = next_try(tries, now)
            claimed = self._store.write(
                CITY,
                lambda uow: uow.change(_CLAIM, of_id=id_, was=due_at, next=after),  # noqa: B023
            )
            if claimed == 1 and address in known:
                self._send(id_, known[address], body, now - made_at)

    def _send(self, id_: str, address: AlertAddress, body: str, old: int) -> None:
        why = None
        try:
            send(address, body, self._settings)
        except (hook.HookFailed, mail.MailFailed) as failed:
            why = "".join(each for each in str(failed) if each.isprintable())[:200]
        now = self._clock()

        def note(uow: UnitOfWork) -> None:
            note_went(uow, address.id, None if why else now, why)
            if why is None or old > GIVEN_UP_MS:
                uow.run(_DONE, of_id=id_)

        self._store.write(CITY, note)


def send(address: AlertAddress, body: str, settings: Alerts) -> None:
    """Send one letter; raises `HookFailed`, `MailFailed`."""
    if address.kind == "webhook":
        hook.deliver(address.address, address.secret, body.encode(), settings.hooks_inside)
        return
    letter = msgspec.json.decode(body, type=Letter)
    subject, text = words(letter, settings.language)
    mail.post(mail.letter(address.address, subject, text, settings), settings)


def words(letter: Letter, language: Language) -> tuple[str, str]:
    """Return subject and text of a mail."""
    if letter.test:
        subject = say(language, "Test: alerts of devices arrive here")
        return subject, subject
    lost, back = len(letter.lost), len(letter.back)
    subject = say(language, "Devices: {lost} in trouble, {back} well again", lost=lost, back=back)
    lines = [_said(each, language) for each in (*letter.lost, *letter.back)[:LINES_MOST]]
    return subject, "\n\n".join([subject, *lines])


def _said(line: Line, language: Language) -> str:
    where = f"{line.name} · {line.center.say(language)}"
    return f"{where}\n{line.what.say(language)} {line.remedy.say(language)}"
