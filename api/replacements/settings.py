"""How a municipality lets its people accept: said by its leaders, or a coordinator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.access.permissions import Permission
from api.plans.place import HotlinePlace
from api.plans.records.answers import read_content
from api.plans.records.facts import list_plans
from api.plans.records.plans import find_revision
from api.replacements.kinds import AcceptingRule
from api.replacements.records.rules import KeptRule, find_rule, keep_rule
from api.store import audit
from api.store.engine import Connection, reading
from api.store.errors import ConflictError, MissingError
from api.store.idempotency import IdempotentRequest, once
from wfm.ids import MunicipalityCode


def read_rule(place: HotlinePlace, municipality: MunicipalityCode) -> KeptRule:
    """Return what holds in a municipality.

    Raises
    ------
    MissingError
        Where it is none for which the caller answers.
    """
    with reading(place.database) as connection:
        require_led(connection, place, municipality)
        return find_rule(connection, place.hotline.id, municipality)


def set_rule(
    place: HotlinePlace,
    request: IdempotentRequest,
    municipality: MunicipalityCode,
    rule: AcceptingRule,
    expected: int,
) -> KeptRule:
    """Say how a municipality's people may accept from now on.

    Raises
    ------
    MissingError
        Where it is none for which the caller answers.
    ConflictError
        Where it was changed since the caller saw it.
    """

    def effect(connection: Connection) -> Mapping[str, Any]:
        require_led(connection, place, municipality)
        now = find_rule(connection, place.hotline.id, municipality)
        if now.number != expected:
            raise ConflictError(expected, now.number, now.author, now.at)
        kept = KeptRule(rule, now.number + 1, place.author, place.at)
        keep_rule(connection, place.hotline.id, municipality, kept)
        audit.record(
            connection,
            actor=place.author,
            action="offer.rule",
            about=place.hotline.id,
            at=place.at,
            payload={"municipality": municipality, "rule": rule.value},
        )
        return {"number": kept.number}

    once(place.database, request, place.at, effect, place.hotline.id)
    return read_rule(place, municipality)


def require_led(connection: Connection, place: HotlinePlace, municipality: MunicipalityCode) -> None:
    """Refuse a municipality for which the caller does not answer.

    Raises
    ------
    MissingError
        Where it is none of theirs, or none at all.
    """
    if municipality in place.viewer.scope.municipalities:
        return
    newest = list_plans(connection, place.hotline.id, before=None, most=1, drafts=True)
    known = [read_content(connection, find_revision(connection, one.id)) for one in newest if one.revision]
    there = any(municipality in stored.municipality_names() for stored in known)
    if not (there and place.viewer.may(Permission.EDIT_PLAN)):
        raise MissingError("municipality")
