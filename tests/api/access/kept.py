"""What is kept in the store that everybody asks: a run, a question, a scenario, a business case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.access.callers import AccountHolder
from api.access.ids import CaseId, HotlineCode, RunId, ScenarioId
from api.access.roles import Role
from api.cases.records import cases
from api.plans.records.answers import read_content
from api.plans.records.facts import find_hotline, find_plan
from api.plans.records.plans import find_revision
from api.publication.publication import Publication
from api.runs.kinds import RunKind
from api.scenarios.records.scenarios import KeptScenario, add_kept
from api.store.engine import Connection
from api.store.types import new_id
from tests.api.access.world import CALLERS, HERE, OWN, account, canary, here
from tests.api.runs.made_runs import ASKED, add_run_done
from wfm.scenario.edits import ScenarioEdits
from wfm.tables.case_document import document_from


def keep_run_done(connection: Connection, publication: Publication, at: datetime) -> RunId:
    """Keep a run of a hotline that explained something with the names of its agents."""
    home = find_hotline(connection, HotlineCode(publication.plan.hotline.code))
    facts = find_plan(connection, home.id, publication.plan.hotline.period.first_day)
    said = {"sentence": ", ".join(agent.name for agent in publication.plan.agents)}
    document = {"da": said, "en": said}
    return add_run_done(connection, find_revision(connection, facts.id), at, document=document)


def keep_question(connection: Connection, at: datetime) -> RunId:
    """Keep what the first agent asked, and that nothing came of it."""
    home = find_hotline(connection, HERE)
    facts = find_plan(connection, home.id, here().plan.hotline.period.first_day)
    revision = find_revision(connection, facts.id)
    one = next(
        one for one in read_content(connection, revision).people() if one.agent == canary("id", OWN, 1)
    )
    told = {"version": 1, "person": one.person, "audience": {"municipality": None}}
    asked = {**ASKED, "rule": None, "municipality": None, **told}
    document: dict[str, Any] = {"da": {"told": []}, "en": {"told": []}}
    asker = CALLERS["agent"]
    assert isinstance(asker, AccountHolder)
    more = {"kind": RunKind.EXPLAIN, "document": document, "asked": asked, "author": asker.id}
    return add_run_done(connection, revision, at, **more)  # type: ignore[arg-type]


def keep_scenario(connection: Connection, publication: Publication, at: datetime) -> ScenarioId:
    """Keep a scenario of the coordinator's that others see."""
    home = find_hotline(connection, HotlineCode(publication.plan.hotline.code))
    plan = find_plan(connection, home.id, publication.plan.hotline.period.first_day).id
    made = KeptScenario(
        id=ScenarioId(new_id()),
        plan=plan,
        number=1,
        name="More seats",
        edits=ScenarioEdits(settings=("shifts.agents=4",)),
        shared=True,
        author=account(Role.COORDINATOR).id,
        at=at,
    )
    add_kept(connection, made)
    return made.id


def keep_case(connection: Connection, publication: Publication, at: datetime) -> CaseId:
    """Keep a business case of the coordinator's that others see."""
    home = find_hotline(connection, HotlineCode(publication.plan.hotline.code))
    document = document_from([("name", "A line")], [["kind", "name", "2027"], ["gain", "Calls", "1"]])
    made = cases.KeptCase(
        id=CaseId(new_id()),
        hotline=home.id,
        number=1,
        name="A line",
        document=document,
        shared=True,
        author=account(Role.COORDINATOR).id,
        at=at,
    )
    cases.add_kept(connection, made)
    return made.id
