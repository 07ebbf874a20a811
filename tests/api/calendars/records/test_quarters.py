"""Quarters published in any order, and edit: nobody's shift is lost, no stranger's calendar touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import permutations
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine

from api.calendars.records.feed_basis import FeedBasis
from api.calendars.records.publishing import FeedRows, render_feeds
from api.calendars.rights import HOTLINE, MUNICIPALITY, PERSON
from api.texts.translator import LANGUAGES
from tests.api.calendars.records.quarters import FeedKey, Quarters, edit, quarter_plan, shown, some_roster
from tests.api.store.filled import NOW
from wfm.ids import ShiftId

TODAY = NOW.date()
TEN_DAYS, QUARTER = timedelta(days=10), timedelta(days=91)
QUARTERS = tuple(TODAY + TEN_DAYS + number * QUARTER for number in range(3))
OVERLAPPING = tuple(TODAY + TEN_DAYS + timedelta(days=number) for number in range(3))
"""First days, the first of them ten days from now."""


@pytest.mark.parametrize("first_days", [QUARTERS, OVERLAPPING], ids=["apart", "overlapping"])
def test_published_in_any_order_with_edits_between_the_calendars_hold_what_is_published_and_cancelled(
    engine: Engine, first_days: tuple[date, ...]
) -> None:
    orders = list(permutations(range(3)))
    for order in orders if first_days == QUARTERS else orders[::3]:
        _publish_in_order(engine, order, first_days)


def _publish_in_order(engine: Engine, order: tuple[int, ...], first_days: tuple[date, ...]) -> None:
    chance = Random(str(order))
    code = "-".join(map(str, order))
    quarters = Quarters(engine, tuple(quarter_plan(day, code=code) for day in first_days))
    once: dict[tuple[str, str], set[ShiftId]] = defaultdict(set)
    steps = [step for number in order for step in (number, None)]
    for days, step in enumerate(steps):
        number = chance.choice(list(quarters.rosters)) if step is None else step
        plan = quarters.plans[number]
        before = quarters.rosters.get(number)
        roster = some_roster(chance, plan) if before is None else edit(chance, plan, before)
        quarters.publish(number, roster, NOW + timedelta(days=days))
        told = {key: set(view) for key, view in quarters.views().items() if key[0] in (PERSON, MUNICIPALITY)}
        for key, shifts in told.items():
            once[key] |= shifts
        for language in LANGUAGES:
            found = shown(quarters.feeds(), language, (PERSON, MUNICIPALITY))
            for key, shifts in told.items():
                assert found["live"].get(key, set()) == shifts
                assert found["cancelled"].get(key, set()) == once[key] - shifts


def edit_and_compare(engine: Engine, seed: int, edits: int, *, names: bool) -> None:
    """Publish random edits of three quarters while days go by; look which calendars change."""
    chance = Random(seed)
    quarters = Quarters(engine, tuple(quarter_plan(day, names=names) for day in QUARTERS))
    for number in (2, 0, 1):
        quarters.publish(number, some_roster(chance, quarters.plans[number]), NOW)
    at, last = NOW, datetime.combine(QUARTERS[0], NOW.timetz()) + timedelta(days=85)
    for _ in range(edits):
        at = min(last, at + timedelta(hours=chance.randint(1, 60)))
        number = chance.randrange(3)
        roster = edit(chance, quarters.plans[number], quarters.rosters[number])
        feeds, views = quarters.feeds(), quarters.views()
        said = quarters.publish(number, roster, at)
        after = quarters.views()
        concerned = {key for key, view in views.items() if after[key] != view}
        assert changed_between(feeds, quarters.feeds()) == concerned == said


def changed_between(before: Mapping[FeedKey, Any], after: Mapping[FeedKey, Any]) -> set[tuple[str, str]]:
    """Return whose calendars are others than before: in every language, or in none."""
    assert before.keys() == after.keys()
    changed = {key for key, row in after.items() if row != before[key]}
    owners = {(kind, subject) for kind, subject, _ in changed}
    assert changed == {(*owner, language) for owner in owners for language in LANGUAGES}
    return owners


@pytest.mark.parametrize("edits", [15, pytest.param(500, marks=pytest.mark.prove)])
@pytest.mark.parametrize("names", [False, True], ids=["unnamed", "named"])
def test_random_edits_change_exactly_the_calendars_concerned(engine: Engine, names: bool, edits: int) -> None:
    edit_and_compare(engine, edits, edits, names=names)


def publish_two_at_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> tuple[set[ShiftId], set[ShiftId]]:
    """Publish a quarter while another's calendars are written; return what is published and what is shown."""
    chance = Random(3)
    quarters = Quarters(engine, tuple(map(quarter_plan, QUARTERS)))
    rosters = [some_roster(chance, plan) for plan in quarters.plans]
    quarters.publish(0, rosters[0], NOW)

    def write(basis: FeedBasis, at: datetime) -> FeedRows:
        feeds = render_feeds(basis, at)
        if 2 not in quarters.rosters:
            quarters.publish(2, rosters[2], NOW)
        return feeds

    monkeypatch.setattr("api.calendars.feed_writing.render_feeds", write)
    quarters.publish(1, rosters[1], NOW)
    found = shown(quarters.feeds(), "da", [HOTLINE])["live"].values()
    return {shift.id for plan in quarters.plans for shift in plan.shifts}, {s for own in found for s in own}


@pytest.mark.parametrize("tries", [4, 1])
def test_calendars_that_were_written_from_what_is_no_longer_the_newest_are_written_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tries: int
) -> None:
    monkeypatch.setattr("api.publishing.service.TRIES", tries)
    published, found = publish_two_at_once(engine, monkeypatch)
    assert found == published


def test_without_looking_again_a_quarter_would_be_lost(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.publishing.service.is_newest", lambda *_: True)
    published, found = publish_two_at_once(engine, monkeypatch)
    assert found < published
