"""The guidance desk over the small city: a draft from its beginning to its handing in, by people who write at once."""

import io
import re
import zipfile

import pytest

from config.edition import Guidance
from config.pack_texts import read_texts
from server.office.audit.chain import head
from server.office.drafts.begun import as_zip, release_texts
from server.office.drafts.record import drafts
from server.rules.people.roles import Grant
from tests.server.rules.guidance.small_pack import SMALL
from tests.server.web.admin.browser import Browser
from tests.server.web.admin.conftest import Enter
from tests.server.web.admin.form_fields import form_fields
from tests.server.web.conftest import Web

TEXTS = release_texts(Guidance(SMALL))
ITEMS = "items/01.yaml"


@pytest.fixture
def writer(enter: Enter) -> Browser:
    return enter("an", Grant("editor"))


def begun(browser: Browser, web: Web, texts: dict[str, str] | None = None) -> str:
    """Begin a draft with a zip and return its address."""
    browser.open("/admin/guidance")
    data = as_zip(TEXTS if texts is None else texts, "pack")
    assert browser.upload("/admin/guidance", data, "pack.zip", source="zip", name="Spring").status == 200
    return f"/admin/guidance/{web.store.read(drafts)[0].id}"


def kept(browser: Browser, at: str) -> dict[str, str]:
    """Return the files of a draft as its zip has them."""
    answer = browser._ask("GET", f"{at}/draft.zip", None, {})
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        return {name.partition("/")[2]: book.read(name).decode() for name in book.namelist()}


def save(browser: Browser, path: str, **changed: str) -> int:
    """Send the form of the page that is open, with some fields changed; return the status."""
    return browser.send(path, act="save", **{**form_fields(browser.page), **changed}).status


def test_what_a_zip_brought_is_what_the_zip_gives_back_and_a_form_changes_its_own_lines(
    web: Web, writer: Browser
) -> None:
    texts = {**TEXTS, ITEMS: f"# Nobody may lose this.\n{TEXTS[ITEMS]}", "sources/law.txt": "第一条\n"}
    at = begun(writer, web, texts)
    assert kept(writer, at) == texts
    writer.open(f"{at}/items/permit")
    before = web.store.read(head).seq
    assert save(writer, f"{at}/items/permit", **{"name.zh": "居住证"}) == 200
    assert "Written into the draft" in writer.text()
    changed = kept(writer, at)
    assert {each for each in texts if texts[each] != changed[each]} == {ITEMS}
    was, now = texts[ITEMS].splitlines(), changed[ITEMS].splitlines()
    assert [pair for pair in zip(was, now, strict=True) if pair[0] != pair[1]] == [
        ('  name: {zh: permit, en: "permit"}', '  name: {zh: 居住证, en: "permit"}')
    ]
    assert web.store.read(head).seq == before + 1
    writer.open(f"{at}/items/permit")
    assert save(writer, f"{at}/items/permit") == 200
    assert "nothing was written" in writer.text()
    assert web.store.read(head).seq == before + 1


def test_every_form_says_again_what_was_written(web: Web, writer: Browser) -> None:
    at = begun(writer, web)
    pages = {
        part: re.findall(rf'href="({at}/{part}/[^"]+)"', _listed(writer, at, part))
        for part in ("items", "facts", "documents", "checklists", "parameters")
    }
    assert all(pages.values())
    for paths in pages.values():
        for path in paths:
            writer.open(path)
            assert save(writer, path) == 200
            assert "nothing was written" in writer.text(), path
    assert kept(writer, at) == TEXTS


def _listed(browser: Browser, at: str, part: str) -> str:
    browser.open(f"{at}/all/{part}")
    return browser.page


def test_two_who_write_the_same_record_see_each_other_and_two_who_write_others_do_not(
    web: Web, enter: Enter, writer: Browser
) -> None:
    other = enter("bo", Grant("editor"))
    at = begun(writer, web)
    for browser in (writer, other):
        browser.open(f"{at}/items/permit")
    assert save(other, f"{at}/items/permit", **{"name.zh": "别人的"}) == 200
    assert save(writer, f"{at}/items/permit", **{"name.zh": "自己的"}) == 409
    assert "别人的" in writer.page
    assert 'value="自己的"' in writer.page
    assert "别人的" in kept(writer, at)[ITEMS]
    assert save(writer, f"{at}/items/permit") == 200
    assert "自己的" in kept(writer, at)[ITEMS]
    # Another record of the same file is nobody's business.
    writer.open(f"{at}/items/school")
    other.open(f"{at}/items/permit")
    assert save(other, f"{at}/items/permit", **{"name.zh": "又改"}) == 200
    assert save(writer, f"{at}/items/school", **{"name.zh": "入学"}) == 200
    assert all(each in kept(writer, at)[ITEMS] for each in ("又改", "入学"))


