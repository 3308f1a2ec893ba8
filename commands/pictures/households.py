"""Five households on their whole way through the kiosk: choosing, questions, verdicts, plan, papers, ticket. Pure."""

from collections.abc import Iterator, Mapping

import msgspec

from commands.pictures.walk import CITY, Scene, Visit, answer, ticket
from config.case import Case
from config.centers import Language
from config.household import ONE_ONLY
from config.pack_file import shipped_pack
from config.rule import Value
from hardware.printer.port import Printed, PrinterState
from kiosk.flow.asking import ASKING
from kiosk.page.targets import targets
from kiosk.visit.touches import Kept, PlanDone, SlipDone, Taken
from server.rules.guidance.household.cast import APART

STEPS_AT_MOST = 60
CODE = "K7M-3XQ-9TRA"


class Coming(msgspec.Struct, frozen=True):
    """A household that comes: `cases` of the pack, one after the other, are what they want and what they answer."""

    name: str
    cases: tuple[str, ...]

    def found(self) -> tuple[Case, ...]:
        """Return the cases; raises `KeyError` for one that the pack does not have."""
        by_name = {each.name: each for each in shipped_pack(CITY).cases}
        return tuple(by_name[each] for each in self.cases)

    @property
    def checklists(self) -> tuple[str, ...]:
        """Return what they choose, in the order in which they do."""
        return tuple(dict.fromkeys(each for case in self.found() for each in case.checklists))


HOUSEHOLDS = (
    Coming("zhang", ("张先生一家，五张清单一次问清",)),
    Coming("parents", ("父母都来投靠子女，子女的户口簿只带一本",)),
    Coming("couple", ("本人补残疾人证，爱人做养老认证",)),
    Coming("founder", ("赵女士，租店面开个体户，要雇人", "老板给两名员工问社保")),
    Coming("macao", ("澳门夫妻办居住证，爱人不知道住满半年没有",)),
)


def whole_way(coming: Coming, language: Language, elder: bool) -> Iterator[Scene]:
    """Show every screen of a household from the first one to its ticket, or to its plan where nobody has to come."""
    visit = Visit(language, elder)
    yield visit.glance("attract")
    visit.begin("guided")
    for checklist in coming.checklists:
        visit.press(f"checklist:{checklist}")
        yield visit.glance(f"choosing-{checklist}")
    if "basket" in targets(visit.session, visit.world):
        visit.press("basket")
        yield visit.glance("basket")
        visit.press("back")
    visit.press("next")
    yield from _asked(visit, coming)
    yield from visit.see("verdicts")
    yield from _judged(visit)
    if visit.session.plan is not None:
        yield from _planned(visit)
    yield from _queued(visit)


def _asked(visit: Visit, coming: Coming) -> Iterator[Scene]:
    """Show every question, and before the first about somebody for whom it is."""
    answers: dict[str, Value] = {}
    for case in coming.found():
        answers |= as_named(case)
    named: set[str] = set()
    for step in range(STEPS_AT_MOST):
        if visit.session.screen not in ASKING:
            return
        for case in coming.found():
            if case.household.members and case.name not in named and "several" in targets(visit.session, visit.world):
                yield from visit.see(f"asking-{step:02}-whom")
                named.add(case.name)
                yield from _whom(visit, case)
                break
        yield visit.glance(f"asking-{step:02}-{visit.session.place.question}")
        answer(visit, answers)
    raise LookupError("the questions do not end")


def _whom(visit: Visit, case: Case) -> Iterator[Scene]:
    """Say for whom `case` is, and see how."""
    visit.press("several")
    wanted = [each.relation for each in case.household.members]
    for member in visit.session.inquiry.wish.household.members:
        if member.relation not in wanted:
            visit.press(f"member:{member.id}")
    for member in case.household.members:
        there = [each.relation for each in visit.session.inquiry.wish.household.members]
        if member.relation not in ONE_ONLY or member.relation not in there:
            visit.press(f"join:{member.relation}")
        if visit.session.screen == "naming":
            yield visit.glance(f"naming-{member.name}")
            visit.press(f"name:{member.name or ''}")
    yield from visit.see("household")
    visit.press("next")


def as_named(case: Case) -> Mapping[str, Value]:
    """Return the answers of `case` under the ids that its people get where they are chosen."""
    ids: dict[str, str] = {}
    for member in case.household.members:
        alike = [each for each in case.household.members if each.relation == member.relation]
        number = alike.index(member) + 1
        ids[member.id] = member.relation if member.relation in ONE_ONLY else f"{member.relation[0]}{number}"

    def named(question: str) -> str:
        fact, apart, whose = question.partition(APART)
        return f"{fact}{apart}{ids.get(whose, whose)}"

    return {named(question): value for question, value in case.answers.items()}


def _judged(visit: Visit) -> Iterator[Scene]:
    """Show the first reason that is told, and what other matters there are."""
    why = next((each for each in targets(visit.session, visit.world) if each.startswith("why:")), None)
    if why is not None:
        visit.press(why)
        yield from visit.see("verdicts-why")
        visit.press("back")
    visit.press("next")


def _planned(visit: Visit) -> Iterator[Scene]:
    """Show the plan and its first trip, and print it."""
    yield from visit.see("plan")
    shown = visit.session
    if "trip:1" in targets(visit.session, visit.world):
        visit.press("trip:1")
        yield from visit.see("trip")
        visit.session = shown
    if "print_plan" in targets(visit.session, visit.world):
        visit.press("print_plan")
        key = visit.session.printing.plan_key
        visit.happen(Kept(key, CODE))
        visit.happen(PlanDone(key, Printed.PRINTED, PrinterState.READY))
        yield visit.glance("plan-printed")


def _queued(visit: Visit) -> Iterator[Scene]:
    """Show the papers that are checked, with one that is not there, and the ticket."""
    plan = visit.session.plan
    if plan is not None and not plan.visits and "next" not in targets(visit.session, visit.world):
        return
    lacks = False
    for _ in range(STEPS_AT_MOST):
        now = targets(visit.session, visit.world)
        screen = visit.session.screen
        if screen not in ("plan", "verdicts"):
            yield visit.glance(screen)
        if screen == "confirm":
            break
        lack = next((each for each in now if each.endswith(":lack")), None)
        if screen == "papers" and lack is not None and not lacks:
            lacks = True
            visit.press(lack)
            yield visit.glance("papers-lack")
        now = targets(visit.session, visit.world)
        ways = (*(("page:next",) if screen == "papers" else ()), "all_here", "next", "queue")
        visit.press("service:hukou" if screen == "service" else next(each for each in ways if each in now))
    key = visit.order()
    visit.happen(Taken(key, ticket("A012", visit.session.taking.services[0], 6)))
    visit.happen(SlipDone("tk_7Qm2ZpYx", Printed.PRINTED, PrinterState.READY))
    yield visit.glance("ticket")
