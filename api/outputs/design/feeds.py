"""Calendars of a design: an event for each duty, and one for its lunch; carried on from earlier runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from api.calendars.ics.events import carry_on
from api.calendars.ics.file_names import agent_file
from api.calendars.ics.uid import agent_uid
from api.calendars.ics.writing import write_calendar
from api.outputs.earlier import FEEDS, EarlierFeeds
from api.publication.publication import CalendarEvent
from api.texts.one_line import one_line
from api.texts.translator import Translator, translator
from wfm.calendar import Span, clock, shift_id, to_utc
from wfm.design.duty import PHONES, Design, Duty
from wfm.design.plan import DesignPlan
from wfm.ids import MunicipalityCode
from wfm.message import Text

DUTY = Text("design.event_duty", "Duty: {hotline}")
LUNCH = Text("design.event_lunch", "Lunch")
ON_PHONES = Text("design.task_phones", "phones")


def design_feeds(
    plan: DesignPlan, design: Design, earlier: EarlierFeeds, moment: datetime
) -> dict[str, bytes]:
    """Return the calendar of every agent, by its path below the output folder.

    Parameters
    ----------
    plan, design
        The question and its answer.
    earlier
        What stands in the folder; unchanged events stay as they are, and those taken away say so.
    moment
        Noted for what changed; aware, in whole seconds.
    """
    fresh = [event for duty in design.duties for event in _events(plan, duty, moment)]
    events = carry_on(fresh, plan.hotline, earlier.events, moment)
    language, name = plan.hotline.language, plan.hotline.name
    return {
        f"{FEEDS}/{agent_file(agent.id)}": write_calendar(
            language, name, agent.name, [event for event in events if event.agent == agent.id]
        )
        for agent in plan.agents
    }


def _events(plan: DesignPlan, duty: Duty, moment: datetime) -> Iterator[CalendarEvent]:
    speak = translator(plan.hotline.language)
    summary = speak.say(DUTY(hotline=one_line(plan.hotline.name)))
    yield _event(plan, duty, duty.span, summary, _tasks(duty, speak), moment)
    if duty.lunch is not None:
        yield _event(plan, duty, duty.lunch, speak.say(LUNCH()), "", moment)


def _tasks(duty: Duty, speak: Translator) -> str:
    """Return what is done when, a line for each task."""
    lines = []
    for start, end, task in duty.stretches():
        said = speak.say(ON_PHONES()) if task == PHONES else one_line(task)
        lines.append(f"{speak.times(clock(start), clock(end))} {said}")
    return "\n".join(lines)


def _event(
    plan: DesignPlan, duty: Duty, span: Span, summary: str, description: str, moment: datetime
) -> CalendarEvent:
    hotline = plan.hotline
    starts_at = to_utc(duty.day, span.start, hotline.zone)
    return CalendarEvent(
        uid=agent_uid(hotline.code, duty.agent, starts_at),
        agent=duty.agent,
        municipality=MunicipalityCode(""),
        shift=shift_id(duty.day, span.start),
        starts_at=starts_at,
        ends_at=to_utc(duty.day, span.end, hotline.zone),
        summary=summary,
        location="",
        description=description,
        sequence=0,
        changed_at=moment,
        periods=(hotline.period.first_day,),
    )
