"""What a calendar event says, in the hotline's language.

An agent's event names no other person unless the plan allows it; nor does a municipality's, which
says how many of its agents sit there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.texts.one_line import one_line
from api.texts.translator import Translator, translator
from wfm.calendar import Shift
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Plural, Text
from wfm.plan import Plan
from wfm.roster import Roster

SUMMARY = Text("feed.summary", "Hotline shift: {hotline}")
CANCELLED = Text("feed.cancelled", "Cancelled: {summary}")
BESIDE = Text("feed.beside", "Beside a colleague on the hotline: {hotline}")
BESIDE_WHOM = Text("feed.beside_whom", "Beside: {names:list}")
COMPETENCES = Text("feed.competences", "Competences wanted: {names}")
TOGETHER = Text("feed.together", "Together with: {names:list}")
AGENTS = Plural("feed.agents", "{n:number} agent of {municipality}", "{n:number} agents of {municipality}")
AGENTS_NAMED = Text("feed.agents_named", "Agents: {names:list}")
EMPTY = Plural("feed.empty", "{n:number} seat is empty", "{n:number} seats are empty")
CALENDAR = Text("feed.calendar", "{hotline}: {name}")
WHOLE = Text("feed.whole", "all shifts")


@dataclass(frozen=True)
class Words:
    """The three texts of an event; each line free of control characters."""

    summary: str
    location: str
    description: str


class Wording:
    """Says a plan's events; what is the same for all of them is said once."""

    def __init__(self, plan: Plan, roster: Roster) -> None:
        self.plan, self.roster = plan, roster
        self.speak: Translator = translator(plan.hotline.language)
        self.hotline = one_line(plan.hotline.name)
        self.summary = self.speak.say(SUMMARY(hotline=self.hotline))
        wanted = tuple(one_line(c.name) for c in plan.hotline.competences if c.min_agents)
        competences = (self.speak.say(COMPETENCES(names=", ".join(wanted))),) if wanted else ()
        self.about = (self.hotline, *competences)
        self.names = {agent.id: one_line(plan.labels[agent.id]) or agent.id for agent in plan.agents}
        self.places = {m.code: one_line(m.name) or m.code for m in plan.municipalities}

    def of_agent(self, agent: AgentId, shift: Shift) -> Words:
        """Say an agent's shift; its companions only where the plan names them."""
        others = tuple(self.names[other] for other in self.roster.on(shift.id) if other != agent)
        named = self.plan.hotline.names_in_feeds and others
        lines = (*self.about, *((self.speak.say(TOGETHER(names=others)),) if named else ()))
        return self._words(self.plan.agent[agent].municipality, lines)

    def of_novice(self, agent: AgentId, shift: Shift) -> Words:
        """Say a shift on which an agent sits beside; the colleagues only where the plan names them."""
        home = self.plan.agent[agent].municipality
        colleagues = (one for one in self.roster.on(shift.id) if self.plan.agent[one].municipality == home)
        names = tuple(self.names[one] for one in colleagues) if self.plan.hotline.names_in_feeds else ()
        lines = (*self.about, *((self.speak.say(BESIDE_WHOM(names=names)),) if names else ()))
        summary = self.speak.say(BESIDE(hotline=self.hotline))
        return Words(summary, self.places[home], "\n".join(lines))

    def of_municipality(self, code: MunicipalityCode, agents: tuple[AgentId, ...]) -> Words:
        """Say a municipality's shift to those who look after its agents."""
        return self._words(code, (*self.about, self._who(code, agents)))

    def of_hotline(self, shift: Shift, agents: Mapping[MunicipalityCode, tuple[AgentId, ...]]) -> Words:
        """Say a shift to those who look after all of them: each municipality's part, and what is missing."""
        missing = shift.seats - sum(map(len, agents.values()))
        lines = [self._who(code, own) for code, own in agents.items()]
        lines += [self.speak.say(EMPTY(n=missing))] if missing > 0 else []
        places = ", ".join(self.places[code] for code in agents)
        return Words(self.summary, places, "\n".join((*self.about, *lines)))

    def _who(self, code: MunicipalityCode, agents: tuple[AgentId, ...]) -> str:
        """Say how many of a municipality's agents sit somewhere, or who where the plan allows."""
        if self.plan.hotline.names_in_feeds:
            return self.speak.say(AGENTS_NAMED(names=tuple(self.names[agent] for agent in agents)))
        return self.speak.say(AGENTS(n=len(agents), municipality=self.places[code]))

    def _words(self, code: MunicipalityCode, lines: tuple[str, ...]) -> Words:
        return Words(self.summary, self.places[code], "\n".join(lines))
