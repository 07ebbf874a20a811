"""What locks and wishes cost: the plan is solved without each, the most promising first, while there is time.

A price is the difference between two rosters that were found, and says whether both are proven to be the
best. Where multipliers prove the best roster of a big plan, they mostly prove at once what a lock or a wish
costs (`solver.explaining.proven_prices`). Else, of a wish that can cost no more than the roster at hand would
cost less without it, the price is known at once. On a big plan the plan without a wish is then not solved
whole: the agent's municipality is, among the shifts that it has, and before that the same with the wish, so
that what a better roster brings is no price.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from solver.explaining.alternative import better_near
from solver.explaining.price_rows import PriceRow, idle_wishes, price_rows
from solver.explaining.proven_prices import ProvenPrices
from solver.explaining.resolving import WORKERS, resolve
from solver.params import Clock
from solver.search.levels import small
from solver.session.session import Session
from wfm.explanation import Outlook, Price, Prices
from wfm.finding import Level
from wfm.ids import MunicipalityCode
from wfm.plan import Plan
from wfm.roster import Roster
from wfm.rules import wishes
from wfm.score import measure

LEAST = 1.0
"""Seconds below which no plan is solved."""

BASE = 0.2
"""The part of the time in which the plan is solved as it is."""

LONGEST = 10.0
"""Seconds that a plan without a lock may take, where much else waits."""

Tell = Callable[[str, int, int], None]


def prices(plan: Plan, roster: Roster, clock: Clock, tell: Tell | None = None) -> Prices | None:
    """Return what each lock and each wish that may bind costs, the dearest first.

    Parameters
    ----------
    plan
        A plan whose locks can be kept; ``None`` comes back where they can't.
    roster
        The roster at hand: every search begins from it.
    clock
        A fifth of it is for the plan as it is; what there is no time for is counted.
    tell
        Told how far it has come.
    """
    with Session(plan, roster, workers=WORKERS) as session:
        result = session.solve(BASE * clock.left)
        proven = ProvenPrices.of(result, session.opened, roster)
    if result.interrupted:
        raise KeyboardInterrupt
    if result.roster is None or result.score is None:
        return None
    changed = len(roster.difference(result.roster))
    base = Outlook(roster=result.roster, values=result.score.values, bounds=result.bounds, changed=changed)
    rows = price_rows(plan, base.roster, measure(plan, base.roster))
    pricing = _Pricing(plan=plan, at_hand=roster, clock=clock, base=base, proven=proven)
    known = [row for row in rows if row.most and row.most == row.sure(plan, base.roster)]
    for row in known:
        pricing.found.append((row, None))
    ahead = [row for row in rows if row not in known]
    try:
        for number, row in enumerate(ahead):
            if clock.left < LEAST:
                break
            if tell is not None:
                tell("pricing", len(known) + number + 1, len(rows))
            pricing.ask(row, len(ahead) - number)
    finally:
        if proven is not None:
            proven.close()
    asked = sorted(pricing.prices(), key=lambda price: tuple(-cost for cost in price.costs.values()))
    return Prices(
        base=pricing.base, asked=tuple(asked), not_asked=len(rows) - len(asked), idle=idle_wishes(plan)
    )


@dataclass
class _Pricing:
    """Prices in the making: the best roster with everything, and the best without each."""

    plan: Plan
    at_hand: Roster
    clock: Clock
    base: Outlook
    proven: ProvenPrices | None = None
    found: list[tuple[PriceRow, Outlook | None]] = field(default_factory=list)
    _settled: set[MunicipalityCode] = field(default_factory=set)

    def ask(self, row: PriceRow, ahead: int) -> None:
        """Look for the best roster without a lock or a wish."""
        if self.proven is not None:
            seconds = min(self.clock.left, max(LONGEST, self.clock.left / ahead))
            exact = self.proven.outlook(row, seconds)
            if exact is not None:
                self.found.append((row, exact))
                return
        if row.home is None or small(self.plan):
            seconds = max(LEAST, self.clock.left / ahead)
            if not small(self.plan):
                seconds = min(self.clock.left, max(seconds, LONGEST))
            without = resolve(row.without, [self.base.roster, self.at_hand], seconds, self.at_hand)
            self.found.append((row, without))
            self._take(None if without is None else without.roster)
            return
        self._settle(row.home)
        better = better_near(row.without, self.base.values, self.base.roster, row.home, self.clock)
        self.found.append((row, self._outlook(row.without, better, self._bounds(row))))
        self._take(better)

    def _settle(self, home: MunicipalityCode) -> None:
        """Make the roster with everything as good as it gets where only this municipality changes."""
        if home not in self._settled and self.clock.left:
            self._settled.add(home)
            self._take(better_near(self.plan, self.base.values, self.base.roster, home, self.clock))

    def _take(self, roster: Roster | None) -> None:
        """Take a roster as the best with everything, where it is: what it brings is nobody's price."""
        if roster is None:
            return
        score = measure(self.plan, roster)
        if not score.breaches and tuple(score.values.values()) < tuple(self.base.values.values()):
            self.base = self._outlook(self.plan, roster, self.base.bounds)

    def prices(self) -> Sequence[Price]:
        """Return the prices; the best roster with everything is one without a part of it, too."""
        return [self._price(row, without) for row, without in self.found]

    def _price(self, row: PriceRow, without: Outlook | None) -> Price:
        bounds = self._bounds(row) if row.rule == wishes.KEY else {}
        stays = self._outlook(row.without, self.base.roster, bounds)
        if without is None or tuple(stays.values.values()) < tuple(without.values.values()):
            without = stays
        costs = {level: value - without.values[level] for level, value in self.base.values.items()}
        return Price(rule=row.rule, subject=row.subject, message=row.message, outlook=without, costs=costs)

    def _bounds(self, row: PriceRow) -> Mapping[Level, int]:
        """Return what is proven of the plan without a wish: quality is less by no more than it can cost."""
        bounds = dict(self.base.bounds)
        return bounds | {Level.QUALITY: max(0, bounds.get(Level.QUALITY, 0) - row.most)}

    def _outlook(self, plan: Plan, roster: Roster, bounds: Mapping[Level, int]) -> Outlook:
        changed = len(self.at_hand.difference(roster))
        return Outlook(roster=roster, values=measure(plan, roster).values, bounds=bounds, changed=changed)
