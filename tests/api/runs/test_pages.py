"""The pages of runs: a form that starts one once, a run watched without a script, ended, and its draft."""

from __future__ import annotations

import re
from typing import Any

import pytest
from httpx2 import Response

from api.access.ids import RunId, VersionNumber
from api.runs.kinds import RunKind, RunState
from api.runs.records.leases import RunLease, claim, report
from api.store.engine import writing
from api.store.types import new_id
from tests.api.filled_service import NOW, Served
from tests.api.runs.made_runs import SCORE
from tests.api.runs.reckoning import ask, contradict, hire, reckon, run_in, work
from wfm.ids import AgentId, ShiftId

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)

PLACE = "/plans/2027-01-04/runs"


def page(served: Served, address: str = PLACE, caller: str = "coordinator", language: str = "en") -> str:
    answer = served.get(f"{address}{'&' if '?' in address else '?'}lang={language}", caller)
    assert answer.status_code == 200, answer.text
    return answer.text


def send(served: Served, address: str = PLACE, caller: str = "coordinator", **typed: Any) -> Response:
    """Send the form of a page as it stands, with what was typed."""
    text = page(served, PLACE if address == PLACE else address.removesuffix("/cancel"))
    form = text[text.index("<form") :].split("</form>")[0]  # the first
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
    headers = {"x-caller": caller, "accept-language": "en"}
    return served.client.post(
        f"{address}?lang=en", data=hidden | typed, headers=headers, follow_redirects=False
    )


def test_a_form_starts_a_run_and_leads_to_it(served: Served) -> None:
    answer = send(served, time_limit="15", start="1", freeze_before="2027-01-06", note="to uger senere")
    assert answer.status_code == 303
    where = answer.headers["location"]
    text = page(served, where.split("?")[0])
    assert "It waits for its turn, as number 1 in the queue." in text
    assert "to uger senere" in text
    assert 'http-equiv="refresh"' in text
    found = run_in(served.database, RunId(where.split("?")[0].split("/")[-1]))
    assert (found.asked["time_limit"], found.asked["start"]) == (15.0, 1)
    assert found.asked["freeze_before"] == "2027-01-06"
    assert "to uger senere" in page(served)


def test_the_same_form_sent_twice_starts_one_run(served: Served) -> None:
    key = "0123456789abcdef0123"
    places = {send(served, key=key).headers["location"] for _ in range(2)}
    assert len(places) == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"time_limit": "7"}, "one of the list"),
        ({"start": "odd"}, "one of the list"),
        ({"start": "9"}, "the number of a version of this plan"),
        ({"freeze_before": "soon"}, "a date"),
        ({"freeze_before": "2027-01-06"}, "a version in from, beside it"),
        ({"note": "x" * 2001}, "at most 2,000 characters"),
    ],
)
def test_what_is_wrong_is_told_at_its_place_and_what_was_typed_stays(
    served: Served, typed: dict[str, str], told: str
) -> None:
    answer = send(served, **({"note": "bliver stående"} | typed))
    assert answer.status_code == 422
    (name,) = typed
    assert f'id="{name}-wrong">Expected was {told}.' in answer.text
    assert 'aria-invalid="true"' in answer.text
    if name != "note":
        assert 'value="bliver stående"' in answer.text
    assert len(served.get("runs").json()["runs"]) == 1


