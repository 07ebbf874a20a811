"""What a swap would do, for whoever has to say yes: levels of the score, and balances of municipalities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from api.desk.choice import Chooser, Consequence
from api.ledger.service import read_ledger
from api.rosters.editing.trials import Trials
from api.swaps.shown import ShownSwap
from wfm.ids import MunicipalityCode


@dataclass(frozen=True)
class BalanceChange:
    """What becomes of what a municipality owes in seats; below 0 it has sat more than its share.

    Parameters
    ----------
    municipality
        Which.
    before, after
        What it owes now, and when the swap is done.
    """

    municipality: MunicipalityCode
    before: Fraction
    after: Fraction


def weigh_swap(shown: ShownSwap) -> Consequence | None:
    """Return what a swap would do; nothing where it is over, can't be done, or nobody is known to take it."""
    partner = shown.partner
    moves = None if partner is None or not shown.state.is_open else shown.moves(partner.person)
    if moves is None:
        return None
    published = shown.published
    return Chooser(Trials(published.plan, published.roster)).weigh(moves)


def balance_changes(shown: ShownSwap) -> Iterator[BalanceChange]:
    """Yield what becomes of the balances that the caller sees; exchanged shifts leave them as they are."""
    swap, taker, place = shown.swap, shown.partner, shown.published.place
    crosses = taker is not None and taker.municipality != swap.gives_municipality
    if taker is None or not crosses or swap.takes_shift is not None:
        return
    for code, rise in ((swap.gives_municipality, 1), (taker.municipality, -1)):
        if shown.published.leads(code):
            found = read_ledger(place, code, place.plan.first_day).balances
            owed = sum((one.seats for one in found), Fraction(0))
            yield BalanceChange(code, owed, owed + rise)
