"""Replacements: who is away, seats that are offered to somebody, and how municipalities let theirs accept."""

from __future__ import annotations

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Table, Text

from api.store.columns import METADATA, plain, pseudonym
from api.store.types import Id, Json, UtcTime

ABSENCE = Table(
    "absence",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("hotline_id", Id(), ForeignKey("hotline.id")),
    pseudonym("person_id", Id(), ForeignKey("person.id")),
    plain("municipality", Text()),
    plain("first_day", Date()),
    plain("last_day", Date()),
    plain("number", Integer()),  # rises with each change
    pseudonym("seats", Json()),  # what was vacated: plan, shift and person
    pseudonym("author", Id(), nullable=True),
    plain("at", UtcTime()),
    plain("withdrawn_at", UtcTime(), nullable=True),
    Index(None, "hotline_id", "last_day"),
    Index(None, "person_id"),
)
"""From when to when somebody is away. Why is asked nowhere, and there is no place for it."""

SEAT_OFFER = Table(
    "seat_offer",
    METADATA,
    plain("id", Id(), primary_key=True),
    plain("hotline_id", Id(), ForeignKey("hotline.id")),
    plain("plan_id", Id(), ForeignKey("plan.id")),
    plain("shift", String(16)),  # its local start
    pseudonym("leaves", Id(), ForeignKey("person.id"), nullable=True),
    plain("whole", Boolean()),  # whether the whole shift goes to another municipality
    plain("needed", Integer()),  # how many have to accept before it does
    plain("state", String(9)),  # open, accepted, declined, withdrawn
    plain("number", Integer()),  # rises with each change
    pseudonym("author", Id(), nullable=True),
    plain("at", UtcTime()),
    plain("expires_at", UtcTime()),
    plain("ended_at", UtcTime(), nullable=True),
    Index(None, "hotline_id", "expires_at"),
    Index(None, "plan_id"),
)

SEAT_ASK = Table(
    "seat_ask",
    METADATA,
    plain("offer_id", Id(), ForeignKey("seat_offer.id"), primary_key=True),
    pseudonym("person_id", Id(), ForeignKey("person.id"), primary_key=True),
    plain("municipality", Text()),
    plain("state", String(8)),  # asked, willing, accepted, declined; only while the offer is open
    Index(None, "person_id"),
)
"""Who is asked. When an offer ends, what they said is taken away, but for who took the seat."""

ACCEPTING_RULE = Table(
    "accepting_rule",
    METADATA,
    plain("hotline_id", Id(), ForeignKey("hotline.id"), primary_key=True),
    plain("municipality", Text(), primary_key=True),
    plain("rule", String(6)),  # alone, leader, never
    plain("number", Integer()),  # rises with each change
    pseudonym("author", Id(), nullable=True),
    plain("at", UtcTime()),
)
