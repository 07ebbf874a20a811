"""Whom an explanation may tell of, and what of it is kept for them.

Of a question nothing else is kept. Of what planners ask, who may know of everybody, it is kept beside the
whole: they may answer somebody with it, and no text tells afterwards on whom a sentence rests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from api.access.ids import PersonId
from api.access.views.explanation import Circle, VisibleExplanation, view_explanation
from api.runs.preparation import Preparation
from api.texts.translator import LANGUAGES, Translator, translator
from wfm.explanation import RosterExplanation
from wfm.ids import AgentId, MunicipalityCode

CIRCLES = "circles"
"""Where it stands beside the languages of an answer: by person, and by code of a municipality."""


def circle_of(prepared: Preparation) -> Circle | None:
    """Return of whom an answer may tell; nothing where a planner asks, who may know of everybody."""
    asked = prepared.run.asked
    audience = asked.get("audience")
    if audience is None:
        return None
    plan, town = prepared.plan, audience["municipality"]
    if town:
        return _circle_of_town(prepared, MunicipalityCode(town))
    return Circle(plan, frozenset(one for one, who in prepared.person_of.items() if who == asked["person"]))


def views_of(prepared: Preparation, answer: RosterExplanation) -> Mapping[str, Any]:
    """Return what each person and municipality that an answer is about may be told of it, as it is kept."""
    about = {finding.subject.agent for one in answer.explanations for finding in one.findings}
    towns = {finding.subject.municipality for one in answer.explanations for finding in one.findings}
    agents = {*about, *(() if answer.why_not is None else (answer.why_not.agent,))}
    return {
        key: {
            language: visible_json(view_explanation(answer, circle), translator(language))
            for language in LANGUAGES
        }
        for key, circle in _circles(prepared, agents, towns)
    }


def sentences_for(
    document: Mapping[str, Any], person: PersonId | None, municipality: MunicipalityCode, language: str
) -> tuple[str, ...]:
    """Return what may be said of an answer to somebody, or else to a municipality's leader; each once.

    Parameters
    ----------
    document
        What is kept of the answer; of runs of before, and of what is about others, nothing may be said.
    """
    found = document.get(CIRCLES, {}).get(person or municipality, {})
    told = found.get(language, {}).get("told", ())
    return tuple(dict.fromkeys(said for one in told for said in (one["sentence"], *one["because"])))


def _circles(
    prepared: Preparation, agents: Iterable[AgentId], towns: Iterable[MunicipalityCode]
) -> Iterator[tuple[str, Circle]]:
    known = [agent for agent in sorted(agents) if agent in prepared.plan.agent]
    for agent in known:
        yield prepared.person_of[agent], Circle(prepared.plan, frozenset((agent,)))
    homes = {prepared.plan.agent[agent].municipality for agent in known}
    for town in sorted({*towns, *homes} & set(prepared.plan.municipality)):
        yield town, _circle_of_town(prepared, town)


def _circle_of_town(prepared: Preparation, town: MunicipalityCode) -> Circle:
    people = frozenset(one.id for one in prepared.plan.agents if one.municipality == town)
    return Circle(prepared.plan, people, town)


def visible_json(told: Iterable[VisibleExplanation], speak: Translator) -> dict[str, Any]:
    """Return an answer as it is kept, in one language."""
    return {
        "told": [
            {
                "findings": [speak.sentence(message) for message in one.findings],
                "answer": one.answer,
                "sentence": speak.sentence(one.message),
                "because": [speak.sentence(message) for message in one.because],
                "mends": [speak.sentence(message) for message in one.mends],
                "elsewhere": [speak.sentence(message) for message in one.elsewhere],
            }
            for one in told
        ]
    }
