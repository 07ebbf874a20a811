"""Who the agents of a plan are: those who were known, people who are new, or a question to whoever imports.

An id is what a municipality writes into a table, and it is given to somebody else one day, or changed. So
an agent is a known person only where the particulars say so too; else nothing is taken for granted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from api.access.ids import PersonId
from api.plans.person_answers import NO_ANSWERS, PersonAnswers
from api.store.errors import DoubtfulPersonsError
from wfm.agent import Agent
from wfm.errors import Fault
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Message, Plural, Text

FILE = "agents.csv"
CHANGED = Text(
    "persons.changed",
    "{before} as until now; say whether {agent} is the same person (same-person) or somebody new "
    "(new-person)",
)
RENUMBERED = Text(
    "persons.renumbered",
    "an id that is new, or an answer: {before} has the same name; say whether that person has the id {agent} "
    "from now on (renumbered {old}={agent}) or {agent} is somebody new (new-person)",
)
CHANGED_OR_RENUMBERED = Text(
    "persons.changed_or_renumbered",
    "{before} as until now; say whether {agent} is the same person (same-person), somebody new (new-person), "
    "or {other}, who has the id {agent} from now on (renumbered {old}={agent})",
)
PARTICULARS = Text("persons.particulars", "{name} ({told})")
NOT_IN_PLAN = Text("persons.not_in_plan", "an agent of this plan")
NO_DOUBT = Text("persons.no_doubt", "no answer new-person: {agent} is {name}, of whom there is no doubt")
NOT_KNOWN = Text("persons.not_known", "somebody who is known until now by the id {agent}")
TAKEN = Text("persons.taken", "another answer: whoever had the id {old} is another agent of this plan")
DOUBTS = Plural(
    "persons.doubts",
    "it is not clear who {n:number} agent is; nothing was kept",
    "it is not clear who {n:number} agents are; nothing was kept",
)


@dataclass(frozen=True)
class KnownPerson:
    """Somebody whom the store knows, by an id that they go or went by.

    Parameters
    ----------
    person
        Random id.
    agent, municipality
        Id, and code of the employer, in the plan where they went by it.
    name, email
        As they are now.
    """

    person: PersonId
    agent: AgentId
    municipality: MunicipalityCode
    name: str
    email: str = ""

    def changes(self, agent: Agent) -> tuple[str, ...]:
        """Return the columns in which an agent is not this person.

        Capital letters and spaces make no difference; an e-mail that was not there before, or is left
        out now, says nothing.
        """
        emails = normalize(self.email), normalize(agent.email)
        differing = {
            "name": normalize(self.name) != normalize(agent.name),
            "email": all(emails) and emails[0] != emails[1],
            "municipality": self.municipality != agent.municipality,
        }
        return tuple(column for column, differs in differing.items() if differs)

    def may_be(self, agent: Agent) -> bool:
        """Tell whether an agent of another id may be this person: name, and e-mail or employer."""
        if normalize(self.name) != normalize(agent.name):
            return False
        email = normalize(self.email)
        return self.municipality == agent.municipality or (bool(email) and email == normalize(agent.email))


def normalize(text: str) -> str:
    """Return a text as it is compared: without regard to capitals, spaces and ways to encode a letter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def identify_agents(
    agents: Sequence[Agent],
    bearers: Mapping[AgentId, Sequence[KnownPerson]],
    answers: PersonAnswers = NO_ANSWERS,
) -> Mapping[AgentId, PersonId | None]:
    """Return who each agent of a plan is; nobody known where it is somebody new.

    Parameters
    ----------
    agents
        Of the plan.
    bearers
        Who went by an id, whoever is nearest to this plan first.
    answers
        What the importer says.

    Raises
    ------
    DoubtfulPersonsError
        With every agent of whom it is not clear who it is, and every answer that fits nothing.
    """
    return _Identification(agents, bearers, answers).result()


