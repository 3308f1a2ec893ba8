"""A hall in which everything that a city may write is as long as it may be: names, counters, lines and numbers."""

import msgspec
from sqlalchemy import insert

from commands.seeding import now
from config.centers import City, Counter, Service, Text
from config.city_file import shipped_city
from server.office.day import begin_day
from server.store import tables
from server.store.unit_of_work import UnitOfWork
from tests.hall_pages import Hall, noon_zone

NAME = Text(
    "东江市高新技术产业开发区松山湖片区政务服务中心（南城分厅）社会保险与医疗保障联合综合受理服务大厅",
    "Administrative Service Center of the Dongjiang High-Tech Industrial Development Zone, South Hall, Joint Desk",
)
LINES = (
    Text("不动产登记、房屋交易和抵押综合受理", "Real estate: registration, sale and mortgage of homes, all in one"),
    Text("城乡居民基本养老保险待遇申领", "Claiming the basic old-age pension of urban and rural residents"),
    Text("户籍业务", "Household registration"),
    Text("外国人来华工作许可和居留许可", "Work and residence permits of foreigners in China"),
    Text("社保", "Insurance"),
    Text("食品经营许可、餐饮服务许可", "Permits of food businesses and restaurants"),
    Text("机动车驾驶证补领换领和期满换证", "Driving licences: lost, damaged, changed or expired"),
)
COUNTERS = (
    Text("12A 号窗口", "Counter 12A"),
    Text("108 号窗口", "Counter 108"),
    Text("3 号窗口", "Counter 3"),
    Text("二楼东区不动产登记与抵押综合受理专窗", "Second floor, east wing: real estate registration and mortgages"),
    Text("婚姻登记颁证厅", "Marriage hall"),
    Text("B 区 07 号综合窗口", "Zone B, all-purpose counter 07"),
    Text("27 号窗口", "Counter 27"),
    Text("办税自助区", "Self-service tax area"),
    Text(
        "三楼西区企业开办与注销一站式服务专窗",
        "Third floor, west wing: one-stop desk for opening and closing companies",
    ),
    Text("VIP 室", "Room for private talks"),
    Text("11 号窗口", "Counter 11"),
    Text("四楼公积金与社保转移接续联办窗口", "Fourth floor: housing fund and transfer of insurance"),
)
PLACE = Text("二楼东区不动产登记大厅（近三号电梯）", "Second floor, real estate hall in the east wing, near lift 3")
OFFERED = 14
GIVEN_OUT = 1011
"""Numbers of each line that were given out before anybody looks: the next one has six places."""


def long_city(**others: object) -> City:
    """Return a city of one center with long names; `others` are further fields of that center."""
    city = shipped_city("dongjiang")
    services = tuple(
        Service(f"line-{at:02}", "AB" if at == 0 else f"{chr(66 + at)}B", LINES[at % len(LINES)], PLACE)
        for at in range(OFFERED)
    )
    offered = tuple(each.id for each in services)
    counters = tuple(
        Counter(f"desk-{at}", name, offered, PLACE if at % 2 else None) for at, name in enumerate(COUNTERS)
    )
    center = msgspec.structs.replace(
        city.centers[0], name=NAME, counters=counters, staff=(), services=offered, timezone=noon_zone()
    )
    center = msgspec.structs.replace(center, **others)
    return msgspec.structs.replace(city, services=services, centers=(center,))


def numbers_grow(hall: Hall) -> None:
    """Let the next number of every line be `AB1012` or so."""

    def grow(uow: UnitOfWork) -> None:
        day = begin_day(uow, now())
        for service in uow.own_hall().services.values():
            uow.run(insert(tables.numbers), center=hall.center, prefix=service.prefix, day=day, last=GIVEN_OUT)

    hall.store.write(hall.center, grow)
