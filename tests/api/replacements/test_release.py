"""One shift is shared by several municipalities: the plan says so, and nothing else is otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from httpx2 import Response

from api.plans.records.facts import find_hotline, find_plan
from api.replacements import release
from api.store.engine import reading
from tests.api.filled_service import CODE, FIRST_DAY, Served
from tests.api.replacements.test_absences import HERE, MON8, WED11, kinds, report, sitting
from tests.api.replacements.test_offers import made_offer, offer, say
from tests.api.replacements.test_pages import fill
from tests.api.store.invariants import breaches


def let_share(served: Served, shift: str = WED11, caller: str = "coordinator", **more: Any) -> Response:
    return served.send("POST", f"{HERE}/releases", {"shift": shift}, caller=caller, **more)


def alone(served: Served, absence: str) -> set[str]:
    """Return who may join those who stay."""
    (seat,) = served.get(f"{HERE}/absences/{absence}").json()["vacated"]
    return {one["agent"] for one in seat["candidates"] if one["keeps_colleagues"] and not one["breaches"]}


def facts(served: Served) -> tuple[int, int, int]:
    """Return the numbers of the newest revision and version, and of the published one."""
    with reading(served.database) as connection:
        plan = find_plan(connection, find_hotline(connection, CODE).id, date.fromisoformat(FIRST_DAY))
    return plan.revision, plan.version, plan.published


def test_whoever_is_well_stays_and_somebody_from_elsewhere_joins(served: Served) -> None:
    away = report(served, caller="coordinator").json()["id"]
    assert alone(served, away) == set()
    whole = made_offer(served, WED11, "2-1", "2-2", leaves="1-2")
    before, (revision, version, _) = sitting(served, WED11), facts(served)
    made = let_share(served, key="once")
    assert made.status_code == 200, made.text
    assert made.json() == {"shift": WED11, "version": version + 1}
    assert facts(served) == (revision + 1, version + 2, version + 1)  # a draft in the making follows
    assert let_share(served, key="once").json() == made.json()
    assert facts(served) == (revision + 1, version + 2, version + 1)
    assert sitting(served, WED11) == before
    assert served.get(f"{HERE}/offers/{whole}").json()["state"] == "withdrawn"
    assert kinds(served).count("seat_taken") == 1  # whoever was asked is told
    assert alone(served, away) == {"2-1", "2-2"}
    taken = made_offer(served, WED11, "2-1", leaves="1-2")
    assert not served.get(f"{HERE}/offers/{taken}").json()["whole"]
    assert say(served, "accept", taken, "coordinator", "2-1").json()["state"] == "accepted"
    assert sitting(served, WED11) == ["1-1", "2-1"]
    (row,) = served.get("tables/demand").json()["rows"]
    assert (row["date"], row["start"], row["agents"], row["pairing"]) == (WED11[:10], "11:00", "2", "mixed")
    with reading(served.database) as connection:
        assert breaches(connection) == []


def test_it_is_for_that_shift_alone_and_for_coordinators(served: Served) -> None:
    report(served, caller="coordinator", first_day="2027-01-04", last_day="2027-01-06")
    assert [let_share(served, caller=who).status_code for who in ("agent", "leader", "nobody")] == [
        403,
        403,
        401,
    ]
    assert let_share(served, "2027-06-01T08:00").status_code == 404
    assert let_share(served, WED11).status_code == 200
    assert offer(served, MON8, "2-1", leaves="1-2").status_code == 422  # one alone wins nothing there


def test_a_plan_that_was_changed_otherwise_is_not_published_with_it(served: Served) -> None:
    days = {"rows": [{"date": "2027-01-06", "start": "11:00", "agents": 1}]}
    number = facts(served)[0]
    assert served.send("PUT", "tables/demand", days, began=number).status_code == 200
    before = served.digest()
    refused = let_share(served)
    assert (refused.status_code, refused.json()["type"].rpartition("-")[2]) == (409, "closed")
    assert served.digest() == before


def test_what_was_broken_off_goes_on_where_it_was(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    revision, version, _ = facts(served)

    def broken(*told: Any, **more: Any) -> Any:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(release, "carry_version", broken)
        assert let_share(served, key="same").status_code == 500
    assert facts(served)[:2] == (revision + 1, version)
    assert let_share(served, key="same").status_code == 200
    assert facts(served) == (revision + 1, version + 2, version + 1)


def test_the_page_of_an_empty_seat_offers_it(served: Served) -> None:
    away = report(served, caller="coordinator").json()["id"]
    where = f"/absences/{away}/seats/{WED11}"
    button = "Let several municipalities share it"
    assert button not in served.get(f"{where}?lang=en", "leader").text
    assert button in served.get(f"{where}?lang=en").text
    assert fill(served, f"{where}/release", "coordinator").headers["location"].endswith("done=released")
    text = served.get(f"{where}?lang=en&done=released").text
    assert "Several municipalities may share the shift now" in text
    assert button not in text
