"""report.json of a design: levels with their bounds, what gave way, hours by administration and agent."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from api.outputs.design.tables import DUTY_COLUMNS, duty_rows
from api.publication.report import package_versions
from api.texts.translator import Translator
from wfm.design.duty import LEVELS, Design, Duty
from wfm.design.hours import week_hours
from wfm.design.measure import administration_minutes, minutes_by_agent
from wfm.design.mended import MendedDesign
from wfm.design.plan import DesignPlan
from wfm.rounding import half_up


def design_report(
    plan: DesignPlan, design: Design, speak: Translator, mended: MendedDesign | None = None
) -> dict[str, Any]:
    """Return the document; hours are decimals as text, with two places.

    Parameters
    ----------
    plan, design
        The question and its answer.
    speak
        In whose language the sentences are.
    mended
        How the design came from an earlier one, if it did.
    """
    document = _document(plan, design, speak)
    return document if mended is None else document | {"mended": report_mending(mended)}


def report_mending(mended: MendedDesign) -> dict[str, Any]:
    """Return which duties were lost, what each further change brings, and which duties are others now."""
    return {
        "lost": [{"date": day.isoformat(), "agent": agent} for agent, day in mended.gone],
        "ladder": [
            {
                "date": rung.day.isoformat(),
                "changes": rung.changes,
                "levels": dict(rung.values),
                "proven": rung.proven,
            }
            for rung in mended.ladder
        ],
        "changed": [
            {
                "date": change.day.isoformat(),
                "agent": change.agent,
                "before": _times(change.before),
                "after": _times(change.after),
            }
            for change in mended.changes
        ],
    }


def _times(duty: Duty | None) -> list[dict[str, str]]:
    """Return the rows of duties.csv that a duty has, without its day and agent."""
    return (
        [] if duty is None else [dict(zip(DUTY_COLUMNS[2:], row[2:], strict=True)) for row in duty_rows(duty)]
    )


def _document(plan: DesignPlan, design: Design, speak: Translator) -> dict[str, Any]:
    return {
        "status": str(design.status),
        "levels": {level: {"value": design.values[level], "bound": design.bounds[level]} for level in LEVELS},
        "quality": {"parts": dict(design.quality), "bound": design.quality_bound},
        "findings": [
            {
                "rule": one.rule,
                "subject": one.subject,
                "amount": one.amount,
                "key": one.message.key,
                "params": {name: str(value) for name, value in one.message.params.items()},
                "sentence": speak.sentence(one.message),
            }
            for one in design.findings
        ],
        "administrations": administration_rows(plan, design),
        "agents": _agents(plan, design),
        "seconds": round(design.seconds, 3),
        "stages": {stage: round(seconds, 3) for stage, seconds in design.stages.items()},
        "workers": design.workers,
        "seed": design.seed,
        "versions": package_versions(),
    }


def administration_rows(plan: DesignPlan, design: Design) -> list[Mapping[str, str]]:
    """Return each administration's account in hours: of its posts, those worked, and what it owes."""
    found = administration_minutes(plan, design.duties)
    return [
        {
            "administration": name,
            "posts": str(half_up(one.posts, 2)),
            "carry_over_in": _hours(one.brought),
            "posts_hours": _hours(one.owed),
            "hours": _hours(one.given),
            "difference": _hours(one.given - one.owed),
            "carry_over_out": _hours(one.carried),
        }
        for name, one in found.items()
    ]


def _hours(minutes: Fraction) -> str:
    return str(half_up(minutes / 60, 2))


def _agents(plan: DesignPlan, design: Design) -> list[Mapping[str, Any]]:
    worked = minutes_by_agent(plan, design.duties)
    rows: list[Mapping[str, Any]] = []
    for agent in plan.agents:
        norm = sum(one.norm for one in week_hours(plan, agent))
        rows.append(
            {
                "agent": agent.id,
                "minutes": worked[agent.id],
                "norm": norm,
                "flex_balance_in": agent.flex_balance,
                "flex_balance_out": agent.flex_balance + worked[agent.id] - norm,
            }
        )
    return rows
