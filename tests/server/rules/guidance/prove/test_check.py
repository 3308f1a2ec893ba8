"""Every code of the lint has a pack that triggers it; the pack they are all made from has none."""

from collections.abc import Callable
from datetime import date
from functools import reduce
from typing import Any

import pytest
from msgspec.structs import replace

from config.case import Case, HotlineQuestion, Variant
from config.centers import Calendar, Holiday, Hours, MakeUpDay, Opens, SpecialDay, Text, Way
from config.fact import Answer, ByCard, ByDate, Dated, Entity, Fact, NamedSituation, SameFact
from config.guide import Charge, Elements, Result
from config.item import Document, Fee, Instead, Item, Need, Option, Requirement, Same, Season
from config.knowledge import Citation, Conflict, Knowledge, Side, Source
from config.pack import Authority, Entry, Exclusion, Pack, Point
from config.rule import AgeAtLeast, All, AtLeast, AtMost, In, Is, MonthsSince, Not, Situation
from config.rule import Any as AnyOf
from config.sayings import Elsewhere, Saying
from server.rules.guidance.prove.check import check
from tests.server.rules.guidance.small_pack import SMALL, choice, text, yes_no

DAY = date(2026, 11, 24)
ELEMENTS = Elements(promised_days=0, visits=0, online=2)
GOOD = replace(
    SMALL,
    entities=(Entity("applicant", text("you")),),
    situations=(
        NamedSituation("owner", text("owner"), Is("living", "own"), group="home"),
        NamedSituation("tenant", text("tenant"), In("living", ("rent", "none")), group="home"),
    ),
    authorities=(Authority("office", text("office"), "0700-6680110", "0700-6680119"),),
    sources=(Source("law", "The law"),),
    knowledge=(
        Knowledge("K1", text("so it is"), (Citation("law"),), ("permit",), title="one", reviewed_by="office",
                  reviewed_on="2026-11-01", expires="2027-06-30"),
    ),
    items=(
        replace(
            SMALL.items[0],
            requirements=(
                Requirement(AnyOf((Situation("owner"), Is("living", "rent"))), "cannot", text("no home"), "§1"),
                Requirement(
                    AtLeast("months", "enough"), "not_yet", text("too short"), action=Text("再 {short}", "{short} more")
                ),
            ),
        ),
        *SMALL.items[1:],
    ),
    cases=(Case("somebody", ("settle",), {"permit": True, "card": False}, {"school": "can"}, visits=1),),
    hotline=(HotlineQuestion("H1", "where is my permit?", ("permit",)),),
)  # fmt: skip

REST = Elsewhere("rest", text("rest"), text("whom"))
Change = Callable[[Pack], Pack]


def of(part: str, name: str, /, **changes: Any) -> Change:
    """Change one record of the good pack."""

    def change(pack: Pack) -> Pack:
        records = tuple(
            replace(each, **changes) if getattr(each, "id", getattr(each, "name", "")) == name else each
            for each in getattr(pack, part)
        )
        assert records != getattr(pack, part)
        return replace(pack, **{part: records})

    return change


def more(part: str, *records: Any) -> Change:
    """Add records to the good pack."""
    return lambda pack: replace(pack, **{part: (*getattr(pack, part), *records)})


def permit(**changes: Any) -> Change:
    return of("items", "permit", **changes)


def open_at(*hours: Hours) -> Change:
    return of("points", "hall", hours=hours)


BORN = more("facts", Fact("born", "one", "date", text("born?")))
OCTOBER = Holiday("2026-10-01", "2026-10-08", text("holiday"))


def with_table(*holidays: Holiday, workdays: tuple[MakeUpDay, ...] = ()) -> Change:
    return lambda pack: replace(pack, calendar=Calendar(holidays, workdays))


def changes(*others: Change) -> Change:
    """Make all of these changes."""
    return lambda pack: reduce(lambda made, change: change(made), others, pack)


def element(**changes: Any) -> Change:
    return permit(elements=replace(ELEMENTS, **changes), options=(Option(None, 0), Option("police", 5)))


