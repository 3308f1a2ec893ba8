"""Answering on one's own phone, sitting: a code is shown, and the kiosk goes on with what was answered there."""

from msgspec.structs import replace

from kiosk.flow.walking import Moved, enter, forth, stay, to_its_beginning
from kiosk.visit.session import Place, Session
from kiosk.visit.touches import KeepConsultation, Kept, OpenConsultation, Pressed


def begin(session: Session, press: Pressed) -> Moved:
    """Keep what was answered so far, and show the code under which it is kept once the server has told it."""
    inquiry = session.inquiry
    keeping = replace(session.keeping, handing=press.fresh, code=None, continues=session.keeping.continues)
    asked = KeepConsultation(press.fresh, inquiry.chosen, inquiry.answers, inquiry.wish, session.keeping.continues)
    return forth(session.having(keeping), Place("on_phone"), asked)


def kept(session: Session, result: Kept) -> Moved:
    """Show the code; what is answered here from now on is kept under the same one."""
    keeping = replace(session.keeping, handing="", code=result.code, continues=result.code or session.keeping.continues)
    return stay(session.having(keeping))


def obey(session: Session, press: Pressed) -> Moved:
    """Fetch what was answered on the phone; asks for another try where there is no code yet."""
    code = session.keeping.code
    if code is None:
        moved, effects = begin(session, press)
        return moved.having(session.way), effects
    asking = to_its_beginning(session.having(replace(session.keeping, opening=press.fresh, not_continued=None)))
    return enter(asking, Place("opening")), (OpenConsultation(press.fresh, code, session.language),)
