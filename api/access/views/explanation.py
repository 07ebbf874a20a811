"""What of an explanation is told to somebody who may know of some people only: an agent, a leader.

Nothing is told because it looks harmless: what names, or rests on, somebody outside the circle is left out,
and that others cannot take over is said as one sentence, whoever they are and whatever hinders them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from api.access.views.report import words_of
from wfm.change import Change
from wfm.explanation import Because, Explanation, Fact, Mend, RosterExplanation, WhyNot
from wfm.finding import Finding
from wfm.ids import AgentId, MunicipalityCode
from wfm.message import Message, Text
from wfm.plan import Plan

OTHERS = Text("why.others", "nobody else can take more over as it is")
OTHERS_CHANGE = Text("why.others_change", "for others it would be different then")
AS_IT_IS = Text("why.as_it_is", "This was looked into; what came of it is about others.")
NO_ROSTER = Text("why.no_roster", "As the plan is now it has no roster, so nothing can be said of this.")


@dataclass(frozen=True)
class Circle:
    """People of whom somebody is told.

    Parameters
    ----------
    plan
        Whose plan it is.
    people
        Agents of whom everything may be told.
    municipality
        Whose shares may be told; none where only an agent is asked about.
    """

    plan: Plan
    people: frozenset[AgentId]
    municipality: MunicipalityCode | None = None

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Every word by which somebody outside is known."""
        outside = (one for one in self.plan.agents if one.id not in self.people)
        return frozenset(word for one in outside for word in (one.id, one.name, self.plan.labels[one.id]))

    def knows(self, message: Message) -> bool:
        """Tell whether a sentence names nobody outside."""
        return self.hidden.isdisjoint(words_of(message))

    def is_about(self, finding: Finding) -> bool:
        """Tell whether a finding is about somebody inside, or about the municipality itself."""
        agent, town = finding.subject.agent, finding.subject.municipality
        inside = agent in self.people if agent else bool(town) and town == self.municipality
        return inside and self.knows(finding.message)

    def holds(self, fact: Fact) -> bool:
        """Tell whether a fact rests on nobody outside."""
        agent = fact.subject.agent
        return (not agent or agent in self.people) and self.knows(fact.message)

    def allows(self, change: Change) -> bool:
        """Tell whether a change is about nobody outside."""
        row = getattr(change, "entry", None) or getattr(change, "lock", None) or change
        agent = getattr(row, "agent", None)
        return not isinstance(agent, str) or not agent or agent in self.people


@dataclass(frozen=True)
class VisibleExplanation:
    """An explanation as it is told.

    Parameters
    ----------
    findings
        What it explains; empty where a shift was asked about.
    answer
        Whether it must be so, in the words of :class:`wfm.explanation.Answer`; empty for a shift.
    message
        The answer in a sentence.
    because, mends, elsewhere
        What forces it, what would help, and what another roster has instead.
    """

    findings: tuple[Message, ...]
    answer: str
    message: Message
    because: tuple[Message, ...] = ()
    mends: tuple[Message, ...] = ()
    elsewhere: tuple[Message, ...] = ()


def view_explanation(explained: RosterExplanation, circle: Circle) -> tuple[VisibleExplanation, ...]:
    """Return what of an explanation a circle of people is told."""
    if explained.conflict is not None:
        return (VisibleExplanation((), "", NO_ROSTER()),)
    found = tuple(_of_findings(explained.explanations, circle))
    return found if explained.why_not is None else (*found, _of_shift(explained.why_not, circle))


def _of_findings(explanations: tuple[Explanation, ...], circle: Circle) -> Iterator[VisibleExplanation]:
    for one in explanations:
        mine = tuple(finding.message for finding in one.findings if circle.is_about(finding))
        if mine:
            yield VisibleExplanation(
                findings=mine,
                answer=one.answer.value,
                message=_sayable(one.message, circle),
                because=tuple(_because(one.because, circle)),
                mends=tuple(_mends(one.mends, circle)),
                elsewhere=tuple(_elsewhere(one.elsewhere, circle)),
            )


def _of_shift(one: WhyNot, circle: Circle) -> VisibleExplanation:
    return VisibleExplanation(
        findings=(),
        answer="",
        message=_sayable(one.message, circle),
        because=tuple(_because(one.because, circle)),
        mends=tuple(_mends(one.mends, circle)),
    )


def _sayable(message: Message, circle: Circle) -> Message:
    return message if circle.knows(message) else AS_IT_IS()


def _because(groups: tuple[Because, ...], circle: Circle) -> Iterator[Message]:
    """Yield what forces something: of those inside as it is, of all others that they cannot."""
    outside = False
    for group in groups:
        if circle.knows(group.message) and all(map(circle.holds, group.facts)):
            yield group.message
            continue
        inside = [fact.message for fact in group.facts if circle.holds(fact)]
        outside = outside or len(inside) < len(group.facts) or not group.facts
        yield from inside
    if outside:
        yield OTHERS()


def _mends(mends: tuple[Mend, ...], circle: Circle) -> Iterator[Message]:
    for mend in mends:
        if circle.knows(mend.message) and all(map(circle.allows, mend.changes)):
            yield mend.message


def _elsewhere(findings: tuple[Finding, ...], circle: Circle) -> Iterator[Message]:
    inside = [finding.message for finding in findings if circle.is_about(finding)]
    yield from inside
    if len(inside) < len(findings):
        yield OTHERS_CHANGE()
