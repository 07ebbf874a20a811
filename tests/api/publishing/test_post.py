"""What went out with the published version, from the state of its mails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update

from api.access.ids import HotlineCode, VersionNumber
from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.accounts.records.accounts import Account
from api.configuration.settings import Settings
from api.notices.records.addressing import make_mails, notices_to_sort
from api.plans.records.facts import find_hotline
from api.publishing import post_pages
from api.publishing.mails import MAILS, PUBLISHED
from api.rosters.records.rosters import find_version
from api.store.engine import reading, writing
from api.store.mail_kinds import Outcome
from api.store.persons import identities_of
from api.store.tables import MAIL, OUTBOX, PERSON
from tests.api.notices.post import add_agents
from tests.api.published.test_pages import Outline, words
from tests.api.publishing.planned import NOW, PLACE, Planned, two_versions

PAGE = "/plans/2027-01-04/published"
JSON = "/api/v1/hotlines/test/plans/2027-01-04/published/mails"
NOW_PAGE = "/now?lang=en&hotline=test"
FIGURES = ("kept", "made", "waiting", "retried", "sent", "given_up", "not_needed", "switched_off", "by_plan")


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Planned]:
    """The second version is published: 2-2, whose account is closed, is out, and 1-2 is in."""
    monkeypatch.setenv("WFM_SMTP_HOST", "smtp.example")
    with two_versions(tmp_path) as found:
        _close(found, _accounts(found)["2-2"])
        with reading(found.database) as connection:
            second = find_version(connection, found.revision.plan, VersionNumber(2))
        found.publish(second, expected=1)
        yield found


def _accounts(world: Planned) -> dict[str, Account]:
    with reading(world.database) as connection:
        hotline = find_hotline(connection, HotlineCode("test")).id
    return add_agents(world.database, hotline)


def _close(world: Planned, account: Account) -> None:
    with writing(world.database) as connection:
        accounts.deactivate(connection, account.id, by=None, at=NOW)


def _pass_on(world: Planned) -> None:
    """Make the mails of both publications, as the relay does."""
    for notice in notices_to_sort(world.database, [PUBLISHED]):
        make_mails(world.database, MAILS[0], notice, NOW)


def _set(world: Planned, **values: Any) -> None:
    with writing(world.database) as connection:
        connection.execute(update(MAIL).where(MAIL.c.account_id.is_not(None)).values(**values))


def told(world: Planned) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the figures, and why whom no mail tells."""
    answer = world.client().get(JSON)
    assert answer.status_code == 200, answer.text
    said = answer.json()
    return {name: said[name] for name in FIGURES}, {one["agent"]: one["reason"] for one in said["untold"]}


def figures(**changes: Any) -> dict[str, Any]:
    return {**dict.fromkeys(FIGURES, 0), "kept": True, "made": True, **changes}


def test_until_mails_are_made_those_are_named_who_can_get_none(world: Planned) -> None:
    assert told(world) == (figures(made=False), {"2-2": "no_account"})
    assert "The mails are being written" in words(world.client().get(f"{PAGE}?lang=en").text)


@pytest.mark.parametrize(
    ("values", "counted", "reason"),
    [
        ({}, {"waiting": 1}, {}),
        ({"attempts": 2}, {"waiting": 1, "retried": 1}, {}),
        ({"outcome": Outcome.SENT.value, "done_at": NOW, "attempts": 1}, {"sent": 1}, {}),
        ({"outcome": Outcome.GIVEN_UP.value, "done_at": NOW}, {"given_up": 1}, {"1-2": "given_up"}),
        ({"outcome": Outcome.NOT_NEEDED.value, "done_at": NOW}, {"not_needed": 1}, {"1-2": "no_address"}),
    ],
)
def test_each_reason_is_told(
    world: Planned, values: dict[str, Any], counted: dict[str, int], reason: dict[str, str]
) -> None:
    _pass_on(world)
    if values:
        _set(world, **values)
    assert told(world) == (figures(**counted), {**reason, "2-2": "no_account"})


