"""Whatever people write as a name stays text: on pages, in the file that stands alone, in JSON."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.publication.publication import Publication
from tests import builders
from tests.api.publications import publication_of
from tests.api.showcase import client
from tests.examples import examples
from wfm.calendar import UnsocialSpan
from wfm.ids import AgentId, CompetenceCode, MunicipalityCode
from wfm.plan import Plan

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><svg onload=alert(1)>",
    "</style><script>alert(1)</script>",
    "<!--",
    "]]>",
    "{{ 7*7 }}",
    "{% raw %}",
    "%(name)s %s %",
    "{n:number}",
    "javascript:alert(1)",
    "&lt;b&gt;",
    "\u2028\u2029",
)
MARKUP = ("<script>alert", "<img", "<svg onload", "onerror=", "<!--", "</style><")
"""What must never stand in a page as it was written."""


def hostile(payload: str) -> Publication:
    """Return a publication in which every text is the payload; ids too."""
    code, skill = MunicipalityCode(payload), CompetenceCode(payload)
    town = replace(builders.municipality(payload), name=payload)
    agents = [
        replace(
            builders.agent(f"{payload}{n}", municipality=payload),
            name=payload,
            competences=frozenset({skill}),
        )
        for n in range(2)
    ]
    line = builders.hotline(
        days=1,
        name=payload,
        code=payload,
        competences=(replace(builders.competence("x"), code=skill, name=payload),),
        unsocial=(UnsocialSpan(frozenset(range(7)), builders.span("08:00-11:00")),),
        names_in_feeds=True,
    )
    lock = builders.lock("2027-01-04T08:00", municipality=code, agent=agents[0].id)
    wish = builders.entry(agents[0].id, "undesired", note=payload)
    plan = Plan(line, (town,), tuple(agents), (wish,), (lock,))
    seats = {"2027-01-04T08:00": [agent.id for agent in agents], "2027-01-04T11:00": [agents[0].id]}
    return publication_of(plan, builders.roster(seats))


def texts(payload: str) -> list[str]:
    """Return every page of the publication, as sent."""
    published = hostile(payload)
    service = client(published)
    agent, town = AgentId(f"{payload}0"), published.plan.municipalities[0]
    addresses = ["/", "/weeks/2027-W01", "/municipalities", "/agents", "/findings", "/about", "/roster.html"]
    links = [
        link
        for page in ("/weeks/2027-W01", "/agents")
        for link in hrefs(service.get(page).text)
        if link.startswith(("/agents/", "/municipalities/"))
    ]
    assert published.plan.agent[agent].municipality == town.code
    assert len(links) >= 3
    return [found(service, address) for address in [*addresses, *dict.fromkeys(links)]]


def hrefs(text: str) -> list[str]:
    return [unescape(part.split('"')[0]) for part in text.split('href="')[1:]]


def found(service: object, address: str) -> str:
    answer = service.get(address)  # type: ignore[attr-defined]
    assert answer.status_code == 200, address
    return str(answer.text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_never_stands_in_a_page_as_it_was_written(payload: str) -> None:
    for text in texts(payload):
        for markup in MARKUP:
            if markup in payload:
                assert payload not in text
        assert "49" not in text.split("<title>")[1].split("</title>")[0], "a template was run"


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40))
def test_any_name_is_shown_as_text(name: str) -> None:
    text = client(hostile(name)).get("/agents").text
    table = text.split("<tbody")[1]
    assert name in unescape(table)
    assert "<script" not in table


@pytest.mark.parametrize("payload", PAYLOADS)
def test_json_holds_the_text_and_is_never_taken_for_a_page(payload: str) -> None:
    answer = client(hostile(payload)).get("/api/v1/agents")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["agents"][0]["name"] == payload


def test_what_is_asked_for_is_not_echoed_into_a_page() -> None:
    service = client()
    for address in ("/<script>alert(1)</script>", "/?municipality=<script>alert(1)</script>", "/?x=<script>"):
        assert "<script>alert" not in service.get(address).text
        assert "x=" not in service.get(address).text.split("<nav")[1].split("</nav>")[0]


def test_one_visitors_address_does_not_colour_the_next_ones_page() -> None:
    service = client()
    first = service.get("/?lang=en&municipality=1&x=poison").text
    assert "poison" not in first
    assert service.get("/?lang=en&municipality=1").text == first
