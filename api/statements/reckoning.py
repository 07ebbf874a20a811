"""Statements worked out from the ledger's entries and, before the close, from what is published and worked.

Of a closed quarter the entries alone say what it came to, so a statement never changes. The plan adds what
the price is worked out from; nothing of that changes once a quarter is closed.
"""

from __future__ import annotations

from calendar import isleap
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import pairwise
from typing import Any

from api.access.ids import VersionNumber
from api.ledger.balances import sum_seats
from api.ledger.expected import Expectation
from api.ledger.kinds import FROM_PUBLISHING, LedgerKind
from api.ledger.records import PostedEntry
from api.plans.records.facts import HotlineFacts
from api.statements.statement import Correction, MoneyAccount, PriceBasis, SeatAccount, Statement
from wfm.ids import MunicipalityCode
from wfm.municipality import Municipality
from wfm.plan import Plan
from wfm.quota_table import QuotaRow
from wfm.rounding import half_up
from wfm.settlement import Settlement, Tariff
from wfm.start_up import find_priced_time, start_of_staffing

WORKED = (*FROM_PUBLISHING, LedgerKind.WORKED)


@dataclass(frozen=True)
class QuarterBooks:
    """What the statements of a quarter are worked out from.

    Parameters
    ----------
    hotline, plan, version
        The quarter as it is published, and the number of its roster.
    rows
        Its quota table of what was worked.
    entries
        Of the quarter's account, everybody's, in order of number.
    expected
        What accounts of a quarter that is open are expected to come to.
    """

    hotline: HotlineFacts
    plan: Plan
    version: VersionNumber
    rows: Sequence[QuotaRow]
    entries: Sequence[PostedEntry]
    expected: Mapping[MunicipalityCode, Expectation]

    def statement(self, row: QuotaRow) -> Statement:
        """Return a municipality's statement: the one of the close, or a preliminary one."""
        settled = [
            one
            for one in self.entries
            if one.municipality == row.municipality.code and one.kind is LedgerKind.SETTLEMENT
        ]
        return self._settled(row, settled[-1]) if settled else self._preliminary(row)

    def _settled(self, row: QuotaRow, settled: PostedEntry) -> Statement:
        code = row.municipality.code
        posted = self._posted_at_close
        own = [one for one in posted if one.municipality == code]
        money = money_at_close(row.settlement, own)
        tariff = self.plan.hotline.tariff or Tariff()
        seats = {kind: sum_seats(own, (kind,)).get(code, Fraction(0)) for kind in LedgerKind}
        return self._made(
            row,
            number=settled.number,
            at=settled.at,
            money=money,
            hours=hours_of(money.credit, tariff),
            seats=SeatAccount(
                staffs=row.staffs,
                opening=seats[LedgerKind.OPENING],
                planned=-int(sum(seats[kind] for kind in FROM_PUBLISHING)),
                worked=-int(sum(seats[kind] for kind in WORKED)),
                entitlement=seats[LedgerKind.ENTITLEMENT],
                corrected=seats[LedgerKind.CORRECTION],
                carried=seats[LedgerKind.CARRY_OVER],
                everybody=-int(sum(sum_seats(posted, WORKED).values())),
                citizens=self._citizens,
            ),
        )

    @property
    def _posted_at_close(self) -> Sequence[PostedEntry]:
        """Entries until the close, which ends by stating everybody's carry-over in one go.

        What a correction adds to the last closed quarter, and states anew, is of no statement of the close.
        """
        stated = [one.number for one in self.entries if one.kind is LedgerKind.CARRY_OVER]
        last = next((n for n, after in pairwise([*stated, 0]) if after != n + 1), 0)
        return [one for one in self.entries if one.number <= last]

    def _preliminary(self, row: QuotaRow) -> Statement:
        code = row.municipality.code
        expected = self.expected.get(code)
        opening = row.municipality.carry_over if expected is None else expected.opening
        due = row.entitled - row.seats if row.staffs else Fraction(0)
        carried = opening + due if expected is None else expected.balance
        published = sum_seats(self.entries, FROM_PUBLISHING)
        return self._made(
            row,
            number=0,
            at=None,
            money=money_of(row.settlement),
            hours=row.hours,
            seats=SeatAccount(
                staffs=row.staffs,
                opening=opening,
                planned=-int(published[code]) if code in published else int(row.seats),
                worked=int(row.seats) if row.staffs else 0,
                entitlement=row.entitled,
                corrected=carried - opening - due,
                carried=carried,
                everybody=int(sum(one.seats for one in self.rows if one.staffs)),
                citizens=self._citizens,
            ),
        )

    def _made(
        self, row: QuotaRow, *, at: datetime | None, hours: Fraction | None, **figures: Any
    ) -> Statement:
        town, line = row.municipality, self.plan.hotline
        time = find_priced_time(line.period, town.joined, line.start_up_months)
        return Statement(
            at=at,
            hotline=self.hotline,
            municipality=town.code,
            name=town.name,
            period=line.period,
            version=self.version,
            basis=PriceBasis(
                population=town.population,
                tariff=line.tariff or Tariff(),
                days=days_by_year(self.plan, town),
                start_up_months=time.start_up_months,
                hours=hours,
            ),
            **figures,
        )

    @property
    def _citizens(self) -> int:
        return sum(one.municipality.population for one in self.rows if one.staffs)


