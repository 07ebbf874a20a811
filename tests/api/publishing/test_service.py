from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, text

from api.access.ids import PlanId, VersionNumber
from api.calendars.rights import HOTLINE, MUNICIPALITY, PERSON
from api.plans.records.plans import Revision
from api.publishing.records import find_published
from api.publishing.service import NoticeAgreement, Receipt, publish
from api.rosters.records.rosters import Version, read_version
from api.store.audit import head_of
from api.store.engine import reading, writing
from api.store.errors import BrokenRulesError, ConflictError, KeyTakenError, MissingError, NotForwardError
from api.store.idempotency import IdempotentRequest
from api.store.outbox import unsent_notices
from api.store.tables import METADATA
from api.texts.translator import LANGUAGES
from tests.api.calendars.records.written_feeds import find_feed
from tests.api.publications import SMALL_ROSTER
from tests.api.store.filled import (
    AUTHOR,
    NOW,
    OTHER,
    OTHER_ROSTER,
    add_plan,
    add_roster,
    plan_with_notes,
    publish_version,
    request,
)
from tests.api.store.invariants import breaches
from tests.builders import roster
from wfm.ids import AgentId


def two_versions(engine: Engine) -> tuple[Revision, Version, Version]:
    """Import a plan and add two versions."""
    revision = add_plan(engine, plan_with_notes())
    first = add_roster(engine, revision, SMALL_ROSTER, expected=0)
    return revision, first, add_roster(engine, revision, OTHER_ROSTER, expected=1)


def state_of(engine: Engine) -> dict[str, list[str]]:
    """Return every row of every table of ours, as text."""
    with reading(engine) as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(table.select()))
            for table in METADATA.sorted_tables
        }


def test_nothing_is_published_at_first(engine: Engine) -> None:
    revision, _, _ = two_versions(engine)
    with reading(engine) as connection:
        now = find_published(connection, revision.plan)
        assert (now.number, now.at, now.by) == (0, None, None)
        assert breaches(connection) == []
        with pytest.raises(MissingError):
            find_published(connection, PlanId("0" * 32))


def test_publishing_moves_the_pointer_writes_calendars_a_notice_and_an_audit_event(engine: Engine) -> None:
    revision, first, _ = two_versions(engine)
    receipt = publish_version(engine, first, expected=0)
    with reading(engine) as connection:
        now = find_published(connection, revision.plan)
        (notice,) = unsent_notices(connection, kinds=("published",))
        head = head_of(connection)
        person_of = read_version(connection, first).person_of
        feed = find_feed(connection, revision.hotline, PERSON, person_of[AgentId("1-1")])
        own = find_feed(connection, revision.hotline, MUNICIPALITY, "1")
        assert breaches(connection) == []
    assert (now.number, now.by, now.at) == (1, AUTHOR, NOW + timedelta(days=1))
    assert (notice.id, notice.kind, notice.payload["number"]) == (receipt.notice, "published", 1)
    assert (head.seq, head.sha256) == (receipt.audit_seq, receipt.audit_sha256)
    assert feed.body.content.count(b"BEGIN:VEVENT") == 3
    assert own.body.content.count(b"BEGIN:VEVENT") == 3
    assert len(receipt.changed) == len(person_of) + 3 + 1  # municipalities, and the whole hotline
    assert "KANARIE" not in repr(notice)


def test_a_newer_version_supersedes_and_changes_only_calendars_whose_shifts_changed(engine: Engine) -> None:
    revision, first, second = two_versions(engine)
    publish_version(engine, first, expected=0)
    with reading(engine) as connection:
        person_of = read_version(connection, first).person_of
        before = {a: find_feed(connection, revision.hotline, PERSON, p) for a, p in person_of.items()}
    receipt = publish_version(engine, second, expected=1)
    with reading(engine) as connection:
        after = {a: find_feed(connection, revision.hotline, PERSON, p) for a, p in person_of.items()}
        assert breaches(connection) == []
    changed = {agent for agent in person_of if before[agent] != after[agent]}
    assert changed == {"1-1", "1-2"}
    assert set(receipt.changed) == {
        *((PERSON, person_of[AgentId(agent)]) for agent in changed),
        (MUNICIPALITY, "1"),
        (HOTLINE, revision.hotline),
    }


