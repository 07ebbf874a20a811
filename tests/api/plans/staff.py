"""People of a hotline over several quarters: who they truly are, whatever id a plan has for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from sqlalchemy import Engine

from api.access.ids import AccountId, PersonId, VersionNumber
from api.access.roles import Role
from api.accounts.records import accounts, grants
from api.calendars.records.addresses import CalendarOwner, make_address
from api.calendars.rights import PERSON
from api.plans.person_answers import PersonAnswers
from api.plans.records.plans import Revision, find_revision, import_plan, persons_in, read_plan
from api.privacy.erase import erase_people
from api.publication.report import report_of
from api.publishing.service import NoticeAgreement, publish
from api.rosters.records.rosters import add_version
from api.store.engine import reading, writing
from api.store.errors import DoubtfulPersonsError
from api.store.idempotency import IdempotentRequest
from tests import builders
from tests.api.publications import result_of
from tests.api.store.filled import AUTHOR, NOW
from wfm.agent import Agent
from wfm.calendar import Period
from wfm.ids import AgentId, MunicipalityCode, ShiftId
from wfm.plan import Plan
from wfm.roster import Roster

HOMES = ("1", "2")
IDS = tuple(AgentId(f"x-{number}") for number in range(1, 9))
"""Few, so that each is had by one after the other."""
FIRST_DAY = date(2027, 1, 4)
WEEKS_APART = 3
"""Near enough that every calendar still shows all of them."""


@dataclass
class Human:
    """Somebody, and how the store knows them.

    Parameters
    ----------
    number
        Who they are, for ever.
    name, home, agent
        As the next plan has them; no id where they have left.
    known_as, called
        By which id, and with which name, they were in a plan last.
    person, account, secret
        Random ids, and the secret address of their own calendar; none before they are in a plan.
    gone
        Whether they were erased.
    """

    number: int
    name: str
    home: str
    agent: AgentId | None
    known_as: AgentId | None = None
    called: str = ""
    person: PersonId | None = None
    account: AccountId | None = None
    secret: str = ""
    gone: bool = False

    @property
    def row(self) -> Agent:
        """What a plan says of them."""
        assert self.agent is not None
        email = f"{self.number}@example.org"
        return Agent(self.agent, self.name, MunicipalityCode(self.home), email=email)


@dataclass
class Quarter:
    """A plan as it truly is: who has which id in it, and who sits where."""

    first_day: date
    revision: int = 0
    version: int = 0
    people: dict[AgentId, int] = field(default_factory=dict)
    shifts: dict[int, set[str]] = field(default_factory=dict)


@dataclass
class Staff:
    """Everybody, and the quarters so far."""

    engine: Engine
    random: Random
    people: list[Human] = field(default_factory=list)
    quarters: list[Quarter] = field(default_factory=list)
    asked: int = 0

    @property
    def working(self) -> list[Human]:
        """Those who are in the next plan."""
        return [human for human in self.people if human.agent is not None]

    def free_ids(self) -> list[AgentId]:
        """Return the ids that nobody will have."""
        return sorted(set(IDS) - {human.agent for human in self.working if human.agent})

    # --- what happens to people --------------------------------------------------------------

    def join(self) -> None:
        """Let somebody begin, by an id that was perhaps somebody else's."""
        free = self.free_ids()
        if free:
            number = len(self.people)
            home = self.random.choice(HOMES)
            self.people.append(Human(number, f"Kanarie {number:03}", home, self.random.choice(free)))

    def leave(self) -> None:
        """Let somebody leave."""
        if len(self.working) > 3:
            self._give_id(self.random.choice(self.working), None)

    def return_to_work(self) -> None:
        """Let somebody who left come back, by any id."""
        away = [human for human in self.people if human.agent is None and human.person and not human.gone]
        free = self.free_ids()
        if away and free:
            self.random.choice(away).agent = self.random.choice(free)

    def succeed(self) -> None:
        """Let somebody leave and somebody else begin by the same id."""
        human = self.random.choice(self.working)
        agent = human.agent
        self._give_id(human, None)
        number = len(self.people)
        self.people.append(Human(number, f"Kanarie {number:03}", human.home, agent))

    def _give_id(self, human: Human, agent: AgentId | None) -> None:
        """Change an id; whoever is renamed at once, too, can't be recognised (decision 28), so nobody is."""
        human.agent = agent
        human.name = human.called or human.name

    def renumber(self) -> None:
        """Give somebody another id."""
        free = self.free_ids()
        if free:
            self._give_id(self.random.choice(self.working), self.random.choice(free))

    def swap(self) -> None:
        """Let two exchange their ids."""
        one, other = self.random.sample(self.working, 2)
        mine, theirs = one.agent, other.agent
        self._give_id(one, theirs)
        self._give_id(other, mine)

    def rename(self) -> None:
        """Give somebody who keeps the id another name."""
        kept = [human for human in self.working if human.agent == human.known_as]
        if kept:
            human = self.random.choice(kept)
            human.name = f"Kanarie {human.number:03} gift {len(self.quarters)}"

    def move(self) -> None:
        """Let somebody work for another municipality."""
        human = self.random.choice(self.working)
        human.home = HOMES[1 - HOMES.index(human.home)]

    def erase(self) -> None:
        """Erase somebody who has left."""
        away = [human for human in self.people if human.agent is None and human.person and not human.gone]
        if away:
            human = self.random.choice(away)
            human.gone = True
            with writing(self.engine) as connection:
                erase_people(connection, [PersonId(str(human.person))], by=None, at=NOW)

    # --- what is done in the service ---------------------------------------------------------

    def begin_quarter(self) -> None:
        """Import the next plan, and publish a roster of it."""
        first = FIRST_DAY + timedelta(weeks=WEEKS_APART * len(self.quarters))
        self.quarters.append(Quarter(first))
        self.revise(self.quarters[-1])

    def revise(self, quarter: Quarter) -> None:
        """Import a plan with everybody as they are now, and publish a roster of it."""
        self._publish(quarter, self._import(quarter))

    def change_by_hand(self, quarter: Quarter) -> None:
        """Make the next state and the next roster of a plan of the past, as it stands in the store."""
        with reading(self.engine) as connection:
            revision = self._revision(quarter)
            plan = read_plan(connection, revision)
        lock = builders.lock(f"{quarter.first_day}T08:00", municipality=self.random.choice(HOMES))
        with writing(self.engine) as connection:
            made = import_plan(
                connection, replace(plan, locks=(lock,)), author=AUTHOR, at=NOW, expected=quarter.revision
            )
        quarter.revision += 1
        self._publish(quarter, made)

    def _import(self, quarter: Quarter) -> Revision:
        line = builders.hotline(period=Period(quarter.first_day, quarter.first_day + timedelta(days=4)))
        towns = tuple(builders.municipality(code) for code in HOMES)
        plan = Plan(line, towns, tuple(human.row for human in self.working))
        made = self._answer(plan, quarter)
        quarter.revision += 1
        quarter.people = {human.agent: human.number for human in self.working if human.agent}
        with reading(self.engine) as connection:
            found = persons_in(connection, made)
        for human in self.working:
            assert human.agent is not None
            person = found[human.agent]
            assert human.person in (None, person), f"{human} is taken for another"
            assert [one for one in self.people if one.person == person] in ([], [human])
            human.person, human.known_as, human.called = person, human.agent, human.name
            if human.account is None:
                self._follow(human, made)
        return made

    def _answer(self, plan: Plan, quarter: Quarter) -> Revision:
        """Import, and say what is true where it is asked."""
        answers = PersonAnswers()
        for _ in range(len(plan.agents) + 1):
            try:
                with writing(self.engine) as connection:
                    told = {"author": AUTHOR, "at": NOW, "expected": quarter.revision}
                    return import_plan(connection, plan, **told, answers=answers)  # type: ignore[arg-type]
            except DoubtfulPersonsError as doubtful:
                self.asked += len(doubtful.faults)
                for fault in doubtful.faults:
                    answers = self._say(answers, AgentId(str(fault.expected.params["agent"])))
        raise AssertionError(f"{answers} are not enough")

    def _say(self, answers: PersonAnswers, agent: AgentId) -> PersonAnswers:
        (human,) = (one for one in self.working if one.agent == agent)
        if human.person is None:
            return replace(answers, new=answers.new | {agent})
        if human.known_as == agent:
            return replace(answers, same=answers.same | {agent})
        assert human.known_as is not None
        return replace(answers, renumbered=dict(answers.renumbered) | {agent: human.known_as})

    def _follow(self, human: Human, revision: Revision) -> None:
        """Give somebody an account with the role of an agent, and the address of the own calendar."""
        with writing(self.engine) as connection:
            made = accounts.make(connection, f"{human.number}@example.dk", "da", by=None, at=NOW)
            role = {"hotline": revision.hotline, "person": human.person}
            grants.give(connection, made.id, Role.AGENT, **role, by=None, at=NOW)  # type: ignore[arg-type]
            owner = CalendarOwner(PERSON, str(human.person))
            told = {"name": "phone", "language": "da", "at": NOW, "account": made.id}
            _, human.secret = make_address(connection, revision.hotline, owner, **told)  # type: ignore[arg-type]
        human.account = made.id

    def _revision(self, quarter: Quarter) -> Revision:
        with reading(self.engine) as connection:
            asked = "SELECT id FROM plan WHERE first_day = '{}'"
            plan = connection.exec_driver_sql(asked.format(quarter.first_day)).scalar_one()
            return find_revision(connection, plan)

    def _publish(self, quarter: Quarter, revision: Revision) -> None:
        """Publish a roster in which everybody sits alone, on one shift or on none."""
        with writing(self.engine) as connection:
            plan = read_plan(connection, revision)
            sits = Roster({shift: agents for shift, agents in self._seats(plan)})
            report = report_of(plan, result_of(plan, sits))
            made = add_version(
                connection, revision, sits, report, author=AUTHOR, at=NOW, expected=quarter.version
            )
        publish(
            self.engine,
            made.plan,
            made.number,
            expected=VersionNumber(quarter.version),
            author=AUTHOR,
            at=NOW,
            request=IdempotentRequest(AUTHOR, made.id, "POST", "/", "0" * 64),
            agreed=NoticeAgreement(0),
            accept_short_notice=True,
        )
        quarter.version += 1
        whose = {str(human.person)[:12]: human.number for human in self.people if human.gone}
        whose |= {str(agent): number for agent, number in quarter.people.items()}
        quarter.shifts = {}
        for agent, shift in sits:
            quarter.shifts.setdefault(whose[agent], set()).add(shift)

    def _seats(self, plan: Plan) -> Iterator[tuple[ShiftId, tuple[AgentId, ...]]]:
        locked = {lock.shift: lock.municipality for lock in plan.locks}
        left = self.random.sample(plan.agents, len(plan.agents))
        for shift in plan.shifts:
            fitting = [one for one in left if locked.get(shift.id) in (None, one.municipality)]
            if fitting and self.random.random() < 0.9:
                left.remove(fitting[0])
                yield shift.id, (fitting[0].id,)