def requirement(**changes: Any) -> Change:
    return permit(requirements=(GOOD.items[0].requirements[0], replace(GOOD.items[0].requirements[1], **changes)))


def entry(*entries: Entry) -> Change:
    return of("checklists", "settle", entries=(*GOOD.checklists[0].entries, *entries))


TRIGGERS: dict[str, list[Change]] = {
    "id_doubled": [more("points", Point("hall", text("hall"), "hall")), more("cases", GOOD.cases[0])],
    "situation_unknown": [permit(needs=(Need(("id",), when=Situation("nobody")),))],
    "fact_unknown": [
        permit(needs=(Need(("id",), when=Is("nothing", True)),)),
        of("cases", "somebody", answers={"x": 1}),
    ],
    "parameter_unknown": [
        requirement(holds=AtLeast("months", "never")),
        of("cases", "somebody", parameters={"never": 1}),
    ],
    "value_impossible": [
        of("cases", "somebody", answers={"permit": "no"}),
        of("situations", "owner", when=Is("living", "tent")),
        of("facts", "card", same=(SameFact("living", Is("permit", True)),)),
        of("facts", "card", same=(SameFact("living", Is("permit", True), (("own", 1),)),)),
        of("facts", "card", same=(SameFact("living", Is("permit", True), (("castle", True),)),)),
        of("facts", "living", by_card=ByCard("kind", (("resident", "tent"),))),
        of("facts", "card", by_card=ByCard("state")),
        of("documents", "id", instead=(Instead("hukou", "mars", text("passport")),)),
    ],
    "card_unfit": [
        of("facts", "card", by_card=ByCard("state", (("lost", True),))),
        of("facts", "card", by_card=ByCard("expiry")),
        of("facts", "months", by_date=ByDate(), grows="month", by_card=ByCard("birth", (("x", 1),))),
        lambda pack: of("facts", "card", entity="child", by_card=ByCard("state", (("valid", True),)))(
            more("entities", Entity("child", text("child"), relation="child"))(pack)
        ),
    ],
    "rule_unfit": [
        of("situations", "owner", when=AtLeast("living", 3)),
        of("situations", "owner", when=MonthsSince("months", 3)),
        lambda pack: more("facts", Fact("born", "one", "date", text("born?")))(
            of("parameters", "enough", by="born")(pack)
        ),
    ],
    "theme_unknown": [of("facts", "card", theme="three")],
    "date_unknown": [of("parameters", "enough", by="months"), of("parameters", "enough", by="nothing")],
    "entity_unknown": [
        of("facts", "card", entity="dog"),
        permit(present=("dog",)),
        of("documents", "id", entity="dog"),
    ],
    "document_unknown": [
        of("documents", "id", same=(Same("nothing", Is("permit", True)),)),
        permit(outputs=("gold",)),
        of("cases", "somebody", bring=("gold",)),
    ],
    "point_unknown": [
        permit(options=(Option("moon", 1),)),
        lambda pack: replace(pack, ways=(Way(("hall", "moon"), 5),)),
    ],
    "item_unknown": [
        permit(bundles=("nothing",)),
        permit(after=("x",)),
        entry(Entry("x")),
        more("exclusions", Exclusion("e", ("permit", "x"), text("no"))),
    ],
    "knowledge_unknown": [
        requirement(knowledge=("K9",)),
        more("conflicts", Conflict("c", text("c"), (), knowledge=("K9",))),
    ],
    "authority_unknown": [permit(authority="crown")],
    "need_empty": [permit(needs=(Need(()),))],
    "checklist_unknown": [
        permit(needs=(Need(("id",), checklists=("nothing",)),)),
        of("cases", "somebody", checklists=("x",)),
        of("knowledge", "K1", checklists=("x",)),
    ],
    "source_unknown": [of("knowledge", "K1", citations=(Citation("rumour"),))],
    "side_unknown": [more("conflicts", Conflict("c", text("c"), (Side(text("a"), "law"),), in_force=1))],
    "answer_unknown": [of("hotline", "H1", finds=("x",))],
    "situation_cycle": [
        lambda pack: of("situations", "tenant", when=Situation("owner"))(
            of("situations", "owner", when=Situation("tenant"))(pack)
        )
    ],
    "question_order": [
        of("facts", "living", when=Is("card", True)),
        of("facts", "permit", same=(SameFact("card", Is("living", "own")),)),
    ],
    "prerequisite_cycle": [
        permit(after=("permit",)),
        of("items", "new-card", bundles=("permit",), needs=(Need(("paper",)),)),
        permit(after=("school",)),
        # Behind the second maker of a paper, behind its second choice, and behind a bundle.
        lambda pack: of("items", "new-card", outputs=("paper",), after=("school",))(pack),
        lambda pack: of("items", "new-card", outputs=("lease",), needs=(Need(("paper",)),))(pack),
        lambda pack: more(
            "items", Item("both", text("both"), (Option("hall", 0),), after=("school",), bundles=("permit",))
        )(pack),
    ],
    "question_unused": [more("facts", yes_no("idle"))],
    "item_unlisted": [more("items", Item("lonely", text("lonely"), (Option("hall", 0),)))],
    "document_unused": [more("documents", Document("poem", text("poem")))],
    "point_unused": [more("points", Point("moon", text("moon"), None))],
    "option_missing": [permit(options=())],
    "phone_wrong": [of("authorities", "office", phone="110-x"), of("authorities", "office", complaints="0700-6680110")],
    "elements_promise": [
        element(promised_days=3),
        element(legal_days=3, promised_days=5, handled="promised", review="then_approve"),
    ],
    "elements_result": [
        element(result=Result(Text("居住证", "permit"), "paper", "s")),
        element(result=Result(Text("批复", "a"), "paper", "s")),
    ],
    "elements_sample": [element(result=Result(Text("登记", "entry"), "entry"))],
    "elements_visits": [element(visits=1), element(on_site=text("why")), permit(elements=ELEMENTS)],
    "elements_online": [element(online=5), permit(elements=replace(ELEMENTS, online=4, visits=1, on_site=text("x")))],
    "elements_fee": [
        permit(elements=ELEMENTS, fees=(Fee(20, Is("living", "own")),)),
        permit(elements=replace(ELEMENTS, visits=1, on_site=text("x")), fee=20),
        element(charge=Charge(text("fee"), text("20"), "law")),
        permit(
            elements=replace(ELEMENTS, visits=1, on_site=text("x"), charge=Charge(text("fee"), text("20"), "")), fee=20
        ),
    ],
    "fee_unconfirmed": [permit(fees=(Fee(20, Is("living", "own")), Fee(None, Is("living", "rent"))))],
    "elements_subject": [element(subject="法人主题")],
    "elements_questions": [lambda pack: of("knowledge", "K1", items=("school",))(element(kind="licence")(pack))],
    "elements_stages": [element(kind="licence", stages=("受理",))],
    "text_missing": [of("points", "hall", name=Text("大厅", " "))],
    "text_language": [of("points", "hall", name=Text("大厅", "大厅"))],
    "bad_character": [
        of("points", "hall", name=Text("大\u2028厅", "hall")),
        of("points", "hall", name=Text("厅", "h\x1ball")),
    ],
    "text_long": [
        of("facts", "card", ask=text("x" * 41)),
        of("knowledge", "K1", title="x" * 129),
        of("points", "hall", name=Text("x", "y" * 99)),
    ],
    "spoken_missing": [
        of("facts", "living", ask=Text("住房（自己的）", "living")),
        of("facts", "living", ask=Text("用 APP 吗", "living"), spoken=Text("用手机吗", "by phone/app?")),
        of(
            "facts",
            "living",
            answers=(
                Answer("own", Text("有（自己的）", "own")),
                Answer("rent", text("rent")),
                Answer("none", text("none")),
            ),
        ),
    ],
    "answers_few": [
        more("facts", choice("only", "one")),
    ],
    "range_empty": [of("facts", "months", low=9, high=3)],
    "place_unknown": [requirement(action=text("{when}"))],
    "place_unfilled": [
        requirement(holds=Is("living", "own"), action=text("{short}")),
        requirement(action=text("{date}")),
    ],
    "source_missing": [of("knowledge", "K1", citations=())],
    "title_doubled": [more("knowledge", replace(GOOD.knowledge[0], id="K2"))],
    "date_wrong": [
        permit(seasons=(Season("02-30x", "05-20", text("season")),)),
        of("cases", "somebody", on="tomorrow"),
        of("knowledge", "K1", expires="soon"),
        permit(season=Season("13-01", "05-20", text("season"))),
        with_table(Holiday("2026-02-30", "2026-03-01", text("holiday"))),
        with_table(workdays=(MakeUpDay("2026-13-01"),)),
        permit(season=Season("02-30", "05-20", text("season"))),
        permit(season=Season("05-20", "11-31", text("season"))),
        of("cases", "somebody", on="9999-12-31"),
        of("knowledge", "K1", expires="20270630"),
        of("knowledge", "K1", expires="2027-W26-3"),
        with_table(Holiday("2026-01-01", "0001-01-01", text("holiday"))),
        of("parameters", "enough", values=(Dated(6, since="x"),)),
        of("parameters", "enough", values=(Dated(6, until="9999-12-31"),)),
        of("parameters", "enough", values=(Dated(6, since="0001-01-01"),)),
    ],
    "calendar_both": [
        with_table(OCTOBER, workdays=(MakeUpDay("2026-10-08"),)),
        with_table(OCTOBER, Holiday("2026-10-08", "2026-10-09", text("another"))),
        with_table(OCTOBER, workdays=(MakeUpDay("2026-10-10"), MakeUpDay("2026-10-10"))),
    ],
    "calendar_missing": [with_table(Holiday("2020-10-01", "2020-10-08", text("long ago")))],
    "season_leap": [
        permit(season=Season("02-29", "05-20", text("season"))),
        permit(seasons=(Season("01-02", "02-29", text("season")),)),
    ],
    "validity_gap": [of("parameters", "enough", values=(Dated(6, None, "2026-12-31"), Dated(7, "2027-01-02", None)))],
    "number_wild": [
        permit(fee=-1),
        permit(minutes=0),
        permit(options=(Option("police", 5, minutes=481),)),
        lambda pack: replace(pack, ways=(Way(("hall", "hall"), -1),)),
    ],
    "listed_twice": [permit(outputs=("paper", "paper"))],
    "plan_overlooked": [
        of("items", "school", needs=(), requirements=(Requirement(Is("permit", True), "cannot", text("n")),))
    ],
    "text_in_pieces": [
        permit(name=Text("居住证", "cafe\u0301")),
        permit(name=Text("\uf9d1月", "june")),
        permit(aliases=("e\u0301",)),
        lambda pack: more("sayings", Saying("s", ("e\u0301",), ("permit",)))(pack),
        of("cases", "somebody", name="e\u0301"),
    ],
    "text_spaced": [permit(name=Text(" 居住证", "permit")), permit(name=Text("居住证", "permit\u00a0"))],
    "days_wild": [
        permit(options=(Option("police", 10**9),)),
        permit(options=(Option("police", -1),)),
        permit(needs=(Need(("id",), deferred_days=10**6),)),
        of("documents", "id", valid_days=10**9),
    ],
    "hours_wrong": [
        open_at(Hours((1,), "9:00", "12:00")),
        open_at(Hours((1,), "09:00", "25:00")),
        open_at(Hours((1,), "12:00", "12:00")),
        open_at(Hours((1, 2), "09:00", "12:00"), Hours((2, 3), "11:00", "17:00")),
        of("points", "hall", special_days=(SpecialDay("2026-02-30"),)),
        of("points", "hall", special_days=(SpecialDay("2026-12-30"), SpecialDay("2026-12-30"))),
        of("points", "hall", special_days=(SpecialDay("2026-12-30", (Opens("17:00", "09:00"),)),)),
    ],
    "hours_dayless": [open_at(Hours((), "09:00", "12:00")), open_at(Hours((1, 8), "09:00", "12:00"))],
    "hours_never": [open_at(Hours((6, 7), "09:00", "12:00"))],
    "unit_wrong": [
        changes(BORN, requirement(holds=AgeAtLeast("born", 216))),
        of("facts", "months", unit=Text("个月", "months"), grows="year"),
        of("facts", "months", unit=Text("岁", "years"), falls="day"),
        changes(
            BORN,
            permit(needs=(Need(("id",), when=AgeAtLeast("born", "enough")),)),
            requirement(holds=MonthsSince("born", "enough")),
        ),
        changes(
            BORN, of("parameters", "enough", values=(Dated(216),)), requirement(holds=AgeAtLeast("born", "enough"))
        ),
    ],
    "code_doubled": [
        changes(
            permit(elements=replace(ELEMENTS, codes={"local": "A1"})),
            of("items", "school", elements=replace(ELEMENTS, codes={"local": "A1"})),
        )
    ],
    "weekday_wrong": [
        of("points", "hall", address=Text(hours, "weekdays 9:00 to 17:00"))
        for hours in (
            "周一至周八 9:00-17:00",
            "周0 9:00-12:00",
            "星期8 9:00-12:00",
            "周一至8 9:00",
            "星期九上午",
            "周一-周0",
        )
    ],
    "knowledge_expired": [of("knowledge", "K1", expires="2026-11-23")],
    "knowledge_expiring": [of("knowledge", "K1", expires="2026-12-01")],
    "validity_inverted": [of("parameters", "enough", values=(Dated(6, "2026-02-01", "2026-01-01"),))],
    "validity_overlaps": [
        of("parameters", "enough", values=(Dated(6, None, "2026-12-31"), Dated(7, "2026-12-31", None)))
    ],
    "validity_over": [of("parameters", "enough", values=(Dated(6, None, "2025-12-31"),))],
    "way_missing": [permit(options=(Option(None, 1, when=Is("living", "own")),))],
    "never_true": [
        permit(options=(Option("police", 5), Option(None, 1, when=AtLeast("months", 100)))),
        of("situations", "owner", when=All((Is("living", "own"), Is("living", "rent")))),
        requirement(holds=AtLeast("months", 100)),
        entry(Entry("subsidy", All((Is("permit", True), AtLeast("months", 1))))),
    ],
    "never_false": [requirement(holds=AtLeast("months", 0))],
    "group_overlaps": [of("situations", "tenant", when=In("living", ("rent", "own")))],
    "nothing_concerns": [lambda pack: of("checklists", "settle", entries=(Entry("new-card", Is("card", True)),))(pack)],
    "never_can": [
        permit(
            requirements=(
                Requirement(All((Is("living", "own"), Is("card", True))), "cannot", text("n")),
                Requirement(Not(Is("card", True)), "cannot", text("m")),
            )
        )
    ],
    "paper_unasked": [
        of("items", "new-card", needs=(Need(("id",)), Need(("record",), when=AtLeast("months", 3)))),
        of("items", "new-card", fees=(Fee(20, AtLeast("months", 3)),)),
    ],
    "question_idle": [
        lambda pack: more("facts", yes_no("idle", theme="two"))(
            of("items", "new-card", needs=(Need(("id",), when=AnyOf((Is("idle", True), Not(Is("idle", True))))),))(pack)
        ),
        lambda pack: more("facts", yes_no("idle", theme="two"))(
            requirement(
                holds=AnyOf((AtLeast("months", "enough"), All((Is("idle", True), AtLeast("months", "enough")))))
            )(pack)
        ),
    ],
    "promise_false": [
        lambda pack: of("facts", "months", grows="month")(
            more(
                "cases", Case("soon", ("settle",), {"permit": False, "card": False, "living": "own", "months": 3}, {})
            )(
                permit(
                    requirements=(
                        Requirement(AtLeast("months", 6), "not_yet", text("too short")),
                        Requirement(AtMost("months", 5), "cannot", text("too long")),
                    )
                )(pack)
            )
        )
    ],
    "hotline_unanswered": [of("hotline", "H1", question="麒麟")],
    "hotline_unfit": [of("hotline", "H1", finds=()), of("hotline", "H1", manner="outside")],
    "saying_contradicts": [
        lambda pack: more("sayings", Saying("a", ("x",), ("permit",)), Saying("b", ("X",), ("school",)))(pack),
        more("sayings", Saying("a", ("permit",), role="habit")),
    ],
    "saying_unfit": [
        more("sayings", Saying("a", ("x",))),
        more("sayings", Saying("a", ("x",), ("permit",), role="break")),
    ],
    "saying_idle": [more("sayings", Saying("a", ("x",), ("麒麟",)))],
    "elsewhere_here": [
        more("elsewhere", REST, Elsewhere("e", text("e"), text("whom"), words=("permit",))),
    ],
    "elsewhere_doubled": [
        more("elsewhere", REST, *(Elsewhere(name, text(name), text("whom"), words=("fine",)) for name in "ab")),
    ],
    "elsewhere_rest": [
        more("elsewhere", Elsewhere("e", text("e"), text("whom"), words=("fine",))),
        more("elsewhere", REST, Elsewhere("e", text("e"), text("whom"))),
    ],
    "bundle_nested": [permit(bundles=("permit",))],
    "case_fails": [
        of("cases", "somebody", upload=("deed",)),
        of("cases", "somebody", fees=20),
        of("cases", "somebody", verdicts={"school": "cannot"}),
        of("cases", "somebody", verdicts={"school": "inapplicable"}),
        of("cases", "somebody", visits=2),
        of("cases", "somebody", bring=("deed",)),
        of("cases", "somebody", waived=("record",)),
        of("cases", "somebody", says={"school": ("too short",)}),
        of("cases", "somebody", items_at_least=9),
        of("cases", "somebody", knowledge_at_least=9),
        of("cases", "somebody", working_days=99),
        of("cases", "somebody", variants=(Variant(visits=9),)),
        of("cases", "somebody", variants=(Variant(goal="never"),)),
    ],
}


