"""Calls of a hotline: sent day by day, replaced by day, every fault told, looked at by whoever may."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest

from api.demand.records.calls import read_calls
from api.demand.uploads import SentFile
from api.plans.records.facts import find_hotline
from api.privacy.retention import Periods, bounds, retain
from api.store.engine import reading, writing
from tests.api.demand.sent_calls import ADDRESS, PLAN_DAY, counted, csv_of, send, stored
from tests.api.publications import small_plan
from tests.api.publishing.planned import COORDINATOR, LEADER, Planned, planned
from tests.api.worked.quarter import AGENT, TEST
from wfm.calendar import Closing
from wfm.demand.history import CallInterval
from wfm.demand.history_opening import HistoryTables

NOW = datetime(2027, 1, 4, 3, tzinfo=UTC)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Planned]:
    with planned(tmp_path, NOW) as found:
        found.plan(small_plan())
        yield found


def test_what_is_sent_is_stored_as_a_history_has_it(service: Planned) -> None:
    sent = counted(3)
    answer = send(service, csv_of(sent))
    assert answer.status_code == 200, answer.text
    days = {one.day for one in sent}
    assert answer.json()["days"] == len(days)
    assert answer.json()["calls"] == sum(one.offered for one in sent)
    with reading(service.database) as connection:
        history = read_calls(connection, find_hotline(connection, TEST).id)
    assert history is not None
    for mine, theirs in zip(history.intervals, sent, strict=True):
        assert mine[:5] == theirs[:5]
        assert mine.agents == 2
    found = stored(service)
    assert (found["interval_minutes"], found["calls"]) == (30, answer.json()["calls"])
    assert found["first_day"] == min(days).isoformat()
    assert not any(one["missing"] for one in found["days"])


def test_a_day_on_which_the_hotline_was_closed_is_no_gap(service: Planned) -> None:
    sent = counted(3)
    lacks = sorted({one.day for one in sent})[1:3]
    closing = Closing(closed=frozenset(lacks[:1]))
    plan = small_plan()
    service.plan(replace(plan, hotline=replace(plan.hotline, closing=closing)), expected=1)
    send(service, csv_of(one for one in sent if one.day not in lacks))
    missing = {one["date"] for one in stored(service)["days"] if one["missing"]}
    assert missing == {lacks[1].isoformat()}


def test_a_day_sent_again_replaces_that_day_and_no_other(service: Planned) -> None:
    sent = counted(2)
    send(service, csv_of(sent))
    before = {one["date"]: one["calls"] for one in stored(service)["days"]}
    day = sent[0].day
    again = [one._replace(offered=50, answered=50) for one in sent if one.day == day][:3]
    answer = send(service, csv_of(again))
    assert (answer.json()["days"], answer.json()["replaced"]) == (1, 1)
    after = {one["date"]: one for one in stored(service)["days"]}
    assert after[day.isoformat()]["calls"] == 150
    assert after[day.isoformat()]["missing"] > 0  # the day as a whole is what was sent last
    assert {date: one["calls"] for date, one in after.items() if date != day.isoformat()} == {
        date: calls for date, calls in before.items() if date != day.isoformat()
    }


def test_the_same_request_twice_stores_once(service: Planned) -> None:
    content, key = csv_of(counted(1)), uuid4().hex
    first, second = (send(service, content, key=key) for _ in range(2))
    assert first.json()["replaced"] == second.json()["replaced"] == 0
    assert first.headers["etag"] == second.headers["etag"]


def test_every_fault_is_told_at_once_and_nothing_stored(service: Planned) -> None:
    lines = csv_of(counted(1)).splitlines()
    lines[1] = lines[1].replace(b";08:00;", b";8 o'clock;")
    lines.append(lines[5])
    cells = lines[9].split(b";")
    lines[9] = b";".join([*cells[:2], b"-4", *cells[3:]])
    answer = send(service, b"\n".join(lines))
    assert answer.status_code == 422
    assert {one["column"] for one in answer.json()["faults"]} >= {"start", "tilbudte"}
    assert stored(service)["days"] == []
    assert send(service, b"PK\x03\x04 no workbook", media="application/zip").status_code == 422
    assert send(service, b"x", media="text/plain").status_code == 415


def test_rows_packed_files_and_special_days_alone_are_taken_too(service: Planned) -> None:
    day = PLAN_DAY - timedelta(days=3)
    starts = [f"{hour:02d}:{minute}" for hour in range(8, 14) for minute in ("00", "30")]
    rows = [{"date": day.isoformat(), "start": start, "offered": 4} for start in starts]
    body = json.dumps({"calls": rows}).encode()
    answer = send(service, body, media="application/json")
    assert (answer.status_code, answer.json()["calls"]) == (200, 48), answer.text
    marked = {"special_days": [{"date": "2027-02-01", "kind": "kampagne", "name": "breve", "factor": "1,5"}]}
    assert send(service, json.dumps(marked).encode(), media="application/json").status_code == 200
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("opkald.csv", csv_of(counted(1)))
        archive.writestr("betjente.csv", "første_dag,indbyggere\n2026-01-01,400000\n")
    assert send(service, packed.getvalue(), media="application/zip").status_code == 200
    found = stored(service)
    assert found["served"] == [{"first_day": "2026-01-01", "population": 400000}]
    assert [(one["date"], one["factor"]) for one in found["special_days"]] == [("2027-02-01", "1.5")]


def test_intervals_of_another_length_are_refused_until_the_stored_ones_are_gone(service: Planned) -> None:
    send(service, csv_of(counted(1)))
    refused = send(service, csv_of(hours()))
    assert refused.status_code == 422
    assert "30" in refused.json()["faults"][0]["expected"]
    span = {"first_day": "2026-12-01", "last_day": "2027-01-31"}
    gone = service.client().delete(ADDRESS, params=span, headers={"Idempotency-Key": uuid4().hex})
    assert gone.json() == {"days": 5}
    assert send(service, csv_of(hours())).status_code == 200
    assert stored(service)["interval_minutes"] == 60


def hours() -> list[CallInterval]:
    return [one for one in counted(1) if one.start % 60 == 0]


def test_of_two_lengths_that_come_at_once_only_one_is_stored(
    service: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second comes while the first is read: neither finds anything stored before."""
    open_file = SentFile.open

    def overtake(file: SentFile) -> HistoryTables:
        monkeypatch.undo()
        assert send(service, csv_of(counted(1))).status_code == 200
        return open_file(file)

    monkeypatch.setattr(SentFile, "open", overtake)
    first_day = PLAN_DAY - timedelta(days=14)
    refused = send(service, csv_of([*counted(1, first=first_day)][::2]))
    assert (refused.status_code, refused.json()["faults"][0]["column"]) == (422, "start")
    assert stored(service)["interval_minutes"] == 30


