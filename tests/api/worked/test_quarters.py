"""Three quarters played through: what the ledger says is what an independent sum of what happened says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from api.plans.records.facts import find_hotline, find_plan
from api.plans.records.plans import find_revision, read_plan
from api.store.engine import reading
from api.upkeep.verify import verify_integrity
from tests.api.ledger.test_posting import random_roster
from tests.api.one_thread import TestClient
from tests.api.publishing.planned import NOW, Planned, planned
from tests.api.worked.quarter import TEST, priced_plan

SHARE = {"1": Fraction(2, 3), "2": Fraction(1, 3)}
"""100 and 50 citizens."""
Seats = dict[str, tuple[tuple[str, int], ...]]
"""By shift, who sat there (an agent, or a municipality's stand-in) for how many minutes."""


@dataclass
class Books:
    """What somebody writes down beside the program."""

    seats: dict[date, Seats] = field(default_factory=dict)
    owed: dict[str, Fraction] = field(default_factory=lambda: dict.fromkeys(SHARE, Fraction(0)))

    def worked(self, day: date) -> Counter[str]:
        """Count the seats in which each municipality sat in a quarter."""
        sat = [who for seats in self.seats[day].values() for who, minutes in seats if minutes]
        return Counter(who.split("-")[0] for who in sat)

    def due(self, day: date) -> dict[str, Fraction]:
        """Return what a quarter makes each municipality owe."""
        worked = self.worked(day)
        return {code: share * worked.total() - worked[code] for code, share in SHARE.items()}


def send(client: TestClient, method: str, path: str, body: Any = None, tag: int | None = None) -> Any:
    headers = {"Idempotency-Key": uuid4().hex} | ({} if tag is None else {"If-Match": f'"{tag}"'})
    told = client.request(
        method, f"/api/v1/hotlines/test{path}", headers=headers if method != "GET" else {}, json=body
    )
    assert told.status_code < 300, told.text
    return told.json()


def body_of(seats: tuple[tuple[str, int], ...]) -> dict[str, Any]:
    named = [{("agent" if "-" in who else "stand_in_of"): who, "minutes": n} for who, n in seats]
    return {"seats": named}


def some_seats(dice: Random) -> tuple[tuple[str, int], ...]:
    people = dice.sample(["1-1", "1-2", "2-1", "2-2"], dice.randint(0, 2))
    sat = [(who, dice.choice((0, 45, 180))) for who in people]
    return (*sat, *((dice.choice("12"), dice.choice((30, 90))) for _ in range(dice.randint(0, 1))))


def play(service: Planned, client: TestClient, dice: Random, day: date, books: Books) -> None:
    """Publish a quarter twice, and say of some shifts who sat there."""
    with reading(service.database) as connection:
        hotline = find_hotline(connection, TEST)
        service.revision = find_revision(connection, find_plan(connection, hotline.id, day).id)
        plan = read_plan(connection, service.revision)
    for number in range(2):
        roster = random_roster(plan, dice)
        service.publish(service.version(roster, expected=number), expected=number)
    books.seats[day] = {s.id: tuple((agent, s.minutes) for agent in roster.on(s.id)) for s in plan.shifts}
    service.now = datetime.combine(plan.hotline.period.last_day, time(23), ZoneInfo("Europe/Copenhagen"))
    for shift in dice.sample(sorted(books.seats[day]), 3):
        seats = books.seats[day][shift] = some_seats(dice)
        at = f"/plans/{day}/worked/{shift}"
        send(client, "PUT", at, body_of(seats), send(client, "GET", at)["number"])


def close(
    client: TestClient, day: date, books: Books, corrections: dict[str, Fraction]
) -> dict[str, Fraction]:
    """Close a quarter and hold its account against the books; return what is handed on."""
    send(client, "POST", f"/plans/{day}/close")
    entries = send(client, "GET", f"/ledger?quarter={day}")["entries"]
    counted = [one for one in entries if one["kind"] != "carry_over" and one["exact"] is not None]
    due, handed_on = books.due(day), {}
    for code in SHARE:
        account = sum(Fraction(one["exact"]) for one in counted if one["municipality"] == code)
        assert account == books.owed[code] + due[code] + corrections[code]
        (stated,) = (one for one in entries if (one["municipality"], one["kind"]) == (code, "carry_over"))
        handed_on[code] = Fraction(stated["exact"])
        assert abs(handed_on[code] - account) < Fraction(1, 10**4)
    assert sum(handed_on.values()) == sum(books.owed.values()) == 0
    return handed_on


def test_the_ledger_agrees_with_books_kept_beside_it(tmp_path: Path) -> None:
    dice, books = Random(41), Books()
    nothing = dict.fromkeys(SHARE, Fraction(0))
    with planned(tmp_path, NOW) as service:
        service.plan(priced_plan())
        client = service.client()
        day, before, corrections = date(2027, 1, 4), None, nothing
        for _ in range(3):
            play(service, client, dice, day, books)
            if before is not None:
                was, shift = books.due(before), dice.choice(sorted(books.seats[before]))
                seats = books.seats[before][shift] = some_seats(dice)
                send(client, "POST", f"/plans/{before}/corrections", {"shift": shift, **body_of(seats)})
                corrections = {code: now - was[code] for code, now in books.due(before).items()}
            books.owed = close(client, day, books, corrections)
            made = send(client, "POST", "/plans/next", {"from": day.isoformat()})
            before, day = day, date.fromisoformat(made["plan"])
            rows = send(client, "GET", f"/plans/{day}/tables/municipalities")["rows"]
            carried = {row["municipality"]: Fraction(row["carry_over"]) for row in rows}
            assert {code: carried[code] for code in SHARE} == books.owed
            service.now += timedelta(hours=1)
        with reading(service.database) as connection:
            assert verify_integrity(connection).seals.broken == ()
