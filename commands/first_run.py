"""`banshi first-run`: prints the code with which the first administrator makes their account."""

import sys

import structlog

from commands.at_console import at_console
from commands.failing import CannotRun, language
from commands.seeding import now
from config.settings import Settings
from config.words import say
from server.office.audit.chain import Changed, record
from server.office.people.first_run import first_run_code, is_first_run
from server.rules.errors import Refusal
from server.store.opening import open_store
from server.store.store import Store
from server.store.unit_of_work import CITY, UnitOfWork

PAGE = "/admin/first-run"


def first_run(settings: Settings) -> None:
    """Print a new code, good once and for an hour; the one before opens nothing any more."""
    store = open_store(settings.data, settings.database)
    try:
        code = store.write(CITY, _recorded_code)
    except Refusal as refusal:
        if refusal.code != "first_run_over":
            raise
        raise CannotRun("first_run_over", "This server is set up already. Sign in.") from refusal
    finally:
        store.close()
    told = "Open {address} within an hour and type: {code}"
    sys.stdout.write(say(language(), told, address=_address(settings), code=code) + "\n")


def _recorded_code(uow: UnitOfWork) -> str:
    at, by = now(), at_console()
    code = first_run_code(uow, at)
    record(uow, Changed(at, by.person, by.name, "first_run_told", place=by.place))
    return code


def tell_first_run(store: Store, at: int, settings: Settings) -> None:
    """Log the code at `at` (ms) while nobody has an account yet; a store that keeps nothing right now tells none."""
    try:
        if store.read(is_first_run):
            code = store.write(CITY, lambda uow: first_run_code(uow, at))
            structlog.get_logger("serve").info("first run", open=_address(settings), code=code)
    except Refusal as refusal:
        structlog.get_logger("serve").warning("first run not told", why=str(refusal))


def _address(settings: Settings) -> str:
    return (settings.phone.rstrip("/") or f"http://{settings.http}") + PAGE
