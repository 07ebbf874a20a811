"""Differences in sentences: each kind, in both languages, and nothing that differs goes unsaid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings

from api.rosters.editing.difference import Difference, difference
from api.rosters.editing.sentences import agent_messages, agreement_message, notice_messages, shift_messages
from api.rosters.editing.short_notice import NoticeAgreement, find_short_notice
from api.texts.translator import translator
from tests import builders
from tests.api.rosters.editing.revising import Pair, Version, pairs
from tests.examples import examples
from wfm.ids import MunicipalityCode
from wfm.message import Message
from wfm.plan import Plan

DA, EN = translator("da"), translator("en")
MON, LATE, TUE = "2027-01-04T08:00", "2027-01-04T11:00", "2027-01-05T08:00"
PLAN = builders.plan({"1": 200, "2": 100}, ["1-1", "1-2", "2-1", "2-2"])


def between(
    before: dict[str, tuple[str, ...]], after: dict[str, tuple[str, ...]], plan: Plan = PLAN
) -> Difference:
    return difference(Version(PLAN, builders.roster(before)), Version(plan, builders.roster(after)))


def danish(messages: Iterable[Message]) -> list[str]:
    return [DA.sentence(message) for message in messages]


def english(messages: Iterable[Message]) -> list[str]:
    return [EN.sentence(message) for message in messages]


def test_an_agents_shifts() -> None:
    (one,) = between({MON: ("1-1",), TUE: ("1-1",)}, {LATE: ("1-1",)}).agents
    assert danish(agent_messages(one)) == [
        "Ikke længere: tirsdag 5. januar 2027 kl. 08.00",
        "Flyttet: mandag 4. januar 2027 kl. 08.00 bliver til mandag 4. januar 2027 kl. 11.00",
    ]
    (new,) = between({}, {MON: ("1-1",)}).agents
    assert english(agent_messages(new)) == ["New: Monday 4 January 2027 at 08:00"]


def test_who_is_out_and_who_is_in() -> None:
    found = between({MON: ("1-1", "1-2"), LATE: ("1-1",)}, {MON: ("1-1", "2-1"), TUE: ("2-2",)})
    assert [danish(shift_messages(one)) for one in found.shifts] == [
        ["Mandag 4. januar 2027 kl. 08.00: Agent 1-2 ud, Agent 2-1 ind"],
        ["Mandag 4. januar 2027 kl. 11.00: Agent 1-1 ud"],
        ["Tirsdag 5. januar 2027 kl. 08.00: Agent 2-2 ind"],
    ]


def test_shifts_that_are_new_gone_or_otherwise() -> None:
    line = builders.hotline(shift_minutes=120, agents=3)
    longer = replace(PLAN, hotline=line)
    said = [english(shift_messages(one)) for one in between({MON: ("1-1",)}, {MON: ("1-1",)}, longer).shifts][
        :4
    ]
    assert said == [
        [
            "Monday 4 January 2027 at 08:00 now has 3 seats, before 2",
            "Monday 4 January 2027 at 08:00 now ends at 10:00, before at 11:00",
        ],
        ["Monday 4 January 2027 at 10:00 is a new shift"],
        ["Monday 4 January 2027 at 11:00 is no longer a shift"],
        ["Monday 4 January 2027 at 12:00 is a new shift"],
    ]


def test_another_time_zone_is_told_though_the_clock_says_the_same() -> None:
    moved = replace(PLAN, hotline=builders.hotline(timezone="UTC"))
    found = between({MON: ("1-1",)}, {MON: ("1-1",)}, moved)
    assert english(agent_messages(found.agents[0])) == [
        "Monday 4 January 2027 at 08:00 now counts in another time zone"
    ]


def test_how_near_a_change_is() -> None:
    found = between({TUE: ("1-1",)}, {})
    day, agreed = found.shifts[0].shift.day, NoticeAgreement(28)
    said = [
        danish(notice_messages(find_short_notice(found, day - timedelta(days=ahead), agreed)[0]))[0].split(
            ":"
        )[0]
        for ahead in (2, 1, 0, -1, -2)
    ]
    assert said == ["Om 2 dage", "Om 1 dag", "I dag", "For 1 dag siden", "For 2 dage siden"]


def test_it_is_said_for_whom_a_change_is_too_near_where_not_for_all() -> None:
    plan = builders.plan({"1": 200, "2": 100}, ["1-1", "2-1"])
    sides = [Version(plan, builders.roster({TUE: (agent,)})) for agent in ("1-1", "2-1")]
    found = difference(*sides)
    today = found.shifts[0].shift.day - timedelta(days=20)
    said = {
        days: english(
            notice_messages(
                find_short_notice(found, today, NoticeAgreement(28, {MunicipalityCode("1"): days}))[0]
            )
        )
        for days in (20, 21)
    }
    everybody = "In 20 days: Tuesday 5 January 2027 at 08:00: Agent 1-1 out, Agent 2-1 in"
    assert said == {20: [f"{everybody}; sooner than agreed for Agent 2-1"], 21: [everybody]}


def test_what_is_agreed_is_said_with_the_municipalities_of_the_plan_only() -> None:
    agreed = NoticeAgreement(
        28, {MunicipalityCode(code): n for code, n in {"1": 14, "2": 28, "9": 1}.items()}
    )
    assert english([agreement_message(agreed), agreement_message(NoticeAgreement(1))]) == [
        "28 days, but 14 days for 1 and 1 day for 9",
        "1 day",
    ]
    assert english([agreement_message(agreed, {MunicipalityCode("1"): "Randers"})]) == [
        "28 days, but 14 days for Randers"
    ]


@settings(max_examples=examples(25))
@given(pairs())
def test_nothing_that_differs_goes_unsaid(pair: Pair) -> None:
    found = difference(*pair)
    first = pair.before.plan.hotline.period.first_day
    for speak in DA, EN:
        for agent in found.agents:
            said = [speak.sentence(message) for message in agent_messages(agent)]
            kinds = (agent.removed, agent.added, agent.moved, agent.retimed)
            assert all(said)
            assert len(said) == sum(map(len, kinds))
        for shift in found.shifts:
            if shift.left or shift.joined or shift.before is None or shift.after is None:
                assert all(speak.sentence(message) for message in shift_messages(shift))
                assert shift_messages(shift)
        for near in find_short_notice(found, first, NoticeAgreement(5, {MunicipalityCode("1"): 3})):
            assert notice_messages(near)
            assert all(speak.sentence(message) for message in notice_messages(near))