def test_it_is_asked_why_somebody_does_not_have_a_shift(served: Served) -> None:
    asked = {"kind": "explain", "version": "1", "agent": "1-1", "day": "2027-01-04", "time": "11:00"}
    answer = send(served, **asked)
    assert answer.status_code == 303, answer.text
    run = RunId(answer.headers["location"].split("?")[0].split("/")[-1])
    found = run_in(served.database, run)
    assert (found.kind, found.asked["shift"]) == (RunKind.EXPLAIN, "2027-01-04T11:00")
    for wrong, name, told in (
        ({"time": ""}, "agent", "agent, day and start together, an agent alone, or none of them"),
        ({"time": "late"}, "time", "a time such as 08:00"),
        ({"time": "09:00"}, "day", "a shift of the plan, such as 2027-01-04T08:00"),
        ({"version": "9"}, "version", "the number of a version of this plan"),
    ):
        refused = send(served, **(asked | wrong))
        assert refused.status_code == 422
        assert f'id="{name}-wrong">Expected was {told}.' in refused.text
        assert '<details class="card" open>' in refused.text
    assert served.client.post(f"{PLACE}?lang=en", data={"kind": "dance"}).status_code in (403, 422)


def test_a_repair_is_asked_for_with_who_cant_come_and_shows_who_steps_in(served: Served) -> None:
    hire(served.database)
    away: dict[str, Any] = {"absent": ["1-1", ""], "first": ["2027-01-04", ""], "last": ["2027-01-04", ""]}
    answer = send(served, kind="repair", start="1", **away)
    assert answer.status_code == 303, answer.text
    where = answer.headers["location"].split("?")[0]
    asked = run_in(served.database, RunId(where.split("/")[-1]))
    assert (asked.kind, asked.asked["start"], len(asked.asked["absences"])) == (RunKind.REPAIR, 1, 1)
    run, result = work(served.database, asked.id)
    assert run.state is RunState.DONE
    text = page(served, where)
    assert "Who could step in" in text
    assert result.document is not None
    (told,) = result.document["en"]["repair"]["vacancies"][:1]
    assert text.count("<ol class") == bool(told["options"])
    other = next(one for one in told["options"] if not one["chosen"])
    assert _mended_with(served, where, text, other["joins"])


