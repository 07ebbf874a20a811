"""Why, in pages: beside the figure, asked by a form, read where it is answered; all without a script."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from httpx2 import Response

from api.access.ids import VersionNumber
from api.rosters.records.rosters import find_version
from api.store.engine import reading
from api.web.pages.sent_form import new_key
from tests.api.filled_service import CODE, FIRST_DAY, Served
from tests.api.questions.asking import answer_with_all
from tests.api.runs.reckoning import place_in
from tests.api.store.filled import publish_version

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)

PAGE = f"/plans/{FIRST_DAY}/questions"
QUERY = f"?hotline={CODE}&lang=en"
WHY = re.compile(rf'<a href="({PAGE}\?[^"]*)">Why\?')


def shown(served: Served, address: str, caller: str = "agent") -> str:
    answer = served.get(address, caller)
    assert answer.status_code == 200, answer.text
    return answer.text


def send(served: Served, caller: str = "agent", **typed: Any) -> Response:
    return served.client.post(
        f"{PAGE}{QUERY}",
        data={"key": new_key(), **typed},
        headers={"x-caller": caller},
        follow_redirects=False,
    )


def test_beside_what_is_amiss_stands_why_for_whom_it_concerns_and_leads_to_the_question(
    served: Served,
) -> None:
    for caller, address, many in (
        ("agent", "/me", 1),
        ("agent", "/agents/1-1", 1),
        ("leader", "/agents/1-2", 1),
        ("leader", "/municipalities/1", 3),  # two loads, and the spread of the week
        ("leader", "/municipalities/2", 0),
        ("leader", "/findings", 3),
        ("administrator", "/municipalities/1", 0),
    ):
        found = WHY.findall(shown(served, f"{address}{QUERY}", caller))
        assert len(found) == many, (caller, address)
        for link in found:
            asked = shown(served, unescape(link), caller)
            assert asked.count(">Why?<span") == 1
            assert 'class="button main"' in asked
    assert "#why" in shown(served, f"/agents/1-1{QUERY}", "coordinator")
    assert "Ask why it is so" in shown(served, f"/agents/1-1{QUERY}", "leader")


def test_a_form_asks_and_leads_to_the_answer(served: Served) -> None:
    asked = send(served, agent="1-1", rule="agent_balance")
    assert asked.status_code == 303
    where = asked.headers["location"]
    waiting = shown(served, where)
    assert "Your question waits for its turn, as number 1 in the queue." in waiting
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in waiting
    tag, news = (re.search(f'data-{name}="([^"]*)"', waiting) for name in ("tag", "news"))
    assert tag
    assert news
    assert served.get(news[1], "agent", if_none_match=unescape(tag[1])).status_code == 304
    answer_with_all(served)
    assert served.get(news[1], "agent", if_none_match=unescape(tag[1])).status_code == 200
    answered = shown(served, where)
    assert "Here is the answer." in answered
    assert "Agent 1-1 is away on a day that nobody knows of" in answered
    assert "refresh" not in answered
    assert where.split("?")[0] in shown(served, f"{PAGE}{QUERY}")
    for caller, status in (("coordinator", 200), ("agent 1-2", 404), ("leader", 404)):
        assert served.get(where, caller).status_code == status


def test_what_is_typed_stays_where_it_is_refused(served: Served) -> None:
    odd = send(served, "leader", agent="1-2", day="2027-01-09", time="08:00")
    assert odd.status_code == 422
    assert 'value="2027-01-09"' in odd.text
    assert '<option value="1-2" selected>' in odd.text
    assert 'role="alert"' in odd.text
    for n, shift in enumerate(("2027-01-05T11:00", "2027-01-06T08:00", "2027-01-07T08:00")):
        day, time = shift.split("T")
        assert send(served, agent="1-1", day=day, time=time).status_code == 303, n
    full = send(served, agent="1-1", rule="agent_balance")
    assert full.status_code == 409
    assert "Three of your questions wait already" in full.text


def test_an_answer_says_where_the_roster_was_published_anew(served: Served) -> None:
    where = send(served, agent="1-1", rule="agent_balance").headers["location"]
    assert "published anew" not in shown(served, where)
    with reading(served.database) as connection:
        second = find_version(connection, place_in(served.database).plan.id, VersionNumber(2))
    publish_version(served.database, second, expected=1)
    assert "published anew" in shown(served, where)
    assert send(served, agent="1-1", rule="agent_balance").headers["location"] != where
