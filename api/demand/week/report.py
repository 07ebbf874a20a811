"""A week for the steering group: what its page and its PDF say, in one order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.demand.week.sentences import conclusions, proposal
from api.demand.week.tables import (
    CHANGE_HEADS,
    DAY_HEADS,
    FIGURE_HEADS,
    change_rows,
    day_rows,
    figure_rows,
)
from api.texts.translator import Translator
from wfm.demand.key_figures import week_days
from wfm.demand.week_review import WeekReview
from wfm.message import Message, Text
from wfm.plan import Plan

TITLE = Text("week.title", "{hotline}: key figures, {week:week}")
FIGURES_HEADING = Text("week.figures", "The week's figures")
DAYS_HEADING = Text("week.days", "Day by day")
DAYS_TOLD = Text(
    "week.days_told",
    "Calls are all that were offered in the intervals counted, in the opening hours; the forecast is of the "
    "same intervals. Hours needed are those of the fewest agents who meet every goal, by Erlang A, in each "
    "interval for the calls that came; hours staffed those of the agents counted.",
)
CHANGES_HEADING = Text("week.changes", "Proposed changes")
CHANGES_TOLD = Text(
    "week.changes_told",
    "Calls lost and saved are expected values, the mean over the forecast's courses, by Erlang A. At most "
    "five seats are proposed, those that save most calls first, each at least half a call.",
)


@dataclass(frozen=True)
class ReportPart:
    """A heading, a table of texts, and what is said before and after it; `words` hold no figures."""

    heading: str
    said: Sequence[str]
    note: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: Sequence[int]


@dataclass(frozen=True)
class WeekReport:
    """What page and PDF say."""

    title: str
    about: str
    conclusions: Sequence[str]
    parts: Sequence[ReportPart]


def week_report(plan: Plan, found: WeekReview, speak: Translator) -> WeekReport:
    """Return what is said of a week in a language."""

    def part(
        heading: Text,
        heads: Iterable[Text],
        rows: Iterable[Sequence[str]],
        *,
        said: Iterable[Message] = (),
        note: Text | None = None,
        words: Sequence[int] = (0,),
    ) -> ReportPart:
        return ReportPart(
            heading=speak.sentence(heading()),
            said=[speak.sentence(one) for one in said],
            note="" if note is None else speak.sentence(note()),
            header=[speak.sentence(one()) for one in heads],
            rows=[[row[0][:1].upper() + row[0][1:], *row[1:]] for row in rows],
            words=words,
        )

    days = week_days(found.week)
    title = TITLE(hotline=plan.hotline.name, week=str(found.week))
    return WeekReport(
        title=speak.sentence(title),
        about=speak.dates(days[0], days[-1]),
        conclusions=[speak.sentence(one) for one in conclusions(plan, found, speak)],
        parts=[
            part(
                CHANGES_HEADING,
                CHANGE_HEADS,
                change_rows(found.changes, speak),
                said=[proposal(found.changes)],
                note=CHANGES_TOLD,
            ),
            part(FIGURES_HEADING, FIGURE_HEADS, figure_rows(plan, found, speak), words=(0, 3, 4)),
            part(DAYS_HEADING, DAY_HEADS, day_rows(found, speak), note=DAYS_TOLD),
        ],
    )
