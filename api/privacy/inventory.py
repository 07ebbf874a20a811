"""Where the store holds something of somebody, gathered from what each room says of its tables.

A test holds that every table with a column that is `personal` or a `pseudonym` stands here, and that every
personal column is erased.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from api.accounts.records import privacy as accounts
from api.calendars.records import privacy as calendars
from api.notices.records import privacy as mails
from api.plans.records import privacy as plans
from api.privacy.records.plans import WHOLE_PLANS
from api.publishing import records as publications
from api.rosters.records import privacy as rosters
from api.store import privacy as store
from api.store.personal_data import ErasureStep, Holding
from api.store.retention import RetentionRule

ROOMS = (plans, rosters, publications, calendars, store, mails, accounts)

HOLDINGS: Mapping[str, Holding] = {
    holding.table.name: holding for holding in chain.from_iterable(room.HOLDINGS for room in ROOMS)
}
"""By name of the table."""

ERASURE: tuple[ErasureStep, ...] = (
    *plans.ERASURE,
    *rosters.ERASURE,
    *calendars.ERASURE,
    *store.ERASURE,
    *mails.ERASURE,
    *accounts.ERASURE,
    store.PERSON_ERASURE,
)
"""In this order: notes are found by the words that the last step takes away."""

RETENTION: tuple[RetentionRule, ...] = (
    *plans.RETENTION,
    *rosters.RETENTION,
    WHOLE_PLANS,
    *store.RETENTION,
    *mails.RETENTION,
    *accounts.RETENTION,
)
"""Notes before the plans that they belong to."""
