"""Explanation: why a roster is no better, what would mend it, what was asked and what was solved.

Frozen results of `solver.explaining`; nothing stands here that was not checked by solving.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from wfm.change import Change, apply_changes
from wfm.finding import Finding, Level, Subject
from wfm.ids import AgentId, CompetenceCode, ShiftId
from wfm.message import Message
from wfm.plan import Plan
from wfm.result import Conflict
from wfm.roster import Roster

Values = Mapping[Level, int]
Place = tuple[ShiftId, CompetenceCode]
"""A shift, and the competence meant there; empty where its seats are."""


class QuestionScope(StrEnum):
    """What a question is about; `solver/explaining/questions.py` defines each."""

    ASSIGNMENT = "assignment"
    SHIFT = "shift"
    MUNICIPALITY = "municipality"
    WEEK = "week"
    HOME = "home"
    FINDING = "finding"
    PLAN = "plan"


class Answer(StrEnum):
    """Whether a roster can be better in what was asked."""

    FORCED = "forced"
    """Proven: none is."""
    NOT_FORCED = "not_forced"
    """There is one, and it is shown."""
    OPEN = "open"
    """Not decided in the time given."""


@dataclass(frozen=True)
class Question:
    """Asks whether a roster exists in which an amount is at most `most`.

    Parameters
    ----------
    scope
        What the amount is counted over.
    level
        Whose amount it is; ``hard`` for a single assignment.
    subject
        The shift (and competence), municipality, week or assignment that is meant.
    most
        The amount wanted: one less than the roster has.
    places
        The shifts counted, under ``week``, each with the competence counted there (empty for seats).
    better
        The roster's values at the levels before; no roster asked for is worse there.
    rule
        The rule whose amount it is, where a finding of quality is asked about.
    """

    scope: QuestionScope
    level: Level
    subject: Subject
    most: int = 0
    places: tuple[Place, ...] = ()
    better: Values = field(default_factory=lambda: MappingProxyType({}))
    rule: str = ""

    @property
    def shifts(self) -> tuple[ShiftId, ...]:
        """The shifts of its places, each once."""
        return tuple(dict.fromkeys(shift for shift, _ in self.places))

    def counts(self, finding: Finding) -> bool:
        """Tell whether a finding's amount is part of the amount asked about."""
        subject = finding.subject
        if finding.level is not self.level or self.rule not in ("", finding.rule):
            return False
        if self.places:
            return (subject.shift, subject.competence) in self.places
        return self.scope is QuestionScope.PLAN or subject == self.subject


@dataclass(frozen=True)
class FindingFilter:
    """Which findings are to be explained.

    Parameters
    ----------
    rule
        Only those of this rule.
    agent, municipality
        Only those about them: what is short as a whole is about nobody.
    """

    rule: str = ""
    agent: str = ""
    municipality: str = ""

    @property
    def is_of_quality(self) -> bool:
        """Whether something is named, which only findings of quality are asked for by."""
        return bool(self.rule or self.agent or self.municipality)

    def holds(self, finding: Finding) -> bool:
        """Tell whether a finding is one of them."""
        about = (
            (self.rule, finding.rule),
            (self.agent, finding.subject.agent),
            (self.municipality, finding.subject.municipality),
        )
        return all(wanted in ("", named) for wanted, named in about)


@dataclass(frozen=True)
class Fact:
    """Something that the plan says and that could be lifted on its own: an absence, a limit, a lock.

    Parameters
    ----------
    rule
        The rule under which it binds; ``competence`` for a training that an agent lacks.
    subject
        The agent, shift, municipality or row that it is about.
    message
        The fact in a sentence of its own.
    """

    rule: str
    subject: Subject
    message: Message


@dataclass(frozen=True)
class Because:
    """Facts of a kind, told together: “2 of Lemvig's 3 agents are unavailable”."""

    message: Message
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Outlook:
    """A roster that was found, its score by level, and what is proven about it.

    Parameters
    ----------
    roster
        The roster.
    values, bounds
        By level, best first; a value that equals its bound is proven.
    changed
        Assignments of the roster at hand that it lacks.
    """

    roster: Roster
    values: Values
    bounds: Values
    changed: int = 0

    @property
    def proven(self) -> bool:
        """Whether no roster of that plan is better at any level."""
        return all(self.bounds.get(level, 0) == value for level, value in self.values.items())