class _Identification:
    """The state of finding out: who is who so far, and what is wrong."""

    def __init__(
        self,
        agents: Sequence[Agent],
        bearers: Mapping[AgentId, Sequence[KnownPerson]],
        answers: PersonAnswers,
    ) -> None:
        self.agents = {agent.id: agent for agent in agents}
        self.bearers, self.answers = bearers, answers
        self.found: dict[AgentId, PersonId | None] = {}
        self.taken: set[PersonId] = set()
        self.faults: list[Fault] = []
        self.namesakes: dict[str, list[KnownPerson]] = {}
        for one in chain.from_iterable(bearers.values()):
            self.namesakes.setdefault(normalize(one.name), []).append(one)

    def result(self) -> Mapping[AgentId, PersonId | None]:
        """Go from what is said and what is sure to what is asked."""
        for new, old in self.answers.renumbered.items():
            self._take_renumbered(new, old)
        self._match(nearest=True)
        self._match(nearest=False)
        if self.answers.all_renumbered:
            self._take_all_renumbered()
        self._take_same()
        self._take_new()
        for agent in self.agents.values():
            if agent.id not in self.found:
                self._settle(agent)
        if self.faults:
            raise DoubtfulPersonsError(DOUBTS(n=len(self.faults)), self.faults)
        return self.found

    def _assign(self, agent: AgentId, known: KnownPerson) -> None:
        self.found[agent] = known.person
        self.taken.add(known.person)

    def _free(self, known: Iterable[KnownPerson]) -> list[KnownPerson]:
        """Return those who are nobody of this plan so far."""
        return [one for one in known if one.person not in self.taken]

    def _bearers(self, agent: AgentId) -> list[KnownPerson]:
        return self._free(self.bearers.get(agent, ()))

    def _take_renumbered(self, new: AgentId, old: AgentId) -> None:
        now, known = self.agents.get(new), self.bearers.get(old, ())
        if now is None:
            self._refuse(new, NOT_IN_PLAN())
            return
        # An id may have been several people's: the one who is called so is meant.
        free = self._free([one for one in known if one.may_be(now)] or known)
        if free:
            self._assign(new, free[0])
        else:
            self._refuse(new, TAKEN(old=old, agent=new) if known else NOT_KNOWN(agent=old))

    def _take_all_renumbered(self) -> None:
        answered = self.answers.same | self.answers.new
        left = [one for one in self.agents.values() if one.id not in self.found and one.id not in answered]
        only = {one.id: tuple(self._candidates(one)) for one in left}
        for agent, known in only.items():
            if len(known) == 1 and known[0].person not in self.taken:
                self._assign(agent, known[0])

    def _match(self, *, nearest: bool) -> None:
        """Find those who are who they were: in the nearest plan, or in any in which they had the id."""
        for agent in self.agents.values():
            if agent.id not in self.found:
                known = self.bearers.get(agent.id, ())[: 1 if nearest else None]
                same = self._free(one for one in known if not one.changes(agent))
                if same:
                    self._assign(agent.id, same[0])

    def _take_same(self) -> None:
        for agent in sorted(self.answers.same | (self.agents.keys() if self.answers.all_same else set())):
            free = self._bearers(agent)
            if agent in self.agents and agent not in self.found and agent not in self.answers.new and free:
                self._assign(agent, free[0])
            elif agent in self.answers.same and self.found.get(agent) is None:
                self._refuse(agent, NOT_KNOWN(agent=agent) if agent in self.agents else NOT_IN_PLAN())

    def _take_new(self) -> None:
        for agent in sorted(self.answers.new):
            if agent not in self.agents:
                self._refuse(agent, NOT_IN_PLAN())
            elif agent in self.found:
                self._refuse(agent, NO_DOUBT(agent=agent, name=self.agents[agent].name))
            else:
                self.found[agent] = None

    def _settle(self, agent: Agent) -> None:
        """Take an agent of whom nothing was said for somebody new, or ask."""
        known, others = self._bearers(agent.id), tuple(self._candidates(agent))
        if not (known or others):
            self.found[agent.id] = None
            return
        column = known[0].changes(agent)[0] if known else "agent"
        parts = filter(None, (agent.id, agent.municipality, agent.email))
        value = f"{agent.name} ({', '.join(parts)})"
        self.faults.append(Fault(FILE, None, column, value, _question(agent, known, others)))

    def _candidates(self, agent: Agent) -> Iterator[KnownPerson]:
        """Yield those of other ids who are nobody of this plan so far and may be an agent."""
        seen = {known.person for known in self.bearers.get(agent.id, ())}
        for one in self._free(self.namesakes.get(normalize(agent.name), ())):
            if one.person not in seen and one.may_be(agent):
                seen.add(one.person)
                yield one

    def _refuse(self, agent: AgentId, expected: Message) -> None:
        self.faults.append(Fault(FILE, None, "agent", agent, expected))


def _question(agent: Agent, known: Sequence[KnownPerson], others: Sequence[KnownPerson]) -> Message:
    if not others:
        return CHANGED(agent=agent.id, before=_told(known[0]))
    other, old = _told(others[0]), others[0].agent
    if not known:
        return RENUMBERED(agent=agent.id, before=other, old=old)
    return CHANGED_OR_RENUMBERED(agent=agent.id, before=_told(known[0]), other=other, old=old)


def _told(known: KnownPerson) -> Message:
    """Return somebody's particulars."""
    told = (known.agent, known.municipality, known.email)
    return PARTICULARS(name=known.name, told=tuple(part for part in told if part))
