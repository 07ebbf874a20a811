"""A publication of all that a page can show: two weeks, a closed day, empty seats, locks, money."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from api.publication.publication import Publication
from tests import builders
from tests.api.hotlines import app_of
from tests.api.one_thread import TestClient
from tests.api.publications import publication_of
from wfm.calendar import Closing, Period, Span, UnsocialSpan
from wfm.plan import Plan
from wfm.settlement import Tariff

HOST = "http://127.0.0.1"
LONG_NAME = "Ringkøbing-Skjern og omegns meget vidtstrakte kommune"
CANARIES = {"note": "kanarie-note", "email": "kanarie@example.org", "phone": "+45 00 00 00 01"}
"""What must not be shown anywhere."""


def showcase_plan(**changes: Any) -> Plan:
    """Return the plan: municipality 1 staffs most, 2 has a long name, 3 only finances."""
    values: dict[str, Any] = {
        "name": "Hotline",
        "period": Period(date(2027, 1, 4), date(2027, 1, 15)),
        "closing": Closing(closed=frozenset({date(2027, 1, 8)})),
        "competences": (builders.competence("mitid"),),
        "unsocial": (UnsocialSpan(frozenset(range(5)), Span(11 * 60, 14 * 60)),),
        "tariff": Tariff(Decimal("2.4246"), Decimal(272), "DKK"),
    }
    towns = (
        replace(builders.municipality("1", 300, carry_over=Fraction("0.25")), name="Aarhus"),
        replace(builders.municipality("2", 100, carry_over=Fraction("-0.25")), name=LONG_NAME),
        builders.municipality("3", 50, staffing=False),
    )
    contact = {"email": CANARIES["email"], "phone": CANARIES["phone"]}
    agents = (
        *(builders.agent(f"1-{n}", competences=("mitid",), **contact) for n in range(1, 6)),
        *(builders.agent(f"2-{n}", **contact) for n in range(1, 4)),
        builders.agent("3-1", **contact),
    )
    return builders.plan(
        towns,
        agents,
        hotline=builders.hotline(**(values | changes)),
        availability=(
            builders.entry("1-1", "undesired", date(2027, 1, 4), note=CANARIES["note"]),
            builders.entry("1-5", "unavailable", date(2027, 1, 4), date(2027, 1, 15), note=CANARIES["note"]),
        ),
        locks=(
            builders.lock("2027-01-05T08:00", municipality="2"),
            builders.lock("2027-01-06T08:00", agent="1-2"),
        ),
    )


def showcase(**changes: Any) -> Publication:
    """Return the publication; one shift has an empty seat, one stays wholly empty."""
    roster = builders.roster(
        {
            "2027-01-04T08:00": ("1-1", "1-2"),
            "2027-01-04T11:00": ("2-1", "2-2"),
            "2027-01-05T08:00": ("2-2", "2-3"),
            "2027-01-05T11:00": ("1-3",),
            "2027-01-06T08:00": ("1-2", "1-3"),
            "2027-01-07T11:00": ("1-1", "1-4"),
            "2027-01-11T08:00": ("1-1", "1-2"),
            "2027-01-12T11:00": ("1-3", "1-4"),
            "2027-01-13T08:00": ("2-1", "2-3"),
            "2027-01-14T11:00": ("1-1", "1-3"),
        }
    )
    return publication_of(showcase_plan(**changes), roster)


def client(publication: Publication | None = None, **options: Any) -> TestClient:
    """Return a client of the service, as if it ran on this machine."""
    return TestClient(app_of(publication or showcase(), **options), base_url=HOST, follow_redirects=False)


PAGES = (
    "/",
    "/?municipality=2",
    "/weeks/2027-W01",
    "/weeks/2027-W02",
    "/weeks/2027-W02?municipality=2",
    "/municipalities",
    "/municipalities/1",
    "/municipalities/3",
    "/agents",
    "/agents?municipality=1",
    "/agents/1-1",
    "/agents/1-5",
    "/findings",
    "/about",
    "/api/v1/docs",
    "/nowhere",
)
"""An address of every kind of page."""
JSON = (
    "/api/v1/roster",
    "/api/v1/shifts",
    "/api/v1/quotas",
    "/api/v1/report",
    "/api/v1/municipalities",
    "/api/v1/municipalities/1",
    "/api/v1/agents",
    "/api/v1/agents/1-1",
)
FEEDS = ("/feeds/1-1.ics", "/feeds/municipality-1.ics")
FILES = ("/roster.html", "/static/pages.css", "/static/pages.js", "/static/icon.svg")
