"""The four apportionment methods side by side: what each gives, who gains, how far from the exact share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wfm.apportionment import Method
from wfm.ids import MunicipalityCode
from wfm.municipality import Municipality
from wfm.quota import Shares, entitlements, quotas


@dataclass(frozen=True)
class MethodTargets:
    """What one method gives.

    Parameters
    ----------
    method
        Which.
    targets
        Units by staffing municipality, in order of code.
    deviations
        Target less exact share, in units.
    """

    method: Method
    targets: Mapping[MunicipalityCode, int]
    deviations: Mapping[MunicipalityCode, Fraction]

    @property
    def furthest(self) -> MunicipalityCode:
        """The municipality with the largest deviation either way; of equal ones the first."""
        return max(self.deviations, key=lambda code: abs(self.deviations[code]))

    def gains_over(self, other: MethodTargets) -> Mapping[MunicipalityCode, int]:
        """Return who gets more (above 0) or fewer units (below 0) than under another method."""
        found = {code: target - other.targets[code] for code, target in self.targets.items()}
        return {code: gain for code, gain in found.items() if gain}


@dataclass(frozen=True)
class Comparison:
    """All methods on one question; `own` is the plan's, `exact` the exact share in units."""

    own: Method
    exact: Mapping[MunicipalityCode, Fraction]
    methods: Mapping[Method, MethodTargets]

    def gains(self, method: Method) -> Mapping[MunicipalityCode, int]:
        """Return who gets more or fewer units than under the plan's own method."""
        return self.methods[method].gains_over(self.methods[self.own])


def exact_shares(
    municipalities: Sequence[Municipality], seats: int, units: int, part: Shares | None = None
) -> Mapping[MunicipalityCode, Fraction]:
    """Return what whole targets are rounded from: entitlement (at least 0) ÷ all of them × units.

    `part` holds the shares of those who staff in the period, where they differ by day.

    Raises
    ------
    ValueError
        Where no entitlement is above 0.
    """
    owed = {
        code: max(Fraction(0), seats) for code, seats in entitlements(municipalities, seats, part).items()
    }
    whole = sum(owed.values(), Fraction(0))
    if not whole:
        raise ValueError("no entitlement is above 0")
    return {code: entitlement * units / whole for code, entitlement in owed.items()}


def compare_methods(
    municipalities: Sequence[Municipality], seats: int, units: int, own: Method, part: Shares | None = None
) -> Comparison:
    """Compare the methods on one period; floors count in all of them.

    Parameters
    ----------
    municipalities
        All of the plan; those that only finance are left out of the answer.
    seats, units
        Of the whole period.
    own
        The method that the plan asks for.
    part
        Shares of those who staff in the period, where they differ by day.

    Raises
    ------
    ValueError
        Where floors exceed the units or no entitlement is above 0.
    """
    exact = exact_shares(municipalities, seats, units, part)
    found = {}
    for method in Method:
        own_quotas = quotas(municipalities, seats, units, method, part)
        targets = {code: quota.target for code, quota in own_quotas.items()}
        away = {code: target - exact[code] for code, target in targets.items()}
        found[method] = MethodTargets(method, targets, away)
    return Comparison(own, exact, found)
