"""What people are called who were erased: a plain word, in the language of their plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from api.store.persons import Identity
from api.texts.translator import translator
from wfm.message import Text
from wfm.plan import Plan

ERASED = Text("person.erased", "erased agent")


def name_of_erased(language: str) -> str:
    """Return by what name somebody goes who was erased; who of them it is, only the random id tells."""
    return translator(language).say(ERASED())


def call_erased(plan: Plan, identities: Iterable[Identity]) -> Plan:
    """Return a plan in which those who were erased go by that name."""
    gone = {who.agent for who in identities if who.erased}
    if gone.isdisjoint(plan.agent):
        return plan
    name = name_of_erased(plan.hotline.language)
    called = (replace(agent, name=name) if agent.id in gone else agent for agent in plan.agents)
    return replace(plan, agents=tuple(called))
