"""Every table of the store, so that whoever asks for the metadata has them all."""

from api.store.columns import METADATA
from api.store.tables.accounts import ACCESS_TOKEN, ACCOUNT, ATTEMPT, GRANT, LINK, LOGIN
from api.store.tables.addresses import CALENDAR_ADDRESS
from api.store.tables.amendments import AMENDMENT
from api.store.tables.calls import CALL_CALENDAR, CALL_DAY, CALL_FORECAST, ENTERED_FIGURE
from api.store.tables.cases import BUSINESS_CASE
from api.store.tables.collections import AVAILABILITY_ANSWER, AVAILABILITY_REQUEST, COLLECTION
from api.store.tables.hotlines import HOTLINE, PERSON
from api.store.tables.identities import OIDC_IDENTITY
from api.store.tables.ledger import LEDGER_ENTRY
from api.store.tables.mails import MAIL
from api.store.tables.offers import OFFER, OFFERED_ROLE
from api.store.tables.plans import AVAILABILITY_NOTE, PLAN, PLAN_REVISION, REVISION_AGENT, REVISION_NOTE
from api.store.tables.preferences import NOTICE_PREFERENCE
from api.store.tables.proposals import PROPOSAL, PROPOSAL_REMARK
from api.store.tables.providers import OIDC_PROVIDER
from api.store.tables.publishing import FEED_BODY, PUBLICATION
from api.store.tables.quiet_hours import QUIET_HOURS
from api.store.tables.records import AUDIT_EVENT, AUDIT_HEAD, AUDIT_PAYLOAD, IDEMPOTENCY_KEY, OUTBOX
from api.store.tables.replacements import ABSENCE, ACCEPTING_RULE, SEAT_ASK, SEAT_OFFER
from api.store.tables.rosters import ASSIGNMENT, ROSTER_VERSION, VERSION_NOTE, VERSION_STEP
from api.store.tables.runs import RUN, RUN_EVENT, RUN_RESULT
from api.store.tables.scenarios import SCENARIO
from api.store.tables.second_steps import HALF_LOGIN, RECOVERY_CODE, SECOND_STEP
from api.store.tables.swaps import SWAP
from api.store.tables.webhooks import WEBHOOK, WEBHOOK_DELIVERY
from api.store.tables.worked import WORKED_PART, WORKED_SEAT

__all__ = [
    "ABSENCE",
    "ACCEPTING_RULE",
    "ACCESS_TOKEN",
    "ACCOUNT",
    "AMENDMENT",
    "ASSIGNMENT",
    "ATTEMPT",
    "AUDIT_EVENT",
    "AUDIT_HEAD",
    "AUDIT_PAYLOAD",
    "AVAILABILITY_ANSWER",
    "AVAILABILITY_NOTE",
    "AVAILABILITY_REQUEST",
    "BUSINESS_CASE",
    "CALENDAR_ADDRESS",
    "CALL_CALENDAR",
    "CALL_DAY",
    "CALL_FORECAST",
    "COLLECTION",
    "ENTERED_FIGURE",
    "FEED_BODY",
    "GRANT",
    "HALF_LOGIN",
    "HOTLINE",
    "IDEMPOTENCY_KEY",
    "LEDGER_ENTRY",
    "LINK",
    "LOGIN",
    "MAIL",
    "METADATA",
    "NOTICE_PREFERENCE",
    "OFFER",
    "OFFERED_ROLE",
    "OIDC_IDENTITY",
    "OIDC_PROVIDER",
    "OUTBOX",
    "PERSON",
    "PLAN",
    "PLAN_REVISION",
    "PROPOSAL",
    "PROPOSAL_REMARK",
    "PUBLICATION",
    "QUIET_HOURS",
    "RECOVERY_CODE",
    "REVISION_AGENT",
    "REVISION_NOTE",
    "ROSTER_VERSION",
    "RUN",
    "RUN_EVENT",
    "RUN_RESULT",
    "SCENARIO",
    "SEAT_ASK",
    "SEAT_OFFER",
    "SECOND_STEP",
    "SWAP",
    "VERSION_NOTE",
    "VERSION_STEP",
    "WEBHOOK",
    "WEBHOOK_DELIVERY",
    "WORKED_PART",
    "WORKED_SEAT",
]
