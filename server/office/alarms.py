"""Asking staff to open a counter for a line that grows long: raised, answered, over; told to the office alone."""

from typing import Final, Literal

import msgspec
from sqlalchemy import bindparam, delete, insert, select

from server.office.at_counter import answer, center_of, state_of
from server.office.day import begin_day
from server.office.elastic import crowd_in
from server.office.requests import Actor, AlarmCommand
from server.office.ticket import in_hand_of
from server.rules.errors import Refusal
from server.rules.hall.alarm import Alarm, AlarmAnswer, AlarmWhy, answered, looked
from server.rules.hall.skills import able
from server.store import elastic_tables, tables
from server.store.halls import Hall
from server.store.unit_of_work import Reading, UnitOfWork
from server.wire.desks import AlarmAsked, AlarmsAnswer
from server.wire.messages import CounterAnswer, moment

BY_ITSELF: Final = Actor("alarm")
_MINUTE: Final = 60_000
_c, _k, _s, _a = (table.c for table in (tables.centers, tables.counters, tables.staff, elastic_tables.alarms))
_CENTERS = select(_c.id, _c.day).where(_c.alarms != "[]").order_by(_c.position)
_ALARMS = select(_a.service, _a.state, _a.since, _a.quiet_until).where(_a.center == bindparam("center"))
_AWAY = (
    select(_k.id, _s.skills)
    .outerjoin(tables.staff, _s.id == _k.person)
    .where(_k.center == bindparam("center"), _k.taken_away_at.is_(None), _k.state != "open")
    .order_by(_k.position)
)
_FORGET = delete(elastic_tables.alarms).where(
    _a.center == bindparam("of_center"), _a.service == bindparam("of_service")
)
_KEEP = insert(elastic_tables.alarms)
_skills = msgspec.json.Decoder(tuple[str, ...]).decode


class AlarmTold(msgspec.Struct, frozen=True, omit_defaults=True):
    """What only the office keeps: that staff were asked to open one of `counters`, what they answered, or its end."""

    what: Literal["alarm_raised", "alarm_answered", "alarm_over"]
    service: str
    counters: tuple[str, ...] = ()
    answer: AlarmAnswer | None = None
    minutes: int | None = None
    why: AlarmWhy | None = None
    by: str | None = None


def centers_due(reading: Reading, now: int) -> list[str]:
    """Return the centers in which an alarm is to be raised at `now` (ms), or is over."""
    due = []
    for center, day in reading.rows(_CENTERS):
        hall = reading.hall(center)
        if day == hall.day(now) and any(before != after for before, after in _changes(reading, hall, now).values()):
            due.append(center)
    return due


def settle(uow: UnitOfWork, now: int) -> int:
    """Raise and end the alarms of a center at `now` (ms); return 0."""
    begin_day(uow, now)
    hall = uow.own_hall()
    for service, (before, after) in _changes(uow, hall, uow.moment(now)).items():
        if before != after:
            _keep(uow, service, after)
        if after is not None and after.state == "asked" and after != before:
            _tell(uow, AlarmTold("alarm_raised", service, _could(uow, hall, service)), now, BY_ITSELF)
        elif after is not None and after.state == "over" and after != before:
            _tell(uow, AlarmTold("alarm_over", service), now, BY_ITSELF)
    return 0


def alarms_at(reading: Reading, counter: str, now: int) -> AlarmsAnswer:
    """Return for which lines of this counter's center staff are asked to open one; raises `Refusal` counter_unknown."""
    center = center_of(reading, counter)
    hall = reading.hall(center)
    ruled = {rule.service for rule in hall.alarms}
    asked = []
    for service, alarm in sorted(_known(reading, center).items(), key=lambda each: each[1].since):
        if alarm.state == "asked" and service in ruled:
            crowd = crowd_in(reading, center, service, now)
            counters = _could(reading, hall, service)
            asked.append(AlarmAsked(service, moment(alarm.since), crowd.waiting, crowd.longest // _MINUTE, counters))
    return AlarmsAnswer(tuple(asked))


def answer_alarm(uow: UnitOfWork, command: AlarmCommand, now: int) -> CounterAnswer:
    """Answer an alarm at a counter at `now` (ms); nobody is asked again for a while.

    Raises `Refusal` counter_unknown, service_unknown, alarm_over where nobody is asked any more.
    """
    state = state_of(uow, command.counter, now)
    hall, service = uow.own_hall(), command.service
    if service not in hall.services:
        raise Refusal("service_unknown", service=service)
    alarm = _known(uow, uow.center).get(service)
    rule = next((each for each in hall.alarms if each.service == service), None)
    if alarm is None or alarm.state != "asked" or rule is None:
        raise Refusal("alarm_over", service=hall.services[service].name)
    minutes = command.minutes if command.answer == "coming" else None
    why = command.why if command.answer == "impossible" else None
    _keep(uow, service, answered(rule, uow.moment(now), minutes))
    told = AlarmTold("alarm_answered", service, (), command.answer, minutes, why, command.counter)
    _tell(uow, told, now, command.by)
    return answer(uow, uow.center, command.counter, in_hand_of(uow, command.counter), state)


def _changes(reading: Reading, hall: Hall, now: int) -> dict[str, tuple[Alarm | None, Alarm | None]]:
    """Return what each line's alarm is and becomes; one whose rule is gone is over without a word more."""
    known = _known(reading, hall.id)
    shut = hall.shut(now)
    changes: dict[str, tuple[Alarm | None, Alarm | None]] = {each: (alarm, None) for each, alarm in known.items()}
    for rule in hall.alarms:
        before = known.get(rule.service)
        possible = (shut is None or shut.why != "pause") and bool(_could(reading, hall, rule.service))
        crowd = crowd_in(reading, hall.id, rule.service, now)
        changes[rule.service] = before, looked(rule, crowd, before, now, possible=possible)
    return changes


def _known(reading: Reading, center: str) -> dict[str, Alarm]:
    return {row[0]: Alarm(*row[1:]) for row in reading.rows(_ALARMS, center=center)}


def _could(reading: Reading, hall: Hall, service: str) -> tuple[str, ...]:
    """Return the counters that are closed or paused and could serve a line, or help it by a rule."""
    help_it = {counter for rule in hall.elastic if rule.service == service for counter in rule.counters}
    return tuple(
        counter
        for counter, skills in reading.rows(_AWAY, center=hall.id)
        if (service in hall.counters[counter].services or counter in help_it)
        and able(service, None if skills is None else _skills(skills))
    )


def _keep(uow: UnitOfWork, service: str, alarm: Alarm | None) -> None:
    uow.run(_FORGET, of_center=uow.center, of_service=service)
    if alarm is not None:
        uow.run(
            _KEEP,
            center=uow.center,
            service=service,
            state=alarm.state,
            since=alarm.since,
            quiet_until=alarm.quiet_until,
        )


def _tell(uow: UnitOfWork, told: AlarmTold, now: int, by: Actor) -> None:
    uow.tell(now, "staff.told", by.device, person=by.person, private=msgspec.json.encode(told).decode())
