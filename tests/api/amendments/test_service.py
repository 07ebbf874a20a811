"""A seat of what is published changes: the version, the draft that follows, and all in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from api.access.ids import PlanId, VersionNumber
from api.amendments import service
from api.amendments.amendment import AmendedRoster, Amendment, AmendmentKind
from api.amendments.records.amendments import find_draft_after, list_amendments
from api.amendments.service import amend
from api.calendars.feed_writing import write_texts
from api.proposals.records.proposals import find_proposal, keep_proposal
from api.publishing.records import find_published
from api.publishing.service import ShortNoticeError
from api.rosters.editing.changes import NewBreachesError
from api.rosters.editing.faults import ChangeError
from api.rosters.editing.moves import Move
from api.rosters.editing.short_notice import NoticeAgreement
from api.rosters.records.rosters import find_version, read_version
from api.store.engine import Connection, reading, writing
from api.store.errors import ClosedError, ConflictError
from api.store.tables import AUDIT_EVENT
from tests.api.amendments.places import plan_place, published_plan
from tests.api.store.filled import AUTHOR, NOW, OTHER_ROSTER, add_plan, add_roster, plan_with_notes, request
from tests.api.store.invariants import breaches
from wfm.ids import AgentId, ShiftId
from wfm.roster import Roster

MON8, MON11, TUE8, WED11 = (
    ShiftId(text) for text in ("2027-01-04T08:00", "2027-01-04T11:00", "2027-01-05T08:00", "2027-01-06T11:00")
)
LATE = NoticeAgreement(0)


def move(shift: ShiftId, leaves: str | None = None, joins: str | None = None) -> Move:
    named = [None if one is None else AgentId(one) for one in (leaves, joins)]
    return Move(shift, *named)


def change(
    engine: Engine, *groups: Sequence[Move], key: str = "one", agreed: NoticeAgreement = LATE, **more: Any
) -> Mapping[str, Any]:
    """Make moves in what is published; return what came of it."""
    consents = frozenset(map(AgentId, more.pop("consents", ())))

    def keep(_: Connection, made: AmendedRoster | None) -> Mapping[str, Any]:
        if made is None:
            return {"number": 0}
        draft = 0 if made.draft is None else made.draft.number
        return {"number": made.version.number, "draft": draft, "left": len(made.left)}

    wanted = Amendment(AmendmentKind.HAND, groups, consents)
    place = plan_place(engine)
    said = amend(place, request(key), lambda *_: wanted, keep, agreed=agreed, **more)
    return {name: said[name] for name in ("number", "draft", "left") if name in said}


def sits(engine: Engine, plan: PlanId, number: int) -> Roster:
    with reading(engine) as connection:
        return read_version(connection, find_version(connection, plan, VersionNumber(number))).roster


def published(engine: Engine, plan: PlanId) -> int:
    with reading(engine) as connection:
        assert breaches(connection) == []
        return find_published(connection, plan).number


def test_what_is_published_changes_by_the_seat_alone_and_the_draft_follows(engine: Engine) -> None:
    plan = published_plan(engine)
    before = sits(engine, plan, 1)
    said = change(engine, [move(WED11, "1-2")])
    assert said == {"number": 3, "draft": 4, "left": 0}
    assert published(engine, plan) == 3
    after = sits(engine, plan, 3)
    assert after == Roster({**before.agents_on, WED11: (AgentId("1-1"),)})
    assert sits(engine, plan, 4) == OTHER_ROSTER  # nobody sat there in the draft: nothing to vacate
    assert change(engine, [move(WED11, "1-2")]) == said  # the same request is answered
    assert published(engine, plan) == 3
    change(engine, [move(MON8, "1-1")], key="two")
    assert published(engine, plan) == 5
    assert sits(engine, plan, 6) == Roster({**OTHER_ROSTER.agents_on, MON8: (AgentId("1-2"),)})
    with reading(engine) as connection:
        assert [one.number for one in list_amendments(connection, plan)] == [5, 3]
        assert find_draft_after(connection, plan, VersionNumber(2)) == 6
        actions = connection.execute(select(AUDIT_EVENT.c.action)).scalars().all()
    assert actions.count("roster.publish") == 3


def test_without_a_later_draft_there_is_one_version(engine: Engine) -> None:
    plan = published_plan(engine, draft=False)
    assert change(engine, [move(WED11, "1-2")]) == {"number": 2, "draft": 0, "left": 0}
    assert published(engine, plan) == 2


def test_what_the_draft_cannot_follow_is_kept(engine: Engine) -> None:
    plan = published_plan(engine)
    # On Tuesday 1-1 sits alone in what is published, and 1-2 in the draft.
    said = change(engine, [move(TUE8, "1-1", "2-1")], [move(MON11, "2-1")])
    assert (said["draft"], said["left"]) == (4, 1)
    whole = [move(TUE8, "2-1"), move(TUE8, None, "2-2")]
    assert change(engine, whole, [move(MON11, "2-2")], key="two")["left"] == 1
    assert sits(engine, plan, 6) == Roster({**OTHER_ROSTER.agents_on, MON11: ()})
    with reading(engine) as connection:
        kept = [one.left for one in list_amendments(connection, plan)]
    assert [[one["rules"] for one in left] for left in kept] == [[["pairing"], ["pairing"]], [[]]]


def test_a_broken_rule_refuses_all_of_it(engine: Engine) -> None:
    plan = published_plan(engine)
    with pytest.raises(NewBreachesError) as refused:
        change(engine, [move(WED11, "1-2", "2-1")])
    assert [finding.rule for finding in refused.value.outcome.new_breaches] == ["pairing"]
    with pytest.raises(ChangeError):
        change(engine, [move(WED11, "2-1")], key="two")
    assert published(engine, plan) == 1


def test_whoever_keeps_may_refuse_and_then_nothing_was_done(engine: Engine) -> None:
    plan = published_plan(engine)

    def keep(connection: Connection, made: AmendedRoster | None) -> Mapping[str, Any]:
        raise ClosedError(service.NOTHING_PUBLISHED())

    wanted = Amendment(AmendmentKind.OFFER, [[move(WED11, "1-2")]])
    with pytest.raises(ClosedError):
        amend(plan_place(engine), request("x"), lambda *_: wanted, keep, agreed=LATE)
    assert published(engine, plan) == 1
    with reading(engine) as connection:
        assert find_version(connection, plan).number == 2
    assert change(engine) == {"number": 0}  # no seat changes: nothing is published


def test_what_was_published_meanwhile_is_looked_at_anew(engine: Engine, monkeypatch: Any) -> None:
    plan = published_plan(engine)
    calls = []

    def write(*args: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            change(engine, [move(MON11, "2-2")], key="other")
        return write_texts(*args, **more)

    monkeypatch.setattr(service, "write_texts", write)
    assert change(engine, [move(WED11, "1-2")])["number"] == 5
    after = sits(engine, plan, 5)
    assert (after.on(MON11), after.on(WED11)) == ((AgentId("2-1"),), (AgentId("1-1"),))
    with pytest.raises(ConflictError):
        change(engine, [move(WED11, "1-1")], key="late", expected=1)


def test_who_agreed_has_agreed_to_short_notice_and_nobody_else(engine: Engine) -> None:
    published_plan(engine)
    near = NoticeAgreement(365)
    seat = [move(WED11, "1-2")]
    with pytest.raises(ShortNoticeError):
        change(engine, seat, agreed=near)
    with pytest.raises(ShortNoticeError):
        change(engine, seat, agreed=near, consents=("1-1",))
    assert change(engine, seat, agreed=near, consents=("1-2",))["number"] == 3
    more = [move(WED11, "1-1")]
    assert change(engine, more, key="two", agreed=near, accept_short_notice=True)["number"] == 5


def test_nothing_is_amended_before_something_is_published(engine: Engine) -> None:
    revision = add_plan(engine, plan_with_notes())
    add_roster(engine, revision, OTHER_ROSTER, expected=0)
    with pytest.raises(ClosedError):
        change(engine, [move(MON8, "1-1")])


def test_a_draft_that_people_comment_on_stays_open_as_the_one_that_follows(engine: Engine) -> None:
    plan = published_plan(engine)
    with writing(engine) as connection:
        until = NOW + timedelta(days=3)
        told: dict[str, Any] = {"until": until, "note": "", "author": AUTHOR, "at": NOW}
        keep_proposal(connection, plan, VersionNumber(2), **told)
    change(engine, [move(MON8, "1-1")])
    with reading(engine) as connection:
        assert find_proposal(connection, plan, VersionNumber(2)) is None
        moved = find_proposal(connection, plan, VersionNumber(4))
    assert moved is not None
    assert moved.is_open(VersionNumber(3), NOW)
