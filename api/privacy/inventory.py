"""Where the store holds something of somebody, gathered from what each room says of its tables.

A test holds that every table with a column that is `personal` or a `pseudonym` stands here, and that every
personal column is erased.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from api.accounts.records import privacy as accounts
from api.amendments.records import privacy as amendments
from api.availability.records import privacy as availability
from api.calendars.records import privacy as calendars
from api.cases.records import privacy as cases
from api.demand.records import privacy as demand
from api.ledger import records as ledger
from api.notices.records import privacy as mails
from api.plans.records import privacy as plans
from api.privacy.records.plans import WHOLE_PLANS
from api.proposals.records import privacy as proposals
from api.publishing import records as publications
from api.replacements.records import privacy as replacements
from api.rosters.records import privacy as rosters
from api.runs.records import privacy as runs
from api.scenarios.records import privacy as scenarios
from api.store import privacy as store
from api.store.personal_data import ErasureStep, FreeText, Holding
from api.store.retention import RetentionRule
from api.swaps.records import privacy as swaps
from api.webhooks.records import privacy as webhooks

ROOMS = (
    plans,
    rosters,
    ledger,
    scenarios,
    cases,
    runs,
    publications,
    amendments,
    availability,
    replacements,
    swaps,
    proposals,
    calendars,
    demand,
    store,
    mails,
    webhooks,
    accounts,
)

HOLDINGS: Mapping[str, Holding] = {
    holding.table.name: holding for holding in chain.from_iterable(room.HOLDINGS for room in ROOMS)
}
"""By name of the table."""

ERASURE: tuple[ErasureStep, ...] = (
    *plans.ERASURE,
    *rosters.ERASURE,
    *scenarios.ERASURE,
    *cases.ERASURE,
    *runs.ERASURE,
    *availability.ERASURE,
    *proposals.ERASURE,
    *replacements.ERASURE,
    *swaps.ERASURE,
    *calendars.ERASURE,
    *store.ERASURE,
    *mails.ERASURE,
    *accounts.ERASURE,
    store.PERSON_ERASURE,
)
"""In this order: notes are found by the words that the last step takes away."""

FREE_TEXTS: tuple[FreeText, ...] = tuple(
    chain.from_iterable(getattr(room, "FREE_TEXTS", ()) for room in ROOMS)
)
"""Every column in which people write what they like."""

FIXED_TEXTS: Mapping[str, str] = {
    "account.password_hash": "a hash",
    "absence.municipality": "a code",
    "absence.seats": "random ids",
    "accepting_rule.municipality": "a code",
    "amendment.left_out": "random ids",
    "assignment.municipality": "a code",
    "availability_note.municipality": "a code",
    "calendar_address.subject": "a random id, or a municipality's code",
    "call_calendar.served": "figures",
    "call_calendar.special_days": "what days are called",
    "call_day.calls": "figures",
    "call_day.mail": "figures",
    "call_forecast.content": "figures, packed",
    "call_forecast.needs": "figures",
    "call_forecast.risks": "figures",
    "call_forecast.told": "figures",
    "feed_body.body": "written from plans; `api.privacy.records.feeds` takes names out",
    "feed_body.dropped": "as its body",
    "feed_body.events": "as its body",
    "feed_body.subject": "a random id, or a municipality's code",
    "feed_body.zipped": "as its body",
    "grant.municipality": "a code",
    "mail.municipality": "a code",
    "quiet_hours.municipality": "a code",
    "notice_preference.choices": "fixed words",
    "offer.email": "an address; the row goes with whose it is",
    "offered_role.municipality": "a code",
    "hotline.code": "a code",
    "idempotency_key.caller": "a random id, or the local user",
    "ledger_entry.municipality": "a code",
    "ledger_entry.seats": "a number",
    "oidc_identity.issuer": "an address from a setting, or that an administrator set up",
    "oidc_provider.name": "what a button says, as an organisation is called",
    "oidc_provider.issuer": "an address",
    "oidc_provider.client_id": "who the service is to a provider",
    "oidc_provider.client_secret": "sealed, or random",
    "oidc_provider.asked": "words of OpenID Connect",
    "oidc_provider.claims": "words of a provider's",
    "person.agent": "who somebody is; namesakes are told to whoever erases",
    "person.email": "as their id",
    "person.municipality": "a code",
    "person.name": "as their id",
    "person.person": "as their id",
    "person.phone": "as their id",
    "revision_agent.agent": "who somebody is in a plan; the row goes with them",
    "revision_agent.municipality": "a code",
    "run.best": "random ids",
    "run_event.told": "figures",
    "run_result.score": "figures",
    "scenario.solved": "figures, and a random id",
    "audit_event.object": "a random id",
    "audit_event.seals": "hashes",
    "proposal_remark.municipality": "a code",
    "worked_part.municipality": "a code",
    "worked_seat.municipality": "a code",
    "seat_ask.municipality": "a code",
    "second_step.secret": "random",
    "swap.approved": "codes",
    "swap.asks": "random ids and codes",
    "swap.gives_municipality": "a code",
    "webhook.address": "an address of a program's, at a host that the settings allow",
    "webhook.secret": "sealed, or random",
    "webhook_delivery.payload": "codes, days, numbers and random ids",
}
"""Every other column that could hold a text, with what it holds: a new one belongs here or above."""

RETENTION: tuple[RetentionRule, ...] = (
    *plans.RETENTION,
    *rosters.RETENTION,
    *scenarios.RETENTION,
    *cases.RETENTION,
    *runs.RETENTION,
    *availability.RETENTION,
    *proposals.RETENTION,
    *amendments.RETENTION,
    *replacements.RETENTION,
    *swaps.RETENTION,
    *demand.RETENTION,
    WHOLE_PLANS,
    *store.RETENTION,
    *mails.RETENTION,
    *webhooks.RETENTION,
    *accounts.RETENTION,
)
"""Notes before the plans that they belong to."""
