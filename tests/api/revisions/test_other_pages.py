"""Closed days, competences, settings and history in pages: looked at first, kept, undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from html import unescape
from pathlib import Path

import pytest

from api.plans.records.plans import find_revision, read_plan
from api.store.engine import reading
from api.store.tables import PLAN
from tests.api.filled_service import Served
from tests.api.publications import small_plan
from tests.api.published.test_pages import words
from tests.api.publishing.planned import NOW, Planned, planned
from tests.api.revisions.browsing import fields_of, keep, page, send
from tests.api.store.invariants import breaches
from wfm.calendar import Closing, Period
from wfm.plan import Plan
from wfm.service_target import GoalScope, ServiceTarget


def plan_of(served: Served, number: int | None = None) -> Plan:
    """Return the newest revision, or another one."""
    with reading(served.database) as connection:
        (found,) = connection.execute(PLAN.select().where(PLAN.c.first_day == date(2027, 1, 4)))
        return read_plan(connection, find_revision(connection, found.id, number))  # type: ignore[arg-type]


def test_a_day_is_closed_after_its_shifts_were_seen_to_go(served: Served) -> None:
    fields = fields_of(page(served, "days"), "days")
    assert "closed" not in fields
    looked_at = send(served, "days", fields | {"closed": ["2027-01-08"]})
    assert looked_at.status_code == 200
    assert "Shifts 14 → becomes 12" in words(looked_at.text) or "becomes" in words(looked_at.text)
    assert len(plan_of(served).hotline.closing.closed) == 0
    assert keep(served, looked_at).status_code == 303
    assert plan_of(served).hotline.closing.closed == {date(2027, 1, 8)}
    ticked = fields_of(page(served, "days"), "days")
    assert ticked["closed"] == ["2027-01-08"]
    opened = send(served, "days", ticked | {"closed": []})
    assert keep(served, opened).status_code == 303
    assert plan_of(served).hotline.closing.closed == frozenset()
    with reading(served.database) as connection:
        assert breaches(connection) == []


@pytest.fixture
def winter(tmp_path: Path) -> Iterator[Planned]:
    """A plan over Christmas and the first of May of a country with holidays."""
    line = replace(
        small_plan().hotline, period=Period(date(2027, 12, 1), date(2028, 5, 31)), closing=Closing("DK")
    )
    with planned(tmp_path, NOW) as world:
        world.plan(replace(small_plan(), hotline=line))
        yield world


def test_holidays_are_named_and_half_holidays_decided_on(winter: Planned) -> None:
    client = winter.client()
    told = client.get("/plans/2027-12-01/days?lang=en")
    said = words(told.text)
    assert "2 days" not in said
    assert "Christmas Eve" in said
    assert "Days that somebody must decide on" in said
    assert "25 May: Ascension Day" in said
    assert "25. maj: Kristi himmelfartsdag" in words(client.get("/plans/2027-12-01/days?lang=da").text)
    fields = {"expected": "1", "key": "k" * 32, "sheet": "1", "open": ["2027-12-24"]}
    ticked = [day for day in told.text.split('name="closed" value="')[1:] if " checked" in day[:30]]
    closed = [day[:10] for day in ticked]
    assert "2027-12-24" not in closed
    answer = client.post("/plans/2027-12-01/days", data=fields | {"closed": [*closed, "2027-12-31"]})
    assert answer.status_code == 200
    assert "lukkede dage:" in words(answer.text)
    assert "holidays.closed" not in words(answer.text)
    assert "helligdage med åbent:" in words(answer.text)


def test_competences_are_ticked_for_many_at_once(served: Served) -> None:
    fields = fields_of(page(served, "competences"), "competences")
    before = plan_of(served)
    assert len(fields.get("held", [])) == sum(len(agent.competences) for agent in before.agents)
    answer = send(served, "competences", fields | {"held": ["1-1 mitid", "2-1 moving"]})
    assert answer.status_code == 303
    held = {agent.id: set(agent.competences) for agent in plan_of(served).agents if agent.competences}
    assert held == {"1-1": {"mitid"}, "2-1": {"moving"}}


def test_ticks_of_agents_who_were_not_shown_stay(served: Served) -> None:
    everybody = fields_of(page(served, "competences"), "competences")
    send(served, "competences", everybody | {"held": ["1-1 mitid", "2-1 moving"]})
    fields = fields_of(page(served, "competences?municipality=1"), "competences")
    assert send(served, "competences", fields | {"held": []}).status_code == 303
    held = {agent.id for agent in plan_of(served).agents if agent.competences}
    assert held == {"2-1"}


def test_two_who_tick_for_different_agents_both_have_what_they_ticked(served: Served) -> None:
    mine = fields_of(page(served, "competences"), "competences")
    theirs = fields_of(page(served, "competences", "other"), "competences")
    send(served, "competences", theirs | {"held": [*theirs.get("held", []), "1-1 mitid"]}, caller="other")
    answer = send(served, "competences", mine | {"held": [*mine.get("held", []), "2-1 moving"]})
    assert answer.status_code == 412
    assert keep(served, answer).status_code == 303
    held = {agent.id: set(agent.competences) for agent in plan_of(served).agents if agent.competences}
    assert {"1-1", "2-1"} <= held.keys()


def test_a_setting_changes_and_only_that(served: Served) -> None:
    before = plan_of(served).hotline
    fields = fields_of(page(served, "settings"), "settings")
    assert send(served, "settings", fields | {"set-weights.wishes": ["7"]}).status_code == 303
    after = plan_of(served).hotline
    assert after.weights.of("wishes") == 7
    assert replace(after, weights=before.weights) == before
    assert "each shift against a wish costs 7" in words(page(served, "settings").text)


def test_two_who_change_different_settings_both_have_theirs(served: Served) -> None:
    mine, theirs = (fields_of(page(served, "settings", who), "settings") for who in ("coordinator", "other"))
    send(served, "settings", theirs | {"set-limits.rest_hours": ["12"]}, caller="other")
    answer = send(served, "settings", mine | {"set-weights.wishes": ["7"]})
    assert answer.status_code == 412
    assert keep(served, answer).status_code == 303
    now = plan_of(served).hotline
    assert (now.limits.rest, now.weights.of("wishes")) == (720, 7)


def test_another_method_is_seen_before_it_is_kept(served: Served) -> None:
    told = words(page(served, "settings").text)
    assert "The methods side by side" in told
    fields = fields_of(page(served, "settings"), "settings")
    answer = send(served, "settings", fields | {"set-quota.method": ["dhondt"], "set-shifts.agents": ["3"]})
    assert answer.status_code == 200
    assert keep(served, answer).status_code == 303
    assert plan_of(served).hotline.method == "dhondt"


def test_where_each_method_leads_is_shown_and_told_alike(served: Served) -> None:
    told = served.get("methods").json()
    assert (told["method"], told["quarters"], len(told["municipalities"])) == ("largest_remainder", 8, 2)
    for one in told["municipalities"]:
        assert [method["method"] for method in one["methods"]] == [
            "largest_remainder",
            "sainte_lague",
            "dhondt",
            "huntington_hill",
        ]
    shown = unescape(words(page(served, "methods").text))
    assert "Balances furthest from 0 over 8 quarters" in shown
    assert all(sentence in shown for sentence in told["sentences"])
    assert served.get("methods", "leader").status_code == page(served, "methods", "leader").status_code == 403


def test_faulty_settings_are_told_at_their_fields_and_stay(served: Served) -> None:
    fields = fields_of(page(served, "settings"), "settings")
    answer = send(
        served, "settings", fields | {"set-limits.rest_hours": ["a night"], "set-name": ["Another"]}
    )
    assert answer.status_code == 422
    typed = fields_of(answer, "settings")
    assert (typed["set-limits.rest_hours"], typed["set-name"]) == (["a night"], ["Another"])
    assert 'id="set-limits.rest_hours-wrong"' in answer.text


def test_a_competence_is_added_in_the_blank_fields(served: Served) -> None:
    fields = fields_of(page(served, "settings"), "settings")
    new = {"set-competences.3.code": ["tax"], "set-competences.3.name": ["Tax"]}
    answer = send(served, "settings", fields | new | {"set-competences.3.min_agents": ["1"]})
    assert answer.status_code == 303, words(answer.text)
    assert [one.code for one in plan_of(served).hotline.competences] == ["mitid", "moving", "tax"]


def test_days_are_ticked_and_who_confirms_is_chosen_in_words(served: Served) -> None:
    shown = page(served, "settings")
    fields = fields_of(shown, "settings")
    assert "mon, tue" not in shown.text
    names = {name for name in fields if name.startswith("set-unsocial") and name.endswith("days")}
    new = {"set-unsocial.1.days": ["", "sat", "mon"], "set-unsocial.1.hours": ["17:00-20:00"]}
    sent = {name: [""] for name in names} | new | {"set-availability.approval": ["leader"]}
    assert fields["set-swaps.approval"] == ["leader"]
    sent["set-swaps.approval"] = ["coordinator"]
    answer = send(served, "settings", fields | sent)
    assert answer.status_code == 303, words(answer.text)
    kept = plan_of(served).hotline
    assert [sorted(one.days) for one in kept.unsocial] == [[0, 5]]
    assert (kept.approval, kept.swap_approval) == ("leader", "coordinator")
    again = fields_of(page(served, "settings"), "settings")
    assert again["set-unsocial.1.days"] == ["", "mon", "sat"]
    assert again["set-availability.approval"] == ["leader"]
    assert again["set-swaps.approval"] == ["coordinator"]
    assert send(served, "settings", again | {"set-weights.wishes": ["7"]}).status_code == 303
    assert plan_of(served).hotline.unsocial == kept.unsocial


def test_history_tells_each_step_and_undoes_it_after_it_was_looked_at(served: Served) -> None:
    first = plan_of(served)
    fields = fields_of(page(served, "settings"), "settings")
    send(served, "settings", fields | {"set-weights.wishes": ["7"]}, caller="other")
    told = words(page(served, "revisions").text)
    assert "Revision 2" in told
    assert "The hotline: 1 row changed" in told
    shown = page(served, "revisions/2")
    assert "weights.wishes" not in words(shown.text)
    assert "→ becomes 7" in words(shown.text)
    looked_at = send(served, "revisions/1/restore", fields_of(shown, "revisions/1/restore"))
    assert looked_at.status_code == 200
    assert plan_of(served).hotline.weights.of("wishes") == 7
    answer = keep(served, looked_at, note="too much")
    assert (answer.status_code, answer.headers["location"]) == (303, "/plans/2027-01-04/revisions?kept=3")
    assert plan_of(served) == first
    assert "too much" in words(page(served, "revisions").text)


def test_undoing_what_is_so_already_is_told(served: Served) -> None:
    fields = fields_of(page(served, "settings"), "settings")
    send(served, "settings", fields | {"set-weights.wishes": ["7"]})
    shown = fields_of(page(served, "revisions/1"), "revisions/1/restore")
    kept = keep(served, send(served, "revisions/1/restore", shown))
    assert kept.status_code == 303
    again = fields_of(page(served, "revisions/1"), "revisions/1/restore")
    answer = keep(served, send(served, "revisions/1/restore", again))
    assert answer.status_code == 409
    assert "nothing would change" in words(answer.text)


def test_a_goal_that_is_changed_keeps_the_others_and_one_that_is_emptied_goes(served: Served) -> None:
    fields = fields_of(page(served, "settings"), "settings")
    assert [fields[f"set-service.{goal}"] for goal in ("answered_share", "mean_wait", "abandoned_share")] == [
        ["0.8"],
        ["25"],
        ["0.1"],
    ]
    answer = send(served, "settings", fields | {"set-service.abandoned_share": ["0.05"]})
    assert answer.status_code == 303, words(answer.text)
    target = plan_of(served).hotline.service
    assert target == ServiceTarget(abandoned_share=Fraction(1, 20))
    again = fields_of(page(served, "settings"), "settings")
    sent = again | {"set-service.mean_wait": [""], "set-service.scope": ["interval"]}
    assert send(served, "settings", sent).status_code == 303
    kept = plan_of(served).hotline.service
    assert kept == replace(target, mean_wait=None, scope=GoalScope.INTERVAL)


def test_history_calls_settings_as_their_form_does(served: Served) -> None:
    fields = fields_of(page(served, "settings"), "settings")
    changed = {"set-shifts.pairing": ["mixed"], "set-competences.1.min_agents": ["0"]}
    assert changed.keys() <= fields.keys()
    assert keep(served, send(served, "settings", fields | changed)).status_code == 303
    shown = words(page(served, "revisions/2").text)
    assert "Competence 1, wanted on each shift: 1 → becomes 0" in shown
    assert "who may share a shift" in shown
    assert "agents of several municipalities may share a shift" in shown
    for key in ("shifts.pairing", "mixed", "competences.1", "min_agents"):
        assert key not in shown
