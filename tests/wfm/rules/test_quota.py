"""quota: how far municipalities are from their targets, squared."""

from __future__ import annotations

from tests.builders import hotline, municipality, plan, roster
from tests.wfm.rules.telling import sentences, told
from wfm.hotline import Pairing
from wfm.plan import Plan

DAYS = ("04", "05", "06", "07", "08")


def question(pairing: Pairing = Pairing.SAME_MUNICIPALITY) -> Plan:
    """Return a plan of five shifts of two seats; targets 3 and 2 shifts, or 6 and 4 seats."""
    partners = [municipality("1", 60), municipality("2", 40), municipality("3", 70, staffing=False)]
    people = ["1-1", "1-2", "2-1", "2-2"]
    return plan(partners, people, hotline=hotline(hours="08:00-11:00", pairing=pairing))


def sat(text: str) -> dict[str, list[str]]:
    """Return agents by shift: ``1`` is both agents of municipality 1, ``.`` an empty shift."""
    return {
        f"2027-01-{day}T08:00": [] if who == "." else [f"{who}-1", f"{who}-2"]
        for day, who in zip(DAYS, text, strict=True)
    }


def test_who_sits_on_the_target_is_right() -> None:
    assert not told("quota", question(), roster(sat("11122")))
    assert not told("quota", question(Pairing.MIXED), roster(sat("11122")))


def test_the_distance_counts_squared_on_both_sides() -> None:
    assert told("quota", question(), roster(sat("11112"))) == [
        ("municipality:1", 1, "quota.off"),
        ("municipality:2", 1, "quota.off"),
    ]
    # Five of three, none of two: 2² and 2².
    assert [amount for _, amount, _ in told("quota", question(), roster(sat("11111")))] == [4, 4]
    # None of three, five of two: 3² and 3².
    assert [amount for _, amount, _ in told("quota", question(), roster(sat("22222")))] == [9, 9]
    assert sentences("quota", question(), roster(sat("11111"))) == [
        "M1 is assigned 5 shifts; its target is 3",
        "M2 is assigned 0 shifts; its target is 2",
    ]


def test_an_empty_shift_is_a_unit_that_somebody_lacks() -> None:
    assert told("quota", question(), roster(sat("111.2"))) == [("municipality:2", 1, "quota.off")]
    assert [amount for _, amount, _ in told("quota", question(), roster({}))] == [9, 4]


def test_one_agent_on_a_shift_is_a_unit_all_the_same_unless_it_is_mixed() -> None:
    half = roster(sat("1112.") | {"2027-01-08T08:00": ["2-1"]})
    assert not told("quota", question(), half)
    # Seats: 6 of 6, 3 of 4.
    assert told("quota", question(Pairing.MIXED), half) == [("municipality:2", 1, "quota.off")]
    assert sentences("quota", question(Pairing.MIXED), half) == ["M2 is assigned 3 seats; its target is 4"]


def test_mixed_shifts_count_each_seat_for_its_own_municipality() -> None:
    mixed = {f"2027-01-{day}T08:00": ["1-1", "2-1"] for day in DAYS}
    # Seats: 5 of 6 and 5 of 4.
    assert [amount for _, amount, _ in told("quota", question(Pairing.MIXED), roster(mixed))] == [1, 1]
