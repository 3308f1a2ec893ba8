"""The form of an item in a real browser, with a person beside it who is guided by what is typed."""

from collections.abc import Iterator

import pytest

from commands.demo.browser import Chromium
from commands.seeding import now
from server.office.drafts.begun import shipped_texts
from server.office.drafts.write import begin_draft
from server.office.people.accounts import By
from server.rules.people.roles import Grant
from server.store.unit_of_work import CITY
from tests.hall_pages import Hall, accessible, hall_for, keep_picture
from tests.server.office.people.conftest import PASSWORD, House
from tests.server.web.admin.test_looks import TIGHT, TOO_WIDE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("admin-looks")]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall_for(tmp_path_factory.mktemp("desk") / "data") as made:
        yield made


@pytest.mark.parametrize(
    ("language", "size"),
    [
        ("zh-CN", (1366, 900)),
        pytest.param("en-GB", (390, 844), marks=pytest.mark.long),
    ],
)
def test_an_item_is_written_and_tried_beside_its_form(
    hall: Hall, chromium: Chromium, language: str, size: tuple[int, int]
) -> None:
    house = House(hall.store, now=now())
    login = f"editor{size[0]}"
    house.add(login, Grant("editor"))
    texts = shipped_texts("dongjiang")
    id_ = hall.store.write(
        CITY, lambda uow: begin_draft(uow, "春季修订", "shipped:dongjiang", texts, By("", "An", ""), now())
    )
    page = chromium.open(f"{hall.url}/admin/sign-in", *size, language)
    page.page.fill("#login", login)
    page.page.fill("#password", PASSWORD)
    page.press("button.main")
    page.wait("document.querySelector('nav') !== null")
    wrong: list[object] = []
    at = f"{hall.url}/admin/guidance/{id_}"
    for path in (
        "",
        "?q=居住证",
        "/all/items",
        "/new/facts",
        "/files",
        "/file?name=items/02-residence.yaml",
        "/proof",
        "/table/parameters",
        "/table/fees",
        "/table/holidays",
        "/facts/hukou",
        "/items/B02",
    ):
        page.page.goto(at + path)
        keep_picture(page, f"desk-{size[0]}{path.replace('/', '-').replace('?', '-')[:24]}")
        wrong += [(path, found) for found in (*accessible(page), *page.value(TOO_WIDE), *page.value(TIGHT))]
    assert wrong == []
    page.page.fill('[name="requirements[0].reason.en"]', "Typed a moment ago")
    page.page.fill('[name="requirements[0].reason.zh"]', "刚刚写的")
    page.page.select_option('[name="person.list"]', "residence")
    # Without loading the page anew: what is typed stays where it is typed.
    page.value("window.same = true")
    for act in ("look", "say hukou hkm"):
        with page.page.expect_response(lambda answer: answer.request.method == "POST"):
            page.page.click(f'[name="act"][value="{act}"]')
        page.page.wait_for_selector('#person [name="act"][value^="unsay"], #person .question')
    page.page.wait_for_selector("#person :text('刚刚写的'), #person :text('Typed a moment ago')")
    keep_picture(page, f"desk-{size[0]}-person")
    assert page.value("window.same") is True
    page.page.click("#record .row button.main")
    page.page.wait_for_selector("p.good")
    assert page.page.input_value('[name="requirements[0].reason.zh"]') == "刚刚写的"
    assert page.page.locator('#person [value="unsay hukou"]').count() == 1
    assert page.errors == []
    page.close()
