"""What publications post: whatever the order, the ledger says what is published, and nobody alters it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text

from api.access.ids import HotlineId, VersionNumber
from api.ledger.balances import sum_seats
from api.ledger.kinds import FROM_PUBLISHING, LedgerKind
from api.ledger.posting import PublishedSeats, post_publication
from api.ledger.records import LedgerEntry, add_entries, list_entries, list_quarters
from api.store.append_only import unguarded
from api.store.engine import reading, writing
from api.store.errors import ClosedError
from api.store.hotlines import keep_hotline
from api.store.tables import HOTLINE
from api.upkeep.verify import verify_integrity
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.publishing.test_service import two_versions
from tests.api.store.filled import AUTHOR, NOW, add_plan, add_roster, publish_version
from tests.api.store.invariants import breaches
from tests.builders import MONDAY
from wfm.ids import MunicipalityCode
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.score import measure

ONE, TWO = MunicipalityCode("1"), MunicipalityCode("2")


def hotline_of(engine: Engine) -> HotlineId:
    with reading(engine) as connection:
        return HotlineId(connection.execute(select(HOTLINE.c.id)).scalar_one())


def test_the_first_publication_opens_the_accounts_and_posts_the_seats_planned(engine: Engine) -> None:
    plan = small_plan()
    owing = tuple(replace(m, carry_over=Fraction(int(m.code), 4)) for m in plan.municipalities)
    revision = add_plan(engine, Plan(plan.hotline, owing, plan.agents))
    publish_version(engine, add_roster(engine, revision, SMALL_ROSTER, expected=0), expected=0)
    with reading(engine) as connection:
        entries = list_entries(connection, revision.hotline)
    assert [(one.kind, one.municipality, one.seats) for one in entries] == [
        (LedgerKind.OPENING, "1", Fraction(1, 4)),
        (LedgerKind.OPENING, "2", Fraction(1, 2)),
        (LedgerKind.OPENING, "3", Fraction(3, 4)),
        (LedgerKind.PLANNED, "1", -5),
        (LedgerKind.PLANNED, "2", -2),
    ]
    assert [one.number for one in entries] == [1, 2, 3, 4, 5]
    assert {(one.quarter, one.version, one.author) for one in entries} == {(MONDAY, 1, AUTHOR)}


def random_roster(plan: Plan, dice: Random) -> Roster:
    """Return a roster that keeps every hard rule."""
    sits: list[tuple[str, str]] = []
    for shift in plan.shifts:
        town = dice.choice(plan.staffing)
        for agent in dice.sample(plan.agents_of[town.code], dice.randint(0, 2)):
            tried = Roster.of((*sits, (agent.id, shift.id)))  # type: ignore[arg-type]
            if not measure(plan, tried).breaches:
                sits.append((agent.id, shift.id))
    return Roster.of(sits)  # type: ignore[arg-type]


def test_whatever_is_published_the_ledger_says_the_published_seats(engine: Engine) -> None:
    """Of the plan as it changes, too: a municipality that pays only from now on sits no more."""
    dice, plan, pays = Random(14), small_plan(), small_plan()
    pays = Plan(pays.hotline, tuple(replace(m, staffing=m.code == "1") for m in pays.municipalities), ())
    pays = Plan(pays.hotline, pays.municipalities, plan.agents)
    revision = add_plan(engine, plan)
    for number in range(5):
        if number == 3:
            plan, revision = pays, add_plan(engine, pays, expected=1)
        version = add_roster(engine, revision, random_roster(plan, dice), expected=number)
        publish_version(engine, version, expected=number)
        with reading(engine) as connection:
            assert breaches(connection) == []


SEATS = st.dictionaries(st.sampled_from([ONE, TWO, MunicipalityCode("3")]), st.integers(0, 9), min_size=1)


def test_any_sequence_of_publications_adds_up_to_the_last(engine: Engine) -> None:
    """Also where something was published before there was a ledger."""
    with writing(engine) as connection:
        hotline = keep_hotline(connection, "test", "Test", NOW)  # type: ignore[arg-type]

    @settings(max_examples=20, deadline=None)
    @given(st.lists(SEATS, min_size=1, max_size=5), st.booleans())
    def adds_up(published: list[dict[MunicipalityCode, int]], was_there: bool) -> None:
        versions = [
            PublishedSeats(MONDAY, VersionNumber(number), seats, {})
            for number, seats in enumerate(published, start=1)
        ]
        before = PublishedSeats(MONDAY, VersionNumber(0), {TWO: 4}, {TWO: Fraction(1)}) if was_there else None
        with writing(engine) as connection, connection.begin_nested() as part:
            for version in versions:
                post_publication(connection, hotline, before, version, author=None, at=NOW)
                before = version
            posted = list_entries(connection, hotline)
            part.rollback()
        told = {code: seats for code, seats in sum_seats(posted, FROM_PUBLISHING).items() if seats}
        assert told == {code: -seats for code, seats in published[-1].items() if seats}
        first = {TWO: 4} if was_there else published[0]
        planned = [(one.municipality, one.seats) for one in posted if one.kind is LedgerKind.PLANNED]
        assert planned == [(code, Fraction(-seats)) for code, seats in first.items()]
        assert all(one.seats for one in posted if one.kind is LedgerKind.SWAP)

    adds_up()


def closed(engine: Engine, hotline: HotlineId, day: str) -> None:
    """Post what a closed quarter hands on."""
    quarter = MONDAY.fromisoformat(day)
    handed = [LedgerEntry(quarter, ONE, LedgerKind.CARRY_OVER, Fraction(7, 3), about=None)]
    with writing(engine) as connection:
        add_entries(connection, hotline, handed, author=AUTHOR, at=NOW)


def test_a_quarter_begins_with_what_the_one_before_handed_on(engine: Engine) -> None:
    revision, first, second = two_versions(engine)
    closed(engine, revision.hotline, "2026-10-05")
    publish_version(engine, first, expected=0)
    with reading(engine) as connection:
        entries = list_entries(connection, revision.hotline, quarter=MONDAY)
    opened = {one.municipality: one.seats for one in entries if one.kind is LedgerKind.OPENING}
    assert opened == {"1": Fraction(7, 3), "2": 0, "3": 0}
    closed(engine, revision.hotline, "2027-01-04")
    with pytest.raises(ClosedError, match="is closed"):
        publish_version(engine, second, expected=1)


def test_no_quarter_is_published_before_one_that_is_closed(engine: Engine) -> None:
    revision, first, _ = two_versions(engine)
    closed(engine, revision.hotline, "2027-04-05")
    with pytest.raises(ClosedError, match="closed already"):
        publish_version(engine, first, expected=0)
    with reading(engine) as connection:
        assert [one.closed for one in list_quarters(connection, revision.hotline)] == [True]


TAMPERINGS = (
    "UPDATE ledger_entry SET seats = '-4' WHERE kind = 'planned' AND municipality = '1'",
    "UPDATE ledger_entry SET author = NULL WHERE number = 1",
    "DELETE FROM ledger_entry WHERE number = 5",
    "INSERT INTO ledger_entry SELECT hotline_id, 99, quarter, municipality, kind, seats, ore, version, "
    "about, shift, author, at FROM ledger_entry WHERE number = 4",
)


def test_what_was_changed_beside_the_chain_is_noticed_even_after_the_next_publication(engine: Engine) -> None:
    revision, first, second = two_versions(engine)
    publish_version(engine, first, expected=0)
    with writing(engine) as connection:
        assert verify_integrity(connection).holds
        for tampering in TAMPERINGS:
            with connection.begin_nested() as part:
                with unguarded(connection):
                    connection.execute(text(tampering))
                assert verify_integrity(connection).seals.broken == (f"ledger {revision.hotline}",)
                part.rollback()
        with unguarded(connection):
            connection.execute(text(TAMPERINGS[0]))
    publish_version(engine, second, expected=1)
    with reading(engine) as connection:
        assert verify_integrity(connection).seals.broken == (f"ledger {revision.hotline}",)


def test_entries_speak_of_municipalities_and_of_nobody(engine: Engine) -> None:
    revision, first, _ = two_versions(engine)
    publish_version(engine, first, expected=0)
    with reading(engine) as connection:
        told = repr(list_entries(connection, revision.hotline))
        sat = Counter(one.kind for one in list_entries(connection, revision.hotline))
    assert "1-1" not in told
    assert sat == {LedgerKind.OPENING: 3, LedgerKind.PLANNED: 2}
