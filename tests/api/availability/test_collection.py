"""Asking with a deadline, who has answered, reminders and their mails."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from api.access.ids import AccountId
from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.accounts.records.accounts import deactivate
from api.availability.mails import AS_AGENT, MAILS
from api.notices.kinds import find_notices, sort
from api.plans.records.facts import find_hotline, find_plan
from api.plans.records.plans import find_revision
from api.store.engine import reading, writing
from api.store.mail_kinds import MailDraft, MailTask
from api.store.tables import MAIL
from tests.api.availability.asked import AWAY, CLOSES, WISH, close, iso, open_collection, say
from tests.api.filled_service import CODE, FIRST_DAY, NOW, ROOT, Served
from tests.api.notices.post import add_agents
from tests.api.publications import small_plan
from tests.api.store.filled import add_plan
from wfm.calendar import Period
from wfm.hotline import Approval
from wfm.ids import MunicipalityCode

NEXT = f"{ROOT}/{CODE}/plans/2027-01-11"


def seen(served: Served, caller: str) -> dict[str, str | None]:
    """Return who has answered, as a caller sees it."""
    answers = served.get("collection", caller).json()["answers"]
    return {one["agent"]: one["answered_at"] for one in answers}


def test_a_collection_has_a_number_of_its_own(served: Served) -> None:
    assert served.get("collection").headers["etag"].startswith('"0-')
    assert served.get("collection").json()["stage"] == "none"
    made = open_collection(served, note="Call about Easter.")
    assert (made.status_code, made.headers["etag"]) == (200, '"1"')
    assert made.json()["opens"] == iso(NOW)
    assert open_collection(served).status_code == 412
    later = iso(CLOSES + timedelta(days=1))
    changed = served.send("PUT", "collection", {"closes": later}, began=1)
    assert (changed.json()["opens"], changed.json()["closes"]) == (iso(NOW), later)
    say(served, "1-1", AWAY)
    assert served.get("collection").headers["etag"].startswith('"2-')


def test_who_has_answered_is_told_as_far_as_one_sees(served: Served) -> None:
    open_collection(served)
    say(served, "1-1", AWAY)
    say(served, "2-1", AWAY, caller="coordinator")
    at = iso(NOW)
    assert seen(served, "agent") == {"1-1": at}
    assert seen(served, "leader") == {"1-1": at, "1-2": None}
    everybody = {"1-1": at, "1-2": None, "2-1": at, "2-2": None}  # 3-1's municipality sends nobody
    assert seen(served, "coordinator") == seen(served, "administrator") == everybody
    (one,) = [one for one in served.get("collection").json()["answers"] if one["agent"] == "1-1"]
    assert (one["by"], one["municipality"]) == ("c" * 32, "1")


def test_the_check_of_the_plan_counts_who_has_not_answered(served: Served) -> None:
    assert served.get("check").json()["answers"] is None
    page = f"/plans/{FIRST_DAY}/check?hotline={CODE}&lang=en"
    assert "Answers that are missing" not in served.get(page).text
    open_collection(served)
    say(served, "1-1", AWAY)
    assert served.get("check").json()["answers"] == {"asked": 4, "answered": 1}
    assert "3 of 4 people have not said" in " ".join(served.get(page).text.split())
    say(served, "1-2", WISH, caller="leader")
    for agent in ("2-1", "2-2"):
        say(served, agent, AWAY, caller="coordinator")
    assert "Answers that are missing" not in served.get(page).text


def test_only_coordinators_ask(served: Served) -> None:
    for caller, status in (("agent", 403), ("leader", 403), ("administrator", 403), ("nobody", 401)):
        document = {"closes": iso(CLOSES)}
        assert served.send("PUT", "collection", document, caller=caller, began=0).status_code == status
        assert served.send("POST", "collection/reminders", caller=caller).status_code == status
    wrong = {"opens": iso(CLOSES), "closes": iso(NOW)}
    assert served.send("PUT", "collection", wrong, began=0).status_code == 422


def test_a_plan_that_is_not_published_is_there_for_its_people_once_they_are_asked(served: Served) -> None:
    line = small_plan().hotline
    period = Period(date(2027, 1, 11), date(2027, 1, 15))
    add_plan(served.database, replace(small_plan(), hotline=replace(line, period=period)))

    def statuses() -> set[int]:
        addresses = (f"{NEXT}/collection", f"{NEXT}/availability/1-1")
        return {
            served.get(address, caller).status_code for address in addresses for caller in ("agent", "leader")
        }

    assert statuses() == {404}
    opens, closes = iso(NOW + timedelta(days=1)), iso(CLOSES)
    asked = {"opens": opens, "closes": closes}
    assert served.send("PUT", f"{NEXT}/collection", asked, began=0).status_code == 200
    assert statuses() == {404}
    served.now[0] = NOW + timedelta(days=1)
    assert statuses() == {200}
    assert served.get(NEXT, "agent").status_code == 404  # of the plan itself nothing more is told
    entry = {**AWAY, "first_day": "2027-01-11", "last_day": "2027-01-12"}
    began = served.get(f"{NEXT}/availability/1-1", "agent").headers["etag"]
    told = served.send("PUT", f"{NEXT}/availability/1-1", {"entries": [entry]}, caller="agent", began=began)
    assert told.status_code == 200


def test_leaders_confirm_where_the_hotline_asks_for_it(served: Served) -> None:
    open_collection(served)
    say(served, "1-1", AWAY)
    refused = served.send("POST", "availability/1-1/confirm", caller="leader")
    assert (refused.status_code, refused.json()["type"].rpartition("-")[2]) == (409, "clash")
    rows = [row for row in served.get("tables/hotline").json()["rows"]]
    rows.append({"key": "availability.approval", "value": "leader"})
    assert served.send("PUT", "tables/hotline", {"rows": rows}, began=2).status_code == 200
    assert served.get("collection").json()["approval"] == Approval.LEADER
    assert served.send("POST", "availability/1-1/confirm", caller="agent").status_code == 403
    assert served.send("POST", "availability/2-1/confirm", caller="leader").status_code == 404
    assert served.send("POST", "availability/1-2/confirm", caller="leader").status_code == 409
    done = served.send("POST", "availability/1-1/confirm", caller="leader")
    assert (done.status_code, done.json()["confirmed_at"]) == (200, iso(NOW))
    assert say(served, "1-1").json()["confirmed_at"] is None  # another word, to be confirmed anew
    assert say(served, "1-2", AWAY, caller="leader").json()["confirmed_at"] == iso(NOW)


def test_reminders_go_to_those_who_have_not_answered_and_seldom(served: Served) -> None:
    with reading(served.database) as connection:
        hotline = find_hotline(connection, CODE).id
    people = add_agents(served.database, hotline)
    with writing(served.database) as connection:
        deactivate(connection, people["1-2"].id, by=None, at=NOW)
        leader = accounts.make(connection, "leder@example.dk", "en", by=None, at=NOW)
        town = MunicipalityCode("1")
        grants.give(connection, leader.id, Role.LEADER, hotline=hotline, municipality=town, by=None, at=NOW)
    assert served.send("POST", "collection/reminders").status_code == 409
    open_collection(served)
    assert mailed(served) == {people["1-1"].id, people["2-1"].id, people["2-2"].id, leader.id}
    say(served, "1-1", AWAY)
    told = served.send("POST", "collection/reminders", key="now")
    assert told.json() == {"agents": 2, "leaders": 1, "unreachable": 0}
    assert mailed(served) == {people["2-1"].id, people["2-2"].id, leader.id}
    assert served.send("POST", "collection/reminders", key="now").json() == told.json()
    assert mailed(served) == set()
    assert served.send("POST", "collection/reminders").status_code == 409
    served.now[0] = NOW + timedelta(hours=12)
    assert served.send("POST", "collection/reminders").status_code == 200
    close(served)
    assert served.send("POST", "collection/reminders").status_code == 409


def mailed(served: Served) -> set[AccountId]:
    """Let the mails that wait be made, and return whom they go to."""
    with reading(served.database) as connection:
        before = set(connection.scalars(select(MAIL.c.id)))
    for notice in find_notices(served.database):
        sort(served.database, notice, served.now[0])
    with reading(served.database) as connection:
        rows = connection.execute(select(MAIL.c.id, MAIL.c.account_id, MAIL.c.kind))
        return {row.account_id for row in rows if row.id not in before and row.kind.startswith("collection")}


@pytest.mark.parametrize(("language", "said"), [("da", "senest"), ("en", "by ")])
def test_a_mail_says_until_when_and_asks_for_no_reason(served: Served, language: str, said: str) -> None:
    for kind in MAILS:
        for missing in (0, 1, 3):
            payload = {
                "kind": kind.name,
                "hotline": CODE,
                "name": "Test",
                "first_day": FIRST_DAY,
                "last_day": "2027-01-08",
                "closes": "2026-12-12T10:00",
                "missing": missing,
            }
            task = MailTask(
                MailDraft(AccountId("c" * 32), payload, AS_AGENT),
                language,
                base="https://vagt.example.dk",
                at=NOW,
            )
            letter = kind.write(served.database, task)
            assert letter is not None
            text = str(letter)
            assert f"/plans/{FIRST_DAY}/availability?hotline={CODE}" in text
            assert "10" in text
            assert ("grund" if language == "da" else "reason") in text


def test_the_plan_s_revision_is_left_alone_by_asking(served: Served) -> None:
    open_collection(served)
    with reading(served.database) as connection:
        plan = find_plan(connection, find_hotline(connection, CODE).id, date.fromisoformat(FIRST_DAY)).id
        assert find_revision(connection, plan).number == 1


@pytest.mark.parametrize(
    "closes",
    [
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+14:00",
        "3000-01-01T00:00:00Z",
        "1999-12-31T00:00:00Z",
    ],
)
def test_a_moment_that_no_clock_shows_is_refused(served: Served, closes: str) -> None:
    for changes in ({"closes": closes}, {"opens": closes}):
        assert open_collection(served, **changes).status_code == 422
    assert served.get("collection").json()["stage"] == "none"
