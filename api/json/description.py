"""What the description of the service says of itself; it is for developers, so it is in English only."""

from __future__ import annotations

TITLE = "Fællesvagt"
DESCRIPTION = """The roster that is shown on the pages, for programs. It can only be read: GET and HEAD.

Whole numbers are numbers. Shares, entitlements, carry-overs, hours and money are decimal text, such as \
"36.8152", with the decimals of quota.csv: they are exact figures that a binary float would spoil.

Dates and times are local to the hotline's time zone unless a field says UTC.

Every answer carries a strong ETag; ask again with If-None-Match and a 304 says that nothing changed. \
Errors are problem details (RFC 9457) as application/problem+json. Telephone numbers, e-mail addresses \
and notes on absence are in no answer.

There are no accounts yet, so only requests whose Host is this machine (127.0.0.1, localhost) are answered."""
ROSTER, QUOTAS, PEOPLE, CALENDARS = "roster", "quotas", "people", "calendars"
PLANS, VERSIONS, RECORD, ACCOUNTS, SERVICE = "plans", "versions", "record", "accounts", "service"
TAGS = [
    {"name": ROSTER, "description": "Who sits when."},
    {"name": QUOTAS, "description": "What municipalities owe, staff, carry over and pay; what is proven."},
    {"name": PEOPLE, "description": "Municipalities and agents."},
    {"name": CALENDARS, "description": "Secret addresses by which calendar programs subscribe."},
    {"name": PLANS, "description": "Hotlines, their plans and the plans' tables: to read and to change."},
    {"name": VERSIONS, "description": "Versions of a plan's roster: to read, add, change and publish."},
    {"name": RECORD, "description": "Who did what."},
    {"name": ACCOUNTS, "description": "Who may do what in a hotline; for its administrators."},
    {"name": SERVICE, "description": "Whether the service is up."},
]
