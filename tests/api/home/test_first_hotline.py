"""From an empty service to a checked first plan, page by page; what is wrong keeps what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO

import pytest
from sqlalchemy import Engine, select

from api.access.roles import Role
from api.plans import hotline_pages
from api.store.tables import AUDIT_EVENT, HOTLINE
from tests.api.accounts.offices import Browser, Office
from tests.api.filled_service import digest, packed
from tests.api.home.offices import fields_of, first_administrator, send
from tests.api.publications import small_plan
from wfm.tables.plan_opening import open_workbook
from wfm.tables.plan_writing import plan_files
from wfm.tables.workbook_writing import plan_workbook
from wfm.tables.written_cells import plan_cells

NEW = "/hotlines/new"
FIRST_DAY = "2027-04-01"
PLAN = f"/plans/{FIRST_DAY}"


@pytest.fixture
def opened(engine: Engine) -> Iterator[tuple[Office, Browser]]:
    with first_administrator(engine) as found:
        yield found


@pytest.fixture
def browser(opened: tuple[Office, Browser]) -> Browser:
    return opened[1]


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def make(browser: Browser, **fields: str) -> None:
    """Make the hotline of the form."""
    answer = send(browser, NEW, NEW, typed={"name": "Linjen", "code": "l", **fields})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?hotline=l")


def filled() -> bytes:
    """Return the workbook of a plan that is filled in."""
    plan = small_plan()
    return plan_workbook(plan.hotline, plan_cells(plan))


def test_the_first_administrator_is_led_to_a_checked_plan(browser: Browser) -> None:
    first = browser.get("/?lang=en").text
    assert "Three steps lead to the first plan" in first
    assert f'href="{NEW}?lang=en"' in first
    make(browser)
    second = words(browser.get("/?lang=en").text)
    assert "Make a hotline ✓ done" in second
    assert "Invite the others at any time" in second
    assert "Plan the first quarter next" in second
    assert "0 municipalities, 0 agents" in second
    assert browser.get("/administration").status_code == 200
    missing = words(browser.get(f"{PLAN}/check?lang=en").text)
    assert "What is still missing Municipalities Agents" in missing
    empty = browser.get(f"{PLAN}/plan.xlsx").content
    assert open_workbook("plan.xlsx", empty).hotline.hotline.code == "l"


def test_who_makes_it_plans_it_if_they_like_and_stays_signed_in(
    opened: tuple[Office, Browser], browser: Browser
) -> None:
    make(browser)
    assert (
        "Coordinator" in browser.get("/account?lang=en").text
        or "coordinator" in browser.get("/account?lang=en").text
    )
    answer = send(browser, f"{PLAN}/file", f"{PLAN}/file", ("plan.txt", b"x"))
    assert answer.status_code == 422
    office = opened[0]
    office.account("second@example.org", Role.ADMINISTRATOR, None)
    other = office.signed_in("second@example.org")
    sent = fields_of(other.get(NEW).text, NEW) | {"name": "Anden", "code": "a"}
    sent.pop("plans_it")
    assert other.client.post(NEW, data=sent).status_code == 303
    told = words(other.get("/?lang=en&hotline=a").text)
    assert "There is no coordinator yet" in told
    assert "A coordinator does this" in told
    assert other.get(f"{PLAN}/file?hotline=a").status_code == 200
    assert other.client.post(f"{PLAN}/file?hotline=a", data=sent).status_code == 403


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(engine: Engine, browser: Browser) -> None:
    typed = {"name": "Linjen", "code": "to ord", "hours": "x", "mon": "20-8", "method": "dhondt"}
    before = digest(engine)
    answer = send(browser, f"{NEW}?lang=en", NEW, typed=typed)
    assert answer.status_code == 422
    kept = fields_of(answer.text, NEW)
    assert {name: kept[name] for name in typed} == typed
    assert re.findall(r'href="#([a-z_]+)"', answer.text)[1:] == ["code", "mon", "hours"]
    assert digest(engine) == before


def test_a_code_that_is_taken_is_told_at_its_field(browser: Browser) -> None:
    make(browser)
    answer = send(browser, NEW, NEW, typed={"name": "En til", "code": "l"})
    assert answer.status_code == 409
    assert fields_of(answer.text, NEW)["name"] == "En til"
    assert 'href="#code"' in answer.text


def test_the_same_form_sent_twice_makes_one(engine: Engine, browser: Browser) -> None:
    sent = fields_of(browser.get(NEW).text, NEW) | {"name": "Linjen", "code": "l"}
    assert browser.client.post(NEW, data=sent).status_code == 303
    again = sent | {"form_token": browser.token()}
    assert browser.client.post(NEW, data=again).status_code == 303
    with engine.connect() as connection:
        assert [*connection.scalars(select(HOTLINE.c.code))] == ["l"]


def test_the_sample_is_a_whole_plan(browser: Browser) -> None:
    answer = send(browser, NEW, f"{NEW}/sample")
    assert answer.headers["location"] == "/?hotline=ddh"
    told = words(browser.get("/?lang=en").text)
    assert "20 municipalities, 80 agents" in told
    assert "Publish a roster next" in told


def test_where_no_sample_was_installed_none_is_offered(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setattr(hotline_pages, "asset_folder", lambda _: tmp_path_factory.mktemp("nothing"))
    assert "/hotlines/new/sample" not in browser.get(NEW).text


@pytest.mark.parametrize("kind_of_file", ["workbook", "folder", "toml"])
def test_a_file_makes_a_hotline_with_its_plan(browser: Browser, kind_of_file: str) -> None:
    files = plan_files(small_plan())
    sent = {
        "workbook": ("plan.xlsx", filled()),
        "folder": ("plan.zip", packed(files)),
        "toml": ("hotline.toml", files["hotline.toml"]),
    }[kind_of_file]
    answer = send(browser, NEW, f"{NEW}/file", sent)
    assert (answer.status_code, answer.headers.get("location")) == (303, "/?hotline=test")
    check = words(browser.get("/plans/2027-01-04/check?lang=en").text)
    assert ("What is still missing" in check) == (kind_of_file == "toml")


@pytest.mark.parametrize(
    ("name", "content"),
    [("plan.xlsx", b"no workbook"), ("plan.zip", b"PK"), ("plan.pdf", b"%PDF"), ("", b""), ("a.toml", b"=")],
)
def test_a_file_that_is_none_is_told_and_nothing_is_kept(
    engine: Engine, browser: Browser, name: str, content: bytes
) -> None:
    before = digest(engine)
    answer = send(browser, f"{NEW}?lang=en", f"{NEW}/file", (name or "x", content))
    assert answer.status_code == 422
    assert "1 fault; nothing was kept" in answer.text
    assert digest(engine) == before


def test_all_faults_of_a_file_are_told_and_nothing_of_it_is_kept(engine: Engine, browser: Browser) -> None:
    files = plan_files(small_plan())
    files["agents.csv"] = files["agents.csv"].replace(b"1-1", b"1-2", 1).replace(b",2,", b",77,", 1)
    files["municipalities.csv"] = files["municipalities.csv"].replace(b"staffing", b"sleeping", 1)
    before = digest(engine)
    answer = send(browser, f"{NEW}?lang=en", f"{NEW}/file", ("plan.zip", packed(files)))
    told = words(answer.text)
    assert answer.status_code == 422
    assert "municipalities.csv" in told
    assert "agents.csv" in told
    assert digest(engine) == before


def test_a_large_file_is_never_written_to_the_disk(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[object] = []
    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", lambda spooled: written.append(spooled))
    answer = send(browser, NEW, f"{NEW}/file", ("plan.xlsx", bytes(3_000_000)))
    assert answer.status_code == 422
    assert written == []


def test_it_is_recorded_who_made_it(engine: Engine, browser: Browser) -> None:
    make(browser)
    with engine.connect() as connection:
        asked = select(AUDIT_EVENT.c.action, AUDIT_EVENT.c.actor).order_by(AUDIT_EVENT.c.seq.desc()).limit(4)
        done = [tuple(row) for row in connection.execute(asked)]
    assert [action for action, _ in done] == ["login.begin", "grant.give", "plan.import", "hotline.make"]
    assert len({actor for _, actor in done[1:]}) == 1
    assert done[1][1]


def test_only_who_administers_all_makes_hotlines(opened: tuple[Office, Browser]) -> None:
    office, browser = opened
    make(browser)
    office.account("one@example.org", Role.ADMINISTRATOR, "l")
    one = office.signed_in("one@example.org")
    assert one.get(NEW).status_code == 403
    assert f'href="{NEW}' not in one.get("/hotlines").text
    assert BytesIO(one.get("/hotlines").content).read().count(b"Linjen")