@dataclass(frozen=True)
class Mend:
    """Changes of the plan that together make a finding less, as was seen by solving with them.

    Parameters
    ----------
    changes
        What would be said otherwise.
    message
        The changes in a sentence.
    outlook
        The best roster that was found with them.
    """

    changes: tuple[Change, ...]
    message: Message
    outlook: Outlook

    def apply(self, plan: Plan) -> Plan:
        """Return the plan with the changes made."""
        return apply_changes(self.changes, plan)


@dataclass(frozen=True)
class Explanation:
    """Why some findings of a roster are as they are.

    Parameters
    ----------
    findings
        Those that have these reasons in common.
    questions
        What was asked: one question for each finding, or one for them all.
    answer
        Whether they are forced.
    message
        The answer in a sentence.
    because
        Facts that force it, grouped; together irreducible where `minimal`. Empty where nothing that
        could be lifted forces it (there are too few agents), or where it is not forced.
    minimal
        Whether without any one fact the question was shown to have a roster.
    verified
        Whether solving with these facts alone proved the answer.
    mends
        Cheapest first.
    instead
        A roster that is better in what was asked, where it is not forced.
    costs
        What that roster costs more by rule, of a finding of quality: negative where it costs less.
    elsewhere
        Its findings that the roster at hand does not have, or not in that amount.
    """

    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    answer: Answer
    message: Message
    because: tuple[Because, ...] = ()
    minimal: bool = True
    verified: bool = True
    mends: tuple[Mend, ...] = ()
    instead: Outlook | None = None
    costs: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    elsewhere: tuple[Finding, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts, in the order in which they are told."""
        return tuple(fact for group in self.because for fact in group.facts)


@dataclass(frozen=True)
class WhyNot:
    """What it would cost to give an agent a shift.

    Parameters
    ----------
    agent, shift
        Whom and which.
    message
        The answer in a sentence.
    because
        The facts that forbid it; empty where it is possible.
    outlook
        The best roster found in which the agent sits there; ``None`` where it is forbidden, or where
        the agent sits there already.
    costs
        By level: its value with the assignment, less the roster's own.
    rule_costs
        The same by rule, for rules whose cost differs.
    gives_up
        Agents who sit on that shift in the roster at hand, and not in the other.
    mends
        What would make it possible, where it is forbidden.
    question, minimal, verified
        As in :class:`Explanation`.
    """

    agent: AgentId
    shift: ShiftId
    question: Question
    message: Message
    because: tuple[Because, ...] = ()
    outlook: Outlook | None = None
    costs: Values = field(default_factory=lambda: MappingProxyType({}))
    rule_costs: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    gives_up: tuple[AgentId, ...] = ()
    mends: tuple[Mend, ...] = ()
    minimal: bool = True
    verified: bool = True


@dataclass(frozen=True)
class Price:
    """What a lock or a wish costs.

    Parameters
    ----------
    rule
        ``locks`` or ``wishes``.
    subject
        Its row.
    message
        What it says.
    outlook
        The best roster found without it.
    costs
        By level: the value with it, less the value without it.
    """

    rule: str
    subject: Subject
    message: Message
    outlook: Outlook
    costs: Values

    @property
    def free(self) -> bool:
        """Whether nothing is gained without it."""
        return not any(self.costs.values())


@dataclass(frozen=True)
class Prices:
    """What locks and wishes cost, the dearest first.

    Parameters
    ----------
    base
        The best roster found with all of them, from which costs are counted.
    asked
        Those that were solved without.
    not_asked
        How many there was no time for.
    idle
        How many bind nothing, whoever sits where: no shift of the agent's lies there.
    """

    base: Outlook
    asked: tuple[Price, ...]
    not_asked: int = 0
    idle: int = 0


@dataclass(frozen=True)
class RosterExplanation:
    """All that was explained of a roster.

    Parameters
    ----------
    explanations
        Of its findings; empty where a plan has no roster at all, or only an agent was asked about.
    conflict
        Where the plan's locks contradict each other or the rules.
    why_not, prices
        Where they were asked for.
    not_asked
        How many findings of quality there was no time for.
    """

    explanations: tuple[Explanation, ...] = ()
    conflict: Conflict | None = None
    why_not: WhyNot | None = None
    prices: Prices | None = None
    not_asked: int = 0