def test_mail_alone_makes_no_other_length_of_what_is_stored(service: Planned) -> None:
    assert send(service, csv_of(hours())).status_code == 200
    before = stored(service)
    mail = {
        "special_days": [{"date": "2027-02-01", "kind": "kampagne", "name": "breve"}],
        "mail": [{"date": "2026-12-01", "start": "08:00", "received": 3, "answered": 2}],
    }
    sent = send(service, json.dumps(mail).encode(), media="application/json")
    assert sent.status_code == 200, sent.text
    assert stored(service)["interval_minutes"] == before["interval_minutes"] == 60


def test_leaders_see_figures_and_change_nothing_and_agents_see_nothing(service: Planned) -> None:
    send(service, csv_of(counted(1)))
    service.caller = LEADER
    assert stored(service)["calls"] > 0
    page = service.client().get("/calls")
    assert page.status_code == 200
    assert '<form class="form column"' not in page.text
    assert send(service, csv_of(counted(1))).status_code == 403
    service.caller = AGENT
    assert service.client().get(ADDRESS).status_code == 403
    assert service.client().get("/calls").status_code == 403


def test_by_pages_a_file_is_stored_and_faults_are_told_on_the_page(service: Planned) -> None:
    client = service.client()
    assert "Nothing is stored" in client.get("/calls?lang=en").text
    form = {"key": uuid4().hex}
    done = client.post("/calls?lang=en", data=form, files={"file": ("Opkald uge 53.csv", csv_of(counted(1)))})
    assert done.status_code == 200, done.text
    assert "5 days with" in done.text
    wrong = client.post(
        "/calls?lang=en", data={"key": uuid4().hex}, files={"file": ("opkald.csv", b"dato;start\n1;2\n")}
    )
    assert wrong.status_code == 422
    assert "tilbudte" in wrong.text or "offered" in wrong.text
    days = {"first_day": "2026-12-28", "last_day": "2026-12-29", "key": uuid4().hex}
    assert "2 days were taken away" in client.post("/calls/removals?lang=en", data=days).text


def test_a_hotline_without_a_plan_can_store_nothing(tmp_path: Path) -> None:
    with planned(tmp_path, NOW) as bare:
        assert send(bare, csv_of(counted(1))).status_code in (404, 409)


def test_old_days_go_when_calls_were_kept_long_enough(service: Planned) -> None:
    send(service, csv_of(counted(1)))
    last = PLAN_DAY - timedelta(days=3)
    periods = Periods(
        working_time_years=5,
        calls_years=2,
        audit_years=3,
        availability_days=90,
        requests_days=30,
        login_hours=12,
    )
    for day, left in ((date(2029, 1, 1), 1), (date(2029, 1, 2), 0)):
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        with writing(service.database) as connection:
            retain(connection, bounds(periods, at), at)
        service.caller = COORDINATOR
        assert len([one for one in stored(service)["days"] if one["calls"]]) == left, last
