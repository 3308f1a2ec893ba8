"""Which class draws which screen."""

from kiosk.screens import attract, choosing, home, question, reading, typing
from kiosk.screens import taking as ordering
from kiosk.screens.frame import Page

PAGES: dict[str, type[Page]] = {
    "attract": attract.AttractPage,
    "home": home.HomePage,
    "search": typing.SearchPage,
    "code": typing.CodePage,
    "opening": ordering.OpeningPage,
    "leaf": reading.LeafPage,
    "checklists": choosing.ChecklistsPage,
    "question": question.QuestionPage,
    "verdicts": reading.VerdictsPage,
    "why": reading.WhyPage,
    "plan": reading.PlanPage,
    "goals": choosing.GoalsPage,
    "papers": reading.PapersPage,
    "lacking": ordering.LackingPage,
    "service": choosing.ServicePage,
    "confirm": ordering.ConfirmPage,
    "working": ordering.WorkingPage,
    "ticket": ordering.TicketPage,
    "trouble": ordering.TroublePage,
    "away": ordering.AwayPage,
    "refusal": ordering.RefusalPage,
    "help": ordering.HelpPage,
    "idle": ordering.IdlePage,
}
