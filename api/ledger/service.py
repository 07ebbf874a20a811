"""Reading the ledger: a leader the own municipality's account, who sees the whole hotline everybody's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.ledger.balances import Balance, balances
from api.ledger.expected import Expectation, expect_closes
from api.ledger.records import PostedEntry, QuarterFacts, last_number, list_entries, list_quarters
from api.plans.place import HotlinePlace
from api.plans.records.answers import read_content
from api.plans.records.facts import list_plans
from api.plans.records.plans import find_revision
from api.store.engine import Connection, snapshot
from api.store.errors import MissingError
from wfm.ids import MunicipalityCode


@dataclass(frozen=True)
class Ledger:
    """What somebody sees of a hotline's ledger.

    Parameters
    ----------
    entries
        In the order in which they were posted.
    quarters
        Those that the whole ledger knows, in order of time.
    expected
        What the accounts that are seen are expected to come to, of quarters that are open.
    names
        What municipalities are called now, by code.
    last
        Number of the newest entry of the whole ledger; 0 where there is none.
    """

    entries: tuple[PostedEntry, ...]
    quarters: tuple[QuarterFacts, ...]
    expected: tuple[Expectation, ...]
    names: Mapping[str, str]
    last: int

    @property
    def balances(self) -> tuple[Balance, ...]:
        """The balance of every account that is seen, in order of quarter."""
        return balances(self.entries)

    def closed(self, quarter: date) -> bool:
        """Tell whether a quarter is closed, by its first day."""
        return any(one.closed and one.first_day == quarter for one in self.quarters)

    def expectation(self, balance: Balance) -> Expectation | None:
        """Return what an account is expected to come to; nothing of a quarter that is closed."""
        account = (balance.quarter, balance.municipality)
        return next((one for one in self.expected if (one.quarter, one.municipality) == account), None)


def read_ledger(
    place: HotlinePlace, municipality: MunicipalityCode | None = None, quarter: date | None = None
) -> Ledger:
    """Return the ledger as far as the caller sees it.

    Parameters
    ----------
    place
        The hotline, and who asks.
    municipality
        Whose account; all that the caller sees where none is named.
    quarter
        First day of a quarter; all of them where none is named.

    Raises
    ------
    MissingError
        Where there is no such municipality for the caller.
    """
    with snapshot(place.database) as connection:
        quarters = list_quarters(connection, place.hotline.id)
        names = _names(connection, place)
        scope = place.viewer.scope
        seen = None if scope.whole else scope.municipalities
        if municipality is not None:
            if seen is not None and municipality not in seen:
                raise MissingError("municipality")
            seen = frozenset({municipality})
        entries = list_entries(connection, place.hotline.id, municipalities=seen, quarter=quarter)
        if municipality is not None and scope.whole and not entries and municipality not in names:
            raise MissingError("municipality")
        return Ledger(
            entries=entries,
            quarters=quarters,
            expected=tuple(
                one
                for one in expect_closes(connection, place.hotline.id, quarters)
                if (seen is None or one.municipality in seen) and quarter in (None, one.quarter)
            ),
            names=names,
            last=last_number(connection, place.hotline.id),
        )


def _names(connection: Connection, place: HotlinePlace) -> Mapping[str, str]:
    """Return what municipalities of the hotline's newest published plan are called, or of its newest plan."""
    for drafts in (False, True):
        for plan in list_plans(connection, place.hotline.id, before=None, most=1, drafts=drafts):
            return read_content(connection, find_revision(connection, plan.id)).municipality_names()
    return {}
