"""What publishing answers, and what is written down of it in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from api.access.ids import AccountId, PlanId, VersionNumber
from api.publishing.changes import PublicationEffects
from api.publishing.decider import Decider
from api.publishing.mails import PUBLISHED
from api.rosters.records.rosters import Version
from api.store import audit, outbox
from api.store.engine import Connection
from api.store.seals import SealWatch
from api.store.webhooks import WebhookEvent, announce

FORTNIGHT_CHANGED = "fortnight_changed"
"""Kind of the notices to those who have the next fourteen days by mail where they change."""
SEATS_PUBLISHED = "seats_published"
"""Kind of the notices to those who were asked for a seat that a publication leaves nobody to take."""


@dataclass(frozen=True)
class Receipt:
    """What publishing answers, and answers again where the request comes a second time.

    Parameters
    ----------
    plan, number
        Whose roster, and which version of it, is now published.
    notice
        Id of the notice in the outbox.
    audit_seq, audit_sha256
        End of the audit chain just after; to be kept outside the database.
    changed
        Kind and subject of each calendar that changed.
    decided_by
        Who said yes to what changed at short notice; empty where nothing did.
    effects
        What comes of it, as it was measured for it; ``None`` in a second answer.
    """

    plan: PlanId
    number: VersionNumber
    notice: str
    audit_seq: int
    audit_sha256: str
    changed: tuple[tuple[str, str], ...]
    decided_by: str = ""
    effects: PublicationEffects | None = field(default=None, compare=False, repr=False)


def note_publication(
    connection: Connection,
    version: Version,
    *,
    before: int,
    changed: tuple[tuple[str, str], ...],
    near: int,
    decided_by: Decider,
    seals: tuple[SealWatch, ...],
    author: AccountId | None,
    at: datetime,
) -> Receipt:
    """Write down in the audit chain, and for whoever is told, that a version superseded another.

    Parameters
    ----------
    version, before
        The version, and the number of the one before; 0 for none.
    changed
        Kind and subject of each calendar that changed.
    near, decided_by
        Shifts that change nearer than was agreed, and who decided that; the record keeps how many, and who.
    seals
        What this transaction changed of rows that are sealed.
    author, at
        Account, if any, and moment; aware.
    """
    payload: dict[str, Any] = {
        "plan": version.plan,
        "number": version.number,
        "before": before,
        "sha256": version.sha256,
        "changed": [list(key) for key in changed],
    }
    if near:
        payload |= {"short_notice": near, "decided_by": decided_by.value}
    head = audit.record(
        connection,
        actor=author,
        action="roster.publish",
        about=version.id,
        at=at,
        payload=payload,
        seals=seals,
    )
    end = {"audit_seq": head.seq, "audit_sha256": head.sha256}
    notice = outbox.add_notice(connection, PUBLISHED, payload | end, at)
    which = {name: payload[name] for name in ("plan", "number", "before")}
    for kind in (FORTNIGHT_CHANGED, SEATS_PUBLISHED):
        outbox.add_notice(connection, kind, which, at)
    announce(connection, WebhookEvent.PUBLISHED, version.plan, at, {"version": version.number})
    return Receipt(
        plan=version.plan,
        number=version.number,
        notice=notice,
        audit_seq=head.seq,
        audit_sha256=head.sha256,
        changed=changed,
        decided_by=decided_by.value if near else "",
    )


def receipt_document(receipt: Receipt) -> Mapping[str, Any]:
    """Return a receipt as it is kept for a second request."""
    kept = {one.name: getattr(receipt, one.name) for one in fields(receipt) if one.name != "change"}
    return {**kept, "changed": [list(key) for key in receipt.changed]}


def read_receipt(said: Mapping[str, Any]) -> Receipt:
    """Return a receipt from what was kept of it."""
    return Receipt(**{**said, "changed": tuple((kind, subject) for kind, subject in said["changed"])})