def test_a_file_that_was_changed_meanwhile_is_shown_beside_what_was_typed(
    web: Web, enter: Enter, writer: Browser
) -> None:
    other = enter("bo", Grant("editor"))
    at = begun(writer, web)
    for browser in (writer, other):
        browser.open(f"{at}/file?name=themes/01.yaml")
    mine, theirs = '- {id: one, name: {zh: 甲, en: "A"}}\n', '- {id: one, name: {zh: 乙, en: "B"}}\n'
    assert save(other, f"{at}/file", text=theirs) == 200
    assert save(writer, f"{at}/file", text=mine) == 409
    assert "甲" in writer.page
    assert "乙" in writer.page
    assert save(writer, f"{at}/file", text=mine) == 200
    assert kept(writer, at)["themes/01.yaml"] == mine
    writer.open(f"{at}/past?name=themes/01.yaml&version=2")
    assert "乙" in writer.page


def test_findings_stand_beside_the_field_that_they_are_about(web: Web, writer: Browser) -> None:
    at = begun(writer, web)
    writer.open(f"{at}/items/permit")
    assert save(writer, f"{at}/items/permit", **{"requirements[0].holds": "{in: [nothing, [own]]}"}) == 200
    assert re.search(r'id="requirements\[0\]\.holds-wrong">[^<]*nothing', writer.page)
    assert save(writer, f"{at}/items/permit", **{"requirements[0].holds": "{in: [living"}) == 422
    assert re.search(r'id="requirements\[0\]\.holds-wrong">Line [12], column', writer.page)
    assert "{in: [nothing, [own]]}" in kept(writer, at)[ITEMS]
    writer.open(at)
    assert "1 wrong" in writer.text()


def test_a_record_is_added_named_and_taken_out(web: Web, writer: Browser) -> None:
    at = begun(writer, web)
    writer.open(f"{at}/new/documents")
    new = {"id": "photo", "name.zh": "照片", "name.en": "Photo", "electronic": "on"}
    assert save(writer, f"{at}/new/documents", **{**new, "id": "深圳"}) == 422
    assert save(writer, f"{at}/new/documents", **{**new, "id": "deed"}) == 422
    assert "deed is there already" in writer.text()
    assert save(writer, f"{at}/new/documents", **new) == 200
    added = kept(writer, at)["documents/01.yaml"]
    assert added == TEXTS["documents/01.yaml"] + '- {id: photo, name: {zh: 照片, en: "Photo"}, electronic: true}\n'
    writer.open(f"{at}/items/permit")
    # What is chosen by its name is written by its id.
    assert save(writer, f"{at}/items/permit", **{"needs[0].documents:1": "Photo"}) == 200
    assert "documents: [id, photo]" in kept(writer, at)[ITEMS]
    writer.open(f"{at}/documents/photo")
    assert "It is named by" in writer.text()
    assert writer.send(f"{at}/documents/photo", act="remove", seen="2").status == 200
    assert kept(writer, at)["documents/01.yaml"] == TEXTS["documents/01.yaml"]


def test_yaml_is_taken_as_it_is_and_refused_with_line_and_column(web: Web, enter: Enter) -> None:
    writer = enter("an", Grant("editor"), language="zh")
    at = begun(writer, web)
    writer.open(f"{at}/documents/deed")
    written = "- id: deed # as on paper\n  name: {zh: 房产证, en: 'Deed'}\n"
    seen = form_fields(writer.page)["seen"]
    assert writer.send(f"{at}/documents/deed", act="yaml", yaml=written.replace("\n", "\r\n"), seen=seen).status == 200
    assert written in kept(writer, at)["documents/01.yaml"]
    for wrong in ("- id: deed\n  name: {zh: [\n", "- &a {id: deed}\n", "- !!python/object:os.system {}\n"):
        writer.open(f"{at}/documents/deed")
        assert writer.send(f"{at}/documents/deed", act="yaml", yaml=wrong, seen="2").status == 422
        assert re.search("第 [123] 行第 \\d+ 列", writer.text()), wrong
        assert wrong.splitlines()[0].replace("&", "&amp;") in writer.page
    assert written in kept(writer, at)["documents/01.yaml"]


def test_a_person_is_guided_by_what_is_typed(web: Web, writer: Browser) -> None:
    at = begun(writer, web)
    path = f"{at}/items/permit"
    writer.open(path)
    form = {**form_fields(writer.page), "person.list": "settle"}
    before = web.store.read(head).seq
    writer.send(path, act="look", **form)
    assert "living?" in writer.text()
    writer.send(path, act="say living none", **form)
    assert "permit?" in writer.text()
    said = {**form, "person.answer.living": "none", "requirements[0].reason.en": "a home is needed"}
    writer.send(path, act="say permit false", **said)
    assert "a home is needed" in writer.text().partition("Try it as a person")[2].partition("As YAML")[0]
    assert "cannot be done" in writer.text()
    assert web.store.read(head).seq == before
    writer.send(path, act="unsay living", **said)
    assert "a home is needed" not in writer.text().partition("Try it as a person")[2].partition("As YAML")[0]
    # Who was looked at is still there after what was typed is written.
    assert save(writer, path, **{**form, "person.answer.living": "none", "name.zh": "证"}) == 200
    assert 'name="person.answer.living" value="none"' in writer.page