def _mended_with(served: Served, where: str, text: str, agents: list[str]) -> bool:
    """Press the button beside an option of a mended roster; tell whether the next one does just that."""
    forms = [form.split("</form>")[0] for form in text.split("<form")[1:]]
    hidden = [re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form) for form in forms]
    (typed,) = (one for one in hidden if [value for name, value in one if name == "prefer"] == agents)
    sent = {name: [value for other, value in typed if other == name] for name, _ in typed}
    headers = {"x-caller": "coordinator", "accept-language": "en"}
    answer = served.client.post(f"{PLACE}?lang=en", data=sent, headers=headers, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    next_one = answer.headers["location"].split("?")[0]
    _, result = work(served.database, RunId(next_one.split("/")[-1]))
    assert result.document is not None
    assert "steps in, as preferred" in page(served, next_one)
    options = [option for one in result.document["en"]["repair"]["vacancies"] for option in one["options"]]
    return [option["joins"] for option in options if option["chosen"]] == [agents]


@pytest.mark.parametrize(
    "line",
    [
        ("1-1", "", ""),
        ("", "2027-01-04", "2027-01-04"),
        ("1-1", "2027-01-05", "2027-01-04"),
        ("9-9", "2027-01-04", "2027-01-04"),
        ("1-1", "soon", "2027-01-04"),
    ],
)
def test_a_line_that_is_not_whole_mends_nothing(served: Served, line: tuple[str, str, str]) -> None:
    typed = dict(zip(("absent", "first", "last"), line, strict=True))
    answer = send(served, kind="repair", **typed)
    assert answer.status_code == 422
    assert 'id="absent-wrong"' in answer.text
    assert '<details class="card" open>' in answer.text


def test_prices_are_asked_for(served: Served) -> None:
    answer = send(served, kind="prices", version="1", time_limit="300")
    found = run_in(served.database, RunId(answer.headers["location"].split("?")[0].split("/")[-1]))
    assert (found.kind, found.asked["version"]) == (RunKind.PRICES, 1)


def test_of_a_plan_that_was_changed_meanwhile_nothing_is_started(served: Served) -> None:
    answer = send(served, expected="7", note="bliver stående")
    assert answer.status_code == 412
    assert "The plan was changed meanwhile; look at it and start again." in answer.text
    assert 'value="bliver stående"' in answer.text


def test_a_run_is_watched_and_ended(served: Served) -> None:
    run = ask(served.database)
    with writing(served.database) as connection:
        taken = claim(connection, new_id(), NOW)
        assert taken is not None
        told: dict[str, Any] = {"phase": "level", "level": "quota", "score": SCORE, "seconds": 3.25}
        assert report(connection, RunLease(run, taken.fence), told)
    text = page(served, f"{PLACE}/{run}")
    assert "It improves quota" in text
    assert f'data-events="/api/v1/hotlines/test/plans/2027-01-04/runs/{run}/events" data-last="1"' in text
    cells = re.findall(r'<td role="cell" class="n"><span class="label">[^<]*</span>\s*([^<]+?)\s*<', text)
    assert cells[:2] == ["1", "1"]
    answer = send(served, f"{PLACE}/{run}/cancel")
    assert answer.status_code == 303
    assert "It is coming to its end" in page(served, f"{PLACE}/{run}")
    assert run_in(served.database, run).cancel


def test_a_run_that_is_done_leads_to_its_draft_in_both_languages(served: Served) -> None:
    run, result = reckon(served.database, time_limit=10)
    assert (run.state, result.version) == (RunState.DONE, 3)
    for language, words in (("en", "Look at the draft, version 3"), ("da", "Se udkastet, version 3")):
        text = page(served, f"{PLACE}/{run.id}", language=language)
        assert words in text
        assert "/plans/2027-01-04/versions/3/publish" in text
        assert "runs.js" not in text
        assert 'http-equiv="refresh"' not in text
    assert "version 3" in page(served)


def test_who_may_only_look_has_no_buttons(served: Served) -> None:
    run = ask(served.database)
    for address in (PLACE, f"{PLACE}/{run}"):
        assert "<form" not in page(served, address, "administrator")
        assert "<form" in page(served, address)


def test_more_runs_than_a_page_holds_are_on_the_next(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.runs.pages.ON_A_PAGE", 2)
    for _ in range(3):
        ask(served.database)
    first = page(served)
    (below,) = re.findall(r"below=([0-9a-f]{32})", first)
    shown = [
        set(re.findall(rf"{PLACE}/([0-9a-f]{{32}})", text))
        for text in (first, page(served, f"{PLACE}?below={below}"))
    ]
    assert list(map(len, shown)) == [2, 2]
    assert not shown[0] & shown[1]


def test_versions_and_the_check_lead_to_runs(served: Served) -> None:
    for address in ("/plans/2027-01-04/versions", "/plans/2027-01-04/check"):
        assert f'href="{PLACE}' in page(served, address)


def test_why_there_is_no_roster_is_said_where_the_run_is(served: Served) -> None:
    contradict(served.database)
    run, _ = reckon(served.database, time_limit=10)
    headings = {"en": "These can't hold together", "da": "Dette kan ikke gælde samtidig"}
    for language, heading in headings.items():
        text = page(served, f"{PLACE}/{run.id}", language=language)
        assert heading in text
        assert text.count("<li>") >= 2
    assert "no roster is possible" in page(served)


def test_what_was_explained_and_priced_stands_on_the_page(served: Served) -> None:
    told: dict[str, Any] = {"kind": RunKind.EXPLAIN, "version": VersionNumber(1), "time_limit": 10}
    whole, _ = reckon(served.database, None, **told)
    one, _ = reckon(served.database, None, **told, agent=AgentId("1-1"), shift=ShiftId("2027-01-04T11:00"))
    prices, _ = reckon(served.database, kind=RunKind.PRICES, time_limit=10)
    for run in (whole, one, prices):
        text = page(served, f"{PLACE}/{run.id}")
        assert "It has ended; what was found stands below." in text
        assert '<section class="card">' in text
