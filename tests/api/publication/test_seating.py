from __future__ import annotations

from api.publication.seating import ShiftSeating, seatings
from tests import builders
from tests.api.publications import publication_of
from tests.api.showcase import showcase
from wfm.hotline import Pairing
from wfm.ids import AgentId, MunicipalityCode, ShiftId


def seating(shift: str) -> ShiftSeating:
    return seatings(showcase())[ShiftId(shift)]


def test_agents_stand_under_their_municipality() -> None:
    (group,) = seating("2027-01-04T08:00").groups
    assert group.municipality.code == "1"
    assert [sitter.id for sitter in group.sitters] == ["1-1", "1-2"]


def test_municipalities_that_share_a_shift_stand_in_order_of_code() -> None:
    line = builders.hotline(pairing=Pairing.MIXED)
    plan = builders.plan({"10": 100, "9": 100}, ("10-1", "9-1"), hotline=line)
    shared = publication_of(plan, builders.roster({"2027-01-04T08:00": ("10-1", "9-1")}))
    groups = seatings(shared)[ShiftId("2027-01-04T08:00")].groups
    assert [group.municipality.code for group in groups] == ["9", "10"]
    assert groups[0].colour != groups[1].colour


def test_seats_in_which_nobody_sits_are_counted() -> None:
    assert seating("2027-01-04T08:00").empty == 0
    assert seating("2027-01-05T11:00").empty == 1
    assert seating("2027-01-06T11:00").empty == 2


def test_locks_are_told_apart_by_what_they_fix() -> None:
    kept, fixed, free = map(seating, ("2027-01-05T08:00", "2027-01-06T08:00", "2027-01-04T08:00"))
    assert kept.locked_to is not None
    assert kept.locked_to.code == "2"
    assert (fixed.locked_to, fixed.locked, free.locked) == (None, True, False)
    assert fixed.locks(AgentId("1-2"))
    assert not fixed.locks(AgentId("1-3"))


def test_a_shift_concerns_those_who_sit_on_it() -> None:
    found = seating("2027-01-04T08:00")
    assert found.concerns(None)
    assert found.concerns(MunicipalityCode("1"))
    assert not found.concerns(MunicipalityCode("2"))
    assert [sitter.id for sitter in found.others(AgentId("1-1"))] == ["1-2"]
    assert found.of(MunicipalityCode("2")) == ()
