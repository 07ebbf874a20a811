"""Swaps: shifts that agents hand over or exchange, who is asked, and how far each is."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, String, Table, Text

from api.store.columns import METADATA, plain, pseudonym
from api.store.types import Id, Json, UtcTime

SWAP = Table(
    "swap",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("hotline_id", Id(), ForeignKey("hotline.id")),
    plain("plan_id", Id(), ForeignKey("plan.id")),
    pseudonym("gives", Id(), ForeignKey("person.id")),
    plain("gives_municipality", Text()),
    plain("gives_shift", String(16)),  # its local start
    plain("takes_shift", String(16), nullable=True),  # what is given for it; the one who is asked sits there
    pseudonym("asks", Json()),  # person, municipality, whether they said no; that only while it is open
    pseudonym("taker", Id(), ForeignKey("person.id"), nullable=True),
    plain("approval", String(11)),  # whose yes it needs: none, leader, coordinator
    plain("approved", Json()),  # codes of the municipalities whose leaders said yes
    plain("state", String(9)),  # proposed, accepted, done, declined, rejected, withdrawn
    plain("number", Integer()),  # rises with each change
    plain("version", Integer()),  # number of the roster version by which it was done; 0: none yet
    pseudonym("author", Id(), nullable=True),
    plain("at", UtcTime()),
    plain("expires_at", UtcTime()),
    plain("ended_at", UtcTime(), nullable=True),
    Index(None, "hotline_id", "expires_at"),
    Index(None, "plan_id"),
    Index(None, "gives"),
    Index(None, "taker"),
)