def test_who_is_told_at_the_plan_s_address_is_counted_and_not_listed(world: Planned) -> None:
    with writing(world.database) as connection:
        connection.execute(update(PERSON).where(PERSON.c.agent == "2-2").values(email="2-2@plan.example"))
    assert told(world) == (figures(made=False), {})
    _pass_on(world)
    assert told(world) == (figures(waiting=2, by_plan=1), {})
    said = words(world.client().get(f"{PAGE}?lang=en").text)
    assert "1 of them is to somebody without an account, at the e-mail address in the plan." in said
    with writing(world.database) as connection:
        lost = {"outcome": Outcome.GIVEN_UP.value, "done_at": NOW}
        connection.execute(update(MAIL).where(MAIL.c.account_id.is_(None)).values(**lost))
    assert told(world) == (figures(waiting=1, given_up=1, by_plan=1), {"2-2": "given_up"})


def test_coordinators_find_under_what_waits_that_somebody_could_not_be_told(world: Planned) -> None:
    news = "1 person whose shifts changed could not be told by mail."
    assert news not in words(world.client().get(NOW_PAGE).text), "no mail is made yet"
    _pass_on(world)
    found = world.client().get(NOW_PAGE).text
    assert news in words(found)
    assert re.search(r'class="button" href="/plans/2027-01-04/published', found)
    world.now += timedelta(days=14)
    assert news not in words(world.client().get(NOW_PAGE).text), "that is no news any more"


def test_where_everybody_is_told_nothing_waits(world: Planned) -> None:
    with writing(world.database) as connection:
        connection.execute(update(PERSON).where(PERSON.c.agent == "2-2").values(email="2-2@plan.example"))
    _pass_on(world)
    _set(world, outcome=Outcome.SENT.value, done_at=NOW)
    assert "could not be told by mail" not in words(world.client().get(NOW_PAGE).text)


def test_who_has_an_account_since_then_was_not_told_all_the_same(world: Planned) -> None:
    _pass_on(world)
    with writing(world.database) as connection:
        hotline = find_hotline(connection, HotlineCode("test")).id
        person = next(one for one, who in identities_of(connection, hotline).items() if who.agent == "2-2")
        late = accounts.make(connection, "late@example.org", "da", by=None, at=NOW)
        grants.give(connection, late.id, Role.AGENT, hotline=hotline, person=person, by=None, at=NOW)
    assert told(world)[1] == {"2-2": "no_mail"}


def test_mails_that_are_kept_no_longer_are_no_news_of_anybody(world: Planned) -> None:
    _pass_on(world)
    with writing(world.database) as connection:
        connection.execute(delete(MAIL))
        connection.execute(delete(OUTBOX))
    assert told(world) == (figures(kept=False, made=False), {})
    assert "No mails of this publication are kept" in words(world.client().get(f"{PAGE}?lang=en").text)


def test_the_page_and_json_say_how_the_mails_stand_and_whom_none_tells(
    world: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    _pass_on(world)
    _set(world, outcome=Outcome.GIVEN_UP.value, done_at=NOW)
    assert told(world) == (figures(given_up=1), {"1-2": "given_up", "2-2": "no_account"})
    said = words(world.client().get(f"{PAGE}?lang=en").text)
    assert "What went out with version 2" in said
    assert "Not delivered 1" in said
    assert "Agent 1-2, M1: the mail could not be delivered" in said
    assert "Agent 2-2, M2: no account, and no e-mail address in the plan" in said
    monkeypatch.setattr(post_pages, "AT_ONCE", 1)
    first = world.client().get(f"{PAGE}?lang=en").text
    assert ("Agent 1-2" in first, "Agent 2-2" in first) == (True, False)
    assert "Agent 2-2" in world.client().get(f"{PAGE}?lang=en&sheet=2").text


def test_the_list_of_versions_leads_there(world: Planned) -> None:
    text = world.client().get(f"{PLACE}?published=2").text
    led = [tag["href"] for tag in Outline(text).all("a") if "/published" in str(tag.get("href"))]
    assert len(led) == 2
    assert all(world.client().get(str(href).replace("&amp;", "&")).status_code == 200 for href in led)


def test_without_a_mail_server_nobody_is_promised_a_mail(
    world: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WFM_SMTP_HOST")
    assert Settings().smtp_host is None
    assert "This service sends no mails" in words(world.client().get(f"{PAGE}?lang=en").text)


def test_nothing_went_out_where_nothing_is_published(world: Planned) -> None:
    world.now += timedelta(days=1)
    assert world.client().get("/plans/2027-01-11/published").status_code == 404
