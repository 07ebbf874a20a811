"""What privacy has to know of the tables of accounts: whose rows, what erases them, how long they stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from api.accounts.records import offers
from api.accounts.records.attempts import key_of
from api.store.personal_data import UNNAMED, DataSubject, ErasureStep, FreeText, Holding, of_accounts
from api.store.retention import Bounds, Over, RetentionRule, rule_for
from api.store.tables import (
    ACCESS_TOKEN,
    ACCOUNT,
    ATTEMPT,
    GRANT,
    HALF_LOGIN,
    LINK,
    LOGIN,
    OFFER,
    OFFERED_ROLE,
    OIDC_IDENTITY,
    RECOVERY_CODE,
    SECOND_STEP,
)

TRIES = ("sign-in to", "reset of")
"""Kinds of tries that are counted for an account's e-mail."""
HIDDEN = "***"
"""What stands in the place of a secret."""


def _grants(subject: DataSubject) -> ColumnElement[bool]:
    return GRANT.c.account_id.in_(subject.accounts) | GRANT.c.person_id.in_(subject.persons)


def _tries(subject: DataSubject) -> ColumnElement[bool]:
    return ATTEMPT.c.key.in_([key_of(kind, word) for kind in TRIES for word in subject.forms.emails])


def _offers(subject: DataSubject) -> ColumnElement[bool]:
    """Return the offers to one of their addresses, or to be them as an agent; also where no role is left."""
    to_them = OFFER.c.email.in_(subject.forms.emails)
    as_them = select(OFFERED_ROLE.c.offer_id).where(OFFERED_ROLE.c.person_id.in_(subject.persons))
    return to_them | OFFER.c.id.in_(as_them) | OFFER.c.id.not_in(select(OFFERED_ROLE.c.offer_id))


def _offered_roles(subject: DataSubject) -> ColumnElement[bool]:
    of_theirs = select(OFFER.c.id).where(_offers(subject))
    return OFFERED_ROLE.c.offer_id.in_(of_theirs) | OFFERED_ROLE.c.person_id.in_(subject.persons)


def _hide_secret(record: Mapping[str, Any], _subject: DataSubject) -> Mapping[str, Any]:
    """Hide the secret: whoever reads the file could sign in with it."""
    return {**record, "secret": HIDDEN}


HOLDINGS = (
    Holding(LOGIN, of_accounts(LOGIN.c.account_id)),
    Holding(HALF_LOGIN, of_accounts(HALF_LOGIN.c.account_id)),
    Holding(SECOND_STEP, of_accounts(SECOND_STEP.c.account_id), extract=_hide_secret),
    Holding(RECOVERY_CODE, of_accounts(RECOVERY_CODE.c.account_id)),
    Holding(LINK, of_accounts(LINK.c.account_id)),
    Holding(ACCESS_TOKEN, of_accounts(ACCESS_TOKEN.c.account_id)),
    Holding(ATTEMPT, _tries),
    Holding(OIDC_IDENTITY, of_accounts(OIDC_IDENTITY.c.account_id)),
    Holding(OFFERED_ROLE, _offered_roles),
    Holding(OFFER, _offers),
    Holding(GRANT, _grants),
    Holding(ACCOUNT, of_accounts(ACCOUNT.c.id)),
)
NAMES = (
    FreeText(ACCESS_TOKEN, "name", {"name": UNNAMED}),
    FreeText(LOGIN, "device", {"device": UNNAMED}),
    FreeText(HALF_LOGIN, "device", {"device": UNNAMED}),
)
"""What others called what is theirs, and their browsers themselves."""

FREE_TEXTS = (
    *NAMES,
    FreeText(ACCOUNT, "email", stays=True),
    FreeText(OIDC_IDENTITY, "email", stays=True),
    FreeText(OIDC_IDENTITY, "subject", stays=True),
)
"""An account of the same name is another's until somebody says that it is theirs: ``--account`` erases it."""

ERASURE = (*map(ErasureStep, HOLDINGS), *(text.step for text in NAMES))
"""In this order: the account after all that refers to it, and then what is others'."""


def _unusable(table: Table) -> Over:
    """Return those of secrets that could not be used for long."""
    return lambda _connection, bound: table.c.expires_at < bound.requests


def _signed_out(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return LOGIN.c.created_at < bound.logins


def _not_finished(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return HALF_LOGIN.c.expires_at < bound.now


def _tried(_connection: Connection, bound: Bounds) -> ColumnElement[bool]:
    return ATTEMPT.c.until < bound.now


def _count_offers(connection: Connection, bound: Bounds) -> int:
    asked = select(func.count()).select_from(OFFER).where(_unusable(OFFER)(connection, bound))
    return int(connection.execute(asked).scalar_one())


def _take_offers(connection: Connection, bound: Bounds) -> None:
    offers.bury(connection, _unusable(OFFER)(connection, bound))


RETENTION = (
    rule_for("links", LINK, _unusable(LINK)),
    RetentionRule("offers", _count_offers, _take_offers),
    rule_for("access_tokens", ACCESS_TOKEN, _unusable(ACCESS_TOKEN)),
    rule_for("logins", LOGIN, _signed_out),
    rule_for("half_logins", HALF_LOGIN, _not_finished),
    rule_for("attempts", ATTEMPT, _tried),
)
