"""The methods side by side: deviations, gains, the furthest."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import municipality
from tests.wfm.balances import PER_UNIT, UNITS, balanced
from wfm.apportionment import Method
from wfm.municipality import Municipality
from wfm.quota import quotas
from wfm.quota_comparison import compare_methods, exact_shares

# The example of the documentation's page on quotas.
NORTH = [
    municipality("825", 1809),
    municipality("773", 21003),
    municipality("787", 44230),
    municipality("851", 205407),
]


@given(balanced(), UNITS, PER_UNIT, st.sampled_from(sorted(Method)))
def test_every_method_is_compared_and_nothing_is_lost(
    everybody: list[Municipality], units: int, per_unit: int, own: Method
) -> None:
    found = compare_methods(everybody, units * per_unit, units, own)
    assert list(found.methods) == list(Method)
    assert sum(found.exact.values()) == units
    assert found.gains(own) == {}
    for method, one in found.methods.items():
        quota = quotas(everybody, units * per_unit, units, method)
        assert one.targets == {code: own_quota.target for code, own_quota in quota.items()}
        assert sum(one.deviations.values()) == 0
        assert abs(one.deviations[one.furthest]) == max(map(abs, one.deviations.values()))
        assert sum(found.gains(method).values()) == 0


def test_who_gains_in_the_example_of_the_documentation() -> None:
    found = compare_methods(NORTH, 44, 22, Method.LARGEST_REMAINDER)
    assert found.gains(Method.SAINTE_LAGUE) == {"787": 1, "851": -1}
    assert found.gains(Method.DHONDT) == {"773": -1, "851": 1}
    assert found.gains(Method.HUNTINGTON_HILL) == {"825": 1, "851": -1}
    furthest = {method: str(one.furthest) for method, one in found.methods.items()}
    assert furthest == {
        Method.LARGEST_REMAINDER: "787",
        Method.SAINTE_LAGUE: "851",
        Method.DHONDT: "851",
        Method.HUNTINGTON_HILL: "825",
    }


def test_floors_count_but_the_exact_share_knows_none() -> None:
    both = [municipality("1", 300), municipality("2", 100, min_shifts=6)]
    found = compare_methods(both, 20, 20, Method.DHONDT)
    assert found.exact == {"1": 15, "2": 5}
    assert all(one.deviations == {"1": -1, "2": 1} for one in found.methods.values())


def test_a_negative_entitlement_has_an_exact_share_of_nothing() -> None:
    both = [municipality("1", 100), municipality("2", 100, carry_over=Fraction(-8))]
    assert exact_shares(both, 10, 10) == {"1": 10, "2": 0}


def test_where_nothing_is_owed_there_is_no_share() -> None:
    with pytest.raises(ValueError, match="no entitlement is above 0"):
        exact_shares([municipality("1", 0)], 10, 10)