def test_who_expected_another_version_is_told_who_published_what(engine: Engine) -> None:
    _, first, second = two_versions(engine)
    publish_version(engine, first, expected=0, author=OTHER)
    before = state_of(engine)
    with pytest.raises(ConflictError) as refused:
        publish_version(engine, second, expected=0)
    assert state_of(engine) == before
    told = refused.value
    assert (told.expected, told.number, told.by, told.at) == (0, 1, OTHER, NOW + timedelta(days=1))


@pytest.mark.parametrize("expected", [1, 2])
def test_a_published_version_is_not_published_again_nor_one_before_it(engine: Engine, expected: int) -> None:
    _, first, second = two_versions(engine)
    publish_version(engine, second, expected=0)
    with pytest.raises(NotForwardError):
        publish_version(engine, first, expected=expected)


def test_a_roster_that_breaks_a_hard_rule_is_not_published(engine: Engine) -> None:
    revision = add_plan(engine, plan_with_notes())
    mixed = roster({"2027-01-04T08:00": ("1-1", "2-1")})
    version = add_roster(engine, revision, mixed, expected=0)
    before = state_of(engine)
    with pytest.raises(BrokenRulesError, match="pairing"):
        publish_version(engine, version, expected=0)
    assert state_of(engine) == before


def test_a_version_that_is_not_there_is_missing(engine: Engine) -> None:
    _, first, _ = two_versions(engine)
    with pytest.raises(MissingError):
        publish_version(engine, replace(first, number=VersionNumber(3)), expected=0)


def test_the_same_request_twice_has_one_effect_and_one_answer(engine: Engine) -> None:
    _, first, second = two_versions(engine)
    receipt = publish_version(engine, first, expected=0)
    before = state_of(engine)
    assert publish_version(engine, first, expected=0) == receipt
    assert state_of(engine) == before
    publish_version(engine, second, expected=1)
    assert publish_version(engine, first, expected=0) == receipt


@pytest.mark.parametrize("name", ["method", "path", "body_sha256"])
def test_a_key_belongs_to_one_request(engine: Engine, name: str) -> None:
    _, first, second = two_versions(engine)
    asked = request("one")
    _publish(engine, first, 0, asked)
    before = state_of(engine)
    with pytest.raises(KeyTakenError):
        _publish(engine, second, 1, replace(asked, **{name: "x"}))
    assert state_of(engine) == before


def test_another_caller_s_key_is_another_key(engine: Engine) -> None:
    _, first, second = two_versions(engine)
    _publish(engine, first, 0, request("one"))
    assert _publish(engine, second, 1, request("one", caller=OTHER)).number == 2


@pytest.mark.parametrize(
    ("damage", "seen"),
    [
        ("UPDATE publication SET number = 2", "pointer at 2"),
        ("DELETE FROM outbox", "notices"),
        ("DELETE FROM idempotency_key", "answers"),
        ("DELETE FROM feed_body", "calendar of"),
        ("UPDATE audit_head SET seq = 9", "audit event"),
    ],
)
def test_a_half_publication_would_be_noticed(engine: Engine, damage: str, seen: str) -> None:
    _, first, _ = two_versions(engine)
    publish_version(engine, first, expected=0)
    with writing(engine) as connection:
        assert breaches(connection) == []
        connection.execute(text(damage))
        assert any(seen in breach for breach in breaches(connection))


def test_notes_and_names_of_others_stand_in_no_calendar(engine: Engine) -> None:
    _, first, _ = two_versions(engine)
    publish_version(engine, first, expected=0)
    with reading(engine) as connection:
        bodies = connection.execute(select(METADATA.tables["feed_body"])).all()
        person_of = read_version(connection, first).person_of
    of_one = [bytes(row.body).decode() for row in bodies if row.subject == person_of[AgentId("1-1")]]
    assert len(of_one) == len(LANGUAGES)
    for body in of_one:
        assert "Agent 1-1" in body
        assert "1-2" not in body
    assert not [row for row in bodies if b"KANARIE" in bytes(row.body)]


def _publish(engine: Engine, version: Version, expected: int, asked: IdempotentRequest) -> Receipt:
    return publish(
        engine,
        version.plan,
        version.number,
        expected=expected,
        author=AUTHOR,
        at=NOW,
        request=asked,
        agreed=NoticeAgreement(0),
        accept_short_notice=True,
    )
