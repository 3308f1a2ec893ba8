"""Which class draws which screen, and which files of rules they need."""

from kiosk.screens import attract, choosing, home, message, question, reading, ticket, typing
from kiosk.screens.frame import Page

RULES = ("window/widgets", "screens/frame")
"""Files of Kivy's rules, to be loaded before a page is made."""
PAGES: dict[str, type[Page]] = {
    "attract": attract.AttractPage,
    "home": home.HomePage,
    "search": typing.SearchPage,
    "code": typing.CodePage,
    "opening": message.OpeningPage,
    "number": typing.NumberTypedPage,
    "looking": message.LookingPage,
    "mine": message.MinePage,
    "giving_back": message.GivingBackPage,
    "leaf": reading.LeafPage,
    "checklists": choosing.ChecklistsPage,
    "question": question.QuestionPage,
    "verdicts": reading.VerdictsPage,
    "why": reading.WhyPage,
    "plan": reading.PlanPage,
    "goals": choosing.GoalsPage,
    "papers": reading.PapersPage,
    "lacking": message.LackingPage,
    "service": choosing.ServicePage,
    "confirm": ticket.ConfirmPage,
    "working": message.WorkingPage,
    "ticket": ticket.TicketPage,
    "trouble": ticket.TroublePage,
    "away": message.AwayPage,
    "refusal": message.RefusalPage,
    "help": message.HelpPage,
    "idle": message.IdlePage,
}
