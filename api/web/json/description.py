"""What the description of the service says of itself; it is for developers, so it is in English only."""

from __future__ import annotations

TITLE = "Fællesvagt"
DESCRIPTION = """Hotlines, their plans and rosters, for programs. What is published is read beneath \
/api/v1; what is being planned lies beneath /api/v1/hotlines and is read and changed there.

Show a personal access token in `Authorization: Bearer`; it is made on the page of one's account, and sees \
and does what its owner may. Whatever is foreign looks like what does not exist: 404.

Whatever changes a plan or a roster carries an `Idempotency-Key`, so that it can be sent again without \
being done twice, and says in `If-Match` what it began with, so that nobody overwrites anybody: 412 tells \
what there is now, since when and by whom. Requests about accounts need neither: repeated, they change \
nothing.

Long lists come in pages: `next`, and a `Link` with rel="next", lead on.

Whole numbers are numbers. Shares, entitlements, carry-overs, hours and money are decimal text, such as \
"36.8152", with the decimals of quota.csv: they are exact figures that a binary float would spoil.

Dates and times are local to the hotline's time zone unless a field says UTC.

Every answer to GET carries a strong ETag; ask again with If-None-Match and a 304 says that nothing changed. \
Errors are problem details (RFC 9457) as application/problem+json; `type` leads to what they mean. Notes on \
absence are in no answer but those to the agent and the leader, e-mail addresses in none but the tables of \
a plan, telephone numbers there and, to the own leader and coordinators, where somebody may step in."""
ROSTER, QUOTAS, PEOPLE, CALENDARS = "roster", "quotas", "people", "calendars"
PLANS, VERSIONS, RUNS, RECORD = "plans", "versions", "runs", "record"
ACCOUNTS, SERVICE = "accounts", "service"
AVAILABILITY, PROPOSALS, WORKED = "availability", "proposals", "worked"
SCENARIOS, CASES = "scenarios", "cases"
REPLACEMENTS, SWAPS, DEMAND = "replacements", "swaps", "demand"
TAGS = [
    {"name": ROSTER, "description": "Who sits when."},
    {"name": QUOTAS, "description": "What municipalities owe, staff, carry over and pay; what is proven."},
    {"name": PEOPLE, "description": "Municipalities and agents."},
    {"name": CALENDARS, "description": "Secret addresses by which calendar programs subscribe."},
    {"name": PLANS, "description": "Hotlines, their plans and the plans' tables: to read and to change."},
    {
        "name": SCENARIOS,
        "description": "What would be otherwise if: figures before and after, kept beside a plan.",
    },
    {"name": CASES, "description": "Business cases: gains and costs by year, shared by keys."},
    {"name": AVAILABILITY, "description": "When people can sit: asked for, said, and changed afterwards."},
    {"name": VERSIONS, "description": "Versions of a plan's roster: to read, add, change and publish."},
    {"name": PROPOSALS, "description": "Drafts that people see and comment on before they are published."},
    {"name": WORKED, "description": "Who really sat on the shifts, and quarters that are closed."},
    {"name": REPLACEMENTS, "description": "Who is away, and seats that somebody may take."},
    {"name": SWAPS, "description": "Shifts that agents hand over or exchange with each other."},
    {"name": RUNS, "description": "What the service reckons: rosters, explanations, prices."},
    {"name": DEMAND, "description": "Calls that were counted, and the agents that they need."},
    {"name": RECORD, "description": "Who did what."},
    {"name": ACCOUNTS, "description": "Who may do what in a hotline; for its administrators."},
    {"name": SERVICE, "description": "Whether the service is up."},
]
