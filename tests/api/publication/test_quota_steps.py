from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from api.publication.quota_steps import quota_steps
from tests import builders
from tests.api.publications import publication_of
from tests.api.showcase import showcase
from wfm.apportionment import Method
from wfm.ids import MunicipalityCode
from wfm.roster import Roster

POPULATIONS = st.lists(st.integers(1, 1000), min_size=1, max_size=6)
DAYS = st.one_of(st.none(), st.integers(0, 4))


@given(POPULATIONS, DAYS)
def test_a_calculator_that_follows_the_steps_comes_to_the_same_figures(
    populations: list[int], joins: int | None
) -> None:
    """Also where the last municipality joins on some day of the week; the first is there throughout."""
    day = None if joins is None or len(populations) == 1 else builders.MONDAY + timedelta(days=joins)
    *others, last = [builders.municipality(str(n), p) for n, p in enumerate(populations, 1)]
    towns = [*others, replace(last, joined=day)]
    plan = builders.plan(towns, [f"{town.code}-1" for town in towns])
    published = publication_of(plan, Roster())
    for row in published.quota_table:
        steps = quota_steps(published, row.municipality.code)
        parts = [Fraction(row.municipality.population, one.citizens) * one.seats for one in steps.spans]
        assert sum(parts) == steps.share_of_seats
        if not steps.is_by_day:
            assert Fraction(row.municipality.population, steps.citizens) == row.quota.share
            assert row.quota.share * steps.assigned_seats == row.entitled
        assert steps.share_of_seats + row.municipality.carry_over == row.quota.entitlement
        assert int(steps.exact) <= row.quota.target <= int(steps.exact) + 1
        carried_out = row.entitled + row.municipality.carry_over - row.seats
        assert carried_out == row.carry_over_out


@given(POPULATIONS)
def test_what_was_left_over_went_to_the_largest_fractions(populations: list[int]) -> None:
    towns = [builders.municipality(str(n), p) for n, p in enumerate(populations, 1)]
    published = publication_of(builders.plan(towns, [f"{town.code}-1" for town in towns]), Roster())
    steps = [quota_steps(published, town.code) for town in towns]
    raised = [step for step in steps if step.row.quota.target > int(step.exact)]
    for step in steps:
        if step.leftover is None:
            assert not raised
            continue
        assert step.leftover.units == len(raised)
        fraction = step.exact - int(step.exact)
        assert fraction >= step.leftover.least if step in raised else fraction <= step.leftover.least


def test_who_is_in_credit_owes_nothing_less() -> None:
    towns = (builders.municipality("1"), builders.municipality("2", carry_over=Fraction(-1000)))
    published = publication_of(builders.plan(towns, ("1-1", "2-1")), Roster())
    steps = quota_steps(published, MunicipalityCode("2"))
    assert steps.owed == steps.exact == 0
    assert quota_steps(published, MunicipalityCode("1")).exact == steps.units


def test_fractions_are_told_only_where_they_decided() -> None:
    code = MunicipalityCode("1")
    assert quota_steps(showcase(method=Method.DHONDT), code).leftover is None
    floored = builders.plan((builders.municipality("1", min_shifts=1), builders.municipality("2")), ("1-1",))
    assert quota_steps(publication_of(floored, Roster()), code).leftover is None
