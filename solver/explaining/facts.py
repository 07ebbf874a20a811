"""Facts: what a plan says that could be lifted on its own, each behind a guard of the explaining model.

The rules post their requirements as ever, guarded by rule and subject. Behind each such label stands
one fact or more: an agent is unavailable on a shift because of every entry that overlaps it, so only
lifting all of them makes the requirement give way. A fact is true in the model where its literal is,
and implies the labels that follow from it. Competences have no hard rule: an agent who lacks one counts
as a holder where that fact is lifted.

No fact, and so never lifted: how many agents there are; how many seats a shift has, and where a quota is
asked about that a shift is one municipality's (unless a single assignment is asked about); which
municipalities only finance (their agents are left out, unless one is asked about).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ortools.sat.python import cp_model

from solver.explaining.questions import pairs_of, post
from solver.explaining.rules import COMPETENCE, EXPLANATIONS
from solver.infeasibility.cores import Core, CoreVerdict, GuardedModel
from solver.model.draft import Draft
from solver.model.expressions import Amount, total
from solver.params import Clock
from solver.rules import HARD_RULES
from wfm.explanation import Question
from wfm.finding import Level, Subject
from wfm.ids import AgentId, CompetenceCode, ShiftId
from wfm.plan import Plan

Label = tuple[str, Subject]
"""Rule and subject of a fact."""


class Facts:
    """A question with every fact of the plan behind a guard.

    Parameters
    ----------
    plan, question
        What is asked of what.
    clock
        Ends every run.
    """

    def __init__(self, plan: Plan, question: Question, clock: Clock) -> None:
        self._draft = Draft(plan, pairs_of(plan, question), guarded=True)
        self.guards: dict[Label, cp_model.IntVar] = {}
        for rule in HARD_RULES:
            rule.post(self._draft)
        for label, guard in self._draft.guards.items():
            if not EXPLANATIONS[label[0]].is_lifted_for(question):
                self._draft.model.add(guard == 1)
                continue
            for fact in facts_behind(plan, label):
                self._draft.model.add_implication(self._guard(fact), guard)
        post(self._draft, question, self._holders)
        counts = question.level is Level.QUALITY
        self._guarded = GuardedModel(self._draft.model, self.guards, clock, counts=counts)

    def verdict(self, facts: Collection[Label] | None = None) -> CoreVerdict:
        """Tell whether the answer can be yes under some facts, or under all."""
        return self._guarded.verdict(list(self.guards) if facts is None else list(facts))

    def core(self, suspects: Collection[Label] = ()) -> Core[Label] | None:
        """Return irreducible facts that force a no; ``None`` where it is yes or undecided.

        Where some facts are suspected, it is first tried whether these are enough.
        """
        labels = sorted(self.guards, key=_order)
        suspected = [label for label in labels if label in suspects]
        found = self._guarded.core(suspected) if suspected else None
        return found or self._guarded.core(labels)

    def plain_core(self) -> Core[Label] | None:
        """Return facts of one rule that force a no, where they do alone: the plainer reason; else any."""
        for rule in dict.fromkeys(label[0] for label in sorted(self.guards, key=_order, reverse=True)):
            found = self._guarded.core([label for label in self.guards if label[0] == rule])
            if found is not None and found.verified:
                return found
        return self.core()

    def _guard(self, fact: Label) -> cp_model.IntVar:
        if fact not in self.guards:
            self.guards[fact] = self._draft.model.new_bool_var("")
        return self.guards[fact]

    def _holders(self, shift: ShiftId, competence: CompetenceCode) -> Amount:
        """Return how many holders sit on a shift, those counted in for whom a lack was lifted."""
        plan, parts = self._draft.plan, []
        for agent in self._draft.agents_on[shift]:
            sits = self._draft.assigned[agent, shift]
            held = competence in plan.agent[agent].competences
            parts.append(sits if held else self._trained(agent, competence, sits))
        return total(parts)

    def _trained(self, agent: AgentId, competence: CompetenceCode, sits: Amount) -> cp_model.IntVar:
        counts = self._draft.model.new_bool_var("")
        self._draft.model.add(counts <= sits)
        lacks = self._guard((COMPETENCE.key, Subject(agent=agent, competence=competence)))
        self._draft.model.add_implication(lacks, ~counts)
        return counts


def _order(fact: Label) -> int:
    """Let the reasons be left out first that nobody can do much about, where several would do."""
    return -EXPLANATIONS[fact[0]].stubbornness


def facts_behind(plan: Plan, label: Label) -> Iterator[Label]:
    """Yield the facts from which a requirement of a hard rule follows."""
    rule, subject = label
    return ((rule, fact) for fact in EXPLANATIONS[rule].facts(plan, subject))