def money_at_close(settlement: Settlement, own: Iterable[PostedEntry]) -> MoneyAccount:
    """Return the money of a closed quarter: net and rebate as posted, prices as agreed, credit the rest."""
    ore = Counter[LedgerKind]()
    for one in own:
        ore[one.kind] += one.ore or 0
    prices = money_of(settlement)
    return MoneyAccount(
        price=prices.price,
        start_up=prices.start_up,
        rebate=-ore[LedgerKind.REBATE],
        credit=prices.price + prices.start_up - ore[LedgerKind.SETTLEMENT],
    )


def money_of(settlement: Settlement) -> MoneyAccount:
    """Return the money of a settlement as it stands in the quota table."""
    return MoneyAccount(
        price=int((settlement.price - settlement.start_up) * 100),
        start_up=int((settlement.start_up + settlement.rebate) * 100),
        rebate=int(settlement.rebate * 100),
        credit=int(settlement.credit * 100),
    )


def hours_of(credit: int, tariff: Tariff) -> Fraction | None:
    """Return the hours that a credit was for, which are whole minutes; nothing where it does not tell.

    Parameters
    ----------
    credit
        In hundredths of a krone.
    tariff
        By which it was worked out.
    """
    rate = Fraction(tariff.credit_per_agent_hour)
    if not rate:
        return None
    hours = Fraction(int(half_up(Fraction(credit, 100) / rate * 60, 0)), 60)
    return hours if int(half_up(hours * rate, 2) * 100) == credit else None


def days_by_year(plan: Plan, town: Municipality) -> tuple[tuple[int, int], ...]:
    """Return the days of a quarter at the yearly price and the days of their year, year by year."""
    line = plan.hotline
    starts = None if town.joined is None else start_of_staffing(town.joined, line.start_up_months)
    years = Counter(day.year for day in line.period.days() if starts is None or day >= starts)
    return tuple((many, 366 if isleap(year) else 365) for year, many in years.items())


def corrections_of(
    entries: Sequence[PostedEntry],
    hotline: HotlineFacts,
    currency: str,
    names: Mapping[MunicipalityCode, str],
    seen: Collection[MunicipalityCode] | None,
) -> tuple[Correction, ...]:
    """Return every correction, in order of number.

    Parameters
    ----------
    entries
        Of all quarters that say something of money, in order of number.
    hotline, currency
        Whose, and in what.
    names
        What municipalities are called, by code.
    seen
        Whose; everybody's where it is ``None``.
    """
    settled: dict[tuple[Any, MunicipalityCode], int] = {}
    ore: Counter[tuple[Any, MunicipalityCode]] = Counter()
    found: list[Correction] = []
    for one in entries:
        account = (one.about or one.quarter, one.municipality)
        if one.kind is LedgerKind.SETTLEMENT:
            settled[account] = one.number
        if one.kind is LedgerKind.CORRECTION and (seen is None or one.municipality in seen):
            assert one.about is not None
            assert one.at is not None
            assert one.shift is not None
            found.append(
                Correction(
                    number=one.number,
                    at=one.at,
                    corrects=settled.get(account, 0),
                    hotline=hotline,
                    municipality=one.municipality,
                    name=names.get(one.municipality, one.municipality),
                    quarter=one.quarter,
                    about=one.about,
                    shift=one.shift,
                    seats=one.seats or Fraction(0),
                    net=one.ore or 0,
                    before=ore[account],
                    currency=currency,
                )
            )
        ore[account] += one.ore or 0
    return tuple(found)
