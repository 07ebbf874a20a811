"""What a design could not keep, in sentences: duties without a name, hours, competences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wfm.calendar import Shift, clock
from wfm.design.duty import DesignFinding, Duty
from wfm.design.hours import week_hours
from wfm.design.mail import overdue_by_step
from wfm.design.measure import count_answering, duty_minutes, holders_missing
from wfm.design.plan import DesignPlan
from wfm.message import Plural, Text

UNDEALT = Plural(
    "design.undealt",
    "{n:number} designed duty suits nobody; it is left out, and the shortage counts it.",
    "{n:number} designed duties suit nobody; they are left out, and the shortage counts them.",
)
HOURS_MORE = Text(
    "design.hours_more",
    "{agent} has a flex balance of {balance} minutes after {week:week}; more than {most} it may not be.",
)
HOURS_LESS = Text(
    "design.hours_less",
    "{agent} has a flex balance of {balance} minutes after {week:week}; less than {least} it may not be.",
)
TOGETHER = Text(
    "design.together",
    "In {week:week} all agents together lie {minutes} minutes from their contract hours; less than {grid} "
    "is the aim.",
)
LATE_MAIL = Text(
    "design.late_mail",
    "E-mail is late first on {day:date} at {time:time}; at most {minutes} minutes of work are overdue "
    "at once.",
)
COMPETENCE = Text(
    "design.competence",
    "On {day:date} from {start:time} to {end:time} the phones lack {missing} with the competence {name}.",
)


def design_findings(plan: DesignPlan, duties: Sequence[Duty], designed: int) -> Iterator[DesignFinding]:
    """Yield what was not kept, worst first.

    Parameters
    ----------
    plan, duties
        The question and its answer.
    designed
        Duties of the anonymous design, with or without somebody in them.
    """
    left = designed - len(duties)
    if left:
        yield DesignFinding("undealt", "", left, UNDEALT(n=left))
    yield from _together(plan, duties)
    yield from _hours(plan, duties)
    yield from _competences(plan, duties)
    yield from _late_mail(plan, duties)


def _late_mail(plan: DesignPlan, duties: Sequence[Duty]) -> Iterator[DesignFinding]:
    there = count_answering(plan, duties)
    overdue = overdue_by_step(plan, [there[step.id] - plan.need_of(step) for step in plan.steps])
    if any(overdue):
        first = plan.steps[next(place for place, minutes in enumerate(overdue) if minutes)]
        said = LATE_MAIL(day=first.day.isoformat(), time=clock(first.end), minutes=str(max(overdue)))
        yield DesignFinding("late_mail", f"shift:{first.id}", sum(overdue), said)


def _together(plan: DesignPlan, duties: Sequence[Duty]) -> Iterator[DesignFinding]:
    hours = [week_hours(plan, agent) for agent in plan.agents]
    balance = sum(agent.flex_balance for agent in plan.agents)
    for number, (week, days) in enumerate(plan.weeks.items()):
        balance += sum(duty_minutes(plan, duty) for duty in duties if duty.day in days)
        balance -= sum(own[number].norm for own in hours)
        apart = abs(balance - sum(own[number].aim for own in hours))
        if apart >= plan.grid:
            said = TOGETHER(week=str(week), minutes=str(apart), grid=str(plan.grid))
            yield DesignFinding("together", f"week:{week}", apart, said)


def _hours(plan: DesignPlan, duties: Sequence[Duty]) -> Iterator[DesignFinding]:
    for agent in plan.agents:
        balance = agent.flex_balance
        for hours in week_hours(plan, agent):
            days = plan.weeks[hours.week]
            own = [duty for duty in duties if duty.agent == agent.id and duty.day in days]
            balance += sum(duty_minutes(plan, duty) for duty in own) - hours.norm
            told = {"agent": agent.name, "balance": str(balance), "week": str(hours.week)}
            subject = f"agent:{agent.id}|week:{hours.week}"
            if balance > hours.most:
                over = HOURS_MORE(**told, most=str(hours.most))
                yield DesignFinding("hours", subject, balance - hours.most, over)
            elif balance < hours.least:
                under = HOURS_LESS(**told, least=str(hours.least))
                yield DesignFinding("hours", subject, hours.least - balance, under)


def _competences(plan: DesignPlan, duties: Sequence[Duty]) -> Iterator[DesignFinding]:
    """Yield steps in which a competence is missing; those side by side are told as one."""
    for competence in plan.hotline.competences:
        stretch: list[Shift] = []
        worst = 0
        for step in plan.steps:
            missing = holders_missing(plan, step, duties).get(competence.code, 0)
            apart = stretch and (stretch[-1].day != step.day or stretch[-1].end != step.start)
            if stretch and (not missing or apart or missing != worst):
                yield _lacking(competence.code, competence.name, stretch, worst)
                stretch = []
            if missing:
                stretch.append(step)
                worst = missing
        if stretch:
            yield _lacking(competence.code, competence.name, stretch, worst)


def _lacking(code: str, name: str, steps: Sequence[Shift], missing: int) -> DesignFinding:
    first, last = steps[0], steps[-1]
    said = COMPETENCE(
        day=first.day.isoformat(),
        start=clock(first.start),
        end=clock(last.end),
        missing=str(missing),
        name=name,
    )
    return DesignFinding("competence", f"shift:{first.id}|competence:{code}", missing * len(steps), said)
