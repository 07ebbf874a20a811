"""Publish with its difference: what is shown is what happens, or nothing does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from httpx2 import Response
from sqlalchemy import select, update

from api.access.ids import HotlineCode, VersionNumber
from api.accounts.records import accounts
from api.plans.records.facts import find_hotline
from api.publishing import pages as page_module
from api.publishing.changes import measure_change
from api.publishing.records import find_published
from api.publishing.service import publish
from api.rosters.records.rosters import find_version
from api.store.engine import reading, writing
from api.store.idempotency import IdempotentRequest
from api.store.tables import AUDIT_EVENT, AUDIT_PAYLOAD, PERSON
from tests.api.notices.post import add_agents
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.published.test_pages import Outline, words
from tests.api.publishing.planned import (
    ADMINISTRATOR,
    LEADER,
    MINE,
    NOW,
    PLACE,
    STRANGER,
    Planned,
    planned,
    two_versions,
)
from tests.builders import roster

THIRD = roster({"2027-01-08T11:00": ("1-1", "1-2")})


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Planned]:
    with two_versions(tmp_path) as found:
        yield found


def number(world: Planned) -> int:
    with reading(world.database) as connection:
        return find_published(connection, world.revision.plan).number


def form(answer: Response) -> dict[str, str]:
    """Return what a page's form sends when everything is ticked."""
    found = [
        tag for tag in Outline(answer.text).all("input") if tag.get("name") in ("expected", "key", "noticed")
    ]
    return {str(tag["name"]): str(tag["value"]) for tag in found}


def test_it_shows_what_changes_for_whom_and_how_soon(world: Planned) -> None:
    answer = world.client().get(f"{PLACE}/2/publish?lang=en")
    said = words(answer.text)
    assert answer.status_code == 200
    assert "Published now is version 1, by a deleted account on 9 December 2026 at 13:00" in said
    assert "In 26 days: Monday 4 January 2027 at 11:00: Agent 2-2 out" in said
    assert "In 27 days: Tuesday 5 January 2027 at 08:00: Agent 1-2 in" in said
    assert "No longer: Monday 4 January 2027 at 11:00" in said
    assert "New: Tuesday 5 January 2027 at 08:00" in said
    assert "<b>moved</b>" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_it_is_said_what_got_worse_and_not_what_was_so_before(world: Planned) -> None:
    remarks = words(world.client().get(f"{PLACE}/2/publish?lang=en").text).partition("New findings")[2]
    told = remarks.partition("At short notice")[0]
    assert "is empty on Monday 4 January 2027 at 11:00" in told
    assert "Wednesday 6 January" not in told
    assert "New findings" not in world.client().get(f"{PLACE}/1/publish?lang=en").text


def test_what_was_shown_is_published(world: Planned) -> None:
    client = world.client()
    told = form(client.get(f"{PLACE}/2/publish"))
    assert told["expected"] == "1"
    answer = client.post(f"{PLACE}/2/publish?lang=en", data=told)
    assert answer.status_code == 303
    assert number(world) == 2
    after = client.get(answer.headers["location"])
    assert "Version 2 is published" in words(after.text)
    assert "Published: version 2, by you" in words(after.text)


def test_the_form_sent_again_publishes_nothing_again(world: Planned) -> None:
    client = world.client()
    told = form(client.get(f"{PLACE}/2/publish"))
    first, second = (client.post(f"{PLACE}/2/publish", data=told) for _ in range(2))
    assert (first.status_code, first.headers["location"]) == (second.status_code, second.headers["location"])
    assert number(world) == 2


