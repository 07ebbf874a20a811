"""Where somebody asks about a published roster, in pages: what they may ask about, and as it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from fastapi import Depends

from api.publication.findings import UNEXPLAINED
from api.publication.publication import Publication
from api.questions.place import QuestionPlace, question_place
from api.rosters.page_context import InPlanning, PlanningContext
from api.runs.records.runs import RunFacts
from api.store.engine import reading
from api.web.sources import Hotlines
from wfm.finding import Finding, Level
from wfm.ids import AgentId


@dataclass(frozen=True)
class QuestionContext:
    """A page that is asked for, and what is published of its plan."""

    planning: PlanningContext
    place: QuestionPlace

    def link(self, *parts: object, **query: object) -> str:
        """Return the address of a page about questions."""
        return self.planning.page.link("plans", self.place.first_day, "questions", *parts, plan="", **query)

    @cached_property
    def seen(self) -> Publication:
        """What the caller sees of the published roster."""
        hotlines: Hotlines = self.planning.page.request.app.state.hotlines
        viewer = self.place.viewer
        return hotlines.source(viewer.hotline, self.place.first_day).view(viewer.scope).publication

    @property
    def people(self) -> Mapping[AgentId, str]:
        """Names of those whom the caller may ask about, by id."""
        named = self.seen.labels
        return {agent: named[agent] for agent in self.place.people if agent in named}

    def findings(self, rule: str, agent: str, municipality: str) -> tuple[Finding, ...]:
        """Return the findings of quality that the caller may ask about; of a rule, of somebody."""
        return tuple(self._findings(rule, agent, municipality))

    def _findings(self, rule: str, agent: str, municipality: str) -> Iterator[Finding]:
        for one in self.seen.score.findings:
            about = one.subject
            mine = about.agent in self.place.people or (
                not about.agent and about.municipality in self.place.municipalities
            )
            named = rule in ("", one.rule) and agent in ("", about.agent)
            if _is_explained(one) and mine and named and municipality in ("", about.municipality):
                yield one

    def subject_of(self, run: RunFacts) -> str:
        """Return by name whom a question is about; empty where they are not there any more."""
        town = run.asked["municipality"]
        if town:
            return self.place.stored.municipality_names().get(town, town)
        agent = self.place.agent_of(run.asked["person"])
        return "" if agent is None else self.people.get(agent, agent)


def _is_explained(finding: Finding) -> bool:
    return finding.level is Level.QUALITY and finding.rule not in UNEXPLAINED


def read_question_context(context: InPlanning, plan: str) -> QuestionContext:
    """Return where somebody asks.

    Raises
    ------
    MissingError
        Where nothing is published.
    """
    place = context.plan_place(plan)
    with reading(context.database) as connection:
        return QuestionContext(context, question_place(connection, place))


InAsking = Annotated[QuestionContext, Depends(read_question_context)]
