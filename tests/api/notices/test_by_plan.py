"""Who has no account is told at the address in the plan, over a real mail server; everybody once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Engine, select, update

from api.access.ids import PersonId
from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.notices.relay import Relay, Round
from api.plans.records.plans import Revision
from api.store.engine import reading, writing
from api.store.mail_kinds import Outcome
from api.store.persons import identities_of
from api.store.tables import MAIL, PERSON
from tests.api.notices.post import settings
from tests.api.notices.server import MailServer
from tests.api.notices.test_relay import LATER, texts
from tests.api.publications import SMALL_ROSTER, small_plan
from tests.api.store.filled import NOW, OTHER_ROSTER, add_plan, add_roster, publish_version
from tests.builders import roster
from wfm.agent import Agent
from wfm.roster import Roster

BOTH = {"2-1": {"person": "K"}, "1-2": {"person": "K", "email": "both@plan.example"}}
"""The plan says that 1-2 and 2-1 are one human being."""
APART = roster({"2027-01-04T08:00": ("1-2",), "2027-01-05T08:00": ("2-1",)})
"""So that they do not sit twice a day."""


def _person(engine: Engine, revision: Revision, agent: str) -> PersonId:
    with reading(engine) as connection:
        known = identities_of(connection, revision.hotline)
    return next(one for one, who in known.items() if who.agent == agent)


def _publish(
    engine: Engine,
    changed: Mapping[str, dict[str, str]],
    first: Roster = SMALL_ROSTER,
    *,
    twice: bool = False,
) -> Revision:
    """Publish a roster, or two, of a plan in which agents differ from what they are in others."""

    def told(agent: Agent) -> Agent:
        return replace(agent, **changed.get(agent.id, {}))  # type: ignore[arg-type]

    plan = small_plan()
    revision = add_plan(engine, replace(plan, agents=tuple(map(told, plan.agents))))
    publish_version(engine, add_roster(engine, revision, first, expected=0), expected=0)
    if twice:
        publish_version(engine, add_roster(engine, revision, OTHER_ROSTER, expected=1), expected=1)
    return revision


def _account(engine: Engine, revision: Revision, agent: str) -> None:
    person = _person(engine, revision, agent)
    with writing(engine) as connection:
        made = accounts.make(connection, f"{agent}@account.example", "da", by=None, at=NOW)
        grants.give(connection, made.id, Role.AGENT, hotline=revision.hotline, person=person, by=None, at=NOW)


def _outcomes(engine: Engine, revision: Revision) -> dict[str, str | None]:
    """Return what became of the mails to people without an account, by agent."""
    asked = select(PERSON.c.agent, MAIL.c.outcome).join(MAIL, MAIL.c.person_id == PERSON.c.id)
    with reading(engine) as connection:
        return {row.agent: row.outcome for row in connection.execute(asked)}


def _relay(engine: Engine, office: MailServer) -> Relay:
    return Relay(engine, settings(office.port), lambda: LATER)


def test_by_account_by_the_plan_s_address_or_not_at_all(engine: Engine, office: MailServer) -> None:
    known = {f"1-{n}": {"email": f"1-{n}@plan.example"} for n in (1, 2)}
    revision = _publish(engine, known)
    _account(engine, revision, "1-1")
    assert _relay(engine, office).round() == Round(sent=2)
    sent = texts(office)
    assert set(sent) == {"1-1@account.example", "1-2@plan.example"}  # an account goes before the address
    (said,) = sent["1-2@plan.example"]
    assert "These are your shifts." in said, "in the plan's language"
    assert "2 shifts:\n  Monday 4 January 2027, 08:00–11:00\n  Wednesday 6 January 2027" in said
    assert "ask your coordinator for an account" in said
    assert "http" not in said
    assert "account in Fællesvagt" in said
    assert _outcomes(engine, revision) == {
        "1-2": Outcome.SENT.value,
        "2-1": Outcome.NOT_NEEDED.value,
        "2-2": Outcome.NOT_NEEDED.value,
    }


def test_who_stands_in_two_rows_gets_one_mail_of_both(engine: Engine, office: MailServer) -> None:
    _publish(engine, BOTH, APART)
    assert _relay(engine, office).round() == Round(sent=1)
    (said,) = texts(office)["both@plan.example"]
    assert "2 shifts:" in said


def test_an_account_of_one_row_tells_of_both(engine: Engine, office: MailServer) -> None:
    revision = _publish(engine, BOTH, APART)
    _account(engine, revision, "2-1")
    assert _relay(engine, office).round() == Round(sent=1)
    (said,) = texts(office)["2-1@account.example"]
    assert "2 vagter:" in said


def test_a_mail_that_is_refused_is_sent_under_the_same_number(engine: Engine, office: MailServer) -> None:
    _publish(engine, {"1-2": {"email": "1-2@plan.example"}})
    office.refused["1-2@plan.example"] = "451 later"
    assert _relay(engine, office).round() == Round(failed=1)
    office.refused.clear()
    with writing(engine) as connection:
        connection.execute(update(MAIL).values(due_at=NOW))
        number = connection.scalars(select(MAIL.c.id).where(MAIL.c.attempts == 1)).one()
    assert _relay(engine, office).round() == Round(sent=1)
    assert _relay(engine, office).round() == Round()
    assert [taken.number for taken in office.taken] == [number]


def test_an_address_that_was_erased_gets_nothing(engine: Engine, office: MailServer) -> None:
    revision = _publish(engine, {"1-2": {"email": "1-2@plan.example"}})
    relay = _relay(engine, office)
    relay._sort()  # the mail is made, and waits
    with writing(engine) as connection:
        gone = {"agent": None, "name": "", "email": "", "erased_at": NOW}
        person = PERSON.c.id == _person(engine, revision, "1-2")
        connection.execute(update(PERSON).where(person).values(**gone))
    relay.round()
    assert not office.taken
    assert set(_outcomes(engine, revision).values()) == {Outcome.NOT_NEEDED.value}


def test_what_changed_is_told_as_a_difference(engine: Engine, office: MailServer) -> None:
    _publish(engine, {"1-1": {"email": "1-1@plan.example"}}, twice=True)
    assert _relay(engine, office).round() == Round(sent=2)
    again = max(texts(office)["1-1@plan.example"], key=len)
    assert "1 new shift:\n  Thursday 7 January 2027" in again
    assert "2 shifts that are no longer yours:" in again