def test_without_its_key_the_form_would_count_as_another(
    world: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = publish

    def keyless(*told: object, request: IdempotentRequest, **rest: object) -> object:
        return honest(*told, request=replace(request, key=uuid4().hex), **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(page_module, "publish", keyless)
    with pytest.raises(KeyError):  # the second one has nowhere to lead to
        test_the_form_sent_again_publishes_nothing_again(world)


# --- short notice ------------------------------------------------------------------------------------


def test_short_notice_must_be_ticked(world: Planned) -> None:
    client = world.client()
    told = form(client.get(f"{PLACE}/2/publish"))
    told.pop("noticed")
    answer = client.post(f"{PLACE}/2/publish?lang=en", data=told)
    assert answer.status_code == 422
    assert number(world) == 1
    assert "Not published yet" in words(answer.text)
    assert client.post(f"{PLACE}/2/publish", data=form(answer)).status_code == 303


def test_without_the_guard_it_would_be_published_unticked(
    world: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "api.publishing.preview.measure_change"
    monkeypatch.setattr(name, lambda *told: replace(measure_change(*told), near=()))
    with pytest.raises(KeyError):
        test_short_notice_must_be_ticked(world)
    told = form(world.client().get(f"{PLACE}/2/publish"))
    assert world.client().post(f"{PLACE}/2/publish", data=told).status_code == 422
    monkeypatch.setattr("api.publishing.changes.find_short_notice", lambda *told: ())
    with pytest.raises(KeyError):
        test_short_notice_must_be_ticked(world)
    told = form(world.client().get(f"{PLACE}/2/publish"))
    assert world.client().post(f"{PLACE}/2/publish", data=told).status_code == 303


@pytest.mark.parametrize(("days", "told"), [(26, False), (27, True), (28, True)])
def test_days_of_notice_are_a_setting(world: Planned, days: int, told: bool) -> None:
    world.notice_days = days
    answer = world.client().get(f"{PLACE}/2/publish?lang=en")
    assert ("At short notice" in answer.text) is told
    assert ("noticed" in form(answer)) is told


def test_in_good_time_nothing_need_be_ticked(world: Planned) -> None:
    world.now = datetime(2026, 11, 1, tzinfo=UTC)
    told = form(world.client().get(f"{PLACE}/2/publish"))
    assert "noticed" not in told
    assert world.client().post(f"{PLACE}/2/publish", data=told).status_code == 303


# --- two coordinators --------------------------------------------------------------------------------


def test_who_is_overtaken_is_told_by_whom_and_sees_what_differs_now(world: Planned) -> None:
    third = world.version(THIRD, expected=2)
    client = world.client()
    told = form(client.get(f"{PLACE}/3/publish"))
    with reading(world.database) as connection:
        second = find_version(connection, world.revision.plan, VersionNumber(2))
    world.publish(second, expected=1)
    answer = client.post(f"{PLACE}/3/publish?lang=en", data=told)
    assert answer.status_code == 412
    assert number(world) == 2
    assert "Version 2 was published meanwhile, by a deleted account" in words(answer.text)
    again = form(answer)
    assert (again["expected"], again["key"] != told["key"]) == ("2", True)
    assert client.post(f"{PLACE}/3/publish", data=again).status_code == 303
    assert number(world) == third.number


def test_the_same_form_in_two_tabs_is_told_what_happened(world: Planned) -> None:
    """One person, twice the same page: what the first tab published was published."""
    first, second = (form(world.client().get(f"{PLACE}/2/publish")) for _ in range(2))
    assert world.client().post(f"{PLACE}/2/publish", data=first).status_code == 303
    said = words(world.client().post(f"{PLACE}/2/publish?lang=en", data=second).text)
    assert "Version 2 was published already, by you on" in said
    assert "Somebody else" not in said
    assert "was not published." not in said


def test_who_published_another_version_in_another_tab_is_told_so(world: Planned) -> None:
    third = world.version(THIRD, expected=2)
    client = world.client()
    second, last = (form(client.get(f"{PLACE}/{n}/publish")) for n in (2, third.number))
    assert client.post(f"{PLACE}/2/publish", data=second).status_code == 303
    said = words(client.post(f"{PLACE}/3/publish?lang=en", data=last).text)
    assert "You published another version meanwhile" in said
    assert "Version 2 was published meanwhile, by you" in said
    assert "Version 3 was not published." in said


def test_who_is_overtaken_by_something_later_cant_go_back(world: Planned) -> None:
    third = world.version(THIRD, expected=2)
    client = world.client()
    told = form(client.get(f"{PLACE}/2/publish"))
    world.publish(third, expected=1)
    answer = client.post(f"{PLACE}/2/publish?lang=en", data=told)
    assert answer.status_code == 412
    assert form(answer) == {}
    assert "This version came before the published one" in words(answer.text)


def test_without_the_expected_number_the_other_would_be_overwritten(
    world: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = publish

    def careless(*told: object, expected: int, **rest: object) -> object:
        return honest(*told, expected=number(world), **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(page_module, "publish", careless)
    with pytest.raises(AssertionError):
        test_who_is_overtaken_is_told_by_whom_and_sees_what_differs_now(world)


def test_who_it_was_is_told_by_the_address_they_sign_in_with(world: Planned) -> None:
    with writing(world.database) as connection:
        other = accounts.make(connection, "other@example.org", "en", by=None, at=NOW)
    third = world.version(THIRD, expected=2, author=other.id)
    world.publish(third, expected=1, author=other.id)
    client = world.client()
    said = words(client.get(f"{PLACE}?lang=en").text)
    assert "Published: version 3, by other@example.org on" in said
    told = {"expected": "1", "key": "0" * 32, "noticed": "true"}
    answer = client.post(f"{PLACE}/2/publish?lang=en", data=told)
    assert "Version 3 was published meanwhile, by other@example.org" in words(answer.text)


# --- what can't be published -------------------------------------------------------------------------


def test_a_broken_rule_is_told_and_nothing_offered(world: Planned) -> None:
    world.version(roster({"2027-01-04T08:00": ("1-1", "2-1")}), expected=2)
    client = world.client()
    answer = client.get(f"{PLACE}/3/publish?lang=en")
    assert "This version can't be published" in answer.text.replace("&#39;", "'")
    assert form(answer) == {}
    told = {"expected": "1", "key": "0" * 32, "noticed": "true"}
    assert client.post(f"{PLACE}/3/publish", data=told).status_code == 409
    assert number(world) == 1


def test_the_published_version_is_not_offered_again(world: Planned) -> None:
    client = world.client()
    answer = client.get(f"{PLACE}/1/publish?lang=en")
    assert "This is the published version" in answer.text
    assert "Nothing differs from what is published" in answer.text
    assert form(answer) == {}
    told = {"expected": "1", "key": "0" * 32}
    assert client.post(f"{PLACE}/1/publish", data=told).status_code == 409


def test_the_first_version_is_published_though_nothing_is_there_to_compare(tmp_path: Path) -> None:
    with planned(tmp_path, datetime(2026, 11, 1, tzinfo=UTC)) as world:
        world.plan(small_plan())
        world.version(SMALL_ROSTER, expected=0)
        client = world.client()
        answer = client.get(f"{PLACE}/1/publish?lang=en")
        assert "Nothing of this plan is published yet" in answer.text
        assert client.post(f"{PLACE}/1/publish", data=form(answer)).status_code == 303
        assert number(world) == 1


def test_versions_of_different_states_of_the_plan_are_compared(world: Planned) -> None:
    plan = small_plan()
    agents = tuple(one for one in plan.agents if one.id != "2-2")
    line = replace(plan.hotline, shift_minutes=120)
    world.plan(replace(plan, agents=agents, hotline=line), expected=1)
    world.version(roster({"2027-01-04T08:00": ("1-1", "1-2")}), expected=2)
    said = words(world.client().get(f"{PLACE}/3/publish?lang=en").text)
    assert "Monday 4 January 2027 at 08:00 now ends at 10:00, before at 11:00" in said
    assert "No longer: Monday 4 January 2027 at 11:00" in said
    assert (
        "Other times for Agent 1-1 and Agent 1-2" in said or "other times for Agent 1-1 and Agent 1-2" in said
    )


# --- forms that are none -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"expected": "1"},
        {"key": "0" * 32},
        {"expected": "x", "key": "0" * 32},
        {"expected": "-1", "key": "0" * 32},
        {"expected": str(10**12), "key": "0" * 32},
        {"expected": "1", "key": "short"},
        {"expected": "1", "key": "0" * 65},
        {"expected": "1", "key": "<script>aaaaaaaaaaa"},
        {"expected": "1", "key": "0" * 32, "noticed": "perhaps"},
    ],
)
def test_a_form_that_is_not_ours_changes_nothing(world: Planned, told: dict[str, str]) -> None:
    assert world.client().post(f"{PLACE}/2/publish", data=told).status_code == 422
    assert number(world) == 1


@pytest.mark.parametrize("name", ["0", "3", "9" * 30, "-1", "01", "x", "²", "1e3", "%00"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_version_that_is_not_there_is_missing(world: Planned, name: str, method: str) -> None:
    told = {"expected": "1", "key": "0" * 32, "noticed": "true"}
    answer = world.client().request(method, f"{PLACE}/{name}/publish", data=told)
    assert answer.status_code == 404


@pytest.mark.parametrize("plan", ["2027-01-05", "x", "20270104", "2027-W01-1", "9999-12-31"])
def test_a_plan_that_is_not_there_is_missing(world: Planned, plan: str) -> None:
    for address in (f"/plans/{plan}/versions", f"/plans/{plan}/versions/1/publish"):
        assert world.client().get(address).status_code == 404


# --- who may -----------------------------------------------------------------------------------------


def test_an_administrator_may_look_and_not_publish(world: Planned) -> None:
    world.caller = ADMINISTRATOR
    client = world.client()
    answer = client.get(f"{PLACE}/2/publish")
    assert (answer.status_code, form(answer)) == (200, {})
    told = {"expected": "1", "key": "0" * 32, "noticed": "true"}
    assert client.post(f"{PLACE}/2/publish", data=told).status_code == 403
    assert number(world) == 1


def test_a_leader_sees_no_drafts_and_a_stranger_nothing(world: Planned) -> None:
    told = {"expected": "1", "key": "0" * 32, "noticed": "true"}
    for caller, status in ((LEADER, 403), (STRANGER, 404)):
        world.caller = caller
        client = world.client()
        for address in (PLACE, f"{PLACE}/2/publish"):
            assert client.get(f"{address}?hotline=test").status_code == status
        assert client.post(f"{PLACE}/2/publish?hotline=test", data=told).status_code == status
        assert client.get("/plans?hotline=test").status_code == (200 if caller is LEADER else 404)
    assert number(world) == 1


def test_what_is_long_stands_on_pages_of_its_own(world: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "AT_ONCE", 0)
    text = world.client().get(f"{PLACE}/2/publish?lang=en").text
    led = {str(tag["href"]) for tag in Outline(text).all("a") if "list=" in str(tag.get("href"))}
    monkeypatch.setattr(page_module, "AT_ONCE", 60)
    assert {name for name in ("agents", "shifts") if any(f"list={name}" in href for href in led)} == {
        "agents",
        "shifts",
    }
    pages = [words(world.client().get(href.replace("&amp;", "&")).text) for href in sorted(led)]
    assert any("No longer: Monday 4 January 2027 at 11:00" in page for page in pages)
    assert any("Monday 4 January 2027 at 11:00: Agent 2-2 out" in page for page in pages)
    assert world.client().get(f"{PLACE}/2/publish?list=nothing").status_code == 404


def test_who_cannot_be_told_is_listed_with_the_place_to_mend_it(world: Planned) -> None:
    with reading(world.database) as connection:
        hotline = find_hotline(connection, HotlineCode("test")).id
    people = add_agents(world.database, hotline)
    with writing(world.database) as connection:
        accounts.deactivate(connection, people["2-2"].id, by=None, at=NOW)
    said = words(world.client().get(f"{PLACE}/2/publish?lang=en").text).partition("Who is told")[2]
    assert "1 person whose shifts change gets a mail" in said
    assert "1 person has no account, nor an e-mail address in the plan, and is not told" in said
    assert "Agent 2-2, M2" in said
    with writing(world.database) as connection:
        connection.execute(update(PERSON).where(PERSON.c.agent == "2-2").values(email="2-2@plan.example"))
    said = words(world.client().get(f"{PLACE}/2/publish?lang=en").text).partition("Who is told")[2]
    assert "1 person has no account, and gets a mail at the e-mail address in the plan." in said
    assert "is not told" not in said
    assert "Who is told" not in words(world.client().get(f"{PLACE}/1/publish?lang=en").text)


@pytest.mark.parametrize("who", [None, "leader", "agents"])
def test_who_decided_on_short_notice_stands_in_the_record(world: Planned, who: str | None) -> None:
    client = world.client()
    sent = form(client.get(f"{PLACE}/2/publish")) | ({} if who is None else {"decided_by": who})
    assert client.post(f"{PLACE}/2/publish", data=sent).status_code == 303
    with reading(world.database) as connection:
        last = connection.execute(select(AUDIT_EVENT).order_by(AUDIT_EVENT.c.seq.desc()).limit(1)).one()
        told = connection.execute(
            select(AUDIT_PAYLOAD.c.payload).where(AUDIT_PAYLOAD.c.seq == last.seq)
        ).scalar_one()
    assert (last.action, last.actor) == ("roster.publish", MINE)
    assert (told["short_notice"], told["decided_by"]) == (2, who or "coordinator")
