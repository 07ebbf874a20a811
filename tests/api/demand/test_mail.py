"""E-mail that agents answer between calls, from what is sent to what the pages say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from api.access.ids import RunId
from tests.api.demand.sent_calls import ADDRESS, PLAN_DAY, counted
from tests.api.demand.test_seats import PLAN, ask
from tests.api.publications import small_plan
from tests.api.publishing.planned import Planned, planned
from tests.api.runs.reckoning import work
from wfm.calendar import clock
from wfm.service_target import ServiceTarget

BEFORE, AFTER = datetime(2027, 1, 1, 3, tzinfo=UTC), datetime(2027, 1, 10, 12, tzinfo=UTC)
MAIL = {"start": "08:00", "received": 9, "answered": 8, "within": 6, "handling_seconds": 2400}


def send(service: Planned, weeks: int, first: date) -> None:
    """Send calls and mail of some weeks."""
    days = [first + timedelta(days=number) for number in range(7 * weeks)]
    calls = [
        {"date": one.day.isoformat(), "start": clock(one.start), "offered": one.offered}
        for one in counted(weeks, first=first)
        if one.day in days
    ]
    mail: list[dict[str, Any]] = [MAIL | {"date": day.isoformat()} for day in days]
    headers = {"Idempotency-Key": uuid4().hex}
    sent = service.client().post(ADDRESS, json={"calls": calls, "mail": mail}, headers=headers)
    assert sent.status_code == 200, sent.text


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planned]:
    """Return a store with a forecast of calls and mail, and the week after it."""
    with planned(tmp_path_factory.mktemp("mail"), BEFORE) as found:
        found.plan(small_plan(service=ServiceTarget(mail_within=8)))
        send(found, 6, PLAN_DAY - timedelta(weeks=6))
        started = ask(found, "/runs", {"kind": "forecast", "paths": 50}, tag=1)
        work(found.database, RunId(started.json()["id"]))
        found.now = AFTER
        send(found, 1, PLAN_DAY)
        yield found


def test_what_shifts_need_says_whether_mail_is_answered_in_time(service: Planned) -> None:
    client = service.client()
    said = client.get(f"{PLAN}/demand", headers={"Accept-Language": "en"}).json()["sentences"]
    # 9 a day for five days; those of Friday are due after the week
    (mail,) = (one for one in said if "e-mails are expected to be due" in one)
    assert mail.startswith("36 e-mails")
    assert "within 8 hours of opening time" in mail
    assert any("With the plan's seats" in one for one in said)
    page = client.get("/plans/2027-01-04/demand?lang=da").text
    assert "Der ventes 36 e-mails, som skal besvares" in page


def test_a_weeks_key_figures_have_its_mail(service: Planned) -> None:
    told = service.client().get("/api/v1/hotlines/test/weeks/2027-W01/key-figures").json()["figures"]
    values = {one["key"]: one["value"] for one in told if one["key"].startswith("mail_")}
    assert values == {
        "mail_received": "63",
        "mail_answered": "56",
        "mail_in_time": "0.7500",
        "mail_handling": "300.0",
    }
    assert "within 8 hours of opening time" in service.client().get("/calls/weeks?lang=en").text
