"""A pack small enough to check by thought: two ways to a permit, a school place that needs it, an optional card."""

from config.centers import Text
from config.fact import Answer, Dated, Fact, Parameter, Theme
from config.item import Document, Item, Need, Option, Requirement
from config.pack import Checklist, Entry, Pack, Point
from config.rule import AtLeast, In, Is
from server.rules.guidance.judge.book import open_book


def text(word: str) -> Text:
    return Text(word, word)


def choice(name: str, *values: str, theme: str = "one", **more: object) -> Fact:
    answers = tuple(Answer(value, text(value)) for value in values)
    return Fact(name, theme, "choice", text(f"{name}?"), answers=answers, **more)  # type: ignore[arg-type]


def yes_no(name: str, theme: str = "one", **more: object) -> Fact:
    return Fact(name, theme, "yes_no", text(f"{name}?"), **more)  # type: ignore[arg-type]


SMALL = Pack(
    "small",
    text("small"),
    1,
    themes=(Theme("one", text("one")), Theme("two", text("two"))),
    facts=(
        choice("living", "own", "rent", "none"),
        yes_no("permit"),
        Fact("months", "one", "number", text("months?"), low=0, high=99, when=Is("permit", False)),
        yes_no("card", theme="two"),
    ),
    parameters=(
        Parameter("enough", text("enough"), text("office"), (Dated(6),)),
        Parameter("open", text("open"), text("x"), (Dated(None),)),
    ),
    documents=(
        Document("id", text("id")),
        Document("deed", text("deed")),
        Document("lease", text("lease")),
        Document("record", text("record"), electronic=True),
        Document("paper", text("paper"), held=Is("permit", True)),
    ),
    points=(Point("hall", text("hall"), "hall", ("one",)), Point("police", text("police"), None)),
    items=(
        Item(
            "permit",
            text("permit"),
            (Option("police", 5), Option("hall", 9)),
            requirements=(
                Requirement(In("living", ("own", "rent")), "cannot", text("no home"), "§1"),
                Requirement(AtLeast("months", "enough"), "not_yet", text("too short"), action=text("wait")),
            ),
            needs=(Need(("id",), copies=1, key=True), Need(("deed", "lease")), Need(("record",))),
            outputs=("paper",),
        ),
        Item(
            "school", text("school"), (Option("hall", 0),), needs=(Need(("paper",), copies=1), Need(("id",), copies=1))
        ),
        Item("new-card", text("new card"), (Option("police", 10, collect=True),), needs=(Need(("id",)),)),
        Item(
            "subsidy",
            text("subsidy"),
            (Option(None, 3),),
            (Requirement(AtLeast("months", "open"), "cannot", text("?")),),
        ),
    ),
    checklists=(
        Checklist(
            "settle",
            text("theme"),
            text("settle"),
            (
                Entry("permit", Is("permit", False)),
                Entry("school"),
                Entry("new-card", Is("card", True), optional=True, asked_for=True),
            ),
        ),
        Checklist("money", text("theme"), text("money"), (Entry("subsidy", Is("permit", False)),)),
    ),
)
BOOK = open_book(SMALL)
