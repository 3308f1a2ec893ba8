"""The plan for what can be done: stops in order with their dates, papers merged, what would save a trip. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from config.centers import Text
from config.item import Item, Option
from config.pack import Point
from config.rule import ALWAYS
from config.words import both
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.brought import has, mended, needs_of, prerequisites
from server.rules.guidance.judge.condition import Known, truth
from server.rules.guidance.judge.judged import Judged
from server.rules.guidance.judge.verdict import Made, Paper, Plan, Present, Saving, Step, Stop, Wish
from server.rules.guidance.judge.whose import same_papers, same_people
from server.rules.guidance.plan.advice import by_bundle, savings
from server.rules.guidance.plan.bundles import Bundled, bundled
from server.rules.guidance.plan.in_place import documents_for, stand_ins, without_notes
from server.rules.guidance.plan.papers import Use, bundle, comes_of_itself, handed_over, merged, papers
from server.rules.guidance.plan.walked import begins_of, town_of, with_minutes
from server.rules.guidance.plan.windows import Given, cautions, fresh
from server.rules.guidance.route.best import plan_route
from server.rules.guidance.route.errands import HOME, Errand, Place
from server.rules.guidance.route.schedule import Done, Schedule, critical
from server.rules.guidance.route.town import Town
from server.rules.hours_words import hours_text

FROM_HOME = "From home, online"


@dataclass(frozen=True)
class Stage:
    """What is done of the schedule at one stop: `visit` None is from home."""

    visit: int | None
    tasks: tuple[tuple[Done, bool], ...]

    @property
    def handed_in(self) -> tuple[Done, ...]:
        """Return what is handed in here; the rest is fetched."""
        return tuple(done for done, fetches in self.tasks if not fetches)


def plan_for(
    book: Book, judged: Sequence[Judged], at: Known, wish: Wish, *, minute: int = 0, advised: bool = True
) -> Plan | None:
    """Return the plan for everything that can be done and is wanted, or None when there is nothing.

    It is `minute` of today: what is left of the day counts. Unless `advised` nothing is said of what would save a trip,
    which takes most of the time.
    """
    items: Mapping[str, Item] = {each.item.id: _due(each.item, at) for each in judged if each.wanted}
    if not items:
        return None
    singly = items
    alone = {item: prerequisites(book, items[item], items, at) for item in items}
    together = bundled(items, alone)
    items, before = together.items, together.before
    errands = [Errand(item, open_to(book.options[item], items[item], at), before[item]) for item in items]
    places, town, on = around(book, at, wish, minute)
    route = plan_route(errands, places, wish.goal, town)
    unsettled = {each.id for each in book.pack.documents if each.held is not None and truth(each.held, at) is None}
    lacking = {each.id for each in book.pack.documents if not has(each, at)}
    brought = {output for item in items.values() for output in item.outputs if output in lacking}
    given = tuple(_given(book, items, before, at, lacking))
    limited = [each for each in given if each.document.valid_days is not None]
    ordered = [each.errand for each in route.schedule.done.values()]
    found, expiring = fresh(ordered, route.schedule, limited, on, book.days, town)
    begins = begins_of(town, found)
    stages = _stages(found)
    people = same_people(book, at)
    stops = tuple(_stop(book, stage, found, begins, together, people, on) for stage in stages)
    needed = {each for item in items.values() for need in needs_of(item, at) for each in need.documents}
    in_place = stand_ins(book, needed, at)
    every = [
        Use(done.errand.item, need, number, on(done.began[0]), handed_over(done.option))
        for number, stage in enumerate(stages, 1)
        for done in stage.handed_in
        for need in needs_of(items[done.errand.item], at)
    ]
    uses = merged(without_notes(every, in_place), {**same_papers(book, needed, at), **in_place.same})
    listed = papers(uses, documents_for(book, in_place), lacking, brought, book.days)
    # Who may have it already is not told to get it first.
    listed = tuple(
        replace(each, lacking=each.lacking and each.document not in unsettled, source=_source(book, each))
        for each in listed
    )
    saving: tuple[Saving, ...] = ()
    if advised:
        optional = [each.item.id for each in judged if each.wanted and each.optional]
        single = [Errand(item, open_to(book.options[item], singly[item], at), alone[item]) for item in singly]
        saving = (
            *by_bundle(single, places, route, together, wish.goal, town),
            *savings(errands, places, route, items, optional, wish.goal, town),
        )
    path = critical(found)
    visited = [stop for stop in stops if stop.point is not HOME]
    return Plan(
        len(visited),
        stops,
        listed,
        found.days,
        path[-1] if path else None,
        tuple(each.text for each in saving if each.kind not in ("mail", "bundle")),
        goal=wish.goal,
        done_on=on(found.days).isoformat(),
        critical=path,
        places=len({stop.point for stop in visited}),
        minutes=sum(stop.minutes for stop in visited),
        person_visits=sum(max(len(stop.present), 1) for stop in visited),
        fees=sum(step.fee or 0 for stop in stops for step in stop.steps),
        cost=found.cost,
        made=_made(given, stages),
        bundle=bundle(listed),
        savings=saving,
        cautions=cautions(found, expiring, items, on, book.days),
        undone=route.undone,
        proved=route.proved,
        fees_at_least=any(step.fee is None for stop in stops for step in stop.steps),
        days_at_least=any(step.days is None for stop in stops for step in stop.steps),
        unknown_years=book.days.unknown(at.today, on(found.days)) if found.days else (),
    )


def around(book: Book, at: Known, wish: Wish, minute: int) -> tuple[list[Place], Town, Callable[[int], date]]:
    """Return the places to go to, when they are open from `minute` of today on, and the date of a working day."""
    places = places_of(book.pack.points, wish)
    days: dict[int, date] = {}

    def on(day: int) -> date:
        if day not in days:
            days[day] = book.days.after(at.today, day)
        return days[day]

    # On a day off the plan begins with the next working day, and that is whole.
    left_from = minute if on(0) == at.today else 0
    return places, town_of(book.pack, places, on, here=wish.here, left_from=left_from), on


def _source(book: Book, paper: Paper) -> Text | None:
    """Return who has a paper that nobody needs to bring: whoever gives it."""
    if not (paper.waived or paper.on_spot):
        return None
    makers = (book.items[each].authority for each in book.makers.get(paper.document, ()))
    return next((book.authorities[each].name for each in makers if each is not None), None)


def _due(item: Item, at: Known) -> Item:
    """Return `item` with the fee that this person pays, None where that is not confirmed."""
    for each in item.fees:
        holds = truth(each.when, at)
        if holds is not False:
            # Where a parameter that nobody has confirmed decides, no amount is sure.
            return replace(item, fee=each.amount if holds else None)
    return item


def open_to(options: Sequence[Option], item: Item, at: Known) -> tuple[Option, ...]:
    """Return the ways of `item`, with minutes, that this person may take; where none is sure, those that may be."""
    held = [(each, truth(each.when, at)) for each in options]
    taken = [each for each, holds in held if holds] or [each for each, holds in held if holds is None]
    return tuple(replace(each, when=ALWAYS, minutes=with_minutes(each, item)) for each in taken)


def places_of(points: Sequence[Point], wish: Wish) -> list[Place]:
    """Return the points as places; the one where the citizen is stands first and is no way off."""
    here = wish.here is not None
    ordered = sorted(points, key=lambda each: not (here and each.center == wish.here))
    return [Place(each.id, 0 if here and each.center == wish.here else each.minutes) for each in ordered]


def _given(
    book: Book, items: Mapping[str, Item], before: Mapping[str, frozenset[str]], at: Known, lacking: set[str]
) -> Iterator[Given]:
    """Yield the papers that items of the plan make for others."""
    for user, makers in before.items():
        for need in needs_of(items[user], at):
            outputs = {output: maker for maker in makers for output in items[maker].outputs}
            if comes_of_itself(need, lacking, outputs):
                document = next(each for each in need.documents if each in outputs)
                yield Given(book.documents[document], outputs[document], user)
        for document, maker in mended(book, items[user], makers, at):
            yield Given(book.documents[document], maker, user)


def _stages(found: Schedule) -> list[Stage]:
    """Return the stops: before and after each visit what is done from home then."""
    at_home: list[list[Done]] = [[] for _ in range(len(found.visits) + 1)]
    for done in found.done.values():
        if done.visit is None:
            day, turn = done.began
            gap = turn // 2 if turn else sum(1 for _, visit in found.visits if visit < day)
            at_home[gap].append(done)
    stages = [_home_stage(at_home[0])]
    for number in range(len(found.visits)):
        tasks = [(done, done.visit != number) for done in found.done.values() if number in (done.visit, done.fetched)]
        stages += [Stage(number, tuple(tasks)), _home_stage(at_home[number + 1])]
    return [stage for stage in stages if stage.tasks]


def _home_stage(done: Sequence[Done]) -> Stage:
    return Stage(None, tuple((each, False) for each in sorted(done, key=lambda each: each.began)))


def _stop(
    book: Book,
    stage: Stage,
    found: Schedule,
    begins: Sequence[str | None],
    together: Bundled,
    people: Mapping[str, str],
    on: Callable[[int], date],
) -> Stop:
    items = together.items
    handed_in = [done.errand.item for done in stage.handed_in]
    steps = tuple(
        replace(
            _step(book, items[done.errand.item], done, on, fetches=fetches),
            covers=tuple(book.items[each].name for each in together.within(done.errand.item)),
            before=() if fetches else tuple(each for each in handed_in if each in done.errand.before),
        )
        for done, fetches in stage.tasks
    )
    if stage.visit is None:
        day = min(step.begins for step in steps)
        return Stop(None, both(FROM_HOME), None, (), None, steps, day, on(day).isoformat())
    place, day = found.visits[stage.visit]
    point = book.points[place]
    done_here = [items[each] for each in dict.fromkeys(done.errand.item for done, _ in stage.tasks)]
    lines = [item.service for item in done_here if item.service in point.services and item.service]
    names = {each.id: each.name for each in book.pack.entities}
    comes = {item.id: [people.get(each, each) for each in item.present] for item in done_here}
    must = dict.fromkeys(each for item in done_here if item.proxy is None for each in comes[item.id])
    present = must or dict.fromkeys(each for coming in comes.values() for each in coming)
    proxies = [item.proxy for item in done_here if item.proxy is not None]
    sent = [item for item in done_here if item.proxy is not None and must and not {*comes[item.id]} <= must.keys()]
    return Stop(
        point.id,
        point.name,
        point.center,
        tuple(dict.fromkeys(lines)),
        hours_text(point.hours),
        steps,
        day,
        on(day).isoformat(),
        point.minutes,
        tuple(Present(each, names.get(each, Text(each, each))) for each in present),
        () if must else tuple(dict.fromkeys(proxies)),
        tuple(both("“{item}”: {how}", item=item.name, how=item.proxy) for item in sent),
        _after(stage, found),
        begins[stage.visit],
    )


def _after(stage: Stage, found: Schedule) -> tuple[str, ...]:
    """Return the items that are done before this stop and without which it is none, those they wait for included."""
    here = {done.errand.item for done in stage.handed_in}
    waits = [done.errand.item for done, fetches in stage.tasks if fetches]
    waits += [each for done in stage.handed_in for each in done.errand.before if each in found.done]
    before: set[str] = set()
    while waits:
        item = waits.pop()
        if item not in before:
            before.add(item)
            waits += [each for each in found.done[item].errand.before if each in found.done]
    return tuple(item for item in found.done if item in before - here)


def _step(book: Book, item: Item, done: Done, on: Callable[[int], date], *, fetches: bool) -> Step:
    option = done.option
    begins = done.through[0] if fetches else done.began[0]
    ends = begins if fetches else begins + option.least_days
    authority = book.authorities.get(item.authority or "")
    return Step(
        item.id,
        item.name,
        "collect" if fetches else "submit",
        option.channel,
        0 if fetches else option.days,
        0 if fetches else item.fee,
        begins,
        ends,
        on(begins).isoformat(),
        on(ends).isoformat() if fetches or option.days is not None else None,
        option.mail,
        0 if fetches else option.cost,
        authority.name if authority else None,
        authority.phone if authority else None,
        service=item.service,
        gives=tuple(book.documents[each].name for each in item.outputs),
        code=item.code,
    )


def _made(given: Sequence[Given], stages: Sequence[Stage]) -> tuple[Made, ...]:
    """Return each paper of the plan's own with the stop that gives it and those that need it."""
    made: dict[tuple[str, str], Made] = {}
    got = {done.errand.item: number for number, stage in enumerate(stages, 1) for done, _ in stage.tasks}
    used = {done.errand.item: number for number, stage in enumerate(stages, 1) for done in stage.handed_in}
    for each in given:
        if each.user in used and each.maker in got:
            key = each.document.id, each.maker
            line = made.get(key) or Made(each.document.id, each.document.name, each.maker, got[each.maker], ())
            stops = tuple(sorted({*line.stops, used[each.user]}))
            made[key] = Made(line.document, line.name, line.item, line.stop, stops)
    return tuple(made.values())