def test_what_is_no_pack_is_refused_whole(web: Web, writer: Browser) -> None:
    writer.open("/admin/guidance")
    before = web.store.read(head).seq
    for texts, why in (
        ({"items.yaml": "[]\n"}, "it is missing"),
        ({**TEXTS, "items/a/b.yaml": "[]\n"}, "a pack has no such file"),
        ({**TEXTS, "run.py": "x"}, "a pack has no such file"),
        ({**TEXTS, "../items.yaml": "x"}, "leads out of the folder"),
    ):
        assert writer.upload("/admin/guidance", as_zip(texts, "x"), "x.zip", source="zip", name="n").status == 422
        assert why in writer.text()
    for data in (b"", b"PK\x03\x04 no zip", b"\x00" * 4000):
        assert writer.upload("/admin/guidance", data, "x.zip", source="zip", name="n").status == 422
        assert "no zip file" in writer.text()
    for given in ({"source": "shipped:../..", "name": "n"}, {"source": "empty", "name": " "}, {"name": "n"}):
        assert writer.send("/admin/guidance", **given).status == 422
    assert web.store.read(drafts) == ()
    assert web.store.read(head).seq == before


def test_a_draft_that_is_not_proved_is_not_handed_in(web: Web, writer: Browser) -> None:
    at = begun(writer, web)
    writer.open(f"{at}/proof")
    assert writer.send(f"{at}/hand-in").status == 409
    assert "Prove the draft as it is now first" in writer.text()


def test_the_tree_finds_what_people_call_things(web: Web, writer: Browser) -> None:
    at = begun(writer, web)
    writer.open(f"{at}?q=school")
    assert f"{at}/items/school" in writer.page.partition("Found")[2].partition("Parts")[0]
    writer.open(f"{at}?q=<b>nothing")
    assert "Nothing says that" in writer.text()
    assert "<b>nothing" not in writer.page
    assert read_texts(kept(writer, at)).pack == SMALL


def test_a_table_writes_the_cells_that_were_changed_all_or_none(web: Web, enter: Enter, writer: Browser) -> None:
    other = enter("bo", Grant("editor"))
    at = begun(writer, web)
    for browser in (writer, other):
        browser.open(f"{at}/table/parameters")
    names = [each for each in form_fields(writer.page) if each.startswith("parameters/01.yaml:")]
    assert len(names) == 2
    before = web.store.read(head).seq
    assert (
        writer.send(f"{at}/table/parameters", **{**form_fields(writer.page), names[0]: "12", names[1]: "a"}).status
        == 422
    )
    assert "Write a whole number instead of a" in writer.text()
    assert kept(writer, at) == TEXTS
    assert (
        writer.send(f"{at}/table/parameters", **{**form_fields(writer.page), names[0]: "12", names[1]: "3"}).status
        == 200
    )
    assert web.store.read(head).seq == before + 1
    changed = kept(writer, at)["parameters/01.yaml"]
    assert changed == TEXTS["parameters/01.yaml"].replace("value: 6", "value: 12").replace("value: null", "value: 3")
    # Who looked before that is shown both, and sends again.
    assert other.send(f"{at}/table/parameters", **{**form_fields(other.page), names[0]: "7"}).status == 409
    assert "Is now: 12" in re.sub(r"\s+", " ", other.text())
    assert other.send(f"{at}/table/parameters", **form_fields(other.page)).status == 200
    assert "value: 7" in kept(writer, at)["parameters/01.yaml"]
    writer.open(f"{at}/table/fees")
    names = [each for each in form_fields(writer.page) if each.startswith("items/")]
    assert writer.send(f"{at}/table/fees", **{**form_fields(writer.page), names[0]: "20", names[1]: ""}).status == 200
    assert [each.fee for each in read_texts(kept(writer, at)).pack.items[:2]] == [20, None]


def test_a_holiday_is_added_and_taken_out(web: Web, writer: Browser) -> None:
    at = begun(writer, web)
    day = {"first": "2027-01-01", "last": "2027-01-03", "name/zh": "元旦", "name/en": "New Year"}
    writer.open(f"{at}/table/holidays")
    given = {f"pack.yaml:calendar/holidays/0/{name}": value for name, value in day.items()}
    assert writer.send(f"{at}/table/holidays", **{**form_fields(writer.page), **given}).status == 200
    (holiday,) = read_texts(kept(writer, at)).pack.calendar.holidays
    assert (holiday.first, holiday.last, holiday.name.zh) == ("2027-01-01", "2027-01-03", "元旦")
    assert writer.send(f"{at}/table/holidays", **{**form_fields(writer.page), **dict.fromkeys(given, "")}).status == 200
    assert read_texts(kept(writer, at)).pack.calendar.holidays == ()