def test_the_good_pack_has_no_findings() -> None:
    checked = check(GOOD, DAY)
    # How its answers are found out is tried elsewhere.
    found = [each for each in checked.findings if each.code not in ("find_out_missing", "thinking_share")]
    assert [(finding.code, finding.id, finding.what) for finding in found] == [
        ("nothing_concerns", "money", "nothing concerns whoever says permit = Yes")
    ]
    assert checked.clean
    assert all(proof.exhaustive for proof in checked.proofs)
    assert checked.combinations > 20


@pytest.mark.parametrize(
    ("code", "change"), [(code, change) for code, changes in TRIGGERS.items() for change in changes]
)
def test_each_code_has_its_pack(code: str, change: Change) -> None:
    found = [finding for finding in check(change(GOOD), DAY).findings if finding.code == code]
    assert found, [finding.code for finding in check(change(GOOD), DAY).findings]
    for finding in found:
        assert finding.what
        assert finding.remedy


@pytest.mark.parametrize(
    "hours",
    [
        "周一至周五 9:00-12:00",
        "星期六、星期日 9:30-16:00",
        "周一至周日 8:30-17:30",
        "每周六上午",
        "周末 9:00-12:00",
        "两周8天",
        "四周10日",
        "每周3次",
    ],
)
def test_days_that_a_week_has_are_let_be(hours: str) -> None:
    found = check(of("points", "hall", address=Text(hours, "some hours"))(GOOD), DAY).findings
    assert "weekday_wrong" not in {finding.code for finding in found}


def test_a_season_may_end_on_a_day_that_only_leap_years_have() -> None:
    found = check(permit(season=Season("02-01", "02-29", text("season")))(GOOD), DAY).findings
    assert "date_wrong" not in {finding.code for finding in found}


def test_warnings_alone_do_not_stop_publishing() -> None:
    checked = check(of("knowledge", "K1", expires="2026-12-01")(GOOD), DAY)
    assert {finding.level for finding in checked.findings} == {"warning"}
    assert checked.clean


def test_what_is_out_of_season_today_can_still_be_done_some_day() -> None:
    out_of_season = Season("01-01", "06-30", text("spring"))
    assert check(permit(season=out_of_season)(GOOD), DAY).findings == check(GOOD, DAY).findings
